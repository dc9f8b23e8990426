package chart

// key is an entry of a legend: a name and how what it names is drawn.
type key struct {
	class string // of a line; empty for blocks
	hue   int
	name  string
}

// The sizes of a legend, in steps.
const (
	keyWide, keyGap = 40, 10
	keyApart        = 28
	keyHigh         = 32
	keyTop          = 6  // above the first row
	edge            = 12 // how far words stand from the edge
)

// legend is a list of keys that have found their places, in rows from the left.
type legend struct {
	keys []placedKey
	high int // of all rows, in steps
}

type placedKey struct {
	key
	at    spot
	lines []string
}

// newLegend lays keys out in a width in steps; a name that is wider than it gets a second line.
func newLegend(keys []key, width int) legend {
	var l legend
	x, y, rows := edge, 0, 1
	for _, k := range keys {
		lines := wrap(k.name, width-2*edge-keyWide-keyGap, 2)
		needs := keyWide + keyGap
		for _, line := range lines {
			needs = max(needs, keyWide+keyGap+wide(line))
		}
		if x > edge && x+needs > width-edge {
			x, y, rows = edge, y+rows*keyHigh, 1
		}
		l.keys = append(l.keys, placedKey{k, spot{x, y}, lines})
		x, rows = x+needs+keyApart, max(rows, len(lines))
	}
	if len(keys) > 0 {
		l.high = y + rows*keyHigh + keyTop
	}
	return l
}

// draw draws the legend below a height.
func (l legend) draw(p pen, top int) {
	for _, k := range l.keys {
		x, y := k.at.x, top+keyTop+k.at.y
		if k.class == "" {
			p.blocks(k.hue, []box{{x, y + 4, x + keyWide, y + 26}})
		} else {
			curve(p, k.class, k.hue, []spot{{x, y + 15}, {x + keyWide, y + 15}})
		}
		for i, line := range k.lines {
			p.text(letters{hue: noHue, x: x + keyWide + keyGap, y: y + 23 + i*keyHigh, text: line})
		}
	}
}

// The classes of lines. A line that a party claims is hollow.
const classCurve, classClaim, classCore = "m-curve", "m-curve m-claim", "m-core"

// curve draws a line, and the paper within it where it is a claim.
func curve(p pen, class string, hue int, line []spot) {
	p.path(class, hue, false, line)
	if class == classClaim {
		p.path(classCore, noHue, false, line)
	}
}
