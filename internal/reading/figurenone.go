package reading

// negates tells whether a word can begin a count of nobody.
func (w *figureWords) negates(s string) bool { return s == "no" || s == "none" || w.nobody[s] }

// none reads counts of nobody: no one was hurt, no casualties, none of them died. Reports of nobody are none: no word on
// casualties, no reports of deaths.
func (r *figureReader) none(i int) int {
	f, k := r.f, i+1
	x := draft{amount: amount{from: i, value: "0"}, start: i, rule: "none"}
	switch s := f[i].low; {
	case s == "none" && low(f, k) == r.w.of:
		x.to = k + 2
	case s != "no":
		x.to = k
	case low(f, k) == "one":
		x.to = k + 1
	default:
		return r.noneOf(&x)
	}
	x.end, x.noun, x.class, x.unit = x.to, true, living, "people"
	if x.to > len(f) {
		return k
	}
	if low(f, x.end) == "else" {
		x.end++
	}
	of, end := r.fateAfter(&x)
	if of == "" || end == 0 || !x.class.fits(of) {
		return k
	}
	x.of, x.how, x.end = of, after, end
	r.keep(&x)
	return end
}

// noneOf reads "no" before what is counted.
func (r *figureReader) noneOf(x *draft) int {
	f, k := r.f, x.from+1
	x.to, x.end = k, k
	if told, n := r.w.fateAt(f, k); n == 1 && told.sort == tally {
		x.end, x.unit, x.class, x.of = k+1, "people", living, told.of
		r.keep(x)
		return x.end
	}
	noun, end, of := r.counted(x, k)
	if end == 0 || of != "" {
		return k
	}
	x.end, x.noun, x.class, x.unit = end, true, noun.class, noun.unit
	of, end = r.fateAfter(x)
	if of == "" || end == 0 || !x.class.fits(of) {
		return k
	}
	x.of, x.how, x.end = of, after, end
	r.keep(x)
	return end
}
