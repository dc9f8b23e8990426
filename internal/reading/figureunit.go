package reading

import "strings"

// qualify takes the words that keep the number from being exact into the figure, those before it and those behind.
func (r *figureReader) qualify(x *draft) {
	if x.amount.behind.words != nil {
		x.limit(x.amount.behind)
	}
	head, tail, _ := strings.Cut(x.suffix, "-")
	if q, ok := r.w.hyphenated[head]; ok {
		x.limit(q)
		x.suffix = tail
	}
	for range 2 {
		q, ok := r.qualifierBefore(x.start)
		if !ok {
			break
		}
		x.start -= len(q.words)
		x.limit(q)
	}
	for _, q := range r.w.behind {
		if x.qualifier == "" && matches(r.f, x.end, q.words) {
			x.end += len(q.words)
			x.limit(q)
		}
	}
	if x.qualifier == "" && low(r.f, x.end) == "+" && r.glued(x.end) {
		x.end++
		x.limit(r.w.hyphenated["plus"])
	}
}

// limit adds a qualifier to those told. The one farthest from the number before it says on which side it is open.
func (x *draft) limit(q qualifier) {
	words := strings.Join(q.words, " ")
	x.qualifier = strings.TrimSpace(words + " " + x.qualifier)
	x.side = q.side
}

func (r *figureReader) qualifierBefore(i int) (qualifier, bool) {
	for _, q := range r.w.qualifiers[low(r.f, i-1)] {
		if matches(r.f, i-len(q.words), q.words) {
			return q, len(q.words) > 1 || !r.w.phrasal[low(r.f, i-2)]
		}
	}
	return qualifier{}, false
}

// matches tells whether these words stand at i.
func matches(f []token, i int, words []string) bool {
	for n, w := range words {
		if low(f, i+n) != w {
			return false
		}
	}
	return i >= 0
}

// glued tells whether nothing stands between the token at i and the one before it.
func (r *figureReader) glued(i int) bool {
	return i > 0 && i < len(r.f) && r.f[i].Start == r.f[i-1].End
}

// currencyAt skips a currency before the number at i.
func (r *figureReader) currencyAt(i int) int {
	f := r.f
	switch {
	case i >= len(f):
	case f[i].kind == punct && r.w.money.signs[f[i].low] != "", r.code(i) != "":
		return i + 1
	case f[i].kind == word && i+1 < len(f) && r.w.money.signs[f[i+1].low] != "" && r.glued(i+1):
		return i + 2
	}
	return i
}

// code is the ISO code that stands at i in upper case, empty when none does.
func (r *figureReader) code(i int) string {
	if i < 0 || i >= len(r.f) || r.f[i].kind != word || !r.w.money.codes[r.f[i].low] {
		return ""
	}
	if s := r.f[i].Of(r.d.text); s == strings.ToUpper(s) {
		return s
	}
	return ""
}

// currencyBefore reads $, US$ or EUR before the number.
func (r *figureReader) currencyBefore(x *draft) string {
	f, k, m := r.f, x.start-1, &r.w.money
	if k < 0 || f[x.start].Start > f[k].End+1 {
		return ""
	}
	if s := r.code(k); s != "" {
		x.start = k
		return s
	}
	code := m.signs[f[k].low]
	if code == "" || f[k].kind != punct {
		return ""
	}
	x.start = k
	if k > 0 && f[k-1].kind == word && r.glued(k) && m.before[f[k-1].low] != "" {
		x.start, code = k-1, m.before[f[k-1].low]
	}
	return code
}

// currencyAfter reads euros, US dollars, EUR or € behind the number.
func (r *figureReader) currencyAfter(x *draft) string {
	f, k, m := r.f, x.end, &r.w.money
	if code := m.names[x.suffix]; code != "" {
		return code
	}
	if x.suffix != "" && m.scales[x.suffix] == 0 {
		return ""
	}
	if x.plural && low(f, k) == r.w.of {
		k++
	}
	if k >= len(f) || f[k].owns {
		return ""
	}
	take := func(n int, code string) string {
		x.end = k + n
		return code
	}
	if code := m.signs[f[k].low]; code != "" && f[k].kind == punct && f[k].Start <= f[k-1].End+1 && (k+1 >= len(f) || f[k+1].kind != number) {
		return take(1, code)
	}
	for n := range 2 {
		if code := m.ofNation[wordPair{low(f, k+n), low(f, k+n+1)}]; code != "" {
			return take(n+2, code)
		}
	}
	if s := r.code(k); s != "" {
		return take(1, s)
	}
	if code := m.names[f[k].low]; code != "" && f[k].kind == word {
		return take(1, code)
	}
	if x.power >= 6 && (f[k].low == "pounds" || f[k].low == "pound") {
		return take(1, "GBP")
	}
	return ""
}

