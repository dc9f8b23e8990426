package chart

import (
	"bytes"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"livebrief/internal/brief"
)

// hostile is words that would break out of a drawing, or make it no XML.
const hostile = "<script>\"&'\x00\x1b\xff]]>"

// anyChart is a chart of any kind.
type anyChart interface {
	SVG() ([]byte, error)
	PNG(Words) ([]byte, error)
}

// drawn draws a chart twice and holds it to being complete and the same.
func drawn(t testing.TB, d anyChart) string {
	t.Helper()
	svg, err := d.SVG()
	if err != nil {
		t.Fatal(err)
	}
	wellFormed(t, svg)
	if again, _ := d.SVG(); !bytes.Equal(svg, again) {
		t.Error("the same chart is drawn in other bytes")
	}
	if !bytes.Contains(svg, []byte(` role="img" aria-labelledby="`)) {
		t.Error("the drawing does not say what it is")
	}
	shot(t, ".svg", svg)
	return string(svg)
}

func shot(t testing.TB, ending string, raw []byte) {
	t.Helper()
	if folder := os.Getenv("LIVEBRIEF_SHOTS"); folder != "" {
		if err := os.WriteFile(filepath.Join(folder, strings.ReplaceAll(t.Name(), "/", "-")+ending), raw, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// fits holds a drawing to the budget of all of them.
func fits(t *testing.T, svg string) {
	t.Helper()
	if n := packed(t, []byte(svg)); n > 3<<10 || len(svg) > 20<<10 {
		t.Errorf("%d bytes, %d compressed; at most 20,480 and 3,072", len(svg), n)
	} else {
		t.Logf("%d bytes, %d compressed", len(svg), n)
	}
}

func monthOf(d brief.Date) string {
	t, err := time.Parse("2006-01", string(d))
	if err != nil {
		return "no month: " + string(d)
	}
	return t.Format("Jan 2006")
}

// aidByMonth is 54 months of three kinds of aid, with corrections in two of them and nothing known of three.
func aidByMonth(width, height int) Bars {
	b := Bars{ID: "aid", Title: "Aid by month and kind", Description: "Most in January 2023.", Unit: "billion euros", Parts: []string{"military", "financial", "humanitarian"},
		Alone: true, Width: width, Height: height, Number: number, Day: monthOf}
	for i := range 54 {
		on := brief.Date(fmt.Sprintf("%d-%02d", 2022+i/12, i%12+1))
		if i >= 20 && i < 23 {
			continue
		}
		c := Column{On: on, Parts: []float64{float64(i*7919%501) / 100, float64(i*104729%701) / 100, float64(i*1299709%89) / 100}}
		if i%25 == 9 {
			c.Parts[1] = -1.37
		}
		if i == 30 {
			c.Parts = []float64{0, 0, 0}
		}
		c.Says = fmt.Sprintf("%s: %v, %v, %v", monthOf(on), c.Parts[0], c.Parts[1], c.Parts[2])
		b.Columns = append(b.Columns, c)
	}
	return b
}

func TestMonthsOfAidAreFewBytes(t *testing.T) {
	for _, width := range []int{900, 360} {
		t.Run(fmt.Sprint(width), func(t *testing.T) {
			b := aidByMonth(width, 380)
			with := drawn(t, b)
			fits(t, with)
			if n := strings.Count(with, "<title>"); n != 51 {
				t.Errorf("%d columns have a tooltip, want 51", n)
			}
		})
	}
}

// holds fails the test unless a drawing holds each text, and none of those that begin with a !.
func holds(t *testing.T, svg string, texts ...string) {
	t.Helper()
	for _, want := range texts {
		if not, is := strings.CutPrefix(want, "!"); is && strings.Contains(svg, not) {
			t.Errorf("the drawing has %s", not)
		} else if !is && !strings.Contains(svg, want) {
			t.Errorf("the drawing has no %s", want)
		}
	}
	if t.Failed() {
		t.Log(svg)
	}
}

func TestBarsHangBelowZeroAndLeaveGaps(t *testing.T) {
	b := Bars{ID: "b", Unit: "u", Parts: []string{"one", "two"}, Width: 200, Height: 200, Number: number, Day: monthOf, Columns: []Column{
		{On: "2024-04", Parts: []float64{0, 0}},
		{On: "2024-01", Parts: []float64{2, 2}},
		{On: "2024-02", Parts: []float64{1, -2}},
	}}
	// The field goes from 82, below the legend of 38 and the unit of 44, to 352, from -2 to 4: 45 for each. From 45 to 376 there are
	// four slots of 82, of which the third is empty, with columns of 68.
	svg := drawn(t, b)
	if strings.LastIndex(svg, `class="m-zero" d="M45 262H376"`) < strings.LastIndex(svg, "m-block") {
		t.Error("the bars cover the line of zero")
	}
	holds(t, svg,
		`fill="url(#b-p0)" d="M52 172h68v90h-68zM134 217h68v45h-68z"/>`, // 0 to 2, and 0 to 1
		`fill="url(#b-p1)" d="M52 82h68v90h-68zM134 262h68v90h-68z"/>`,  // 2 to 4, and 0 to -2
		`<path class="m-zero" d="M45 262H376"/>`,
		`<path class="m-nil" d="M300 260H368"/>`, // April is zero
		`>Jan 2024<`, `>Mar 2024<`, `!>Feb 2024<`,
	)
}

func TestColumnsMayBeYearsOrDays(t *testing.T) {
	plain := func(d brief.Date) string { return "on " + string(d) }
	b := Bars{ID: "b", Parts: []string{""}, Width: 300, Height: 200, Number: number, Day: plain, Columns: []Column{
		{On: "2021", Parts: []float64{2}}, {On: "2024", Parts: []float64{1}}}}
	holds(t, drawn(t, b), ">on 2021<", ">on 2022<", ">on 2024<", "!"+`<path class="m-block m-s0" fill="url(#b-p0)" d="M12 `)
	b.Columns[0].On, b.Columns[1].On = "2024-02-27", "2024-03-02"
	holds(t, drawn(t, b), ">on 2024-02-27<", ">on 2024-03-02<")
}

func TestTooltipsAreLeftOutWhereTheyAreTooMuch(t *testing.T) {
	b := aidByMonth(900, 380)
	for i := range b.Columns {
		b.Columns[i].Says = strings.Repeat(b.Columns[i].Says+". ", 5)
	}
	svg := drawn(t, b)
	fits(t, svg)
	holds(t, svg, "!<title>", "!m-hit\">")
}

func TestDatesOfColumnsFindRoom(t *testing.T) {
	month := func(n int) int { return 2022*12 + n }
	for _, c := range []struct {
		slots slots
		want  []brief.Date
	}{
		{slots{form: formMonth, from: month(1), to: month(4), width: 1000}, []brief.Date{"2022-02", "2022-03", "2022-04", "2022-05"}},
		{slots{form: formMonth, from: month(1), to: month(24), width: 1000}, []brief.Date{"2022-04", "2022-07", "2022-10", "2023-01", "2023-04", "2023-07", "2023-10", "2024-01"}},
		{slots{form: formMonth, from: month(1), to: month(24), width: 300}, []brief.Date{"2023-01", "2024-01"}},
		{slots{form: formMonth, from: month(1), to: month(4), width: 60}, []brief.Date{"2022-02"}},
		{slots{form: formYear, from: 1999, to: 2026, width: 500}, []brief.Date{"2000", "2005", "2010", "2015", "2020", "2025"}},
	} {
		if got := c.slots.named(func(d brief.Date) string { return string(d) }); !slices.Equal(got, c.want) {
			t.Errorf("%+v: %v, want %v", c.slots, got, c.want)
		}
	}
}

func TestBarsThatCannotBeDrawnAreRefused(t *testing.T) {
	good := func() Bars { return aidByMonth(900, 380) }
	for name, spoil := range map[string]func(*Bars){
		"no parts":       func(b *Bars) { b.Parts = nil },
		"too many parts": func(b *Bars) { b.Parts = slices.Repeat([]string{"x"}, 7) },
		"no columns":     func(b *Bars) { b.Columns = nil },
		"NaN":            func(b *Bars) { b.Columns[3].Parts[1] = math.NaN() },
		"infinite":       func(b *Bars) { b.Columns[3].Parts[1] = math.Inf(-1) },
		"too large":      func(b *Bars) { b.Columns[3].Parts[1] = 1e300 },
		"too small":      func(b *Bars) { b.Columns[3].Parts[1] = 5e-324 },
		"a part short":   func(b *Bars) { b.Columns[3].Parts = []float64{1} },
		"twice":          func(b *Bars) { b.Columns[3].On = b.Columns[4].On },
		"a day":          func(b *Bars) { b.Columns[3].On = "2022-04-01" },
		"no date":        func(b *Bars) { b.Columns[3].On = "2022-13" },
		"too long":       func(b *Bars) { b.Columns[3].On = "1022-01" },
		"too narrow":     func(b *Bars) { b.Width = 100 },
		"no room":        func(b *Bars) { b.Parts[0], b.Height, b.Width = strings.Repeat("long ", 90), 120, 200 },
	} {
		b := good()
		spoil(&b)
		if _, err := b.SVG(); brief.KindOf(err) != brief.KindInvalid {
			t.Errorf("%s: %v", name, err)
		}
	}
}
