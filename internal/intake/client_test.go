package intake

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"context"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"livebrief/internal/brief"
)

// serveOn starts a server on one loopback address. 127.0.0.2 plays a public host that the tests may reach, and
// 127.0.0.1 stays what it is: the machine itself, which nothing may be led to.
func serveOn(t *testing.T, ip string, h http.Handler) *httptest.Server {
	t.Helper()
	l, err := net.Listen("tcp", net.JoinHostPort(ip, "0"))
	if err != nil {
		t.Skipf("this machine has no address %s: %v", ip, err)
	}
	s := &httptest.Server{Listener: l, Config: &http.Server{Handler: h}}
	s.Start()
	t.Cleanup(s.Close)
	return s
}

func testClient(t *testing.T, change func(*Options)) *Client {
	t.Helper()
	opts := Options{Public: "https://desk.example", Allow: []netip.Prefix{netip.MustParsePrefix("127.0.0.2/32")}}
	if change != nil {
		change(&opts)
	}
	c := NewClient(opts)
	t.Cleanup(c.Close)
	return c
}

// refused demands an error of the kind whose sentence holds says.
func refused(t *testing.T, err error, kind brief.Kind, says string) {
	t.Helper()
	if brief.KindOf(err) != kind || !strings.Contains(err.Error(), says) {
		t.Errorf("got %v (kind %d), want %q", err, brief.KindOf(err), says)
	}
}

func TestAddressesThatAreNotPublicAreRefused(t *testing.T) {
	hit := atomic.Int32{}
	inside := serveOn(t, "127.0.0.1", http.HandlerFunc(func(http.ResponseWriter, *http.Request) { hit.Add(1) }))
	_, port, _ := net.SplitHostPort(inside.Listener.Addr().String())
	c := testClient(t, nil)
	for _, c2 := range []struct{ address, says string }{
		{"http://127.0.0.1/", "the address leads to 127.0.0.1, a machine-local address; livebrief fetches public addresses only"},
		{"http://localhost/", "a machine-local address"},
		{"http://[::1]/", "the address leads to ::1, a machine-local address"},
		{"http://[::ffff:127.0.0.1]/", "a machine-local address"},
		{"http://0.0.0.0/", "a machine-local address"},
		{"http://[::]/", "a machine-local address"},
		{"http://10.1.2.3/", "an address of a private network"},
		{"http://192.168.0.1/", "an address of a private network"},
		{"http://[fd00::1]/", "an address of a private network"},
		{"http://169.254.169.254/latest/meta-data/", "the address leads to 169.254.169.254, a link-local address"},
		{"http://[::ffff:169.254.169.254]/", "a link-local address"},
		{"http://100.64.0.1/", "a reserved address"},
		{"http://[64:ff9b::7f00:1]/", "a reserved address"},
		{"http://[2002:7f00:1::]/", "a reserved address"},
		{"http://224.0.0.1/", "a multicast address"},
		{"http://127.0.0.1:" + port + "/", "livebrief fetches from ports 80 and 443 only"},
		{"http://127.0.0.3:22/", "livebrief fetches from ports 80 and 443 only"},
	} {
		_, err := c.Fetch(t.Context(), c2.address, Validators{})
		if brief.KindOf(err) != brief.KindInvalid || !strings.Contains(err.Error(), c2.says) {
			t.Errorf("%s: %v", c2.address, err)
		}
	}
	if hit.Load() != 0 {
		t.Error("a refused address was reached")
	}
}

func TestAddressesThatNoFetchMayUse(t *testing.T) {
	c := testClient(t, nil)
	for _, c2 := range []struct{ address, says string }{
		{"file:///etc/passwd", `the address begins with "file:"`},
		{"gopher://x.example/", `the address begins with "gopher:"`},
		{"javascript:alert(1)", "the address begins with"},
		{"https://user:secret@news.example/", "holds a user name or password"},
		{"https:///feed", "names no host"},
		{"news.example/feed", "the address begins with"},
		{"", "the address begins with"},
		{"http://[bad", "not an address"},
		{"http://x.example/" + strings.Repeat("a", 3000), "not an address"},
	} {
		_, err := c.Fetch(t.Context(), c2.address, Validators{})
		refused(t, err, brief.KindInvalid, c2.says)
	}
}

