package store

import (
	"errors"
	"os"
	"syscall"
	"testing"
)

// smallDisk gives a folder on a file system in memory that is soon full, and a function that makes it larger. Only root
// can have one.
func smallDisk(t *testing.T) (folder string, grow func()) {
	t.Helper()
	disk, err := os.MkdirTemp("", "livebrief-small")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(disk, 0o711); err != nil { // the server has to reach what is in it
		t.Fatal(err)
	}
	if err := syscall.Mount("tmpfs", disk, "tmpfs", 0, "size=20m,mode=0711"); err != nil {
		t.Skip("NOT RUN: a small file system cannot be mounted here:", err, os.Remove(disk))
	}
	t.Cleanup(func() {
		// The server's own processes may have files there open for a moment longer.
		if err := errors.Join(syscall.Unmount(disk, syscall.MNT_DETACH), os.Remove(disk)); err != nil {
			t.Error(err)
		}
	})
	space := disk + "/space"
	if err := os.Mkdir(space, 0o700); err != nil {
		t.Fatal(err)
	}
	// The server runs as another user.
	if err := cluster.Lend(space); err != nil {
		t.Fatal(err)
	}
	return space, func() {
		if err := syscall.Mount("tmpfs", disk, "tmpfs", syscall.MS_REMOUNT, "size=80m"); err != nil {
			t.Fatal(err)
		}
	}
}
