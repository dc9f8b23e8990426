package reading

import (
	"strconv"
	"strings"
)

// amount is a number, or a range of them, as the tokens [from, to) write it.
type amount struct {
	from, to  int
	value     string // empty for a range
	low, high string // of a range
	power     int    // how many zeros its scale has
	spelled   bool   // in words
	plural    bool   // only its size is told: dozens
	suffix    string // glued to it: strong, km, year-old
	behind    qualifier
	votes     bool // 141-5: value is for, high against
	article   bool // a hundred, a couple
}

// least and most are the ends of an amount.
func (a amount) least() string { return either(a.value != "", a.value, a.low) }
func (a amount) most() string  { return either(a.value != "", a.value, a.high) }

// few tells whether an amount is one of those that are told in passing: in words, from one to nine.
func (a amount) few() bool { return a.spelled && a.power == 0 && !a.plural && len(a.most()) == 1 }

// amountAt reads the number that begins at token i.
func (w *figureWords) amountAt(f []token, i int) (amount, bool) {
	if i >= len(f) {
		return amount{}, false
	}
	switch f[i].kind {
	case number:
		return w.inDigits(f, i)
	case word:
		if f[i].owns {
			return amount{}, false
		}
		return w.inWords(f, i)
	}
	return amount{}, false
}

// inDigits reads what begins with digits: 300,000; 1.2 million; 20-25; 2½; 300,000-strong; 5bn.
func (w *figureWords) inDigits(f []token, i int) (amount, bool) {
	first, second, suffix := w.unglue(f[i].low)
	a := amount{from: i, to: i + 1, value: w.decimal(first), suffix: suffix}
	if a.value == "" {
		return a, false
	}
	if second != "" {
		return w.hyphenRange(f, a, w.decimal(second))
	}
	if suffix == "" {
		w.grouped(f, &a)
	}
	if a.to < len(f) && f[a.to].Start == f[a.to-1].End && broken[f[a.to].low] != "" && digits(a.value) {
		a.value += broken[f[a.to].low]
		a.to++
	}
	w.andHalf(f, &a)
	if zeros := w.glued[a.suffix]; zeros > 0 {
		a.scaled(zeros)
		a.suffix = ""
	}
	w.scales(f, &a)
	if a.power > 0 && digits(a.value) && a.to+1 < len(f) && f[a.to].kind == number && w.numbers[f[a.to+1].low].power > 0 && w.numbers[f[a.to+1].low].power < a.power {
		rest, ok := w.inDigits(f, a.to)
		if !ok || !digits(rest.value) || len(a.value) > 17 {
			return a, false
		}
		a.value, a.to = sum(a.value, rest.value), rest.to
	}
	return a, true
}

// broken are the parts of a whole that have a sign.
var broken = map[string]string{"½": ".5", "¼": ".25", "¾": ".75"}

// unglue parts a token of digits: the number, the other end of a range, and the letters behind a hyphen or none.
func (w *figureWords) unglue(s string) (first, second, suffix string) {
	end := numberEnd(s)
	first, s = s[:end], s[end:]
	if len(s) > 1 && s[0] == '-' && s[1] >= '0' && s[1] <= '9' {
		end = numberEnd(s[1:]) + 1
		second, s = s[1:end], s[end:]
	}
	return first, second, strings.TrimPrefix(s, "-")
}

// numberEnd is where the digits at the head of s end, with the marks in them.
func numberEnd(s string) int {
	n := 0
	for n < len(s) && (s[n] >= '0' && s[n] <= '9' || s[n] == '.' || s[n] == ',' || s[n] == ':') {
		n++
	}
	return n
}

// hyphenRange makes a range of two numbers with a hyphen between; where the first is the larger one, they may be votes.
func (w *figureWords) hyphenRange(f []token, a amount, second string) (amount, bool) {
	if second == "" {
		return a, false
	}
	a.low, a.high, a.value = a.value, second, ""
	if !less(a.low, a.high) {
		a.votes = a.suffix == "" && digits(a.low) && digits(a.high)
		return a, a.votes
	}
	if zeros := w.glued[a.suffix]; zeros > 0 {
		a.scaled(zeros)
		a.suffix = ""
	}
	w.scales(f, &a)
	return a, true
}

// scaled moves all of an amount by so many zeros.
func (a *amount) scaled(zeros int) {
	a.value, a.low, a.high = shift(a.value, zeros), shift(a.low, zeros), shift(a.high, zeros)
	a.power += zeros
}

