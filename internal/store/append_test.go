package store

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"

	"livebrief/internal/brief"
	"livebrief/internal/record"
)

func TestSequenceHasNoGapAndTimeNeverRunsBack(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		h.begin("flood", false)
		first := h.must(h.act(brief.Publish, "a", 0, "River rises"), h.act(brief.Publish, "b", 0, "Bridge shut"))
		h.wait(-time.Hour)
		second := h.must(h.act(brief.Update, "a", 1, "River rises more"))[0]
		if first[0].Seq != 2 || first[1].Seq != 3 || second.Seq != 4 {
			t.Errorf("sequences %d %d %d, want 2 3 4", first[0].Seq, first[1].Seq, second.Seq)
		}
		if second.At != noon {
			t.Errorf("after the clock went back the entry is of %v, want %v", second.At, noon)
		}
		if second.Rev != 2 || second.Prev != 2 {
			t.Errorf("revision %d after entry %d, want 2 after 2", second.Rev, second.Prev)
		}
		h.wait(2*time.Hour + 1234567*time.Nanosecond)
		if at := h.must(h.act(brief.Update, "a", 2, "River falls"))[0].At; at != noon.Add(time.Hour+time.Millisecond) {
			t.Errorf("the entry is of %v, want whole milliseconds", at)
		}
		if head, err := h.Head(context.Background(), "flood"); head != 5 || err != nil {
			t.Errorf("head %d, %v", head, err)
		}
	})
}

// verify opens the checkpoint with the briefing's key and proves every entry against it.
func (h *house) verify(id brief.BriefingID) record.Tree {
	h.t.Helper()
	ctx := context.Background()
	if _, err := h.signer(id); err != nil {
		h.t.Fatal(err)
	}
	signed, err := h.Checkpoint(ctx, id)
	if err != nil {
		h.t.Fatal(err)
	}
	tree, err := record.OpenCheckpoint(signed, originOf(id), note.VerifierList(h.verifiers[id]))
	if err != nil {
		h.t.Fatal(err)
	}
	entries, err := h.Entries(ctx, id, 1, brief.Seq(tree.Size)+10)
	if err != nil || int64(len(entries)) != tree.Size {
		h.t.Fatalf("%d entries, %v; the checkpoint speaks of %d", len(entries), err, tree.Size)
	}
	for _, p := range entries {
		if err := record.VerifyEntry(p); err != nil {
			h.t.Error(err)
		}
		leaf, err := record.LeafHash(p.Entry)
		if err != nil {
			h.t.Fatal(err)
		}
		proof, err := record.ProveInclusion(tree.Size, p.Entry.Seq, h.HashReader(ctx, id))
		if err != nil {
			h.t.Fatal(err)
		}
		if err := record.CheckInclusion(proof, tree, p.Entry.Seq, leaf); err != nil {
			h.t.Error(err)
		}
	}
	return tree
}

func TestEveryEntryIsProvedByTheSignedCheckpoint(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		h.begin("flood", false)
		old := h.verify("flood")
		var acts []brief.Act
		for i := range 11 {
			acts = append(acts, h.act(brief.Publish, brief.ItemID(fmt.Sprint("i", i)), 0, "Line"))
		}
		h.must(acts[:4]...)
		for _, act := range acts[4:] {
			h.must(act)
		}
		now := h.verify("flood")
		if now.Size != 12 {
			t.Errorf("the checkpoint speaks of %d entries, want 12", now.Size)
		}
		proof, err := record.ProveConsistency(old.Size, now.Size, h.HashReader(context.Background(), "flood"))
		if err != nil {
			t.Fatal(err)
		}
		if err := record.CheckConsistency(proof, old, now); err != nil {
			t.Error(err)
		}
		leaves, err := h.Leaves(context.Background(), "flood", 5, 7)
		if err != nil || len(leaves) != 3 {
			t.Fatalf("%d leaves, %v", len(leaves), err)
		}
		if e, err := record.ParseEntry(leaves[2]); err != nil || e.Seq != 7 {
			t.Errorf("the third leaf is entry %d, %v", e.Seq, err)
		}
	})
}

