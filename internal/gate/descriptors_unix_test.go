//go:build unix

package gate

import (
	"syscall"
	"testing"
)

// TestSoftLimitIsRaised relies on what the runtime does before main; were that to end, we would have to do it.
func TestSoftLimitIsRaised(t *testing.T) {
	var limit syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &limit); err != nil {
		t.Skip(err)
	}
	if limit.Cur != limit.Max {
		t.Errorf("the soft limit is %d, the hard one %d", limit.Cur, limit.Max)
	}
}
