package desk

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"livebrief/internal/brief"
	"livebrief/internal/record"
)

// The classes of a redaction.
var redactionClasses = []string{"law", "safety", "other"}

const maxStrikes = 50

// RedactOrder asks to remove text of one item from the record, openly: in every revision.
type RedactOrder struct {
	Briefing brief.BriefingID
	// Item is a development's, brief.ItemGlance, or brief.ItemBriefing.
	Item brief.ItemID
	// Class is law, safety or other.
	Class string
	// Reason is public; it must not hold what is removed.
	Reason string
	// Strike lists the words that go; without any, every body of the item goes.
	Strike []string
	Key    string
}

// Redact carries the order out. It cannot be undone: what is removed is gone from the record for ever.
func (d *Desk) Redact(ctx context.Context, now time.Time, who brief.Person, o RedactOrder) (Outcome, error) {
	if err := may(who, RedactText); err != nil {
		return Outcome{}, err
	}
	o.Reason = tidyText(o.Reason)
	if err := checkOrder(&o); err != nil {
		return Outcome{}, err
	}
	b, _, err := d.ports.Facts.Briefing(ctx, o.Briefing)
	if err != nil {
		return Outcome{}, err
	}
	history, err := d.ports.Record.History(ctx, o.Briefing, o.Item)
	if err != nil {
		return Outcome{}, err
	}
	if len(history) == 0 {
		return Outcome{}, brief.NotFound(fmt.Sprintf("nothing was published as the item %.40q", string(o.Item)), "look for its id in its address")
	}
	plan := removalPlan{history: history, removed: map[brief.Seq]json.RawMessage{}, strike: newStriker(o.Strike), all: len(o.Strike) == 0}
	removed, err := plan.make()
	if err != nil {
		return Outcome{}, err
	}
	if len(removed) == 0 {
		return Outcome{}, nothingLeft(history, plan.all)
	}
	body, err := record.Canonical(brief.Redaction{Target: o.Item, Class: o.Class, Reason: o.Reason, Removed: removed})
	if err != nil {
		return Outcome{}, err
	}
	return d.commit(ctx, now, brief.Act{Briefing: o.Briefing, Kind: brief.Redact, Item: o.Item, Lang: b.Lang(), Body: body, IfRev: -1,
		Key: o.Key, Person: who.ID, Role: who.Role}, plan.warnings())
}

// checkOrder holds the order to the rules.
func checkOrder(o *RedactOrder) error {
	if !slices.Contains(redactionClasses, o.Class) {
		return brief.Invalid(fmt.Sprintf("there is no class of redaction %.40q", o.Class), "use "+list(redactionClasses))
	}
	if err := first(required("public reason", o.Reason, maxNote, true), checkCount("phrases to strike", len(o.Strike), maxStrikes)); err != nil {
		return err
	}
	for _, p := range o.Strike {
		if err := required("phrase to strike", p, maxHeadline, true); err != nil {
			return err
		}
		if utf8.RuneCountInString(strings.TrimSpace(p)) < 2 {
			return brief.Invalid("one letter would be struck out of every word", "give the whole word")
		}
		if newStriker([]string{p}).holds(struckOut) {
			return brief.Invalid(fmt.Sprintf("%q is part of what stands in the place of removed words", p), "give a longer phrase")
		}
	}
	if newStriker(o.Strike).holds(o.Reason) {
		return brief.Invalid("the public reason holds what is to be removed", "give the reason without these words")
	}
	if o.Item == brief.ItemKey {
		return brief.Invalid("the declarations of keys cannot be removed", "they hold no text of anybody, and without them nothing can be checked")
	}
	if o.Item == brief.ItemBriefing && len(o.Strike) == 0 {
		return brief.Invalid("a briefing cannot do without everything that it says of itself", "say which words to strike")
	}
	return nil
}

func nothingLeft(history []brief.Published, all bool) error {
	for _, p := range slices.Backward(history) {
		if p.Entry.Kind == brief.Redact {
			return brief.Conflict("nothing is left to remove here", fmt.Sprintf("entry %d removed it already, or look how it is spelled", p.Entry.Seq))
		}
	}
	if all {
		return brief.Conflict("nothing is left to remove here", "")
	}
	return brief.Invalid("these words stand in no text of this item", "look how they are spelled")
}

// removalPlan works out which entries lose their bodies and what stands in their place.
type removalPlan struct {
	history []brief.Published
	removed map[brief.Seq]json.RawMessage
	strike  *striker
	all     bool
}

