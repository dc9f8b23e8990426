package faults

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"livebrief/internal/brief"
)

// toBeRedacted is the name that the redaction of a campaign takes away.
const toBeRedacted = "Ostap Veresen-Redacted"

// dying is a campaign of deaths at points on copies of one data folder.
type dying struct {
	mortal, whole, base string
	target              kept
	promises            *promises
	verdict
}

// newDying makes the folder that every death starts from: seven entries, a name among them that will be redacted.
func newDying(t *testing.T) *dying {
	t.Helper()
	d := &dying{mortal: sabotagedProgram(t), whole: program(t), base: filepath.Join(t.TempDir(), "data"), promises: newPromises()}
	s := serve(t, d.whole, d.base)
	c, err := callerOf(s, d.base)
	if err != nil {
		t.Fatal(err)
	}
	defer c.close()
	if err := establish(c); err != nil {
		t.Fatal(err)
	}
	for n := range 4 {
		if _, ok := d.promises.ask(c, newsAct(fmt.Sprintf("mark0000a%04d", n), "", 0)); !ok {
			t.Fatal(d.promises.refused)
		}
	}
	a := newsAct("mark0000n0000", "", 0)
	a.body = mustJSON(map[string]any{"kind": brief.Publish, "development": brief.Development{Headline: "A name", Text: toBeRedacted + " was there.",
		Kind: brief.KindEvent, Label: brief.Official, RestsOn: []brief.Reference{{URL: "https://example.org/name"}}}})
	if d.target, err = send(c, a); err != nil {
		t.Fatal(err)
	}
	if err := s.stop(); err != nil {
		t.Fatal(err)
	}
	return d
}

// request gives what a death interrupts. Its mark stands in what it publishes.
func (d *dying) request(deed string) act {
	const mark = "mark0001z0001"
	a := newsAct(mark, "", 0)
	switch deed {
	case "embargo":
		var fields map[string]any
		if err := json.Unmarshal(a.body, &fields); err != nil {
			panic(err)
		}
		fields["embargo_until"] = time.Now().UTC().Add(2 * time.Second)
		a.body = mustJSON(fields)
	case "redaction":
		a.path = briefing + "/redactions"
		a.body = mustJSON(map[string]any{"item": d.target.item, "class": "safety", "reason": "They asked for it, " + mark + "."})
	case "key":
		a.path = briefing + "/keys"
		a.body = mustJSON(map[string]any{"rotate": true, "note": "The year is over, " + mark + "."})
	case "briefing":
		a.path = "/api/briefings"
		a.body = mustJSON(map[string]any{"template": "blank", "name": "second", "title": "Second"})
	}
	return a
}

// TestDeathAtEveryPointLosesNothing kills the program at points that random kills hardly ever hit.
func TestDeathAtEveryPointLosesNothing(t *testing.T) {
	t.Parallel()
	d := newDying(t)
	for _, c := range []struct{ point, deed string }{
		{"unsigned", "publication"}, {"uncommitted", "publication"}, {"unfollowed", "publication"}, {"snapshotting", "publication"},
		{"uncommitted", "redaction"}, {"unscrubbed", "redaction"},
		{"lifting", "embargo"}, {"uncommitted", "embargo"}, {"lifted", "embargo"},
		{"rootless", "briefing"}, {"keyed", "briefing"}, {"uncommitted", "briefing"},
		{"uncommitted", "key"}, {"unpromoted", "key"},
		{"replacing", "start"},
	} {
		t.Run(c.point+" "+c.deed, func(t *testing.T) {
			d.verdict = verdict{}
			start := d.die(t, c.point, c.deed)
			t.Logf("%v; start after it %v", &d.verdict, start.Round(time.Millisecond))
			if !d.verdict.sound() {
				t.Error("something was lost, doubled or broken")
			}
		})
	}
}

// TestDeathAtAPointIsNoticedInAForgetfulProgram takes away what tells an act that is asked again.
func TestDeathAtAPointIsNoticedInAForgetfulProgram(t *testing.T) {
	d := newDying(t)
	t.Setenv(sabotage, "forgetful")
	d.die(t, "unfollowed", "publication")
	t.Log(&d.verdict)
	if len(d.twice) == 0 {
		t.Error("an act that was published twice went unnoticed")
	}
}

