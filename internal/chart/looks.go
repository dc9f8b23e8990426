package chart

import (
	"fmt"

	"livebrief/internal/territory"
)

// Look is how an area is drawn: by hue and by pattern, so that it is told apart in grey and by those who see few colours.
type Look string

// The looks: those of the classes, and those of what changed between two days.
const (
	Assessed  Look = "assessed"
	Claimed   Look = "claimed"
	Contested Look = "contested"
	Unknown   Look = "unknown"
	Freed     Look = "freed"
	Gained    Look = "gained"
	Lost      Look = "lost"
	Kept      Look = "kept"
)

// LookOf gives the look of a class.
func LookOf(c territory.Class) (Look, bool) {
	l := Look(c)
	_, is := patterns[l]
	return l, is
}

// patterns are the lines of each look within a square of 16 steps; the ground below them is its hue.
var patterns = map[Look]string{
	Assessed:  `<path d="M-4 12L12-4M4 20L20 4"/>`,
	Kept:      `<path d="M-4 12L12-4M4 20L20 4"/>`,
	Claimed:   `<path d="M4 4h1M12 12h1" stroke-width="3"/>`,
	Contested: `<path d="M-4 4L12 20M4-4L20 12M-4 12L12-4M4 20L20 4"/>`,
	Unknown:   `<path d="M4 0V16M12 0V16"/>`,
	Freed:     `<path d="M-4 4L12 20M4-4L20 12"/>`,
	Gained:    `<path d="M0 4H16M0 12H16"/>`,
	Lost:      `<path d="M-4 4L12 20M4-4L20 12"/>`,
}

// Style is the sheet of every drawing, with a second set of colours for the dark. Names begin with m-, so that they meet nothing of
// a page that a drawing stands in; such a page brings the sheet itself.
const Style = `.m-map{--m-water:#dfe8ec;--m-land:#f6f3ec;--m-home:#fffdf8;--m-line:#b9b2a3;--m-edge:#4c555e;--m-ink:#15191d;--m-paper:#fbfaf7;--m-held:#c9552f;--m-free:#2f7d5b;--m-grey:#6b7178;--m-say:#7a4fa3;font-family:system-ui,-apple-system,"Segoe UI","Noto Sans",sans-serif}` +
	`@media(prefers-color-scheme:dark){.m-map{--m-water:#1a2228;--m-land:#1e2226;--m-home:#2a2f34;--m-line:#4a515a;--m-edge:#a9b0b7;--m-ink:#eceae4;--m-paper:#121417;--m-held:#e07b56;--m-free:#5cb88d;--m-grey:#9aa1a9;--m-say:#bda6ee}}` +
	`.m-paper{fill:var(--m-paper)}.m-water{fill:var(--m-water)}.m-land{fill:var(--m-land)}.m-home{fill:var(--m-home)}.m-line{fill:none;stroke:var(--m-line)}.m-edge{fill:none;stroke:var(--m-edge);stroke-width:2.5}.m-dispute{fill:none;stroke:var(--m-ink);stroke-width:3.5;stroke-dasharray:14 9}.m-river{fill:none;stroke:var(--m-water);stroke-width:3}` +
	`.m-map text{fill:var(--m-ink);font-size:22px;paint-order:stroke;stroke:var(--m-paper);stroke-width:5;stroke-linejoin:round}.m-map .m-small{font-size:20px}.m-town{fill:var(--m-ink);stroke:var(--m-paper);stroke-width:2}` +
	`.m-assessed,.m-kept,.m-gained{--m-hue:var(--m-held)}.m-freed,.m-lost{--m-hue:var(--m-free)}.m-contested,.m-unknown{--m-hue:var(--m-grey)}.m-claimed{--m-hue:var(--m-say)}` +
	`.m-ground{fill:var(--m-hue);opacity:.34}.m-gained .m-ground,.m-assessed .m-ground{opacity:.5}.m-map pattern path{stroke:var(--m-hue);stroke-width:2.5;fill:none}.m-rim{stroke:var(--m-hue);stroke-width:2.5}.m-claimed .m-rim{stroke-dasharray:9 6}` +
	`.m-dot{fill:var(--m-ink)}.m-map .m-number{fill:var(--m-paper);stroke:none;text-anchor:middle;font-weight:700}.m-plate{fill:var(--m-paper);stroke:var(--m-edge)}.m-map .m-plain{stroke:none}`

// pattern writes the definition of a look.
func pattern(id string, l Look) string {
	return fmt.Sprintf(`<pattern id="%s" class="m-%s" width="16" height="16" patternUnits="userSpaceOnUse"><rect class="m-ground" width="16" height="16"/>%s</pattern>`,
		id+"-"+string(l), l, patterns[l])
}

// ChartStyle is the sheet of charts of numbers: six lines, told apart by hue and by how they are dashed, hollow where they are claims; and
// six parts or measures, told apart by hue and by pattern.
const ChartStyle = `.m-chart{--m-paper:#fbfaf7;--m-ink:#15191d;--m-ink2:#4c555e;--m-rule:#dcd8cf;--m-0:#0b4f8a;--m-1:#9a4a00;--m-2:#1f6447;--m-3:#5b3f93;--m-4:#7a3561;--m-5:#4c555e;font-family:system-ui,-apple-system,"Segoe UI","Noto Sans",sans-serif}` +
	`@media(prefers-color-scheme:dark){.m-chart{--m-paper:#121417;--m-ink:#eceae4;--m-ink2:#a9b0b7;--m-rule:#30353b;--m-0:#8cc1f0;--m-1:#f0a560;--m-2:#7fcaa6;--m-3:#bda6ee;--m-4:#e09ac6;--m-5:#a9b0b7}}` +
	`.m-chart text{fill:var(--m-ink2);font-size:22px;font-variant-numeric:tabular-nums}.m-chart .m-line{stroke:var(--m-rule)}.m-zero{stroke:var(--m-ink2)}.m-paper{fill:var(--m-paper)}` +
	`.m-s0{--m-hue:var(--m-0)}.m-s1{--m-hue:var(--m-1)}.m-s2{--m-hue:var(--m-2)}.m-s3{--m-hue:var(--m-3)}.m-s4{--m-hue:var(--m-4)}.m-s5{--m-hue:var(--m-5)}` +
	`.m-curve{fill:none;stroke:var(--m-hue);stroke-width:4;stroke-linejoin:round}.m-curve.m-s1{stroke-dasharray:14 6}.m-curve.m-s2{stroke-dasharray:4 6}.m-curve.m-s3{stroke-dasharray:18 6 4 6}.m-curve.m-s4{stroke-dasharray:8 4}.m-curve.m-s5{stroke-width:2}` +
	`.m-at,.m-bar{fill:var(--m-hue)}.m-band{fill:var(--m-hue);opacity:.2}.m-chart .m-name{fill:var(--m-hue);font-weight:600}` +
	`.m-chart .m-who{fill:var(--m-ink);font-weight:600}.m-curve.m-claim{stroke-width:8}.m-core{fill:none;stroke:var(--m-paper);stroke-width:4;stroke-linejoin:round}.m-ring{fill:var(--m-paper);stroke:var(--m-hue);stroke-width:3}` +
	`.m-block{stroke:var(--m-hue);stroke-width:1.5}.m-hatch{fill:none;stroke:var(--m-hue);stroke-width:3}.m-nil{stroke:var(--m-hue,var(--m-ink2));stroke-width:3}.m-hit{opacity:0}`
