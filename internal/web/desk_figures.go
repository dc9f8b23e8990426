package web

import (
	"strings"

	"livebrief/internal/brief"
)

// figuresMeant lists the figures of a reading, each with its words in the report and what they mean.
func figuresMeant(figures []brief.ReadFigure) []string {
	var list []string
	for _, f := range figures {
		list = append(list, "“"+f.Text+"”: "+figureMeant(f))
	}
	return list
}

// figureMeant says a figure in full: how many, of what, what became of them, and who says so.
func figureMeant(f brief.ReadFigure) string {
	s := strings.TrimSpace(amountMeant(f) + " " + f.Unit)
	if f.Of != "" {
		s += ", " + strings.ReplaceAll(f.Of, "_", " ")
	}
	if f.By != "" {
		s += ", according to " + f.By
	}
	return s
}

// behindNumber are the qualifiers that stand after their number.
var behindNumber = map[string]bool{"or more": true, "and more": true, "or so": true, "or fewer": true, "or less": true, "plus": true, "odd": true}

// amountMeant says a value with what keeps it from being exact, or the ends of a range.
func amountMeant(f brief.ReadFigure) string {
	switch {
	case f.Value != "" && behindNumber[f.Qualifier]:
		return thousands(f.Value) + " " + f.Qualifier
	case f.Value != "":
		return strings.TrimSpace(f.Qualifier + " " + thousands(f.Value))
	case f.Low != "" && f.High != "":
		return strings.TrimSpace(f.Qualifier + " " + thousands(f.Low) + " to " + thousands(f.High))
	case f.Low != "":
		return thousands(f.Low) + " or more"
	}
	return "up to " + thousands(f.High)
}

// thousands parts the digits before the point of a decimal text in threes. Readings from outside may have any text here.
func thousands(s string) string {
	whole, part, dot := strings.Cut(s, ".")
	sign := ""
	if strings.HasPrefix(whole, "-") {
		sign, whole = "-", whole[1:]
	}
	if strings.Trim(whole, "0123456789") != "" {
		return s
	}
	var b strings.Builder
	b.WriteString(sign)
	for i, c := range whole {
		if i > 0 && (len(whole)-i)%3 == 0 {
			b.WriteByte(',')
		}
		b.WriteRune(c)
	}
	if dot {
		b.WriteString("." + part)
	}
	return b.String()
}
