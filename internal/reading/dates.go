package reading

import (
	"strconv"
	"time"

	"livebrief/internal/brief"
)

// found is a time expression as the tokens [from, to) give it, before it has a place in the list.
type found struct {
	from, to    int
	kind, value string
	mod, rule   string
	year, month int
	day         int // all three of an explicit date, 0 where it is silent
	explicit    bool
}

// dater reads the dates of a text in its order.
type dater struct {
	d         *document
	published time.Time
	anchor    string
	out       []brief.ReadDate
	seen      time.Time // the last explicit date with its year, for narratives
	last      string    // the value of the last day read, for "the same day"
}

// readDates lists the time expressions of a text as TIMEX3 would: type and value, anchored to published if the
// report has it. Without an anchor what is unknown stays XXXX.
func readDates(d *document, published time.Time, anchor string) []brief.ReadDate {
	r := &dater{d: d, published: published.UTC(), anchor: anchor, out: []brief.ReadDate{}}
	if published.IsZero() {
		r.published = time.Time{}
	}
	for _, p := range d.paras {
		if p.searched() {
			r.paragraph(tokens(d.text, p.Span, nil))
		}
	}
	return r.out
}

func (r *dater) paragraph(f []token) {
	for i := 0; i < len(f); {
		x, ok := r.at(f, i)
		if !ok {
			i++
			continue
		}
		x = premodify(f, x)
		if n := len(r.out); n > 0 && r.out[n-1].End > f[x.from].Start {
			x.from = i
		}
		r.add(f, x)
		i = x.to
	}
}

// at reads the expression that begins at token i, its modifiers left aside.
func (r *dater) at(f []token, i int) (found, bool) {
	readers := []func([]token, int) (found, bool){r.iso, r.dayMonth, r.monthDay, r.monthOnly, r.ago, r.duration, r.hyphenated, r.weekdayDate, r.weekday, r.deictic, r.decade, r.yearOnly, r.sameDay}
	if f[i].kind != word && f[i].kind != number {
		return found{}, false
	}
	for _, read := range readers {
		if x, ok := read(f, i); ok {
			return x, true
		}
	}
	return found{}, false
}

func (r *dater) add(f []token, x found) {
	span := brief.Span{Start: f[x.from].Start, End: f[x.to-1].End}
	if f[x.to-1].owns {
		span.End = f[x.to-1].Start + len(f[x.to-1].low)
	}
	if x.explicit {
		x.value, x.rule = r.explicit(f, x)
	}
	if x.kind == "DATE" && len(x.value) == len("2006-01-02") {
		r.last = x.value
	}
	r.out = append(r.out, brief.ReadDate{Mention: brief.Mention{Span: span, Text: span.Of(r.d.text)}, Type: x.kind,
		Value: x.value, Mod: x.mod, Rule: x.rule})
}

// graceDays is how far a day without a year may lie after publication and still be meant: what is about to happen
// is news too.
const graceDays = 7

// explicit gives the value of a date with a month: its own year, or the one that the anchor allows.
func (r *dater) explicit(f []token, x found) (value, rule string) {
	if x.year != 0 {
		r.seen = time.Date(x.year, time.Month(max(x.month, 1)), max(x.day, 1), 0, 0, 0, 0, time.UTC)
		return dateValue(x.year, x.month, x.day), x.rule
	}
	anchor := r.now()
	if anchor.IsZero() {
		return "XXXX" + dateValue(0, x.month, x.day)[4:], x.rule + "/no-year"
	}
	if r.anchor == "narrative" && !r.seen.IsZero() {
		return dateValue(anchor.Year(), x.month, x.day), x.rule + "/narrative-year"
	}
	if ahead(f, x) {
		for year := anchor.Year(); year < anchor.Year()+9; year++ {
			if valid(year, x.month, x.day) && dateValue(year, x.month, x.day) >= dateValue(anchor.Year(), int(anchor.Month()), anchor.Day())[:len(dateValue(year, x.month, x.day))] {
				return dateValue(year, x.month, x.day), x.rule + "/nearest-future"
			}
		}
	}
	limit := anchor.AddDate(0, 0, graceDays)
	if x.day == 0 {
		limit = anchor
	}
	for year := limit.Year(); year > limit.Year()-9; year-- {
		day := time.Date(year, time.Month(x.month), max(x.day, 1), 0, 0, 0, 0, time.UTC)
		if valid(year, x.month, x.day) && !day.After(limit) {
			return dateValue(year, x.month, x.day), x.rule + "/nearest-past"
		}
	}
	return "XXXX" + dateValue(0, x.month, x.day)[4:], x.rule + "/no-year"
}

// now is what relative expressions hang on; zero when nothing is known.
func (r *dater) now() time.Time {
	if r.anchor == "narrative" && !r.seen.IsZero() {
		return r.seen
	}
	return r.published
}

// futureReach is how many tokens from a date a "will" speaks of it.
const futureReach = 8

// future are the words that speak of what is to come; "would" does so for a time behind it only.
var future = set("will shall we'll they'll he'll she'll i'll it'll until upcoming must promise pledge vow plan plans")

// ahead tells whether the sentence speaks of what is to come right beside the date. A verb of saying on the way
// parts the two: what was said on Monday may lie ahead, Monday does not.
func ahead(f []token, x found) bool {
	for i := x.from - 1; i >= 0 && i >= x.from-futureReach && !stops(f[i]); i-- {
		if c := cues[f[i].low]; c.that || c.quotes {
			return false
		}
		if future[f[i].low] || f[i].low == "would" {
			return true
		}
	}
	for i := x.to; i < len(f) && i < x.to+futureReach && !stops(f[i]); i++ {
		if c := cues[f[i].low]; c.that || c.quotes || f[i].low == "that" {
			return false
		}
		if future[f[i].low] {
			return true
		}
	}
	return false
}

func stops(t token) bool { return t.kind == punct && terminal(firstRune(t.low)) }

// dateValue writes a date as far as it is known: zero months and days are left out.
func dateValue(year, month, day int) string {
	s := pad(year, 4)
	if month > 0 {
		s += "-" + pad(month, 2)
		if day > 0 {
			s += "-" + pad(day, 2)
		}
	}
	return s
}

func pad(n, width int) string {
	s := strconv.Itoa(n)
	for len(s) < width {
		s = "0" + s
	}
	return s
}

// valid tells whether a day exists; a month alone always does.
func valid(year, month, day int) bool {
	if day == 0 {
		return true
	}
	t := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	return t.Day() == day
}
