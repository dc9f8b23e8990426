package store

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"

	"livebrief/internal/brief"
)

// gate stops publishing transactions before they begin, where the key is looked for, and counts them.
type gate struct {
	came, open chan struct{}
	n          int
}

// gated is the same database with a store whose transactions stop at a gate.
func (h *house) gated() (*house, *gate) {
	h.t.Helper()
	g := &gate{came: make(chan struct{}), open: make(chan struct{})}
	return h.reopened(func(o *Options) {
		find := o.Signers
		o.Signers = func(id brief.BriefingID) (note.Signer, error) {
			g.n++ // one transaction at a time looks for it
			g.came <- struct{}{}
			<-g.open
			return find(id)
		}
	}), g
}

// reopened is the same database with a store of its own, whose options are changed.
func (h *house) reopened(change func(*Options)) *house {
	h.t.Helper()
	if err := h.Close(); err != nil {
		h.t.Fatal(err)
	}
	return h.another(change)
}

// pass lets the transaction that stands at the gate, or comes next, go through.
func (g *gate) pass() {
	<-g.came
	g.open <- struct{}{}
}

// asked is a publication that goes on by itself.
type asked struct {
	entries []brief.Entry
	err     error
	done    chan struct{}
}

// ask appends in the background, and returns when it waits behind those who came before.
func (h *house) ask(ctx context.Context, behind int, acts ...brief.Act) *asked {
	a := &asked{done: make(chan struct{})}
	go func() {
		defer close(a.done)
		a.entries, a.err = h.Append(ctx, acts...)
	}()
	for h.queue.length("flood") != behind {
		time.Sleep(time.Millisecond)
	}
	return a
}

func (a *asked) seqs(t *testing.T) (list []brief.Seq) {
	t.Helper()
	<-a.done
	if a.err != nil {
		t.Error(a.err)
	}
	for _, e := range a.entries {
		list = append(list, e.Seq)
	}
	return list
}

// TestThoseWhoWaitShareATransaction lines up acts behind a transaction that is under way: the next one takes them all, one
// is refused and the others are not, and the sequence is the order in which they came.
func TestThoseWhoWaitShareATransaction(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		ctx := context.Background()
		h.begin("flood", false)
		h, g := h.gated()
		first := h.ask(ctx, 0, h.act(brief.Publish, "a", 0, "One"))
		<-g.came
		keyed := h.act(brief.Publish, "b", 0, "Two")
		keyed.Key = "k"
		again := keyed
		again.Item = "drawn-anew"
		second := h.ask(ctx, 1, keyed)
		conflict := h.ask(ctx, 2, h.act(brief.Update, "a", 7, "Old"))
		whole := h.ask(ctx, 3, h.act(brief.Publish, "c", 0, "Three"), h.act(brief.Update, "c", 1, "Four"))
		half := h.ask(ctx, 4, h.act(brief.Publish, "d", 0, "Five"), h.act(brief.Update, "nowhere", 0, "Refused"))
		onIt := h.ask(ctx, 5, h.act(brief.Update, "a", 1, "Built on what waits"))
		lost := h.ask(ctx, 6, h.act(brief.Update, "a", 1, "Too late"))
		twice := h.ask(ctx, 7, again)
		free := h.ask(ctx, 8, h.act(brief.Publish, "d", 0, "What half would have taken"))
		g.open <- struct{}{}
		g.pass()
		for name, c := range map[string]struct {
			asked *asked
			want  []brief.Seq
		}{
			"first": {first, []brief.Seq{2}}, "second": {second, []brief.Seq{3}}, "whole": {whole, []brief.Seq{4, 5}},
			"onIt": {onIt, []brief.Seq{6}}, "twice": {twice, []brief.Seq{3}}, "free": {free, []brief.Seq{7}},
		} {
			if got := c.asked.seqs(t); !slices.Equal(got, c.want) {
				t.Errorf("%s became %v, want %v", name, got, c.want)
			}
		}
		for _, a := range []*asked{conflict, half, lost} {
			<-a.done
		}
		refused(t, conflict.err, brief.KindConflict, "p1 made revision 1 of this at 2026-03-01 12:00:00 UTC, and you worked on revision 7")
		refused(t, half.err, brief.KindInvalid, "publish it first")
		refused(t, lost.err, brief.KindConflict, "p1 made revision 2 of this at 2026-03-01 12:00:00 UTC, and you worked on revision 1")
		if !reflect.DeepEqual(second.entries, twice.entries) {
			t.Errorf("the same key gave %+v and %+v", second.entries, twice.entries)
		}
		if g.n != 2 {
			t.Errorf("%d transactions, want 2", g.n)
		}
		soundRecord(t, h, 7)
	})
}

