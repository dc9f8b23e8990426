package newsroom

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"livebrief/internal/brief"
)

// edgeUnderTest is an edge that runs, and its log.
type edgeUnderTest struct {
	*Edge
	data string
	log  *safeBuffer
	stop func()
}

// startEdge runs an edge on a data folder of its own, or on the one given.
func startEdge(t testing.TB, s EdgeSettings, data ...string) *edgeUnderTest {
	t.Helper()
	u := &edgeUnderTest{data: filepath.Join(t.TempDir(), "edge"), log: &safeBuffer{}}
	if len(data) > 0 {
		u.data = data[0]
	}
	s.Listen = "127.0.0.1:0"
	ctx, cancel := context.WithCancel(context.Background())
	var err error
	if u.Edge, err = OpenEdge(ctx, u.data, s, u.log); err != nil {
		cancel()
		t.Fatal(err)
	}
	done := make(chan error, 1)
	ready, tell := io.Pipe()
	go func() { done <- u.Run(ctx, tell) }()
	stopped := false
	u.stop = func() {
		if !stopped {
			stopped = true
			cancel()
			if err := errors.Join(<-done, u.Close()); err != nil {
				t.Error(err)
			}
		}
	}
	t.Cleanup(u.stop)
	line := make([]byte, 200)
	n, err := ready.Read(line)
	if got := string(line[:n]); err != nil || got != "readers "+u.ReadersURL()+"\n" {
		t.Fatalf("the edge printed %q, %v", got, err)
	}
	return u
}

// eventually waits for a condition, for as long as a slow machine may need.
func eventually(t testing.TB, what string, is func() bool) {
	t.Helper()
	limit := time.Now().Add(time.Minute)
	for !is() {
		if time.Now().After(limit) {
			t.Fatalf("it did not come to be: %s", what)
		}
		time.Sleep(20 * time.Millisecond)
	}
}

