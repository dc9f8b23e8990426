package edition

import (
	"encoding/json"
	"slices"
	"testing"
	"time"

	"livebrief/internal/brief"
)

// stream writes a record in memory the way the store does, redactions included.
type stream struct {
	entries []brief.Published
	revs    map[brief.ItemID]int
	prev    map[brief.ItemID]brief.Seq
	at      time.Time
	dated   time.Time
}

func newStream() *stream {
	return &stream{revs: map[brief.ItemID]int{}, prev: map[brief.ItemID]brief.Seq{},
		at: time.Date(2022, 9, 24, 18, 0, 0, 0, time.UTC)}
}

func (st *stream) add(kind brief.EntryKind, item brief.ItemID, body any) brief.Seq {
	raw, err := json.Marshal(body)
	if err != nil {
		panic(err)
	}
	st.at = st.at.Add(time.Minute)
	st.revs[item]++
	seq := brief.Seq(len(st.entries) + 1)
	st.entries = append(st.entries, brief.Published{Body: raw, Entry: brief.Entry{V: 1, Seq: seq, At: st.at, Dated: st.dated,
		Briefing: "b", Kind: kind, Item: item, Rev: st.revs[item], Prev: st.prev[item], Lang: "en", Role: brief.Editor}})
	st.prev[item] = seq
	return seq
}

func (st *stream) develop(kind brief.EntryKind, item brief.ItemID, track brief.TrackID, of brief.DevelopmentKind) brief.Seq {
	return st.add(kind, item, brief.Development{Headline: "H", Track: track, Kind: of, Label: brief.Official})
}

func (st *stream) publish(item brief.ItemID, track brief.TrackID) brief.Seq {
	return st.develop(brief.Publish, item, track, brief.KindEvent)
}

func (st *stream) briefing(zone string) brief.Seq {
	return st.add(brief.EntryBriefing, brief.ItemBriefing, brief.Briefing{Name: "war", Title: "War", Zone: zone,
		Tracks: []brief.Track{{ID: "world", Name: "World", Order: 2}, {ID: "home", Name: "Home", Order: 1, From: "2022-03-01", To: "2023-01-31"}}})
}

func (st *stream) glance(lines []brief.Line, changes ...brief.LineChange) brief.Seq {
	return st.add(brief.EntryGlance, brief.ItemGlance, brief.Glance{Lines: lines, Changes: changes})
}

// redact removes the bodies with what replaces them, nil for nothing.
func (st *stream) redact(item brief.ItemID, removed map[brief.Seq]any) brief.Seq {
	body := brief.Redaction{Target: item, Class: "law", Reason: "a court order"}
	for seq, v := range removed {
		r := brief.Removed{Seq: seq}
		if v != nil {
			r.Replacement, _ = json.Marshal(v)
		}
		body.Removed = append(body.Removed, r)
	}
	slices.SortFunc(body.Removed, func(a, b brief.Removed) int { return int(a.Seq) - int(b.Seq) })
	return st.add(brief.Redact, item, body)
}

// redacted gives the record as the store gives it back now: without the bodies that its redactions removed.
func (st *stream) redacted() []brief.Published {
	out := slices.Clone(st.entries)
	for _, p := range st.entries {
		if p.Entry.Kind != brief.Redact {
			continue
		}
		var body brief.Redaction
		if err := json.Unmarshal(p.Body, &body); err != nil {
			panic(err)
		}
		for _, r := range body.Removed {
			q := &out[r.Seq-1]
			q.Body, q.Salt = nil, nil
			q.Removal = &brief.Removal{By: p.Entry.Seq, Class: body.Class, At: p.Entry.At, Replacement: r.Replacement}
		}
	}
	return out
}

func fold(t testing.TB, entries []brief.Published) *State {
	t.Helper()
	s := New()
	return onto(t, s, entries)
}

func onto(t testing.TB, s *State, entries []brief.Published) *State {
	t.Helper()
	for _, p := range entries {
		if err := s.Apply(p); err != nil {
			t.Fatalf("entry %d: %v", p.Entry.Seq, err)
		}
	}
	return s
}

func ids(items []Item) []brief.ItemID {
	out := []brief.ItemID{}
	for _, it := range items {
		out = append(out, it.ID)
	}
	return out
}

func want[T any](t *testing.T, what string, got, expected T) {
	t.Helper()
	g, _ := json.Marshal(got)
	e, _ := json.Marshal(expected)
	if string(g) != string(e) {
		t.Errorf("%s: got %s, want %s", what, g, e)
	}
}
