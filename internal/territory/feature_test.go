package territory

import (
	"errors"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"livebrief/internal/brief"
)

// TestDrawingsAreReadAsTheirCasesSay runs testdata/draw_*.txtar; the comment of each file tells its form.
func TestDrawingsAreReadAsTheirCasesSay(t *testing.T) {
	files, err := filepath.Glob("testdata/draw_*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	for _, file := range files {
		a, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if len(a.Files)%2 != 0 {
			t.Fatalf("%s: a case is a map and what it wants", file)
		}
		for i := 0; i < len(a.Files); i += 2 {
			folder, name, _ := strings.Cut(a.Files[i].Name, "/")
			t.Run(folder, func(t *testing.T) {
				got := tell(draw(name, a.Files[i].Data))
				if want := string(a.Files[i+1].Data); got != want {
					t.Errorf("read\n%swant\n%s", got, want)
				}
			})
		}
	}
}

// draw reads a file by the end of its name; latlon in the name turns the axes.
func draw(name string, raw []byte) (File, error) {
	axes := LonLat
	if strings.Contains(name, "latlon") {
		axes = LatLon
	}
	return ReadDrawing(name, raw, axes)
}

// tell writes what was read, a line a thing.
func tell(file File, err error) string {
	if err != nil {
		return fmt.Sprintf("refused %s: %v\n", brief.KindOf(err), err)
	}
	var b strings.Builder
	for _, note := range file.Notes {
		fmt.Fprintf(&b, "note %s\n", note)
	}
	for _, f := range file.Features {
		fmt.Fprintf(&b, "feature %d %q\n", f.Index, f.Name)
		for _, key := range slices.Sorted(maps.Keys(f.Properties)) {
			fmt.Fprintf(&b, "  %s = %q\n", key, f.Properties[key])
		}
		for _, p := range f.Polygons {
			fmt.Fprintf(&b, "  shell%s\n", tellRing(p.Shell))
			for _, h := range p.Holes {
				fmt.Fprintf(&b, "  hole%s\n", tellRing(h))
			}
		}
		if f.Points+f.Lines > 0 {
			fmt.Fprintf(&b, "  left out: points %d, lines %d\n", f.Points, f.Lines)
		}
		for _, note := range f.Notes {
			fmt.Fprintf(&b, "  note %s\n", note)
		}
	}
	return b.String()
}

func tellRing(r Ring) string {
	var b strings.Builder
	for _, p := range r {
		fmt.Fprintf(&b, " %d,%d", p.Lon, p.Lat)
	}
	return b.String()
}

// checkRead demands what no reader may break, whatever it is fed.
func checkRead(t *testing.T, file File, err error) {
	t.Helper()
	if err != nil {
		var e *brief.Error
		if !errors.As(err, &e) || e.Kind != brief.KindInvalid || e.What == "" || e.Do == "" || len(file.Features) > 0 {
			t.Fatalf("a refusal is a sentence with what to do, and nothing beside it: %#v", err)
		}
		if strings.ContainsAny(err.Error(), "\n\x00") || len(err.Error()) > 1000 {
			t.Fatalf("a refusal fits on a line: %q", err)
		}
		return
	}
	for i, f := range file.Features {
		if f.Index != i+1 {
			t.Fatalf("feature %d is numbered %d", i+1, f.Index)
		}
		for _, p := range f.Polygons {
			for _, r := range append([]Ring{p.Shell}, p.Holes...) {
				checkRing(t, r)
			}
		}
	}
}

func checkRing(t *testing.T, r Ring) {
	t.Helper()
	if len(r) < 3 || r[0] == r[len(r)-1] {
		t.Fatalf("a ring of %d positions, closing one kept: %v", len(r), r)
	}
	for i, a := range r {
		b := r[(i+1)%len(r)]
		if d := int64(a.Lon) - int64(b.Lon); d > 180*Unit || d < -180*Unit || a.Lat <= -90*Unit || a.Lat >= 90*Unit ||
			a.Lon < -180*Unit || a.Lon > 180*Unit {
			t.Fatalf("no map holds an edge from %v to %v", a, b)
		}
	}
}

func TestColoursHaveOneSpelling(t *testing.T) {
	for text, want := range map[string]string{
		"#A52714": "#a52714", " #a52714\n": "#a52714", "#AbC": "#aabbcc", "a52714": "a52714", "#12345g": "#12345g",
		"red": "red", "": "", "#": "#",
	} {
		if got := plainColour(text); got != want {
			t.Errorf("%q is written %q, want %q", text, got, want)
		}
	}
}
