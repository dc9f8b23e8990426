package newsroom

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"livebrief/internal/brief"
)

// The canary is a reader who must leave no trace: an address, a browser, a query and a place in the stream that
// occur nowhere else.
const (
	canaryAddress = "127.77.31.9"
	canaryForward = "203.0.113.77"
	canaryAgent   = "Canary/7.31"
	canaryQuery   = "canaryword731"
	canaryEvent   = "73199731"
)

// canary is a client that dials from its own address and names itself.
func canary() *http.Client {
	dialer := &net.Dialer{LocalAddr: &net.TCPAddr{IP: net.ParseIP(canaryAddress)}}
	return &http.Client{Transport: &http.Transport{DialContext: dialer.DialContext},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
}

// TestNoReaderLeavesATrace sends the canary through every reader's address, errors, streams and broken requests
// included, and then looks for it in every file of the data folder and in everything that was logged.
func TestNoReaderLeavesATrace(t *testing.T) {
	var said safeBuffer
	data := filepath.Join(t.TempDir(), "data")
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	room, err := Open(ctx, data, Settings{Listen: "127.0.0.1:0", Desk: "127.0.0.1:0"}, &said)
	if err != nil {
		t.Fatal(err)
	}
	if err := room.loadSample(ctx); err != nil {
		t.Fatal(err)
	}
	done := make(chan error, 1)
	go func() { done <- room.Run(ctx, io.Discard) }()
	if err := await(room.DeskURL()+"/sign-in", filepath.Join(data, deskFileName)); err != nil {
		t.Fatal(err)
	}
	reader := canary()
	visited := 0
	for _, path := range readerPaths(t, room) {
		for _, method := range []string{"GET", "HEAD", "POST"} {
			visit(t, reader, method, room.ReadersURL()+path)
			visited++
		}
	}
	if visited < 60 {
		t.Fatalf("only %d visits", visited)
	}
	breakIn(t, room.readersAt.Addr().String())
	breakIn(t, room.deskAt.Addr().String())
	room.log.Warn("the log is being read")
	stop()
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	if err := room.Close(); err != nil {
		t.Fatal(err)
	}
	lookFor(t, "the log", said.Bytes())
	if !bytes.Contains(said.Bytes(), []byte("the log is being read")) {
		t.Error("the log was not caught: the test cannot see a trace there")
	}
	err = filepath.WalkDir(data, func(name string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		raw, err := os.ReadFile(name)
		lookFor(t, name, raw)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// visit asks once, in every way that could leave a trace, and looks for a cookie.
func visit(t *testing.T, reader *http.Client, method, address string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, method, address+"?"+canaryQuery+"=1", nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("User-Agent", canaryAgent)
	req.Header.Set("X-Forwarded-For", canaryForward)
	req.Header.Set("Forwarded", "for="+canaryForward)
	req.Header.Set("Referer", "https://"+canaryQuery+".example/")
	req.Header.Set("Last-Event-ID", canaryEvent)
	res, err := reader.Do(req)
	if err != nil {
		t.Fatalf("%s %s: %v", method, address, err)
	}
	defer res.Body.Close()
	if len(res.Cookies()) > 0 {
		t.Errorf("%s %s sets a cookie", method, address)
	}
	if strings.HasSuffix(address, "/live") {
		_, err = res.Body.Read(make([]byte, 64)) // the stream has no end
	} else {
		var body []byte
		body, err = io.ReadAll(res.Body)
		lookFor(t, "the answer of "+address, body)
	}
	if err != nil && err != io.EOF {
		t.Fatalf("%s %s: %v", method, address, err)
	}
	for name, values := range res.Header {
		lookFor(t, "the header "+name, []byte(strings.Join(values, " ")))
	}
}

// breakIn sends what is no request, from the canary's address.
func breakIn(t *testing.T, address string) {
	t.Helper()
	dialer := &net.Dialer{LocalAddr: &net.TCPAddr{IP: net.ParseIP(canaryAddress)}}
	for _, text := range []string{"GET / HTTP/9.9\r\n\r\n", "\x16\x03\x01\x00\x00", "GET /%zz HTTP/1.1\r\nHost: " + canaryQuery + "\r\n\r\n",
		"GET / HTTP/1.1\r\nHost: x\r\n" + strings.Repeat("X-Long: "+strings.Repeat("y", 1000)+"\r\n", 64) + "\r\n"} {
		conn, err := dialer.DialContext(t.Context(), "tcp", address)
		if err != nil {
			t.Fatal(err)
		}
		if err := conn.SetDeadline(time.Now().Add(time.Minute)); err != nil {
			t.Fatal(err)
		}
		fmt.Fprint(conn, text)
		conn.(*net.TCPConn).CloseWrite()
		io.Copy(io.Discard, conn)
		conn.Close()
	}
}

// lookFor fails when the canary is found.
func lookFor(t *testing.T, where string, raw []byte) {
	t.Helper()
	for _, trace := range []string{canaryAddress, canaryForward, canaryAgent, canaryQuery, canaryEvent} {
		if bytes.Contains(raw, []byte(trace)) {
			t.Errorf("%s holds the reader's %s", where, trace)
		}
	}
}

// readerPaths are all kinds of address a reader can ask for, right and wrong.
func readerPaths(t *testing.T, room *Room) []string {
	t.Helper()
	paths := append(samplePages(t, room), "/ukraine/live", "/ukraine/head", "/ukraine/log/0.json", "/ukraine/log/9999.json",
		"/ukraine/log/x.json", "/ukraine/feed.atom", "/ukraine/feed.rss", "/ukraine/feed.json", "/ukraine/track/aid/feed.atom",
		"/ukraine/identity.css", "/ukraine/mirrors.txt", "/ukraine/record/checkpoint", "/ukraine/record/tile/0/000.p/8", "/ukraine/record/tile/entries/000.p/8",
		"/ukraine/record/tile/9/x", "/ukraine/as-of/2022-11-16T00:00:00Z", "/ukraine/as-of/999999", "/ukraine/p/nothing",
		"/oembed", "/static/live.css", "/static/none.css", "/ukraine", "/../../etc/passwd", "/ukraine/track/none")
	return paths
}

// TestTwoReadersGetTheSameBytes compares bodies and headers, the date aside.
func TestTwoReadersGetTheSameBytes(t *testing.T) {
	room := startRoom(t, true)
	for _, path := range samplePages(t, room) {
		if path == "/" {
			continue // leads on to the only briefing, which is in the list
		}
		first, one := whole(t, http.DefaultClient, room.ReadersURL()+path, "en")
		second, two := whole(t, canary(), room.ReadersURL()+path, "ru")
		if !bytes.Equal(first, second) {
			t.Errorf("%s: two readers get different bytes", path)
		}
		if one != two {
			t.Errorf("%s: two readers get different headers:\n%s\n%s", path, one, two)
		}
	}
}

func whole(t *testing.T, client *http.Client, address, language string) ([]byte, string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), "GET", address, nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Accept-Language", language)
	res, err := client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	res.Header.Del("Date")
	var headers bytes.Buffer
	res.Header.Write(&headers)
	return body, headers.String()
}

// TestEmbargoShowsNowhere holds an act back and looks for it in everything a reader can get and in every file but the
// database; once lifted it is there.
func TestEmbargoShowsNowhere(t *testing.T) {
	room := startRoom(t, true)
	cl := room.commands(t)
	before := readAll(t, room)
	var answer actAnswer
	until := time.Now().Add(time.Hour).UTC()
	err := cl.do(t.Context(), request{method: "POST", path: "/api/briefings/ukraine/acts", body: actRequest{Kind: brief.Publish,
		Dated: time.Date(2023, 1, 31, 12, 0, 0, 0, time.UTC), EmbargoUntil: until, Development: brief.Development{
			Headline: "Embargoword731", Text: "The ministry said so.", Track: "world", Kind: brief.KindEvent, Label: brief.Official,
			RestsOn: []brief.Reference{{URL: "https://example.org/"}}}}}, &answer)
	if err != nil || answer.Draft == nil || answer.Entry != nil {
		t.Fatalf("answer %+v, %v", answer, err)
	}
	after := readAll(t, room)
	for path, body := range after {
		if bytes.Contains(body, []byte("Embargoword731")) {
			t.Errorf("%s shows what is under embargo", path)
		}
		if !bytes.Equal(body, before[path]) {
			t.Errorf("%s changed when an act was put under embargo", path)
		}
	}
	if err := room.ledger.lift(t.Context(), until.Add(time.Second)); err != nil {
		t.Fatal(err)
	}
	shown := 0
	for _, body := range readAll(t, room) {
		if bytes.Contains(body, []byte("Embargoword731")) {
			shown++
		}
	}
	if shown < 4 {
		t.Errorf("after the lift only %d addresses show it", shown)
	}
}

// readAll gets every reader's address that ends.
func readAll(t *testing.T, room *Room) map[string][]byte {
	t.Helper()
	got := map[string][]byte{}
	for _, path := range readerPaths(t, room) {
		if !strings.HasSuffix(path, "/live") {
			got[path], _ = whole(t, http.DefaultClient, room.ReadersURL()+path, "en")
		}
	}
	return got
}
