package chart

import (
	"html"
	"strings"
	"unicode"
)

// escape makes words safe to stand in a drawing: marks are written as entities, and what XML cannot hold becomes a space.
func escape(text string) string {
	return html.EscapeString(strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || r == 0xfffe || r == 0xffff {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(text, "\ufffd")))
}

// The widths of letters of 22 steps in the fonts that readers have, in steps; a little more than most, because text that is cut is
// worse than text that stands loosely.
const (
	narrowLetters = " ijltfrI.,:;'’|!()[]-·\u00a0\u202f\u2009іїґгт"
	broadLetters  = "mwMWQO@%&—…ЖШЩЮМФЫжшщюмфы€"
)

// wide estimates how wide a text is, in steps.
func wide(text string) int {
	n := 0
	for _, r := range text {
		switch {
		case unicode.Is(unicode.Mn, r):
		case strings.ContainsRune(narrowLetters, r):
			n += 8
		case r >= 0x2e80 && r < 0xfe00 || r >= 0x1f000:
			n += 22
		case strings.ContainsRune(broadLetters, r):
			n += 19
		case unicode.IsUpper(r):
			n += 15
		default:
			n += 13
		}
	}
	return n
}

// wrap breaks a text into lines that are at most so many steps wide, at spaces where it can; what does not fit into so many lines is
// left out, and said to be.
func wrap(text string, room, most int) []string {
	var out []string
	line := ""
	for _, word := range strings.FieldsFunc(text, func(r rune) bool { return r == ' ' || r == '\n' || r == '\t' }) {
		if next := strings.TrimPrefix(line+" "+word, " "); wide(next) <= room {
			line = next
			continue
		}
		if line != "" {
			out = append(out, line)
		}
		for line = word; wide(line) > room; {
			head := cut(line, room)
			out, line = append(out, head), line[len(head):]
		}
	}
	if line != "" {
		out = append(out, line)
	}
	if len(out) > most {
		out = out[:most]
		out[most-1] = cut(out[most-1], room-wide("…")) + "…"
	}
	return out
}

// cut gives the beginning of a text that is at most so many steps wide, and at least one letter.
func cut(text string, room int) string {
	end := 0
	for i, r := range text {
		if next := i + len(string(r)); end == 0 || wide(text[:next]) <= room {
			end = next
			continue
		}
		break
	}
	return text[:end]
}
