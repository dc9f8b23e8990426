package relay

import (
	"bufio"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"livebrief/internal/brief"
	"livebrief/internal/record"
)

// shelf is an upstream of files that a test writes.
type shelf map[string]func(w http.ResponseWriter, r *http.Request)

func (s shelf) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if give := s[r.URL.Path]; give != nil {
		give(w, r)
		return
	}
	http.NotFound(w, r)
}

func says(body string) func(http.ResponseWriter, *http.Request) {
	return func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, body) }
}

// three gives the files of a record of three entries, as far as its entries go.
func three(t *testing.T) (bundle, bodies string) {
	t.Helper()
	var leaves [][]byte
	for seq := range brief.Seq(3) {
		e := entryForTest(t, seq+1, `{"headline":"Line"}`)
		leaves = append(leaves, e.Leaf)
		line, err := record.BesideBytes(e.Beside)
		if err != nil {
			t.Fatal(err)
		}
		bodies += string(line) + "\n"
	}
	raw, err := record.EntryBundle(leaves)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw), bodies
}

func tailOf(t *testing.T, s http.Handler) *Tail {
	t.Helper()
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	u, err := CheckUpstream(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	tail := NewTail(u, "test", time.Now)
	t.Cleanup(tail.Close)
	return tail
}

const (
	bundleAt = "/flood/record/tile/entries/000.p/3"
	bodiesAt = "/flood/record/bodies/000.p/3"
)

// TestTailTakesNothingFromAnUpstreamThatLiesAboutLengths gives files that are short, long or of something else.
func TestTailTakesNothingFromAnUpstreamThatLiesAboutLengths(t *testing.T) {
	bundle, bodies := three(t)
	lines := strings.SplitAfter(bodies, "\n")
	promised := func(body string, length int) func(http.ResponseWriter, *http.Request) {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", fmt.Sprint(length))
			fmt.Fprint(w, body)
		}
	}
	for name, c := range map[string]struct {
		bundle, bodies func(http.ResponseWriter, *http.Request)
		taken          int
		kind           brief.Kind
	}{
		"the truth":             {says(bundle), says(bodies), 3, 0},
		"no bundle":             {nil, says(bodies), 0, brief.KindUnavailable},
		"no bodies":             {says(bundle), nil, 0, brief.KindUnavailable},
		"a bundle that is cut":  {says(bundle[:len(bundle)-5]), says(bodies), 0, brief.KindInvalid},
		"a bundle that goes on": {says(bundle + "\x00\x01x"), says(bodies), 0, brief.KindInvalid},
		"a bundle without end":  {says(strings.Repeat(bundle, 2000)), says(bodies), 0, brief.KindInvalid},
		"a length that lies":    {promised(bundle, len(bundle)+9), says(bodies), 0, brief.KindUnavailable},
		"bodies that are cut":   {says(bundle), says(lines[0] + lines[1][:9]), 1, brief.KindUnavailable},
		"a body too few":        {says(bundle), says(lines[0] + lines[1]), 2, brief.KindUnavailable},
		"bodies that are moved": {says(bundle), says(lines[1] + lines[0] + lines[2]), 0, brief.KindInvalid},
		"a page in their place": {says(bundle), says("<html>\n<body>\n</html>\n"), 0, brief.KindInvalid},
		"a status of its own":   {says(bundle), func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusTeapot) }, 0, brief.KindUnavailable},
		"a way to another place": {says(bundle), func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "http://127.0.0.2:1/", http.StatusFound)
		}, 0, brief.KindUnavailable},
	} {
		tail := tailOf(t, shelf{bundleAt: c.bundle, bodiesAt: c.bodies})
		taken := 0
		err := tail.Entries(t.Context(), Head{Name: "flood"}, 3, 1, 3, func(Entry) error { taken++; return nil })
		if taken != c.taken || brief.KindOf(err) != c.kind || (err == nil) != (c.kind == 0) {
			t.Errorf("%s: %d entries were taken, %v; want %d, kind %d", name, taken, err, c.taken, c.kind)
		}
	}
}

// TestTailAsksForTheRangeItNeeds takes a part of a bundle, and ends with the first error.
func TestTailAsksForTheRangeItNeeds(t *testing.T) {
	bundle, bodies := three(t)
	tail := tailOf(t, shelf{bundleAt: says(bundle), bodiesAt: says(bodies)})
	var seqs []brief.Seq
	if err := tail.Entries(t.Context(), Head{Name: "flood"}, 3, 2, 3, func(e Entry) error { seqs = append(seqs, e.Beside.Seq); return nil }); err != nil || fmt.Sprint(seqs) != "[2 3]" {
		t.Errorf("%v, %v", seqs, err)
	}
	enough := errors.New("enough")
	if err := tail.Entries(t.Context(), Head{Name: "flood"}, 3, 1, 3, func(Entry) error { return enough }); !errors.Is(err, enough) {
		t.Error(err)
	}
}

