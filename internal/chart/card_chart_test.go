package chart

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"strings"
	"testing"

	"livebrief/internal/brief"
)

var someWords = Words{Above: "The briefing on Ukraine", Summary: "120.4 billion euros were committed by the United States until 30 June 2026, of which 98.25 billion were delivered.", Source: "Kiel Institute for the World Economy, Ukraine Support Tracker, release 25", AsOf: "As of 5 August 2026",
	More: func(rows int) string { return fmt.Sprintf("and %d more", rows) }}

// carded draws a card and holds it to its size, its weight and to being the same twice.
func carded(t *testing.T, d anyChart, w Words) image.Image {
	t.Helper()
	raw, err := d.PNG(w)
	if err != nil {
		t.Fatal(err)
	}
	shot(t, "-card.png", raw)
	if again, _ := d.PNG(w); !bytes.Equal(raw, again) {
		t.Error("the same card is drawn in other bytes")
	}
	t.Logf("%d bytes", len(raw))
	if len(raw) > 60<<10 {
		t.Errorf("%d bytes, at most 61,440", len(raw))
	}
	picture, err := png.Decode(bytes.NewReader(raw))
	if err != nil || picture.Bounds() != image.Rect(0, 0, 1200, 630) {
		t.Fatalf("%v, %v", picture.Bounds(), err)
	}
	return picture
}

// inked counts the pixels of a part of a card that are not paper.
func inked(picture image.Image, of image.Rectangle) (n int) {
	for y := of.Min.Y; y < of.Max.Y; y++ {
		for x := of.Min.X; x < of.Max.X; x++ {
			if r, g, b, _ := picture.At(x, y).RGBA(); r>>8 != 0xfb || g>>8 != 0xfa || b>>8 != 0xf7 {
				n++
			}
		}
	}
	return n
}

func TestChartsHaveCards(t *testing.T) {
	noisy := Series{Name: "a day", Claim: true, Values: daily(1626, func(i int) float64 { return float64(i*7919%501) / 10 })}
	steps := Series{Name: "verified, at least", Step: true, Values: daily(1626, func(i int) float64 { return float64(i/40) * 2 })}
	steps.Values[600].Mark = true
	for name, d := range map[string]anyChart{
		"lines":  long("Civilians killed", noisy, steps),
		"bands":  long("Civilians killed, estimated and counted", Series{Name: "estimate", Values: []Value{{"2022-01-01", 5, 3, 9, false}, {"2022-07-01", 8, 6, 12, true}, {"2023-01-01", 9, 7, 10, false}}}, Series{Name: "claim", Claim: true, Values: []Value{plainValue("2022-02-01", 2), plainValue("2022-08-01", 4)}}),
		"bars":   aidByMonth(900, 380),
		"pairs":  donors(900, 40),
		"few":    donors(900, 2),
		"ranges": killed(640),
	} {
		t.Run(name, func(t *testing.T) {
			picture := carded(t, d, someWords)
			chart, words := inked(picture, image.Rect(0, 0, 830, 630)), inked(picture, image.Rect(850, 0, 1174, 630))
			if chart < 4000 || words < 4000 {
				t.Errorf("%d pixels of the chart and %d of the words are not paper", chart, words)
			}
			if n := inked(picture, image.Rect(1180, 0, 1200, 630)); n > 0 {
				t.Errorf("%d pixels at the right edge are not paper: words are cut", n)
			}
		})
	}
}

func TestCardsThatCannotBeDrawnAreRefused(t *testing.T) {
	for name, d := range map[string]anyChart{"lines": Lines{}, "bars": Bars{}, "pairs": Pairs{}, "ranges": Ranges{}} {
		if _, err := d.PNG(Words{}); brief.KindOf(err) != brief.KindInvalid {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestCardsHaveTheHuesOfTheSheet holds the colours of cards to those of the style.
func TestCardsHaveTheHuesOfTheSheet(t *testing.T) {
	light, _, _ := strings.Cut(ChartStyle, "@media")
	for i, c := range cardHues {
		if want := fmt.Sprintf("--m-%d:#%02x%02x%02x", i, c.R, c.G, c.B); !strings.Contains(light, want) {
			t.Errorf("the sheet has no %s", want)
		}
	}
}
