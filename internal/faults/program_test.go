package faults

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// programs is where the built programs lie while the tests run.
var programs string

func TestMain(m *testing.M) {
	if plan := os.Getenv(noding); plan != "" {
		if err := beNode(plan, os.Stdin, os.Stdout); err != nil {
			fmt.Fprintln(os.Stderr, "faults:", err)
			os.Exit(1)
		}
		return
	}
	if os.Getenv(telling) != "" {
		if err := tell(os.Stdin, os.Stdout); err != nil {
			fmt.Fprintln(os.Stderr, "faults:", err)
			os.Exit(1)
		}
		return
	}
	dir, err := os.MkdirTemp("", "livebrief-faults-")
	if err != nil {
		fmt.Fprintln(os.Stderr, "faults:", err)
		os.Exit(1)
	}
	programs = dir
	code := m.Run()
	if err := os.RemoveAll(dir); err != nil {
		fmt.Fprintln(os.Stderr, "faults:", err)
	}
	os.Exit(code)
}

// sound builds the program as it is, once.
var sound = sync.OnceValues(func() (string, error) { return goBuild("livebrief", "build", "../../cmd/livebrief") })

// program gives the path of the program as it is.
func program(t *testing.T) string {
	t.Helper()
	path, err := sound()
	if err != nil {
		t.Fatal(err)
	}
	return path
}

// surroundings are the environment of a child: ours without the settings of a newsroom.
func surroundings() []string {
	var env []string
	for _, v := range os.Environ() {
		if !strings.HasPrefix(v, "LIVEBRIEF_") {
			env = append(env, v)
		}
	}
	return env
}

// server is a `livebrief serve`, or an edge, that runs as a process.
type server struct {
	cmd   *exec.Cmd
	begun time.Time
	// answers is closed when every address was printed, ended when the process is gone.
	answers, ended chan struct{}
	readers, desk  string
	ready          time.Duration
	said           voice
	err            error
}

// voice is what a program says, heard while it goes on speaking.
type voice struct {
	mu   sync.Mutex
	said bytes.Buffer
}

func (v *voice) Write(p []byte) (int, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.said.Write(p)
}

func (v *voice) String() string {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.said.String()
}

// launch starts the program on a data folder and does not wait until it is ready.
func launch(program, data string, env ...string) (*server, error) {
	return begin(exec.Command(program, "serve", "--data", data, "--listen", "127.0.0.1:0", "--desk", "127.0.0.1:0"), "desk ", env...)
}

// begin starts a command that becomes the program. It answers once it has printed a line that begins with last.
func begin(cmd *exec.Cmd, last string, env ...string) (*server, error) {
	s := &server{cmd: cmd, answers: make(chan struct{}), ended: make(chan struct{})}
	s.cmd.Env, s.cmd.Stderr = append(surroundings(), env...), &s.said
	out, err := s.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	s.begun = time.Now()
	if err := s.cmd.Start(); err != nil {
		return nil, err
	}
	go func() {
		defer close(s.ended)
		for lines := bufio.NewScanner(out); lines.Scan(); {
			if readers, ok := strings.CutPrefix(lines.Text(), "readers "); ok {
				s.readers = readers
			}
			if desk, ok := strings.CutPrefix(lines.Text(), "desk "); ok {
				s.desk = desk
			}
			if strings.HasPrefix(lines.Text(), last) {
				s.ready = time.Since(s.begun)
				close(s.answers)
			}
		}
		s.err = s.cmd.Wait()
	}()
	return s, nil
}

// patience is how long a start may take before the test gives up on it.
const patience = 60 * time.Second

// await returns when the program answers.
func (s *server) await() error {
	limit := time.NewTimer(patience)
	defer limit.Stop()
	select {
	case <-s.answers:
		return nil
	case <-s.ended:
		return fmt.Errorf("the program ended instead of starting (%v): %s", s.err, s.said.String())
	case <-limit.C:
		s.kill()
		return fmt.Errorf("the program did not start within %v: %s", patience, s.said.String())
	}
}

// kill ends the process as a failing machine would. It may have ended before.
func (s *server) kill() {
	if err := s.cmd.Process.Kill(); err != nil && !errors.Is(err, os.ErrProcessDone) {
		panic(err)
	}
	<-s.ended
}