func TestRedirectsCannotLeadInside(t *testing.T) {
	inside := serveOn(t, "127.0.0.1", http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("the inside was reached") }))
	c := testClient(t, nil)
	for _, c2 := range []struct{ to, says string }{
		{inside.URL, "ports 80 and 443 only"},
		{"http://127.0.0.1/", "the address leads to 127.0.0.1, a machine-local address"},
		{"http://169.254.169.254/latest/meta-data/", "a link-local address"},
		{"//localhost/", "a machine-local address"},
		{"file:///etc/passwd", `begins with "file:"`},
		{"http://user:secret@127.0.0.2/", "holds a user name"},
	} {
		outside := serveOn(t, "127.0.0.2", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Location", c2.to)
			w.WriteHeader(http.StatusFound)
		}))
		_, err := c.Fetch(t.Context(), outside.URL, Validators{})
		refused(t, err, brief.KindInvalid, c2.says)
	}
}

func TestRedirectsEnd(t *testing.T) {
	var asked atomic.Int32
	s := serveOn(t, "127.0.0.2", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked.Add(1)
		n := 0
		fmt.Sscanf(r.URL.Path, "/%d", &n)
		if r.URL.Path == "/0" {
			io.WriteString(w, "arrived")
			return
		}
		if r.URL.Path != "/loop" {
			http.Redirect(w, r, fmt.Sprintf("/%d", n-1), http.StatusMovedPermanently)
			return
		}
		http.Redirect(w, r, "/loop", http.StatusFound)
	}))
	c := testClient(t, nil)
	got, err := c.Fetch(t.Context(), s.URL+"/5", Validators{})
	if err != nil || string(got.Body) != "arrived" || got.FinalURL != s.URL+"/0" {
		t.Errorf("five redirects: %q at %s, %v", got.Body, got.FinalURL, err)
	}
	_, err = c.Fetch(t.Context(), s.URL+"/6", Validators{})
	refused(t, err, brief.KindUnavailable, "redirected more than 5 times")
	asked.Store(0)
	_, err = c.Fetch(t.Context(), s.URL+"/loop", Validators{})
	refused(t, err, brief.KindUnavailable, "redirected more than 5 times")
	if n := asked.Load(); n != 6 {
		t.Errorf("the loop was asked %d times", n)
	}
}

func TestRequestTellsNothingButItsName(t *testing.T) {
	t.Setenv("HTTP_PROXY", "http://127.0.0.1:9")
	var headers []http.Header
	s := serveOn(t, "127.0.0.2", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		headers = append(headers, r.Header.Clone())
		http.SetCookie(w, &http.Cookie{Name: "track", Value: "1", Path: "/"})
		w.Header().Set("ETag", `"v1"`)
		w.Header().Set("Last-Modified", "Sat, 24 Sep 2022 20:00:00 GMT")
		switch {
		case r.URL.Path == "/private-token":
			http.Redirect(w, r, "/next", http.StatusFound)
		case r.Header.Get("If-None-Match") == `"v1"`:
			w.WriteHeader(http.StatusNotModified)
		}
	}))
	c := testClient(t, nil)
	got, err := c.Fetch(t.Context(), s.URL+"/private-token#part", Validators{})
	if err != nil || got.NotModified || got.Validators != (Validators{`"v1"`, "Sat, 24 Sep 2022 20:00:00 GMT"}) {
		t.Fatalf("%+v, %v", got, err)
	}
	again, err := c.Fetch(t.Context(), s.URL+"/next", got.Validators)
	if err != nil || !again.NotModified || again.Status != 304 || again.Validators != got.Validators {
		t.Errorf("%+v, %v", again, err)
	}
	if len(headers) != 3 || headers[2].Get("If-Modified-Since") != "Sat, 24 Sep 2022 20:00:00 GMT" {
		t.Fatalf("headers %v", headers)
	}
	for _, h := range headers {
		for name := range h {
			switch name {
			case "Accept", "Accept-Encoding", "User-Agent", "If-None-Match", "If-Modified-Since":
			default:
				t.Errorf("sent %s: %s", name, h.Get(name))
			}
		}
		if h.Get("User-Agent") != "livebrief (+https://desk.example)" {
			t.Errorf("named itself %q", h.Get("User-Agent"))
		}
	}
}

