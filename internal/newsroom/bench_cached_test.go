package newsroom

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// BenchmarkCached asks for the live page of the sample, and for its head, as wrk does, of the built program on one processor,
// of nginx with one worker that has the very same bytes as files, and of a net/http server that does nothing but write
// the same headers and bytes; they take turns, five times.
func BenchmarkCached(b *testing.B) {
	for _, name := range []string{"nginx", "wrk"} {
		if _, err := exec.LookPath(name); err != nil {
			fmt.Fprintf(os.Stderr, "*** NOT MEASURED: %s is not here ***\n", name)
			b.Skip(err)
		}
	}
	ours := startProgram(b, buildProgram(b), "GOMAXPROCS=1", "--sample")
	files, plain := map[string][]byte{}, map[string]string{}
	asked := []struct{ what, path string }{{"page", "/ukraine/"}, {"head", "/ukraine/head"}}
	for _, one := range asked {
		header, body := encoded(b, ours+one.path, "br")
		files[one.what], plain[one.what] = body, startPlain(b, header, body)
	}
	nginx := startFiles(b, files)
	fmt.Printf("\n%-6s %6s %9s %9s %9s %11s %11s %12s %24s\n", "what", "bytes", "ours / s", "plain / s", "nginx / s", "ours/plain", "ours/nginx", "plain/nginx", "ours/nginx, each")
	for _, one := range asked {
		var own, bare, theirs, ratios []float64
		for range 5 {
			own = append(own, wrk(b, ours+one.path))
			theirs = append(theirs, wrk(b, nginx+"/"+one.what))
			bare = append(bare, wrk(b, plain[one.what]))
			ratios = append(ratios, own[len(own)-1]/theirs[len(theirs)-1])
		}
		for _, list := range [][]float64{own, bare, theirs, ratios} {
			slices.Sort(list)
		}
		fmt.Printf("%-6s %6d %9.0f %9.0f %9.0f %11.2f %11.2f %12.2f %24.2f\n", one.what, len(files[one.what]), own[2], bare[2], theirs[2],
			own[2]/bare[2], own[2]/theirs[2], bare[2]/theirs[2], ratios)
	}
}

// plainServer is the name under which this test binary is a net/http server of one answer.
const plainServer = "plain-http"

// servePlainly answers everything with one answer, which it reads as JSON from its input, and prints its address.
func servePlainly() {
	var a struct {
		Header http.Header
		Body   []byte
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err == nil {
		err = json.NewDecoder(os.Stdin).Decode(&a)
	}
	if err == nil {
		fmt.Println("http://" + l.Addr().String())
		err = http.Serve(l, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			maps.Copy(w.Header(), a.Header)
			_, _ = w.Write(a.Body) // who asked may have gone
		}))
	}
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}

// startPlain starts such a server on one processor and gives its address.
func startPlain(b *testing.B, header http.Header, body []byte) string {
	b.Helper()
	self, err := os.Executable()
	if err != nil {
		b.Fatal(err)
	}
	told, err := json.Marshal(map[string]any{"Header": header, "Body": body})
	if err != nil {
		b.Fatal(err)
	}
	plain := exec.Command(self)
	plain.Args, plain.Env, plain.Stdin, plain.Stderr = []string{plainServer}, append(os.Environ(), "GOMAXPROCS=1"), bytes.NewReader(told), os.Stderr
	out, err := plain.StdoutPipe()
	if err == nil {
		err = plain.Start()
	}
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		_ = plain.Process.Kill()
		_ = plain.Wait()
	})
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		b.Fatal(err)
	}
	return strings.TrimSpace(line)
}