func TestSaltsDifferAndNothingOfThePersonIsInTheLeaf(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		ctx := context.Background()
		h.begin("flood", false)
		act := h.act(brief.Publish, "a", 0, "The same words")
		act.Person = "anna-the-editor"
		twin := act
		twin.Item = "b"
		h.must(act, twin)
		both, err := h.Entries(ctx, "flood", 2, 3)
		if err != nil {
			t.Fatal(err)
		}
		if both[0].Entry.Commit == both[1].Entry.Commit || slices.Equal(both[0].Salt, both[1].Salt) {
			t.Error("two entries with the same body have the same commit")
		}
		leaves, err := h.Leaves(ctx, "flood", 1, 3)
		if err != nil {
			t.Fatal(err)
		}
		for _, leaf := range leaves {
			if s := string(leaf); strings.Contains(s, "anna") || strings.Contains(s, "words") {
				t.Errorf("the leaf tells too much: %s", s)
			}
		}
	})
}

func TestBatchIsWrittenWhollyOrNotAtAll(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		ctx := context.Background()
		h.begin("flood", false)
		before, err := h.Checkpoint(ctx, "flood")
		if err != nil {
			t.Fatal(err)
		}
		_, err = h.Append(ctx, h.act(brief.Publish, "a", 0, "Kept?"), h.act(brief.Update, "nowhere", 0, "Refused"))
		refused(t, err, brief.KindInvalid, "publish it first")
		if head, _ := h.Head(ctx, "flood"); head != 1 {
			t.Errorf("head %d after a refused batch, want 1", head)
		}
		after, err := h.Checkpoint(ctx, "flood")
		if err != nil || string(before) != string(after) {
			t.Errorf("the checkpoint changed (%v)", err)
		}
		if log, _ := h.AuditLog(ctx, 0); len(log) != 1 {
			t.Errorf("the audit has %d lines, want that of the briefing only", len(log))
		}
		// A batch may build on itself.
		made := h.must(h.act(brief.Publish, "a", 0, "One"), h.act(brief.Update, "a", 1, "Two"))
		if made[1].Seq != 3 || made[1].Prev != 2 || made[1].Rev != 2 {
			t.Errorf("%+v", made[1])
		}
	})
}

func TestSameKeyIsWrittenOnce(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		ctx := context.Background()
		h.begin("flood", false)
		act := h.act(brief.Publish, "a", 0, "Once")
		act.Key = "k1"
		first := h.must(act)
		h.wait(time.Minute)
		again := act
		again.Item = "drawn-anew"
		if got := h.must(again); !reflect.DeepEqual(got, first) {
			t.Errorf("asking again gave %+v, want %+v", got, first)
		}
		other := h.act(brief.Publish, "b", 0, "Another")
		if got := h.must(again, other); got[0] != first[0] || got[1].Seq != 3 {
			t.Errorf("a half repeated batch gave %+v", got)
		}
		for name, change := range map[string]func(*brief.Act){
			"body":   func(a *brief.Act) { a.Body = h.act(brief.Publish, "a", 0, "Twice").Body },
			"person": func(a *brief.Act) { a.Person = "p2" },
			"role":   func(a *brief.Act) { a.Role = brief.Chief },
			"lang":   func(a *brief.Act) { a.Lang = "uk" },
			"kind":   func(a *brief.Act) { a.Kind, a.IfRev = brief.Update, 1 },
			"rev":    func(a *brief.Act) { a.IfRev = -1 },
		} {
			changed := act
			change(&changed)
			_, err := h.Append(ctx, changed)
			if refused(t, err, brief.KindConflict, "entry 2"); t.Failed() {
				t.Fatal("with another", name)
			}
		}
		if head, _ := h.Head(ctx, "flood"); head != 3 {
			t.Errorf("head %d, want 3", head)
		}
		h.must(h.redaction("a", 1, brief.Removed{Seq: 2}))
		_, err := h.Append(ctx, act)
		refused(t, err, brief.KindConflict, "has been removed since")
	})
}

