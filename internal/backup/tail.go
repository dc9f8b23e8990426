package backup

import (
	"crypto/sha256"
	"errors"
	"hash"
	"io"
)

// tail reads everything but the last line, which is held back, and hashes it as it passes.
type tail struct {
	from io.Reader
	sum  hash.Hash
	buf  []byte
	// ready is how much of buf has been read; what stands before at has been handed on.
	at, ready int
	ended     bool
	// failed is why the bytes could not be got, when that was it.
	failed error
}

func newTail(r io.Reader) *tail {
	return &tail{from: r, sum: sha256.New(), buf: make([]byte, 64<<10)}
}

func (t *tail) Read(p []byte) (int, error) {
	for t.ready-t.at <= sumLine {
		if err := t.fill(); err != nil {
			return 0, err
		}
	}
	n := copy(p, t.buf[t.at:t.ready-sumLine])
	t.sum.Write(p[:n])
	t.at += n
	return n, nil
}

// fill gets more bytes behind those that are held back.
func (t *tail) fill() error {
	if t.failed != nil {
		return t.failed
	}
	if t.ended {
		return io.EOF
	}
	copy(t.buf, t.buf[t.at:t.ready])
	t.ready, t.at = t.ready-t.at, 0
	n, err := t.from.Read(t.buf[t.ready:])
	t.ready += n
	switch {
	case errors.Is(err, io.EOF):
		t.ended = true
	case err != nil:
		t.failed = err
	}
	return nil
}

// ends reads to the end and gives the SHA-256 of all but the last line, and that line.
func (t *tail) ends() (sum, last []byte) {
	_, _ = io.Copy(io.Discard, t) // a failure is in t.failed
	return t.sum.Sum(nil), t.buf[t.at:t.ready]
}
