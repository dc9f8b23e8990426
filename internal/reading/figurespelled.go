package reading

import (
	"strconv"
	"strings"
)

// inWords reads what begins with a word: twenty-two thousand, half a million, a dozen, hundreds, several hundred.
func (w *figureWords) inWords(f []token, i int) (amount, bool) {
	s := f[i].low
	switch {
	case s == w.half || strings.HasPrefix(s, w.half+"-"):
		return w.halfOf(f, i)
	case s == w.quarter:
		return w.quarterOf(f, i, i)
	case w.articles[s]:
		return w.withArticle(f, i)
	case w.several[s]:
		return w.severalOf(f, i, i+1)
	}
	if p, ok := w.plurals[s]; ok {
		return w.sized(f, i, p)
	}
	return w.spelled(f, i, i, 0)
}

// leads tells whether a word can begin a number, so that others cost nothing more.
func (w *figureWords) leads(t token) bool {
	if t.kind != word {
		return t.kind == number
	}
	head := t.low
	if at := strings.IndexByte(head, '-'); at > 0 {
		head = head[:at]
	}
	if _, ok := w.numbers[head]; ok {
		return true
	}
	_, ok := w.plurals[head]
	return ok || head == w.half || head == w.quarter || w.articles[head] || w.several[head]
}

// halfOf reads half a million, half-million, half a dozen.
func (w *figureWords) halfOf(f []token, i int) (amount, bool) {
	_, tail, glued := strings.Cut(f[i].low, "-")
	k := i + 1
	if !glued {
		if w.articles[low(f, k)] {
			k++
		}
		tail = low(f, k)
		k++
	}
	a := amount{from: i, to: k, spelled: true, article: true}
	switch x := w.numbers[tail]; {
	case x.sort == dozen:
		a.value = "6"
	case x.sort == scale:
		a.value = shift("0.5", x.power)
		a.power = x.power
	}
	return a, a.value != ""
}

// quarterOf reads a quarter of a million, whose first token is from.
func (w *figureWords) quarterOf(f []token, from, i int) (amount, bool) {
	k := i + 1
	if low(f, k) == w.of {
		k++
	}
	if w.articles[low(f, k)] {
		k++
	}
	x := w.numbers[low(f, k)]
	return amount{from: from, to: k + 1, value: shift("0.25", x.power), power: x.power, spelled: true, article: true}, x.sort == scale
}

// withArticle reads a hundred and twenty, a dozen, a couple of, a few thousand, a half-million.
func (w *figureWords) withArticle(f []token, i int) (amount, bool) {
	s := low(f, i+1)
	switch {
	case s == w.couple:
		a := amount{from: i, to: i + 2, value: "2", spelled: true, article: true, behind: qualifier{[]string{f[i].low, s, w.of}, both}}
		if low(f, i+2) != w.of || low(f, i+3) == "the" {
			return a, false
		}
		a.to++
		w.scales(f, &a)
		return a, true
	case w.several[s]:
		return w.severalOf(f, i, i+2)
	case s == w.quarter:
		return w.quarterOf(f, i, i+1)
	case s == w.half || strings.HasPrefix(s, w.half+"-"):
		a, ok := w.halfOf(f, i+1)
		a.from = i
		return a, ok
	case w.numbers[s].power > 0 || w.numbers[s].sort == dozen:
		a, ok := w.spelled(f, i, i+1, 1)
		a.article = true
		w.andHalf(f, &a)
		return a, ok
	}
	return amount{}, false
}

// severalOf reads several hundred, a few dozen, several tens of thousands: more than one, and of no more digits.
func (w *figureWords) severalOf(f []token, from, i int) (amount, bool) {
	a := amount{from: from, to: i + 1, spelled: true, plural: true}
	x := w.numbers[low(f, i)]
	if p, ok := w.plurals[low(f, i)]; ok {
		if a, ok = w.sized(f, i, p); ok && p.zeros > 0 {
			a.from, a.low = from, "2"+a.low[1:]
		}
		return a, ok && p.zeros > 0
	}
	switch {
	case x.sort == dozen:
		a.low, a.high = w.plurals["dozens"].low, w.plurals["dozens"].high
	case x.power > 0:
		zeros := x.power
		if next := w.numbers[low(f, i+1)]; x.sort == hundred && next.sort == scale {
			zeros += next.power
			a.to++
		}
		a.low, a.high, a.power = shift("2", zeros), nines(zeros), zeros
	}
	return a, a.low != ""
}

