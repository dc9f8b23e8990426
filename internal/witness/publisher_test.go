package witness

import (
	"bytes"
	"context"
	"encoding/base64"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"livebrief/internal/brief"
	"livebrief/internal/record"
)

const origin = "news.example/ukraine"

// publisher signs a record and serves it as readers get it.
type publisher struct {
	key    string
	signer record.Signer

	mu     sync.Mutex
	hashes record.Hashes
	shown  int64 // the size that readers get
	trees  []record.Tree
	// rotten tiles are served as zeros.
	rotten bool
}

// newPublisher makes a record of n entries, told otherwise from the entry numbered fork on; 0 for never. The same seed has
// the same key.
func newPublisher(t testing.TB, seed byte, n, fork int) *publisher {
	t.Helper()
	secret, public, err := record.NewKey(bytes.NewReader(bytes.Repeat([]byte{seed}, 32)), origin)
	if err != nil {
		t.Fatal(err)
	}
	signer, err := record.NewSigner(secret)
	if err != nil {
		t.Fatal(err)
	}
	p := &publisher{key: public, signer: signer, shown: int64(n), trees: []record.Tree{record.EmptyTree()}}
	for i := 1; i <= n; i++ {
		text := fmt.Sprint("entry ", i)
		if fork > 0 && i >= fork {
			text += ", told otherwise"
		}
		if err := p.hashes.Append(tlog.RecordHash([]byte(text))); err != nil {
			t.Fatal(err)
		}
		tree, err := p.hashes.Tree()
		if err != nil {
			t.Fatal(err)
		}
		p.trees = append(p.trees, tree)
	}
	return p
}

func (p *publisher) checkpoint(t testing.TB, size int64) []byte {
	t.Helper()
	msg, err := record.Checkpoint(origin, size, p.trees[size].Root, p.signer)
	if err != nil {
		t.Fatal(err)
	}
	return msg
}

func (p *publisher) show(size int64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.shown = size
}

// request is the body of add-checkpoint.
func (p *publisher) request(t testing.TB, old, size int64) string {
	t.Helper()
	proof, err := record.ProveConsistency(old, size, &p.hashes)
	if err != nil {
		t.Fatal(err)
	}
	return body(old, proof, p.checkpoint(t, size))
}

func body(old int64, proof tlog.TreeProof, checkpoint []byte) string {
	var b strings.Builder
	fmt.Fprintf(&b, "old %d\n", old)
	for _, h := range proof {
		b.WriteString(base64.StdEncoding.EncodeToString(h[:]) + "\n")
	}
	b.WriteString("\n" + string(checkpoint))
	return b.String()
}

// serve gives the readers' side of the record at an address of its own.
func (p *publisher) serve(t testing.TB) string {
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		p.mu.Lock()
		defer p.mu.Unlock()
		path, _ := strings.CutPrefix(r.URL.Path, "/ukraine/record/")
		if path == "checkpoint" {
			_, _ = w.Write(p.checkpoint(t, p.shown))
			return
		}
		level, index, width, err := record.ParseTilePath(path)
		if err != nil || width > record.TileWidth(p.shown, level, index) {
			http.NotFound(w, r)
			return
		}
		tile, err := record.TileBytes(level, index, width, &p.hashes)
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		if p.rotten {
			tile = make([]byte, len(tile))
		}
		_, _ = w.Write(tile)
	}))
	t.Cleanup(s.Close)
	return s.URL + "/ukraine"
}

// clock is a clock that tests set.
type clock struct {
	mu sync.Mutex
	t  time.Time
}

func (c *clock) now() time.Time { c.mu.Lock(); defer c.mu.Unlock(); return c.t }

func (c *clock) pass(d time.Duration) { c.mu.Lock(); defer c.mu.Unlock(); c.t = c.t.Add(d) }

// hut is a witness with its address and its log.
type hut struct {
	*Witness
	dir, url string
	clock    *clock
	said     *bytes.Buffer
	follows  []Followed
}

