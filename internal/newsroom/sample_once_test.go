package newsroom

import (
	"sync"
	"time"
)

// Most tests load the sample, and drawing its maps is most of that: they are drawn once.
func init() {
	var once sync.Once
	var maps []sampleMap
	var err error
	drawnForSample = func(begins time.Time) ([]sampleMap, error) {
		once.Do(func() { maps, err = drawForSample(begins) })
		return maps, err
	}
}
