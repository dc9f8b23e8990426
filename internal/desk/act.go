package desk

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"livebrief/internal/brief"
	"livebrief/internal/record"
)

// Change is what somebody wants done to a development or story.
type Change struct {
	Briefing brief.BriefingID
	// Kind is publish, update, correct, refile, hold or withdraw.
	Kind brief.EntryKind
	// Item is empty for publish: the desk draws an id.
	Item brief.ItemID
	// Development is the whole text as it shall stand. Hold and withdraw leave it out: they take what stands.
	Development brief.Development
	// Note is public: what was wrong, why it is held or withdrawn. It takes the place of Development.Note.
	Note string
	// IfRev is the revision that the person saw, -1 for any; publish needs none.
	IfRev int
	Key   string
	// Dated is when it was so; only in a reconstruction.
	Dated        time.Time
	EmbargoUntil time.Time
	// Lang is the language of the text, the briefing's first when empty.
	Lang string
}

// verbOf gives the verb of a change class.
func verbOf(kind brief.EntryKind) (Verb, bool) {
	if !kind.OfDevelopment() {
		return "", false
	}
	return Verb(kind), true
}

// Do carries the change out: at once, or when its embargo lifts. The same key with the same change gives the same
// entry again.
func (d *Desk) Do(ctx context.Context, now time.Time, who brief.Person, c Change) (Outcome, error) {
	verb, ok := verbOf(c.Kind)
	if !ok {
		return Outcome{}, brief.Invalid(fmt.Sprintf("a development cannot be changed by %.40q", string(c.Kind)),
			"use publish, update, correct, refile, hold or withdraw")
	}
	if err := may(who, verb); err != nil {
		return Outcome{}, err
	}
	b, _, err := d.ports.Facts.Briefing(ctx, c.Briefing)
	if err != nil {
		return Outcome{}, err
	}
	was, err := d.settle(ctx, &c)
	if err != nil {
		return Outcome{}, err
	}
	if err := checkChange(now, b, &c, was); err != nil {
		return Outcome{}, err
	}
	if err := d.checkPassages(ctx, &c, was); err != nil {
		return Outcome{}, err
	}
	body, err := record.Canonical(c.Development)
	if err != nil {
		return Outcome{}, err
	}
	lang := c.Lang
	if lang == "" {
		lang = b.Lang()
	}
	warnings := d.warn(ctx, now, b, &c, was, lang)
	return d.commit(ctx, now, brief.Act{Briefing: c.Briefing, Kind: c.Kind, Item: c.Item, Lang: lang, Dated: c.Dated, Body: body,
		IfRev: c.IfRev, Key: c.Key, EmbargoUntil: c.EmbargoUntil, Person: who.ID, Role: who.Role}, warnings)
}

// commit hands the act to the record, or to those that wait.
func (d *Desk) commit(ctx context.Context, now time.Time, act brief.Act, warnings []Warning) (Outcome, error) {
	if act.EmbargoUntil.After(now) {
		draft, err := d.ports.Record.Embargo(ctx, act)
		if err != nil {
			return Outcome{}, err
		}
		return outcome(nil, &draft, warnings), nil
	}
	entries, err := d.ports.Record.Append(ctx, act)
	if err != nil {
		return Outcome{}, err
	}
	if len(entries) != 1 {
		return Outcome{}, fmt.Errorf("the record gave %d entries for one act", len(entries))
	}
	return outcome(&entries[0], nil, warnings), nil
}

// standing is the item before the act.
type standing struct {
	rev   int
	class brief.EntryKind
	body  brief.Development
	// text says that a body stands, that it was not removed.
	text bool
}

// settle completes the change: a new item gets its id, and what the change does not say is taken from what stands.
func (d *Desk) settle(ctx context.Context, c *Change) (*standing, error) {
	if c.Note != "" {
		c.Development.Note = c.Note
	}
	if c.Kind == brief.Publish {
		if c.Item != "" {
			return nil, brief.Invalid("a new development gets its id from the desk", "leave the item out, or use update")
		}
		id, err := brief.NewID[brief.ItemID](d.ports.Random)
		if err != nil {
			return nil, err
		}
		c.Item, c.IfRev = id, 0
		tidy(&c.Development)
		return nil, nil
	}
	if c.Item == "" || c.Item == brief.ItemGlance || c.Item == brief.ItemBriefing {
		return nil, brief.Invalid("it is not said which development is meant", "give the id of the item")
	}
	p, err := d.ports.Facts.Current(ctx, c.Briefing, c.Item)
	if err != nil {
		return nil, err
	}
	was := &standing{rev: p.Entry.Rev, class: p.Entry.Kind, text: len(p.Text()) > 0}
	if was.text {
		if err := json.Unmarshal(p.Text(), &was.body); err != nil {
			return nil, fmt.Errorf("reading revision %d of %s: %w", was.rev, c.Item, err)
		}
	}
	switch {
	case c.Kind == brief.Hold || c.Kind == brief.Withdraw:
		c.Development = carry(was.body, c.Kind, c.Note)
	case c.Note == "" && c.Development.Note == was.body.Note && was.rev == c.IfRev:
		// The note of the revision that the person saw came back with its text; it is not about this change.
		c.Development.Note = ""
	}
	tidy(&c.Development)
	return was, nil
}