// sized reads counts of which only the size is told: dozens, hundreds, tens of thousands, hundreds of millions.
func (w *figureWords) sized(f []token, i int, p plural) (amount, bool) {
	a := amount{from: i, to: i + 1, low: p.low, high: p.high, spelled: true, plural: true}
	zeros := p.zeros
	if next := w.plurals[low(f, i+2)]; low(f, i+1) == w.of && (zeros == 1 || zeros == 2) && next.zeros >= 3 {
		zeros += next.zeros
		a.to = i + 3
	}
	if a.low == "" {
		a.low, a.high, a.power = shift("1", zeros), nines(zeros), zeros
	}
	return a, true
}

// spelling is a number that is being read from words: what is finished, and the part below the next scale.
type spelling struct {
	total, group int64
	lowest       int // zeros of the last scale
	any          bool
}

// take adds a word to the number; false when it cannot follow.
func (s *spelling) take(x numberWord) bool {
	rest := s.group % 100
	switch x.sort {
	case ones:
		if rest != 0 && (rest < 20 || rest%10 != 0) {
			return false
		}
		s.group += x.n
	case teens, tens:
		if rest != 0 {
			return false
		}
		s.group += x.n
	case hundred, dozen:
		if s.group < 1 || s.group > 99 {
			return false
		}
		s.group *= x.n
	case scale:
		if s.group < 1 || s.lowest > 0 && x.power >= s.lowest || s.group > 9999 {
			return false
		}
		for range x.power {
			s.group *= 10
		}
		s.total, s.group, s.lowest = s.total+s.group, 0, x.power
	default:
		return false
	}
	s.any = true
	return true
}

// spelled reads a number in words from token i on; group is 1 where an article stands before its scale.
func (w *figureWords) spelled(f []token, from, i int, group int64) (amount, bool) {
	s := spelling{group: group}
	a := amount{from: from, to: i, spelled: true}
	last := notNumber
	for k := i; k < len(f) && f[k].kind == word && !f[k].owns; {
		if f[k].low == w.and && (last == hundred || last == scale) && k+1 < len(f) && w.small(f[k+1].low) {
			k++
		}
		suffix, sort, ok := w.takeWord(&s, f[k].low)
		if !ok {
			break
		}
		k++
		a.to, last = k, sort
		if a.suffix = suffix; suffix != "" {
			break
		}
	}
	if !s.any {
		return a, false
	}
	a.value = strconv.FormatInt(s.total+s.group, 10)
	a.power = s.lowest
	if last == hundred {
		a.power = max(a.power, 2)
	}
	if a.suffix == "" && a.power == 0 {
		if w.andHalf(f, &a); !digits(a.value) {
			w.scales(f, &a)
		}
	}
	if a.suffix == "" && w.small(low(f, a.to)) {
		return a, false
	}
	return a, true
}

// small tells whether a word is a number below a hundred.
func (w *figureWords) small(s string) bool {
	head, _, _ := strings.Cut(s, "-")
	x := w.numbers[head]
	return x.sort == ones || x.sort == teens || x.sort == tens
}

// takeWord adds a word, hyphens parting its numbers: twenty-two, two-hundred, three-kilometer. What is left behind the
// last number is its suffix.
func (w *figureWords) takeWord(s *spelling, word string) (suffix string, last numberSort, ok bool) {
	for word != "" {
		part, rest, _ := strings.Cut(word, "-")
		x := w.numbers[part]
		before := *s
		if x.sort == notNumber || !s.take(x) {
			*s = before
			return word, last, ok && x.sort == notNumber
		}
		word, last, ok = rest, x.sort, true
	}
	return "", last, ok
}
