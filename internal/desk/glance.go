package desk

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"livebrief/internal/brief"
	"livebrief/internal/record"
)

// The glance has 5 to 9 lines; more than mostLines are refused.
const (
	fewLines, manyLines = 5, 9
	mostLines           = 20
	mostRefs            = 20
)

// RuleGlanceLength is the name of the warning about a glance of too few or too many lines.
const RuleGlanceLength = "glance_length"

// LineEdit changes one line. Fields that are nil stay as they are.
type LineEdit struct {
	ID brief.LineID `json:"id"`
	// Class is update, correct or refile; correct needs a note.
	Class  brief.EntryKind `json:"class"`
	Text   *string         `json:"text,omitempty"`
	Track  *brief.TrackID  `json:"track,omitempty"`
	Refs   []brief.ItemID  `json:"refs,omitempty"`
	SaidOn *string         `json:"said_on,omitempty"`
	Note   string          `json:"note,omitempty"`
}

// LineRemoval takes one line off the list; it needs a note.
type LineRemoval struct {
	ID   brief.LineID `json:"id"`
	Note string       `json:"note"`
}

// GlanceEdit is one change of the list at a glance.
type GlanceEdit struct {
	Briefing brief.BriefingID `json:"-"`
	// Add puts new lines at the end; their ids are drawn.
	Add    []brief.Line  `json:"add,omitempty"`
	Change []LineEdit    `json:"change,omitempty"`
	Remove []LineRemoval `json:"remove,omitempty"`
	// Order names every line of the new list once; "+1" is the first line of Add, "+2" the second. Nil keeps the
	// order.
	Order []brief.LineID `json:"order,omitempty"`
	// IfRev is the revision of the glance that the person saw, 0 before the first, -1 for any.
	IfRev int       `json:"-"`
	Key   string    `json:"-"`
	Dated time.Time `json:"dated,omitzero"`
}

// SetGlance carries the edit out. Asked again with the same key after it was done, it gives the same entry, unless
// IfRev is -1.
func (d *Desk) SetGlance(ctx context.Context, now time.Time, who brief.Person, e GlanceEdit) (Outcome, error) {
	if err := may(who, Glance); err != nil {
		return Outcome{}, err
	}
	b, _, err := d.ports.Facts.Briefing(ctx, e.Briefing)
	if err != nil {
		return Outcome{}, err
	}
	e.Dated = keep(e.Dated)
	if err := checkDated(now, b, e.Dated); err != nil {
		return Outcome{}, err
	}
	e.Add = slices.Clone(e.Add)
	was, rev, err := d.glanceBase(ctx, &e)
	if err != nil {
		return Outcome{}, err
	}
	g, err := editGlance(was, &e)
	if err != nil {
		return Outcome{}, err
	}
	if err := d.checkGlance(ctx, b, e.Briefing, was, g); err != nil {
		return Outcome{}, err
	}
	body, err := record.Canonical(g)
	if err != nil {
		return Outcome{}, err
	}
	facts := LintFacts{Lang: b.Lang()}
	d.numberFacts(ctx, e.Briefing, nil, &facts)
	return d.commit(ctx, now, brief.Act{Briefing: e.Briefing, Kind: brief.EntryGlance, Item: brief.ItemGlance, Lang: b.Lang(), Dated: e.Dated,
		Body: body, IfRev: rev, Key: e.Key, Person: who.ID, Role: who.Role}, glanceWarnings(g, facts))
}

// glanceBase gives the glance that the edit starts from with its revision, and gives the new lines their ids.
func (d *Desk) glanceBase(ctx context.Context, e *GlanceEdit) (brief.Glance, int, error) {
	was, rev, err := d.ports.Facts.Glance(ctx, e.Briefing)
	if err != nil {
		return was, 0, err
	}
	for _, l := range e.Add {
		if l.ID != "" {
			return was, 0, brief.Invalid("a new line gets its id from the desk", "leave the id out, or change the line of that id")
		}
	}
	if e.IfRev >= 0 && e.IfRev != rev {
		if then, ok := d.again(ctx, e); ok {
			return then, e.IfRev, nil
		}
		return was, 0, brief.Conflict(fmt.Sprintf("the glance is at revision %d, and you worked on revision %d", rev, e.IfRev),
			"look at the new list, then do it again")
	}
	for i := range e.Add {
		if e.Add[i].ID, err = brief.NewID[brief.LineID](d.ports.Random); err != nil {
			return was, 0, err
		}
	}
	return was, rev, nil
}

// again finds the glance that the person saw, and gives the new lines the ids that they got, when the edit may have
// been done already. The record tells by the key whether it was this one, and if not, who was first.
func (d *Desk) again(ctx context.Context, e *GlanceEdit) (was brief.Glance, ok bool) {
	history, err := d.ports.Record.History(ctx, e.Briefing, brief.ItemGlance)
	if err != nil {
		return was, false
	}
	for _, p := range history {
		var g brief.Glance
		if p.Entry.Kind != brief.EntryGlance || json.Unmarshal(p.Text(), &g) != nil {
			continue
		}
		if p.Entry.Rev == e.IfRev {
			was = g
		}
		if p.Entry.Rev != e.IfRev+1 {
			continue
		}
		added := slices.DeleteFunc(g.Changes, func(c brief.LineChange) bool { return c.Class != brief.Publish })
		if len(added) != len(e.Add) {
			return was, false
		}
		for i, c := range added {
			e.Add[i].ID = c.ID
		}
		return was, true
	}
	return was, false
}