func newHut(t testing.TB, p *publisher, addresses ...string) *hut {
	t.Helper()
	h := &hut{dir: t.TempDir(), clock: &clock{t: time.Date(2025, 3, 1, 10, 0, 0, 0, time.UTC)}, said: &bytes.Buffer{},
		follows: []Followed{{Origin: origin, Keys: []string{p.key}, Addresses: addresses}}}
	h.open(t)
	return h
}

// open starts the witness on its folder.
func (h *hut) open(t testing.TB) {
	t.Helper()
	w, err := Open(h.dir, h.follows, Options{Name: "witness.example/w1", Fetch: fetch, Now: h.clock.now,
		Random: func() float64 { return 0.5 }, Log: slog.New(slog.NewTextHandler(h.said, nil))})
	if err != nil {
		t.Fatal(err)
	}
	s := httptest.NewServer(w.Handler())
	h.Witness, h.url = w, s.URL
	t.Cleanup(func() { s.Close(); _ = w.Close() })
}

// again stops the witness and starts it anew.
func (h *hut) again(t testing.TB) {
	t.Helper()
	if err := h.Close(); err != nil {
		t.Fatal(err)
	}
	h.open(t)
}

func fetch(ctx context.Context, address string) ([]byte, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, err
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return nil, brief.Unavailable("the server could not be reached", "", err)
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		return nil, brief.Unavailable("the server answered "+res.Status, "", nil)
	}
	return io.ReadAll(res.Body)
}

// push hands a request in and gives status, type and body.
func (h *hut) push(t testing.TB, request string) (status int, contentType, answer string) {
	t.Helper()
	res, err := http.Post(h.url+"/add-checkpoint", "", strings.NewReader(request))
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	raw, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, res.Header.Get("Content-Type"), string(raw)
}

// cosigned pushes and demands a cosignature over that size.
func (h *hut) cosigned(t testing.TB, p *publisher, old, size int64) {
	t.Helper()
	status, _, answer := h.push(t, p.request(t, old, size))
	if status != http.StatusOK {
		t.Fatalf("%d to %d: status %d, %s", old, size, status, answer)
	}
	if _, err := record.FindCosignature(p.checkpoint(t, size), []byte(answer), h.verifier(t)); err != nil {
		t.Fatal(err)
	}
}

func (h *hut) verifier(t testing.TB) note.Verifier {
	t.Helper()
	v, err := record.NewWitnessVerifier(h.Key())
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// get reads a page of the witness.
func (h *hut) get(t testing.TB, path string) string {
	t.Helper()
	raw, err := fetch(t.Context(), h.url+path)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

// convicted demands exactly one find that proves itself under the publisher's key, and gives it.
func (h *hut) convicted(t testing.TB, p *publisher) Evidence {
	t.Helper()
	s, err := ReadStatus(h.dir)
	if err != nil || len(s.Evidence) != 1 || !s.Stopped() {
		t.Fatalf("%+v, %v", s, err)
	}
	e, err := ReadEvidence(s.Evidence[0].Folder)
	if err != nil {
		t.Fatal(err)
	}
	if of, err := e.Check(p.key); err != nil || of != origin {
		t.Fatalf("the evidence does not prove itself: %v", err)
	}
	if !strings.Contains(h.get(t, "/"), string(e.Second[:40])) || !strings.Contains(h.said.String(), "contradict") {
		t.Error("page or log say nothing of it")
	}
	return e
}

// innocent demands that nothing was found.
func (h *hut) innocent(t testing.TB) {
	t.Helper()
	if s, err := ReadStatus(h.dir); err != nil || len(s.Evidence) != 0 || s.Stopped() {
		t.Fatalf("%+v, %v", s, err)
	}
}

// newMixed serves the checkpoint of one address with the tiles of another.
func newMixed(t testing.TB, checkpoint, tiles string) string {
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		from := tiles
		if strings.HasSuffix(r.URL.Path, "/checkpoint") {
			from = checkpoint
		}
		raw, err := fetch(r.Context(), from+strings.TrimPrefix(r.URL.Path, "/ukraine"))
		if err != nil {
			http.NotFound(w, r)
			return
		}
		_, _ = w.Write(raw)
	}))
	t.Cleanup(s.Close)
	return s.URL + "/ukraine"
}
