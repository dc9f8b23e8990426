package newsroom

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/tls"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"livebrief/internal/doctor"
	"livebrief/internal/intake"
)

// meddler is a proxy before the readers' listener that does something wrong.
type meddler struct {
	// front answers instead of the server when it gives true; to and from change what goes there and what comes back.
	front func(w http.ResponseWriter, r *http.Request) bool
	to    func(r *http.Request)
	from  func(r *http.Response)
}

// before starts the proxy in front of a server.
func (m meddler) before(t *testing.T, server string) http.Handler {
	t.Helper()
	u, err := url.Parse(server)
	if err != nil {
		t.Fatal(err)
	}
	proxy := &httputil.ReverseProxy{ErrorLog: silent(), Rewrite: func(r *httputil.ProxyRequest) {
		r.SetURL(u)
		if m.to != nil {
			m.to(r.Out)
		}
	}, ModifyResponse: func(r *http.Response) error {
		if m.from != nil {
			m.from(r)
		}
		return nil
	}}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if m.front == nil || !m.front(w, r) {
			proxy.ServeHTTP(w, r)
		}
	})
}

// setting changes a header of the answers at paths that end so.
func setting(end, name, value string) func(*http.Response) {
	return func(r *http.Response) {
		if strings.HasSuffix(r.Request.URL.Path, end) {
			r.Header.Set(name, value)
		}
	}
}

// rewriting changes the body of the answers at paths that end so, where it is not packed.
func rewriting(end string, change func([]byte) []byte) func(*http.Response) {
	return func(r *http.Response) {
		if !strings.HasSuffix(r.Request.URL.Path, end) || r.Header.Get("Content-Encoding") != "" {
			return
		}
		body, _ := io.ReadAll(r.Body)
		r.Body.Close()
		body = change(body)
		r.Body = io.NopCloser(bytes.NewReader(body))
		r.ContentLength = int64(len(body))
		r.Header.Set("Content-Length", strconv.Itoa(len(body)))
	}
}

// streamOf answers at the stream's address.
func streamOf(answer func(w http.ResponseWriter, r *http.Request)) func(http.ResponseWriter, *http.Request) bool {
	return func(w http.ResponseWriter, r *http.Request) bool {
		if !strings.HasSuffix(r.URL.Path, "/live") {
			return false
		}
		w.Header().Set("Content-Type", "text/event-stream")
		w.Header().Set("Cache-Control", "no-store, no-transform")
		answer(w, r)
		return true
	}
}

// patient is how long the doctor waits in tests for what never comes.
const patient = 2 * time.Second

