package gate

import (
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func env(pairs ...string) func(string) string {
	return func(name string) string {
		for i := 0; i+1 < len(pairs); i += 2 {
			if pairs[i] == name {
				return pairs[i+1]
			}
		}
		return ""
	}
}

func TestSocketsOfSomebodyElseAreLeft(t *testing.T) {
	for _, get := range []func(string) string{env(), env("LISTEN_PID", "1", "LISTEN_FDS", "2", "LISTEN_FDNAMES", "readers:desk"), env("LISTEN_FDS", "1")} {
		if got, err := Inherited(get, os.Getpid(), "readers", "desk"); got != nil || err != nil {
			t.Errorf("%v, %v", got, err)
		}
	}
}

func TestSocketsThatFitNothingAreRefusedInWords(t *testing.T) {
	for _, c := range []struct{ fds, names, want string }{
		{"x", "", "hands over \"x\" sockets"}, {"-1", "", "sockets"}, {"1", "web", "nobody asked for"}, {"1", "", "nobody asked for"},
	} {
		got, err := Inherited(env("LISTEN_PID", "77", "LISTEN_FDS", c.fds, "LISTEN_FDNAMES", c.names), 77, "readers", "desk")
		if got != nil || err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s of %q: %v, %v", c.fds, c.names, got, err)
		}
	}
}

func TestSupervisorIsTold(t *testing.T) {
	address := filepath.Join(t.TempDir(), "notify")
	at, err := net.ListenUnixgram("unixgram", &net.UnixAddr{Name: address, Net: "unixgram"})
	if err != nil {
		t.Fatal(err)
	}
	defer at.Close()
	if err := Notify(address, "READY=1"); err != nil {
		t.Fatal(err)
	}
	word := make([]byte, 64)
	n, err := at.Read(word)
	if err != nil || string(word[:n]) != "READY=1" {
		t.Errorf("heard %q, %v", word[:n], err)
	}
	if err := Notify("", "READY=1"); err != nil {
		t.Errorf("without a supervisor: %v", err)
	}
	if err := Notify(address+"-none", "READY=1"); err == nil {
		t.Error("a supervisor that is not there was told")
	}
}
