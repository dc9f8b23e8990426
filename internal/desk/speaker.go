package desk

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"livebrief/internal/brief"
	"livebrief/internal/record"
	"livebrief/internal/statement"
)

// speakerOf reads a revision of a speaker; ok is false where nothing may be shown of it.
func speakerOf(p brief.Published) (s brief.Speaker, ok bool) {
	if p.Entry.Kind != brief.EntrySpeaker || len(p.Text()) == 0 {
		return s, false
	}
	return s, json.Unmarshal(p.Text(), &s) == nil
}

// SpeakerEdit adds a speaker to the register, or changes one.
type SpeakerEdit struct {
	Briefing brief.BriefingID `json:"-"`
	// Speaker is empty for a new one: the desk draws an id.
	Speaker brief.SpeakerID `json:"-"`
	// Class is publish, update, correct or refile; a correction needs a note.
	Class brief.EntryKind `json:"class"`
	Body  brief.Speaker   `json:"body"`
	Note  string          `json:"note,omitempty"`
	Dated time.Time       `json:"dated,omitzero"`
	IfRev int             `json:"-"`
	Key   string          `json:"-"`
}

// maxNames and maxRoles bound what the register holds of one speaker.
const (
	maxNames = 60
	maxRoles = 60
)

// SetSpeaker carries the edit out.
func (d *Desk) SetSpeaker(ctx context.Context, now time.Time, who brief.Person, e SpeakerEdit) (Outcome, error) {
	if err := may(who, RecordStatement); err != nil {
		return Outcome{}, err
	}
	b, register, err := d.speakers(ctx, now, e.Briefing, e.Dated)
	if err != nil {
		return Outcome{}, err
	}
	if e.Class == brief.Publish {
		if e.Speaker != "" {
			return Outcome{}, brief.Invalid("a new speaker gets an id from the desk", "leave the id out, or update the speaker")
		}
		if e.Speaker, err = brief.NewID[brief.SpeakerID](d.ports.Random); err != nil {
			return Outcome{}, err
		}
		e.IfRev = 0
	} else if _, ok := register[e.Speaker]; !ok {
		return Outcome{}, noSpeaker(e.Speaker)
	}
	is := e.Body
	is.Change = brief.StatementChange{Class: e.Class, Note: tidyText(e.Note)}
	is.MergedInto = register[e.Speaker].MergedInto
	if is.MergedInto != "" {
		return Outcome{}, brief.Invalid("this speaker was merged into another", "change that one, or take the merge back")
	}
	if err := first(checkClass(e.Class, is.Change.Note), checkSpeakerTexts(is), statement.CheckSpeaker(e.Speaker, is, register.Owner)); err != nil {
		return Outcome{}, err
	}
	act, err := speakerAct(who, b, e.Briefing, e.Speaker, is, e.IfRev, e.Dated, e.Key)
	if err != nil {
		return Outcome{}, err
	}
	return d.commit(ctx, now, act, nil)
}

func checkClass(class brief.EntryKind, note string) error {
	switch class {
	case brief.Publish, brief.Update, brief.Refile:
		return nil
	case brief.Correct:
		return required("public note", note, maxNote, true)
	}
	return brief.Invalid(fmt.Sprintf("a speaker is not changed by %.40q", string(class)), "use publish, update, correct or refile")
}

func checkSpeakerTexts(s brief.Speaker) error {
	if err := first(required("name", s.Name, maxShort, false), checkCount("names", len(s.Aliases), maxNames), checkCount("offices", len(s.Roles), maxRoles),
		checkShort(s.Aliases...)); err != nil {
		return err
	}
	for _, r := range s.Roles {
		if err := checkShort(r.Title, r.Organisation, r.Side); err != nil {
			return err
		}
	}
	return nil
}

func noSpeaker(id brief.SpeakerID) error {
	return brief.NotFound(fmt.Sprintf("the register has no speaker %.40q", string(id)), "look for the id in the list of speakers")
}

func (d *Desk) speakers(ctx context.Context, now time.Time, id brief.BriefingID, dated time.Time) (brief.Briefing, statement.Register, error) {
	b, _, err := d.ports.Facts.Briefing(ctx, id)
	if err != nil {
		return b, nil, err
	}
	if err := checkDated(now, b, keep(dated)); err != nil {
		return b, nil, err
	}
	register, err := d.ports.Ledger.Register(ctx, id)
	return b, register, err
}

