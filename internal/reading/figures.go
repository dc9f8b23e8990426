package reading

import (
	"sort"

	"livebrief/internal/brief"
)

// readFigures lists the numbers that count something the rules know: people, things, money, shares and measures. Numbers
// are decimal text, never floating point. What is read as a date is no figure.
func readFigures(d *document, dates []brief.ReadDate, language string) []brief.ReadFigure {
	r := &figureReader{d: d, w: figureWordsOf(language), dates: dates, out: []brief.ReadFigure{}}
	if r.w == nil {
		return r.out
	}
	for _, p := range d.paras {
		if !p.searched() {
			continue
		}
		r.titled = p.Kind == brief.ParaHeadline
		f := tokens(d.text, p.Span, nil)
		for _, s := range p.sentences {
			n := sort.Search(len(f), func(i int) bool { return f[i].Start >= s.End })
			r.sentence(f[:n])
			f = f[n:]
		}
	}
	return r.out
}

// figureReader reads the figures of one sentence after the other.
type figureReader struct {
	d      *document
	w      *figureWords
	dates  []brief.ReadDate
	out    []brief.ReadFigure
	titled bool         // in a headline, where every word may begin in upper case
	f      []token      // the sentence
	told   []toldFigure // what was found in it
	agreed int          // how many of those were asked for the fate they share
	shared string       // that fate
	differ bool         // they have several
}

// toldFigure is a figure of the sentence that is being read, for those that refer to it.
type toldFigure struct {
	n        int // its index in the list
	from, to int // its tokens
	class    class
	how      telling
	noun     bool
	within   bool // part of another
}

// telling is where the fate of a figure was told.
type telling uint8

const (
	untold telling = iota
	before
	after
	inherited
)

// draft is a figure that is being put together.
type draft struct {
	amount
	start, end int // its tokens, with what qualifies the number and what is counted
	unit, of   string
	rule       string
	qualifier  string
	side       side
	class      class
	how        telling
	noun       bool // what is counted stands beside the number
	part       bool // of them, of whom
	within     bool
}

func (r *figureReader) sentence(f []token) {
	r.f, r.told, r.agreed, r.shared, r.differ = f, r.told[:0], 0, "", false
	for i := 0; i < len(f); {
		switch {
		case f[i].kind == word && r.w.negates(f[i].low):
			i = r.none(i)
		case r.w.leads(f[i]):
			i = r.figure(i)
		default:
			i++
		}
	}
}

// figure reads the number that begins at token i, and gives the token to go on from.
func (r *figureReader) figure(i int) int {
	a, ok := r.w.amountAt(r.f, i)
	if !ok {
		return i + 1
	}
	if a.votes || r.ballot(a) {
		return r.votes(a)
	}
	first := r.priced(a.from)
	change := r.changing(first - 1)
	origin := change && low(r.f, first-1) == r.w.from
	if !origin {
		a = r.w.spanned(r.f, a, change, r.currencyAt)
	}
	if r.dated(a.from, a.to) {
		return a.to
	}
	if to := r.proportion(a); to > 0 {
		return to
	}
	x := draft{amount: a, start: a.from, end: a.to}
	if !r.read(&x) && !(origin && r.changed(&x)) {
		return max(a.to, i+1)
	}
	r.keep(&x)
	return max(x.end, a.to)
}

// read finds out what a number counts.
func (r *figureReader) read(x *draft) bool {
	if r.barred(x.amount) {
		return false
	}
	whole := *x
	if r.money(x) {
		r.qualify(x)
		r.rate(x)
		return true
	}
	*x = whole
	r.qualify(x)
	if r.share(x) || r.measure(x) {
		r.rate(x)
		return true
	}
	*x = whole
	if r.named(x.amount) {
		return false
	}
	r.qualify(x)
	if r.agedBefore(x) || !r.people(x) {
		return false
	}
	r.rate(x)
	return true
}

// keep adds a figure to the list.
func (r *figureReader) keep(x *draft) {
	if s := low(r.f, x.start-1); x.value == "" && !x.plural && (s == r.w.from || r.w.between[s]) {
		x.start--
	}
	span := brief.Span{Start: r.f[x.start].Start, End: r.f[x.end-1].End}
	if last := len(r.out) - 1; last >= 0 && r.out[last].End > span.Start {
		return
	}
	y := brief.ReadFigure{Mention: brief.Mention{Span: span, Text: span.Of(r.d.text)}, Value: x.value, Low: x.low, High: x.high,
		Qualifier: x.qualifier, Unit: x.unit, Of: x.of, Rule: x.rule}
	bounds(&y, x.side)
	r.passBack(x)
	r.told = append(r.told, toldFigure{n: len(r.out), from: x.start, to: x.end, class: x.class, how: x.how, noun: x.noun, within: x.within})
	r.out = append(r.out, y)
}

// bounds gives a figure its ends. One that is not exact is open on the side that its qualifier says; the ends of a range
// and of a size stand but where the qualifier opens them.
func bounds(x *brief.ReadFigure, open side) {
	exact := x.Value != ""
	switch {
	case x.Qualifier == "" && exact:
		x.Low, x.High = x.Value, x.Value
	case x.Qualifier == "":
	case open == up:
		x.Low, x.High = either(exact, x.Value, x.Low), ""
	case open == down:
		x.Low, x.High = "", either(exact, x.Value, x.High)
	}
}

// dated tells whether a time expression has one of the tokens [from, to).
func (r *figureReader) dated(from, to int) bool {
	start, end := r.f[from].Start, r.f[to-1].End
	n := sort.Search(len(r.dates), func(i int) bool { return r.dates[i].End > start })
	return n < len(r.dates) && r.dates[n].Start < end
}
