package store

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"reflect"
	"slices"
	"testing"
	"time"

	"livebrief/internal/brief"
)

func TestBriefingsAreListedByNameAndCanBeRenamed(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		ctx := context.Background()
		h.begin("storm", false)
		h.begin("flood", true)
		h.wait(time.Minute)
		h.must(brief.Act{Briefing: "storm", Kind: brief.EntryBriefing, Item: brief.ItemBriefing, IfRev: 1, Role: brief.Chief,
			Body: json.RawMessage(`{"name":"autumn.storm"}`)})
		want := []BriefingRow{
			{ID: "storm", Name: "autumn.storm", Origin: originOf("storm"), Seq: 2, At: noon.Add(time.Minute)},
			{ID: "flood", Name: "flood", Origin: originOf("flood"), Reconstruction: true, Seq: 1, At: noon},
		}
		if got, err := h.Briefings(ctx); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%+v, %v\nwant %+v", got, err, want)
		}
		if origin, err := h.Origin(ctx, "storm"); origin != originOf("storm") || err != nil {
			t.Errorf("after a new name the origin is %q, %v", origin, err)
		}
		// The old name is free again, the origin is not.
		again := h.first("other", false)
		again.Body = json.RawMessage(`{"name":"storm"}`)
		_, err := h.CreateBriefing(ctx, again, originOf("storm"))
		refused(t, err, brief.KindConflict, "has the origin "+originOf("storm"))
		if _, err := h.CreateBriefing(ctx, again, originOf("other")); err != nil {
			t.Error(err)
		}
	})
}

func TestBriefingCannotBeMadeWrongly(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		h.begin("flood", false)
		for words, change := range map[string]func(a *brief.Act, origin *string){
			"cannot begin with":       func(a *brief.Act, _ *string) { a.Kind, a.Item = brief.Publish, "a" },
			"address name \"flood\"":  func(a *brief.Act, _ *string) { a.Body = json.RawMessage(`{"name":"flood"}`) },
			"has the origin":          func(_ *brief.Act, o *string) { *o = originOf("flood") },
			"id already":              func(a *brief.Act, _ *string) { a.Briefing = "flood" },
			"origin of the record":    func(_ *brief.Act, o *string) { *o = "" },
			"reserved":                func(a *brief.Act, _ *string) { a.Body = json.RawMessage(`{"name":"api"}`) },
			"under embargo":           func(a *brief.Act, _ *string) { a.EmbargoUntil = noon.Add(time.Hour) },
			"briefing":                func(a *brief.Act, _ *string) { a.Briefing = "" },
			"only a reconstruction":   func(a *brief.Act, _ *string) { a.Dated = noon },
			"canonical form":          func(a *brief.Act, _ *string) { a.Body = json.RawMessage(`{"name": "new"}`) },
			"not there":               func(a *brief.Act, _ *string) { a.IfRev = 4 },
			"not that of a briefing":  func(a *brief.Act, _ *string) { a.Body = json.RawMessage(`{"name":{}}`) },
			"no key of the record of": func(_ *brief.Act, o *string) { *o = "elsewhere.example/new" },
		} {
			act, origin := h.first("new", false), originOf("new")
			change(&act, &origin)
			_, err := h.CreateBriefing(context.Background(), act, origin)
			if words == "no key of the record of" {
				words = "no key of the record"
			}
			if kind := brief.KindOf(err); kind != brief.KindInvalid && kind != brief.KindConflict {
				t.Errorf("%s: %s", words, describe(err))
			} else {
				refused(t, err, kind, words)
			}
		}
		if list, _ := h.Briefings(context.Background()); len(list) != 1 {
			t.Errorf("a refused briefing stays behind: %+v", list)
		}
	})
}

func TestCreatingWithTheSameKeyGivesTheFirstEntryAgain(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		act := h.first("flood", false)
		act.Key = "k"
		first, err := h.CreateBriefing(context.Background(), act, originOf("flood"))
		if err != nil {
			t.Fatal(err)
		}
		h.wait(time.Hour)
		if again, err := h.CreateBriefing(context.Background(), act, originOf("flood")); again != first || err != nil {
			t.Errorf("%+v, %v", again, err)
		}
	})
}

func TestUnknownBriefingIsNotFoundEverywhere(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		ctx := context.Background()
		for name, ask := range map[string]func() error{
			"head":       func() error { _, err := h.Head(ctx, "x"); return err },
			"origin":     func() error { _, err := h.Origin(ctx, "x"); return err },
			"entries":    func() error { _, err := h.Entries(ctx, "x", 1, 9); return err },
			"leaves":     func() error { _, err := h.Leaves(ctx, "x", 1, 9); return err },
			"history":    func() error { _, err := h.History(ctx, "x", "a"); return err },
			"seq at":     func() error { _, err := h.SeqAt(ctx, "x", noon); return err },
			"checkpoint": func() error { _, err := h.Checkpoint(ctx, "x"); return err },
			"hashes":     func() error { _, err := h.HashReader(ctx, "x").ReadHashes([]int64{0}); return err },
			"snapshot":   func() error { return h.SaveSnapshot(ctx, "x", 1, nil) },
		} {
			if err := ask(); brief.KindOf(err) != brief.KindNotFound {
				t.Errorf("%s: %s", name, describe(err))
			}
		}
	})
}

