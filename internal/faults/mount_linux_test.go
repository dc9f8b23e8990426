package faults

import (
	"context"
	"syscall"
	"testing"

	"github.com/hanwen/go-fuse/v2/fs"
	"github.com/hanwen/go-fuse/v2/fuse"
)

// mount puts the disk into the file system, so that a process can run on it. It skips aloud where that cannot be.
func mount(t *testing.T, d *disk) (dir string, unmount func()) {
	t.Helper()
	dir = t.TempDir()
	server, err := fs.Mount(dir, &folderNode{disk: d, folder: d.root}, &fs.Options{
		MountOptions: fuse.MountOptions{DirectMount: true, FsName: "faults", Name: "faults", DisableXAttrs: true}})
	if err != nil {
		t.Skipf("no file system can be mounted here (%v): what a power loss leaves is not tested", err)
	}
	done := false
	unmount = func() {
		if done {
			return
		}
		done = true
		if err := server.Unmount(); err != nil {
			t.Errorf("unmounting: %v", err)
		}
	}
	t.Cleanup(unmount)
	return dir, unmount
}

// held runs a change of the disk, announced and one at a time, or fails.
func (d *disk) held(kind, name string, change func()) syscall.Errno {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.fails != nil && d.fails(kind, name) {
		return syscall.EIO
	}
	d.ops++
	if d.watch != nil {
		d.watch(moment{d.ops, kind, name})
	}
	change()
	return 0
}

// folderNode is a folder as the kernel sees it.
type folderNode struct {
	fs.Inode
	disk   *disk
	folder *folder
}

var (
	_ fs.NodeOnAdder   = (*folderNode)(nil)
	_ fs.NodeCreater   = (*folderNode)(nil)
	_ fs.NodeMkdirer   = (*folderNode)(nil)
	_ fs.NodeUnlinker  = (*folderNode)(nil)
	_ fs.NodeRenamer   = (*folderNode)(nil)
	_ fs.NodeFsyncer   = (*folderNode)(nil)
	_ fs.NodeOpener    = (*fileNode)(nil)
	_ fs.NodeReader    = (*fileNode)(nil)
	_ fs.NodeWriter    = (*fileNode)(nil)
	_ fs.NodeFsyncer   = (*fileNode)(nil)
	_ fs.NodeGetattrer = (*fileNode)(nil)
	_ fs.NodeSetattrer = (*fileNode)(nil)
)

// OnAdd shows the kernel what the folder holds from the start.
func (n *folderNode) OnAdd(ctx context.Context) {
	for name, what := range n.folder.now {
		switch what := what.(type) {
		case *folder:
			n.AddChild(name, n.NewPersistentInode(ctx, &folderNode{disk: n.disk, folder: what}, fs.StableAttr{Mode: syscall.S_IFDIR}), true)
		case *file:
			n.AddChild(name, n.NewPersistentInode(ctx, &fileNode{disk: n.disk, name: name, file: what}, fs.StableAttr{Mode: syscall.S_IFREG}), true)
		}
	}
}

// Getattr says that the folder belongs to its owner alone.
func (n *folderNode) Getattr(_ context.Context, _ fs.FileHandle, out *fuse.AttrOut) syscall.Errno {
	out.Mode = 0o700
	return 0
}

// Create makes an empty file and opens it.
func (n *folderNode) Create(ctx context.Context, name string, _, _ uint32, out *fuse.EntryOut) (*fs.Inode, fs.FileHandle, uint32, syscall.Errno) {
	f := &file{}
	if failed := n.disk.held("create", name, func() { n.folder.change(renaming{name: f}) }); failed != 0 {
		return nil, nil, 0, failed
	}
	out.Mode = 0o600
	return n.NewPersistentInode(ctx, &fileNode{disk: n.disk, name: name, file: f}, fs.StableAttr{Mode: syscall.S_IFREG}), nil, fuse.FOPEN_KEEP_CACHE, 0
}

