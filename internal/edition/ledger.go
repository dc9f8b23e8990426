package edition

import (
	"cmp"
	"slices"

	"livebrief/internal/brief"
	"livebrief/internal/statement"
)

// The ledger of statements: an index like that of the items, without their texts.

// ledgerRow is a statement as it is kept. Rows are never changed once they are filed; a change files a new one.
type ledgerRow struct {
	id          brief.ItemID
	kind        brief.DevelopmentKind
	speaker     brief.SpeakerID
	track       brief.TrackID
	proposition brief.PropositionID
	// said, when and changed are milliseconds of the Unix epoch.
	said, when, changed  int64
	first, current, last brief.Seq
	by                   brief.Seq // the redaction that took the body of current, 0 for none
	rev                  int
	// text says that a body may be shown for entry current.
	text, withdrawn bool
	terms           []termRow
	retracted       []brief.EvidenceID
	outcomes        []outcomeRow
	// stand, on and state follow from the rest, so that lists of the whole ledger need not work them out: where each term
	// stands, when somebody has to look at it, and where the statement stands.
	stand []statement.TermState
	on    []brief.Date
	state statement.State
}

// termRow is when a term falls due and when somebody looks again.
type termRow struct {
	id          brief.TermID
	due, review brief.Date
}

// outcomeRow is an outcome; a removed one has no verdict and counts for nothing.
type outcomeRow struct {
	seq, by brief.Seq
	term    brief.TermID
	verdict brief.Verdict
	asOf    brief.Date
	rests   []brief.EvidenceID
	weak    bool
	when    int64
}

// speakerRow is a speaker of the register.
type speakerRow struct {
	id                   brief.SpeakerID
	name                 string
	merged               brief.SpeakerID
	first, current, last brief.Seq
	by                   brief.Seq
	rev                  int
	text                 bool
}

// place gives where a statement stands or would stand.
func (p *parts) place(id brief.ItemID) (int, bool) {
	return slices.BinarySearchFunc(p.ledger.v, id, func(r *ledgerRow, id brief.ItemID) int { return cmp.Compare(r.id, id) })
}

// settle works out what follows from the rest of a row.
func (r *ledgerRow) settle() {
	r.stand, r.on = make([]statement.TermState, len(r.terms)), make([]brief.Date, len(r.terms))
	retracted := func(id brief.EvidenceID) bool { return slices.Contains(r.retracted, id) }
	for i, t := range r.terms {
		r.stand[i] = statement.StateOfTerm(t.id, r.latest(t.id), retracted)
		r.on[i] = statement.DueOf(brief.Term{Due: brief.DueWindow{To: t.due}, ReviewOn: t.review}, r.stand[i])
	}
	r.state = statement.StateOf(r.stand)
}

// fileStatement puts a row in its place.
func (s *State) fileStatement(r *ledgerRow) {
	r.settle()
	at, known := s.parts.place(r.id)
	s.parts.ledger.edit()
	if known {
		s.parts.ledger.v[at] = r
	} else {
		s.parts.ledger.v = slices.Insert(s.parts.ledger.v, at, r)
	}
	s.parts.ledgerSeq = r.last
}

// row gives a copy of a statement's row to change, a new one when it is not known yet.
func (s *State) statementRow(e *brief.Entry) ledgerRow {
	if at, known := s.parts.place(e.Item); known {
		r := *s.parts.ledger.v[at]
		return r
	}
	return ledgerRow{id: e.Item, first: e.Seq, when: millis(e.When())}
}

func (s *State) foldStatement(p *brief.Published) error {
	body, err := parse[brief.Statement](p.Text())
	if err != nil {
		return err
	}
	e := &p.Entry
	r := s.statementRow(e)
	r.current, r.last, r.rev, r.by, r.changed = e.Seq, e.Seq, e.Rev, removedBy(p), millis(e.When())
	r.fill(body, len(p.Text()) > 0)
	s.fileStatement(&r)
	if c := body.Change.Class; c == brief.Correct || c == brief.Withdraw {
		s.addFix(fix{seq: e.Seq, item: e.Item, kind: c, when: millis(e.When())})
	}
	return nil
}

// fill takes what the index keeps of a body.
func (r *ledgerRow) fill(b brief.Statement, text bool) {
	r.kind, r.speaker, r.track, r.proposition = intern(b.Kind), intern(b.Speaker), intern(b.Track), intern(b.Proposition)
	r.said, r.text, r.withdrawn = millis(b.Said.From), text, b.Withdrawn
	r.terms, r.retracted = make([]termRow, 0, len(b.Terms)), nil
	for _, t := range b.Terms {
		r.terms = append(r.terms, termRow{id: intern(t.ID), due: intern(t.Due.To), review: intern(t.ReviewOn)})
	}
	for _, e := range b.Evidence {
		if e.Retracted != "" {
			r.retracted = append(r.retracted, intern(e.ID))
		}
	}
}