// grouped takes in groups of three digits that spaces part: 300 000.
func (w *figureWords) grouped(f []token, a *amount) {
	if len(f[a.from].low) > 3 || !digits(f[a.from].low) || a.value == "0" {
		return
	}
	for a.to < len(f) && f[a.to].kind == number && len(f[a.to].low) == 3 && digits(f[a.to].low) && f[a.to].Start <= f[a.to-1].End+3 && len(a.value) < 16 {
		a.value += f[a.to].low
		a.to++
	}
}

// andHalf takes in "and a half".
func (w *figureWords) andHalf(f []token, a *amount) {
	if low(f, a.to) == w.and && low(f, a.to+1) == w.halfAnd && low(f, a.to+2) == w.half {
		if a.power > 0 && len(a.value) > a.power && digits(a.value) {
			a.value = shift(halved(a.value[:len(a.value)-a.power]), a.power)
		} else {
			a.value = halved(a.value)
		}
		a.to += 3
	}
}

// scales takes in up to two words of scale behind a number: million, hundred thousand, million-strong.
func (w *figureWords) scales(f []token, a *amount) {
	for n := 0; n < 2 && a.suffix == "" && a.to < len(f); n++ {
		s, suffix, _ := strings.Cut(f[a.to].low, "-")
		x := w.numbers[s]
		switch {
		case f[a.to].owns || f[a.to].kind != word:
			return
		case x.power > 0:
			a.scaled(x.power)
		case x.sort == dozen && digits(a.value) && len(a.value) < 3:
			a.value = strconv.Itoa(12 * atoi(a.value))
		default:
			if zeros := w.glued[s]; zeros > 0 && a.power == 0 {
				a.scaled(zeros)
				break
			}
			return
		}
		a.suffix = suffix
		a.to++
		w.andHalf(f, a)
	}
}

// sum adds two whole numbers of at most eighteen digits.
func sum(a, b string) string {
	x, _ := strconv.ParseInt(a, 10, 64)
	y, _ := strconv.ParseInt(b, 10, 64)
	return strconv.FormatInt(x+y, 10)
}

// spanned makes a range of the amount and a second one: 20 to 30, two or three, between 2 and 3 million. After a word of
// change two numbers with a unit each are none: fell 2% to 41%.
func (w *figureWords) spanned(f []token, a amount, change bool, currency func(i int) int) amount {
	k := a.to
	if a.suffix != "" && a.suffix != "%" || a.votes || a.value == "" && !a.plural || a.article && !w.between[low(f, a.from-1)] {
		return a
	}
	percent := k < len(f) && (f[k].low == "%" || f[k].low == "percent")
	if percent {
		k++
	}
	switch s := low(f, k); {
	case s == w.to, s == "-", s == "–", s == w.or && !percent, s == w.and && w.betweenBefore(f, a.from):
	default:
		return a
	}
	at := currency(k + 1)
	b, ok := w.amountAt(f, at)
	if s := low(f, k); ok && change && s == w.to && (percent || at > k+1) {
		return a
	}
	if !ok || b.votes || b.behind.words != nil || b.value == "" && !b.plural || percent && low(f, b.to) != "%" && low(f, b.to) != "percent" {
		return a
	}
	if f[k].kind == punct && !a.plural && f[k].Start > f[k-1].End+1 {
		return a
	}
	low, power := a.least(), a.power
	if a.power == 0 && b.power > 0 && !a.plural && !percent && less(low, shiftBack(b.most(), b.power)) {
		low, power = shift(low, b.power), b.power
	}
	if !less(low, b.most()) {
		return a
	}
	return amount{from: a.from, to: b.to, low: low, high: b.most(), power: max(power, b.power), spelled: a.spelled && b.spelled, suffix: b.suffix}
}

// shiftBack takes so many zeros off a number that was moved by them.
func shiftBack(s string, zeros int) string {
	whole, part, _ := strings.Cut(s, ".")
	if n := zeros + 1 - len(whole); n > 0 {
		whole = strings.Repeat("0", n) + whole
	}
	return pointed(whole[:len(whole)-zeros], strings.TrimRight(whole[len(whole)-zeros:]+part, "0"))
}

// betweenBefore tells whether "between" stands before an amount, or before what qualifies it.
func (w *figureWords) betweenBefore(f []token, i int) bool {
	for k := i - 1; k >= 0 && k >= i-3; k-- {
		if w.between[f[k].low] {
			return true
		}
	}
	return false
}
