package faults

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"livebrief/internal/record"
)

// calling is a campaign of I/O errors on one store: every call of a fixed story fails once in turn.
type calling struct {
	from    image
	secret  string
	swallow bool
	teller  *tellerProcess
	// calls counts the errors by what failed; refused counts the sentences that steps answered with.
	calls, refused map[string]int
	verdict
}

// tellerProcess is a teller that runs.
type tellerProcess struct {
	in   *json.Encoder
	out  *bufio.Reader
	end  func() error
	said bytes.Buffer
}

// startTeller runs this test binary as a teller.
func startTeller(t *testing.T) *tellerProcess {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	p := &tellerProcess{}
	cmd.Env, cmd.Stderr = append(surroundings(), telling+"=1"), &p.said
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	p.in, p.out = json.NewEncoder(in), bufio.NewReader(out)
	p.end = sync.OnceValue(func() error { in.Close(); return cmd.Wait() })
	return p
}

// does runs an errand. An error means that the teller is gone, which no failure of a disk excuses.
func (c *calling) does(t *testing.T, dir, do string) report {
	t.Helper()
	var r report
	err := c.teller.in.Encode(errand{Do: do, File: filepath.Join(dir, "livebrief.db"), Secret: c.secret, Swallow: c.swallow && do == "story"})
	var line []byte
	if err == nil {
		line, err = c.teller.out.ReadBytes('\n')
	}
	if err == nil {
		err = json.Unmarshal(line, &r)
	}
	if err != nil {
		t.Fatalf("the store took its process with it at %s: %v, %v: %s", do, err, c.teller.end(), c.teller.said.String())
	}
	return r
}

// newCalling makes a database with a few entries, and leaves its write-ahead log beside it as a killed program does.
func newCalling(t *testing.T) *calling {
	t.Helper()
	c := &calling{calls: map[string]int{}, refused: map[string]int{}, teller: startTeller(t)}
	t.Cleanup(func() {
		if err := c.teller.end(); err != nil {
			t.Errorf("the teller: %v: %s", err, c.teller.said.String())
		}
	})
	secret, _, err := record.NewKey(strings.NewReader(strings.Repeat("seed", 64)), toldOrigin)
	if err != nil {
		t.Fatal(err)
	}
	c.secret = secret
	d := load(image{})
	dir, unmount := mount(t, d)
	c.does(t, dir, "begin")
	d.mu.Lock()
	c.from = d.fail(loseNothing, rand.New(rand.NewPCG(1, 1)))
	d.mu.Unlock()
	c.does(t, dir, "close")
	unmount()
	if len(c.from["livebrief.db-wal"]) == 0 {
		t.Fatalf("no write-ahead log was left: %v", slices.Collect(maps.Keys(c.from)))
	}
	return c
}

// TestEveryCallThatFailsIsSurvived lets the first, the second, the third ... call to the disk fail, until the story
// gets through untouched. The short form leaves calls out.
func TestEveryCallThatFailsIsSurvived(t *testing.T) {
	t.Parallel()
	for name, lasting := range map[string]bool{"once": false, "until healed": true} {
		t.Run(name, func(t *testing.T) {
			c, began := newCalling(t), time.Now()
			step := rounds(5, 1)
			n := 1 + rand.New(rand.NewPCG(seed(t), 4)).IntN(step)
			for ; c.try(t, n, lasting); n += step {
				if !c.sound() {
					t.Fatalf("call %d: %v", n, &c.verdict)
				}
			}
			t.Logf("up to call %d, each %d in turn: %v failed, answered with %v; %v in %v", n, step, c.calls, c.refused, &c.verdict, time.Since(began).Round(time.Second))
			for _, kind := range []string{"read", "write", "sync"} {
				if c.calls[kind] == 0 {
					t.Errorf("no %s failed: the campaign strikes beside the store", kind)
				}
			}
			if !c.sound() {
				t.Error(&c.verdict)
			}
		})
	}
}

// TestAFailureTakenForASuccessIsNoticed lets the teller acknowledge what failed.
func TestAFailureTakenForASuccessIsNoticed(t *testing.T) {
	t.Parallel()
	c := newCalling(t)
	c.swallow = true
	for n := 1; c.try(t, n, false); n += 5 {
		if len(c.lost) > 0 {
			t.Log(c.lost[0])
			return
		}
	}
	t.Errorf("went unnoticed: %v", &c.verdict)
}

// try lets the n-th call fail, once or from then on until the disk is healed, and tells whether there was one.
func (c *calling) try(t *testing.T, n int, lasting bool) (struck bool) {
	t.Helper()
	d := load(c.from)
	dir, unmount := mount(t, d)
	defer unmount()
	where, count := "", 0
	d.mu.Lock()
	d.fails = func(kind, name string) bool {
		if strings.HasSuffix(name, "-shm") {
			return false // it is mapped, and an error there is a signal
		}
		if count++; count < n || count > n && !lasting {
			return false
		}
		if where == "" {
			where = fmt.Sprintf("call %d (%s %s)", n, kind, name)
			c.calls[kind]++
		}
		return true
	}
	d.mu.Unlock()
	heal := func() { d.mu.Lock(); d.fails = nil; d.mu.Unlock() }
	story := c.does(t, dir, "story")
	if !lasting {
		story.Steps = append(story.Steps, c.does(t, dir, "close").Steps...)
	}
	heal()
	kept := map[string]step{}
	for _, s := range story.Steps {
		if s.Error != "" {
			c.refused[s.Kind+": "+s.Error]++
			if s.Kind != "unavailable" || strings.Contains(s.Error, "and restore") {
				c.broken = append(c.broken, fmt.Sprintf("%s: %s answers %s: %s", where, s.Name, s.Kind, s.Error))
			}
		} else if slices.Contains(deeds, s.Name) {
			kept[s.Name] = s
		}
	}
	c.judge(where, kept, c.does(t, dir, "again"))
	c.does(t, dir, "close")
	c.judge(where, kept, c.does(t, dir, "again"))
	c.does(t, dir, "close")
	d.mu.Lock()
	defer d.mu.Unlock()
	for path, raw := range d.fail(loseNothing, nil) {
		if bytes.Contains(raw, []byte(toldName)) {
			c.broken = append(c.broken, fmt.Sprintf("%s: what was redacted stands in %s", where, path))
		}
	}
	return where != ""
}

// judge holds what a store says after the disk was healed to what it acknowledged before.
func (c *calling) judge(where string, kept map[string]step, now report) {
	for _, s := range now.Steps {
		if s.Error != "" {
			c.broken = append(c.broken, fmt.Sprintf("%s: healed, %s answers %s: %s", where, s.Name, s.Kind, s.Error))
		}
	}
	for _, name := range deeds {
		at := now.Places[name]
		if len(at) > 1 {
			c.twice = append(c.twice, fmt.Sprintf("%s: %s at %d", where, name, at))
		}
		if s, acknowledged := kept[name]; len(at) == 0 || acknowledged && at[0] != s.Seq {
			c.lost = append(c.lost, fmt.Sprintf("%s: %s, acknowledged at %d, is at %d", where, name, s.Seq, at))
		}
	}
	c.acknowledged += len(kept)
}
