package reading

import (
	"sort"
	"strconv"
	"strings"

	"livebrief/internal/brief"
)

// penalties lists the penalties that a law sets, as the report gives them: "10 years in prison", "three to ten years
// behind bars", "punishable by up to 15 years", "life imprisonment", "a fine of 500,000 rubles".
func (s *speech) penalties(st *brief.ReadStatement) []brief.ReadTerm {
	var out []brief.ReadTerm
	for _, c := range st.Content {
		window := brief.Span{Start: c.Start, End: c.Start + len(head(c.Text, actWindow))}
		f := tokens(s.d.text, window, nil)
		for i := 0; i < len(f) && len(out) < maxTerms; i++ {
			p, from, to := s.penaltyAt(f, i)
			if to == i {
				continue
			}
			out = append(out, brief.ReadTerm{Mention: s.mention(brief.Span{Start: f[from].Start, End: f[to-1].End}), Penalty: p})
			i = to - 1
		}
	}
	return out
}

var (
	// punishes leads to a penalty; confined follows a length of time and makes it one.
	punishes     = set("punishable punished imprisonment jailed")
	confined     = set("prison jail bars imprisonment custody labor labour colony")
	confinements = set("term terms sentence sentences")
	lengths      = map[string]string{"year": "year", "years": "year", "month": "month", "months": "month", "day": "day", "days": "day"}
)

// penaltyAt reads the penalty that begins at i, with the words before it that bound it; to is i when there is none.
func (s *speech) penaltyAt(f []token, i int) (p brief.Penalty, from, to int) {
	if low(f, i) == "life" && (low(f, i+1) == "imprisonment" || low(f, i+1) == "in" && confined[low(f, i+2)] || confinements[low(f, i+1)]) {
		to = i + 2
		if low(f, i+1) == "in" {
			to++
		}
		return brief.Penalty{Max: "life", Unit: "life"}, i, to
	}
	if w := low(f, i); (w == "fine" || w == "fines" || w == "fined") && i+1 < len(f) {
		return s.fineAt(f, i)
	}
	least, k := smallNumber(f, i)
	if k == i {
		return p, i, i
	}
	most := ""
	if w := low(f, k); w == "to" || w == "-" || w == "–" {
		if n, end := smallNumber(f, k+1); end > k+1 {
			most, k = n, end
		}
	}
	if low(f, k) == "-" {
		k++
	}
	unit := lengths[low(f, k)]
	if unit == "" {
		return p, i, i
	}
	k++
	from, upTo, named := ahead(f, i)
	switch {
	case (low(f, k) == "in" || low(f, k) == "behind" || low(f, k) == "of") && confined[low(f, k+1)]:
		k += 2
	case low(f, k) == "of" && (low(f, k+1) == "hard" || low(f, k+1) == "strict") && confined[low(f, k+2)]:
		k += 3
	case confined[low(f, k)] || confinements[low(f, k)]:
		k++
	case !named:
		return p, i, i
	}
	switch {
	case most != "":
		p = brief.Penalty{Min: least, Max: most, Unit: unit}
	case upTo == "least":
		p = brief.Penalty{Min: least, Unit: unit}
	default:
		p = brief.Penalty{Max: least, Unit: unit}
	}
	return p, from, k
}

// ahead reads what stands before a number of years: where the penalty's words begin, whether it is the least, and whether
// a word of punishment is among them.
func ahead(f []token, i int) (from int, bound string, named bool) {
	from = i
	k := i - 1
	if w := low(f, k); w == "a" || w == "an" {
		k--
	}
	switch {
	case low(f, k) == "to" && low(f, k-1) == "up":
		k -= 2
		from = k + 1
	case low(f, k) == "least" && low(f, k-1) == "at", low(f, k) == "of" && low(f, k-1) == "minimum":
		k -= 2
		from, bound = k+1, "least"
	case low(f, k) == "of" && low(f, k-1) == "maximum":
		k -= 2
		from = k + 1
	}
	if w := low(f, k); w == "by" || w == "with" || w == "of" || w == "for" {
		k--
	}
	if k >= 0 && (punishes[f[k].low] || confinements[f[k].low] || confined[f[k].low]) {
		from, named = k, true
		if confinements[f[k].low] && k > 0 && confined[f[k-1].low] {
			from = k - 1
		}
	}
	return from, bound, named
}

// fineAt reads "a fine of up to 500,000 rubles" and "fines of $1,000" by the figure that was read there; the unit is the
// currency.
func (s *speech) fineAt(f []token, i int) (p brief.Penalty, from, to int) {
	k := i + 1
	if low(f, k) == "of" {
		k++
	}
	if k >= len(f) {
		return p, i, i
	}
	n := sort.Search(len(s.figures), func(x int) bool { return s.figures[x].End > f[k].Start })
	if n == len(s.figures) || s.figures[n].Start > f[k].End || !strings.HasPrefix(s.figures[n].Rule, "money") {
		return p, i, i
	}
	x := s.figures[n]
	p = brief.Penalty{Max: x.Value, Unit: x.Unit}
	if x.High != "" {
		p.Max = x.High
	}
	if x.Low != "" && x.Low != p.Max {
		p.Min = x.Low
	}
	for k < len(f) && f[k].Start < x.End {
		k++
	}
	return p, i, k
}

// smallNumber reads a number of years as text; the second result is i when there is none.
func smallNumber(f []token, i int) (string, int) {
	if i < 0 || i >= len(f) {
		return "", i
	}
	if n := max(atoi(f[i].low), numerals[f[i].low]); n > 0 && (f[i].kind == number || f[i].kind == word) {
		return strconv.Itoa(n), i + 1
	}
	return "", i
}
