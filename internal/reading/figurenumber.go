package reading

import "strings"

// longestNumber is how many bytes a number may have. No count of anything needs more, and what is longer is a key or an
// account.
const longestNumber = 24

// decimal is a number as written, without the marks between thousands and zeros in front; empty when it is something
// else. Groups are those of thousands: 1,00,0 is no number.
func (w *figureWords) decimal(s string) string {
	if s == "" || len(s) > longestNumber {
		return ""
	}
	whole, part, dot := strings.Cut(s, w.point)
	groups := strings.Split(whole, w.comma)
	for n, g := range groups {
		if !digits(g) || n > 0 && len(g) != 3 || len(groups) > 1 && len(g) > 3 {
			return ""
		}
	}
	if dot && !digits(part) {
		return ""
	}
	return pointed(strings.Join(groups, ""), part)
}

// pointed writes a number from its digits before and after the point.
func pointed(whole, part string) string {
	if whole = strings.TrimLeft(whole, "0"); whole == "" {
		whole = "0"
	}
	if part == "" {
		return whole
	}
	return whole + "." + part
}

// shift moves the decimal point of a number to the right. Zeros that end the broken part go when the point moves.
func shift(s string, places int) string {
	if s == "" || places == 0 {
		return s
	}
	whole, part, _ := strings.Cut(s, ".")
	if n := places - len(part); n > 0 {
		part += strings.Repeat("0", n)
	}
	return pointed(whole+part[:places], strings.TrimRight(part[places:], "0"))
}

// halved adds a half to a whole number; any other is left as it is.
func halved(s string) string {
	if digits(s) {
		return s + ".5"
	}
	return s
}

// nines is the largest whole number of as many digits as one followed by so many zeros has.
func nines(zeros int) string { return strings.Repeat("9", zeros+1) }

// less compares two numbers in decimal text, which may have a minus before them.
func less(a, b string) bool {
	below, under := strings.HasPrefix(a, "-"), strings.HasPrefix(b, "-")
	switch {
	case below && under:
		return less(b[1:], a[1:])
	case below != under:
		return below && (strings.Trim(a, "-0.") != "" || strings.Trim(b, "0.") != "")
	}
	wholeA, partA, _ := strings.Cut(a, ".")
	wholeB, partB, _ := strings.Cut(b, ".")
	if len(wholeA) != len(wholeB) {
		return len(wholeA) < len(wholeB)
	}
	if wholeA != wholeB {
		return wholeA < wholeB
	}
	return strings.TrimRight(partA, "0") < strings.TrimRight(partB, "0")
}
