package desk

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"livebrief/internal/brief"
)

func (r *room) glance(e GlanceEdit) (Outcome, error) {
	e.Briefing = r.id
	return r.SetGlance(context.Background(), noon, editor, e)
}

func (r *room) setGlance(e GlanceEdit) brief.Glance {
	r.t.Helper()
	if _, err := r.glance(e); err != nil {
		r.t.Fatal(err)
	}
	return body[brief.Glance](r)
}

// sixLines begins a glance.
func (r *room) sixLines() []brief.LineID {
	r.t.Helper()
	var e GlanceEdit
	for i := range 6 {
		e.Add = append(e.Add, brief.Line{Text: fmt.Sprintf("Line %d, an official said on May 4.", i+1), SaidOn: "2022-05-04"})
	}
	var ids []brief.LineID
	for _, l := range r.setGlance(e).Lines {
		ids = append(ids, l.ID)
	}
	return ids
}

func order(g brief.Glance) (out []brief.LineID) {
	for _, l := range g.Lines {
		out = append(out, l.ID)
	}
	return out
}

func TestAGlanceKeepsTheIdsOfItsLines(t *testing.T) {
	r := newRoom(t, nil)
	item := r.publish()
	ids := r.sixLines()
	g := r.setGlance(GlanceEdit{IfRev: 1,
		Add:    []brief.Line{{Text: " A new line, he said on May 5. ", Track: "home", Refs: []brief.ItemID{item}}},
		Change: []LineEdit{{ID: ids[1], Class: brief.Correct, Text: new("Line two, an official said on May 3."), SaidOn: new("2022-05-03"), Note: "The day was wrong."}},
		Remove: []LineRemoval{{ID: ids[2], Note: "It is over."}},
		Order:  []brief.LineID{"+1", ids[5], ids[0], ids[1], ids[3], ids[4]},
	})
	fresh := g.Lines[0].ID
	if d := cmp.Diff([]brief.LineID{fresh, ids[5], ids[0], ids[1], ids[3], ids[4]}, order(g)); d != "" || len(fresh) != 16 {
		t.Error(d)
	}
	want := []brief.LineChange{{ID: ids[1], Class: brief.Correct, Note: "The day was wrong."},
		{ID: ids[2], Class: brief.Withdraw, Note: "It is over."}, {ID: fresh, Class: brief.Publish}}
	if d := cmp.Diff(want, g.Changes); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff(brief.Line{ID: fresh, Text: "A new line, he said on May 5.", Track: "home", Refs: []brief.ItemID{item}}, g.Lines[0]); d != "" {
		t.Error(d)
	}
	if l := g.Lines[3]; l.Text != "Line two, an official said on May 3." || l.SaidOn != "2022-05-03" || l.Refs == nil {
		t.Errorf("%+v", l)
	}
}

func TestMovingLinesIsAChangeOfItsOwn(t *testing.T) {
	r := newRoom(t, nil)
	ids := r.sixLines()
	g := r.setGlance(GlanceEdit{IfRev: 1, Order: []brief.LineID{ids[5], ids[4], ids[3], ids[2], ids[1], ids[0]}})
	if len(g.Changes) != 0 || g.Changes == nil || g.Lines[0].ID != ids[5] {
		t.Errorf("%+v", g)
	}
}

