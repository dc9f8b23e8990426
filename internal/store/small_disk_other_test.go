//go:build !linux

package store

import "testing"

func smallDisk(t *testing.T) (folder string, grow func()) {
	t.Skip("NOT RUN: a small file system is mounted on Linux only")
	return "", nil
}
