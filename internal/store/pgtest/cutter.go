package pgtest

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"net"
	"net/url"
	"path/filepath"
	"sync/atomic"
	"testing"
)

// CutAt is when a cutter cuts.
type CutAt int32

const (
	// AfterCommit lets the server commit, and keeps its answer.
	AfterCommit CutAt = iota
	// BeforeCommit keeps the commit from the server.
	BeforeCommit
	// Never lets everything pass.
	Never
)

// Cutter stands between a store and its server, understands where messages begin, and cuts the connection on which the
// next commit comes.
type Cutter struct {
	// URL is the address of the database behind it.
	URL    string
	server string
	at     atomic.Int32
}

// NewCutter listens where an address leads that is like the real one.
func NewCutter(t *testing.T, real string) *Cutter {
	t.Helper()
	address, err := url.Parse(real)
	if err != nil {
		t.Fatal(err)
	}
	query := address.Query()
	c := &Cutter{server: filepath.Join(query.Get("host"), ".s.PGSQL.5432")}
	c.Arm(Never)
	folder := t.TempDir()
	query.Set("host", folder)
	address.RawQuery = query.Encode()
	c.URL = address.String()
	l, err := net.Listen("unix", filepath.Join(folder, ".s.PGSQL.5432"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			client, err := l.Accept()
			if err != nil {
				return
			}
			go c.stand(client)
		}
	}()
	return c
}

// Arm lets the next commit be cut.
func (c *Cutter) Arm(at CutAt) { c.at.Store(int32(at)) }

// stand serves one connection until either side ends it.
func (c *Cutter) stand(client net.Conn) {
	defer client.Close()
	server, err := net.Dial("unix", c.server)
	if err != nil {
		return
	}
	defer server.Close()
	var mute atomic.Bool
	done := make(chan struct{})
	go func() { // the answers
		defer close(done)
		defer client.Close()
		for {
			kind, message, err := nextMessage(server, true)
			if err != nil {
				return
			}
			if mute.Load() {
				if kind == 'Z' { // it is done, and nobody is told
					return
				}
				continue
			}
			if _, err := client.Write(message); err != nil {
				return
			}
		}
	}()
	commits := map[string]bool{}
	in := bufio.NewReader(client)
	for first := true; ; first = false {
		kind, message, err := nextMessage(in, !first)
		if err != nil {
			return
		}
		if isCommit(kind, message, commits) && c.at.Load() != int32(Never) {
			if CutAt(c.at.Swap(int32(Never))) == BeforeCommit {
				return
			}
			mute.Store(true)
			defer func() { <-done }()
		}
		if _, err := server.Write(message); err != nil {
			return
		}
		if mute.Load() && kind == 'S' {
			return // what was sent is to be done
		}
	}
}

// isCommit tells whether a message runs COMMIT, which the driver has parsed under a name before.
func isCommit(kind byte, message []byte, commits map[string]bool) bool {
	if len(message) < 5 {
		return false
	}
	parts := bytes.SplitN(message[5:], []byte{0}, 3)
	switch {
	case kind == 'P' && len(parts) > 1 && string(parts[1]) == "COMMIT":
		commits[string(parts[0])] = true
	case kind == 'B' && len(parts) > 1:
		return commits[string(parts[1])]
	}
	return false
}

// nextMessage reads a message with its head; the first of a client has no kind.
func nextMessage(r io.Reader, typed bool) (kind byte, message []byte, err error) {
	head := make([]byte, 4)
	if typed {
		head = make([]byte, 5)
	}
	if _, err := io.ReadFull(r, head); err != nil {
		return 0, nil, err
	}
	if typed {
		kind = head[0]
	}
	size := binary.BigEndian.Uint32(head[len(head)-4:])
	if size < 4 || size > 1<<26 {
		return 0, nil, errors.New("this is no message")
	}
	rest := make([]byte, size-4)
	_, err = io.ReadFull(r, rest)
	return kind, append(head, rest...), err
}
