package chart

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"livebrief/internal/brief"
)

// daily is a series of so many days from the beginning of the war.
func daily(days int, at func(i int) float64) []Value {
	var out []Value
	for i := range days {
		out = append(out, plainValue(brief.DateOf(time.Date(2022, 2, 24+i, 0, 0, 0, 0, time.UTC)), at(i)))
	}
	return out
}

func long(name string, s ...Series) Lines {
	return Lines{ID: "long", Title: name, Description: "d", Unit: "u", Alone: true, Width: 900, Height: 380, Number: number, Day: monthYear, Series: s}
}

func TestLongSeriesAreFewBytes(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	sum, walk := 0.0, 500.0
	killed := daily(1626, func(i int) float64 { sum += float64(r.IntN(20)); return sum })
	noise := daily(1626, func(i int) float64 { walk += r.NormFloat64() * 20; return walk + r.NormFloat64()*100 })
	killed[400].Mark, killed[900].Mark, killed[901].Mark = true, true, true
	for name, l := range map[string]Lines{
		"verified": long("verified", Series{Name: "verified, at least", Step: true, Values: killed}),
		"noise":    long("noise", Series{Name: "a day", Step: true, Values: noise}),
		"both":     long("both", Series{Name: "a day", Values: noise}, Series{Name: "verified", Step: true, Values: killed}),
		"claim":    long("claim", Series{Name: "a day", Values: noise, Claim: true}),
	} {
		t.Run(name, func(t *testing.T) { fits(t, drawn(t, l)) })
	}
}

// TestThinningKeepsExtremes gives a series that goes up and down a little each day one day that is high, one that is low, and one with a
// mark, with five days for each pixel.
func TestThinningKeepsExtremes(t *testing.T) {
	values := daily(1626, func(i int) float64 { return 50 + float64(i%2) })
	values[700].At, values[1000].At, values[333].Mark = 100, 0, true
	l := long("extremes", Series{Values: values})
	l.Width = 360
	svg := drawn(t, l)
	// The field is 596 steps wide and goes from 44 to 712; day 333 of 1,625 stands at 100+122, 51 at 371.
	holds(t, svg, `<circle class="m-ring m-s0" cx="222" cy="371" r="7"/>`)
	_, path, _ := strings.Cut(svg, `class="m-curve m-s0" d="M`)
	path, _, _ = strings.Cut(path, `"`)
	var x, y, dx, dy, corners int
	rest := strings.NewReader(strings.NewReplacer("l", " ", "-", " -").Replace(path))
	least, greatest := 712, 44
	for {
		if n, _ := fmt.Fscan(rest, &dx, &dy); n < 2 {
			break
		}
		x, y, corners = x+dx, y+dy, corners+1
		least, greatest = min(least, y), max(greatest, y)
	}
	if x != 696 || least != 44 || greatest != 712 {
		t.Errorf("the line ends at %d and goes from %d to %d, want 696 and from 44 to 712", x, least, greatest)
	}
	if corners > 350 {
		t.Errorf("%d corners in 298 pixels", corners)
	}
}

// TestFewPointsAreNotThinned gives each of 800 days a number of its own.
func TestFewPointsAreNotThinned(t *testing.T) {
	l := long("few", Series{Values: daily(800, func(i int) float64 { return float64(i * i % 7) })})
	p, err := l.plot()
	if err != nil {
		t.Fatal(err)
	}
	if got := p.coarse(l.Series[0].Values, false); len(got) != 800 {
		t.Errorf("%d of 800 points are left", len(got))
	}
	l.Series[0].Values = daily(1626, func(i int) float64 { return float64(i * i % 7) })
	if p, err = l.plot(); err != nil {
		t.Fatal(err)
	}
	if got := p.coarse(l.Series[0].Values, false); len(got) > 838 { // pixels
		t.Errorf("%d of 1,626 points are left, more than there are pixels", len(got))
	}
}

// TestBandsKeepTheirExtremes thins the numbers of one pixel.
func TestBandsKeepTheirExtremes(t *testing.T) {
	v := func(at, low, high float64, mark bool) Value { return Value{"2022-01-01", at, low, high, mark} }
	in := []Value{v(5, nan, nan, false), v(5, 4, 6, false), v(5, 1, 6, false), v(5, 4, 9, false), v(5, 4, 6, true), v(7, 7, 7, false), v(6, 6, 6, false), v(2, 2, 2, false), v(3, 3, 3, false), v(5, 5, 5, false)}
	var got []float64
	for _, v := range extremes(in) {
		got = append(got, v.At)
	}
	// the first, the lowest low, the highest high, the mark, the highest, the lowest, the last
	if want := []float64{5, 5, 5, 5, 7, 2, 5}; !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}

func TestLongNamesStandAbove(t *testing.T) {
	l := long("names", Series{Name: "a name that is far too long to stand beside a line on a telephone", Claim: true, Values: daily(40, func(i int) float64 { return float64(i) })})
	l.Width = 360
	holds(t, drawn(t, l), `<path class="m-curve m-claim m-s0" d="M12 21H52"/><path class="m-core" d="M12 21H52"/>`, `<text x="62" y="29">a name that is far`, "!m-name m-s0\"")
}

func TestClaimsAreHollow(t *testing.T) {
	var s []Series
	for i := range 6 {
		s = append(s, Series{Name: fmt.Sprint("line ", i), Claim: i%2 == 0, Step: i > 3, Values: []Value{plainValue("2022-01-01", float64(3*i)), plainValue("2022-05-01", float64(2*i+6)), plainValue("2023-01-01", float64(4*i+4))}})
		s[i].Values[1].Mark = true
	}
	l := long("claims", s...)
	holds(t, drawn(t, l), `<path class="m-curve m-claim m-s0" d="M`, `<path class="m-curve m-s1" d="M`, "!m-claim m-s1", `<path class="m-core" d="M`)
	l.Width = 360
	l.Series[0].Name = "a name that is far too long to stand beside a line on a telephone"
	t.Run("narrow", func(t *testing.T) { drawn(t, l) })
}
