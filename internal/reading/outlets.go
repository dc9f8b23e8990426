package reading

import (
	"strings"

	"livebrief/internal/brief"
)

// mediaNouns name what a newspaper, agency or station is; they follow its name or stand in it.
var mediaNouns = set(`newspaper newspapers magazine daily weekly broadcaster channel station agency network outlet website tabloid journal
	paper radio television tv`)

// mediaWords stand in the names of outlets and hardly in others.
var mediaWords = set(`times post guardian tribune herald gazette journal news press observer telegraph mail standard courier chronicle
	monitor broadcasting radio television tv interfax reuters bbc cnn afp tass bloomberg politico ukrinform meduza euronews npr nbc abc cbs
	rferl rfe/rl dw axios spiegel monde figaro`)

// outlet finds to whom or through whom something was said, where that is an outlet: told The Harbor Times newspaper; said in
// an interview with Northland Radio; speaking to it; quoted by it; the agency that quotes.
func (s *speech) outlet(st *brief.ReadStatement, f []token, r report) {
	if r.quoter.Start < r.quoter.End {
		st.Outlet = s.outletAt(f, r.quoter.first, r.quoter.last+1)
	}
	if st.Outlet.Name == "" && r.cue.tells {
		st.Outlet = s.outletAt(f, r.to, len(f))
	}
	from := 0
	if r.shared || r.beside {
		from = r.at
	}
	for k := from; k+2 < len(f) && k < r.to+adverbialMost && st.Outlet.Name == ""; k++ {
		if within(f[k].Span, st.Content) {
			continue
		}
		if next := outletLead(f, k, k < r.at); next > 0 {
			st.Outlet = s.outletAt(f, next, len(f))
		}
	}
}

// outletLead is where an outlet can begin behind words that lead to one at k, 0 when there are none. Some lead to one only
// before the verb.
func outletLead(f []token, k int, before bool) int {
	w, next := f[k].low, low(f, k+1)
	switch {
	case (w == "interview" || w == "comments" || w == "remarks" || w == "statement") && (next == "with" || next == "to" || next == "for" || next == "on"),
		before && (w == "speaking" || w == "talking" || w == "writing") && (next == "to" || next == "with" || next == "on" || next == "in" || next == "for"),
		(w == "quoted" || w == "cited") && (next == "by" || next == "in"), !before && w == "saying" && next == "by":
		return k + 2
	}
	return 0
}

// outletAt is the outlet whose name begins at i, empty when what stands there is none.
func (s *speech) outletAt(f []token, i, limit int) brief.Outlet {
	from := i
	if low(f, i) == "the" {
		i++
		if !f[from].upper {
			from = i // "The" belongs to the name only where it is written so
		}
	}
	noun := i
	for noun < limit && noun-i < 3 && f[noun].kind == word && !f[noun].upper && !mediaNouns[f[noun].low] {
		noun++
	}
	named := noun < limit && !f[noun].upper && mediaNouns[f[noun].low] // "the state agency Tide"
	if named {
		i, from = noun+1, noun+1
	}
	to, media := i, named
	for to < limit && to-i < maxNameWords && f[to].kind == word && !f[to].owns && (f[to].upper || to > i && (f[to].low == "of" || f[to].low == "de") && to+1 < limit && f[to+1].upper) {
		media = media || mediaWords[f[to].low] || strings.Contains(f[to].low, ".") && len(f[to].low) > 4
		to++
	}
	next := low(f, to)
	if next == "news" {
		next = low(f, to+1)
	}
	if to == i || !media && !mediaNouns[next] {
		return brief.Outlet{}
	}
	span := brief.Span{Start: f[from].Start, End: f[to-1].End}
	return brief.Outlet{Name: strings.Join(strings.Fields(span.Of(s.d.text)), " "), Span: span}
}
