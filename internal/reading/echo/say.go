package echo

import (
	"fmt"
	"strings"
)

// maxSaid bounds the figures that a sentence gives.
const maxSaid = 3

// said are the kinds in words, before the id of the other text.
var said = map[Kind]string{
	Exact: "the same words as", Updated: "updated copy of", Near: "near copy of", Contains: "contains",
	Contained: "is contained in", Story: "perhaps the same event as",
}

// String gives a proposal in words: "near copy of ID (0.91)", "updated copy of ID (0.97), one figure changed: 80 -> 96".
// The arrow leads from the earlier text to the later one. Of one text in another the share stands in the brackets.
func (p Proposal) String() string {
	out := said[p.Kind] + " " + string(p.ID)
	switch p.Kind {
	case Near, Updated, Story:
		out += fmt.Sprintf(" (%.2f)", p.Similarity)
	case Contains, Contained:
		out += fmt.Sprintf(" (%.2f)", p.Containment)
	}
	if len(p.Changed) == 0 {
		return out
	}
	var pairs []string
	for _, c := range p.Changed[:min(len(p.Changed), maxSaid)] {
		from, to := c.There.Text, c.Here.Text
		if !p.Later {
			from, to = to, from
		}
		pairs = append(pairs, from+" -> "+to)
	}
	if len(p.Changed) > maxSaid {
		pairs = append(pairs, "...")
	}
	count := "one figure changed"
	if n := len(p.Changed); n > 1 {
		count = fmt.Sprintf("%d figures changed", n)
	}
	return out + ", " + count + ": " + strings.Join(pairs, ", ")
}