func TestAnswersWithoutEndAreCutOff(t *testing.T) {
	zeros := make([]byte, 64<<10)
	pack := func(w io.WriteCloser, n int) {
		for range n {
			if _, err := w.Write(zeros); err != nil {
				return
			}
		}
		w.Close()
	}
	s := serveOn(t, "127.0.0.2", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/plain":
			for {
				if _, err := w.Write(zeros); err != nil {
					return
				}
			}
		case "/gzip":
			w.Header().Set("Content-Encoding", "gzip")
			pack(gzip.NewWriter(w), 4096)
		case "/deflate":
			w.Header().Set("Content-Encoding", "deflate")
			pack(zlib.NewWriter(w), 4096)
		case "/nothing":
			// Packed members that never give a byte: only what comes in can be counted.
			var member bytes.Buffer
			gzip.NewWriter(&member).Close()
			w.Header().Set("Content-Encoding", "gzip")
			for {
				if _, err := w.Write(member.Bytes()); err != nil {
					return
				}
			}
		case "/declared":
			w.Header().Set("Content-Length", "2147483648")
			w.Write(zeros)
		}
	}))
	c := testClient(t, func(o *Options) { o.MaxBytes = 1 << 20 })
	for path, says := range map[string]string{"/plain": "larger than 1 MB", "/gzip": "larger than 1 MB", "/deflate": "larger than 1 MB",
		"/declared": "larger than 1 MB", "/nothing": "the answer broke off"} {
		got, err := c.Fetch(t.Context(), s.URL+path, Validators{})
		refused(t, err, brief.KindUnavailable, says)
		if len(got.Body) != 0 {
			t.Errorf("%s: %d bytes were kept", path, len(got.Body))
		}
	}
}

func TestPackedAnswersAreUnpacked(t *testing.T) {
	const text = "A report, packed."
	s := serveOn(t, "127.0.0.2", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name := strings.TrimPrefix(r.URL.Path, "/")
		w.Header().Set("Content-Encoding", strings.TrimSuffix(name, "-bare"))
		var out io.WriteCloser
		switch name {
		case "gzip":
			out = gzip.NewWriter(w)
		case "deflate":
			out = zlib.NewWriter(w)
		case "deflate-bare":
			out, _ = flate.NewWriter(w, 6)
		default:
			io.WriteString(w, text)
			return
		}
		io.WriteString(out, text)
		out.Close()
	}))
	c := testClient(t, nil)
	for _, name := range []string{"gzip", "deflate", "deflate-bare", "identity"} {
		got, err := c.Fetch(t.Context(), s.URL+"/"+name, Validators{})
		if err != nil || string(got.Body) != text {
			t.Errorf("%s: %q, %v", name, got.Body, err)
		}
	}
	_, err := c.Fetch(t.Context(), s.URL+"/br", Validators{})
	refused(t, err, brief.KindUnavailable, `packed its answer as "br", unasked`)
	_, err = c.Fetch(t.Context(), s.URL+"/x-gzip", Validators{})
	refused(t, err, brief.KindUnavailable, "packed wrongly")
}

func TestSlowServersAreLeft(t *testing.T) {
	release := make(chan struct{})
	s := serveOn(t, "127.0.0.2", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/body" {
			io.WriteString(w, "begun")
			w.(http.Flusher).Flush()
		}
		select {
		case <-release:
		case <-r.Context().Done():
		}
	}))
	defer close(release)
	c := testClient(t, func(o *Options) { o.HeaderTimeout = 50 * time.Millisecond })
	_, err := c.Fetch(t.Context(), s.URL+"/headers", Validators{})
	refused(t, err, brief.KindUnavailable, "the server sent no headers within 50ms")
	c = testClient(t, func(o *Options) { o.Timeout = 80 * time.Millisecond })
	_, err = c.Fetch(t.Context(), s.URL+"/body", Validators{})
	refused(t, err, brief.KindUnavailable, "the answer took longer than 80ms")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = c.Fetch(ctx, s.URL+"/body", Validators{})
	refused(t, err, brief.KindUnavailable, "the fetch was stopped")
}

