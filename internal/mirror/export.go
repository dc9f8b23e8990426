package mirror

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"strings"

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
	m := &Manifest{Origin: e.Signer.Name(), Edition: f.state.Seq, At: f.state.At, Renderer: rendererName(e.Renderer)}
	var body bytes.Buffer
	for _, p := range files {
		if known, ok := to.has(p.path, p.since); ok {
			m.Files = append(m.Files, known)
			continue
		}
		body.Reset()
		if err := p.write(&body); err != nil {
			return nil, fmt.Errorf("making %s: %w", p.path, err)
		}
		if err := to.put(p.path, body.Bytes()); err != nil {
			return nil, err
		}
		m.Files = append(m.Files, File{Path: p.path, Size: int64(body.Len()), Sum: sha256.Sum256(body.Bytes())})
	}
	signed, err := m.sign(e.Signer)
	if err != nil {
		return nil, err
	}
	return m, to.put(manifestPath, signed)
}

// rendererName makes one line of a version, so that it can stand in the manifest.
func rendererName(version string) string {
	name := strings.Join(strings.Fields(version), " ")
	if name == "" {
		return "unknown"
	}
	return name
}
