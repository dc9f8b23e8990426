package record

import (
	"bytes"
	"fmt"
	"strings"

	"livebrief/internal/brief"
)

// BodiesPath gives the path of the file that stands beside a bundle of entries, below the address of the record:
// bodies/x001/067, with .p/W at the end when its width W is below 256. It is empty for one that no record can have.
func BodiesPath(index int64, width int) string {
	path := TilePath(EntriesLevel, index, width)
	if path == "" {
		return ""
	}
	return "bodies" + strings.TrimPrefix(path, "tile/entries")
}

// ParseBodiesPath is the inverse of [BodiesPath]. It takes exactly what that writes.
func ParseBodiesPath(path string) (index int64, width int, err error) {
	rest, ok := strings.CutPrefix(path, "bodies/")
	if !ok {
		return 0, 0, brief.NotFound(fmt.Sprintf("%.80q is not the path of what stands beside entries", path), "")
	}
	_, index, width, err = ParseTilePath("tile/entries/" + rest)
	return index, width, err
}

// Bodies writes what stands beside entries, a line of canonical JSON for each.
func Bodies(entries []brief.Published) ([]byte, error) {
	var out bytes.Buffer
	for i := range entries {
		p := &entries[i]
		line, err := BesideBytes(Beside{Seq: p.Entry.Seq, Body: p.Body, Salt: p.Salt, Removal: p.Removal})
		if err != nil {
			return nil, fmt.Errorf("writing what stands beside entry %d: %w", p.Entry.Seq, err)
		}
		out.Write(line)
		out.WriteByte('\n')
	}
	return out.Bytes(), nil
}

// ParseBodies is the inverse of [Bodies]. There must be a line for each of the entries from first, in order.
func ParseBodies(raw []byte, first brief.Seq, width int) ([]Beside, error) {
	lines := bytes.Split(bytes.TrimSuffix(raw, []byte("\n")), []byte("\n"))
	if len(lines) != width {
		return nil, brief.Invalid(fmt.Sprintf("it has %d lines for %d entries", len(lines), width), "")
	}
	list := make([]Beside, width)
	for i, line := range lines {
		want := first + brief.Seq(i)
		var err error
		if list[i], err = ParseBeside(line); err != nil || list[i].Seq != want {
			return nil, brief.Invalid(fmt.Sprintf("its line %d does not tell what stands beside entry %d", i+1, want), "")
		}
	}
	return list, nil
}