func speakerAct(who brief.Person, b brief.Briefing, id brief.BriefingID, speaker brief.SpeakerID, is brief.Speaker, ifRev int, dated time.Time, key string) (brief.Act, error) {
	body, err := record.Canonical(is)
	return brief.Act{Briefing: id, Kind: brief.EntrySpeaker, Item: brief.ItemID(speaker), Lang: b.Lang(), Dated: keep(dated), Body: body,
		IfRev: ifRev, Key: key, Person: who.ID, Role: who.Role}, err
}

// Merge asks to make two speakers one, or to take that back.
type Merge struct {
	Briefing brief.BriefingID
	// From is the speaker that turns out to be Into. To take a merge back only From is asked.
	From, Into brief.SpeakerID
	Note       string
	Dated      time.Time
	Key        string
}

// MergeSpeakers makes two speakers of the register one, in one act.
func (d *Desk) MergeSpeakers(ctx context.Context, now time.Time, who brief.Person, m Merge) ([]brief.Entry, error) {
	if err := may(who, RecordStatement); err != nil {
		return nil, err
	}
	b, register, err := d.speakers(ctx, now, m.Briefing, m.Dated)
	if err != nil {
		return nil, err
	}
	from, ok := register[m.From]
	into, known := register[m.Into]
	switch {
	case !ok:
		return nil, noSpeaker(m.From)
	case !known:
		return nil, noSpeaker(m.Into)
	case m.From == m.Into:
		return nil, brief.Invalid("these are the same speaker", "give two")
	}
	gone, whole, err := statement.Merge(from.Speaker, into.Speaker, m.Into, tidyText(m.Note))
	if err != nil {
		return nil, err
	}
	return d.both(ctx, who, b, m, gone, from.Rev, whole, into.Rev)
}

// UnmergeSpeakers takes a merge back, in one act.
func (d *Desk) UnmergeSpeakers(ctx context.Context, now time.Time, who brief.Person, m Merge) ([]brief.Entry, error) {
	if err := may(who, RecordStatement); err != nil {
		return nil, err
	}
	b, register, err := d.speakers(ctx, now, m.Briefing, m.Dated)
	if err != nil {
		return nil, err
	}
	from, ok := register[m.From]
	if !ok {
		return nil, noSpeaker(m.From)
	}
	m.Into = from.MergedInto
	into := register[m.Into]
	before, err := d.beforeMerge(ctx, m)
	if err != nil {
		return nil, err
	}
	apart, rest, err := statement.Unmerge(from.Speaker, into.Speaker, before, tidyText(m.Note))
	if err != nil {
		return nil, err
	}
	return d.both(ctx, who, b, m, apart, from.Rev, rest, into.Rev)
}

// beforeMerge gives the speaker that the other one was merged into as it stood before that.
func (d *Desk) beforeMerge(ctx context.Context, m Merge) (brief.Speaker, error) {
	gone, err := d.ports.Record.History(ctx, m.Briefing, brief.ItemID(m.From))
	if err != nil {
		return brief.Speaker{}, err
	}
	into, err := d.ports.Record.History(ctx, m.Briefing, brief.ItemID(m.Into))
	if err != nil {
		return brief.Speaker{}, err
	}
	merged := brief.Seq(0)
	for _, p := range gone {
		if s, ok := speakerOf(p); ok && s.MergedInto == m.Into && s.Change.What == "merge" {
			merged = p.Entry.Seq
		}
	}
	var before brief.Speaker
	for _, p := range into {
		if s, ok := speakerOf(p); ok && p.Entry.Seq < merged {
			before = s
		}
	}
	return before, nil
}

// both appends the two halves of a merge.
func (d *Desk) both(ctx context.Context, who brief.Person, b brief.Briefing, m Merge, from brief.Speaker, fromRev int, into brief.Speaker, intoRev int) ([]brief.Entry, error) {
	keyed := func(half string) string {
		if m.Key == "" {
			return ""
		}
		return m.Key + "/" + half
	}
	one, err := speakerAct(who, b, m.Briefing, m.From, from, fromRev, m.Dated, keyed("from"))
	if err != nil {
		return nil, err
	}
	other, err := speakerAct(who, b, m.Briefing, m.Into, into, intoRev, m.Dated, keyed("into"))
	if err != nil {
		return nil, err
	}
	return d.ports.Record.Append(ctx, one, other)
}