// wrongs are the faults of proxies, each with the check that has to find it.
func wrongs(desk string) map[string]struct {
	meddler
	check   string
	verdict doctor.Verdict
} {
	type wrong = struct {
		meddler
		check   string
		verdict doctor.Verdict
	}
	deskURL, _ := url.Parse(desk)
	from := func(change func(*http.Response), check string, v doctor.Verdict) wrong {
		return wrong{meddler{from: change}, check, v}
	}
	stream := func(answer func(http.ResponseWriter, *http.Request), check string) wrong {
		return wrong{meddler{front: streamOf(answer)}, check, doctor.Fault}
	}
	packed := func(r *http.Response) {
		if r.Request.Header.Get("Accept-Encoding") != "gzip" || !strings.HasSuffix(r.Request.URL.Path, "/ukraine/") {
			return
		}
		var b bytes.Buffer
		z := gzip.NewWriter(&b)
		z.Write([]byte("<p>minified</p>"))
		z.Close()
		r.Body = io.NopCloser(&b)
		r.ContentLength = -1
		r.Header.Del("Content-Length")
	}
	return map[string]wrong{
		"keeps the stream back with its head": stream(func(w http.ResponseWriter, r *http.Request) { <-r.Context().Done() }, "stream"),
		"keeps the stream back": stream(func(w http.ResponseWriter, r *http.Request) {
			w.WriteHeader(200)
			http.NewResponseController(w).Flush()
			<-r.Context().Done()
		}, "stream"),
		"packs the stream": stream(func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Encoding", "gzip")
			w.WriteHeader(200)
		}, "stream packed"),
		"cuts the stream": stream(func(w http.ResponseWriter, r *http.Request) {
			io.WriteString(w, "event: hello\ndata: {\"seq\":1,\"beat\":20}\n\n")
		}, "stream beat"),
		"answers the stream with a page": stream(func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "text/html")
			io.WriteString(w, "<p>sorry</p>")
		}, "stream"),
		"has no stream free":             from(func(r *http.Response) { setting("/live", "Content-Type", "text/plain")(r); busy(r) }, "stream", doctor.Warning),
		"lets the stream be transformed": from(setting("/live", "Cache-Control", "no-cache"), "stream headers", doctor.Warning),
		"sets a cookie":                  from(setting("/head", "Set-Cookie", "lb=1; Path=/"), "cookies", doctor.Fault),
		"has its own idea of caching":    from(setting("/ukraine/", "Cache-Control", "max-age=600"), "page cache", doctor.Fault),
		"forbids caches":                 from(setting("/ukraine/", "Cache-Control", "no-store"), "page cache", doctor.Fault),
		"takes the ETag off":             from(func(r *http.Response) { r.Header.Del("ETag") }, "page bytes", doctor.Fault),
		"weakens the ETag":               from(func(r *http.Response) { r.Header.Set("ETag", "W/"+r.Header.Get("ETag")) }, "page bytes", doctor.Fault),
		"adds a script": from(rewriting("/ukraine/", func(b []byte) []byte {
			return append(b, `<script src="//stats.example/a.js"></script>`...)
		}), "page bytes", doctor.Fault),
		"does not pass validators": {meddler{to: func(r *http.Request) { r.Header.Del("If-None-Match") }}, "304", doctor.Warning},
		"varies by cookie":         from(setting("/ukraine/", "Vary", "Accept-Encoding, Cookie"), "page cache vary", doctor.Fault),
		"unpacks pages":            {meddler{to: func(r *http.Request) { r.Header.Set("Accept-Encoding", "identity") }}, "br", doctor.Warning},
		"packs pages itself":       from(packed, "gzip", doctor.Fault),
		"hands out old pages":      from(setting("/ukraine/", "Age", "3600"), "page age", doctor.Fault),
		"hands out an old head":    from(setting("/head", "Age", "900"), "head age", doctor.Fault),
		"makes head longer":        from(rewriting("/head", func(b []byte) []byte { return append(b, bytes.Repeat([]byte(" "), 100)...) }), "head", doctor.Fault),
		"hides head":               {meddler{front: ending("/head", 404, "")}, "head", doctor.Fault},
		"keeps segments for a day": from(setting("/log/6.json", "Cache-Control", "public, max-age=86400"), "segment", doctor.Fault),
		"hides segments":           {meddler{front: ending("/log/6.json", 500, "")}, "segment", doctor.Fault},
		"lets tiles die":           from(func(r *http.Response) { tiles(r) }, "tile", doctor.Fault),
		"forges the checkpoint":    from(rewriting("/checkpoint", func(b []byte) []byte { return bytes.Replace(b, []byte("\n1"), []byte("\n2"), 1) }), "checkpoint", doctor.Fault),
		"takes the policy off":     from(func(r *http.Response) { r.Header.Del("Content-Security-Policy") }, "strict headers", doctor.Fault),
		"adds a policy":            from(func(r *http.Response) { r.Header.Add("Content-Security-Policy", "upgrade-insecure-requests") }, "strict headers", doctor.Fault),
		"has errors reported":      from(setting("", "NEL", `{"report_to":"x"}`), "nel", doctor.Fault),
		"has browsers report":      from(setting("", "Report-To", `{"group":"x"}`), "report-to", doctor.Fault),
		"tells its times":          from(setting("", "Server-Timing", "edge;dur=3"), "server-timing", doctor.Warning),
		"numbers requests":         from(setting("", "CF-Ray", "8a7b"), "cf-ray", doctor.Warning),
		"lives in the past":        from(setting("", "Date", time.Now().Add(-10*time.Minute).UTC().Format(http.TimeFormat)), "clock", doctor.Warning),
		"shuts search engines out": {meddler{front: ending("/robots.txt", 200, "User-agent: *\nDisallow: /\n")}, "robots", doctor.Warning},
		"leads to the desk": {meddler{front: func(w http.ResponseWriter, r *http.Request) bool {
			if r.URL.Path == "/sign-in" {
				httputil.NewSingleHostReverseProxy(deskURL).ServeHTTP(w, r)
			}
			return r.URL.Path == "/sign-in"
		}}, "desk", doctor.Fault},
	}
}