// carry gives the body of a hold, which keeps the text, or of a withdrawal, which keeps only what the tombstone
// shows: headline, place in the briefing, and the note.
func carry(was brief.Development, kind brief.EntryKind, note string) brief.Development {
	was.Note = note
	if kind == brief.Hold {
		return was
	}
	return brief.Development{Headline: was.Headline, Track: was.Track, Kind: was.Kind, Event: was.Event, Label: was.Label, Note: note}
}

// tidy brings a development into the form in which it is kept: lists that are never null, times in UTC, line breaks
// of one kind (a browser's form sends two characters), no blanks at the ends.
func tidy(d *brief.Development) {
	for _, text := range []*string{&d.Headline, &d.Text, &d.Note, &d.Place, &d.Byline} {
		*text = tidyText(*text)
	}
	if d.RestsOn == nil {
		d.RestsOn = []brief.Reference{}
	}
	for i := range d.RestsOn {
		r := &d.RestsOn[i]
		if r.Quote = brief.UnixBreaks(r.Quote); r.Quote == "" {
			r.Mark = nil
		}
	}
	d.Event.From, d.Event.To = keep(d.Event.From), keep(d.Event.To)
}

func tidyText(text string) string {
	return strings.TrimSpace(strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n"))
}

// keep gives the time as the record keeps it.
func keep(t time.Time) time.Time {
	if t.IsZero() {
		return t
	}
	return t.UTC().Truncate(time.Millisecond)
}

// checkChange holds the change to the rules.
func checkChange(now time.Time, b brief.Briefing, c *Change, was *standing) error {
	c.Dated, c.EmbargoUntil = keep(c.Dated), keep(c.EmbargoUntil)
	if err := checkDated(now, b, c.Dated); err != nil {
		return err
	}
	if was != nil {
		if err := checkStanding(c, was); err != nil {
			return err
		}
	}
	note := c.Development.Note
	switch {
	case c.Kind == brief.Correct && note == "":
		return brief.Invalid("a correction needs a public note", "say what was wrong, for those who read it before")
	case c.Kind == brief.Withdraw && note == "":
		return brief.Invalid("a withdrawal needs a public note", "say why it is withdrawn")
	}
	if c.Kind == brief.Hold || c.Kind == brief.Withdraw {
		// What stands was judged when it was published; only the note is new.
		return first(checkText("note", note, maxNote, true), checkLinks("note", note))
	}
	return checkDevelopment(b, &c.Development)
}

// checkStanding refuses what does not fit the item as it stands. An act with a key may be asked again after it was
// done, so the record, which knows the keys, judges those by the same rule.
func checkStanding(c *Change, was *standing) error {
	if was.class == brief.Withdraw && c.Key == "" {
		return brief.Invalid("this item was withdrawn", "publish a new item instead")
	}
	if !was.text && (c.Kind == brief.Hold || c.Kind == brief.Withdraw) {
		return brief.Invalid("the text of this item was removed, there is nothing left to "+string(c.Kind),
			"leave it as it is, or write it anew with update")
	}
	return nil
}

// checkDated allows a claimed date in a reconstruction only, and never one to come.
func checkDated(now time.Time, b brief.Briefing, dated time.Time) error {
	switch {
	case dated.IsZero():
		return nil
	case !b.Reconstruction:
		return brief.Invalid("only a reconstruction can date its entries", "leave the date out")
	case dated.After(now):
		return brief.Invalid("the date "+dated.Format(time.RFC3339)+" is still to come", "give the time at which it was so")
	}
	return nil
}

// warn collects what a person should look at.
func (d *Desk) warn(ctx context.Context, now time.Time, b brief.Briefing, c *Change, was *standing, lang string) []Warning {
	var warnings []Warning
	if c.Kind == brief.Refile && was.text {
		warnings = append(warnings, refileWarnings(was.body, c.Development)...)
	}
	if was != nil && was.class == brief.Hold && c.Kind != brief.Hold && c.Kind != brief.Withdraw {
		warnings = append(warnings, Warning{"ends_hold", "The item was held; this " + string(c.Kind) + " shows it as live again."})
	}
	if c.Kind == brief.Hold || c.Kind == brief.Withdraw {
		return warnings
	}
	day := now
	if !c.Dated.IsZero() {
		day = c.Dated
	}
	if t, ok := b.Track(c.Development.Track); ok && !t.ActiveOn(day.In(b.Location())) {
		warnings = append(warnings, Warning{"track_dates", fmt.Sprintf("The track %s is not valid on that day; choose one that is.", t.Name)})
	}
	facts := LintFacts{Lang: lang, Item: c.Item}
	d.numberFacts(ctx, c.Briefing, c.Development.Numbers, &facts)
	if d.ports.Known != nil {
		facts.Known = func(key TextKey) (brief.ItemID, bool) { return d.ports.Known(ctx, c.Briefing, key) }
	}
	return slices.Concat(warnings, Lint(c.Development, facts))
}
