//go:build unix

package gate

import "syscall"

// Descriptors is how many files and sockets the process may have open, 0 when that is not known. The runtime of Go has
// raised the soft limit to the hard one before main.
func Descriptors() int {
	var limit syscall.Rlimit
	if syscall.Getrlimit(syscall.RLIMIT_NOFILE, &limit) != nil {
		return 0
	}
	return int(min(uint64(limit.Cur), mostDescriptors))
}
