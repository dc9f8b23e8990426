package live

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"testing"
	"testing/iotest"
	"time"

	"livebrief/internal/brief"
)

func TestFrameThatDoesNotFollowIsRefusedAndChangesNothing(t *testing.T) {
	h := hubAt(t, 3, Options{})
	for _, seq := range []brief.Seq{0, 1, 3, 5, ^brief.Seq(0)} {
		if err := h.Publish(numbered(seq, 1)); brief.KindOf(err) != brief.KindConflict {
			t.Errorf("frame %d after 3: %v", seq, err)
		}
	}
	if h.Last() != 3 {
		t.Errorf("last is %d", h.Last())
	}
	if err := h.Publish(numbered(4, 1)); err != nil {
		t.Error(err)
	}
}

func TestFrameOfMoreThanOneLineIsRefused(t *testing.T) {
	h := hubAt(t, 0, Options{})
	for _, data := range []string{"", "{\n}", "{}\r", "{", "data: x", "{}{}"} {
		if err := h.Publish(Frame{1, []byte(data)}); brief.KindOf(err) != brief.KindInvalid {
			t.Errorf("%q: %v", data, err)
		}
	}
}

func TestReloadTakesOnlyWhatFollows(t *testing.T) {
	cases := []struct {
		name string
		last brief.Seq
		seqs []brief.Seq
		kind brief.Kind
		ok   bool
	}{
		{"nothing", 0, nil, 0, true},
		{"only the end", 500, nil, 0, true},
		{"a tail", 500, []brief.Seq{499, 500}, 0, true},
		{"everything", 2, []brief.Seq{1, 2}, 0, true},
		{"a hole", 500, []brief.Seq{498, 500}, brief.KindConflict, false},
		{"short of the end", 500, []brief.Seq{498, 499}, brief.KindConflict, false},
		{"more than there are", 1, []brief.Seq{0, 1}, brief.KindInvalid, false},
	}
	for _, c := range cases {
		h := hubAt(t, 7, Options{})
		var frames []Frame
		for _, seq := range c.seqs {
			frames = append(frames, numbered(seq, 1))
		}
		err := h.Reload(c.last, frames)
		if (err == nil) != c.ok || !c.ok && brief.KindOf(err) != c.kind {
			t.Errorf("%s: %v", c.name, err)
		}
		if want := map[bool]brief.Seq{true: c.last, false: 7}[c.ok]; h.Last() != want {
			t.Errorf("%s: last is %d, want %d", c.name, h.Last(), want)
		}
	}
}

func TestRingKeepsItsBounds(t *testing.T) {
	h := hubAt(t, 0, Options{Capacity: 100, Bytes: 6000})
	held := func() *ring { return h.now.Load() }
	for seq := range brief.Seq(1000) {
		if err := h.Publish(numbered(seq+1, 10)); err != nil {
			t.Fatal(err)
		}
		if n := cap(held().events); n > 2*spare+200 {
			t.Fatalf("the array has %d slots", n)
		}
	}
	if r := held(); len(r.events) > 100 || r.bytes > 6000 || r.bytes < 5000 || r.last() != 1000 {
		t.Errorf("holds %d events, %d bytes, up to %d", len(r.events), r.bytes, r.last())
	}
	if err := h.Publish(numbered(1001, 10_000)); err != nil {
		t.Fatal(err)
	}
	if r := held(); len(r.events) != 1 || r.events[0].seq != 1001 {
		t.Errorf("a frame greater than the ring must be the only one; there are %d", len(r.events))
	}
}

func TestBatchIsBoundedButNeverEmpty(t *testing.T) {
	r := hubAt(t, 100, Options{}).now.Load()
	size := len(r.events[50].sse)
	for limit, want := range map[int]int{0: 1, 1: 1, size: 1, 3 * size: 3, 1 << 20: 50} {
		if got := len(r.batch(51, limit)); got != want {
			t.Errorf("%d bytes: %d events, want %d", limit, got, want)
		}
	}
	if got := len(r.batch(101, 100)); got != 0 {
		t.Errorf("%d events beyond the end", got)
	}
}

func TestEncodedFrameIsOneLineAndHoldsNoRedactedText(t *testing.T) {
	p := brief.Published{
		Entry: brief.Entry{V: 1, Seq: 12, At: time.Date(2022, 9, 24, 18, 12, 0, 0, time.UTC), Briefing: "b", Kind: brief.Publish,
			Item: "i", Rev: 1, Lang: "en", Role: brief.Editor},
		Body: json.RawMessage(`{"headline":"named"}`),
		Salt: []byte("salt"),
	}
	fragments := []Fragment{{ID: "d-i", Place: Insert, HTML: "<article id=\"d-i\">\n<p>a & b\u2028</p></article>"}}
	got, err := EncodeFrame(p, fragments, "new")
	if err != nil {
		t.Fatal(err)
	}
	want := `{"entry":{"v":1,"seq":12,"at":"2022-09-24T18:12:00Z","briefing":"b","kind":"publish","item":"i","rev":1,"prev":0,` +
		`"lang":"en","role":"editor","commit":"0000000000000000000000000000000000000000000000000000000000000000"},` +
		`"body":{"headline":"named"},"fragments":[{"id":"d-i","place":"insert",` +
		`"html":"<article id=\"d-i\">\n<p>a & b\u2028</p></article>"}],"says":"new"}`
	if string(got) != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if _, err := encodeEvent(Frame{12, got}); err != nil {
		t.Error(err)
	}

	p.Removal = &brief.Removal{By: 13, Class: "law"}
	got, err = EncodeFrame(p, nil, "quiet")
	if err != nil || bytes.Contains(got, []byte("named")) || !bytes.HasSuffix(got, []byte(`"body":null,"fragments":[],"says":"quiet"}`)) {
		t.Errorf("after the removal: %s, %v", got, err)
	}
	p.Removal.Replacement = json.RawMessage(`{"headline":"struck"}`)
	if got, err = EncodeFrame(p, nil, "quiet"); err != nil || !bytes.Contains(got, []byte(`"body":{"headline":"struck"}`)) {
		t.Errorf("after the removal with a replacement: %s, %v", got, err)
	}
	p.Removal.Replacement = json.RawMessage(`{"broken`)
	if _, err = EncodeFrame(p, nil, "quiet"); err == nil {
		t.Error("a broken body was encoded")
	}
}

func TestSpreadStaysInItsRangeAndSurvivesADeadSource(t *testing.T) {
	g := newGate(1, bytes.NewReader(bytes.Repeat([]byte{0xff}, 8)))
	if d := g.spread(time.Second, 2*time.Second); d < time.Second || d >= 2*time.Second {
		t.Errorf("spread gives %v", d)
	}
	for _, dead := range []io.Reader{iotest.ErrReader(errors.New("dry")), bytes.NewReader(nil)} {
		if d := newGate(1, dead).spread(time.Second, 3*time.Second); d != 2*time.Second {
			t.Errorf("without randomness: %v", d)
		}
	}
}