// Mkdir makes a folder.
func (n *folderNode) Mkdir(ctx context.Context, name string, _ uint32, out *fuse.EntryOut) (*fs.Inode, syscall.Errno) {
	f := newFolder()
	if failed := n.disk.held("mkdir", name, func() { n.folder.change(renaming{name: f}) }); failed != 0 {
		return nil, failed
	}
	out.Mode = 0o700
	return n.NewPersistentInode(ctx, &folderNode{disk: n.disk, folder: f}, fs.StableAttr{Mode: syscall.S_IFDIR}), 0
}

// Unlink takes a name away.
func (n *folderNode) Unlink(_ context.Context, name string) syscall.Errno {
	return n.disk.held("unlink", name, func() { n.folder.change(renaming{name: nil}) })
}

// Rename gives a file of the folder another name within it.
func (n *folderNode) Rename(_ context.Context, name string, to fs.InodeEmbedder, newName string, flags uint32) syscall.Errno {
	if to != fs.InodeEmbedder(n) || flags != 0 {
		return syscall.EXDEV
	}
	return n.disk.held("rename", newName, func() { n.folder.change(renaming{name: nil, newName: n.folder.now[name]}) })
}

// Fsync makes the names of the folder safe.
func (n *folderNode) Fsync(context.Context, fs.FileHandle, uint32) syscall.Errno {
	return n.disk.held("sync", "folder", func() {
		if !n.disk.lies {
			n.folder.sync()
		}
	})
}

// fileNode is a file as the kernel sees it.
type fileNode struct {
	fs.Inode
	disk *disk
	name string
	file *file
}

// Open lets the kernel keep what it has read: nobody else writes here.
func (n *fileNode) Open(context.Context, uint32) (fs.FileHandle, uint32, syscall.Errno) {
	return nil, fuse.FOPEN_KEEP_CACHE, 0
}

// Read gives what the program last wrote.
func (n *fileNode) Read(_ context.Context, _ fs.FileHandle, into []byte, at int64) (fuse.ReadResult, syscall.Errno) {
	n.disk.mu.Lock()
	defer n.disk.mu.Unlock()
	if n.disk.fails != nil && n.disk.fails("read", n.name) {
		return nil, syscall.EIO
	}
	if at >= int64(len(n.file.now)) {
		return fuse.ReadResultData(nil), 0
	}
	return fuse.ReadResultData(into[:copy(into, n.file.now[at:])]), 0
}

// Write changes the file; nothing of it is safe before a sync.
func (n *fileNode) Write(_ context.Context, _ fs.FileHandle, data []byte, at int64) (uint32, syscall.Errno) {
	own := append([]byte{}, data...)
	if failed := n.disk.held("write", n.name, func() { n.file.change(change{at, own}) }); failed != 0 {
		return 0, failed
	}
	return uint32(len(data)), 0
}

// Fsync makes the content of the file safe.
func (n *fileNode) Fsync(context.Context, fs.FileHandle, uint32) syscall.Errno {
	return n.disk.held("sync", n.name, func() {
		if !n.disk.lies {
			n.file.sync()
		}
	})
}

// Getattr gives the length.
func (n *fileNode) Getattr(_ context.Context, _ fs.FileHandle, out *fuse.AttrOut) syscall.Errno {
	n.disk.mu.Lock()
	defer n.disk.mu.Unlock()
	out.Mode, out.Size = 0o600, uint64(len(n.file.now))
	return 0
}

// Setattr changes the length; modes and times are taken and forgotten.
func (n *fileNode) Setattr(ctx context.Context, f fs.FileHandle, in *fuse.SetAttrIn, out *fuse.AttrOut) syscall.Errno {
	if size, ok := in.GetSize(); ok {
		if failed := n.disk.held("truncate", n.name, func() { n.file.change(change{at: int64(size)}) }); failed != 0 {
			return failed
		}
	}
	return n.Getattr(ctx, f, out)
}