// encoded gives an answer as it travels.
func encoded(b *testing.B, address, encoding string) (http.Header, []byte) {
	b.Helper()
	req, err := http.NewRequestWithContext(b.Context(), http.MethodGet, address, nil)
	if err != nil {
		b.Fatal(err)
	}
	req.Header.Set("Accept-Encoding", encoding)
	resp, err := http.DefaultTransport.RoundTrip(req)
	if err != nil {
		b.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != http.StatusOK {
		b.Fatalf("%s: %s, %v", address, resp.Status, err)
	}
	resp.Header.Del("Date")
	return resp.Header, body
}

// wrk gives the answers a second.
func wrk(b *testing.B, address string) float64 {
	b.Helper()
	out, err := exec.Command("wrk", "-t1", "-c32", "-d4s", "-H", "Accept-Encoding: br", address).CombinedOutput()
	found := regexp.MustCompile(`Requests/sec:\s+([0-9.]+)`).FindSubmatch(out)
	if err != nil || found == nil || strings.Contains(string(out), "Non-2xx") {
		b.Fatalf("wrk: %v\n%s", err, out)
	}
	rate, err := strconv.ParseFloat(string(found[1]), 64)
	if err != nil {
		b.Fatal(err)
	}
	return rate
}

// buildProgram builds the program as it is shipped.
func buildProgram(b *testing.B) string {
	b.Helper()
	program := filepath.Join(b.TempDir(), "livebrief")
	build := exec.Command("go", "build", "-trimpath", "-o", program, "../../cmd/livebrief")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		b.Fatalf("building: %v\n%s", err, out)
	}
	return program
}

// startProgram serves until the benchmark ends, and gives the readers' address.
func startProgram(b *testing.B, program, env string, flags ...string) string {
	b.Helper()
	serve := exec.Command(program, append([]string{"serve", "--data", b.TempDir(), "--listen", "127.0.0.1:0", "--desk", "127.0.0.1:0"}, flags...)...)
	serve.Env = append(os.Environ(), env)
	out, err := serve.StdoutPipe()
	if err != nil {
		b.Fatal(err)
	}
	if err := serve.Start(); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		_ = serve.Process.Kill()
		_ = serve.Wait()
	})
	lines, readers := bufio.NewScanner(out), ""
	for lines.Scan() && !strings.HasPrefix(lines.Text(), "desk ") {
		if address, is := strings.CutPrefix(lines.Text(), "readers "); is {
			readers = address
		}
	}
	if readers == "" {
		b.Fatal("the program did not say where readers are served")
	}
	return readers
}

// startFiles serves files by nginx, with the headers that an answer cannot do without.
func startFiles(b *testing.B, files map[string][]byte) string {
	b.Helper()
	dir, err := os.MkdirTemp("", "livebrief-nginx")
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { os.RemoveAll(dir) })
	if err := os.Chmod(dir, 0o755); err != nil { // its worker is another user where it was started by root
		b.Fatal(err)
	}
	for name, body := range files {
		if err := os.WriteFile(filepath.Join(dir, name), body, 0o644); err != nil {
			b.Fatal(err)
		}
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	address := l.Addr().String()
	l.Close()
	config := filepath.Join(dir, "nginx.conf")
	text := fmt.Sprintf(`worker_processes 1;
daemon off;
pid %[1]s/pid;
error_log %[1]s/error.log crit;
events { worker_connections 1024; }
http {
	access_log off;
	sendfile on;
	tcp_nopush on;
	keepalive_requests 100000000;
	open_file_cache max=100;
	default_type text/html;
	server {
		listen %[2]s;
		root %[1]s;
		add_header Cache-Control "public, max-age=5";
		location = /page { add_header Content-Encoding br; }
		location = /head { default_type application/json; }
	}
}
`, dir, address)
	if err := os.WriteFile(config, []byte(text), 0o644); err != nil {
		b.Fatal(err)
	}
	nginx := exec.Command("nginx", "-c", config, "-p", dir)
	if err := nginx.Start(); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		_ = nginx.Process.Signal(os.Interrupt)
		_ = nginx.Wait()
	})
	for end := time.Now().Add(10 * time.Second); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		if conn, err := net.Dial("tcp", address); err == nil {
			conn.Close()
			return "http://" + address
		}
	}
	b.Fatal("nginx does not answer")
	return ""
}
