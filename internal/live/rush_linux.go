package live

import (
	"runtime"
	"runtime/debug"
	"sync/atomic"
)

// rush notices that many readers came at once. Each left some 10 KB behind, the buffers of a server that had still to read
// a request, and the runtime gives such memory back within minutes; a machine that is full of readers wants it now.
type rush struct {
	came atomic.Int64
	// seen and freed are what came had been a step ago, and when memory was given back the last time.
	seen, freed int64
}

// rushOf is how many make a rush.
const rushOf = 256

// passed is called once a step. When a rush is over, memory is given back.
func (r *rush) passed() {
	if r == nil {
		return
	}
	came := r.came.Load()
	if came == r.seen && came-r.freed >= rushOf {
		r.freed = came
		go func() {
			runtime.GC() // what pools hold goes with the second
			debug.FreeOSMemory()
		}()
	}
	r.seen = came
}