// stop ends the process as a person would.
func (s *server) stop() error {
	if err := s.cmd.Process.Signal(syscall.SIGTERM); err != nil && !errors.Is(err, os.ErrProcessDone) {
		return err
	}
	limit := time.NewTimer(patience)
	defer limit.Stop()
	select {
	case <-s.ended:
	case <-limit.C:
		s.kill()
		return fmt.Errorf("the program did not stop within %v", patience)
	}
	if s.err != nil {
		return fmt.Errorf("stopping: %w: %s", s.err, s.said.String())
	}
	return nil
}

// serve starts the program, waits until it answers and sees to it that it ends with the test.
func serve(t *testing.T, program, data string) *server {
	t.Helper()
	s, err := launch(program, data)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.kill)
	if err := s.await(); err != nil {
		t.Fatal(err)
	}
	return s
}

// check runs `livebrief check` on a data folder that nobody serves. The error holds what it said.
func check(program, data string, env ...string) error {
	cmd := exec.Command(program, "check", "--data", data)
	cmd.Env = append(surroundings(), env...)
	out, err := cmd.CombinedOutput()
	if err != nil {
		return fmt.Errorf("check: %w: %s", err, out)
	}
	return nil
}

// seed gives the seed of a campaign and prints it.
func seed(t *testing.T) uint64 {
	t.Helper()
	n := uint64(time.Now().UnixNano())
	if text := os.Getenv("LIVEBRIEF_SEED"); text != "" {
		var err error
		if n, err = strconv.ParseUint(text, 10, 64); err != nil {
			t.Fatalf("LIVEBRIEF_SEED: %v", err)
		}
	}
	t.Logf("LIVEBRIEF_SEED=%d", n)
	return n
}

// rounds gives how often a campaign strikes: few in every test run, many with LIVEBRIEF_LONG.
func rounds(short, long int) int {
	if os.Getenv("LIVEBRIEF_LONG") != "" {
		return long
	}
	return short
}

// caller speaks to the desk of a running program.
type caller struct {
	base, token string
	http        *http.Client
}

// tokenIn reads the token that serve leaves in its data folder.
func tokenIn(deskFile []byte) (string, error) {
	var left struct{ Token string }
	if err := json.Unmarshal(deskFile, &left); err != nil {
		return "", fmt.Errorf("reading desk.json: %w", err)
	}
	if left.Token == "" {
		return "", errors.New("desk.json holds no token")
	}
	return left.Token, nil
}

func newCaller(base, token string) *caller {
	return &caller{base: base, token: token, http: &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 16}, Timeout: 20 * time.Second}}
}

// callerOf speaks to a server with the token that it left in its data folder.
func callerOf(s *server, data string) (*caller, error) {
	raw, err := os.ReadFile(filepath.Join(data, "desk.json"))
	if err != nil {
		return nil, err
	}
	token, err := tokenIn(raw)
	return newCaller(s.desk, token), err
}

func (c *caller) close() { c.http.CloseIdleConnections() }

// refusal is an answer of the desk that is not a yes.
type refusal struct {
	status int
	text   string
}

func (r refusal) Error() string { return fmt.Sprintf("status %d: %s", r.status, r.text) }

// do sends a request and decodes the answer. The error is a [refusal] when the desk answered, anything else when it
// did not.
func (c *caller) do(method, path, key, ifMatch string, body []byte, into any) error {
	req, err := http.NewRequest(method, c.base+path, bytes.NewReader(body))
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", "Bearer "+c.token)
	req.Header.Set("Content-Type", "application/json")
	if key != "" {
		req.Header.Set("Idempotency-Key", key)
	}
	if ifMatch != "" {
		req.Header.Set("If-Match", strconv.Quote(ifMatch))
	}
	res, err := c.http.Do(req)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	raw, err := io.ReadAll(res.Body)
	if err != nil {
		return err
	}
	if res.StatusCode >= 300 {
		return refusal{res.StatusCode, string(raw)}
	}
	if into == nil {
		return nil
	}
	return json.Unmarshal(raw, into)
}