func busy(r *http.Response) {
	if strings.HasSuffix(r.Request.URL.Path, "/live") {
		r.StatusCode = http.StatusServiceUnavailable
	}
}

func tiles(r *http.Response) {
	if strings.Contains(r.Request.URL.Path, "/tile/") {
		r.Header.Set("Cache-Control", "public, max-age=60")
	}
}

func ending(end string, status int, body string) func(http.ResponseWriter, *http.Request) bool {
	return func(w http.ResponseWriter, r *http.Request) bool {
		if !strings.HasSuffix(r.URL.Path, end) {
			return false
		}
		w.WriteHeader(status)
		io.WriteString(w, body)
		return true
	}
}

// examine looks at an address on this machine.
func examine(t *testing.T, address string, quick bool) *doctor.Report {
	t.Helper()
	client := intake.NewClient(intake.Options{Allow: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}, HeaderTimeout: patient})
	defer client.Close()
	r, err := doctor.Examine(t.Context(), client.Ask, address, doctor.Options{Patience: patient, Quick: quick})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// found gives the gravest verdict of a check, empty when it was not made.
func found(r *doctor.Report, check string) doctor.Verdict {
	for _, f := range r.Findings {
		if f.Check == check && f.Verdict != doctor.OK {
			return f.Verdict
		}
	}
	for _, f := range r.Findings {
		if f.Check == check {
			return doctor.OK
		}
	}
	return ""
}

// TestDoctorFindsWhatAProxyDoesWrong has one proxy for each fault, and one without.
func TestDoctorFindsWhatAProxyDoesWrong(t *testing.T) {
	t.Parallel()
	room := startRoom(t, true)
	right := httptest.NewServer(meddler{}.before(t, room.ReadersURL()))
	defer right.Close()
	clean := examine(t, right.URL, true)
	for _, f := range clean.Findings {
		if f.Verdict != doctor.OK && f.Check != "https" {
			t.Errorf("a proxy that does nothing: %+v", f)
		}
	}
	if clean.Address != right.URL+"/ukraine/" || len(clean.Findings) < 18 {
		t.Errorf("%s, %d checks", clean.Address, len(clean.Findings))
	}
	for name, w := range wrongs(room.DeskURL()) {
		t.Run(name, func(t *testing.T) {
			server := httptest.NewServer(w.before(t, room.ReadersURL()))
			defer server.Close()
			r := examine(t, server.URL+"/ukraine/", w.check != "stream beat")
			if got := found(r, w.check); got != w.verdict {
				t.Errorf("the check %q says %q, want %q: %+v", w.check, got, w.verdict, r.Findings)
			}
			for _, f := range r.Findings {
				if f.Verdict != doctor.OK && (f.Do == "" || f.What == "") {
					t.Errorf("no sentence, or nothing to do: %+v", f)
				}
			}
			if found(clean, w.check) == w.verdict {
				t.Errorf("the check %q says so of a proxy that does nothing", w.check)
			}
		})
	}
}

// TestDoctorLooksAtTLS has a front with certificates, with and without what belongs to it.
func TestDoctorLooksAtTLS(t *testing.T) {
	room := startRoom(t, true)
	for _, c := range []struct {
		name      string
		http2     bool
		hsts      string
		clear     int
		want      map[string]doctor.Verdict
		clearPath string
	}{
		{"as it should be", true, "max-age=31536000", 301, map[string]doctor.Verdict{"https": doctor.OK, "http2": doctor.OK, "hsts": doctor.OK, "redirect": doctor.OK}, "https://live.example/ukraine/"},
		{"an old front", false, "", 200, map[string]doctor.Verdict{"https": doctor.OK, "http2": doctor.Warning, "hsts": doctor.Warning, "redirect": doctor.Fault}, ""},
		{"a redirect that does not last", true, "max-age=1", 302, map[string]doctor.Verdict{"redirect": doctor.Fault}, "https://live.example/"},
	} {
		m := meddler{from: func(r *http.Response) {
			if c.hsts != "" {
				r.Header.Set("Strict-Transport-Security", c.hsts)
			}
		}}
		front := httptest.NewUnstartedServer(m.before(t, room.ReadersURL()))
		front.EnableHTTP2 = c.http2
		front.StartTLS()
		door := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if c.clearPath != "" {
				w.Header().Set("Location", c.clearPath)
			}
			w.WriteHeader(c.clear)
		}))
		r, err := doctor.Examine(t.Context(), named(t, front, door), "https://live.example/", doctor.Options{Patience: time.Minute, Quick: true})
		front.Close()
		door.Close()
		if err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		for check, want := range c.want {
			if got := found(r, check); got != want {
				t.Errorf("%s: the check %q says %q, want %q", c.name, check, got, want)
			}
		}
	}
}

