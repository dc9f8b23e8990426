package territory_test

import (
	"bytes"
	"fmt"
	"math"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"livebrief/internal/territory"
	"livebrief/internal/territory/synthetic"
)

// BenchmarkAgainstGEOS finds the change between 60 made-up consecutive days, ours and by GEOS in turns, and compares what both
// find. It skips aloud where a C compiler or GEOS is missing (Debian: gcc, libgeos-dev).
func BenchmarkAgainstGEOS(b *testing.B) {
	program := buildGEOS(b)
	front := synthetic.NewFront(7, 4000)
	days := []territory.Shape{front.Shape()}
	for range 60 {
		front.Advance(45)
		days = append(days, front.Shape())
	}
	var ours, theirs []time.Duration
	off := 0.0
	for range 3 {
		answers := runGEOS(b, program, days)
		for i, day := range days[1:] {
			from := time.Now()
			change, err := territory.Between(days[i], day)
			ours = append(ours, time.Since(from))
			if err != nil {
				b.Fatal(err)
			}
			theirs = append(theirs, answers[i].took)
			off = max(off, math.Abs(change.GainedKm2()-answers[i].gained), math.Abs(change.LostKm2()-answers[i].lost))
		}
	}
	slices.Sort(ours)
	slices.Sort(theirs)
	our, their := ours[len(ours)/2], theirs[len(theirs)/2]
	fmt.Printf("change between days of 4,000 edges, 45 changed; medians of %d: livebrief %.2f ms, GEOS %.2f ms, ratio %.0f; at most %.2g km2 apart\n",
		len(ours), our.Seconds()*1e3, their.Seconds()*1e3, float64(their)/float64(our), off)
	b.ReportMetric(float64(their)/float64(our), "times-GEOS")
	if off > 0.01 {
		b.Errorf("the two are %.4f km2 apart", off)
	}
}

// buildGEOS compiles the comparison.
func buildGEOS(b *testing.B) string {
	b.Helper()
	program := filepath.Join(b.TempDir(), "geosdiff")
	out, err := exec.Command("cc", "-O2", "-o", program, "../../tools/geosdiff/main.c", "-lgeos_c", "-lm").CombinedOutput()
	if err != nil {
		b.Skipf("GEOS cannot be compared with: install gcc and libgeos-dev (%v, %.200s)", err, out)
	}
	return program
}

type geosAnswer struct {
	took         time.Duration
	gained, lost float64 // km2
}

func runGEOS(b *testing.B, program string, days []territory.Shape) []geosAnswer {
	b.Helper()
	var in bytes.Buffer
	ring := func(r territory.Ring) {
		fmt.Fprint(&in, len(r), " ")
		for _, p := range r {
			fmt.Fprint(&in, p, " ")
		}
		fmt.Fprintln(&in)
	}
	fmt.Fprintln(&in, len(days)-1)
	for i := range days[1:] {
		ring(days[i][0])
		ring(days[i+1][0])
	}
	run := exec.Command(program)
	run.Stdin = &in
	out, err := run.Output()
	if err != nil {
		b.Fatal(err)
	}
	var answers []geosAnswer
	for line := range strings.Lines(string(out)) {
		from := strings.NewReader(line)
		var a geosAnswer
		var took int64
		fmt.Fscan(from, &took)
		a.took, a.gained, a.lost = time.Duration(took), areaOf(from), areaOf(from)
		answers = append(answers, a)
	}
	if len(answers) != len(days)-1 {
		b.Fatalf("GEOS gave %d answers", len(answers))
	}
	return answers
}

// areaOf reads the rings of a result: outer ones come clockwise from GEOS, holes the other way.
func areaOf(from *strings.Reader) float64 {
	rings, sum := 0, 0.0
	fmt.Fscan(from, &rings)
	for range rings {
		n := 0
		fmt.Fscan(from, &n)
		ring := make(territory.Ring, n)
		for i := range ring {
			var x, y float64
			fmt.Fscan(from, &x, &y)
			ring[i] = territory.Point{Lon: int32(math.Round(x * territory.Unit)), Lat: int32(math.Round(y * territory.Unit))}
		}
		sum -= ring.Km2()
	}
	return sum
}
