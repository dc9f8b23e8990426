package newsroom

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"livebrief/internal/brief"
	"livebrief/internal/mirror"
	"livebrief/internal/record"
)

// sampleCopy exports the sample, with two mirrors named, into a folder, and gives it with the edition that it was made from.
func sampleCopy(t *testing.T) (dir string, e *mirror.Edition) {
	t.Helper()
	room, err := Open(t.Context(), filepath.Join(t.TempDir(), "data"), Settings{Listen: "127.0.0.1:0", Desk: "127.0.0.1:0"}, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	defer room.Close()
	if err := room.loadSample(t.Context()); err != nil {
		t.Fatal(err)
	}
	id := room.press.order[0]
	state, err := room.press.Current(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	named := state.Briefing
	named.Mirrors = []string{"https://mirror.example/ukraine/", "http://abcdefghijklmnopqrstuvwxyz234567abcdefghijklmnopqrstuvwx.onion/"}
	body, err := record.Canonical(named)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := room.ledger.Append(t.Context(), brief.Act{Briefing: id, Kind: brief.EntryBriefing, Item: brief.ItemBriefing, Lang: "en", Dated: state.When,
		Body: body, IfRev: -1, Role: brief.Chief}); err != nil {
		t.Fatal(err)
	}
	if e, err = (copies{room.store, room.folder.keys()}).edition(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	dir = filepath.Join(t.TempDir(), "copy")
	if _, _, err := mirror.WriteFolder(dir, e); err != nil {
		t.Fatal(err)
	}
	return dir, e
}

// standing is a mirror that runs.
type standing struct {
	address string
	said    *safeBuffer
	stop    func() error
}

// startMirror runs the command until the test ends or stops it.
func startMirror(t *testing.T, k mirrorServeCommand) *standing {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	out, in := io.Pipe()
	s := &standing{said: &safeBuffer{}}
	done := make(chan error, 1)
	go func() {
		err := k.Run(ctx, &Streams{Out: in, Err: s.said, Progress: io.Discard}, &Common{})
		done <- errors.Join(err, in.CloseWithError(io.EOF))
	}()
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatalf("the mirror does not start: %v", <-done)
	}
	s.address = strings.Fields(line)[1]
	s.stop = func() error {
		cancel()
		return <-done
	}
	t.Cleanup(func() {
		if cancel(); s.stop != nil {
			if err := s.stop(); err != nil {
				t.Error(err)
			}
		}
	})
	return s
}

func visitMirror(t *testing.T, client *http.Client, address string) (int, string) {
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
	return res.StatusCode, string(body)
}

// A mirror below a path of a proxy is a whole copy, which a stranger verifies at its address.
func TestMirrorBehindAProxyVerifies(t *testing.T) {
	t.Parallel()
	dir, e := sampleCopy(t)
	m := startMirror(t, mirrorServeCommand{Dir: dir, Listen: "127.0.0.1:0"})
	target, err := url.Parse(m.address)
	if err != nil {
		t.Fatal(err)
	}
	proxy := httptest.NewServer(http.StripPrefix("/some/where", httputil.NewSingleHostReverseProxy(target)))
	defer proxy.Close()
	for _, address := range []string{m.address, proxy.URL + "/some/where/"} {
		copied, err := site(t.Context(), address)
		if err != nil {
			t.Fatal(err)
		}
		r, err := mirror.Verify(t.Context(), copied, mirror.Options{Key: e.Key})
		if err != nil || r.Verdict() != mirror.Intact || int(r.Edition) != len(e.Entries) {
			t.Errorf("%s: %v, %+v", address, err, r)
		}
		visited := crawl(t, http.DefaultClient, strings.TrimSuffix(address, "/"), "/")
		if n := strings.Count(visited, "\n"); n < 100 {
			t.Errorf("only %d addresses are reached", n)
		}
	}
}

// The new edition is there with the next request, and at no time is a file of one edition given as one of the other.
func TestMirrorTakesUpANewEditionWithoutARestart(t *testing.T) {
	t.Parallel()
	dir, e := sampleCopy(t)
	earlier := *e
	m := startMirror(t, mirrorServeCommand{Dir: dir, Listen: "127.0.0.1:0"})
	_, before := visitMirror(t, http.DefaultClient, m.address)
	earlier.Renderer = "another program"
	if _, _, err := mirror.WriteFolder(dir, &earlier); err != nil {
		t.Fatal(err)
	}
	_, manifest := visitMirror(t, http.DefaultClient, m.address+"manifest")
	if !strings.Contains(manifest, "\nrenderer another program\n") {
		t.Error("the new manifest is not served")
	}
	if status, after := visitMirror(t, http.DefaultClient, m.address); status != http.StatusOK || after != before {
		t.Errorf("the first page: %d", status)
	}
}

// One connection more than there may be is told so and closed; when a place is free the next one is let in.
func TestMirrorHasPlacesForSoManyConnections(t *testing.T) {
	t.Parallel()
	dir, _ := sampleCopy(t)
	m := startMirror(t, mirrorServeCommand{Dir: dir, Listen: "127.0.0.1:0", ConnectionSettings: ConnectionSettings{MaxConnections: 1}})
	host := strings.Trim(strings.TrimPrefix(m.address, "http://"), "/")
	ask := func() (net.Conn, int) {
		c, err := net.Dial("tcp", host)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { c.Close() })
		res := replied(c, "GET /manifest HTTP/1.1\r\nHost: x\r\n\r\n")
		if res == nil {
			t.Fatal("no answer")
		}
		return c, res.StatusCode
	}
	first, status := ask()
	_, crowded := ask()
	if status != http.StatusOK || crowded != http.StatusServiceUnavailable {
		t.Errorf("the first is answered %d, the second %d", status, crowded)
	}
	first.Close()
	eventually(t, "the place is free again", func() bool { _, status := ask(); return status == http.StatusOK })
}

func TestMirrorOnASocket(t *testing.T) {
	t.Parallel()
	dir, _ := sampleCopy(t)
	folder, err := os.MkdirTemp("", "lb") // a socket's path is short
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(folder)
	path := filepath.Join(folder, "s")
	stale, err := net.Listen("unix", path)
	if err != nil {
		t.Fatal(err)
	}
	stale.(*net.UnixListener).SetUnlinkOnClose(false)
	if err := stale.Close(); err != nil {
		t.Fatal(err)
	}
	m := startMirror(t, mirrorServeCommand{Dir: dir, Listen: "unix:" + path})
	if m.address != "unix:"+path {
		t.Errorf("announced as %s", m.address)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o660 {
		t.Errorf("the socket: %v, %v", info.Mode(), err)
	}
	client := &http.Client{Transport: &http.Transport{DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
		var d net.Dialer
		return d.DialContext(ctx, "unix", path)
	}}}
	if status, body := visitMirror(t, client, "http://abc.onion/"); status != http.StatusOK || !strings.Contains(body, "<h1>") {
		t.Errorf("the first page: %d", status)
	}
	client.CloseIdleConnections()
	second := mirrorServeCommand{Dir: dir, Listen: "unix:" + path}
	if err := second.Run(t.Context(), &Streams{Out: io.Discard, Err: io.Discard, Progress: io.Discard}, &Common{}); brief.KindOf(err) != brief.KindUnavailable {
		t.Errorf("a second mirror on the socket: %v", err)
	}
	err = m.stop()
	m.stop = nil
	if err != nil {
		t.Error(err)
	}
	if _, err := os.Lstat(path); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the socket is left behind: %v", err)
	}
	file := filepath.Join(folder, "file")
	if err := os.WriteFile(file, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	second.Listen = "unix:" + file
	if err := second.Run(t.Context(), &Streams{Out: io.Discard, Err: io.Discard, Progress: io.Discard}, &Common{}); brief.KindOf(err) != brief.KindInvalid {
		t.Errorf("in place of a file: %v", err)
	}
	if kept, err := os.ReadFile(file); err != nil || string(kept) != "mine" {
		t.Error("a file was removed")
	}
}

func TestMirrorRefusesWhatIsNoWholeCopy(t *testing.T) {
	t.Parallel()
	dir, _ := sampleCopy(t)
	try := func(dir, onion string) (error, string) {
		var out bytes.Buffer
		k := mirrorServeCommand{Dir: dir, Listen: "127.0.0.1:0", Onion: onion}
		// Were it to start, this would end it.
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		return k.Run(ctx, &Streams{Out: &out, Err: &out, Progress: io.Discard}, &Common{}), out.String()
	}
	if err := os.WriteFile(filepath.Join(dir, "lite.html"), []byte("Nothing of this was published."), 0o600); err != nil {
		t.Fatal(err)
	}
	if err, out := try(dir, ""); exitCode(err) != exitTampered || !strings.Contains(out, "lite.html") {
		t.Errorf("a page changed: %v, %s", err, out)
	}
	if err := os.Remove(filepath.Join(dir, "lite.html")); err != nil {
		t.Fatal(err)
	}
	if err, out := try(dir, ""); exitCode(err) != exitIncomplete || !strings.Contains(out, "lite.html") {
		t.Errorf("a page taken away: %v, %s", err, out)
	}
	if err, _ := try(t.TempDir(), ""); exitCode(err) != exitInput || !strings.Contains(err.Error(), "no copy of a briefing") {
		t.Errorf("an empty folder: %v", err)
	}
	if err, _ := try(filepath.Join(dir, "nowhere"), ""); exitCode(err) != exitInput {
		t.Errorf("no folder: %v", err)
	}
	for _, onion := range []string{"https://example.org/", "abc.onion", "http://abc.onion/?q", "http://u@abc.onion/"} {
		if err, _ := try(dir, onion); exitCode(err) != exitUsage {
			t.Errorf("--onion %s: %v", onion, err)
		}
	}
}

// Readers of a mirror leave no trace either: not in what it says, not in the folder.
func TestNoReaderOfAMirrorLeavesATrace(t *testing.T) {
	t.Parallel()
	dir, _ := sampleCopy(t)
	m := startMirror(t, mirrorServeCommand{Dir: dir, Listen: "127.0.0.1:0"})
	for _, path := range []string{"", "index.html", "nothing", "search?q=" + canaryQuery, "static/x"} {
		for _, method := range []string{"GET", "HEAD", "POST"} {
			visit(t, canary(), method, m.address+path)
		}
	}
	breakIn(t, strings.TrimSuffix(strings.TrimPrefix(m.address, "http://"), "/"))
	err := m.stop()
	m.stop = nil
	if err != nil {
		t.Fatal(err)
	}
	if len(m.said.Bytes()) != 0 {
		t.Errorf("the mirror says %s", m.said.Bytes())
	}
}
