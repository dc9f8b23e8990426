package edition

import (
	"cmp"
	"slices"

	"livebrief/internal/brief"
)

// Changes is what a reader missed who last saw an earlier edition. Every item stands in one list only, the first
// of these that fits: Withdrawn (removed ones too), New, Corrected (a redaction that left text too), Updated,
// Held. Refiles are not among them. Each list has the latest change first.
type Changes struct {
	New, Updated, Corrected, Held, Withdrawn []Item
	// Glance has one mark for each line that changed, with the gravest class of its changes: publish for a line
	// that is new, then withdraw, correct, update, refile. Lines that came and went are left out.
	Glance []LineMark
}

// Empty tells that nothing happened that a reader should know.
func (c Changes) Empty() bool {
	return len(c.New)+len(c.Updated)+len(c.Corrected)+len(c.Held)+len(c.Withdrawn)+len(c.Glance) == 0
}

// Since tells what changed after edition seq. Since(0) is everything.
func (s *State) Since(seq brief.Seq) Changes {
	var c Changes
	t := &s.parts.table
	for at, ch := range t.chunks {
		if ch.last <= seq {
			continue
		}
		for i := range min(chunkSize, t.n-at*chunkSize) {
			if r := &ch.rows[i]; r.last > seq {
				s.sortChange(&c, r, seq)
			}
		}
	}
	for _, list := range [][]Item{c.New, c.Updated, c.Corrected, c.Held, c.Withdrawn} {
		slices.SortFunc(list, func(a, b Item) int { return cmp.Compare(b.Last, a.Last) })
	}
	c.Glance = s.glanceSince(seq)
	return c
}

// sortChange puts one item into the list where it belongs.
func (s *State) sortChange(c *Changes, r *row, seq brief.Seq) {
	// A redaction that comes after this edition is none of its news.
	redacted := r.by > seq && r.by <= s.Seq
	status := r.status()
	switch {
	case status == Withdrawn && r.current > seq, status == Removed && (redacted || r.current > seq):
		c.Withdrawn = append(c.Withdrawn, r.item())
	case status == Withdrawn || status == Removed:
	case r.first > seq:
		c.New = append(c.New, r.item())
	case r.correctedSeq > seq || redacted:
		c.Corrected = append(c.Corrected, r.item())
	case r.updatedSeq > seq:
		c.Updated = append(c.Updated, r.item())
	case status == Held && r.current > seq:
		c.Held = append(c.Held, r.item())
	}
}

// gravity orders the classes of a line's changes for Since.
var gravity = []brief.EntryKind{brief.Refile, brief.Hold, brief.Update, brief.Correct}

// glanceSince sums up each line's changes after seq.
func (s *State) glanceSince(seq brief.Seq) []LineMark {
	marks := s.parts.marks.v
	from := len(marks)
	for from > 0 && marks[from-1].seq > seq {
		from--
	}
	lines := map[brief.LineID]*LineMark{}
	var order []brief.LineID
	fresh := map[brief.LineID]bool{}
	for _, m := range marks[from:] {
		sum := lines[m.line]
		if sum == nil {
			sum = &LineMark{Line: m.line, Class: m.class}
			lines[m.line], order, fresh[m.line] = sum, append(order, m.line), m.class == brief.Publish
		}
		sum.Seq, sum.When = m.seq, moment(m.when)
		sum.Class = graver(sum.Class, m.class)
	}
	var out []LineMark
	for _, id := range order {
		sum := lines[id]
		if fresh[id] && sum.Class == brief.Withdraw {
			continue
		}
		out = append(out, *sum)
	}
	slices.SortStableFunc(out, func(a, b LineMark) int { return cmp.Compare(b.Seq, a.Seq) })
	return out
}

// graver sums up two classes of one line, the later one second: what became of it weighs most, then that it is new.
func graver(was, is brief.EntryKind) brief.EntryKind {
	switch {
	case is == brief.Withdraw || is == brief.Publish:
		return is
	case was == brief.Publish:
		return was
	case slices.Index(gravity, is) >= slices.Index(gravity, was):
		return is
	}
	return was
}
