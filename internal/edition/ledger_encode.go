package edition

import (
	"livebrief/internal/brief"
)

// Flags of a statement and of an outcome in a snapshot.
const (
	flagLedgerText = 1 << 0
	flagWithdrawn  = 1 << 1
	flagWeak       = 1 << 0
)

// The fewest bytes that one element of the ledger takes.
const (
	leastStatement, leastTerm, leastEvidence, leastOutcome, leastSpeaker = 18, 3, 1, 9, 8
)

// words notes the words of a statement for the table.
func (r *ledgerRow) words(note func(string)) {
	note(string(r.kind))
	note(string(r.speaker))
	note(string(r.track))
	note(string(r.proposition))
	for _, t := range r.terms {
		note(string(t.id))
		note(string(t.due))
		note(string(t.review))
	}
	evidence := func(list []brief.EvidenceID) {
		for _, id := range list {
			note(string(id))
		}
	}
	evidence(r.retracted)
	for _, o := range r.outcomes {
		note(string(o.term))
		note(string(o.verdict))
		note(string(o.asOf))
		evidence(o.rests)
	}
}

func (e *encoder) ledger(rows []*ledgerRow) {
	e.num(uint64(len(rows)))
	for _, r := range rows {
		e.text(string(r.id))
		flags := uint64(0)
		if r.text {
			flags |= flagLedgerText
		}
		if r.withdrawn {
			flags |= flagWithdrawn
		}
		e.num(flags)
		for _, w := range []string{string(r.kind), string(r.speaker), string(r.track), string(r.proposition)} {
			e.word(w)
		}
		e.diff(r.said)
		e.diff(r.when)
		e.diff(r.changed)
		e.seq(r.first)
		e.seq(r.current)
		e.seq(r.last)
		e.seq(r.by)
		e.num(uint64(r.rev))
		e.num(uint64(len(r.terms)))
		for _, t := range r.terms {
			e.word(string(t.id))
			e.word(string(t.due))
			e.word(string(t.review))
		}
		e.evidence(r.retracted)
		e.num(uint64(len(r.outcomes)))
		for _, o := range r.outcomes {
			e.outcome(o)
		}
	}
}

func (e *encoder) outcome(o outcomeRow) {
	e.seq(o.seq)
	e.seq(o.by)
	e.word(string(o.term))
	e.word(string(o.verdict))
	e.word(string(o.asOf))
	e.evidence(o.rests)
	weak := uint64(0)
	if o.weak {
		weak = flagWeak
	}
	e.num(weak)
	e.diff(o.when)
}

func (e *encoder) evidence(list []brief.EvidenceID) {
	e.num(uint64(len(list)))
	for _, id := range list {
		e.word(string(id))
	}
}

func (e *encoder) speakers(rows []speakerRow) {
	e.num(uint64(len(rows)))
	for _, r := range rows {
		e.text(string(r.id))
		e.text(r.name)
		e.text(string(r.merged))
		e.seq(r.first)
		e.seq(r.current)
		e.seq(r.last)
		e.seq(r.by)
		e.num(uint64(r.rev))
		text := uint64(0)
		if r.text {
			text = flagLedgerText
		}
		e.num(text)
	}
}

// ledger reads the statements and holds them to the order of their ids.
func (d *decoder) ledger(s *State) {
	n := d.count(leastStatement)
	rows := make([]*ledgerRow, 0, n)
	for range n {
		r := d.statement(s.Seq)
		if d.fault != "" {
			return
		}
		if len(rows) > 0 && rows[len(rows)-1].id >= r.id {
			d.fail("the statements are not in order")
			return
		}
		r.settle()
		rows = append(rows, r)
	}
	s.parts.ledger = cow[*ledgerRow]{v: rows, mine: true}
}

func (d *decoder) statement(limit brief.Seq) *ledgerRow {
	r := &ledgerRow{id: brief.ItemID(d.text())}
	flags := d.num()
	if flags > flagLedgerText|flagWithdrawn {
		d.fail("a statement has flags that cannot be")
	}
	r.text, r.withdrawn = flags&flagLedgerText != 0, flags&flagWithdrawn != 0
	r.kind, r.speaker = brief.DevelopmentKind(d.word()), brief.SpeakerID(d.word())
	r.track, r.proposition = brief.TrackID(d.word()), brief.PropositionID(d.word())
	r.said, r.when, r.changed = d.diff(), d.diff(), d.diff()
	r.first, r.current, r.last, r.by = d.seq(0, limit), d.seq(0, limit), d.seq(0, limit), d.seq(0, noLimit)
	r.rev = d.rev()
	r.terms = make([]termRow, d.count(leastTerm))
	for i := range r.terms {
		r.terms[i] = termRow{id: brief.TermID(d.word()), due: brief.Date(d.word()), review: brief.Date(d.word())}
	}
	r.retracted = d.evidence()
	r.outcomes = make([]outcomeRow, d.count(leastOutcome))
	for i := range r.outcomes {
		r.outcomes[i] = d.outcome(limit)
	}
	return r
}

func (d *decoder) outcome(limit brief.Seq) outcomeRow {
	o := outcomeRow{seq: d.seq(0, limit), by: d.seq(0, noLimit), term: brief.TermID(d.word()), verdict: brief.Verdict(d.word()), asOf: brief.Date(d.word())}
	o.rests = d.evidence()
	weak := d.num()
	if weak > flagWeak {
		d.fail("an outcome has flags that cannot be")
	}
	o.weak, o.when = weak == flagWeak, d.diff()
	return o
}

func (d *decoder) evidence() []brief.EvidenceID {
	list := make([]brief.EvidenceID, d.count(leastEvidence))
	for i := range list {
		list[i] = brief.EvidenceID(d.word())
	}
	return list
}

// speakers reads the register and holds it to the order of its ids.
func (d *decoder) speakers(s *State) {
	n := d.count(leastSpeaker)
	rows := make([]speakerRow, 0, n)
	for range n {
		r := speakerRow{id: brief.SpeakerID(d.text()), name: string(d.text()), merged: brief.SpeakerID(d.text())}
		r.first, r.current, r.last, r.by = d.seq(0, s.Seq), d.seq(0, s.Seq), d.seq(0, s.Seq), d.seq(0, noLimit)
		r.rev = d.rev()
		text := d.num()
		if d.fault != "" {
			return
		}
		if text > flagLedgerText || len(rows) > 0 && rows[len(rows)-1].id >= r.id {
			d.fail("the register is not in order, or has flags that cannot be")
			return
		}
		r.text = text == flagLedgerText
		rows = append(rows, r)
	}
	s.parts.speakers = cow[speakerRow]{v: rows, mine: true}
}
