package reading

// tollMost is how many words may stand between a toll and its number.
const tollMost = 10

// fateBefore looks before the figure that begins at token i: killed 14, the evacuation of 14, the death toll rose to 14.
func (r *figureReader) fateBefore(i int) string {
	f, k := r.f, i-1
	for n := 0; n < 4 && k >= 0; n++ {
		if f[k].low == "of" && low(f, k-1) == "total" {
			k--
		} else if !r.w.grammar.before[f[k].low] && f[k].low != "total" {
			break
		}
		k--
	}
	if k < 0 {
		return ""
	}
	if x, m := r.w.fateEnding(f, k+1); m > 0 && x.sort != done {
		return r.object(x, k+1-m)
	}
	switch s := f[k].low; {
	case s == "of" && low(f, k-1) == "lives" && (r.w.grammar.takes[low(f, k-2)] || r.w.grammar.takes[low(f, k-3)]):
		return "dead"
	case s == "of" && r.w.acts[low(f, k-1)] != "":
		return r.w.acts[low(f, k-1)]
	case s == ":":
		if x, m := r.w.fateEnding(f, k); m > 0 {
			if joint := low(f, k-m-1); joint == "and" || joint == "or" {
				return ""
			}
			return x.of
		}
		return r.toll(k)
	case r.w.grammar.ofToll[s]:
		if of := r.toll(k); of != "" {
			return of
		}
		if s == "to" && r.cutOff(k) {
			return "without_power"
		}
	}
	if r.w.grammar.include[f[k].low] {
		return r.those(k)
	}
	return ""
}

// object is the fate told by the verb that begins at k and of which a figure is the object; none when the verb is passive.
func (r *figureReader) object(x fateWord, k int) string {
	f := r.f
	if x.sort == being || x.sort == tally {
		return ""
	}
	before := k - 1
	for n := 0; n < 2 && before >= 0 && r.w.grammar.beside[f[before].low] && !r.w.grammar.have[f[before].low] && f[before].low != "to"; n++ {
		before--
	}
	if x.sort == suffered && r.w.grammar.be[low(f, before)] {
		return ""
	}
	of := x.of
	if s := low(f, k-1); s == "and" || s == "or" || s == "/" {
		at := k - 1
		if s == "or" && low(f, at-1) == "/" {
			at -= 2
		}
		if other, m := r.w.fateEnding(f, at); m > 0 && (other.sort == suffered || other.sort == doing) && (x.sort == doing) == (other.sort == doing) {
			joined, _ := r.mixed(other.of, at)
			if of = joined; joined == other.of && other.of != x.of {
				of = either(deadly[other.of] && harmful[x.of] || harmful[other.of] && deadly[x.of], "casualties", "")
			}
		}
	}
	return of
}

// toll finds what a number is the toll of: the death toll rose to, casualties: , the number of wounded reached.
func (r *figureReader) toll(k int) string {
	f := r.f
	for n := 0; n < tollMost && k >= 0; n++ {
		k--
		s := low(f, k)
		of := r.w.tolls[s]
		switch {
		case s == "toll":
			if low(f, k-1) == "death" || low(f, k-2) == "death" {
				return "dead"
			}
			return ""
		case s == "number" || s == "count":
			return ""
		case of != "" && (r.w.fates[s].sort == tally || low(f, k-1) == "of" || low(f, k-1) == "the" && n > 0 && low(f, k-2) == "of" || low(f, k-2) == "of"):
			return of
		case s == "," || s == ";" || s == "." || s == "and" || s == "but" || s == "said" || s == "”" || s == "“" || s == "\"":
			return ""
		}
	}
	return ""
}

// cutOff tells whether power is said to be cut in the words before "to" at k: cut power to, power was knocked out to.
func (r *figureReader) cutOff(k int) bool {
	cut, power := false, false
	for n := k - 1; n >= 0 && n > k-6; n-- {
		switch r.f[n].low {
		case "power", "electricity":
			power = true
		case "cut", "cutting", "cuts", "knocked", "knocking":
			cut = true
		}
	}
	return cut && power
}

// those is the fate of whom a figure is part: the dead include three children, among the wounded are two.
func (r *figureReader) those(k int) string {
	for n := k - 1; n >= 0 && n >= k-3; n-- {
		x, m := r.w.fateEnding(r.f, n+1)
		if m == 0 || x.sort == doing || x.sort == tally {
			continue
		}
		if s := low(r.f, n-m); s == "the" || s == "those" || s == "among" || s != "" && r.f[n-m].kind == number {
			return x.of
		}
	}
	return ""
}

// inherit gives a figure the fate of the one it belongs to: three of them children, including two officers; or that of the
// one it is joined to as another object of the same verb.
func (r *figureReader) inherit(x *draft) {
	last := len(r.told) - 1
	if last < 0 {
		return
	}
	if x.part || r.including(x.start-1) {
		of := r.common()
		if x.class.fits(of) {
			x.of, x.how, x.within = of, inherited, true
		}
		return
	}
	prev := r.told[last]
	if prev.how == before && x.noun && r.joined(prev.to, x.start) && x.class.fits(r.out[prev.n].Of) {
		x.of, x.how = r.out[prev.n].Of, before
	}
}

// common is the fate that those told in the sentence have in common, those left aside of whom none is told; empty where
// they differ.
func (r *figureReader) common() string {
	for r.agreed < len(r.told) && !r.differ {
		t := r.told[r.agreed]
		if of := r.out[t.n].Of; of != "" && !t.within {
			r.differ = r.shared != "" && of != r.shared
			r.shared = of
		}
		r.agreed++
	}
	return either(r.differ, "", r.shared)
}

// including tells whether "including" or "among them" ends at k.
func (r *figureReader) including(k int) bool {
	s := low(r.f, k)
	return s == "including" || s == "includes" || s == "them" && low(r.f, k-1) == "among"
}

// joined tells whether nothing but a comma, "and" or the like stands between two tokens.
func (r *figureReader) joined(from, to int) bool {
	if to <= from || to-from > 4 {
		return false
	}
	for _, t := range r.f[from:to] {
		switch t.low {
		case ",", "and", "or", "plus", "another", "as", "well", "along", "with":
		default:
			return false
		}
	}
	return true
}

// passBack gives the first of two counted that are the subjects of one verb the fate of the second: 13 soldiers and four
// civilians were killed.
func (r *figureReader) passBack(x *draft) {
	last := len(r.told) - 1
	if last < 0 || x.how != after || !x.noun {
		return
	}
	prev := r.told[last]
	if out := &r.out[prev.n]; out.Of == "" && prev.noun && prev.class.fits(x.of) && prev.class&x.class != 0 && r.joined(prev.to, x.start) && !prepositions[low(r.f, prev.from-1)] {
		out.Of, out.Rule = x.of, "fate"
	}
}
