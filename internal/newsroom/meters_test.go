package newsroom

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"livebrief/internal/brief"
)

// asked gets an address and gives status and text.
func asked(t *testing.T, address string, headers ...string) (int, string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), "GET", address, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i+1 < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	raw, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, string(raw)
}

// TestMetersCountWithoutTellingWho sends a reader through the server and looks at what is counted.
func TestMetersCountWithoutTellingWho(t *testing.T) {
	room := startRoom(t, true)
	if status, _ := asked(t, room.DeskURL()+"/metrics"); status != http.StatusUnauthorized {
		t.Errorf("without a token: status %d", status)
	}
	for _, path := range []string{"/ukraine/lite", "/ukraine/lite", "/ukraine/p/canaryword731", "/api/health"} {
		visit(t, canary(), "GET", room.ReadersURL()+path)
	}
	status, text := asked(t, room.DeskURL()+"/metrics", "Authorization", "Bearer "+room.commands(t).token)
	if status != http.StatusOK {
		t.Fatalf("status %d: %s", status, text)
	}
	lookFor(t, "the meters", []byte(text))
	for _, want := range []string{
		`livebrief_readers_answers_total{route="/{b}/lite",class="2xx"} 2`, `livebrief_readers_answers_total{route="/{b}/p/{id}",class="4xx"} 1`,
		`livebrief_readers_seconds_count{route="/{b}/lite"} 2`, `livebrief_readers_seconds_bucket{route="/{b}/lite",le="+Inf"} 2`,
		`livebrief_readers_cache_misses_total 1`, `livebrief_readers_cache_hits_total 1`, `livebrief_desk_answers_total{route="/metrics",class="4xx"} 1`,
		`livebrief_press_lag_entries{briefing="ukraine"} 0`, `livebrief_streams 0`, `livebrief_readers_connections 0`, `livebrief_sources_failing 0`, `livebrief_briefings_held 0`,
		`livebrief_publish_seconds_count `, `livebrief_published_entries_total `, `livebrief_record_entries{briefing="ukraine"} `, `go_goroutines `,
	} {
		if !strings.Contains(text, want) {
			t.Errorf("not counted: %s", want)
		}
	}
	line := regexp.MustCompile(`^(# (TYPE|HELP) \S+ .*|[a-zA-Z_:][a-zA-Z0-9_:]*(\{([a-zA-Z_]+="([^"\\]|\\.)*"(, ?)?)*\})? [-+0-9.eE]+(Inf|NaN)?)$`)
	for l := range strings.Lines(text) {
		if l = strings.TrimSuffix(l, "\n"); !line.MatchString(l) {
			t.Errorf("no line of the format: %q", l)
		}
	}
}

func TestStoreErrorsAreCountedByKind(t *testing.T) {
	room := startRoom(t, false)
	token := room.commands(t).token
	room.meters.failed("disk full")
	room.meters.failed("disk full")
	if _, text := asked(t, room.DeskURL()+"/metrics", "Authorization", "Bearer "+token); !strings.Contains(text, `livebrief_store_errors_total{kind="disk full"} 2`) {
		t.Error("errors of the store are not counted")
	}
}

func TestReadinessIsToldInWords(t *testing.T) {
	room := startRoom(t, true)
	tell := func(want int, words ...string) {
		t.Helper()
		status, text := asked(t, room.DeskURL()+"/ready")
		if status != want {
			t.Errorf("status %d, want %d: %s", status, want, text)
		}
		for _, w := range words {
			if !strings.Contains(text, w) {
				t.Errorf("not told %q: %s", w, text)
			}
		}
		if strings.Contains(text, "ukraine") {
			t.Errorf("a briefing is named: %s", text)
		}
	}
	tell(200, "ready\n", "the database answers", "pages are up to date")
	stand := room.press.all()[0]
	stand.behind.Store(true)
	tell(503, "not ready\n", "the pages of 1 briefing lag behind")
	stand.behind.Store(false)
	room.guard.mu.Lock()
	room.guard.held[stand.id] = errors.New("the briefing ukraine is held")
	room.guard.mu.Unlock()
	tell(200, "ready\n", "1 briefing held: readers are served")
	room.closing.Store(true)
	tell(503, "being restarted")
	for _, at := range []string{room.DeskURL() + "/health", room.ReadersURL() + "/api/health"} {
		if status, text := asked(t, at); status != 200 || text != "ok\n" {
			t.Errorf("%s: %d %q", at, status, text)
		}
	}
}

// TestClosingServerRefusesActs and says that nothing was done; pages are still there.
func TestClosingServerRefusesActs(t *testing.T) {
	room := startRoom(t, true)
	cl := room.commands(t)
	room.closing.Store(true)
	err := cl.do(t.Context(), request{method: "POST", path: "/api/briefings", body: map[string]string{"template": "blank", "name": "late", "title": "Late"}}, nil)
	if brief.KindOf(err) != brief.KindUnavailable || !strings.Contains(fmt.Sprint(err), "was not done") {
		t.Errorf("an act: %v", err)
	}
	if err := cl.do(t.Context(), request{method: "GET", path: "/api/briefings"}, nil); err != nil {
		t.Errorf("a look: %v", err)
	}
}
