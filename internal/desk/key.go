package desk

import (
	"context"
	"time"

	"livebrief/internal/brief"
	"livebrief/internal/record"
)

// KeyOrder asks to let another key sign the record of a briefing from now on.
type KeyOrder struct {
	Briefing brief.BriefingID
	// Declaration is a signed note, see record.Declaration.
	Declaration []byte
	// Note says in public why the key changed; it may be empty.
	Note string
	Key  string
}

// DeclareKey puts the declaration of a key on the record. The record itself judges whether it follows the ones before it.
func (d *Desk) DeclareKey(ctx context.Context, now time.Time, who brief.Person, o KeyOrder) (Outcome, error) {
	if err := may(who, Keys); err != nil {
		return Outcome{}, err
	}
	o.Note = tidyText(o.Note)
	if err := checkText("note", o.Note, maxNote, true); err != nil {
		return Outcome{}, err
	}
	declared, err := record.OpenDeclaration(o.Declaration)
	if err != nil {
		return Outcome{}, err
	}
	if declared.Expired(now) {
		return Outcome{}, brief.Invalid("the declared key expires on "+declared.Expires+", which is over", "declare one that lasts longer")
	}
	b, _, err := d.ports.Facts.Briefing(ctx, o.Briefing)
	if err != nil {
		return Outcome{}, err
	}
	body, err := record.Canonical(brief.KeyDeclared{Declaration: string(o.Declaration), Note: o.Note})
	if err != nil {
		return Outcome{}, err
	}
	return d.commit(ctx, now, brief.Act{Briefing: o.Briefing, Kind: brief.EntryKey, Item: brief.ItemKey, Lang: b.Lang(), Body: body,
		IfRev: -1, Key: o.Key, Person: who.ID, Role: who.Role}, nil)
}
