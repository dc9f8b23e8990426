package territory

import (
	"encoding/csv"
	"math"
	"strconv"
	"strings"
	"testing"

	"livebrief/internal/brief"
)

// landOf joins the areas of a drawing that share their borders edge by edge: what one runs along in one direction, its
// neighbour runs along in the other, and the two cancel.
func landOf(t testing.TB, file File) Shape {
	t.Helper()
	next := map[Point][]Point{}
	drop := func(a, b Point) bool {
		for i, p := range next[a] {
			if p == b {
				next[a] = append(next[a][:i], next[a][i+1:]...)
				return true
			}
		}
		return false
	}
	for _, f := range file.Features {
		for _, p := range f.Polygons {
			for i, r := range append([]Ring{p.Shell}, p.Holes...) {
				if (r.twice() > 0) != (i == 0) {
					r = reversed(r)
				}
				for i, a := range r {
					if b := r[(i+1)%len(r)]; a != b && !drop(b, a) {
						next[a] = append(next[a], b)
					}
				}
			}
		}
	}
	var land Shape
	for start := range next {
		var r Ring
		for at := start; len(next[at]) > 0; {
			to := next[at][len(next[at])-1]
			next[at] = next[at][:len(next[at])-1]
			r, at = append(r, at), to
		}
		if len(r) > 0 {
			land = append(land, r)
		}
	}
	return land
}

func reversed(r Ring) Ring {
	out := make(Ring, len(r))
	for i, p := range r {
		out[len(r)-1-i] = p
	}
	return out
}

// block is an outline from corner to corner, in degrees, and what is cut out of it.
func block(west, south, east, north int32, holes ...Ring) Shape {
	corner := func(lon, lat int32) Point { return Point{lon * Unit, lat * Unit} }
	return append(Shape{{corner(west, south), corner(east, south), corner(east, north), corner(west, north)}}, holes...)
}

func town(name string, lon, lat float64, held bool) Place {
	return Place{Name: name, At: Point{int32(lon * Unit), int32(lat * Unit)}, Held: held}
}