func TestConflictSaysWhoWhenAndWhichRevision(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		ctx := context.Background()
		h.begin("flood", false)
		if _, err := h.AddPerson(ctx, brief.Person{ID: "p1", Name: "Anna Kovac", Role: brief.Editor}, [32]byte{1}); err != nil {
			t.Fatal(err)
		}
		h.must(h.act(brief.Publish, "a", 0, "One"))
		h.wait(90 * time.Second)
		h.must(h.act(brief.Update, "a", 1, "Two"))
		h.wait(time.Hour)
		_, err := h.Append(ctx, h.act(brief.Correct, "a", 1, "Three"))
		refused(t, err, brief.KindConflict,
			"Anna Kovac made revision 2 of this at 2026-03-01 12:01:30 UTC, and you worked on revision 1; look at the new revision, then do it again")
		act := h.act(brief.Correct, "a", -1, "Three")
		if got := h.must(act)[0]; got.Rev != 3 {
			t.Errorf("revision %d, want 3", got.Rev)
		}
	})
}

func TestActsOfTwoBriefingsAndNoActsAreRefused(t *testing.T) {
	h := openFileIn(t)
	h.begin("flood", false)
	h.begin("storm", false)
	other := h.act(brief.Publish, "a", 0, "There")
	other.Briefing = "storm"
	_, err := h.Append(context.Background(), h.act(brief.Publish, "a", 0, "Here"), other)
	refused(t, err, brief.KindInvalid, "different briefings")
	_, err = h.Append(context.Background())
	refused(t, err, brief.KindInvalid, "nothing to publish")
}

func TestWithoutTheKeyNothingIsWritten(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		h.begin("flood", false)
		h.lockedOut = brief.Unavailable("the key folder is away", "", nil)
		_, err := h.Append(context.Background(), h.act(brief.Publish, "a", 0, "One"))
		refused(t, err, brief.KindUnavailable, "key folder")
		// The key of another briefing does not do either.
		h.lockedOut = nil
		if _, err := h.signer("storm"); err != nil {
			t.Fatal(err)
		}
		h.signers["flood"] = h.signers["storm"]
		_, err = h.Append(context.Background(), h.act(brief.Publish, "a", 0, "One"))
		refused(t, err, brief.KindInvalid, "no key of the record")
		if head, _ := h.Head(context.Background(), "flood"); head != 1 {
			t.Errorf("head %d, want 1", head)
		}
	})
}

func TestManyHandsLeaveNoGap(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		h.begin("flood", false)
		const hands, each = 8, 6
		var wg sync.WaitGroup
		for hand := range hands {
			wg.Go(func() {
				for i := range each {
					act := h.act(brief.Publish, brief.ItemID(fmt.Sprintf("i%d-%d", hand, i)), 0, "Line")
					act.Key = fmt.Sprintf("k%d-%d", hand, i/2)
					if i%2 == 1 {
						act.Key = ""
					}
					if _, err := h.Append(context.Background(), act); err != nil {
						t.Error(err)
					}
				}
			})
		}
		wg.Wait()
		if tree := h.verify("flood"); tree.Size != hands*each+1 {
			t.Errorf("%d entries, want %d", tree.Size, hands*each+1)
		}
		if err := h.Check(context.Background()); err != nil {
			t.Error(err)
		}
	})
}

func TestOnlyOneOfManyHandsWinsARevision(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		h.begin("flood", false)
		h.must(h.act(brief.Publish, "a", 0, "One"))
		var wg sync.WaitGroup
		errs := make([]error, 8)
		for i := range errs {
			wg.Go(func() {
				act := h.act(brief.Update, "a", 1, fmt.Sprint("Two by ", i))
				_, errs[i] = h.Append(context.Background(), act)
			})
		}
		wg.Wait()
		won := 0
		for _, err := range errs {
			if err == nil {
				won++
				continue
			}
			refused(t, err, brief.KindConflict, "made revision 2")
		}
		if head, _ := h.Head(context.Background(), "flood"); won != 1 || head != 3 {
			t.Errorf("%d won and the head is %d, want 1 and 3", won, head)
		}
	})
}
