package edition

import (
	"cmp"
	"slices"
	"time"

	"livebrief/internal/brief"
)

// LineMark is one change of one line of the glance.
type LineMark struct {
	Line  brief.LineID
	Seq   brief.Seq
	Class brief.EntryKind
	When  time.Time
}

// Correction is one entry of the public list of corrections: a correction, a withdrawal, a redaction, or a glance
// entry that corrected a line (Item is then brief.ItemGlance and Kind brief.Correct).
type Correction struct {
	Seq  brief.Seq
	Item brief.ItemID
	Kind brief.EntryKind
	When time.Time
}

// mark and fix are LineMark and Correction as they are kept, by sequence.
type mark struct {
	line  brief.LineID
	class brief.EntryKind
	seq   brief.Seq
	when  int64
}

type fix struct {
	item brief.ItemID
	kind brief.EntryKind
	seq  brief.Seq
	when int64
}

func (m mark) public() LineMark {
	return LineMark{Line: m.line, Seq: m.seq, Class: m.class, When: moment(m.when)}
}

// mark notes what the glance entry seq says of its lines.
func (s *State) mark(seq brief.Seq, when int64, changes []brief.LineChange) {
	if len(changes) == 0 {
		return
	}
	at := len(s.parts.marks.v)
	for at > 0 && s.parts.marks.v[at-1].seq > seq {
		at--
	}
	fresh := make([]mark, 0, len(changes))
	corrects := false
	for _, c := range changes {
		fresh = append(fresh, mark{line: intern(c.ID), class: intern(c.Class), seq: seq, when: when})
		corrects = corrects || c.Class == brief.Correct
	}
	s.parts.marks.edit()
	s.parts.marks.v = slices.Insert(s.parts.marks.v, at, fresh...)
	if corrects {
		s.addFix(fix{seq: seq, item: brief.ItemGlance, kind: brief.Correct, when: when})
	}
}

// glanceTime finds when glance entry seq was made, as its marks tell it.
func (s *State) glanceTime(seq brief.Seq) (when int64, found bool) {
	at, found := slices.BinarySearchFunc(s.parts.marks.v, seq, func(m mark, seq brief.Seq) int { return cmp.Compare(m.seq, seq) })
	if !found {
		return 0, false
	}
	return s.parts.marks.v[at].when, true
}

// unmark forgets what a glance entry said of its lines.
func (s *State) unmark(seq brief.Seq) {
	s.parts.marks.edit()
	s.parts.marks.v = slices.DeleteFunc(s.parts.marks.v, func(m mark) bool { return m.seq == seq })
	s.parts.fixes.edit()
	s.parts.fixes.v = slices.DeleteFunc(s.parts.fixes.v, func(f fix) bool { return f.seq == seq })
}

func (s *State) addFix(f fix) {
	at := len(s.parts.fixes.v)
	for at > 0 && s.parts.fixes.v[at-1].seq > f.seq {
		at--
	}
	f.item = intern(f.item)
	s.parts.fixes.edit()
	s.parts.fixes.v = slices.Insert(s.parts.fixes.v, at, f)
}

// Corrections lists corrections, withdrawals, redactions and corrected lines, newest first.
func (s *State) Corrections() []Correction {
	out := make([]Correction, 0, len(s.parts.fixes.v))
	for _, f := range slices.Backward(s.parts.fixes.v) {
		out = append(out, Correction{Seq: f.seq, Item: f.item, Kind: f.kind, When: moment(f.when)})
	}
	return out
}

// LineMarks gives every change of a line of the glance, oldest first.
func (s *State) LineMarks(line brief.LineID) []LineMark {
	var out []LineMark
	for _, m := range s.parts.marks.v {
		if m.line == line {
			out = append(out, m.public())
		}
	}
	return out
}

// LineHistory gives the glance entries in which a line changed, oldest first.
func (s *State) LineHistory(line brief.LineID) []brief.Seq {
	var out []brief.Seq
	for _, m := range s.LineMarks(line) {
		if len(out) == 0 || out[len(out)-1] != m.Seq {
			out = append(out, m.Seq)
		}
	}
	return out
}
