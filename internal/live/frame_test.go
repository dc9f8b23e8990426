package live

import (
	"encoding/json"
	"strings"
	"testing"

	"livebrief/internal/brief"
)

// TestAFrameLeavesALargeBodyOut makes frames of bodies just within the limit and beyond.
func TestAFrameLeavesALargeBodyOut(t *testing.T) {
	for _, c := range []struct{ size, told int }{{MaxBody, 0}, {MaxBody + 1, MaxBody + 1}} {
		body := json.RawMessage(`"` + strings.Repeat("x", c.size-2) + `"`)
		data, err := EncodeFrame(brief.Published{Entry: brief.Entry{Seq: 1, Kind: brief.EntryMap}, Body: body}, nil, "map")
		if err != nil {
			t.Fatal(err)
		}
		var f struct {
			Body json.RawMessage `json:"body"`
			Size int             `json:"size"`
		}
		if err := json.Unmarshal(data, &f); err != nil || f.Size != c.told || (string(f.Body) == "null") != (c.told > 0) {
			t.Errorf("a body of %d bytes: size %d, %d bytes, %v", c.size, f.Size, len(f.Body), err)
		}
	}
}