func TestGlanceEditsThatAreRefused(t *testing.T) {
	r := newRoom(t, nil)
	withdrawn := r.publish()
	r.must(Change{Kind: brief.Withdraw, Item: withdrawn, Note: "N.", IfRev: 1})
	ids := r.sixLines()
	change := func(c LineEdit) GlanceEdit { c.ID = ids[0]; return GlanceEdit{Change: []LineEdit{c}} }
	add := func(l brief.Line) GlanceEdit { return GlanceEdit{Add: []brief.Line{l}} }
	many := GlanceEdit{}
	for range 15 {
		many.Add = append(many.Add, brief.Line{Text: "Another line, he said on May 4."})
	}
	text := new("Other text, he said on May 4.")
	for _, c := range []struct {
		words string
		e     GlanceEdit
	}{
		{"changes nothing", GlanceEdit{}},
		{"changes nothing", GlanceEdit{Order: ids}},
		{"cannot be changed by", change(LineEdit{Text: text})},
		{"cannot be changed by", change(LineEdit{Class: brief.Publish, Text: text})},
		{"cannot be changed by", change(LineEdit{Class: brief.Withdraw, Text: text, Note: "N."})},
		{"public note", change(LineEdit{Class: brief.Correct, Text: text, Note: " "})},
		{"stays as it is", change(LineEdit{Class: brief.Update})},
		{"stays as it is", change(LineEdit{Class: brief.Update, Text: new("Line 1, an official said on May 4.\n")})},
		{"no line \"nobody\"", GlanceEdit{Change: []LineEdit{{ID: "nobody", Class: brief.Update, Text: text}}}},
		{"no line \"\"", GlanceEdit{Remove: []LineRemoval{{Note: "N."}}}},
		{"changed twice", GlanceEdit{Change: []LineEdit{{ID: ids[0], Class: brief.Update, Text: text}, {ID: ids[0], Class: brief.Refile, Text: text}}}},
		{"no line", GlanceEdit{Remove: []LineRemoval{{ID: ids[0], Note: "N."}, {ID: ids[0], Note: "N."}}}},
		{"needs a public note", GlanceEdit{Remove: []LineRemoval{{ID: ids[0]}}}},
		{"gets its id", add(brief.Line{ID: "mine", Text: "T."})},
		{"no line; write", add(brief.Line{Text: " "})},
		{"601 characters", add(brief.Line{Text: strings.Repeat("ї", 601)})},
		{"U+000A", add(brief.Line{Text: "two\nlines"})},
		{"javascript:x", add(brief.Line{Text: "[x](javascript:x)"})},
		{"no track", add(brief.Line{Text: "T.", Track: "elsewhere"})},
		{"not a date", add(brief.Line{Text: "T.", SaidOn: "May 4"})},
		{"not a date", add(brief.Line{Text: "T.", SaidOn: "2022-02-30"})},
		{"not published here", add(brief.Line{Text: "T.", Refs: []brief.ItemID{"nothing"}})},
		{"which was withdrawn", add(brief.Line{Text: "T.", Refs: []brief.ItemID{withdrawn}})},
		{"21 references", add(brief.Line{Text: "T.", Refs: make([]brief.ItemID, 21)})},
		{"21 lines", many},
		{"the order names 2 lines of 6", GlanceEdit{Order: ids[:2]}},
		{"names it twice", GlanceEdit{Order: []brief.LineID{ids[0], ids[0], ids[1], ids[2], ids[3], ids[4]}}},
		{"not a line of the new list", GlanceEdit{Order: []brief.LineID{"+1", ids[0], ids[1], ids[2], ids[3], ids[4]}}},
		{"only a reconstruction", GlanceEdit{Dated: noon, Add: []brief.Line{{Text: "T."}}}},
	} {
		n := len(r.book.entries)
		c.e.IfRev = 1
		_, err := r.glance(c.e)
		refused(t, err, brief.KindInvalid, c.words)
		if len(r.book.entries) != n {
			t.Fatalf("%s: written", c.words)
		}
	}
}

func TestAGlanceOfTooFewOrManyLinesWarns(t *testing.T) {
	r := newRoom(t, nil)
	line := func(n int) (out []brief.Line) {
		for range n {
			out = append(out, brief.Line{Text: "A line, he said on May 4."})
		}
		return out
	}
	for i, c := range []struct {
		add  int
		want []string
	}{{4, []string{RuleGlanceLength}}, {1, nil}, {4, nil}, {1, []string{RuleGlanceLength}}, {10, []string{RuleGlanceLength}}} {
		o, err := r.glance(GlanceEdit{Add: line(c.add), IfRev: i})
		if err != nil {
			t.Fatal(err)
		}
		sameRules(t, o.Warnings, c.want...)
	}
}

