package chart

import "unicode/utf8"

// label is a place with its name.
type label struct {
	at   spot
	text string
}

// The size of letters, in steps: their height, and how wide one is on average.
const (
	letterHigh = 24
	letterWide = 12
	dotSize    = 8
)

// box is a rectangle of the drawing.
type box struct{ left, top, right, bottom int }

func (b box) meets(o box) bool {
	return b.left < o.right && o.left < b.right && b.top < o.bottom && o.top < b.bottom
}

// placed is a label that has found its place: where its text begins, and whether it ends there instead.
type placed struct {
	label
	x, y int
	ends bool
	box  box
}

// place puts labels beside their places, the first ones first, to the right, to the left, above or below, wherever the text lies on
// nothing that stands already and within the window. What finds no place has no label.
func place(labels []label, v view, most int, taken []box) []placed {
	var out []placed
	for _, l := range labels {
		if len(out) == most {
			break
		}
		if l.at.x < 0 || l.at.y < 0 || l.at.x > v.width || l.at.y > v.height {
			continue
		}
		dot := box{l.at.x - dotSize, l.at.y - dotSize, l.at.x + dotSize, l.at.y + dotSize}
		if p, ok := free(l, v, append(taken, dot), dot); ok {
			out = append(out, p)
			taken = append(taken, p.box, dot)
		}
	}
	return out
}

func free(l label, v view, taken []box, dot box) (placed, bool) {
	wide := utf8.RuneCountInString(l.text) * letterWide
	for _, try := range []placed{
		{label: l, x: l.at.x + dotSize + 4, y: l.at.y + letterHigh/3},
		{label: l, x: l.at.x - dotSize - 4, y: l.at.y + letterHigh/3, ends: true},
		{label: l, x: l.at.x - wide/2, y: l.at.y - dotSize - 4},
		{label: l, x: l.at.x - wide/2, y: l.at.y + dotSize + letterHigh},
	} {
		try.box = box{try.x, try.y - letterHigh + 4, try.x + wide, try.y + 6}
		if try.ends {
			try.box.left, try.box.right = try.x-wide, try.x
		}
		if try.box.left < 0 || try.box.top < 0 || try.box.right > v.width || try.box.bottom > v.height {
			continue
		}
		ok := true
		for _, t := range taken {
			ok = ok && (t == dot || !try.box.meets(t))
		}
		if ok {
			return try, true
		}
	}
	return placed{}, false
}
