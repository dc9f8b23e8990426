package series

import (
	"fmt"
	"strings"

	"livebrief/internal/brief"
)

// Amount is a number as a source puts it.
type Amount struct {
	// Value, Low and High are decimal text with a point and without signs of thousands. A range has no value of its own.
	Value, Low, High string
	// Qualifier is empty, >=, >, <=, < or ~.
	Qualifier string
	// Odd tells that it was written with other signs than those that were told: "1.250.000,50" where commas part thousands.
	Odd bool
}

// Signs are how a source writes amounts: what parts thousands (a comma, a point or a blank) and what stands before decimals (a point or a
// comma); empty where it is not known. A sign that would do both parts thousands: a person says so, decimals are what a table shows.
type Signs struct{ Thousands, Decimal string }

// qualifying are the words and signs before a number, the longer before the shorter.
var qualifying = []struct{ word, qualifier string }{
	{"no fewer than", ">="}, {"not fewer than", ">="}, {"no less than", ">="}, {"not less than", ">="}, {"at least", ">="}, {"minimum", ">="}, {">=", ">="}, {"=>", ">="}, {"≥", ">="},
	{"no more than", "<="}, {"not more than", "<="}, {"at most", "<="}, {"maximum", "<="}, {"up to", "<="}, {"<=", "<="}, {"=<", "<="}, {"≤", "<="},
	{"more than", ">"}, {"more", ">"}, {"above", ">"}, {"over", ">"}, {">", ">"},
	{"fewer than", "<"}, {"less than", "<"}, {"under", "<"}, {"below", "<"}, {"less", "<"}, {"<", "<"},
	{"approximately", "~"}, {"approx.", "~"}, {"approx", "~"}, {"around", "~"}, {"about", "~"}, {"circa", "~"}, {"ca.", "~"}, {"ca", "~"}, {"c.", "~"}, {"~", "~"}, {"≈", "~"},
}

// tidySpaces makes one minus and one blank of those that typesetters use.
var tidySpaces = strings.NewReplacer("\u2212", "-", "\u00a0", " ", "\u202f", " ", "\u2009", " ")

// ReadAmount reads an amount as sources write it: 1250.50, "1.250.000,50", "40 000", ">20", "at least 5", "about 5", "5-9", "between 5 and 9",
// "-3" for a correction. What can be read in two ways, as "1,250", is decided by the signs. Invalid for what they do not decide, and for
// anything else; a number is never guessed.
func ReadAmount(text string, signs Signs) (Amount, error) {
	var a Amount
	rest := strings.TrimSpace(tidySpaces.Replace(text))
	a.Qualifier, rest = cutQualifier(rest)
	low, high, ranged := cutRange(rest)
	switch {
	case !ranged:
		value, odd, err := readNumber(rest, signs)
		a.Value, a.Odd = value, odd
		return a, err
	case a.Qualifier != "" && a.Qualifier != "~":
		return Amount{}, brief.Invalid(fmt.Sprintf("%.40q is a range and a bound at once", text), "give one of them")
	}
	var odd bool
	var err error
	if a.Low, a.Odd, err = readNumber(low, signs); err == nil {
		a.High, odd, err = readNumber(high, signs)
	}
	if a.Odd = a.Odd || odd; err != nil {
		return Amount{}, err
	}
	return a, nil
}

// cutQualifier takes a qualifier off a number; "20+" is at least 20.
func cutQualifier(text string) (qualifier, rest string) {
	for _, q := range qualifying {
		if len(text) >= len(q.word) && strings.EqualFold(text[:len(q.word)], q.word) {
			return q.qualifier, strings.TrimSpace(text[len(q.word):])
		}
	}
	if bare, plus := strings.CutSuffix(text, "+"); plus {
		return ">=", strings.TrimSpace(bare)
	}
	return "", text
}

// readQualifier reads a qualifier that stands in a column of its own: a sign or a word.
func readQualifier(text string) (string, error) {
	if text == "" {
		return "", nil
	}
	if q, rest := cutQualifier(text); rest == "" {
		return q, nil
	}
	return "", brief.Invalid(fmt.Sprintf("there is no qualifier %.40q", text), "say with values in the mapping which of "+strings.Join(qualifiers[1:], " ")+" it is")
}

