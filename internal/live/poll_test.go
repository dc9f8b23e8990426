package live

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"livebrief/internal/brief"
)

// archive is a record of that length.
type archive brief.Seq

func (a archive) Frames(_ context.Context, _ brief.BriefingID, from, to brief.Seq) ([]Frame, error) {
	var out []Frame
	for seq := from; seq <= min(to, brief.Seq(a)); seq++ {
		out = append(out, numbered(seq, 1))
	}
	return out, nil
}

// broken fails; holed leaves out every fifth frame.
type broken struct{}

func (broken) Frames(context.Context, brief.BriefingID, brief.Seq, brief.Seq) ([]Frame, error) {
	return nil, errors.New("SQL: no such table secrets")
}

type holed struct{ archive }

func (h holed) Frames(ctx context.Context, id brief.BriefingID, from, to brief.Seq) ([]Frame, error) {
	all, err := h.archive.Frames(ctx, id, from, to)
	return append(all[:4], all[5:]...), err
}

func TestHeadIsTiny(t *testing.T) {
	body, err := Head{Seq: ^brief.Seq(0), Hash: strings.Repeat("f", 16)}.Encode()
	want := `{"seq":18446744073709551615,"hash":"` + strings.Repeat("f", 16) + `"}`
	if err != nil || string(body) != want || len(body) > 100 {
		t.Errorf("%s (%d bytes, %v)", body, len(body), err)
	}
	body, err = Head{Seq: 1<<53 - 1, Hash: strings.Repeat("f", 16), Cut: 253402300799, Refused: true}.Encode()
	want = `{"seq":9007199254740991,"hash":"` + strings.Repeat("f", 16) + `","cut":253402300799,"refused":true}`
	if err != nil || string(body) != want || len(body) > 100 {
		t.Errorf("of an edge that is cut off: %s (%d bytes, %v)", body, len(body), err)
	}
}

func TestSegmentHoldsItsThirtyTwoSequences(t *testing.T) {
	cases := []struct {
		length      brief.Seq
		n           uint64
		first, last int
	}{
		{1, 0, 1, 1}, {30, 0, 1, 30}, {31, 0, 1, 31}, {32, 1, 32, 32},
		{1000, 0, 1, 31}, {1000, 1, 32, 63}, {1000, 31, 992, 1000},
	}
	for _, c := range cases {
		body, err := Segment(t.Context(), archive(c.length), "b", c.n)
		var list []struct{ N int }
		if err != nil || json.Unmarshal(body, &list) != nil {
			t.Errorf("%d of %d: %v", c.n, c.length, err)
			continue
		}
		if list[0].N != c.first || list[len(list)-1].N != c.last || len(list) != c.last-c.first+1 {
			t.Errorf("%d of %d holds %v", c.n, c.length, list)
		}
	}
}

func TestSegmentsThatAreNotThere(t *testing.T) {
	for _, n := range []uint64{2, 1 << 58, 1<<58 + 1, 1<<59 + 1, ^uint64(0)} {
		if _, err := Segment(t.Context(), archive(63), "b", n); brief.KindOf(err) != brief.KindNotFound {
			t.Errorf("%d: %v", n, err)
		}
	}
}

func TestASegmentWithAHoleIsNone(t *testing.T) {
	for name, frames := range map[string]Frames{"broken": broken{}, "holed": holed{63}} {
		if body, err := Segment(t.Context(), frames, "b", 1); err == nil || body != nil {
			t.Errorf("%s: %q, %v", name, body, err)
		}
	}
}
