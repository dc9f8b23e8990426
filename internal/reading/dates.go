package reading

import (
	"strings"
	"time"

	"livebrief/internal/brief"
)

// found is a time expression as the tokens [from, to) give it, before it has a place in the list.
type found struct {
	from, to int
	kind     string // DATE TIME DURATION SET
	value    string // empty while the point below says it
	mod      string
	rule     string
	point
	open    bool // the year is still to be worked out
	article bool // takes in "the" before it
	counted bool // an amount with ago or later, where "more than" means before
}

// dater reads the dates of a text in its order.
type dater struct {
	d         *document
	published point
	narrative bool
	out       []brief.ReadDate
	more      []found // read together with the one before: the ends of ranges
	running   point   // of a narrative: the date it has reached
	told      point   // the time told last, which "the following year" follows
	day       point   // the last day that the text named, for "the same day"; its year may be open
	here      point   // the last day of this paragraph, for clock times
	prior     int     // the token behind the last finding of this paragraph
}

// readDates lists the time expressions of a text as TIMEX3 would: type and value, anchored to published if the
// report has it. Without an anchor what is unknown stays XXXX.
func readDates(d *document, published time.Time, anchor string) []brief.ReadDate {
	r := &dater{d: d, narrative: anchor == "narrative", out: []brief.ReadDate{}}
	if !published.IsZero() {
		r.published = dayPoint(published.UTC())
	}
	for _, p := range d.paras {
		if p.searched() {
			r.paragraph(partRanges(tokens(d.text, p.Span, nil)))
		}
	}
	return r.out
}

func (r *dater) paragraph(f []token) {
	r.here, r.prior = point{}, 0
	for i := 0; i < len(f); {
		x, ok := r.at(f, i)
		if !ok {
			i++
			continue
		}
		r.settle(f, &x)
		r.add(f, widen(f, x, r.prior))
		for _, more := range r.more {
			r.settle(f, &more)
			x.to = max(x.to, more.to)
			r.add(f, more)
		}
		r.more = r.more[:0]
		i = x.to
		r.prior = i
	}
}

// at reads the expression that begins at token i, the words before it left aside.
func (r *dater) at(f []token, i int) (found, bool) {
	switch f[i].kind {
	case number:
		return r.number(f, i)
	case word:
	default:
		return found{}, false
	}
	w := timeWords[f[i].low]
	switch w.sort {
	case monthWord:
		return r.month(f, i)
	case dayWord:
		return r.weekday(f, i, "")
	case daysWord:
		return weekdays(f, i)
	case nowWord:
		return r.fromToday(f, i)
	case pickWord:
		return r.picked(f, i)
	case countWord:
		return r.amount(f, i)
	case seasonWord:
		return r.season(f, i)
	case partWord:
		return r.partOfDay(f, i)
	case unitWord:
		return r.period(f, i)
	case unitsWord:
		return vagueLength(f, i)
	case setWord, everyWord:
		return often(f, i)
	case feastWord:
		return r.feast(f, i)
	}
	if strings.IndexByte(f[i].low, '-') > 0 {
		return r.hyphenated(f, i)
	}
	return found{}, false
}

// number reads what begins with digits.
func (r *dater) number(f []token, i int) (found, bool) {
	for _, read := range [...]func(*dater, []token, int) (found, bool){(*dater).iso, (*dater).clock, (*dater).dayList, (*dater).dayMonth,
		(*dater).decade, (*dater).century, (*dater).amount, (*dater).hyphenated, (*dater).year} {
		if x, ok := read(r, f, i); ok {
			return x, true
		}
	}
	return found{}, false
}

// add gives a finding its value and its place in the list, and remembers what later ones hang on.
func (r *dater) add(f []token, x found) {
	span := brief.Span{Start: f[x.from].Start, End: f[x.to-1].End}
	if f[x.to-1].owns {
		span.End = f[x.to-1].Start + len(f[x.to-1].low)
	}
	if n := len(r.out); n > 0 && r.out[n-1].End > span.Start {
		return
	}
	if x.value == "" {
		x.value = x.point.String()
		r.remember(f, x)
	}
	r.out = append(r.out, brief.ReadDate{Mention: brief.Mention{Span: span, Text: span.Of(r.d.text)}, Type: x.kind,
		Value: x.value, Mod: x.mod, Rule: x.rule})
}

// remember keeps the point for what is told from it.
func (r *dater) remember(f []token, x found) {
	if x.point.day > 0 && x.point.month > 0 {
		r.day = point{year: x.year, month: x.point.month, day: x.point.day}
		r.here = r.day
	}
	if !x.known() {
		return
	}
	r.told = x.point
	if r.narrative && r.reached(f, x) {
		r.running = x.point
	}
}

// reached tells whether a narrative goes on from a point: from every day with its year; from months and years where
// they open a sentence or a heading, since the others may look back, or ahead.
func (r *dater) reached(f []token, x found) bool {
	switch {
	case x.digits > 0:
		return false
	case x.point.day > 0, !r.running.known():
		return true
	case x.month == 0 && x.part == "" && x.year == r.running.year:
		return false
	}
	return opens(f, x.from)
}

// opensWithin is how many words may stand before a date that opens a sentence.
const opensWithin = 3

// opens tells whether the token at i stands at the beginning of a sentence.
func opens(f []token, i int) bool {
	for k := i - 1; k >= i-opensWithin && k >= 0; k-- {
		if f[k].kind == punct {
			return stops(f[k])
		}
	}
	return i <= opensWithin
}

// now is what relative expressions hang on; zero when nothing is known.
func (r *dater) now() point {
	if r.narrative && r.running.known() {
		return r.running
	}
	return r.published
}

// from is the time told last, or else now.
func (r *dater) from() point {
	if r.told.known() {
		return r.told
	}
	return r.now()
}

// partRanges parts the tokens of ranges that are written with a hyphen: 5-7, 1955-1963, 2005-06, May-August.
func partRanges(f []token) []token {
	for i := 0; i < len(f); i++ {
		if isRange(f[i]) {
			return partFrom(f, i)
		}
	}
	return f
}

func partFrom(f []token, i int) []token {
	out := append(make([]token, 0, len(f)+8), f[:i]...)
	for _, t := range f[i:] {
		if !isRange(t) {
			out = append(out, t)
			continue
		}
		at := t.Start + strings.IndexByte(t.low, '-')
		left, right, _ := strings.Cut(t.low, "-")
		out = append(out, token{Span: brief.Span{Start: t.Start, End: at}, kind: t.kind, upper: t.upper, low: left},
			token{Span: brief.Span{Start: at, End: at + 1}, kind: punct, low: "-"},
			token{Span: brief.Span{Start: at + 1, End: t.End}, kind: t.kind, upper: t.upper, low: right, owns: t.owns})
	}
	return out
}

// isRange tells whether a token is two numbers of one or two digits, two years or two months with a hyphen between.
func isRange(t token) bool {
	left, right, ok := strings.Cut(t.low, "-")
	if t.kind == word {
		return ok && t.upper && months[left] > 0 && months[right] > 0
	}
	return ok && digits(left) && digits(right) && (len(left) <= 4 && len(right) <= 4 && len(left) >= len(right) || len(left) <= 2 && len(right) <= 2)
}

func digits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}