func sketchOf(t testing.TB, outline Shape, places ...Place) *Sketch {
	t.Helper()
	s, err := NewSketch(places, outline)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// drawn is the sketch of a day.
func (s *Sketch) drawn(t testing.TB, day brief.Date) Shape {
	t.Helper()
	shape, err := s.On(day)
	if err != nil {
		t.Fatal(err)
	}
	return shape
}

func TestTheFrontRunsBetweenTheTowns(t *testing.T) {
	outline := block(30, 48, 34, 50)
	shape := sketchOf(t, outline, town("West", 31, 49, false), town("East", 33, 49, true)).drawn(t, "2022-09-24")
	if len(shape) != 1 {
		t.Fatalf("%d rings, want one: %v", len(shape), shape)
	}
	checkSketched(t, shape)
	for _, p := range shape[0] {
		if p.Lon < 319_900_000 || p.Lon > 340_100_000 || p.Lat < 479_900_000 || p.Lat > 500_100_000 {
			t.Errorf("%v lies beyond the front at 32 degrees or outside the country", p)
		}
	}
	if half := outline.Km2() / 2; math.Abs(shape.Km2()/half-1) > 0.01 {
		t.Errorf("%.0f square km, half the country is %.0f", shape.Km2(), half)
	}
}

func TestASketchKeepsToTheCountry(t *testing.T) {
	lake := Ring{{315_000_000, 485_000_000}, {315_000_000, 495_000_000}, {325_000_000, 495_000_000}, {325_000_000, 485_000_000}}
	outline := block(30, 48, 34, 50, lake)
	shape := sketchOf(t, outline, town("Only", 31, 49, true)).drawn(t, "2022-09-24")
	if len(shape) != 2 || (shape[0].twice() > 0) == (shape[1].twice() > 0) {
		t.Fatalf("want the country and the hole in it, got %d rings", len(shape))
	}
	checkSketched(t, shape)
	if off := shape.Km2()/outline.Km2() - 1; math.Abs(off) > 1e-6 {
		t.Errorf("the whole country is off by %.2f %%", off*100)
	}
}

func TestNothingHeldIsNothingDrawn(t *testing.T) {
	if shape := sketchOf(t, block(30, 48, 34, 50), town("A", 31, 49, false), town("B", 33, 49, false)).drawn(t, "2022-09-24"); len(shape) != 0 {
		t.Errorf("drawn: %v", shape)
	}
}

func TestALayerStandsForEachDayOnWhichAnythingChanged(t *testing.T) {
	a, b, c := town("A", 31, 49, true), town("B", 33, 49, true), town("C", 32, 49, true)
	a.Since, a.Until = "2022-03-02", "2022-09-08"
	b.Since = "2022-03-02"
	c.Before, c.Until = 2022, "2022-11-11"
	s := sketchOf(t, block(30, 48, 34, 50), a, b, c)
	var got []string
	for _, d := range s.Days() {
		got = append(got, string(d))
	}
	if strings.Join(got, " ") != "2022-03-02 2022-09-08 2022-11-11" {
		t.Errorf("days %v", got)
	}
	areas := []float64{s.drawn(t, "").Km2(), s.drawn(t, "2022-03-02").Km2(), s.drawn(t, "2022-09-08").Km2(), s.drawn(t, "2022-11-11").Km2()}
	if !(areas[0] < areas[1] && areas[1] > areas[2] && areas[2] > areas[3] && areas[3] > 0) {
		t.Errorf("C; A, B and C; B and C; B: %.0f", areas)
	}
}

func TestSketchesThatCannotBeDrawnAreRefused(t *testing.T) {
	towns := []Place{town("A", 31, 49, true)}
	for _, c := range []struct {
		places  []Place
		outline Shape
		want    string
	}{
		{nil, block(30, 48, 34, 50), "there are no places to sketch from; add a row for each town to the table"},
		{towns, nil, "the outline of the country encloses nothing; give the shape of the country"},
		{towns, Shape{{{1, 1}, {1, 2}, {1, 3}}}, "the outline of the country encloses nothing; give the shape of the country"},
		{towns, block(-180, 48, -170, 50), "the country is too large for a sketch"},
		{towns, block(0, 10, 100, 80), "the country is too large for a sketch"},
		{towns, block(30, 80, 34, 89), "the country is too large for a sketch"},
		{make([]Place, maxPlaces), block(20, 40, 40, 50), "20000 places are too many"},
	} {
		if _, err := NewSketch(c.places, c.outline); err == nil || !strings.HasPrefix(err.Error(), c.want) || brief.KindOf(err) != brief.KindInvalid {
			t.Errorf("%v, want %s", err, c.want)
		}
	}
}

// checkSketched demands what makes a shape valid as far as a contour can break it: no corner twice, so that no ring
// touches or crosses another.
func checkSketched(t testing.TB, shape Shape) {
	t.Helper()
	seen := map[Point]bool{}
	for _, r := range shape {
		if len(r) < 4 {
			t.Fatalf("a ring of %d corners", len(r))
		}
		for _, p := range r {
			if seen[p] {
				t.Fatalf("the corner %v stands twice", p)
			}
			seen[p] = true
		}
	}
}

func TestContoursRunWithThePositiveSideToTheLeft(t *testing.T) {
	f := field{west: 0, south: 0, stepLon: 100, stepLat: 100}
	for name, c := range map[string]struct {
		rows []string // from north to south; + is 1, - is -1, 0 is 0, 3 is -3
		want string
	}{
		"one point":      {[]string{"---", "-+-", "---"}, "(50,100 100,50 150,100 100,150)"},
		"nearer to it":   {[]string{"---", "3+-", "---"}, "(75,100 100,50 150,100 100,150)"},
		"zero is beside": {[]string{"000", "0+0", "000"}, "(50,100 100,50 150,100 100,150)"},
		"a hole": {[]string{"-----", "-+++-", "-+-+-", "-+++-", "-----"},
			"(50,100 100,50 200,50 300,50 350,100 350,200 350,300 300,350 200,350 100,350 50,300 50,200) (200,150 150,200 200,250 250,200)"},
		"a weak saddle parts":     {[]string{"----", "-+3-", "-3+-", "----"}, "(175,100 200,50 250,100 200,125) (50,200 100,175 125,200 100,250)"},
		"the other weak saddle":   {[]string{"----", "-3+-", "-+3-", "----"}, "(50,100 100,50 125,100 100,125) (175,200 200,175 250,200 200,250)"},
		"a strong saddle joins":   {[]string{"----", "-+0-", "-0+-", "----"}, "(150,100 200,50 250,100 200,150 150,200 100,250 50,200 100,150)"},
		"the other strong saddle": {[]string{"----", "-0+-", "-+0-", "----"}, "(50,100 100,50 150,100 200,150 250,200 200,250 150,200 100,150)"},
		"nothing":                 {[]string{"--", "--"}, ""},
	} {
		f.width, f.height = len(c.rows[0]), len(c.rows)
		values := make([]int32, f.size())
		for y, row := range c.rows {
			for x, letter := range row {
				values[(f.height-1-y)*f.width+x] = map[rune]int32{'+': 1, '-': -1, '0': 0, '3': -3}[letter]
			}
		}
		var got []string
		for _, r := range f.contour(values) {
			got = append(got, "("+strings.TrimSpace(tellRing(r))+")")
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s: %s, want %s", name, strings.Join(got, " "), c.want)
		}
	}
}

func sharedSketch(t testing.TB) *Sketch {
	t.Helper()
	file, err := ReadGeoJSON("oblasts", sharedFile(t, "basemap/ukraine_oblasts_10m.geojson"), LonLat)
	if err != nil {
		t.Fatal(err)
	}
	s, err := NewSketch(sharedPlaces(t), landOf(t, file))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// TestTheSketchOf2022LiesNearTheReference holds every day to the published areas; its table is in docs/measurements.md.
func TestTheSketchOf2022LiesNearTheReference(t *testing.T) {
	s := sharedSketch(t)
	rows, err := csv.NewReader(strings.NewReader(string(sharedFile(t, "control/economist_area_by_day.csv")))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var month string
	var days int
	var least, most, sum float64
	tell := func() {
		if days > 0 {
			t.Logf("%s  days %2d  least %+.1f %%  mean %+.1f %%  most %+.1f %%", month, days, least, sum/float64(days), most)
		}
		days, least, most, sum = 0, math.Inf(1), math.Inf(-1), 0
	}
	tell()
	for _, row := range rows[1:] {
		day := brief.Date(row[0])
		if day > "2022-12-30" {
			break
		}
		want, err := strconv.ParseFloat(row[1], 64)
		if err != nil {
			t.Fatal(err)
		}
		if part := monthOf(day); part != month {
			tell()
			month = part
		}
		shape := s.drawn(t, day)
		checkSketched(t, shape)
		off := (shape.Km2()/(want/1e6) - 1) * 100
		days, least, most, sum = days+1, min(least, off), max(most, off), sum+off
		if day >= sketchHolds && math.Abs(off) > 6 {
			t.Errorf("%s: %+.2f %%", day, off)
		}
	}
	tell()
}

// monthOf is the month of the table; April is parted on the first day that is held to the reference.
func monthOf(day brief.Date) string {
	if month := string(day[:7]); month != "2022-04" || day >= sketchHolds {
		return month
	}
	return "2022-04 to the 14th"
}

// sketchHolds is the first day of 2022 on which control lay in areas rather than along roads.
const sketchHolds brief.Date = "2022-04-15"

func BenchmarkSketchLayer(b *testing.B) {
	s := sharedSketch(b)
	for b.Loop() {
		s.drawn(b, "2022-09-24")
	}
}

func BenchmarkSketchPrepared(b *testing.B) {
	s := sharedSketch(b)
	outline := s.drawn(b, "2022-09-24")
	for b.Loop() {
		if _, err := NewSketch(s.places, outline); err != nil {
			b.Fatal(err)
		}
	}
}
