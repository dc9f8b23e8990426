package edition

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"livebrief/internal/brief"
	"livebrief/internal/statement"
)

// Statement is what the state knows of a recorded statement. Its text is the body of entry Current, the text of its
// outcomes those of their entries.
type Statement struct {
	ID                   brief.StatementID
	First, Current, Last brief.Seq
	Rev                  int
	Kind                 brief.DevelopmentKind
	Speaker              brief.SpeakerID
	Track                brief.TrackID
	Proposition          brief.PropositionID
	Said                 time.Time
	// When is the time of its first entry, Changed that of the last that touched it.
	When, Changed time.Time
	// Status is live, withdrawn or removed.
	Status Status
	Terms  []statement.TermState
	State  statement.State
	// Outcomes are the entries of its outcomes, the oldest first; removed ones are left out.
	Outcomes []brief.Seq
}

func (r *ledgerRow) status() Status {
	switch {
	case !r.text:
		return Removed
	case r.withdrawn:
		return Withdrawn
	}
	return Live
}

func (r *ledgerRow) latest(term brief.TermID) statement.Decided {
	for _, o := range slices.Backward(r.outcomes) {
		if o.term == term && o.verdict != "" {
			return statement.Decided{Seq: o.seq, Outcome: brief.Outcome{Term: o.term, Verdict: o.verdict, AsOf: o.asOf, RestsOn: o.rests, Weak: o.weak}}
		}
	}
	return statement.Decided{}
}

func (r *ledgerRow) public() Statement {
	st := Statement{ID: brief.StatementID(r.id), First: r.first, Current: r.current, Last: r.last, Rev: r.rev, Kind: r.kind, Speaker: r.speaker,
		Track: r.track, Proposition: r.proposition, Said: moment(r.said), When: moment(r.when), Changed: moment(r.changed),
		Status: r.status(), Terms: r.stand, State: r.state}
	for _, o := range r.outcomes {
		if o.verdict != "" {
			st.Outcomes = append(st.Outcomes, o.seq)
		}
	}
	return st
}

// Statement finds a recorded statement.
func (s *State) Statement(id brief.StatementID) (Statement, bool) {
	at, known := s.parts.place(brief.ItemID(id))
	if !known || s.parts.ledger.v[at].current == 0 {
		return Statement{}, false
	}
	return s.parts.ledger.v[at].public(), true
}

// LedgerFilter narrows the ledger; empty fields do not.
type LedgerFilter struct {
	Speaker     brief.SpeakerID
	Kind        brief.DevelopmentKind
	Track       brief.TrackID
	Proposition brief.PropositionID
	// Verdict is that of the statement, statement.Mixed among them.
	Verdict brief.Verdict
	// Decided leaves out what nothing was decided of.
	Decided bool
}

// lets tells whether a statement passes. Withdrawn and removed ones stay in the ledger as tombstones, and pass a filter
// that asks for nothing of what they lost.
func (s *State) lets(f *LedgerFilter, r *ledgerRow) bool {
	if r.current == 0 || f.Speaker != "" && s.whole(r.speaker) != f.Speaker || f.Kind != "" && r.kind != f.Kind ||
		f.Track != "" && r.track != f.Track || f.Proposition != "" && r.proposition != f.Proposition {
		return false
	}
	return (f.Verdict == "" || r.status() == Live && r.state.Verdict == f.Verdict) && (!f.Decided || r.state.Decided > 0)
}

// Statements gives at most n statements after the first offset ones, the last said first, and how many pass the filter.
func (s *State) Statements(f LedgerFilter, offset, n int) (list []Statement, total int) {
	var rows []*ledgerRow
	for _, r := range s.parts.ledger.v {
		if s.lets(&f, r) {
			rows = append(rows, r)
		}
	}
	slices.SortFunc(rows, func(a, b *ledgerRow) int {
		return cmp.Or(cmp.Compare(b.said, a.said), cmp.Compare(b.first, a.first))
	})
	from := min(max(offset, 0), len(rows))
	for _, r := range rows[from:min(from+max(n, 0), len(rows))] {
		list = append(list, r.public())
	}
	return list, len(rows)
}

// Ledger shows every recorded statement, tombstones too, in the order of their ids until show says false.
func (s *State) Ledger(show func(Statement) bool) {
	for _, r := range s.parts.ledger.v {
		if r.current != 0 && !show(r.public()) {
			return
		}
	}
}

// DueTerm is a term that somebody has to look at on a day, or had to.
type DueTerm struct {
	Statement brief.StatementID
	Current   brief.Seq
	Term      statement.TermState
	On        brief.Date
}

