package newsroom

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httptrace"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"livebrief/internal/doctor"
)

// fronted is a real nginx before a server, from a configuration of docs/run.
type fronted struct {
	https, clear string
	dir          string
	pool         *x509.CertPool
}

// beforeNginx runs nginx with the configuration of docs/run as it stands, but for addresses, certificates and folders, and
// with what edit changes in it.
func beforeNginx(t *testing.T, file, upstream string, edit func(string) string) *fronted {
	t.Helper()
	program, err := exec.LookPath("nginx")
	if err != nil {
		t.Skip("nginx is not installed: its documents are not tested")
	}
	raw, err := os.ReadFile(filepath.Join("..", "..", "docs", "run", file))
	if err != nil {
		t.Fatal(err)
	}
	dir, err := os.MkdirTemp("", "livebrief-nginx")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	f := &fronted{dir: dir, https: freePort(t), clear: freePort(t), pool: certify(t, dir, "live.example.org")}
	text := strings.NewReplacer("listen 443 ", "listen "+f.https+" ", "listen 80;", "listen "+f.clear+";",
		"/etc/letsencrypt/live/live.example.org/fullchain.pem", filepath.Join(dir, "cert.pem"),
		"/etc/letsencrypt/live/live.example.org/privkey.pem", filepath.Join(dir, "key.pem"),
		"/var/cache/nginx/livebrief", filepath.Join(dir, "cache"), "127.0.0.1:8080", strings.TrimPrefix(upstream, "http://")).Replace(string(raw))
	if edit != nil {
		text = edit(text)
	}
	user := ""
	if os.Getuid() == 0 {
		user = "user root;"
	}
	conf := filepath.Join(dir, "nginx.conf")
	whole := fmt.Sprintf("%s daemon off; pid %[2]s/pid; error_log %[2]s/error.log; worker_processes 1; events { worker_connections 512; }\nhttp {\n"+
		"client_body_temp_path %[2]s/t1; proxy_temp_path %[2]s/t2; fastcgi_temp_path %[2]s/t3; uwsgi_temp_path %[2]s/t4; scgi_temp_path %[2]s/t5;\n%[3]s\n}\n", user, dir, text)
	if err := os.WriteFile(conf, []byte(whole), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(program, "-p", dir, "-c", conf)
	var said safeBuffer
	cmd.Stderr = &said
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	gone := make(chan error, 1)
	go func() { gone <- cmd.Wait() }()
	t.Cleanup(func() {
		if err := cmd.Process.Signal(syscall.SIGTERM); err == nil {
			<-gone
		}
	})
	for limit := time.Now().Add(time.Minute); ; time.Sleep(5 * time.Millisecond) {
		c, err := net.Dial("tcp", f.https)
		if err == nil {
			c.Close()
			return f
		}
		select {
		case err := <-gone:
			gone <- err
			t.Fatalf("nginx does not start: %v: %s", err, said.Bytes())
		default:
		}
		if time.Now().After(limit) {
			t.Fatalf("nginx does not answer: %s", said.Bytes())
		}
	}
}

// freePort gives an address of this machine that nobody listens on.
func freePort(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// client reaches both doors of nginx under the name that it knows.
func (f *fronted) client(t *testing.T) *http.Client {
	t.Helper()
	way := &http.Transport{ForceAttemptHTTP2: true, DisableCompression: true, TLSClientConfig: &tls.Config{RootCAs: f.pool},
		DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
			to := f.https
			if strings.HasSuffix(address, ":80") {
				to = f.clear
			}
			return (&net.Dialer{}).DialContext(ctx, network, to)
		}}
	t.Cleanup(way.CloseIdleConnections)
	return &http.Client{Transport: way, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
}

// examined has the doctor look at https://live.example.org, which is this nginx.
func (f *fronted) examined(t *testing.T, quick bool) *doctor.Report {
	t.Helper()
	client := f.client(t)
	ask := func(ctx context.Context, address string, header http.Header) (*http.Response, error) {
		req, err := http.NewRequestWithContext(ctx, "GET", address, nil)
		if err != nil {
			return nil, err
		}
		req.Header = header
		return client.Do(req)
	}
	r, err := doctor.Examine(t.Context(), ask, "https://live.example.org", doctor.Options{Patience: 3 * time.Second, Quick: quick})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// onHTTPS runs the sample as it stands behind a name with TLS.
func onHTTPS(t *testing.T) *Room {
	t.Helper()
	room := runRoom(t, Settings{PublicURL: "https://live.example.org"}, io.Discard)
	if err := room.loadSample(t.Context()); err != nil {
		t.Fatal(err)
	}
	return room
}

// TestNginxAsDocumentedLeavesABriefingAsItIs has the doctor look through both configurations, and then looks for what
// they wrote down of a reader.
func TestNginxAsDocumentedLeavesABriefingAsItIs(t *testing.T) {
	room := onHTTPS(t)
	for _, file := range []string{"nginx.conf", "nginx-cache.conf"} {
		t.Run(file, func(t *testing.T) {
			f := beforeNginx(t, file, room.ReadersURL(), nil)
			for range 2 { // the second time out of the cache, where there is one
				for _, finding := range f.examined(t, true).Findings {
					if finding.Verdict != doctor.OK {
						t.Errorf("%+v", finding)
					}
				}
			}
			client := f.client(t)
			visit(t, client, "GET", "https://live.example.org/ukraine/p/"+canaryQuery)
			visit(t, client, "GET", "https://live.example.org/ukraine/lite")
			err := filepath.WalkDir(f.dir, func(name string, d fs.DirEntry, err error) error {
				if err != nil || !d.Type().IsRegular() || strings.HasSuffix(name, ".conf") {
					return err
				}
				raw, err := os.ReadFile(name)
				if !strings.Contains(name, "/cache/") { // the address of a page is the key of what is kept of it
					lookFor(t, name, raw)
				}
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
		})
	}
}

// TestDoctorFindsWhatNginxDoesWrong changes one line of the documented configuration at a time.
func TestDoctorFindsWhatNginxDoesWrong(t *testing.T) {
	room := onHTTPS(t)
	for _, c := range []struct {
		name, old, new, check string
		verdict               doctor.Verdict
	}{
		{"packs pages itself", "proxy_max_temp_file_size 0;", "gzip on; gzip_min_length 1; proxy_set_header Accept-Encoding identity;", "gzip", doctor.Fault},
		{"caches by its own rules", "proxy_max_temp_file_size 0;", "proxy_hide_header Cache-Control; add_header Cache-Control \"max-age=3600\";", "page cache", doctor.Fault},
		{"adds its own policy", "server_tokens off;", "server_tokens off; add_header Content-Security-Policy \"default-src *\";", "strict headers", doctor.Fault},
		{"sets cookies", "server_tokens off;", "server_tokens off; add_header Set-Cookie \"lb=1\";", "cookies", doctor.Fault},
		{"serves clear text too", "return 301 https://$host$request_uri;", "return 200 hello;", "redirect", doctor.Fault},
		{"speaks HTTP/1.1 only", " ssl http2;", " ssl;", "http2", doctor.Warning},
		{"changes the page", "proxy_max_temp_file_size 0;", "proxy_set_header Accept-Encoding identity; sub_filter '</body>' '<script>1</script></body>';", "page bytes", doctor.Fault},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := beforeNginx(t, "nginx.conf", room.ReadersURL(), func(text string) string {
				if !strings.Contains(text, c.old) {
					t.Fatalf("the configuration has no %q", c.old)
				}
				return strings.ReplaceAll(text, c.old, c.new)
			})
			if got := found(f.examined(t, true), c.check); got != c.verdict {
				t.Errorf("the check %q says %q, want %q", c.check, got, c.verdict)
			}
		})
	}
}

// TestDoctorFindsAStreamThatNginxKeepsBack has nginx pack the stream, and hold it until a buffer is full.
func TestDoctorFindsAStreamThatNginxKeepsBack(t *testing.T) {
	t.Parallel()
	room := onHTTPS(t)
	for _, c := range []struct{ name, line, check string }{
		{"packs it", "gzip on; gzip_types text/event-stream; gzip_min_length 1;", "stream packed"},
		{"holds it", "proxy_buffering on; proxy_ignore_headers X-Accel-Buffering; proxy_buffer_size 4k;", "stream"},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := beforeNginx(t, "nginx.conf", room.ReadersURL(), func(text string) string {
				return strings.Replace(text, "proxy_buffering off;\n        proxy_buffer_size 4k;", c.line, 1)
			})
			r := f.examined(t, true)
			if got := found(r, c.check); got != doctor.Fault {
				t.Errorf("the check %q says %q: %+v", c.check, got, r.Findings)
			}
		})
	}
}

// TestNginxCacheAsksOnceForMany counts what reaches the server when many miss the same page at once, and when it has
// grown old.
func TestNginxCacheAsksOnceForMany(t *testing.T) {
	room := onHTTPS(t)
	var asked atomic.Int64
	hold := make(chan struct{})
	origin := httptest.NewServer(meddler{front: func(w http.ResponseWriter, r *http.Request) bool {
		if r.URL.Path == "/ukraine/" {
			asked.Add(1)
			<-hold
		}
		return false
	}}.before(t, room.ReadersURL()))
	defer origin.Close()
	f := beforeNginx(t, "nginx-cache.conf", origin.URL, nil)
	client := f.client(t)
	const crowd = 40
	var sent, done sync.WaitGroup
	sent.Add(crowd)
	failures := make(chan error, crowd)
	for range crowd {
		done.Go(func() {
			trace := sync.OnceFunc(sent.Done)
			defer trace()
			failures <- packedPage(t.Context(), client, trace)
		})
	}
	sent.Wait()
	close(hold)
	done.Wait()
	for range crowd {
		if err := <-failures; err != nil {
			t.Fatal(err)
		}
	}
	if n := asked.Load(); n != 1 {
		t.Errorf("%d requests reached the server for one page that %d readers asked for", n, crowd)
	}
	for _, path := range []string{"/ukraine/head", "/ukraine/log/6.json"} {
		if status, text := f.status(t, client, path); status != 200 {
			t.Errorf("%s: status %d: %s", path, status, text)
		}
	}
}

// status asks for a path.
func (f *fronted) status(t *testing.T, client *http.Client, path string) (int, string) {
	t.Helper()
	res, err := client.Get("https://live.example.org" + path)
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

// packedPage asks for the page, and says when the request is on its way.
func packedPage(ctx context.Context, client *http.Client, sent func()) error {
	req, err := http.NewRequestWithContext(ctx, "GET", "https://live.example.org/ukraine/", nil)
	if err != nil {
		return err
	}
	req.Header.Set("Accept-Encoding", "gzip, deflate, br")
	req = req.WithContext(httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{WroteRequest: func(httptrace.WroteRequestInfo) { sent() }}))
	res, err := client.Do(req)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	if _, err := io.Copy(io.Discard, res.Body); err != nil {
		return err
	}
	if res.StatusCode != 200 || res.Header.Get("Content-Encoding") != "br" || res.Header.Get("Vary") != "Accept-Encoding" || res.Header.Get("ETag") == "" {
		return errors.New("not the page as the server packs it: " + res.Status)
	}
	return nil
}
