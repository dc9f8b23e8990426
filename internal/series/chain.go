package series

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"livebrief/internal/brief"
)

// Chain is the versions of one number, of a series and a period or of an event of aid: the first one first, each in the place of the one
// before.
type Chain []brief.Version

// Key is what the versions of a number have in common: the series, and the period or the event's row.
type Key struct {
	Series   brief.SeriesID
	From, To brief.Date
	Row      string
}

// KeyOf gives the number that a version is of.
func KeyOf(v *brief.Version) Key {
	if v.Event != nil {
		return Key{Series: v.Series, Row: v.Event.Row}
	}
	return Key{Series: v.Series, From: v.From, To: v.To}
}

// Compare puts the numbers of a series in the order of their periods, and events in that of their rows.
func (k Key) Compare(o Key) int {
	return cmp.Or(cmp.Compare(k.Series, o.Series), cmp.Compare(k.From, o.From), cmp.Compare(k.To, o.To), cmp.Compare(k.Row, o.Row))
}

// qualifiers are how a source can put a number.
var qualifiers = []string{"", ">=", ">", "<=", "<", "~"}

// Check tells whether a version may follow the chain. A chain never forks: what follows takes the place of its last version, is about the
// same period or event, and was known no earlier. It has a reason for readers unless it is the first or brings what is new.
func (c Chain) Check(v brief.Version) error {
	if err := CheckVersion(v); err != nil {
		return err
	}
	if len(c) == 0 {
		if v.Change != brief.NumberFirst || v.Supersedes != "" {
			return brief.Invalid("the first version of a number takes the place of another", "leave out what it supersedes, and say first")
		}
		return nil
	}
	last := c[len(c)-1]
	switch {
	case KeyOf(&v) != KeyOf(&last):
		return brief.Invalid("a version is about another period or series than the number that it follows", "a number for another period begins a chain of its own")
	case v.Change == brief.NumberFirst:
		return brief.Conflict(fmt.Sprintf("the number has a version already, %s", last.ID), "say why the new one takes its place")
	case v.Supersedes != last.ID:
		return brief.Conflict(fmt.Sprintf("the number stands as version %.40s, not %.40s", string(last.ID), string(v.Supersedes)), "look at it again: a chain never forks")
	case v.Known < last.Known:
		return brief.Invalid(fmt.Sprintf("a version known on %s follows one known on %s", v.Known, last.Known), "give the day on which it became known")
	case slices.ContainsFunc(c, func(o brief.Version) bool { return o.ID == v.ID }):
		return brief.Conflict(fmt.Sprintf("version %.40s is there already", string(v.ID)), "give each version its own id")
	case v.Change != brief.NumberUpdate && strings.TrimSpace(v.Reason) == "":
		return brief.Invalid(fmt.Sprintf("a change by %s has no reason", v.Change), "say what changed, for those who read the number before")
	}
	return nil
}

// CheckVersion holds a version by itself to the rules: period, days, qualifier, basis, change, the order of low, value and high, and exact
// amounts. Invalid for one that breaks any.
func CheckVersion(v brief.Version) error {
	if err := checkEvent(v); err != nil {
		return err
	}
	undated := v.Event != nil && v.From == "" && v.To == ""
	switch {
	case v.ID == "" || v.Series == "":
		return brief.Invalid("a version has no id or no series", "give both")
	case !undated && (v.From == "" || v.From.Check() != nil || v.To != "" && (v.To.Check() != nil || v.To.Last() < v.From.First())):
		return brief.Invalid(fmt.Sprintf("%.20q to %.20q is no period", string(v.From), string(v.To)), "give days, months or years, the earlier first")
	case !v.Known.Day():
		return brief.Invalid(fmt.Sprintf("%.20q is no day on which a number became known", string(v.Known)), "write 2022-09-24")
	case !slices.Contains(qualifiers, v.Qualifier):
		return brief.Invalid(fmt.Sprintf("there is no qualifier %.10q", v.Qualifier), "use one of "+strings.Join(qualifiers[1:], " "))
	case !slices.Contains(brief.Bases, v.Basis):
		return brief.Invalid(fmt.Sprintf("there is no basis %.20q", string(v.Basis)), "use verified, recorded, claimed or estimated")
	case !slices.Contains(brief.NumberChanges, v.Change):
		return brief.Invalid(fmt.Sprintf("there is no change %.20q", string(v.Change)), "use first, update, correction, method, exchange_rate or withdrawal")
	}
	return checkRange(v)
}

// checkEvent holds what a version says of aid, and what it is worth elsewhere, to the rules.
func checkEvent(v brief.Version) error {
	if e := v.Event; e != nil {
		if e.Row == "" || e.Row == e.Parent {
			return brief.Invalid("an event of aid has no row of its own", "give it the name that its source uses")
		}
		if _, ok := parseDecimal(e.Count); e.Count != "" && !ok {
			return brief.Invalid(fmt.Sprintf("%.40q is no count", e.Count), "write digits with a point")
		}
	}
	for _, w := range v.Worth {
		_, ok := parseDecimal(w.Value)
		if !ok || !isCode(w.Currency) {
			return brief.Invalid(fmt.Sprintf("%.40q %.10q is no amount of money", w.Value, w.Currency), "write digits with a point, and a code of ISO 4217")
		}
	}
	return nil
}

// checkRange holds value, low and high to each other. A withdrawn number has none of them.
func checkRange(v brief.Version) error {
	var given []string
	for _, text := range []string{v.Low, v.Value, v.High} { // in the order of their sizes
		if text == "" {
			continue
		}
		if _, ok := parseDecimal(text); !ok {
			return brief.Invalid(fmt.Sprintf("%.40q is no number", text), "write digits with a point")
		}
		given = append(given, text)
	}
	if v.Change == brief.NumberWithdrawal && len(given) > 0 {
		return brief.Invalid("a number that is withdrawn has a value", "leave it out: the versions before keep theirs")
	}
	for i := 1; i < len(given); i++ {
		low, _ := parseDecimal(given[i-1])
		high, _ := parseDecimal(given[i])
		if high.LessThan(low) {
			return brief.Invalid(fmt.Sprintf("the range %.60s is not in order", strings.Join(given, ", ")), "give low, value and high so that none is less than the one before")
		}
	}
	return nil
}

// AsOf gives the version that was known on a day; ok is false before the first.
func (c Chain) AsOf(day brief.Date) (v brief.Version, ok bool) {
	for _, v := range slices.Backward(c) {
		if v.Known <= day {
			return v, true
		}
	}
	return v, false
}