func TestEntriesAndBodiesGiveWhatThereIs(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		ctx := context.Background()
		h.begin("flood", false)
		var acts []brief.Act
		for i := range 700 {
			acts = append(acts, h.act(brief.Publish, brief.ItemID(fmt.Sprint("i", i)), 0, fmt.Sprint("Line ", i)))
		}
		h.must(acts...)
		for _, c := range []struct {
			from, to brief.Seq
			n        int
		}{{1, 701, 701}, {0, math.MaxUint64, 701}, {700, 800, 2}, {702, 800, 0}, {5, 4, 0}, {math.MaxUint64, math.MaxUint64, 0}} {
			list, err := h.Entries(ctx, "flood", c.from, c.to)
			if err != nil || len(list) != c.n {
				t.Errorf("%d to %d: %d entries, %v; want %d", c.from, c.to, len(list), err, c.n)
			}
		}
		var seqs []brief.Seq
		for seq := brief.Seq(0); seq < 1300; seq++ {
			seqs = append(seqs, seq)
		}
		seqs = append(seqs, 3, 3, math.MaxUint64)
		bodies, err := h.Bodies(ctx, "flood", seqs)
		if err != nil || len(bodies) != 701 || string(bodies[701].Body) != string(acts[699].Body) || bodies[701].Entry.Item != "i699" {
			t.Errorf("%d bodies, %v", len(bodies), err)
		}
		if none, err := h.Bodies(ctx, "flood", nil); len(none) != 0 || none == nil || err != nil {
			t.Errorf("%v, %v", none, err)
		}
		if err := h.Check(ctx); err != nil {
			t.Error(err)
		}
	})
}

func TestSeqAtFollowsTheReadersClock(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		ctx := context.Background()
		h.begin("flood", false)
		h.wait(time.Hour)
		h.must(h.act(brief.Publish, "a", 0, "One"))
		if _, err := h.CreateBriefing(ctx, func() brief.Act {
			a := h.first("past", true)
			a.Dated = noon.AddDate(-2, 0, 0)
			return a
		}(), originOf("past")); err != nil {
			t.Fatal(err)
		}
		for i, days := range []int{-30, -10, -20} {
			a := h.act(brief.Publish, brief.ItemID(fmt.Sprint("i", i)), 0, "Then")
			a.Briefing, a.Dated = "past", noon.AddDate(0, 0, days).Add(999*time.Microsecond)
			h.must(a)
		}
		for _, c := range []struct {
			id   brief.BriefingID
			t    time.Time
			want brief.Seq
		}{
			{"flood", noon.Add(-time.Millisecond), 0}, {"flood", noon, 1}, {"flood", noon.Add(time.Hour - 1), 1},
			{"flood", noon.Add(time.Hour), 2}, {"flood", noon.AddDate(100, 0, 0), 2}, {"flood", time.Time{}, 0},
			{"past", noon.AddDate(-3, 0, 0), 0}, {"past", noon.AddDate(-1, 0, 0), 1}, {"past", noon.AddDate(0, 0, -30), 2},
			{"past", noon.AddDate(0, 0, -15), 4}, {"past", noon, 4},
		} {
			if got, err := h.SeqAt(ctx, c.id, c.t); got != c.want || err != nil {
				t.Errorf("%s at %v: %d, %v; want %d", c.id, c.t, got, err, c.want)
			}
		}
	})
}

func TestSnapshotIsTheNewestThatIsNotTooNew(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		ctx := context.Background()
		h.begin("flood", false)
		h.must(h.act(brief.Publish, "a", 0, "1"), h.act(brief.Publish, "b", 0, "2"), h.act(brief.Publish, "c", 0, "3"))
		if seq, state, err := h.Snapshot(ctx, "flood", 4); seq != 0 || state != nil || err != nil {
			t.Errorf("%d %x %v", seq, state, err)
		}
		for _, save := range []struct {
			seq   brief.Seq
			state string
		}{{2, "old"}, {4, "four"}, {2, "two"}} {
			if err := h.SaveSnapshot(ctx, "flood", save.seq, []byte(save.state)); err != nil {
				t.Fatal(err)
			}
		}
		for atMost, want := range map[brief.Seq]string{1: "", 2: "two", 3: "two", 4: "four", math.MaxUint64: "four"} {
			if _, state, err := h.Snapshot(ctx, "flood", atMost); string(state) != want || err != nil {
				t.Errorf("at most %d: %q, %v; want %q", atMost, state, err, want)
			}
		}
		for _, seq := range []brief.Seq{0, 5} {
			refused(t, h.SaveSnapshot(ctx, "flood", seq, []byte{1}), brief.KindInvalid, "no such edition")
		}
	})
}

func TestHashThatIsNotThereYetIsNotFound(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		h.begin("flood", false)
		reader := h.HashReader(context.Background(), "flood")
		if hashes, err := reader.ReadHashes([]int64{0, 0}); err != nil || len(hashes) != 2 || hashes[0] != hashes[1] {
			t.Errorf("%v, %v", hashes, err)
		}
		for _, place := range []int64{-1, 1, math.MaxInt64} {
			_, err := reader.ReadHashes(slices.Concat([]int64{0}, []int64{place}))
			refused(t, err, brief.KindNotFound, fmt.Sprint("no stored hash ", place))
		}
	})
}
