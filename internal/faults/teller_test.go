package faults

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"golang.org/x/mod/sumdb/note"

	"livebrief/internal/brief"
	"livebrief/internal/record"
	"livebrief/internal/store"
)

// telling is the variable that makes this test binary a teller: a process that does a fixed story on a store and says
// what came of each step. It is a process of its own because SQLite maps a file of the disk that its parent serves: one
// process cannot stop for its collector while it waits for itself.
const telling = "FAULTS_TELLER"

// errand is what a teller is told to do, one line of JSON.
type errand struct {
	// Do is begin, story, again or close.
	Do, File, Secret string
	// Swallow makes a teller that takes every failure for a success, to see that it is noticed.
	Swallow bool
}

// step is one thing that the teller did. Kind and Error are empty when it was acknowledged.
type step struct {
	Name, Kind, Error, Cause string
	Seq                      brief.Seq
}

// report is what a teller says of an errand: its steps, and which steps stand in the record where.
type report struct {
	Steps  []step
	Places map[string][]brief.Seq
}

const (
	toldOrigin   = "faults.example.org/told"
	toldBriefing = brief.BriefingID("told")
	// toldName is what the story redacts.
	toldName = "Olena Marchenko-Redacted"
)

// deeds are the steps of the story that write, in their order.
var deeds = []string{"first", "name", "second", "away"}

// teller holds a store open between errands.
type teller struct {
	st    *store.Store
	steps []step
	errand
}

// tell does errands until there are none.
func tell(in io.Reader, out io.Writer) error {
	t := &teller{}
	lines, answers := json.NewDecoder(in), json.NewEncoder(out)
	for {
		var e errand
		if err := lines.Decode(&e); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
		t.errand, t.steps = e, nil
		r, err := t.run(context.Background())
		if err == nil {
			err = answers.Encode(r)
		}
		if err != nil {
			return err
		}
	}
}

func (t *teller) run(ctx context.Context) (report, error) {
	if t.Do == "close" {
		t.close()
		return report{Steps: t.steps}, nil
	}
	if t.st == nil && !t.open(ctx) {
		return report{Steps: t.steps}, nil
	}
	switch t.Do {
	case "begin":
		return report{Steps: t.steps}, t.begin(ctx)
	case "story":
		t.story(ctx)
		return report{Steps: t.steps}, nil
	case "again":
		return t.again(ctx)
	}
	return report{}, fmt.Errorf("no errand %q", t.Do)
}

// note keeps what came of a step.
func (t *teller) note(name string, seq brief.Seq, err error) bool {
	s := step{Name: name, Seq: seq}
	if err != nil && !t.Swallow {
		s.Kind, s.Error = brief.KindOf(err).String(), err.Error()
		for cause := errors.Unwrap(err); cause != nil; cause = errors.Unwrap(cause) {
			s.Cause = cause.Error()
		}
	}
	t.steps = append(t.steps, s)
	return err == nil
}

func (t *teller) open(ctx context.Context) bool {
	signer, err := record.NewSigner(t.Secret)
	if err != nil {
		panic(err)
	}
	t.st, err = store.Open(ctx, t.File, store.Options{Signers: func(brief.BriefingID) (note.Signer, error) { return signer, nil }})
	if err != nil {
		t.st = nil
	}
	return t.note("open", 0, err)
}

func (t *teller) close() {
	if t.st != nil {
		t.note("close", 0, t.st.Close())
		t.st = nil
	}
}

// begin makes the database that the story finds: a briefing with a few entries.
func (t *teller) begin(ctx context.Context) error {
	body := []byte(`{"name":"told","template":"blank","title":"Told"}`)
	_, err := t.st.CreateBriefing(ctx, brief.Act{Briefing: toldBriefing, Kind: brief.EntryBriefing, Item: brief.ItemBriefing, Lang: "en",
		Body: body, Key: "made", Person: "p", Role: brief.Chief}, toldOrigin)
	for n := 0; n < 3 && err == nil; n++ {
		_, err = t.st.Append(ctx, publication(fmt.Sprintf("before%d", n), strings.Repeat("Nobody was hurt. ", 300)))
	}
	return err
}

