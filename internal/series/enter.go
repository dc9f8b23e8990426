package series

import (
	"fmt"
	"slices"
	"strings"

	"livebrief/internal/brief"
)

// maxEntering bounds the versions of one import.
const maxEntering = 200000

// How says how numbers that stand are changed by those that enter, unless a version says so itself.
type How struct {
	// Change is update, correction, method, exchange_rate or withdrawal; empty for update. Reason is what readers are told.
	Change brief.NumberChange
	Reason string
	// ID draws the id of a version.
	ID func() (brief.VersionID, error)
}

// Enter makes of numbers that were read the versions that change what stands; stands gives the chain of a number, empty for a new one.
// What stands already adds nothing, so that the same import twice is the same as once. All faults are told together, and nothing
// enters then.
func Enter(read []brief.Version, stands func(Key) Chain, how How) ([]brief.Version, error) {
	if len(read) > maxEntering {
		return nil, brief.Invalid(fmt.Sprintf("%d numbers at once are too many", len(read)), fmt.Sprintf("bring at most %d", maxEntering))
	}
	var entering []brief.Version
	var faults []string
	chains, told := map[Key]Chain{}, map[Key]*brief.Version{}
	for i, v := range read {
		k := KeyOf(&v)
		if before := told[k]; before != nil && before.Known == v.Known && !same(before, &v) {
			faults = append(faults, fmt.Sprintf("%s: the number is told twice, as %.40q and %.40q", placeOf(&v), before.Value, v.Value))
		}
		told[k] = &read[i]
		chain, met := chains[k]
		if !met {
			chain = stands(k)
		}
		if chain.has(&v) {
			chains[k] = chain
			continue
		}
		if err := how.complete(&v, chain); err != nil {
			return nil, err
		}
		if err := chain.Check(v); err != nil {
			faults = append(faults, fmt.Sprintf("%s: %v", placeOf(&v), err))
			continue
		}
		chains[k] = append(slices.Clip(chain), v)
		entering = append(entering, v)
	}
	if len(faults) > 0 {
		return nil, brief.Invalid(tellFaults(faults), "correct these; nothing was taken")
	}
	return entering, nil
}

// placeOf says which number a version is of.
func placeOf(v *brief.Version) string {
	if v.Locator != "" {
		return v.Locator
	}
	k := KeyOf(v)
	return strings.TrimSpace(fmt.Sprintf("%s %s %s", k.Series, k.From, k.Row))
}

// complete gives a version its id, what it takes the place of, and why.
func (h *How) complete(v *brief.Version, c Chain) (err error) {
	if v.ID, err = h.ID(); err != nil {
		return err
	}
	if len(c) == 0 {
		v.Supersedes, v.Change = "", brief.NumberFirst
		return nil
	}
	v.Supersedes = c[len(c)-1].ID
	if v.Change == "" || v.Change == brief.NumberFirst {
		v.Change = h.Change
	}
	if v.Change == "" {
		v.Change = brief.NumberUpdate
	}
	if h.Reason != "" {
		v.Reason = h.Reason
	}
	return nil
}

// has tells whether a version says nothing new: what stands says the same, or so did what stood on the day on which it was known.
func (c Chain) has(v *brief.Version) bool {
	then, known := c.AsOf(v.Known)
	return known && same(&then, v) || len(c) > 0 && same(&c[len(c)-1], v)
}

// same tells whether two versions say the same number.
func same(a, b *brief.Version) bool {
	if a.Qualifier != b.Qualifier || a.Basis != b.Basis || a.From != b.From || a.To != b.To || (a.Event == nil) != (b.Event == nil) {
		return false
	}
	if !equal(a.Value, b.Value) || !equal(a.Low, b.Low) || !equal(a.High, b.High) {
		return false
	}
	if a.Event != nil && (a.Event.Parent != b.Event.Parent || a.Event.Item != b.Event.Item || !equal(a.Event.Count, b.Event.Count)) {
		return false
	}
	return slices.EqualFunc(stated(a.Worth), stated(b.Worth), func(x, y brief.Worth) bool { return x.Currency == y.Currency && equal(x.Value, y.Value) })
}

// stated are the amounts that the source itself tells in other currencies. What was worked out by rates is no part of a number: new
// rates change none.
func stated(all []brief.Worth) []brief.Worth {
	return slices.DeleteFunc(slices.Clone(all), func(w brief.Worth) bool { return w.Rule != brief.WorthStated })
}

// equal compares amounts: 350.880 is 350.88, and empty is only empty.
func equal(a, b string) bool {
	if a == b {
		return true
	}
	x, okA := parseDecimal(a)
	y, okB := parseDecimal(b)
	return okA && okB && x.Equal(y)
}

// Difference gives how much a version's value is above another's, as decimal text with its sign; empty where one of them has none.
func Difference(now, was *brief.Version) string {
	a, okA := parseDecimal(now.Value)
	b, okB := parseDecimal(was.Value)
	if !okA || !okB {
		return ""
	}
	d := a.Sub(b)
	if d.Sign() > 0 {
		return "+" + d.String()
	}
	return d.String()
}