// cutRange parts a range at its dash, or at its word.
func cutRange(text string) (low, high string, ranged bool) {
	if len(text) > 8 && strings.EqualFold(text[:8], "between ") {
		low, high, ranged = strings.Cut(text[8:], " and ")
		return low, high, ranged
	}
	for _, sign := range []string{"–", "—", " to ", "…", "..."} {
		if low, high, ranged = strings.Cut(text, sign); ranged && low != "" {
			return low, high, true
		}
	}
	for i := 1; i < len(text); i++ {
		if before := strings.TrimRight(text[:i], " "); text[i] == '-' && isDigits(before[len(before)-1:]) {
			return before, text[i+1:], true
		}
	}
	return "", "", false
}

// readNumber reads one number; odd tells that it is written with other signs than those that were told.
func readNumber(text string, signs Signs) (plain string, odd bool, err error) {
	if text = strings.TrimSpace(text); signs.Decimal == signs.Thousands {
		signs.Decimal = ""
	}
	body, minus := strings.CutPrefix(text, "-")
	if !minus {
		body = strings.TrimPrefix(body, "+")
	}
	thousands, point, fault := signsOf(body, signs)
	if fault != "" {
		return "", false, brief.Invalid(fmt.Sprintf("%.40q %s", text, fault), "say in the mapping with thousands which sign parts them, or with decimal in its dialect which stands before decimals")
	}
	whole, decimals, cut := body, "", false
	if point != "" {
		whole, decimals, cut = strings.Cut(body, point)
	}
	if thousands != "" {
		groups := strings.Split(whole, thousands)
		for i, g := range groups {
			if i > 0 && len(g) != 3 || len(g) == 0 || len(g) > 3 {
				return "", false, notANumber(text)
			}
		}
		whole = strings.Join(groups, "")
	}
	if cut && whole == "" {
		whole = "0"
	}
	if plain = whole; cut {
		plain += "." + decimals
	}
	if minus {
		plain = "-" + plain
	}
	if _, ok := parseDecimal(plain); !ok || !isDigits(whole) || cut && !isDigits(decimals) {
		return "", false, notANumber(text)
	}
	odd = point != "" && (point == signs.Thousands || signs.Decimal != "" && point != signs.Decimal) ||
		thousands != "" && (thousands == signs.Decimal || signs.Thousands != "" && thousands != signs.Thousands)
	return plain, odd, nil
}

func notANumber(text string) error {
	return brief.Invalid(fmt.Sprintf("%.40q is no number", text), "write digits, or name it under unknown in the mapping if it means that nothing is known")
}

// signsOf finds which signs of a number part its thousands and stand before its decimals: by its form where there is only one way to read
// it, else by those that were told. The fault says that it has two meanings.
func signsOf(body string, told Signs) (thousands, point, fault string) {
	for _, sign := range []string{" ", "'", "’"} {
		if strings.Contains(body, sign) {
			return sign, lastOf(body), ""
		}
	}
	points, commas := strings.Count(body, "."), strings.Count(body, ",")
	switch {
	case points == 0 && commas == 0:
		return "", "", ""
	case points > 0 && commas > 0:
		point = lastOf(body)
		return other(point), point, ""
	case points+commas > 1:
		return lastOf(body), "", ""
	}
	sign := lastOf(body)
	whole, rest, _ := strings.Cut(body, sign)
	if len(rest) != 3 || len(whole) < 1 || len(whole) > 3 || whole[0] == '0' {
		return "", sign, ""
	}
	switch {
	case sign == told.Thousands || told.Decimal == other(sign):
		return sign, "", ""
	case sign == told.Decimal || told.Thousands != "":
		return "", sign, ""
	}
	return "", "", fmt.Sprintf("may be %s%s or %s.%s", whole, rest, whole, rest)
}

// lastOf gives the last point or comma of a number; empty for none.
func lastOf(body string) string {
	if i := strings.LastIndexAny(body, ".,"); i >= 0 {
		return body[i : i+1]
	}
	return ""
}

// other gives a comma for a point, and a point for a comma.
func other(sign string) string {
	if sign == "." {
		return ","
	}
	return "."
}

// isDigits tells whether a text is one or more digits of ASCII.
func isDigits(text string) bool { return text != "" && strings.Trim(text, "0123456789") == "" }