// TestTailBelievesNoCacheThatTheNewsroomIsThere counts the time in caches on the way, and what an edge before it says.
func TestTailBelievesNoCacheThatTheNewsroomIsThere(t *testing.T) {
	head := headForTest(t)
	fresh, err := EncodeList([]Head{head}, time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	long := time.Now().Add(-time.Hour).Truncate(time.Second)
	cut, err := EncodeList([]Head{head}, long)
	if err != nil {
		t.Fatal(err)
	}
	body, age, asked := string(fresh), "", ""
	tail := tailOf(t, shelf{"/record/briefings.json": func(w http.ResponseWriter, r *http.Request) {
		asked = r.Header.Get("If-None-Match")
		w.Header().Set("ETag", `"one"`)
		if age != "" {
			w.Header().Set("Age", age)
		}
		if asked == `"one"` && body == string(fresh) {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		fmt.Fprint(w, body)
	}})
	heard := func() time.Duration {
		t.Helper()
		news, err := tail.News(t.Context())
		if err != nil || len(news.Heads) != 1 || news.Heads[0] != head {
			t.Fatalf("%+v, %v", news, err)
		}
		return time.Since(news.At)
	}
	if d := heard(); d > time.Minute {
		t.Errorf("what came just now is %v old", d)
	}
	age = "600"
	if d := heard(); d < 10*time.Minute || asked != `"one"` {
		t.Errorf("what was in a cache for ten minutes is %v old; it was asked for with %s", d, asked)
	}
	age, body = "", string(cut)
	if d := heard(); d < 50*time.Minute {
		t.Errorf("what an edge says that was cut off an hour ago is %v old", d)
	}
}

// TestUpstreamIsAskedEncrypted takes https, and http on this machine only.
func TestUpstreamIsAskedEncrypted(t *testing.T) {
	for text, want := range map[string]string{
		"https://live.example.org": "https://live.example.org/", "https://mirror.example/ukraine/": "https://mirror.example/ukraine/",
		"http://127.0.0.1:8080": "http://127.0.0.1:8080/", "http://localhost:8080/": "http://localhost:8080/", "http://[::1]:8080": "http://[::1]:8080/",
	} {
		if u, err := CheckUpstream(text); err != nil || u.String() != want {
			t.Errorf("%s becomes %v, %v", text, u, err)
		}
	}
	for _, text := range []string{"", "live.example.org", "http://live.example.org", "http://10.0.0.1", "ftp://live.example.org", "https://", "https://u:p@live.example.org",
		"https://live.example.org/?a=b", "https://live.example.org/#a", "http://127.0.0.1.example.org/"} {
		if u, err := CheckUpstream(text); brief.KindOf(err) != brief.KindInvalid {
			t.Errorf("%s becomes %v, %v", text, u, err)
		}
	}
}

// TestPausesGrowAndDiffer keeps an edge from asking an upstream that is away all the time, and edges from asking as one.
func TestPausesGrowAndDiffer(t *testing.T) {
	for failures := range 40 {
		low, high := pause(failures, 0), pause(failures, 0.999)
		if low < pollFrom || high > pollLongest || low >= high {
			t.Errorf("after %d failures the pause is between %v and %v", failures, low, high)
		}
	}
	if pause(9, 0) < 3*pause(0, 0) {
		t.Error("the pause does not grow")
	}
}

// TestLinesAreBounded reads lines with their ends, of no more than they may have.
func TestLinesAreBounded(t *testing.T) {
	r := bufio.NewReaderSize(strings.NewReader(strings.Repeat("x", 100)+"\nsecond\nthird"), 16)
	if line, err := readLine(r, 200); err != nil || len(line) != 100 {
		t.Errorf("%d bytes, %v", len(line), err)
	}
	if line, err := readLine(r, 200); err != nil || string(line) != "second" {
		t.Errorf("%q, %v", line, err)
	}
	if line, err := readLine(r, 200); err == nil {
		t.Errorf("a line without an end is taken: %q", line)
	}
	if _, err := readLine(bufio.NewReaderSize(strings.NewReader(strings.Repeat("x", 1000)), 16), 200); !errors.Is(err, errLong) {
		t.Error(err)
	}
}
