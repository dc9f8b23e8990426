package newsroom

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"livebrief/internal/brief"
	"livebrief/internal/record"
	"livebrief/internal/witness"
)

// post is a witness on loopback, whose door a test can replace.
type post struct {
	*witness.Witness
	dir, url string
	door     atomic.Pointer[http.HandlerFunc]
}

// newPost starts a witness of one record.
func newPost(t testing.TB, name, key string, addresses ...string) *post {
	t.Helper()
	p := &post{dir: t.TempDir()}
	follows, err := witness.ParseFollowed([]byte(strings.Join(append([]string{key}, addresses...), " ")))
	if err != nil {
		t.Fatal(err)
	}
	p.Witness, err = witness.Open(p.dir, follows, witness.Options{Name: name, Fetch: plainFetch, Now: time.Now,
		Random: func() float64 { return 0 }, Log: slog.New(slog.NewTextHandler(io.Discard, nil))})
	if err != nil {
		t.Fatal(err)
	}
	open := p.Handler()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if door := p.door.Load(); door != nil {
			(*door)(w, r)
			return
		}
		open.ServeHTTP(w, r)
	}))
	p.url = s.URL
	t.Cleanup(func() { s.Close(); _ = p.Close() })
	return p
}

// answer replaces the witness's door; nil gives it back.
func (p *post) answer(door http.HandlerFunc) {
	if door == nil {
		p.door.Store(nil)
		return
	}
	p.door.Store(&door)
}

func (p *post) named() brief.Witness { return brief.Witness{Key: p.Key(), URL: p.url + "/"} }

func plainFetch(ctx context.Context, address string) ([]byte, error) {
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

// town is a newsroom with one briefing whose witnesses are asked when a test says so.
type town struct {
	*Room
	t    testing.TB
	data string
	id   brief.BriefingID
	b    brief.Briefing
	rev  int
	held []string
	said *bytes.Buffer
	// later is added to the clock of the witnesses' loop.
	later time.Duration
}

// openTown opens a newsroom on a data folder, without its loops.
func openTown(t testing.TB, data string) *town {
	t.Helper()
	w := &town{t: t, data: data, said: &bytes.Buffer{}}
	room, err := Open(t.Context(), data, Settings{Listen: "127.0.0.1:0", Desk: "127.0.0.1:0", AllowNet: []string{"127.0.0.0/8"}}, w.said)
	if err != nil {
		t.Fatal(err)
	}
	w.Room = room
	room.watchers.hold = func(id brief.BriefingID, reason string) {
		w.held = append(w.held, reason)
		room.guard.shown(id, reason)
	}
	room.watchers.now = func() time.Time { return time.Now().Add(w.later) }
	t.Cleanup(w.shut)
	if len(room.press.order) > 0 {
		w.id = room.press.order[0]
		state := room.press.stands[w.id].now.Load()
		w.b, w.rev = state.Briefing, state.BriefingRev
		return w
	}
	w.id, w.b, w.rev = "b7k2m9q4x1c8v5n3", brief.Briefing{Name: "war", Title: "The war", Template: "war", Zone: "Europe/Kyiv", Languages: []string{"en"}, State: brief.Open,
		Tracks: []brief.Track{{ID: "aid", Name: "Aid", Order: 1}}, Sections: []brief.Section{brief.SectionGlance}, Identity: brief.Identity{Name: "The Outlet"}}, 1
	if _, err := room.ledger.CreateBriefing(t.Context(), w.act(brief.EntryBriefing, brief.ItemBriefing, 0, w.b), "news.example/war"); err != nil {
		t.Fatal(err)
	}
	return w
}

func (w *town) shut() {
	if w.Room != nil {
		if err := w.Close(); err != nil {
			w.t.Error(err)
		}
		w.Room = nil
	}
}

func (w *town) act(kind brief.EntryKind, item brief.ItemID, rev int, body any) brief.Act {
	w.t.Helper()
	raw, err := record.Canonical(body)
	if err != nil {
		w.t.Fatal(err)
	}
	return brief.Act{Briefing: w.id, Kind: kind, Item: item, Lang: "en", IfRev: rev, Person: "p1", Role: brief.Chief, Body: raw}
}

// watchedBy names the witnesses, in an entry.
func (w *town) watchedBy(posts ...*post) {
	w.t.Helper()
	w.b.Witnesses = nil
	for _, p := range posts {
		w.b.Witnesses = append(w.b.Witnesses, p.named())
	}
	if _, err := w.ledger.Append(w.t.Context(), w.act(brief.EntryBriefing, brief.ItemBriefing, w.rev, w.b)); err != nil {
		w.t.Fatal(err)
	}
	w.rev++
}

// publish publishes n developments.
func (w *town) publish(n int, headline string) {
	w.t.Helper()
	for range n {
		id, err := brief.NewID[brief.ItemID](strings.NewReader(headline + time.Now().Format(time.RFC3339Nano)))
		if err != nil {
			w.t.Fatal(err)
		}
		id += brief.ItemID("x" + time.Now().Format("150405.000000000"))
		d := brief.Development{Headline: headline, Text: "The ministry said so.", Track: "aid", Kind: brief.KindEvent, Label: brief.Official}
		if _, err := w.ledger.Append(w.t.Context(), w.act(brief.Publish, brief.ItemID(strings.ReplaceAll(string(id), ".", "")), 0, d)); err != nil {
			w.t.Fatal(err)
		}
	}
}

// round asks every witness that is due, one after the other.
func (w *town) round() {
	w.t.Helper()
	for _, a := range w.watchers.due(w.t.Context()) {
		w.watchers.ask(w.t.Context(), a)
	}
}

// says gives what the desk is told of the witness of that number.
func (w *town) says(i int) string {
	w.t.Helper()
	return w.watchers.told(w.id)[i].Says
}

// page reads an address of the readers.
func (w *town) page(path string) string {
	w.t.Helper()
	out := httptest.NewRecorder()
	w.readers.Handler.ServeHTTP(out, httptest.NewRequest(http.MethodGet, path, nil))
	if out.Code != http.StatusOK {
		w.t.Fatalf("%s: status %d", path, out.Code)
	}
	return strings.ReplaceAll(out.Body.String(), "\u00a0", " ")
}

// comesToSay reads the live page until it says so; if it never does, the test runs out of its time.
func (w *town) comesToSay(want string) {
	w.t.Helper()
	for !strings.Contains(w.page("/war/"), want) {
		runtime.Gosched()
	}
}

// key is the publisher's public key.
func (w *town) key() string {
	w.t.Helper()
	key, err := w.folder.keys().public(w.id)
	if err != nil {
		w.t.Fatal(err)
	}
	return key
}

func (w *town) head() int64 { return int64(w.press.stands[w.id].now.Load().Seq) }

// serve gives the readers' side at an address.
func (w *town) serve() string {
	s := httptest.NewServer(w.readers.Handler)
	w.t.Cleanup(s.Close)
	return s.URL + "/war"
}

// copyOf copies a data folder that nobody has open.
func copyOf(t testing.TB, data string) string {
	t.Helper()
	to := filepath.Join(t.TempDir(), "older")
	if err := os.CopyFS(to, os.DirFS(data)); err != nil {
		t.Fatal(err)
	}
	return to
}
