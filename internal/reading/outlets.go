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
// an interview with Northland Radio; the agency that quotes.
func (s *speech) outlet(st *brief.ReadStatement, f []token, r report) {
	if r.quoter.Start < r.quoter.End {
		st.Outlet = s.outletName(f, r.quoter.first, r.quoter.last+1)
	}
	if st.Outlet == "" && r.cue.tells {
		st.Outlet = s.outletName(f, r.to, len(f))
	}
	if st.Outlet != "" {
		return
	}
	for k := max(r.to, 0); k+2 < len(f) && k < r.to+adverbialMost; k++ {
		if within(f[k].Span, st.Content) {
			continue
		}
		if w := f[k].low; (w == "interview" || w == "comments" || w == "remarks") && (low(f, k+1) == "with" || low(f, k+1) == "to" || low(f, k+1) == "for") {
			st.Outlet = s.outletName(f, k+2, len(f))
			return
		}
	}
}

// outletName is the name of an outlet that begins at i, empty when what stands there is none.
func (s *speech) outletName(f []token, i, limit int) string {
	from := i
	if low(f, i) == "the" {
		i++
		if f[from].upper {
			from = i - 1 // "The" belongs to the name
		} else {
			from = i
		}
	}
	to, media := i, false
	for to < limit && to-i < maxNameWords && f[to].kind == word && !f[to].owns && (f[to].upper || to > i && (f[to].low == "of" || f[to].low == "de") && to+1 < limit && f[to+1].upper) {
		media = media || mediaWords[f[to].low]
		to++
	}
	if to == i {
		return ""
	}
	next := low(f, to)
	if low(f, to) == "news" {
		next = low(f, to+1)
	}
	if !media && !mediaNouns[next] || s.people.find(s.d.text[f[from].Start:f[to-1].End]) != nil && !media && !mediaNouns[next] {
		return ""
	}
	return strings.Join(strings.Fields(s.d.text[f[from].Start:f[to-1].End]), " ")
}
