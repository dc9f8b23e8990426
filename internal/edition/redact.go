package edition

import (
	"encoding/json"
	"fmt"

	"livebrief/internal/brief"
)

// foldRedaction takes away what came from the removed bodies. What the entries themselves say (that item so and
// so was corrected then) stays, as it does in the redacted record.
func (s *State) foldRedaction(p *brief.Published) error {
	red, err := parse[brief.Redaction](p.Text())
	if err != nil {
		return err
	}
	// The entry names the target too, and still does when a later redaction took this one's body.
	target := p.Entry.Item
	switch target {
	case brief.ItemBriefing:
		err = s.redactBriefing(&p.Entry, red.Removed)
	case brief.ItemGlance:
		err = s.redactGlance(&p.Entry, red.Removed)
	default:
		err = s.redactByID(&p.Entry, red.Removed)
	}
	if err != nil {
		return fmt.Errorf("taking away the text of %q: %w", target, err)
	}
	s.addFix(fix{seq: p.Entry.Seq, item: target, kind: brief.Redact, when: millis(p.Entry.When())})
	s.touchAll(p.Entry.Seq)
	return nil
}

// removal finds what the redaction says of one entry.
func removal(removed []brief.Removed, seq brief.Seq) (replacement json.RawMessage, found bool) {
	for _, r := range removed {
		if r.Seq == seq {
			return r.Replacement, true
		}
	}
	return nil, false
}

// stands gives the replacement, or nil where it is missing or the null of JSON.
func stands(replacement json.RawMessage) json.RawMessage {
	if string(replacement) == "null" {
		return nil
	}
	return replacement
}

func (s *State) redactBriefing(e *brief.Entry, removed []brief.Removed) error {
	replacement, found := removal(removed, s.BriefingSeq)
	// The body at hand can already be the work of a later redaction; an older one does not bring words back.
	if found && e.Seq >= s.parts.briefingBy {
		b, err := parse[brief.Briefing](stands(replacement))
		if err != nil {
			return err
		}
		s.parts.briefingBy = e.Seq
		s.setBriefing(b)
	}
	s.BriefingRev = max(s.BriefingRev, e.Rev)
	return nil
}

func (s *State) redactGlance(e *brief.Entry, removed []brief.Removed) error {
	bodies := make([]brief.Glance, len(removed))
	for i, r := range removed {
		g, err := parse[brief.Glance](stands(r.Replacement))
		if err != nil {
			return err
		}
		bodies[i] = g
	}
	for i, r := range removed {
		s.remark(r.Seq, bodies[i].Changes)
		if r.Seq == s.GlanceSeq && e.Seq >= s.parts.glanceBy {
			s.Glance, s.parts.glanceBy = bodies[i], e.Seq
		}
	}
	s.GlanceRev = max(s.GlanceRev, e.Rev)
	return nil
}

// remark puts the changes of a replaced glance in the place of the first ones.
func (s *State) remark(seq brief.Seq, changes []brief.LineChange) {
	when, found := s.glanceTime(seq)
	if !found {
		return
	}
	s.unmark(seq)
	s.mark(seq, when, changes)
}

// redactByID finds what the id stands for: a statement, a speaker, a series of maps, a tracker of numbers, or a development.
func (s *State) redactByID(e *brief.Entry, removed []brief.Removed) error {
	if _, known := s.parts.place(e.Item); known {
		return s.redactStatement(e, removed)
	}
	if _, known := s.parts.speakerPlace(brief.SpeakerID(e.Item)); known {
		return s.redactSpeaker(e, removed)
	}
	if _, known := s.parts.mapPlace(e.Item); known {
		return s.redactMap(e, removed)
	}
	if _, known := s.parts.trackerPlace(e.Item); known {
		return s.redactNumbers(e, removed)
	}
	return s.redactItem(e, removed)
}

func (s *State) redactItem(e *brief.Entry, removed []brief.Removed) error {
	i, known := s.find(e.Item)
	if !known {
		return nil
	}
	is := *s.parts.table.row(i)
	is.last, is.rev = e.Seq, max(is.rev, e.Rev)
	is.changed, is.redacted = millis(e.When()), millis(e.When())
	if replacement, found := removal(removed, is.current); found && e.Seq >= is.by {
		body, err := parse[sorted](stands(replacement))
		if err != nil {
			return err
		}
		is.by = e.Seq
		is.sort(body, stands(replacement) != nil)
	}
	s.change(i, is)
	return nil
}