// money makes the figure one of money if a currency is told.
func (r *figureReader) money(x *draft) bool {
	code := r.currencyBefore(x)
	if after := r.currencyAfter(x); code == "" || after != "" {
		code = after
	}
	if code == "" {
		return false
	}
	if zeros := r.w.money.scales[x.suffix]; zeros > 0 && x.power == 0 {
		x.scaled(zeros)
	} else if x.suffix != "" && r.w.money.names[x.suffix] == "" {
		return false
	}
	if x.article && x.suffix != "" {
		return false
	}
	x.unit, x.rule = code, "money"
	return true
}

// share makes the figure a share if percent or percentage points follow.
func (r *figureReader) share(x *draft) bool {
	f, k := r.f, x.end
	switch s := low(f, k); {
	case x.suffix == "percent" || x.suffix == "per-cent" || x.suffix == "percentage-point":
		x.unit = either(x.suffix == "percentage-point", "percentage points", "%")
	case x.suffix != "":
		return false
	case s == "percent" || s == "%" || s == "pct":
		x.unit, x.end = "%", k+1
		if next := low(f, k+1); next == "point" || next == "points" {
			x.unit, x.end = "percentage points", k+2
		}
	case s == "per" && low(f, k+1) == "cent":
		x.unit, x.end = "%", k+2
	case s == "percentage":
		x.unit, x.end = r.w.pairs[wordPair{s, low(f, k+1)}], k+2
	}
	x.rule = "share"
	return x.unit != ""
}

// measure makes the figure a measure if a unit follows, or is glued to the number.
func (r *figureReader) measure(x *draft) bool {
	f, k := r.f, x.end
	if x.rule = "measure"; x.suffix != "" {
		head, _, _ := strings.Cut(x.suffix, "-")
		if x.unit = r.w.measures[head]; x.unit == "" && (x.suffix == "pound" || x.suffix == "pounds") {
			x.unit = "lb"
		}
		if x.unit == "m" && !strings.HasPrefix(x.suffix, "met") || x.unit == "in" && len(x.suffix) == 2 || x.unit == "g" && len(x.suffix) == 1 {
			x.unit = ""
		}
		if head == "km" && low(f, k) == "/" && low(f, k+1) == "h" {
			x.unit, x.end = "km/h", k+2
		}
		return x.unit != ""
	}
	if x.plural && low(f, k) == r.w.of {
		k++
	}
	switch s := low(f, k); {
	case k >= len(f) || f[k].owns || f[k].kind == number:
	case s == "°" && (low(f, k+1) == "c" || low(f, k+1) == "f"):
		x.unit, x.end = s+strings.ToUpper(low(f, k+1)), k+2
	case r.w.pairs[wordPair{s, low(f, k+1)}] != "":
		x.unit, x.end = r.w.pairs[wordPair{s, low(f, k+1)}], k+2
	case s == "km" && low(f, k+1) == "/" && low(f, k+2) == "h":
		x.unit, x.end = "km/h", k+3
	case s == "mm" && low(f, k+1) == "of", s == "millimeters", s == "millimetres":
		x.unit, x.end = "mm", k+1
	case (s == "pounds" || s == "pound") && low(f, k+1) == "of":
		x.unit, x.end = "lb", k+1
	case len(s) > 1 && s != "in" && s != "foot" || s == "foot" && low(f, k+1) != "soldiers":
		if x.unit = r.w.measures[s]; x.unit != "" && x.unit != "magnitude" {
			x.end = k + 1
		} else {
			x.unit = ""
		}
	}
	if x.unit == "" && (low(f, x.start-1) == "magnitude" || low(f, x.start-1) == "of" && low(f, x.start-2) == "magnitude") && len(x.value) <= 4 {
		x.unit = "magnitude"
	}
	if strings.HasPrefix(x.unit, "°") {
		r.below(x)
	}
	if next := low(f, x.end+1); low(f, x.end) == "per" && r.w.rates[next] == "" {
		x.unit = ""
	}
	return x.unit != ""
}

// below gives a temperature its minus.
func (r *figureReader) below(x *draft) {
	s := low(r.f, x.start-1)
	if x.qualifier != "" || s != "minus" && (s != "-" && s != "−" || !r.glued(x.start)) {
		return
	}
	x.start--
	if x.value != "" {
		x.value = "-" + x.value
		return
	}
	x.low, x.high = "-"+x.high, "-"+x.low
}

// rate adds to a unit in which time it is told: a day, per hour, daily.
func (r *figureReader) rate(x *draft) {
	k := x.end
	switch s := low(r.f, k); {
	case s == "a" || s == "an" || s == "per" || s == "each" || s == "every":
		k++
	case !strings.HasSuffix(s, "ly"):
		return
	}
	time := r.w.rates[low(r.f, k)]
	if time == "" || strings.HasSuffix(low(r.f, k), "ly") != (k == x.end) || low(r.f, k+1) == "ago" || low(r.f, k+1) == "later" || low(r.f, k+1) == "earlier" {
		return
	}
	x.end = k + 1
	switch {
	case x.unit == "km" && time == "hour":
		x.unit = "km/h"
	case x.unit == "mi" && time == "hour":
		x.unit = "mph"
	default:
		x.unit += " per " + time
	}
}
