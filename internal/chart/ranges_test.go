package chart

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"livebrief/internal/brief"
)

func killed(width int) Ranges {
	return Ranges{ID: "killed", Title: "Killed by place", Description: "Mariupol has the widest range.", Unit: "civilians killed", Alone: true, Width: width, Number: number, Rows: []Range{
		{Name: "Mariupol", At: 8034, Low: 1348, High: 25000, Says: "8,034 (1,348 to 25,000)"},
		{Name: "Bucha", At: 458, Low: nan, High: nan, Says: "458"},
		{Name: "Izium", At: nan, Low: 440, High: 450, Says: "440 to 450"},
		{Name: "Kharkiv oblast, without the places that were held until September 2022", At: 2000, Low: nan, High: nan, Open: true, Says: "more than 2,000"},
		{Name: "Sievierodonetsk", At: 20000, Low: 18000, High: 22000, Claim: true, Says: "20,000 as the city's administration in exile claims, without a list of names"},
		{Name: "Popasna", At: nan, Low: nan, High: nan, Says: "not known"},
		{Name: "Lyman", At: 0, Low: 0, High: 12000, Says: "none found"},
		{Name: "Rubizhne", At: 24500, Low: nan, High: nan, Open: true, Says: "at least 24,500"},
	}}
}

func TestPlacesAreDrawnAsRanges(t *testing.T) {
	for _, width := range []int{360, 640, 900} {
		t.Run(fmt.Sprint(width), func(t *testing.T) { fits(t, drawn(t, killed(width))) })
	}
}

func TestARangeHasCapsADotAndAnArrow(t *testing.T) {
	r := Ranges{ID: "r", Width: 360, Number: number, Rows: []Range{
		{Name: "A", At: 40, Low: 20, High: 100, Says: "40"},
		{Name: "B", At: 20, Low: nan, High: nan, Open: true},
		{Name: "C", At: nan, Low: nan, High: nan, Says: "unknown"},
		{Name: "D", At: 60, Low: nan, High: nan, Claim: true},
	}}
	// The axis goes from 20 to 591: 720 less 97 for "unknown", 24 and 8. The first row begins at 42, its range at 70, its middle at 87; the
	// second 82 below it.
	holds(t, drawn(t, r),
		`<path class="m-curve m-s0" d="M134 87H591M134 78v18M591 78v18"/><circle class="m-at m-s0" cx="248" cy="87" r="8"/>`,
		`<path class="m-curve m-s0" d="M134 169H196M186 160l12 9-12 9"/><circle class="m-at m-s0" cx="134" cy="169" r="8"/>`,
		`<circle class="m-ring m-s0" cx="363" cy="333" r="8"/>`,
		`<text x="609" y="95">40</text>`, `<text x="12" y="259">unknown</text>`,
		`>20<`, `>100<`,
	)
}

func TestRangesThatCannotBeDrawnAreRefused(t *testing.T) {
	for name, spoil := range map[string]func(*Ranges){
		"no rows":       func(r *Ranges) { r.Rows = nil },
		"too many rows": func(r *Ranges) { r.Rows = slices.Repeat(r.Rows[:1], 41) },
		"too narrow":    func(r *Ranges) { r.Width = 100 },
		"infinite":      func(r *Ranges) { r.Rows[0].High = math.Inf(1) },
		"too large":     func(r *Ranges) { r.Rows[0].High = 1e16 },
		"upside down":   func(r *Ranges) { r.Rows[0].Low, r.Rows[0].High = 9000, 8000 },
		"beside it":     func(r *Ranges) { r.Rows[0].At = 1 },
	} {
		r := killed(640)
		spoil(&r)
		if _, err := r.SVG(); brief.KindOf(err) != brief.KindInvalid {
			t.Errorf("%s: %v", name, err)
		}
	}
}
