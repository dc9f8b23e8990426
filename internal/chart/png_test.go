package chart

import (
	"bytes"
	"image"
	"image/png"
	"testing"

	"livebrief/internal/territory"
	"livebrief/internal/territory/basemap"
)

// TestACardIsDrawn draws a square in the south and looks for its hue there and nowhere else.
func TestACardIsDrawn(t *testing.T) {
	const unit = territory.Unit
	square := territory.Shape{{{Lon: 33 * unit, Lat: 47 * unit}, {Lon: 35 * unit, Lat: 47 * unit}, {Lon: 35 * unit, Lat: 48 * unit}, {Lon: 33 * unit, Lat: 48 * unit}}}
	m := Map{ID: "card", Base: basemap.Default(), Areas: []Area{{Assessed, square}}, Legend: []Meaning{{Assessed, "held by Westmark, за словами"}}, Width: 1000,
		Title: "Who controls what on 24\u00a0September 2022, in words that are longer than a line", Stamp: "Sketch", Description: "about 1\u202f000 km²", Credit: "Nobody"}
	raw, err := m.PNG("The briefing")
	if err != nil {
		t.Fatal(err)
	}
	again, err := m.PNG("The briefing")
	if err != nil || !bytes.Equal(raw, again) {
		t.Error("the same map gives other bytes")
	}
	picture, err := png.Decode(bytes.NewReader(raw))
	if err != nil || picture.Bounds() != image.Rect(0, 0, 1200, 630) {
		t.Fatalf("%v, %v", picture.Bounds(), err)
	}
	red, elsewhere := 0, 0
	for y := range 630 {
		for x := range 860 {
			r, _, b, _ := picture.At(x, y).RGBA()
			if r>>8 > b>>8+60 {
				if x > 400 && x < 720 && y > 280 && y < 470 {
					red++
				} else {
					elsewhere++
				}
			}
		}
	}
	if red < 2000 || elsewhere > 0 {
		t.Errorf("%d pixels in the square, %d elsewhere", red, elsewhere)
	}
	m.Disputed = basemap.Disputed()
	if raw, err = m.PNG("The briefing"); err != nil {
		t.Fatal(err)
	}
	dashed, err := png.Decode(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	most, other := 0, 0
	for y := range 630 {
		for x := range 1200 {
			if dashed.At(x, y) != picture.At(x, y) {
				if most++; y < 440 || x > 760 || x < 480 {
					other++
				}
			}
		}
	}
	if most < 300 || other > 0 {
		t.Errorf("the dashed line differs in %d pixels, %d of them elsewhere", most, other)
	}
	m.Legend = nil
	if _, err := m.PNG(""); err == nil {
		t.Error("a look without a meaning was drawn")
	}
}

func BenchmarkCard(b *testing.B) {
	m := Map{ID: "card", Base: basemap.Default(), Width: 1000, Title: "A map"}
	for range b.N {
		if _, err := m.PNG("The briefing"); err != nil {
			b.Fatal(err)
		}
	}
}
