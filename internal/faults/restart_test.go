package faults

import (
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

// supervisor holds both sockets and starts the program on them again and again, as systemd does.
type supervisor struct {
	program, data string
	files         []*os.File
	readers, desk string
}

func newSupervisor(t *testing.T) *supervisor {
	t.Helper()
	v := &supervisor{program: program(t), data: filepath.Join(t.TempDir(), "data")}
	for _, address := range []*string{&v.readers, &v.desk} {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		file, err := l.(*net.TCPListener).File()
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { file.Close(); l.Close() })
		v.files = append(v.files, file)
		*address = "http://" + l.Addr().String()
	}
	return v
}

// start hands the sockets over: descriptors 3 and 4, to the process whose number the shell puts in.
func (v *supervisor) start(t *testing.T) *server {
	t.Helper()
	cmd := exec.Command("sh", "-c", `LISTEN_PID=$$ exec "$0" serve --data "$1"`, v.program, v.data)
	cmd.ExtraFiles = v.files
	s, err := begin(cmd, "desk ", "LISTEN_FDS=2", "LISTEN_FDNAMES=readers:desk")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.kill)
	if err := s.await(); err != nil {
		t.Fatal(err)
	}
	if s.desk != v.desk || s.readers != v.readers {
		t.Fatalf("serves %s and %s, handed over %s and %s", s.readers, s.desk, v.readers, v.desk)
	}
	return s
}

// insister publishes one mark after the other, each until it is acknowledged.
type insister struct {
	c     *caller
	name  string
	acked atomic.Int64
	// again is how often the server was stopping or the connection went away.
	again atomic.Int64
}

func (i *insister) run(stop <-chan struct{}) error {
	for n := 0; ; n++ {
		a := newsAct(fmt.Sprintf("mark%s%04d", i.name, n), "", 0)
		for {
			err := i.c.do("POST", a.path, a.key, "", a.body, nil)
			if err == nil {
				break
			}
			var said refusal
			if errors.As(err, &said) && said.status != http.StatusServiceUnavailable {
				return fmt.Errorf("%s: %w", a.mark, err)
			}
			if errors.Is(err, syscall.ECONNREFUSED) {
				return fmt.Errorf("%s: nobody listens: %w", a.mark, err)
			}
			i.again.Add(1)
		}
		i.acked.Add(1)
		select {
		case <-stop:
			return nil
		default:
		}
	}
}

// TestRestartLosesNoPublish restarts the program under people who publish: whatever was acknowledged is on the record
// once, whatever was not is refused cleanly and can be sent again, and the sockets never stop listening.
func TestRestartLosesNoPublish(t *testing.T) {
	v := newSupervisor(t)
	s := v.start(t)
	c, err := callerOf(s, v.data)
	if err != nil {
		t.Fatal(err)
	}
	if err := establish(c); err != nil {
		t.Fatal(err)
	}
	stop := make(chan struct{})
	var people sync.WaitGroup
	var crowd []*insister
	for who := range 4 {
		i := &insister{c: newCaller(v.desk, c.token), name: string(rune('a' + who))}
		defer i.c.close()
		crowd = append(crowd, i)
		people.Go(func() {
			if err := i.run(stop); err != nil {
				t.Error(err)
			}
		})
	}
	for range rounds(3, 30) {
		before := acknowledged(crowd)
		for limit := time.Now().Add(patience); acknowledged(crowd) < before+20; time.Sleep(time.Millisecond) {
			if time.Now().After(limit) || t.Failed() {
				t.Fatal("nobody gets anything published")
			}
		}
		if err := s.stop(); err != nil {
			t.Fatal(err)
		}
		s = v.start(t)
	}
	close(stop)
	people.Wait()
	times := recorded(t, v.readers)
	for _, i := range crowd {
		for n := range int(i.acked.Load()) {
			if mark := fmt.Sprintf("mark%s%04d", i.name, n); times[mark] != 1 {
				t.Errorf("%s was acknowledged and is on the record %d times", mark, times[mark])
			}
		}
	}
	if total := acknowledged(crowd); int64(len(times)) != total {
		t.Errorf("%d marks are on the record, %d were acknowledged", len(times), total)
	}
	t.Logf("%d acknowledged", acknowledged(crowd))
	if err := s.stop(); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(s.said.String(), "level=") {
		t.Errorf("the log: %s", s.said.String())
	}
	if err := check(v.program, v.data); err != nil {
		t.Fatal(err)
	}
}

func acknowledged(crowd []*insister) (n int64) {
	for _, i := range crowd {
		n += i.acked.Load()
	}
	return n
}

// recorded counts the headlines with a mark in the segments of the record, as readers get them.
func recorded(t *testing.T, readers string) map[string]int {
	t.Helper()
	times := map[string]int{}
	for n := 0; ; n++ {
		res, err := http.Get(fmt.Sprintf("%s/bridge/log/%d.json", readers, n))
		if err != nil {
			t.Fatal(err)
		}
		raw, err := io.ReadAll(res.Body)
		res.Body.Close()
		if err != nil {
			t.Fatal(err)
		}
		if res.StatusCode == http.StatusNotFound {
			return times
		}
		for _, part := range strings.Split(string(raw), `"headline":"The bridge, `)[1:] {
			mark, _, _ := strings.Cut(part, `"`)
			times[mark]++
		}
	}
}

// TestHangupReadsCertificatesAndEndsOthers sends SIGHUP to a program that a supervisor has started, and to one in a terminal.
func TestHangupReadsCertificatesAndEndsOthers(t *testing.T) {
	p := program(t)
	told := filepath.Join(t.TempDir(), "notify")
	at, err := net.ListenUnixgram("unixgram", &net.UnixAddr{Name: told, Net: "unixgram"})
	if err != nil {
		t.Fatal(err)
	}
	defer at.Close()
	if err := at.SetDeadline(time.Now().Add(patience)); err != nil {
		t.Fatal(err)
	}
	s, err := launch(p, filepath.Join(t.TempDir(), "data"), "NOTIFY_SOCKET="+told)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.kill)
	if err := s.await(); err != nil {
		t.Fatal(err)
	}
	hear := func(want string) {
		t.Helper()
		word := make([]byte, 64)
		n, err := at.Read(word)
		if err != nil || string(word[:n]) != want {
			t.Fatalf("the supervisor hears %q, want %q (%v)", word[:n], want, err)
		}
	}
	hear("READY=1")
	if err := s.cmd.Process.Signal(syscall.SIGHUP); err != nil {
		t.Fatal(err)
	}
	if res, err := http.Get(s.readers + "/api/health"); err != nil || res.StatusCode != http.StatusOK {
		t.Errorf("after SIGHUP: %v", err)
	}
	if err := s.stop(); err != nil {
		t.Fatal(err)
	}
	hear("STOPPING=1")
	if signal.Ignored(syscall.SIGHUP) {
		t.Skip("SIGHUP is ignored here, as under nohup, and by what is started from here: that it ends a program is not tried")
	}
	alone := serve(t, p, filepath.Join(t.TempDir(), "data"))
	if err := alone.cmd.Process.Signal(syscall.SIGHUP); err != nil {
		t.Fatal(err)
	}
	select {
	case <-alone.ended:
	case <-time.After(patience):
		t.Error("without anything to read again, SIGHUP did not end the program")
	}
}
