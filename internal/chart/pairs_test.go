package chart

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"livebrief/internal/brief"
)

var nan = math.NaN()

func donors(width, rows int) Pairs {
	p := Pairs{ID: "donors", Title: "Promised and delivered by donor", Description: "The United States gave most.", Unit: "billion euros",
		Measures: []string{"committed", "allocated", "delivered"}, Alone: true, Width: width, Number: number}
	some := []Pair{
		{Name: "United States", Values: []float64{120.4, 114.6, 98.25}},
		{Name: "European Union (Commission and Council, with the European Peace Facility and the Ukraine Facility)", Values: []float64{112.02, 63.2, nan}},
		{Name: "Germany", Values: []float64{17.7, 16.5, 11}},
		{Name: "Україна — Японія", Values: []float64{nan, 10.01, 0}},
		{Name: "Hungary", Values: []float64{0.05, 0.001, 0}},
		{Name: "Nowhere", Values: []float64{nan, nan, nan}, Says: "not published"},
		{Name: "Corrected", Values: []float64{3, -4.5, nan}},
	}
	for i := range rows {
		r := some[i%len(some)]
		if i >= len(some) {
			r.Name = fmt.Sprintf("%s %d", r.Name, i)
		}
		p.Rows = append(p.Rows, r)
	}
	return p
}

func TestDonorsAreDrawn(t *testing.T) {
	for _, width := range []int{360, 640, 900} {
		t.Run(fmt.Sprint(width), func(t *testing.T) { fits(t, drawn(t, donors(width, 7))) })
	}
	t.Run("forty", func(t *testing.T) { fits(t, drawn(t, donors(640, 40))) })
}

func TestAMissingMeasureIsNotZero(t *testing.T) {
	p := Pairs{ID: "p", Measures: []string{"promised", "given"}, Width: 360, Number: number, Rows: []Pair{
		{Name: "A", Values: []float64{10, 0}}, {Name: "B", Values: []float64{nan, 5}}, {Name: "C", Values: []float64{nan, nan}, Says: "nobody knows"}}}
	// Bars begin at 12 and leave 26 and 10 for the words: the longest has 660. The first row begins at 48, below the legend.
	svg := drawn(t, p)
	holds(t, svg,
		`fill="url(#p-p0)" d="M12 81h660v20h-660z"/>`,
		`<path class="m-nil m-s1" d="M12 109v20"/><text x="22" y="127">0</text>`,
		`fill="url(#p-p1)" d="M12 185h330v20h-330z"/><`,
		`<text x="352" y="203">5</text>`, `>nobody knows<`, `viewBox="0 0 720 304"`,
	)
	if n := strings.Count(svg, "<text"); n != 2+3+3+1 {
		t.Errorf("%d texts, want 9: the legend, the names, three values and what nobody knows", n)
	}
}

func TestWhatIsTakenBackGoesToTheLeft(t *testing.T) {
	p := Pairs{ID: "p", Measures: []string{""}, Width: 360, Number: number, Rows: []Pair{{Name: "A", Values: []float64{3}}, {Name: "B", Values: []float64{-1}}}}
	// 696 less 21 for the words and 10 are 665: 166 of them left of zero.
	holds(t, drawn(t, p), `d="M178 43h499v20h-499zM12 119h166v20h-166z"/>`, `<text x="188" y="137">-1</text>`)
}

func TestRowsThatCannotBeDrawnAreRefused(t *testing.T) {
	for name, spoil := range map[string]func(*Pairs){
		"no rows":           func(p *Pairs) { p.Rows = nil },
		"too many rows":     func(p *Pairs) { p.Rows = slices.Repeat(p.Rows[:1], 41) },
		"no measures":       func(p *Pairs) { p.Measures = nil },
		"too many measures": func(p *Pairs) { p.Measures = slices.Repeat([]string{"x"}, 5) },
		"a value short":     func(p *Pairs) { p.Rows[1].Values = []float64{1} },
		"infinite":          func(p *Pairs) { p.Rows[1].Values = []float64{1, math.Inf(1), 2} },
		"too small":         func(p *Pairs) { p.Rows[1].Values = []float64{1, 1e-300, 2} },
		"too narrow":        func(p *Pairs) { p.Width = 359 },
		"too wide":          func(p *Pairs) { p.Width = 1001 },
	} {
		p := donors(640, 3)
		spoil(&p)
		if _, err := p.SVG(); brief.KindOf(err) != brief.KindInvalid {
			t.Errorf("%s: %v", name, err)
		}
	}
	none := Pairs{ID: "p", Measures: []string{"x"}, Width: 360, Number: number, Rows: []Pair{{Name: "A", Values: []float64{nan}}, {Name: "B", Values: []float64{0}}}}
	drawn(t, none)
}