// Due gives the first n terms that somebody has to look at from one day to another, both included, the earliest first, and
// how many there are. Empty days are open. Withdrawn and removed statements have none.
func (s *State) Due(from, to brief.Date, n int) (list []DueTerm, total int) {
	var first []due
	for _, r := range s.parts.ledger.v {
		if r.status() != Live {
			continue
		}
		for i, on := range r.on {
			if on == "" || on < from || to != "" && on > to {
				continue
			}
			total++
			if len(first) == n && (n == 0 || first[n-1].on <= on) {
				continue
			}
			at, _ := slices.BinarySearchFunc(first, on, func(d due, on brief.Date) int {
				if d.on <= on {
					return -1
				}
				return 1
			})
			first = slices.Insert(first, at, due{on, r, i})[:min(len(first)+1, n)]
		}
	}
	for _, d := range first {
		list = append(list, DueTerm{brief.StatementID(d.row.id), d.row.current, d.row.stand[d.term], d.on})
	}
	return list, total
}

// due is one term of a row with its day.
type due struct {
	on   brief.Date
	row  *ledgerRow
	term int
}

// Tally counts terms by kind of statement and verdict.
type Tally map[brief.DevelopmentKind]map[brief.Verdict]int

// Tally counts the terms of the statements that pass the filter; withdrawn and removed ones do not count. A statement
// without terms counts once, as open.
func (s *State) Tally(f LedgerFilter) Tally {
	out := Tally{}
	for _, r := range s.parts.ledger.v {
		if r.status() != Live || !s.lets(&f, r) {
			continue
		}
		by := out[r.kind]
		if by == nil {
			by = map[brief.Verdict]int{}
			out[r.kind] = by
		}
		if len(r.terms) == 0 {
			by[statement.Open]++
		}
		for _, t := range r.stand {
			by[t.Verdict]++
		}
	}
	return out
}

// Speaker is what the state knows of a speaker of the register. The rest is the body of entry Current.
type Speaker struct {
	ID                   brief.SpeakerID
	Name                 string
	First, Current, Last brief.Seq
	Rev                  int
	// MergedInto is the speaker whom this one turned out to be.
	MergedInto brief.SpeakerID
	// Statements counts those recorded for this speaker, and for whoever turned out to be this one.
	Statements int
}

// whole follows merges to the speaker that stands.
func (s *State) whole(id brief.SpeakerID) brief.SpeakerID {
	for range s.parts.speakers.v {
		at, known := s.parts.speakerPlace(id)
		if !known || s.parts.speakers.v[at].merged == "" {
			break
		}
		id = s.parts.speakers.v[at].merged
	}
	return id
}

// Speaker finds a speaker of the register.
func (s *State) Speaker(id brief.SpeakerID) (Speaker, bool) {
	at, known := s.parts.speakerPlace(id)
	if !known || !s.parts.speakers.v[at].text {
		return Speaker{}, false
	}
	r := s.parts.speakers.v[at]
	n := 0
	for _, row := range s.parts.ledger.v {
		if row.status() == Live && s.whole(row.speaker) == id {
			n++
		}
	}
	return Speaker{ID: r.id, Name: r.name, First: r.first, Current: r.current, Last: r.last, Rev: r.rev, MergedInto: r.merged, Statements: n}, true
}

// LedgerLen counts the statements, withdrawn and removed ones too.
func (s *State) LedgerLen() int { return len(s.parts.ledger.v) }

// MergedSpeakers gives the ids of the speakers that turned out to be others, in their order.
func (s *State) MergedSpeakers() (ids []brief.SpeakerID) {
	for _, r := range s.parts.speakers.v {
		if r.text && r.merged != "" {
			ids = append(ids, r.id)
		}
	}
	return ids
}

// Speakers gives the speakers that stand, by name.
func (s *State) Speakers() []Speaker {
	said := map[brief.SpeakerID]int{}
	for _, r := range s.parts.ledger.v {
		if r.status() == Live {
			said[s.whole(r.speaker)]++
		}
	}
	var out []Speaker
	for _, r := range s.parts.speakers.v {
		if r.text && r.merged == "" {
			out = append(out, Speaker{ID: r.id, Name: r.name, First: r.first, Current: r.current, Last: r.last, Rev: r.rev, Statements: said[r.id]})
		}
	}
	slices.SortStableFunc(out, func(a, b Speaker) int { return strings.Compare(a.Name, b.Name) })
	return out
}
