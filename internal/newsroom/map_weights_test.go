package newsroom

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"net/http"
	"slices"
	"testing"

	"livebrief/internal/brief"
	"livebrief/internal/edition"
	"livebrief/internal/page"
)

// TestMapWeights holds what readers load of the sample's maps to its budgets, compressed.
func TestMapWeights(t *testing.T) {
	t.Parallel()
	room := startRoom(t, true)
	weigh := func(path string) int {
		status, body := visitMirror(t, http.DefaultClient, room.ReadersURL()+"/ukraine/"+path)
		if status != http.StatusOK {
			t.Fatalf("%s: status %d", path, status)
		}
		return packed(t, []byte(body))
	}
	script, _, _ := page.Asset("map.js")
	id := room.press.order[0]
	state, err := room.press.Current(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	series, _ := state.MapSeriesOf("")
	data := weigh("map/index.js")
	for n := range page.MapRuns(&series) {
		data += weigh(fmt.Sprintf("map/run/%d.js", n))
	}
	frames := frameSizes(t, room, id, &series)
	for _, w := range []struct {
		what       string
		size, most int
	}{
		{"the page for slow lines with its picture", weigh("lite/map/2022-09-24") + weigh("map/2022-09-24.small.svg"), 12 << 10},
		{"the script", packed(t, script), 14 << 10},
		{"the picture of a day", weigh("map/2022-09-24.svg"), 40 << 10},
		{"the data of the year", data, 80 << 10},
		{"a change on the stream, median", frames[len(frames)/2], 4 << 10},
	} {
		if w.size > w.most {
			t.Errorf("%s: %d bytes, at most %d are allowed", w.what, w.size, w.most)
		} else {
			t.Logf("%s: %d bytes of %d", w.what, w.size, w.most)
		}
	}
}

func packed(t *testing.T, body []byte) int {
	t.Helper()
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	if _, err := w.Write(body); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Len()
}

// frameSizes gives the sizes of the frames that brought maps, the smallest first, without the first, which brought the table too.
func frameSizes(t *testing.T, room *Room, id brief.BriefingID, series *edition.MapSeries) []int {
	t.Helper()
	var sizes []int
	seen := map[brief.Seq]bool{series.First: true}
	for _, d := range series.Maps {
		if seen[d.Seq] {
			continue
		}
		seen[d.Seq] = true
		frames, err := framing{room.press}.Frames(t.Context(), id, d.Seq, d.Seq)
		if err != nil || len(frames) != 1 {
			t.Fatalf("entry %d: %d frames, %v", d.Seq, len(frames), err)
		}
		sizes = append(sizes, packed(t, frames[0].Data))
	}
	slices.Sort(sizes)
	return sizes
}
