package territory_test

import (
	"bytes"
	"compress/gzip"
	"slices"
	"testing"

	"livebrief/internal/territory"
	"livebrief/internal/territory/synthetic"
)

// TestHistoriesAreSmall holds 60 days of a front of real size to the bytes that a reader on 2G can load.
func TestHistoriesAreSmall(t *testing.T) {
	front := synthetic.NewFront(3, 3000)
	layer := func() territory.Layer {
		return territory.Layer{{Class: territory.Assessed, Party: "Westmark", Shape: front.Shape()}}
	}
	before := layer()
	var all bytes.Buffer
	packed := gzip.NewWriter(&all)
	key := territory.EncodeKeyframe(before)
	packed.Write(key)
	var sizes []int
	for range 60 {
		front.Advance(45)
		after := layer()
		change := territory.EncodeChange(before, after)
		packed.Write(change)
		sizes = append(sizes, len(change))
		before = after
	}
	packed.Close()
	slices.Sort(sizes)
	t.Logf("keyframe %d bytes; a change %d at the median, %d at most; 60 days %d compressed", len(key), sizes[30], sizes[59], all.Len())
	if sizes[30] > 1024 || all.Len() > 80<<10 {
		t.Errorf("a change takes %d bytes at the median, 60 days %d compressed; at most 1,024 and 81,920", sizes[30], all.Len())
	}
}
