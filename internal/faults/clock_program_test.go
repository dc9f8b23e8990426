package faults

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"livebrief/internal/brief"
)

// TestAClockThatJumpsUnderTheProgramHarmsNoRecord serves on a clock that jumps between acts, embargoes and lifts.
func TestAClockThatJumpsUnderTheProgramHarmsNoRecord(t *testing.T) {
	t.Parallel()
	data, clock := filepath.Join(t.TempDir(), "data"), filepath.Join(t.TempDir(), "clock")
	set := func(beside time.Duration) {
		t.Helper()
		// Replaced whole, because the program may read it at any moment.
		err := os.WriteFile(clock+".new", []byte(beside.String()), 0o600)
		if err == nil {
			err = os.Rename(clock+".new", clock)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	set(0)
	s, err := launch(sabotagedProgram(t), data, clockFile+"="+clock)
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
	p := newPromises()
	const day = 24 * time.Hour
	for n, beside := range []time.Duration{0, time.Hour, -time.Hour, day, -day, 90 * day, -365 * day, 200 * day} {
		set(beside)
		if _, ok := p.ask(c, newsAct(fmt.Sprintf("mark%04da0001", n), "", 0)); !ok {
			t.Fatal(p.refused)
		}
		a := newsAct(fmt.Sprintf("mark%04de0001", n), "", 0)
		until := time.Now().UTC().Add(beside + 30*time.Minute)
		held(t, c, a, until)
		// An hour too early by another clock, then in time.
		set(beside - time.Hour)
		if _, ok := p.ask(c, newsAct(fmt.Sprintf("mark%04db0001", n), "", 0)); !ok {
			t.Fatal(p.refused)
		}
		if waiting(t, c) != 1 {
			t.Fatalf("round %d: the embargo until %v lifted early", n, until)
		}
		set(beside + time.Hour)
		for giveUp := time.Now().Add(patience); waiting(t, c) > 0; {
			if time.Now().After(giveUp) {
				t.Fatalf("round %d: the embargo until %v does not lift", n, until)
			}
		}
		p.keep(kept{act: a})
	}
	if err := errors.Join(s.stop(), check(program(t), data)); err != nil {
		t.Fatal(err)
	}
	found, err := audit(data, p.first(p.count()))
	if err != nil || !found.sound() {
		t.Error(found, err)
	}
	t.Log(found)
}

// held keeps an act under embargo at the desk.
func held(t *testing.T, c *caller, a act, until time.Time) {
	t.Helper()
	var fields map[string]any
	if err := json.Unmarshal(a.body, &fields); err != nil {
		t.Fatal(err)
	}
	fields["embargo_until"] = until
	var answer struct{ Draft *brief.Draft }
	if err := c.do("POST", a.path, a.key, "", mustJSON(fields), &answer); err != nil || answer.Draft == nil {
		t.Fatalf("the embargo until %v was not kept: %v", until, err)
	}
}

// waiting counts the drafts of the briefing.
func waiting(t *testing.T, c *caller) int {
	t.Helper()
	var answer struct{ Drafts []brief.Draft }
	if err := c.do("GET", briefing+"/drafts", "", "", nil, &answer); err != nil {
		t.Fatal(err)
	}
	return len(answer.Drafts)
}
