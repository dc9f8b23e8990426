package reading

// partNames are the words that pick a part of a day, a month or a year.
var partNames = map[string]string{"early": "START", "late": "END", "beginning": "START", "start": "START", "end": "END",
	"middle": "MID", "mid": "MID", "outset": "START", "close": "END"}

// widen takes in the words before an expression that change it: the, about, at least, early, the beginning of. Tokens
// before floor belong to another.
func widen(f []token, x found, floor int) found {
	w := widening{f: f, found: x, floor: floor}
	w.the()
	if x.kind == "DATE" || x.kind == "TIME" {
		w.partOf()
	}
	w.amount()
	return w.found
}

// widening is an expression that grows to the left.
type widening struct {
	f []token
	found
	floor int
}

// low is the kth token before the expression.
func (w *widening) low(k int) string {
	if w.from-k < w.floor {
		return ""
	}
	return low(w.f, w.from-k)
}

func (w *widening) take(k int, mod string) {
	w.from -= k
	if mod != "" {
		w.mod = mod
	}
}

func (w *widening) the() {
	if w.article && w.low(1) == "the" {
		w.take(1, "")
	}
}

// partOf takes in the words that pick a part of a day, a month or a year.
func (w *widening) partOf() {
	one, two := w.low(1), w.low(2)
	switch {
	case one == "early" || one == "late" || one == "mid":
		w.take(1, partNames[one])
		w.the()
	case one == "-" && two == "mid":
		w.take(2, "MID")
		w.the()
	case (one == "on" || one == "in") && (two == "late" || two == "early"):
		w.take(2, partNames[two])
	case one == "of" && two == "hours" && (w.low(3) == "early" || w.low(3) == "late"):
		w.take(3, partNames[w.low(3)])
		if w.low(1) == "the" {
			w.take(1, "")
		}
	case one == "of" && two == "month" && w.low(3) == "the", one == "year" && two == "the":
		w.take(either(one == "of", 3, 2), "")
	case one == "of" && partNames[two] != "":
		w.take(2, partNames[two])
		if w.low(1) == "the" || w.low(1) == "very" {
			w.take(1, "")
		}
	}
}

// amount takes in the words that make an expression about, more or less than what it says.
func (w *widening) amount() {
	more, less, least, most := "MORE_THAN", "LESS_THAN", "EQUAL_OR_MORE", "EQUAL_OR_LESS"
	if w.kind != "DURATION" {
		more, less, least, most = "AFTER", "BEFORE", "ON_OR_AFTER", "ON_OR_BEFORE"
		if w.counted {
			more, less, least, most = "BEFORE", "AFTER", "ON_OR_BEFORE", "ON_OR_AFTER"
		}
	}
	if w.kind == "SET" {
		return
	}
	amount := w.kind == "DURATION" || w.counted
	switch one, two := w.low(1), w.low(2); {
	case one == "about", one == "around", one == "roughly", one == "approximately", one == "circa", one == "some" && amount:
		w.take(1, "APPROX")
	case one == "." && (two == "ca" || two == "c"):
		w.take(2, "APPROX")
	case (one == "nearly" || one == "almost") && amount:
		w.take(1, less)
	case one == "than" && w.low(3) == "no" && (two == "more" || two == "less" || two == "fewer"):
		w.take(3, either(two == "more", most, least))
	case one == "than" && two == "more":
		w.take(2, more)
	case one == "than" && (two == "less" || two == "fewer"):
		w.take(2, less)
	case one == "than" && (two == "later" || two == "earlier") && w.low(3) == "no":
		w.take(3, map[string]string{"later": "ON_OR_BEFORE", "earlier": "ON_OR_AFTER"}[two])
	case one == "over" && amount && w.f[w.from].low != "the":
		w.take(1, more)
	case one == "under" && amount:
		w.take(1, less)
	case one == "least" && two == "at":
		w.take(2, least)
	case one == "most" && two == "at":
		w.take(2, most)
	case one == "to" && two == "up" && amount:
		w.take(2, most)
	}
}