// publication gives an act that publishes an item of its own under a key of its name.
func publication(name, text string) brief.Act {
	body, err := record.Canonical(brief.Development{Headline: "The bridge, " + name, Text: text, Kind: brief.KindEvent, Label: brief.Official})
	if err != nil {
		panic(err)
	}
	return brief.Act{Briefing: toldBriefing, Kind: brief.Publish, Item: brief.ItemID("item-" + name), Lang: "en", Body: body, Key: name, Person: "p", Role: brief.Editor}
}

// deed gives the act of a step. The redaction needs to know where the name stands.
func (t *teller) deed(ctx context.Context, name string) (brief.Act, error) {
	switch name {
	case "first":
		return publication(name, strings.Repeat("Lorries wait at the bridge. ", 400)), nil
	case "name":
		return publication(name, toldName+" was seen at the bridge."), nil
	case "second":
		a := publication(name, "Fewer lorries wait at the bridge.")
		a.Kind, a.Item, a.IfRev = brief.Correct, "item-first", 1
		return a, nil
	}
	a := publication(name, "")
	found, err := t.st.History(ctx, toldBriefing, "item-name")
	if err != nil {
		return a, err
	}
	a.Kind, a.Item, a.IfRev, a.Role = brief.Redact, "item-name", 1, brief.Chief
	a.Body, err = record.Canonical(brief.Redaction{Target: a.Item, Class: "safety", Reason: "They asked for it.",
		Removed: []brief.Removed{{Seq: found[0].Entry.Seq}}})
	return a, err
}

// do asks for one deed. One that rests on a deed which failed is left out.
func (t *teller) do(ctx context.Context, name string, done map[string]bool) {
	if name == "second" && !done["first"] || name == "away" && !done["name"] {
		return
	}
	a, err := t.deed(ctx, name)
	var made []brief.Entry
	if err == nil {
		made, err = t.st.Append(ctx, a)
	}
	if err != nil {
		done[name] = t.note(name, 0, err)
		return
	}
	done[name] = t.note(name, made[0].Seq, nil)
}

// story publishes, corrects, redacts, keeps a snapshot and reads what it published.
func (t *teller) story(ctx context.Context) {
	done := map[string]bool{}
	for _, name := range deeds {
		t.do(ctx, name, done)
	}
	head, err := t.st.Head(ctx, toldBriefing)
	if t.note("head", head, err) {
		t.note("snapshot", head, t.st.SaveSnapshot(ctx, toldBriefing, head, bytes.Repeat([]byte("state"), 2000)))
	}
	for _, s := range t.steps {
		if s.Seq == 0 || s.Error != "" || s.Name == "head" || s.Name == "snapshot" {
			continue
		}
		list, err := t.st.Entries(ctx, toldBriefing, s.Seq, s.Seq)
		if err == nil && (len(list) != 1 || nameOf(&list[0]) != s.Name && list[0].Removal == nil) {
			err = fmt.Errorf("entry %d is not what was acknowledged as %s", s.Seq, s.Name)
		}
		t.note("reading "+s.Name, 0, err)
	}
}

// nameOf finds which step an entry is of.
func nameOf(p *brief.Published) string {
	switch p.Entry.Kind {
	case brief.Redact:
		return "away"
	case brief.Correct:
		return "second"
	}
	return strings.TrimPrefix(string(p.Entry.Item), "item-")
}

// again checks the store, asks for every deed once more under its key, and says where they stand.
func (t *teller) again(ctx context.Context) (report, error) {
	t.note("check", 0, t.st.Check(ctx))
	done := map[string]bool{}
	for _, name := range deeds {
		a, err := t.deed(ctx, name)
		if err != nil {
			t.note(name, 0, err)
			continue
		}
		made, err := t.st.Append(ctx, a)
		if name == "name" && brief.KindOf(err) == brief.KindConflict && strings.Contains(err.Error(), "removed since") {
			done[name] = true
			continue
		}
		if err != nil {
			made = []brief.Entry{{}}
		}
		done[name] = t.note(name, made[0].Seq, err)
	}
	t.note("check after it", 0, t.st.Check(ctx))
	head, err := t.st.Head(ctx, toldBriefing)
	if err != nil {
		return report{}, err
	}
	list, err := t.st.Entries(ctx, toldBriefing, 1, head)
	r := report{Steps: t.steps, Places: map[string][]brief.Seq{}}
	for i := range list {
		name := nameOf(&list[i])
		r.Places[name] = append(r.Places[name], list[i].Entry.Seq)
	}
	return r, err
}