// editGlance gives the list after the edit.
func editGlance(was brief.Glance, e *GlanceEdit) (brief.Glance, error) {
	g := brief.Glance{Lines: slices.Clone(was.Lines), Changes: []brief.LineChange{}}
	touched := map[brief.LineID]bool{}
	find := func(id brief.LineID) (int, error) {
		at := slices.IndexFunc(g.Lines, func(l brief.Line) bool { return l.ID == id })
		if at < 0 {
			return 0, brief.Invalid(fmt.Sprintf("the glance has no line %.40q", string(id)), "look at the list again")
		}
		if touched[id] {
			return 0, brief.Invalid(fmt.Sprintf("the line %s is changed twice", id), "change or remove it once")
		}
		touched[id] = true
		return at, nil
	}
	for _, c := range e.Change {
		at, err := find(c.ID)
		if err != nil {
			return g, err
		}
		if err := changeLine(&g.Lines[at], &c); err != nil {
			return g, err
		}
		g.Changes = append(g.Changes, brief.LineChange{ID: c.ID, Class: c.Class, Note: tidyText(c.Note)})
	}
	for _, r := range e.Remove {
		at, err := find(r.ID)
		if err != nil {
			return g, err
		}
		if tidyText(r.Note) == "" {
			return g, brief.Invalid("a line that is taken off needs a public note", "say why it goes")
		}
		g.Lines = slices.Delete(g.Lines, at, at+1)
		g.Changes = append(g.Changes, brief.LineChange{ID: r.ID, Class: brief.Withdraw, Note: tidyText(r.Note)})
	}
	for _, l := range e.Add {
		l.Text, l.Refs = tidyText(l.Text), refs(l.Refs)
		g.Lines = append(g.Lines, l)
		g.Changes = append(g.Changes, brief.LineChange{ID: l.ID, Class: brief.Publish})
	}
	if err := reorder(&g, e); err != nil {
		return g, err
	}
	if len(g.Changes) == 0 && sameOrder(was.Lines, g.Lines) {
		return g, brief.Invalid("this changes nothing in the glance", "add, change, remove or move a line")
	}
	return g, nil
}

// refs gives a list that is never null.
func refs(ids []brief.ItemID) []brief.ItemID {
	if ids == nil {
		return []brief.ItemID{}
	}
	return ids
}

func sameOrder(a, b []brief.Line) bool {
	return slices.EqualFunc(a, b, func(a, b brief.Line) bool { return a.ID == b.ID })
}

// changeLine lays the edit over a line.
func changeLine(l *brief.Line, c *LineEdit) error {
	switch c.Class {
	case brief.Update, brief.Refile:
	case brief.Correct:
		if tidyText(c.Note) == "" {
			return brief.Invalid("a corrected line needs a public note", "say what was wrong, for those who read it before")
		}
	default:
		return brief.Invalid(fmt.Sprintf("a line cannot be changed by %.40q", string(c.Class)), "use update, correct or refile")
	}
	was := *l
	if c.Text != nil {
		l.Text = tidyText(*c.Text)
	}
	if c.Track != nil {
		l.Track = *c.Track
	}
	if c.Refs != nil {
		l.Refs = c.Refs
	}
	if c.SaidOn != nil {
		l.SaidOn = *c.SaidOn
	}
	l.Refs = refs(l.Refs)
	if was.Text == l.Text && was.Track == l.Track && was.SaidOn == l.SaidOn && slices.Equal(was.Refs, l.Refs) {
		return brief.Invalid(fmt.Sprintf("the line %s stays as it is", c.ID), "change its text, or leave the line out")
	}
	return nil
}

// reorder brings the lines into the wanted order.
func reorder(g *brief.Glance, e *GlanceEdit) error {
	if e.Order == nil {
		return nil
	}
	named := map[brief.LineID]brief.LineID{}
	for i, l := range e.Add {
		named[brief.LineID(fmt.Sprintf("+%d", i+1))] = l.ID
	}
	lines := make([]brief.Line, 0, len(g.Lines))
	seen := map[brief.LineID]bool{}
	for _, id := range e.Order {
		if added, ok := named[id]; ok {
			id = added
		}
		at := slices.IndexFunc(g.Lines, func(l brief.Line) bool { return l.ID == id })
		if at < 0 || seen[id] {
			return brief.Invalid(fmt.Sprintf("the order names %.40q, which is not a line of the new list, or names it twice", string(id)),
				"name every line once; +1 is the first new one")
		}
		seen[id] = true
		lines = append(lines, g.Lines[at])
	}
	if len(lines) != len(g.Lines) {
		return brief.Invalid(fmt.Sprintf("the order names %d lines of %d", len(lines), len(g.Lines)), "name every line once; +1 is the first new one")
	}
	g.Lines = lines
	return nil
}