// make gives the list for the redaction's body. Two rules of the record widen it. What replaced a text stands in the
// body of the earlier redaction, so that one goes too; and when a redaction goes, everything that it removed is
// listed by the new one, or the removal would be left unexplained.
func (r *removalPlan) make() ([]brief.Removed, error) {
	for i := range r.history {
		p := &r.history[i]
		text, hit, err := r.struck(p)
		if err != nil {
			return nil, fmt.Errorf("striking words out of entry %d: %w", p.Entry.Seq, err)
		}
		if hit {
			r.removed[p.Entry.Seq] = text
		}
	}
	for r.widen() {
	}
	list := make([]brief.Removed, 0, len(r.removed))
	for _, p := range r.history {
		if text, ok := r.removed[p.Entry.Seq]; ok {
			list = append(list, brief.Removed{Seq: p.Entry.Seq, Replacement: text})
		}
	}
	return list, nil
}

// widen lists what has to go with what is listed, and tells whether there was any.
func (r *removalPlan) widen() bool {
	more := false
	add := func(seq brief.Seq, text json.RawMessage) {
		if _, listed := r.removed[seq]; !listed {
			r.removed[seq], more = text, true
		}
	}
	for _, p := range r.history {
		if p.Removal == nil {
			continue
		}
		_, listed := r.removed[p.Entry.Seq]
		if listed && p.Removal.Replacement != nil {
			add(p.Removal.By, nil)
		}
		if _, gone := r.removed[p.Removal.By]; gone {
			add(p.Entry.Seq, p.Removal.Replacement)
		}
	}
	return more
}

// struck gives an entry's body without the phrases, nil for none, and whether it has to go at all.
func (r *removalPlan) struck(p *brief.Published) (json.RawMessage, bool, error) {
	text := p.Text()
	if len(text) == 0 {
		return nil, false, nil
	}
	switch kind := p.Entry.Kind; {
	case kind == brief.Redact:
		return nil, r.reasonHolds(text), nil
	case r.all:
		return nil, true, nil
	case kind == brief.EntryGlance:
		return strikeBody(text, r.strike, r.strike.glance)
	case kind == brief.EntryBriefing:
		return strikeBody(text, r.strike, r.strike.briefing)
	case kind == brief.EntryStatement:
		return strikeBody(text, r.strike, r.strike.statement)
	case kind == brief.EntryOutcome:
		return strikeBody(text, r.strike, r.strike.outcome)
	case kind == brief.EntrySpeaker:
		return strikeBody(text, r.strike, r.strike.speaker)
	case kind == brief.EntryMap:
		return r.strikeMap(text)
	case kind == brief.EntryVersions:
		return strikeBody(text, r.strike, r.strike.numbers)
	case kind.OfDevelopment():
		return strikeBody(text, r.strike, r.strike.development)
	}
	return nil, r.strike.holds(spoken(text)), nil
}

// strikeMap strikes the words out of what a body says of its maps. A party stands in the layers too, which are bytes with hashes: a body
// that names it there goes as a whole.
func (r *removalPlan) strikeMap(text json.RawMessage) (json.RawMessage, bool, error) {
	var m brief.MapChange
	if err := json.Unmarshal(text, &m); err != nil {
		return nil, false, err
	}
	for _, d := range m.Days {
		for _, a := range d.Areas {
			if r.strike.holds(a.Party) {
				return nil, true, nil
			}
		}
	}
	return strikeBody(text, r.strike, r.strike.mapChange)
}

// reasonHolds tells whether the reason of an earlier redaction has to go. What that one put in the place of bodies
// is met where it stands now, as the text of those entries.
func (r *removalPlan) reasonHolds(text json.RawMessage) bool {
	var body brief.Redaction
	return json.Unmarshal(text, &body) != nil || r.strike.holds(body.Reason)
}

// spoken gives every text in a JSON value, escapes undone.
func spoken(raw json.RawMessage) string {
	var v any
	if json.Unmarshal(raw, &v) != nil {
		return string(raw)
	}
	var b strings.Builder
	var walk func(any)
	walk = func(v any) {
		switch v := v.(type) {
		case string:
			b.WriteString(v + "\n")
		case []any:
			for _, e := range v {
				walk(e)
			}
		case map[string]any:
			for _, e := range v {
				walk(e)
			}
		}
	}
	walk(v)
	return b.String()
}

// strikeBody strikes one body. Fields that this program does not know do not come back: they could hold the words.
func strikeBody[T any](text json.RawMessage, s *striker, strike func(*T)) (json.RawMessage, bool, error) {
	var body T
	if err := json.Unmarshal(text, &body); err != nil {
		return nil, false, err
	}
	before := s.hits
	strike(&body)
	canonical, err := record.Canonical(body)
	if err != nil {
		return nil, false, err
	}
	return canonical, s.hits > before || s.holds(spoken(text)) && !s.holds(spoken(canonical)), nil
}

// warnings tells how much went, and what deserves a look.
func (r *removalPlan) warnings() []Warning {
	if r.all {
		return nil
	}
	found := []Warning{{"struck", fmt.Sprintf("Struck %d times in %d entries.", r.strike.hits, len(r.removed))}}
	if r.strike.inside > 0 {
		found = append(found, Warning{"struck_in_word", fmt.Sprintf("%d of them stood within a longer word; look whether that was meant.", r.strike.inside)})
	}
	return found
}