func (s *State) foldOutcome(p *brief.Published) error {
	body, err := parse[brief.Outcome](p.Text())
	if err != nil {
		return err
	}
	e := &p.Entry
	r := s.statementRow(e)
	r.last, r.rev, r.changed = e.Seq, e.Rev, millis(e.When())
	o := outcomeRow{seq: e.Seq, by: removedBy(p), when: millis(e.When())}
	o.fill(body)
	r.outcomes = append(slices.Clip(r.outcomes), o)
	s.fileStatement(&r)
	return nil
}

func (o *outcomeRow) fill(b brief.Outcome) {
	o.term, o.verdict, o.asOf, o.weak = intern(b.Term), intern(b.Verdict), intern(b.AsOf), b.Weak
	o.rests = make([]brief.EvidenceID, 0, len(b.RestsOn))
	for _, id := range b.RestsOn {
		o.rests = append(o.rests, intern(id))
	}
}

// refix forgets what removed bodies of the ledger said of their class, unless what stands in their place says it too.
func (s *State) refix(removed []brief.Removed) error {
	for _, r := range removed {
		body, err := parse[struct {
			Change brief.StatementChange `json:"change"`
		}](stands(r.Replacement))
		if err != nil {
			return err
		}
		if c := body.Change.Class; c == brief.Correct || c == brief.Withdraw {
			continue
		}
		s.parts.fixes.edit()
		s.parts.fixes.v = slices.DeleteFunc(s.parts.fixes.v, func(f fix) bool { return f.seq == r.Seq && f.kind != brief.Redact })
	}
	return nil
}

// redactStatement takes away what came from removed bodies of a statement and its outcomes.
func (s *State) redactStatement(e *brief.Entry, removed []brief.Removed) error {
	r := s.statementRow(e)
	r.last, r.rev, r.changed = e.Seq, max(r.rev, e.Rev), millis(e.When())
	if err := s.refix(removed); err != nil {
		return err
	}
	if replacement, found := removal(removed, r.current); found && e.Seq >= r.by {
		body, err := parse[brief.Statement](stands(replacement))
		if err != nil {
			return err
		}
		r.by = e.Seq
		r.fill(body, stands(replacement) != nil)
	}
	r.outcomes = slices.Clone(r.outcomes)
	for i := range r.outcomes {
		o := &r.outcomes[i]
		replacement, found := removal(removed, o.seq)
		if !found || e.Seq < o.by {
			continue
		}
		body, err := parse[brief.Outcome](stands(replacement))
		if err != nil {
			return err
		}
		o.by = e.Seq
		o.fill(body)
	}
	s.fileStatement(&r)
	return nil
}

func (p *parts) speakerPlace(id brief.SpeakerID) (int, bool) {
	return slices.BinarySearchFunc(p.speakers.v, id, func(r speakerRow, id brief.SpeakerID) int { return cmp.Compare(r.id, id) })
}

func (s *State) fileSpeaker(r speakerRow) {
	at, known := s.parts.speakerPlace(r.id)
	s.parts.speakers.edit()
	if known {
		s.parts.speakers.v[at] = r
	} else {
		s.parts.speakers.v = slices.Insert(s.parts.speakers.v, at, r)
	}
	s.parts.ledgerSeq = r.last
}

func (s *State) foldSpeaker(p *brief.Published) error {
	body, err := parse[brief.Speaker](p.Text())
	if err != nil {
		return err
	}
	e := &p.Entry
	r := speakerRow{id: brief.SpeakerID(e.Item), first: e.Seq}
	if at, known := s.parts.speakerPlace(r.id); known {
		r = s.parts.speakers.v[at]
	}
	r.current, r.last, r.rev, r.by = e.Seq, e.Seq, e.Rev, removedBy(p)
	r.name, r.merged, r.text = body.Name, body.MergedInto, len(p.Text()) > 0
	s.fileSpeaker(r)
	if c := body.Change.Class; c == brief.Correct || c == brief.Withdraw {
		s.addFix(fix{seq: e.Seq, item: e.Item, kind: c, when: millis(e.When())})
	}
	return nil
}

func (s *State) redactSpeaker(e *brief.Entry, removed []brief.Removed) error {
	at, _ := s.parts.speakerPlace(brief.SpeakerID(e.Item))
	r := s.parts.speakers.v[at]
	r.last, r.rev = e.Seq, max(r.rev, e.Rev)
	if err := s.refix(removed); err != nil {
		return err
	}
	if replacement, found := removal(removed, r.current); found && e.Seq >= r.by {
		body, err := parse[brief.Speaker](stands(replacement))
		if err != nil {
			return err
		}
		r.by, r.name, r.merged, r.text = e.Seq, body.Name, body.MergedInto, stands(replacement) != nil
	}
	s.fileSpeaker(r)
	return nil
}
