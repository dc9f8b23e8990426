package mirror

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"runtime"
	"strings"
	"sync"

	"livebrief/internal/brief"
)

// sink takes the files of a copy, sorted by path, the manifest last.
type sink interface {
	put(path string, body []byte) error
	// has gives what is known of a file that an earlier export left, when it need not be written again: since is the
	// last entry that can have changed it.
	has(path string, since brief.Seq) (File, bool)
}

// export writes a copy into a sink.
func export(e *Edition, prepare func(*folded, []planned) (sink, error)) (*Manifest, error) {
	if len(e.Entries) == 0 {
		return nil, brief.Invalid("the record is empty", "publish something first")
	}
	f, err := e.fold()
	if err != nil {
		return nil, fmt.Errorf("exporting: %w", err)
	}
	files, err := f.plan()
	if err != nil {
		return nil, fmt.Errorf("exporting: %w", err)
	}
	to, err := prepare(f, files)
	if err != nil {
		return nil, err
	}
	return f.write(files, to)
}

// write puts the files into a sink, and signs what was put.
func (f *folded) write(files []planned, to sink) (*Manifest, error) {
	m := &Manifest{Origin: f.Signer.Name(), Edition: f.state.Seq, At: f.state.At, Renderer: rendererName(f.Renderer)}
	m.Files = make([]File, len(files))
	for from := 0; from < len(files); from += batch {
		upTo := min(from+batch, len(files))
		if err := writeBatch(files[from:upTo], m.Files[from:upTo], to); err != nil {
			return nil, err
		}
	}
	signed, err := m.sign(f.Signer)
	if err != nil {
		return nil, err
	}
	return m, to.put(manifestPath, signed)
}

// batch is how many files are in memory at once.
const batch = 128

// writeBatch makes files side by side, since a page knows nothing of the others, and puts them one after the other.
func writeBatch(files []planned, done []File, to sink) error {
	bodies := make([]bytes.Buffer, len(files))
	failed := make([]error, len(files))
	var making sync.WaitGroup
	slots := make(chan struct{}, runtime.GOMAXPROCS(0))
	for i, p := range files {
		if known, ok := to.has(p.path, p.since); ok {
			done[i] = known
			continue
		}
		making.Go(func() {
			slots <- struct{}{}
			failed[i] = p.write(&bodies[i])
			<-slots
		})
	}
	making.Wait()
	for i, p := range files {
		if failed[i] != nil {
			return fmt.Errorf("making %s: %w", p.path, failed[i])
		}
		if done[i].Path != "" {
			continue
		}
		body := bodies[i].Bytes()
		if err := to.put(p.path, body); err != nil {
			return err
		}
		done[i] = File{Path: p.path, Size: int64(len(body)), Sum: sha256.Sum256(body)}
	}
	return nil
}

// rendererName makes one line of a version, so that it can stand in the manifest.
func rendererName(version string) string {
	name := strings.Join(strings.Fields(version), " ")
	if name == "" {
		return "unknown"
	}
	return name
}
