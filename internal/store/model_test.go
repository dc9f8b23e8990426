package store

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"sort"
	"testing"
	"time"

	"pgregory.net/rapid"

	"livebrief/internal/brief"
	"livebrief/internal/record"
)

// model is what the record should be, kept in the simplest way: a list.
type model struct {
	entries []modelEntry
	keys    map[string]int // index of the entry
	acts    map[string]brief.Act
	waiting []brief.Act
	now     time.Time
	last    time.Time
	snaps   map[brief.Seq]bool
}

type modelEntry struct {
	kind    brief.EntryKind
	item    brief.ItemID
	rev     int
	prev    brief.Seq
	at      time.Time
	body    string
	removed brief.Seq
}

// standing walks the list; withdrawn and the last revision.
func (m *model) standing(item brief.ItemID) (rev int, head brief.Seq, withdrawn bool) {
	for i, e := range m.entries {
		if e.item == item {
			rev, head = e.rev, brief.Seq(i+1)
			withdrawn = withdrawn || e.kind == brief.Withdraw
		}
	}
	return rev, head, withdrawn
}

// verdict gives the kind of error that the act should meet; -1 for none.
func (m *model) verdict(a brief.Act) brief.Kind {
	rev, _, withdrawn := m.standing(a.Item)
	switch {
	case rev == 0 && a.Kind != brief.Publish && a.Kind != brief.EntryGlance:
		return brief.KindInvalid
	case withdrawn && a.Kind != brief.Redact:
		return brief.KindInvalid
	case a.IfRev != -1 && a.IfRev != rev, rev > 0 && a.Kind == brief.Publish:
		return brief.KindConflict
	}
	return -1
}

func (m *model) apply(a brief.Act) {
	rev, head, _ := m.standing(a.Item)
	if m.now.After(m.last) {
		m.last = m.now
	}
	m.entries = append(m.entries, modelEntry{kind: a.Kind, item: a.Item, rev: rev + 1, prev: head, at: m.last, body: string(a.Body)})
	if a.Key != "" {
		m.keys[a.Key], m.acts[a.Key] = len(m.entries)-1, a
	}
	if a.Kind != brief.Redact {
		return
	}
	var order brief.Redaction
	if err := json.Unmarshal(a.Body, &order); err != nil {
		panic(err)
	}
	for _, r := range order.Removed {
		e := &m.entries[r.Seq-1]
		e.body, e.removed = string(r.Replacement), brief.Seq(len(m.entries))
		maps.DeleteFunc(m.snaps, func(seq brief.Seq, _ bool) bool { return seq >= r.Seq })
	}
	m.waiting = slices.DeleteFunc(m.waiting, func(w brief.Act) bool { return w.Item == a.Item })
}

var modelItems = []brief.ItemID{"a", "b", "c", brief.ItemGlance}

// drawAct draws an act that may or may not fit.
func drawAct(t *rapid.T, h *house, m *model, id brief.BriefingID) brief.Act {
	item := rapid.SampledFrom(modelItems).Draw(t, "item")
	kind := brief.EntryGlance
	if item != brief.ItemGlance {
		kind = rapid.SampledFrom([]brief.EntryKind{brief.Publish, brief.Publish, brief.Update, brief.Correct, brief.Hold, brief.Withdraw}).Draw(t, "kind")
	}
	rev, _, _ := m.standing(item)
	a := h.act(kind, item, rapid.SampledFrom([]int{rev, rev, rev, -1, 0, rev + 1}).Draw(t, "rev"), fmt.Sprint("text ", len(m.entries), rapid.IntRange(0, 9).Draw(t, "text")))
	a.Briefing = id
	if rapid.Bool().Draw(t, "keyed") {
		a.Key = fmt.Sprint("key", len(m.entries), "-", len(m.waiting), rapid.IntRange(0, 1<<30).Draw(t, "key"))
	}
	return a
}

func judge(t *rapid.T, err error, want brief.Kind) {
	if want == -1 && err != nil || want != -1 && brief.KindOf(err) != want {
		t.Fatalf("got %s, want kind %d", describe(err), want)
	}
}

