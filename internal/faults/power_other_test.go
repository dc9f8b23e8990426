//go:build !linux

package faults

import "testing"

// TestPowerLossLosesNothing needs a file system of our own, which these tests can only mount on Linux.
func TestPowerLossLosesNothing(t *testing.T) {
	t.Skip("what a power loss leaves is only tested on Linux")
}
