package newsroom

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/chromedp"

	"livebrief/internal/brief"
)

// front stands between an edge and its upstream, and lies for it.
type front struct {
	*httptest.Server
	mu sync.Mutex
	to string
	// down cuts every connection; change, when set, gives another body for an answer.
	down   bool
	change func(path string, body []byte) []byte
}

func newFront(t testing.TB, to string) *front {
	f := &front{to: to}
	proxy := &httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) {
			u, err := url.Parse(f.now().to)
			if err == nil {
				r.SetURL(u)
			}
			r.Out.Header.Del("Accept-Encoding")
			r.Out.Header.Del("If-None-Match")
		},
		ModifyResponse: func(res *http.Response) error {
			change := f.now().change
			if change == nil || res.StatusCode != http.StatusOK {
				return nil
			}
			body, err := io.ReadAll(res.Body)
			if err != nil {
				return err
			}
			body = change(res.Request.URL.Path, body)
			res.Body, res.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
			res.Header.Set("Content-Length", strconv.Itoa(len(body)))
			res.Header.Del("ETag")
			return nil
		},
	}
	f.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if f.now().down {
			panic(http.ErrAbortHandler)
		}
		proxy.ServeHTTP(w, r)
	}))
	t.Cleanup(f.Close)
	return f
}

// answers is how a front answers at the moment.
type answers struct {
	to     string
	down   bool
	change func(path string, body []byte) []byte
}

func (f *front) now() answers {
	f.mu.Lock()
	defer f.mu.Unlock()
	return answers{f.to, f.down, f.change}
}

func (f *front) set(a answers) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.to, f.down, f.change = a.to, a.down, a.change
}

// headOf asks for the few bytes that those ask for who have no stream.
func headOf(t testing.TB, edge *Edge) (head struct {
	Seq     brief.Seq
	Cut     int64
	Refused bool
}) {
	t.Helper()
	body := askFor(t, http.DefaultClient, edge.ReadersURL()+"/ukraine/head").words
	if err := json.Unmarshal([]byte(body), &head); err != nil || len(body) > 100 {
		t.Fatalf("the head is %q, %v", body, err)
	}
	return head
}