// soundRecord checks a record of so many entries with a store that no gate stops.
func soundRecord(t *testing.T, h *house, size int64) {
	t.Helper()
	h = h.reopened(func(*Options) {})
	if tree := h.verify("flood"); tree.Size != size {
		t.Errorf("the record has %d entries, want %d", tree.Size, size)
	}
	if err := h.Check(context.Background()); err != nil {
		t.Error(err)
	}
	log, err := h.AuditLog(context.Background(), 100)
	if err != nil || int64(len(log)) != size {
		t.Errorf("the audit has %d lines, want %d; %v", len(log), size, err)
	}
}

// TestRedactionHasATransactionOfItsOwn puts one between others, and one that is refused.
func TestRedactionHasATransactionOfItsOwn(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		ctx := context.Background()
		h.begin("flood", false)
		h.must(h.act(brief.Publish, "a", 0, "A name"))
		h, g := h.gated()
		first := h.ask(ctx, 0, h.act(brief.Publish, "b", 0, "One"))
		<-g.came
		before := h.ask(ctx, 1, h.act(brief.Publish, "c", 0, "Two"))
		wrong := h.ask(ctx, 2, h.redaction("a", 1, brief.Removed{Seq: 99}))
		right := h.ask(ctx, 3, h.redaction("a", 1, brief.Removed{Seq: 2}))
		after := h.ask(ctx, 4, h.act(brief.Publish, "d", 0, "Three"))
		g.open <- struct{}{}
		for range 4 {
			g.pass()
		}
		got := slices.Concat(first.seqs(t), before.seqs(t), right.seqs(t), after.seqs(t))
		if !slices.Equal(got, []brief.Seq{3, 4, 5, 6}) || g.n != 5 {
			t.Errorf("%v in %d transactions", got, g.n)
		}
		<-wrong.done
		refused(t, wrong.err, brief.KindInvalid, "entry 99 does not belong")
		soundRecord(t, h, 6)
	})
}

// TestCallerWhoGoesAwayHarmsNobody ends contexts at every moment.
func TestCallerWhoGoesAwayHarmsNobody(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		h.begin("flood", false)
		h, g := h.gated()
		gone := func() (context.Context, context.CancelFunc) { return context.WithCancel(context.Background()) }
		during, leaveDuring := gone()
		first := h.ask(during, 0, h.act(brief.Publish, "a", 0, "Being written"))
		<-g.came
		waiting, leaveWaiting := gone()
		second := h.ask(waiting, 1, h.act(brief.Publish, "b", 0, "Waits"))
		third := h.ask(context.Background(), 2, h.act(brief.Publish, "c", 0, "Stays"))
		leaveDuring()
		leaveWaiting()
		<-second.done
		if !errors.Is(second.err, context.Canceled) {
			t.Errorf("who left the queue hears %v", second.err)
		}
		g.open <- struct{}{}
		g.pass()
		if got := slices.Concat(first.seqs(t), third.seqs(t)); !slices.Equal(got, []brief.Seq{2, 3}) {
			t.Errorf("%v, want 2 and 3", got)
		}
		soundRecord(t, h, 3)
	})
}

// TestFailureOfATransactionIsThatOfAllInIt lets the key be away for those who wait together.
func TestFailureOfATransactionIsThatOfAllInIt(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		ctx := context.Background()
		h.begin("flood", false)
		h, g := h.gated()
		first := h.ask(ctx, 0, h.act(brief.Publish, "a", 0, "One"))
		<-g.came
		var others []*asked
		for i := range 3 {
			others = append(others, h.ask(ctx, i+1, h.act(brief.Publish, brief.ItemID(fmt.Sprint("i", i)), 0, "Line")))
		}
		g.open <- struct{}{}
		<-first.done
		<-g.came
		h.mu.Lock()
		h.lockedOut = brief.Unavailable("the key folder is away", "", nil)
		h.mu.Unlock()
		g.open <- struct{}{}
		for _, o := range others {
			<-o.done
			refused(t, o.err, brief.KindUnavailable, "key folder")
		}
		soundRecord(t, h, 2)
	})
}

func TestATransactionIsBounded(t *testing.T) {
	h := openFileIn(t)
	turns := func(n, acts, size int) (list []*turn) {
		for range n {
			tn := &turn{}
			for range acts {
				tn.acts = append(tn.acts, brief.Act{Briefing: "flood", Kind: brief.Publish, Body: make([]byte, size)})
			}
			list = append(list, tn)
		}
		return list
	}
	for name, c := range map[string]struct {
		waiting []*turn
		want    int
	}{
		"many turns":     {turns(200, 1, 10), turnsAtOnce},
		"many acts":      {turns(20, 50, 10), actsAtOnce / 50},
		"large bodies":   {turns(20, 1, 1<<20), 4},
		"one too large":  {turns(3, 1, 64<<20), 1},
		"one with a lot": {turns(3, 1000, 10), 1},
	} {
		h.queue.waiting = map[brief.BriefingID][]*turn{"flood": c.waiting}
		if got := h.queue.next("flood"); len(got) != c.want || len(h.queue.waiting["flood"]) != len(c.waiting)-c.want {
			t.Errorf("%s: a transaction takes %d of %d, want %d", name, len(got), len(c.waiting), c.want)
		}
	}
}
