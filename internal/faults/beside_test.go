package faults

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// checkBeside runs `livebrief check` on a data folder that a server holds, and gives how many entries it found sound.
func checkBeside(program, data string) (entries int, said string, err error) {
	cmd := exec.Command(program, "check", "--data", data)
	cmd.Env = surroundings()
	out, err := cmd.CombinedOutput()
	said = string(out)
	if m := regexp.MustCompile(`ok  bridge: (\d+) entries`).FindStringSubmatch(said); m != nil {
		entries, _ = strconv.Atoi(m[1])
	}
	return entries, said, err
}

// TestCheckRunsBesideAServer checks again and again while people publish, then flips one letter of a text under a server
// that runs.
func TestCheckRunsBesideAServer(t *testing.T) {
	p, data := program(t), filepath.Join(t.TempDir(), "data")
	s := serve(t, p, data)
	c, err := callerOf(s, data)
	if err != nil {
		t.Fatal(err)
	}
	defer c.close()
	if err := establish(c); err != nil {
		t.Fatal(err)
	}
	acts := newPromises()
	people := crowd(c, acts, 0)
	was := 0
	for range rounds(8, 100) {
		<-acts.more // may be from before
		<-acts.more
		entries, said, err := checkBeside(p, data)
		if err != nil || !strings.Contains(said, "another livebrief holds the data folder") {
			t.Fatalf("%v: %s", err, said)
		}
		if entries <= was {
			t.Errorf("%d entries after %d: nobody published meanwhile", entries, was)
		}
		was = entries
	}
	if err := s.stop(); err != nil {
		t.Fatal(err)
	}
	people.Wait()

	file := filepath.Join(data, "livebrief.db")
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	s = serve(t, p, data)
	if _, said, err := checkBeside(p, data); err != nil {
		t.Fatalf("%v: %s", err, said)
	}
	at := bytes.Index(raw, []byte(`"headline":"The bridge, mark0000`))
	if at < 0 {
		t.Fatal("the text is not in the file")
	}
	flipUnder(t, file, int64(at)+14)
	_, said, err := checkBeside(p, data)
	var ended *exec.ExitError
	if !errors.As(err, &ended) || ended.ExitCode() != 1 || !regexp.MustCompile(`in the briefing bridge, entry \d+ is damaged: entry \d+ was committed to a different body`).MatchString(said) {
		t.Errorf("a letter of a text is another, and check ends with %v: %s", err, said)
	}
	flipUnder(t, file, int64(at)+14)
	if _, said, err := checkBeside(p, data); err != nil {
		t.Errorf("after it was put right: %v: %s", err, said)
	}
	if err := s.stop(); err != nil {
		t.Error(err)
	}
}

// flipUnder turns over one bit of a file that somebody may have open.
func flipUnder(t *testing.T, file string, at int64) {
	t.Helper()
	f, err := os.OpenFile(file, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	one := make([]byte, 1)
	_, err = f.ReadAt(one, at)
	one[0] ^= 1
	_, err2 := f.WriteAt(one, at)
	if err := errors.Join(err, err2, f.Close()); err != nil {
		t.Fatal(err)
	}
}
