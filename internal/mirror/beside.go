package mirror

import (
	"bytes"
	"fmt"
	"strings"

	"livebrief/internal/brief"
	"livebrief/internal/record"
)

// bodiesPath gives the path of the file that stands beside a bundle of entries.
func bodiesPath(index int64, width int) string {
	return "record/bodies" + strings.TrimPrefix(record.TilePath(record.EntriesLevel, index, width), "tile/entries")
}

// encodeBodies writes a file below record/bodies.
func encodeBodies(entries []brief.Published) ([]byte, error) {
	var out bytes.Buffer
	for i := range entries {
		p := &entries[i]
		line, err := record.BesideBytes(record.Beside{Seq: p.Entry.Seq, Body: p.Body, Salt: p.Salt, Removal: p.Removal})
		if err != nil {
			return nil, fmt.Errorf("writing what stands beside entry %d: %w", p.Entry.Seq, err)
		}
		out.Write(line)
		out.WriteByte('\n')
	}
	return out.Bytes(), nil
}

// decodeBodies reads one again. It must have a line for each of the entries from first, in order.
func decodeBodies(raw []byte, first brief.Seq, width int) ([]record.Beside, error) {
	lines := bytes.Split(bytes.TrimSuffix(raw, []byte("\n")), []byte("\n"))
	if len(lines) != width {
		return nil, brief.Invalid(fmt.Sprintf("it has %d lines for %d entries", len(lines), width), "")
	}
	list := make([]record.Beside, width)
	for i, line := range lines {
		want := first + brief.Seq(i)
		var err error
		if list[i], err = record.ParseBeside(line); err != nil || list[i].Seq != want {
			return nil, brief.Invalid(fmt.Sprintf("its line %d does not tell what stands beside entry %d", i+1, want), "")
		}
	}
	return list, nil
}
