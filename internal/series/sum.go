package series

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"livebrief/internal/brief"
)

// Leaf is a number that may be added to others: the version that stands, with the series it is of.
type Leaf struct {
	Series  *brief.Series
	Version *brief.Version
}

// Total is a sum of leaves.
type Total struct {
	// Value is exact decimal text, with no power of ten left out; Of counts the numbers in it.
	Value string
	Of    int
	// Without counts those that have no amount in the currency, Undated those in it whose day is not known.
	Without, Undated int
}

// Add adds numbers exactly: of money in a currency, of anything else in its unit, which is empty then. It refuses, Invalid naming the
// clash, to add what does not go together: different things counted, measures or valuations, money and items, an envelope and its own
// tranches, a total and its parts, cumulative numbers of one series.
func Add(leaves []Leaf, currency string) (Total, error) {
	if err := Clash(leaves); err != nil {
		return Total{}, err
	}
	t, sum := Total{}, adder{}
	for _, l := range leaves {
		text := l.Version.Value
		if currency != "" {
			text = InCurrency(l.Version, l.Series.Unit, currency)
		}
		if !sum.add(text, l.Series.Scale) {
			t.Without++
			continue
		}
		if t.Of++; l.Version.From == "" {
			t.Undated++
		}
	}
	t.Value = sum.total().String()
	return t, nil
}

// Clash says why numbers cannot be added; nil when they can.
func Clash(leaves []Leaf) error {
	if len(leaves) == 0 {
		return nil
	}
	refuse := func(what, do string) error { return brief.Invalid("these numbers cannot be added: "+what, do) }
	one := leaves[0].Series
	for _, l := range leaves[1:] {
		s := l.Series
		switch {
		case s.Counted != one.Counted:
			return refuse(fmt.Sprintf("%s is not %s", s.Counted, one.Counted), "add what counts the same")
		case s.Measure != one.Measure:
			return refuse(fmt.Sprintf("what is %s and what is %s are different measures", cmp.Or(s.Measure, "of no measure"), cmp.Or(one.Measure, "of no measure")),
				"add within one measure: what was allocated had been promised before")
		case s.Valuation != one.Valuation:
			return refuse(fmt.Sprintf("some are valued at %s, some at %s", valued(s), valued(one)), "add within one valuation")
		case isMoney(s.Unit) != isMoney(one.Unit):
			return refuse(fmt.Sprintf("money (%s) and %s", money(s, one), thing(s, one)), "add money to money, items to items")
		case !isMoney(s.Unit) && s.Unit != one.Unit:
			return refuse(fmt.Sprintf("%s and %s are different units", s.Unit, one.Unit), "add within one unit")
		}
	}
	if err := clashOfParts(leaves); err != nil {
		return refuse(err.Error(), "leave out one of them")
	}
	return nil
}

// isMoney tells whether a unit is a currency: SIPRI's index of arms is told in TIV, which has the form of a code and is no money.
func isMoney(unit string) bool { return isCode(unit) && unit != "TIV" }

func valued(s *brief.Series) string {
	if s.Valuation == "" {
		return "prices that are not told"
	}
	return string(s.Valuation) + " prices"
}

func money(a, b *brief.Series) string {
	if isMoney(a.Unit) {
		return a.Unit
	}
	return b.Unit
}

func thing(a, b *brief.Series) string {
	if isMoney(a.Unit) {
		return b.Unit
	}
	return a.Unit
}

// clashOfParts finds numbers of which one holds the other.
func clashOfParts(leaves []Leaf) error {
	rows := map[string]bool{}
	if slices.ContainsFunc(leaves, func(l Leaf) bool { return l.Version.Event != nil && l.Version.Event.Parent != "" }) {
		for _, l := range leaves {
			if e := l.Version.Event; e != nil {
				rows[e.Row] = true
			}
		}
	}
	seen, same := map[brief.SeriesID]bool{}, map[brief.Series]brief.SeriesID{}
	kinds, whole := map[string]brief.SeriesID{}, map[string]brief.SeriesID{}
	for _, l := range leaves {
		s := l.Series
		if e := l.Version.Event; e != nil {
			if e.Parent != "" && rows[e.Parent] {
				return fmt.Errorf("%s is a tranche of the envelope %s", e.Row, e.Parent)
			}
			continue
		}
		if s.Cumulative && seen[s.ID] {
			return fmt.Errorf("%s counts from a beginning on, so that each of its numbers holds those before", s.ID)
		}
		seen[s.ID] = true
		about := brief.Series{Actor: s.Actor, Recipient: s.Recipient, Place: s.Place, PlaceCode: s.PlaceCode, Category: s.Category}
		if other, is := same[about]; is && other != s.ID {
			return fmt.Errorf("%s and %s count the same: two sources are two numbers, never a sum", other, s.ID)
		}
		same[about] = s.ID
		if s.Category == "" {
			whole[s.Actor] = s.ID
		} else {
			kinds[s.Actor] = s.ID
		}
	}
	return wholeAndPart(whole, kinds)
}

// wholeAndPart finds a total beside one of its parts: all kinds beside one, all donors beside one.
func wholeAndPart(whole, kinds map[string]brief.SeriesID) error {
	for _, actor := range slices.Sorted(maps.Keys(whole)) {
		if part, both := kinds[actor]; both {
			return fmt.Errorf("%s is part of %s, which is all kinds together", part, whole[actor])
		}
	}
	all, any := whole[""]
	if !any {
		all, any = kinds[""]
	}
	for _, m := range []map[string]brief.SeriesID{whole, kinds} {
		for _, actor := range slices.Sorted(maps.Keys(m)) {
			if any && actor != "" {
				return fmt.Errorf("%s is part of %s, which is all donors together", m[actor], all)
			}
		}
	}
	return nil
}

// Whole gives a number with no power of ten left out, as decimal text; 0 for one without a value.
func Whole(l Leaf) string {
	d, _ := parseDecimal(l.Version.Value)
	return d.Shift(int32(l.Series.Scale)).String()
}

// CompareSizes compares two amounts by how large they are, whatever their signs.
func CompareSizes(a, b string) int {
	return amount(a).Abs().Cmp(amount(b).Abs())
}

// amount reads an amount that may begin with a plus.
func amount(text string) decimal.Decimal {
	d, _ := parseDecimal(strings.TrimPrefix(text, "+"))
	return d
}

// Says tells whether a version says a number, as exactly as the number is told: 7900000 is 7,900,139 told in two digits.
func Says(v *brief.Version, number string) bool {
	is, okIs := parseDecimal(v.Value)
	told, okTold := parseDecimal(number)
	if !okIs || !okTold {
		return false
	}
	if is.Equal(told) {
		return true
	}
	digits := strings.TrimRight(told.Truncate(0).Abs().String(), "0")
	zeros := len(told.Truncate(0).Abs().String()) - len(digits)
	return zeros >= 3 && len(digits) > 0 && is.Round(int32(-zeros)).Equal(told)
}

// Near tells whether a number is at most a third away from what a version says.
func Near(v *brief.Version, number string) bool {
	is, okIs := parseDecimal(v.Value)
	told, okTold := parseDecimal(number)
	return okIs && okTold && told.Sub(is).Abs().Mul(decimal.NewFromInt(3)).LessThanOrEqual(is.Abs())
}