// named asks two servers of this machine as if they were the two doors of one name.
func named(t *testing.T, front, door *httptest.Server) doctor.Ask {
	t.Helper()
	way := front.Client().Transport.(*http.Transport).Clone()
	way.DisableCompression = true
	way.TLSClientConfig = &tls.Config{RootCAs: way.TLSClientConfig.RootCAs, ServerName: "example.com"}
	t.Cleanup(way.CloseIdleConnections)
	client := &http.Client{Transport: way, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	return func(ctx context.Context, address string, header http.Header) (*http.Response, error) {
		for name, to := range map[string]string{"https://live.example": front.URL, "http://live.example": door.URL} {
			if rest, ok := strings.CutPrefix(address, name); ok {
				address = to + rest
				break
			}
		}
		req, err := http.NewRequestWithContext(ctx, "GET", address, nil)
		if err != nil {
			return nil, err
		}
		req.Header = header
		return client.Do(req)
	}
}

// TestDoctorCommandEndsWithItsVerdict runs the command line.
func TestDoctorCommandEndsWithItsVerdict(t *testing.T) {
	room := startRoom(t, true)
	wrong := httptest.NewServer(meddler{from: setting("/head", "Set-Cookie", "lb=1")}.before(t, room.ReadersURL()))
	defer wrong.Close()
	gone := httptest.NewServer(http.NotFoundHandler())
	empty := gone.URL
	defer gone.Close()
	run := func(args ...string) (int, string, string) {
		var out, err bytes.Buffer
		code := Main(t.Context(), append([]string{"doctor", "--quick", "--patience", "5s"}, args...), Streams{In: strings.NewReader(""), Out: &out, Err: &err, Progress: io.Discard})
		return code, out.String(), err.String()
	}
	for _, c := range []struct {
		args []string
		code int
		says string
	}{
		{[]string{room.ReadersURL(), "--allow-net", "127.0.0.0/8"}, exitOK, "ok        cookies: no cookie is set"},
		{[]string{wrong.URL, "--allow-net", "127.0.0.0/8"}, exitFailure, "fault     cookies: something in front sets cookies (lb)"},
		{[]string{room.ReadersURL()}, exitUsage, "ports 80 and 443 only"},
		{[]string{"ftp://live.example"}, exitUsage, "is not an address"},
		{[]string{room.ReadersURL(), "--allow-net", "127.0.0.0/8", "--key", "nonsense"}, exitUsage, "--key"},
		{[]string{empty, "--allow-net", "127.0.0.0/8"}, exitUnavailable, "there is no briefing"},
		{[]string{"http://127.0.0.1:1", "--allow-net", "127.0.0.0/8"}, exitUnavailable, "refuses connections"},
		{[]string{room.ReadersURL() + "/none/", "--allow-net", "127.0.0.0/8"}, exitUnavailable, "there is no briefing"},
	} {
		code, out, said := run(c.args...)
		if code != c.code || !strings.Contains(out+said, c.says) {
			t.Errorf("%q: exit %d, want %d\n%s%s", c.args, code, c.code, out, said)
		}
	}
	code, out, _ := run(wrong.URL, "--allow-net", "127.0.0.0/8", "--format", "json")
	var report doctor.Report
	if err := json.Unmarshal([]byte(out), &report); err != nil || code != exitFailure || report.Worst() != doctor.Fault || report.NotShown == "" {
		t.Errorf("as JSON: exit %d, %v: %s", code, err, out)
	}
}