// play is one briefing on both sides, the store's and the model's; its methods are what can happen to it.
type play struct {
	h  *house
	m  *model
	id brief.BriefingID
}

func (p *play) steps() map[string]func(*rapid.T) {
	return map[string]func(*rapid.T){
		"append":     p.appendOne,
		"append two": p.appendTwo,
		"same key":   p.repeatKey,
		"redact":     p.redact,
		"embargo":    p.embargo,
		"clock":      p.clock,
		"snapshot":   p.snapshot,
		"look":       p.look,
		"":           p.head,
	}
}

func (p *play) appendOne(t *rapid.T) {
	h, m, id := p.h, p.m, p.id
	a := drawAct(t, h, m, id)
	_, err := h.Append(context.Background(), a)
	want := m.verdict(a)
	judge(t, err, want)
	if want == -1 {
		m.apply(a)
	}
}

func (p *play) appendTwo(t *rapid.T) {
	h, m, id := p.h, p.m, p.id
	first, second := drawAct(t, h, m, id), drawAct(t, h, m, id)
	first.Key, second.Key = "", ""
	trial := *m
	trial.entries = slices.Clone(m.entries)
	want := trial.verdict(first)
	if want == -1 {
		trial.apply(first)
		if want = trial.verdict(second); want == -1 {
			trial.apply(second)
		}
	}
	_, err := h.Append(context.Background(), first, second)
	judge(t, err, want)
	if want == -1 {
		*m = trial
	}
}

func (p *play) repeatKey(t *rapid.T) {
	h, m := p.h, p.m
	if len(m.acts) == 0 {
		t.Skip("no keys yet")
	}
	keys := slices.Collect(maps.Keys(m.acts))
	sort.Strings(keys)
	key := rapid.SampledFrom(keys).Draw(t, "key")
	entries, err := h.Append(context.Background(), m.acts[key])
	if m.entries[m.keys[key]].removed > 0 {
		judge(t, err, brief.KindConflict)
		return
	}
	judge(t, err, -1)
	if entries[0].Seq != brief.Seq(m.keys[key]+1) {
		t.Fatalf("key %s gave entry %d, want %d", key, entries[0].Seq, m.keys[key]+1)
	}
}

func (p *play) redact(t *rapid.T) {
	h, m, id := p.h, p.m, p.id
	item := rapid.SampledFrom(modelItems).Draw(t, "item")
	var seqs []brief.Seq
	for i, e := range m.entries {
		if e.item == item {
			seqs = append(seqs, brief.Seq(i+1))
		}
	}
	if len(seqs) == 0 {
		t.Skip("nothing to redact")
	}
	var removed []brief.Removed
	whole := rapid.Bool().Draw(t, "whole")
	for _, seq := range seqs {
		if !whole && m.entries[seq-1].kind == brief.Redact || !whole && rapid.Bool().Draw(t, "keep") {
			continue
		}
		removed = append(removed, brief.Removed{Seq: seq})
	}
	if len(removed) == 0 {
		t.Skip("nothing chosen")
	}
	a := h.redaction(item, -1, removed...)
	a.Briefing = id
	_, err := h.Append(context.Background(), a)
	judge(t, err, -1)
	m.apply(a)
}

func (p *play) embargo(t *rapid.T) {
	h, m, id := p.h, p.m, p.id
	a := drawAct(t, h, m, id)
	a.EmbargoUntil = keep(m.now.Add(time.Duration(len(m.waiting)+1) * time.Minute))
	_, err := h.Embargo(context.Background(), a)
	want := m.verdict(a)
	judge(t, err, want)
	if want == -1 {
		m.waiting = append(m.waiting, a)
	}
}

func (p *play) clock(t *rapid.T) {
	h, m := p.h, p.m
	d := time.Duration(rapid.IntRange(-100, 400).Draw(t, "seconds")) * time.Second
	h.wait(d)
	m.now = keep(h.clock())
	lift(t, h, m)
}