func TestFailuresAreSentences(t *testing.T) {
	dead := serveOn(t, "127.0.0.2", http.NotFoundHandler())
	dead.Close()
	tls := httptest.NewUnstartedServer(http.NotFoundHandler())
	tls.Listener.Close()
	l, err := net.Listen("tcp", "127.0.0.2:0")
	if err != nil {
		t.Skip(err)
	}
	tls.Listener = l
	tls.Config.ErrorLog = log.New(io.Discard, "", 0)
	tls.StartTLS()
	defer tls.Close()
	s := serveOn(t, "127.0.0.2", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/busy":
			w.Header().Set("Retry-After", "120")
			w.WriteHeader(http.StatusServiceUnavailable)
		case "/torn":
			w.Header().Set("Content-Length", "100")
			io.WriteString(w, "short")
		case "/empty":
			w.WriteHeader(http.StatusNoContent)
		default:
			w.WriteHeader(http.StatusTeapot + 400)
		}
	}))
	c := testClient(t, nil)
	for _, c2 := range []struct{ address, says string }{
		{dead.URL, "the server refuses connections"},
		{tls.URL, "the server's certificate is for another name"},
		{strings.Replace(s.URL, "http:", "https:", 1), "does not speak https properly"},
		{s.URL + "/torn", "the answer broke off"},
		{s.URL + "/odd", "the server answered 818; look"},
		{"http://no-such-host.invalid/", "no-such-host.invalid"},
	} {
		_, err := c.Fetch(t.Context(), c2.address, Validators{})
		refused(t, err, brief.KindUnavailable, c2.says)
	}
	got, err := c.Fetch(t.Context(), s.URL+"/busy", Validators{})
	refused(t, err, brief.KindUnavailable, "the server answered 503 Service Unavailable")
	if got.RetryAfter != 2*time.Minute {
		t.Errorf("asked to wait %v", got.RetryAfter)
	}
	if got, err := c.Fetch(t.Context(), s.URL+"/empty", Validators{}); err != nil || len(got.Body) != 0 {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestRetryAfterIsReadInBothForms(t *testing.T) {
	now := time.Date(2022, 9, 24, 20, 0, 0, 0, time.UTC)
	for in, want := range map[string]time.Duration{"": 0, "90": 90 * time.Second, " 5 ": 5 * time.Second, "-5": 0, "soon": 0,
		"1000000000": 24 * time.Hour, "Sat, 24 Sep 2022 20:10:00 GMT": 10 * time.Minute, "Fri, 23 Sep 2022 20:10:00 GMT": 0} {
		if got := retryAfter(in, now); got != want {
			t.Errorf("%q: %v, want %v", in, got, want)
		}
	}
}

func TestProxyIsUsedAndStillCannotLeadInsideByNumber(t *testing.T) {
	var asked []string
	proxy := serveOn(t, "127.0.0.1", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked = append(asked, r.URL.String())
		io.WriteString(w, "by proxy")
	}))
	u, err := url.Parse(proxy.URL)
	if err != nil {
		t.Fatal(err)
	}
	c := testClient(t, func(o *Options) { o.Proxy = u })
	got, err := c.Fetch(t.Context(), "http://news.example/feed", Validators{})
	if err != nil || string(got.Body) != "by proxy" {
		t.Errorf("%q, %v", got.Body, err)
	}
	for _, address := range []string{"http://127.0.0.1/", "http://[::1]/", "http://169.254.169.254/", "http://[::ffff:10.0.0.1]/"} {
		_, err = c.Fetch(t.Context(), address, Validators{})
		refused(t, err, brief.KindInvalid, "livebrief fetches public addresses only")
	}
	if len(asked) != 1 {
		t.Errorf("the proxy was asked for %v", asked)
	}
}