// die lets the program die at a point while it does a deed, starts the sound one after it, and asks again.
func (d *dying) die(t *testing.T, point, deed string) (start time.Duration) {
	t.Helper()
	data := filepath.Join(t.TempDir(), "data")
	if err := os.CopyFS(data, os.DirFS(d.base)); err != nil {
		t.Fatal(err)
	}
	s, err := launch(d.mortal, data, killAt+"="+point)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.kill)
	a := d.request("start")
	if deed != "start" {
		if err := s.await(); err != nil {
			t.Fatal(err)
		}
		c, err := callerOf(s, data)
		if err != nil {
			t.Fatal(err)
		}
		defer c.close()
		a = d.request(deed) // not before: an embargo is given its time here
		if _, err := send(c, a); err != nil {
			if said, answered := errors.AsType[refusal](err); answered {
				t.Fatal(said)
			}
		} else if deed != "embargo" {
			t.Fatal("it was acknowledged before the point")
		}
	}
	limit := time.NewTimer(patience)
	defer limit.Stop()
	select {
	case <-s.ended:
	case <-limit.C:
		t.Fatal("the program did not die")
	}
	if !strings.Contains(s.said.String(), "killed at "+point) {
		t.Fatalf("the program ended, but not at the point: %s", s.said.String())
	}
	return d.after(t, data, deed, a)
}

// after starts the sound program, asks again and looks at what there is.
func (d *dying) after(t *testing.T, data, deed string, a act) time.Duration {
	t.Helper()
	s := serve(t, d.whole, data)
	c, err := callerOf(s, data)
	if err != nil {
		t.Fatal(err)
	}
	defer c.close()
	if deed != "start" {
		d.askTwice(c, deed, a)
	} else if err := c.do("GET", "/api/me", "", "", nil, nil); err != nil {
		d.breaks("signing in", err)
	}
	if deed == "redaction" {
		d.breaks("while the program runs", holds(data, toBeRedacted))
	}
	d.breaks("stopping", s.stop())
	d.breaks("checking", check(d.whole, data))
	promised := d.promises.first(d.promises.count())
	if deed != "start" && deed != "briefing" {
		promised = append(promised, kept{act: a})
	}
	found, err := audit(data, promised)
	d.breaks("reading the record", err)
	d.add(found)
	return s.ready
}

// askTwice asks for an act that may be on the record already, two times.
func (d *dying) askTwice(c *caller, deed string, a act) {
	first, err := send(c, a)
	second, again := send(c, a)
	if deed == "briefing" {
		// A briefing has no key: what tells it apart is its name.
		if said, answered := errors.AsType[refusal](again); !answered || said.status != 409 {
			d.twice = append(d.twice, fmt.Sprintf("a second briefing of that name: %v", again))
		}
		if said, answered := errors.AsType[refusal](err); answered && said.status == 409 {
			err = nil
		}
		d.breaks("making the briefing again", err)
		return
	}
	if deed == "redaction" || deed == "key" {
		// What they publish is worked out from what stands. Asked again, the desk names the entry that did it.
		first.seq, err = named(first.seq, err)
		second.seq, again = named(second.seq, again)
	}
	d.breaks("asking again", errors.Join(err, again))
	if first.seq != second.seq {
		d.twice = append(d.twice, fmt.Sprintf("%s at %d and %d", a.mark, first.seq, second.seq))
	}
	if deed != "embargo" {
		return
	}
	for until := time.Now().Add(patience); ; {
		var answer struct{ Drafts []brief.Draft }
		if err := c.do("GET", briefing+"/drafts", "", "", nil, &answer); err != nil || time.Now().After(until) {
			d.breaks("waiting for the embargo to lift", errors.Join(err, errors.New("it still waits")))
			return
		}
		if len(answer.Drafts) == 0 {
			return
		}
	}
}

// theAct is the entry that the first act of a campaign becomes.
const theAct brief.Seq = 8

// named takes a conflict that names the entry of the act for an answer.
func named(seq brief.Seq, err error) (brief.Seq, error) {
	if said, answered := errors.AsType[refusal](err); answered && said.status == 409 && strings.Contains(said.text, fmt.Sprintf("entry %d", theAct)) {
		return theAct, nil
	}
	return seq, err
}

// holds is an error when a file of the folder holds the words.
func holds(data, words string) error {
	return filepath.WalkDir(data, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		raw, err := os.ReadFile(path)
		if err == nil && bytes.Contains(raw, []byte(words)) {
			err = fmt.Errorf("%s holds %q", filepath.Base(path), words)
		}
		return err
	})
}