func (p *play) snapshot(t *rapid.T) {
	h, m, id := p.h, p.m, p.id
	seq := brief.Seq(rapid.IntRange(1, len(m.entries)).Draw(t, "seq"))
	if err := h.SaveSnapshot(context.Background(), id, seq, []byte(fmt.Sprint(seq))); err != nil {
		t.Fatal(err)
	}
	spanned := slices.ContainsFunc(m.entries[:seq], func(e modelEntry) bool { return e.removed > seq })
	m.snaps[seq] = m.snaps[seq] || !spanned
}

func (p *play) look(t *rapid.T) { compare(t, p.h, p.m, p.id) }

// head is looked at after every step.
func (p *play) head(t *rapid.T) {
	if head, err := p.h.Head(context.Background(), p.id); err != nil || head != brief.Seq(len(p.m.entries)) {
		t.Fatalf("head %d, %v; want %d", head, err, len(p.m.entries))
	}
}

// lift lets the embargoes lift on both sides.
func lift(t *rapid.T, h *house, m *model) {
	due := slices.Clone(m.waiting)
	slices.SortStableFunc(due, func(a, b brief.Act) int { return a.EmbargoUntil.Compare(b.EmbargoUntil) })
	var want []brief.ItemID
	m.waiting = nil
	for _, a := range due {
		switch {
		case a.EmbargoUntil.After(m.now):
			m.waiting = append(m.waiting, a)
		case m.verdict(a) == -1:
			m.apply(a)
			want = append(want, a.Item)
		}
	}
	entries, err := h.Lift(context.Background(), h.clock())
	if err != nil {
		t.Fatal(err)
	}
	var got []brief.ItemID
	for _, e := range entries {
		got = append(got, e.Item)
	}
	if !slices.Equal(got, want) {
		t.Fatalf("lifted %v, want %v", got, want)
	}
}

// compare holds the whole record to the model.
func compare(t *rapid.T, h *house, m *model, id brief.BriefingID) {
	ctx := context.Background()
	list, err := h.Entries(ctx, id, 1, 1<<40)
	if err != nil || len(list) != len(m.entries) {
		t.Fatalf("%d entries, %v; want %d", len(list), err, len(m.entries))
	}
	of := map[brief.ItemID]int{}
	for i, p := range list {
		want := m.entries[i]
		got := modelEntry{kind: p.Entry.Kind, item: p.Entry.Item, rev: p.Entry.Rev, prev: p.Entry.Prev, at: p.Entry.At, body: string(p.Text())}
		if p.Removal != nil {
			got.removed = p.Removal.By
		}
		if got != want || p.Entry.Seq != brief.Seq(i+1) {
			t.Fatalf("entry %d is %+v, want %+v", i+1, got, want)
		}
		if err := record.VerifyEntry(p); err != nil {
			t.Fatal(err)
		}
		of[p.Entry.Item]++
	}
	for item, n := range of {
		if history, err := h.History(ctx, id, item); err != nil || len(history) != n {
			t.Fatalf("%d entries of %s, %v; want %d", len(history), item, err, n)
		}
	}
	newest := brief.Seq(0)
	for seq, there := range m.snaps {
		if there {
			newest = max(newest, seq)
		}
	}
	if seq, _, err := h.Snapshot(ctx, id, 1<<40); err != nil || seq != newest {
		t.Fatalf("the newest snapshot is %d, %v; want %d", seq, err, newest)
	}
}

func TestStoreBehavesLikeAList(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		n := 0
		rapid.Check(t, func(t *rapid.T) {
			n++
			id := brief.BriefingID(fmt.Sprint("b", n))
			first := h.first(id, false)
			if _, err := h.CreateBriefing(context.Background(), first, originOf(id)); err != nil {
				t.Fatal(err)
			}
			now := keep(h.clock())
			m := &model{now: now, last: now, keys: map[string]int{}, acts: map[string]brief.Act{}, snaps: map[brief.Seq]bool{},
				entries: []modelEntry{{kind: brief.EntryBriefing, item: brief.ItemBriefing, rev: 1, at: now, body: string(first.Body)}}}
			t.Repeat((&play{h, m, id}).steps())
			h.wait(1000 * time.Hour)
			m.now = keep(h.clock())
			lift(t, h, m)
			compare(t, h, m, id)
		})
		if err := h.Check(context.Background()); err != nil {
			t.Error(err)
		}
	})
}