// notes listens to a stream and gives what is said besides the record.
func notes(t testing.TB, edge *Edge) <-chan string {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	t.Cleanup(cancel)
	req, err := http.NewRequestWithContext(ctx, "GET", edge.ReadersURL()+"/ukraine/live", nil)
	if err != nil {
		t.Fatal(err)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	heard := make(chan string, 16)
	go func() {
		defer res.Body.Close()
		defer close(heard)
		event := ""
		for lines := bufio.NewScanner(res.Body); lines.Scan(); {
			if name, is := strings.CutPrefix(lines.Text(), "event: "); is {
				event = name
			}
			if data, is := strings.CutPrefix(lines.Text(), "data: "); is && event == "note" {
				heard <- data
			}
		}
	}()
	return heard
}

// TestReadersOfAnEdgeAreToldThatItIsCutOff cuts the way, and lets it come back: streams, polls and pages say so, and a page
// that is open in a browser.
func TestReadersOfAnEdgeAreToldThatItIsCutOff(t *testing.T) {
	t.Parallel() // most of it is waiting for the silence
	ctx := browse(t)
	room := startRoom(t, true)
	way := newFront(t, room.ReadersURL())
	edge := startEdge(t, EdgeSettings{Upstream: way.URL})
	before := askFor(t, http.DefaultClient, edge.ReadersURL()+"/ukraine/")
	if strings.Contains(before.words, `id="apart"`) || headOf(t, edge.Edge).Cut != 0 {
		t.Fatal("readers are told before anything happened")
	}
	heard := notes(t, edge.Edge)
	do(t, ctx, "opening the live page", chromedp.Navigate(edge.ReadersURL()+"/ukraine/"), chromedp.WaitReady(chromedp.CSS("#glance")))

	way.set(answers{to: room.ReadersURL(), down: true})
	if said := <-heard; !strings.Contains(said, "The connection to the newsroom is interrupted. This is as of ") {
		t.Errorf("the stream says %s", said)
	}
	eventually(t, "the head says since when", func() bool { return headOf(t, edge.Edge).Cut > 0 })
	for _, path := range []string{"/ukraine/", "/ukraine/lite", "/ukraine/track/world", "/ukraine/corrections"} {
		eventually(t, "the page "+path+" says so", func() bool {
			return strings.Contains(askFor(t, http.DefaultClient, edge.ReadersURL()+path).words, "The connection to the newsroom is interrupted")
		})
	}
	see(t, ctx, `document.getElementById("apart")?.textContent.startsWith("The connection to the newsroom is interrupted")`)
	list := askFor(t, http.DefaultClient, edge.ReadersURL()+"/record/briefings.json").words
	if !strings.Contains(list, `"cut":`) {
		t.Errorf("those who follow the edge are not told: %s", list)
	}

	way.set(answers{to: room.ReadersURL()})
	if said := <-heard; said != "null" {
		t.Errorf("when the line is back the stream says %s", said)
	}
	eventually(t, "the page is as it was", func() bool {
		return askFor(t, http.DefaultClient, edge.ReadersURL()+"/ukraine/") == before && headOf(t, edge.Edge).Cut == 0
	})
	see(t, ctx, `!document.getElementById("apart")`)
	if lines := strings.Count(string(edge.log.Bytes()), "\n"); lines > 5 {
		t.Errorf("the log has %d lines:\n%s", lines, edge.log.Bytes())
	}
}

// forks gives two newsrooms with the same keys and the same beginning, of which each has gone on by itself, and one that
// stands where they parted.
func forks(t testing.TB) (one, other, old *Room) {
	t.Helper()
	data := sampleFolder(t)
	var rooms []*Room
	for i := range 3 {
		dir := filepath.Join(t.TempDir(), "data")
		if err := os.CopyFS(dir, os.DirFS(data)); err != nil {
			t.Fatal(err)
		}
		room, _ := serving(t, dir, "")
		rooms = append(rooms, room)
		for range i {
			publishForTest(t, room.commands(t), "What the newsroom "+strconv.Itoa(i)+" says")
		}
	}
	return rooms[1], rooms[2], rooms[0]
}

// TestEdgeRefusesWhatIsNotTheRecord lets an upstream lie in every way: the last verified state is served and nothing else,
// readers are told, the log says it once, and when the truth is back the edge follows again.
func TestEdgeRefusesWhatIsNotTheRecord(t *testing.T) {
	t.Parallel()
	one, other, old := forks(t)
	for name, lie := range map[string]struct {
		answers
		says string
	}{
		"a fork":         {answers{to: other.ReadersURL()}, "does not continue the record here"},
		"a replay":       {answers{to: old.ReadersURL()}, "an older record came"},
		"another record": {answers{to: startRoom(t, true).ReadersURL()}, ""},
		"garbage":        {answers{to: one.ReadersURL(), change: onPath("", func([]byte) []byte { return []byte("<html>Please sign in</html>") })}, "cannot be read"},
		"a list that is too large": {answers{to: one.ReadersURL(), change: onPath("briefings.json", func(b []byte) []byte {
			return append(b, bytes.Repeat([]byte(" "), 2<<20)...)
		})}, "larger than"},
		"a checkpoint of nobody": {answers{to: one.ReadersURL(), change: func(path string, b []byte) []byte {
			if strings.HasSuffix(path, "briefings.json") {
				return bytes.ReplaceAll(b, []byte(`"hash":"`), []byte(`"hash":"0000`))[:len(b)]
			}
			return b
		}}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			way := newFront(t, one.ReadersURL())
			edge := startEdge(t, EdgeSettings{Upstream: way.URL})
			page := askFor(t, http.DefaultClient, edge.ReadersURL()+"/ukraine/p/"+firstItem(t, edge.Edge)).words
			seq := headOf(t, edge.Edge).Seq
			way.set(lie.answers)
			if lie.says != "" {
				eventually(t, "the log says why", func() bool { return strings.Contains(string(edge.log.Bytes()), lie.says) })
			}
			if lie.says != "" || name == "another record" {
				eventually(t, "readers are told", func() bool { return headOf(t, edge.Edge).Cut > 0 })
			}
			if head := headOf(t, edge.Edge); head.Seq != seq {
				t.Errorf("the edge went from %d to %d", seq, head.Seq)
			}
			if n := strings.Count(string(edge.log.Bytes()), lie.says); lie.says != "" && n > 2 {
				t.Errorf("the log says it %d times:\n%s", n, edge.log.Bytes())
			}
			way.set(answers{to: one.ReadersURL()})
			eventually(t, "the edge follows again", func() bool { return headOf(t, edge.Edge).Cut == 0 && endsAlike(t, one, edge.Edge) })
			if again := askFor(t, http.DefaultClient, edge.ReadersURL()+"/ukraine/p/"+firstItem(t, edge.Edge)).words; again != page {
				t.Error("the page became another")
			}
		})
	}
}

// onPath changes the answers of addresses that end so.
func onPath(end string, change func([]byte) []byte) func(string, []byte) []byte {
	return func(path string, body []byte) []byte {
		if strings.HasSuffix(path, end) {
			return change(body)
		}
		return body
	}
}

// firstItem is an item of the sample.
func firstItem(t testing.TB, edge *Edge) string {
	t.Helper()
	rows, err := edge.store.Briefings(t.Context())
	if err != nil || len(rows) == 0 {
		t.Fatal(err)
	}
	entries, err := edge.store.Entries(t.Context(), rows[0].ID, 1, 40)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range entries {
		if p.Entry.Kind == brief.Publish {
			return string(p.Entry.Item)
		}
	}
	t.Fatal("the sample has no development")
	return ""
}
