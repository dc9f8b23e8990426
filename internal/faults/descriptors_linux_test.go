package faults

import (
	"fmt"
	"io"
	"net"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// TestReadersLeaveDescriptorsToTheDesk opens more connections than the program has files.
func TestReadersLeaveDescriptorsToTheDesk(t *testing.T) {
	p, data := program(t), filepath.Join(t.TempDir(), "data")
	s, err := begin(exec.Command("sh", "-c", `ulimit -n 256; exec "$0" serve --data "$1" --listen 127.0.0.1:0 --desk 127.0.0.1:0`, p, data), "desk ")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.kill)
	if err := s.await(); err != nil {
		t.Fatal(err)
	}
	c, err := callerOf(s, data)
	if err != nil {
		t.Fatal(err)
	}
	defer c.close()
	if err := establish(c); err != nil {
		t.Fatal(err)
	}
	taken, told, cut := 0, 0, 0
	var open []net.Conn
	for range 400 {
		conn, answer := asks(t, s.readers)
		switch {
		case strings.HasPrefix(answer, "HTTP/1.1 200"):
			taken++
		case strings.HasPrefix(answer, "HTTP/1.1 503"):
			told++
		case answer == "":
			cut++
		default:
			t.Fatalf("somebody is told %q", answer)
		}
		open = append(open, conn)
	}
	if taken != 64 || told == 0 || taken+told+cut != 400 {
		t.Errorf("%d were served, %d told that it is full, %d cut; want 64 of 400 served", taken, told, cut)
	}
	a := newsAct("markx0001", "", 0)
	if err := c.do("POST", a.path, a.key, "", a.body, nil); err != nil {
		t.Errorf("the desk with all readers' places taken: %v", err)
	}
	for _, conn := range open {
		conn.Close()
	}
	served(t, s.readers)
	if err := s.stop(); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(s.said.String(), "descriptors") {
		t.Errorf("descriptors ran out: %s", s.said.String())
	}
}

// asks sends a request that keeps its connection, and gives the first line of the answer.
func asks(t *testing.T, readers string) (net.Conn, string) {
	t.Helper()
	conn, err := net.Dial("tcp", strings.TrimPrefix(readers, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	if err := conn.SetDeadline(time.Now().Add(patience)); err != nil {
		t.Fatal(err)
	}
	fmt.Fprint(conn, "GET /bridge/lite HTTP/1.1\r\nHost: x\r\n\r\n")
	line := make([]byte, 15)
	n, _ := io.ReadFull(conn, line)
	return conn, string(line[:n])
}

// served waits until a reader is served again.
func served(t *testing.T, readers string) {
	t.Helper()
	for limit := time.Now().Add(patience); ; time.Sleep(10 * time.Millisecond) {
		conn, answer := asks(t, readers)
		conn.Close()
		if strings.HasPrefix(answer, "HTTP/1.1 200") {
			return
		}
		if time.Now().After(limit) {
			t.Fatalf("readers are not served again: %q", answer)
		}
	}
}

// TestLackOfDescriptorsIsSaidOnceAndEnds takes the descriptors away from a program that runs, and gives them back.
func TestLackOfDescriptorsIsSaidOnceAndEnds(t *testing.T) {
	p, data := program(t), filepath.Join(t.TempDir(), "data")
	s := serve(t, p, data)
	c, err := callerOf(s, data)
	if err != nil {
		t.Fatal(err)
	}
	if err := establish(c); err != nil {
		t.Fatal(err)
	}
	c.close()
	served(t, s.readers)
	pid := s.cmd.Process.Pid
	var old unix.Rlimit
	if err := unix.Prlimit(pid, unix.RLIMIT_NOFILE, &unix.Rlimit{Cur: 3, Max: 20_000}, &old); err != nil {
		t.Skipf("the limit of another process cannot be set: %v", err)
	}
	waiting, err := net.Dial("tcp", strings.TrimPrefix(s.readers, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer waiting.Close()
	for limit := time.Now().Add(patience); !strings.Contains(s.said.String(), "no descriptors are left"); time.Sleep(time.Millisecond) {
		if time.Now().After(limit) {
			t.Fatal("nobody says that descriptors have run out")
		}
	}
	if err := unix.Prlimit(pid, unix.RLIMIT_NOFILE, &old, nil); err != nil {
		t.Fatal(err)
	}
	served(t, s.readers)
	if err := s.stop(); err != nil {
		t.Fatal(err)
	}
	said := s.said.String()
	if strings.Count(said, "no descriptors are left") != 1 || strings.Count(said, "there are descriptors") != 1 || strings.Contains(said, "127.0.0.1") {
		t.Errorf("the log: %s", said)
	}
}