func TestOnlyLinesThatChangeAreJudged(t *testing.T) {
	r := newRoom(t, nil)
	ids := r.sixLines()
	o, err := r.glance(GlanceEdit{IfRev: 1, Change: []LineEdit{{ID: ids[2], Class: brief.Update, SaidOn: new(""), Text: new("He claimed it overnight")}}})
	if err != nil {
		t.Fatal(err)
	}
	sameRules(t, o.Warnings, RuleStray, RuleLoaded, RuleUndated)
	if !strings.HasPrefix(o.Warnings[0].Sentence, "Line 3: ") {
		t.Errorf("%q does not say which line", o.Warnings[0].Sentence)
	}
	o, err = r.glance(GlanceEdit{IfRev: 2, Change: []LineEdit{{ID: ids[0], Class: brief.Update, Text: new("Fine, he said on May 4.")}}})
	if err != nil {
		t.Fatal(err)
	}
	sameRules(t, o.Warnings)
}

func TestAGlanceThatSomebodyElseChangedIsAConflict(t *testing.T) {
	r := newRoom(t, nil)
	ids := r.sixLines()
	edit := GlanceEdit{IfRev: 1, Change: []LineEdit{{ID: ids[0], Class: brief.Update, Text: new("Mine, he said on May 4.")}}}
	r.setGlance(edit)
	_, err := r.glance(edit)
	refused(t, err, brief.KindConflict, "revision 2")
	edit.Key = "another"
	_, err = r.glance(edit)
	refused(t, err, brief.KindConflict, "revision 2")
	_, err = r.glance(GlanceEdit{IfRev: 9, Add: []brief.Line{{Text: "A line."}}})
	refused(t, err, brief.KindConflict, "you worked on revision 9")
	_, err = r.glance(GlanceEdit{IfRev: 1, Add: []brief.Line{{Text: "A line."}}})
	refused(t, err, brief.KindConflict, "you worked on revision 1")
}

func TestAnyRevisionMeansTheOneThatWasLookedAt(t *testing.T) {
	r := newRoom(t, nil)
	r.sixLines()
	r.setGlance(GlanceEdit{IfRev: -1, Key: "k", Add: []brief.Line{{Text: "A line."}}})
	if got := r.book.keys["k"].IfRev; got != 1 {
		t.Errorf("the record is asked for revision %d, so that a list from in between could be lost", got)
	}
}

func TestALineMayKeepWhatWasWithdrawnSince(t *testing.T) {
	r := newRoom(t, nil)
	item := r.publish()
	g := r.setGlance(GlanceEdit{Add: []brief.Line{{Text: "A line.", Refs: []brief.ItemID{item}}}})
	r.must(Change{Kind: brief.Withdraw, Item: item, Note: "N.", IfRev: 1})
	r.setGlance(GlanceEdit{IfRev: 1, Change: []LineEdit{{ID: g.Lines[0].ID, Class: brief.Refile, Text: new("The line.")}}})
}

func TestAGlanceEditAskedTwiceIsDoneOnce(t *testing.T) {
	r := newRoom(t, nil)
	ids := r.sixLines()
	edit := GlanceEdit{IfRev: 1, Key: "k", Add: []brief.Line{{Text: "One more, he said on May 4."}, {Text: "And one, he said on May 4."}},
		Remove: []LineRemoval{{ID: ids[0], Note: "Over."}}, Order: []brief.LineID{"+2", ids[1], ids[2], ids[3], ids[4], ids[5], "+1"}}
	one, err := r.glance(edit)
	if err != nil {
		t.Fatal(err)
	}
	r.setGlance(GlanceEdit{IfRev: 2, Remove: []LineRemoval{{ID: ids[1], Note: "Over too."}}})
	two, err := r.glance(edit)
	if err != nil || one.Entry.Seq != two.Entry.Seq {
		t.Errorf("%v, %v", two.Entry, err)
	}
	edit.Remove[0].Note = "Something else."
	_, err = r.glance(edit)
	refused(t, err, brief.KindConflict, "key")
}

func TestAGlanceOfAReconstructionIsDated(t *testing.T) {
	r := newRoom(t, func(b *brief.Briefing) { b.Reconstruction = true })
	o, err := r.glance(GlanceEdit{Dated: noon.Add(-time.Hour), Add: []brief.Line{{Text: "A line."}}})
	if err != nil || !o.Entry.Dated.Equal(noon.Add(-time.Hour)) || o.Entry.Kind != brief.EntryGlance || o.Entry.Item != brief.ItemGlance {
		t.Errorf("%+v, %v", o.Entry, err)
	}
}
