package reading

// barred tells whether a number is part of something that counts nothing: a score, a fraction, an item of a list, 24/7.
func (r *figureReader) barred(a amount) bool {
	f, i := r.f, a.from
	if s := low(f, a.to); s == "/" || s == "-" || s == "–" || s == ":" {
		if r.glued(a.to) && a.to+1 < len(f) && f[a.to+1].kind == number && r.glued(a.to+1) {
			return true
		}
	}
	if a.to < len(f) && f[a.to].low == ")" && (i == 0 || f[i-1].low == "(") || low(f, a.to) == "]" {
		return true
	}
	if w := low(f, a.to); r.w.fractions[w] && !(a.power > 0 && w == "half") {
		return true
	}
	if i == 0 {
		return false
	}
	switch s := f[i-1].low; {
	case s == "'" || s == "’" || s == "/" || s == "#" || s == "№" || s == ":" && i > 1 && f[i-2].kind == number:
		return r.glued(i)
	case s == "-" || s == "–":
		return r.glued(i) && r.glued(i-1) && !r.w.between[low(f, i-3)]
	case s == ".":
		return r.w.labels[low(f, i-2)] && r.glued(i-1)
	}
	return f[i-1].kind == number && !r.dated(i-1, i)
}

// named tells whether a number belongs to the name before it: Article 5, Leopard 2, Group of Seven. In a sentence a word in
// upper case is a name unless a place may well stand there: in Oldford 14 people.
func (r *figureReader) named(a amount) bool {
	f, i := r.f, a.from
	if i == 0 {
		return false
	}
	prev := f[i-1]
	if r.w.labels[prev.low] && !r.dated(i-1, i) || prev.low == "+" {
		return true
	}
	if r.titled || prev.kind != word {
		return false
	}
	if r.w.grammar.models[prev.low] && !a.spelled && len(a.value) <= 3 {
		return true
	}
	if a.spelled && f[i].upper && !prev.upper {
		return true
	}
	if !prev.upper || starters[prev.low] || prepositions[prev.low] || r.dated(i-1, i) || a.power > 0 || len(a.value) > 3 || a.spelled {
		return false
	}
	if x, _ := r.w.fateAt(f, i-1); x.sort != noFate || r.w.grammar.before[prev.low] || r.w.qualifiers[prev.low] != nil {
		return false
	}
	if _, reports := cues[prev.low]; reports || i == 1 && r.d.lower[prev.low] {
		return false
	}
	if n, ok := r.w.nouns[prev.low]; ok && i == 1 && n.class != 0 {
		return false
	}
	at := i - 2
	for at >= 0 && f[at].kind == word && f[at].upper && !prepositions[f[at].low] {
		at--
	}
	s := low(f, at)
	return s != "in" && s != "near" && s != "at" && s != "around" && s != "outside" && s != "across" && s != "from"
}

// agedBefore tells whether a number is an age: aged 14, children under 14.
func (r *figureReader) agedBefore(x *draft) bool {
	s := low(r.f, x.start-1)
	if r.w.between[s] || s == r.w.from {
		s = low(r.f, x.start-2)
	}
	if r.w.aged[s] {
		return true
	}
	n, people := r.w.nouns[s]
	return people && n.class&living != 0 && (x.qualifier == "under" || x.qualifier == "over" || x.qualifier == "below" || x.qualifier == "above")
}

// proportion reads "one in five" and "two out of three", which count nothing, and gives where it ends; 0 for anything else.
func (r *figureReader) proportion(a amount) int {
	f, k := r.f, a.to
	switch {
	case len(a.value) == 0 || len(a.value) > 2 || a.suffix != "":
		return 0
	case low(f, k) == "in":
		k++
	case low(f, k) == "out" && low(f, k+1) == "of":
		k += 2
		if low(f, k) == "every" {
			k++
		}
	default:
		return 0
	}
	b, ok := r.w.amountAt(f, k)
	if end := 0; ok {
		if _, end, _ = r.counted(&draft{amount: b}, b.to); end > 0 && low(f, a.to) == "out" {
			return 0
		}
	}
	if !ok || b.value == "" || !digits(b.value) || len(b.value) > 6 || r.dated(k, b.to) || !less(a.value, b.value) {
		return 0
	}
	return b.to
}

// priced is the token with which a currency before the number at i begins.
func (r *figureReader) priced(i int) int {
	if i > 0 && r.f[i-1].kind == punct && r.w.money.signs[r.f[i-1].low] != "" {
		return i - 1
	}
	return i
}

// changing tells whether a word of going up or down stands before k, so that "from 20 to 40" is no range.
func (r *figureReader) changing(k int) bool {
	for n := k; n >= 0 && n > k-5; n-- {
		if r.w.changes[r.f[n].low] {
			return true
		}
		if r.f[n].kind == punct {
			return false
		}
	}
	return false
}

// changed reads the number from which something went to another, and which is told with what that one counts: from 20 to
// 40 people.
func (r *figureReader) changed(x *draft) bool {
	if x.suffix != "" || low(r.f, x.to) != r.w.to {
		return false
	}
	b, ok := r.w.amountAt(r.f, r.currencyAt(x.to+1))
	if !ok || r.dated(b.from, b.to) {
		return false
	}
	y := draft{amount: b, start: b.from, end: b.to}
	if !r.read(&y) || y.rule == "money" && y.start != b.from {
		return false
	}
	if x.power == 0 && b.power > 0 && less(x.least(), shiftBack(b.most(), b.power)) {
		x.scaled(b.power)
	}
	start, end := x.from, x.to
	if y.rule == "fate" && y.how == after {
		y.of = ""
	}
	x.unit, x.of, x.class, x.rule, x.start, x.end = y.unit, y.of, y.class, y.rule, start, end
	return !r.barred(x.amount)
}