// same tells whether an edge has the record of a newsroom, to the last byte of its checkpoint.
func endsAlike(t testing.TB, room *Room, edge *Edge) bool {
	t.Helper()
	rows, err := room.store.Briefings(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range rows {
		want, err := room.store.Checkpoint(t.Context(), row.ID)
		if err != nil {
			t.Fatal(err)
		}
		got, err := edge.store.Checkpoint(t.Context(), row.ID)
		if err != nil && brief.KindOf(err) != brief.KindNotFound {
			t.Fatal(err)
		}
		state, err := edge.press.Current(t.Context(), row.ID)
		if string(got) != string(want) || err != nil || state.Seq != row.Seq {
			return false
		}
	}
	return true
}

// servedAs is all of an answer that a reader can tell from another.
type servedAs struct {
	status                              int
	kind, life, tag, place, vary, words string
}

func askFor(t testing.TB, client *http.Client, address string) servedAs {
	t.Helper()
	res, err := client.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	h := res.Header
	return servedAs{res.StatusCode, h.Get("Content-Type"), h.Get("Cache-Control"), h.Get("ETag"), h.Get("Location"), h.Get("Vary"), string(body)}
}

// someOfEach is a crawler that visits so many addresses of each kind: those that differ only in an id, a day or a number.
func someOfEach(home string, most int) *crawler {
	seen := map[string]int{}
	return &crawler{home: home, client: http.DefaultClient, from: map[string]string{}, wanted: map[string][]string{}, enough: func(address string) bool {
		parts := strings.Split(strings.TrimPrefix(address, home), "/")
		for i := 3; i < len(parts); i++ {
			if len(parts[i]) > 5 || strings.ContainsAny(parts[i], "0123456789") {
				parts[i] = "*"
			}
		}
		kind := strings.Join(parts, "/")
		seen[kind]++
		return seen[kind] > most
	}}
}

// TestEdgeServesWhatItsNewsroomServes asks both for addresses of every kind that links of the sample lead to, and for those
// to which none leads.
func TestEdgeServesWhatItsNewsroomServes(t *testing.T) {
	t.Parallel()
	room := startFull(t)
	edge := startEdge(t, EdgeSettings{Upstream: room.ReadersURL()})
	if !endsAlike(t, room, edge.Edge) {
		t.Fatal("the edge was ready before it had the record")
	}
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	visited := strings.Split(strings.TrimSpace(someOfEach(room.ReadersURL(), 3).crawl(t, "/ukraine/", "/flood/", "/")), "\n")
	visited = append(visited, "/ukraine/head", "/ukraine/log/0.json", "/ukraine/log/1.json", "/ukraine/record/tile/0/000.p/9",
		"/ukraine/record/tile/entries/000.p/9", "/ukraine/record/bodies/000.p/9", "/record/briefings.json", "/ukraine/box", "/ukraine/embed",
		"/ukraine/as-of/2022-09-26", "/oembed?url="+room.ReadersURL()+"/ukraine/", "/ukraine", "/no/such/page", "/ukraine/verify.html")
	differ := 0
	for _, path := range visited {
		want, got := askFor(t, client, room.ReadersURL()+path), askFor(t, client, edge.ReadersURL()+path)
		if strings.HasPrefix(path, "/oembed") {
			// Without a public address it takes that of the listener.
			want.words, want.tag, got.words, got.tag = "", "", "", ""
		}
		if got != want {
			if differ++; differ < 5 {
				t.Errorf("%s: the edge answers\n%.900s\nthe newsroom\n%.900s", path, fmt.Sprintf("%+v", got), fmt.Sprintf("%+v", want))
			}
		}
	}
	if differ > 0 {
		t.Errorf("%d of %d addresses differ", differ, len(visited))
	}
	t.Logf("%d addresses", len(visited))
}

// TestRedactionReachesAnEdgeOverHTTPS takes a name out: it goes from the pages of the edge, and from its files.
func TestRedactionReachesAnEdgeOverHTTPS(t *testing.T) {
	t.Parallel()
	d := newDrill(t)
	edge := startEdge(t, EdgeSettings{Upstream: d.room.ReadersURL(), Key: []string{d.room.press.fingerprint(d.id)}})
	d.edgeForgets(edge)
}

// edgeForgets redacts at the newsroom, and looks for the name at an edge.
func (d *drill) edgeForgets(edge *edgeUnderTest) {
	d.t.Helper()
	eventually(d.t, "the edge has the record", func() bool { return endsAlike(d.t, d.room, edge.Edge) })
	if where := d.showingAt(edge.ReadersURL()); len(where) < 8 {
		d.t.Fatalf("before, only %q of the edge show the name", where)
	}
	d.redact()
	eventually(d.t, "the redaction reaches the edge", func() bool { return endsAlike(d.t, d.room, edge.Edge) })
	if where := d.showingAt(edge.ReadersURL()); len(where) > 0 {
		d.t.Errorf("%q of the edge still show the name", where)
	}
	if files := d.holding(edge.data); len(files) > 0 {
		d.t.Errorf("%q of the edge's data folder still hold the name", files)
	}
}

// startRelaying runs a newsroom with the sample and a NATS server for edges.
func startRelaying(t testing.TB) *Room {
	t.Helper()
	return startRoomWith(t, true, Settings{RelaySettings: RelaySettings{NATSListen: "127.0.0.1:0"}})
}

// TestEdgeFollowsOverNATS publishes until past the ring, and has the edge of a NATS at the root each time.
func TestEdgeFollowsOverNATS(t *testing.T) {
	t.Parallel()
	room := startRelaying(t)
	cl := room.commands(t)
	edge := startEdge(t, EdgeSettings{NATS: filepath.Join(room.folder.path, edgeAddressFile)})
	eventually(t, "the edge has the sample", func() bool { return endsAlike(t, room, edge.Edge) })
	for i := range 5 {
		publishForTest(t, cl, fmt.Sprintf("Line %d", i))
	}
	eventually(t, "the edge has what was published", func() bool { return endsAlike(t, room, edge.Edge) })
	late := startEdge(t, EdgeSettings{NATS: room.node.EdgeURL()})
	eventually(t, "an edge that comes late has it too", func() bool { return endsAlike(t, room, late.Edge) })
}

// TestRedactionReachesJetStreamAndItsEdges takes a name out: it goes from the stream's files, and from the edge.
func TestRedactionReachesJetStreamAndItsEdges(t *testing.T) {
	t.Parallel()
	d := newDrillIn(t, startRelaying(t))
	edge := startEdge(t, EdgeSettings{NATS: d.room.node.EdgeURL()})
	stream := filepath.Join(d.room.folder.path, natsFolder)
	eventually(t, "the stream has the name", func() bool { return len(d.holding(stream)) > 0 })
	d.edgeForgets(edge)
	eventually(t, "the stream forgets", func() bool { return len(d.holding(d.room.folder.path)) == 0 })
}
