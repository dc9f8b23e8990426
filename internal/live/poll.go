package live

import (
	"context"
	"encoding/json"
	"fmt"

	"livebrief/internal/brief"
)

// SegmentSize is the number of sequences in one segment: segment n holds 32n to 32n+31. There is no entry 0, so
// segment 0 holds one less.
const SegmentSize = 32

// Head is the newest edition in a few bytes, at most 100 as JSON: its sequence, and a hash of what readers see in 16
// hexadecimal digits.
type Head struct {
	Seq  brief.Seq `json:"seq"`
	Hash string    `json:"hash"`
	// Cut is when an edge was last known to have all there was, in seconds since 1970, while it has lost its newsroom: 0
	// otherwise. Refused says that something came since that was not taken.
	Cut     int64 `json:"cut,omitempty"`
	Refused bool  `json:"refused,omitempty"`
}

// Encode gives the JSON.
func (h Head) Encode() ([]byte, error) { return json.Marshal(h) }

// Frames makes the frames from to to, both included, as far as they exist, in order and without a hole.
type Frames interface {
	Frames(ctx context.Context, id brief.BriefingID, from, to brief.Seq) ([]Frame, error)
}

// Segment gives the frames of segment n as a JSON array. One without entries is NotFound; one with a hole is an error,
// since readers would take it for the whole.
func Segment(ctx context.Context, frames Frames, id brief.BriefingID, n uint64) ([]byte, error) {
	if n > 1<<58 {
		return nil, brief.NotFound("there is no such segment", "")
	}
	first, last := max(brief.Seq(n*SegmentSize), 1), brief.Seq(n*SegmentSize+SegmentSize-1)
	list, err := frames.Frames(ctx, id, first, last)
	if err != nil {
		return nil, err
	}
	if len(list) == 0 {
		return nil, brief.NotFound("this segment has no entries yet", "")
	}
	for i, f := range list {
		if want := first + brief.Seq(i); f.Seq != want || want > last {
			return nil, fmt.Errorf("segment from %d: frame %d stands where %d belongs", first, f.Seq, want)
		}
	}
	return joinFrames(list), nil
}

func joinFrames(list []Frame) []byte {
	size := 2
	for _, f := range list {
		size += len(f.Data) + 1
	}
	out := append(make([]byte, 0, size), '[')
	for i, f := range list {
		if i > 0 {
			out = append(out, ',')
		}
		out = append(out, f.Data...)
	}
	return append(out, ']')
}
