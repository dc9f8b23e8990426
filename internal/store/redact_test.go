package store

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"livebrief/internal/brief"
	"livebrief/internal/record"
)

func TestRedactionTakesTextAwayAndSaysSo(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		ctx := context.Background()
		h.begin("flood", false)
		h.must(h.act(brief.Publish, "a", 0, "Jane Doe said so"), h.act(brief.Publish, "b", 0, "Bridge shut"),
			h.act(brief.Update, "a", 1, "Jane Doe said more"))
		before := h.verify("flood")
		struck := body(t, brief.Development{Headline: "A witness said more", Label: brief.Reported})
		e := h.must(h.redaction("a", 2, brief.Removed{Seq: 2}, brief.Removed{Seq: 4, Replacement: struck}))[0]
		if e.Seq != 5 || e.Rev != 3 || e.Prev != 4 {
			t.Errorf("the redaction is %+v", e)
		}
		history, err := h.History(ctx, "flood", "a")
		if err != nil || len(history) != 3 {
			t.Fatalf("%d entries, %v", len(history), err)
		}
		for _, p := range history[:2] {
			if p.Body != nil || p.Salt != nil || p.Removal == nil || p.Removal.By != 5 || p.Removal.Class != "law" || p.Removal.At != noon {
				t.Errorf("entry %d: body %q, salt %x, removal %+v", p.Entry.Seq, p.Body, p.Salt, p.Removal)
			}
			if err := record.VerifyRemoval(p, history[2]); err != nil {
				t.Error(err)
			}
		}
		if history[0].Text() != nil || !bytes.Equal(history[1].Text(), struck) {
			t.Errorf("texts %q and %q", history[0].Text(), history[1].Text())
		}
		after := h.verify("flood")
		proof, err := record.ProveConsistency(before.Size, after.Size, h.HashReader(ctx, "flood"))
		if err != nil {
			t.Fatal(err)
		}
		if err := record.CheckConsistency(proof, before, after); err != nil {
			t.Error(err)
		}
		if err := h.Check(ctx); err != nil {
			t.Error(err)
		}
		// Life goes on for the item.
		if e := h.must(h.act(brief.Update, "a", 3, "A witness said it all"))[0]; e.Rev != 4 {
			t.Errorf("revision %d, want 4", e.Rev)
		}
	})
}

func TestWithdrawnItemCanBeRedactedAndStaysWithdrawn(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		h.begin("flood", false)
		h.must(h.act(brief.Publish, "a", 0, "One"), h.act(brief.Withdraw, "a", 1, "One"))
		h.must(h.redaction("a", 2, brief.Removed{Seq: 2}, brief.Removed{Seq: 3}))
		_, err := h.Append(context.Background(), h.act(brief.Update, "a", 3, "Two"))
		refused(t, err, brief.KindInvalid, "was withdrawn")
	})
}

func TestRedactionDropsWhatWasMadeOfTheText(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		ctx := context.Background()
		h.begin("flood", false)
		h.must(h.act(brief.Publish, "b", 0, "Bridge shut"), h.act(brief.Publish, "a", 0, "Jane Doe"), h.act(brief.Update, "b", 1, "Bridge open"))
		for _, seq := range []brief.Seq{2, 3, 4} {
			if err := h.SaveSnapshot(ctx, "flood", seq, []byte{byte(seq)}); err != nil {
				t.Fatal(err)
			}
		}
		for _, item := range []brief.ItemID{"a", "b"} {
			if _, err := h.SaveDraft(ctx, brief.Draft{Briefing: "flood", Kind: brief.Update, Item: item, Body: h.act(brief.Update, item, 1, "Jane").Body}); err != nil {
				t.Fatal(err)
			}
		}
		held := h.act(brief.Update, "a", 1, "Jane Doe again")
		held.EmbargoUntil = noon.AddDate(0, 0, 1)
		if _, err := h.Embargo(ctx, held); err != nil {
			t.Fatal(err)
		}
		h.must(h.redaction("a", 1, brief.Removed{Seq: 3}))
		if seq, state, err := h.Snapshot(ctx, "flood", 99); seq != 2 || !bytes.Equal(state, []byte{2}) || err != nil {
			t.Errorf("the newest snapshot is %d %x, %v; want the one before the text", seq, state, err)
		}
		drafts, err := h.Drafts(ctx, "flood")
		if err != nil || len(drafts) != 1 || drafts[0].Item != "b" {
			t.Errorf("drafts %+v, %v", drafts, err)
		}
		// A state folded before the redaction and handed in after it is not kept; one of the redaction itself is.
		for seq, want := range map[brief.Seq]brief.Seq{4: 2, 3: 2, 5: 5} {
			if err := h.SaveSnapshot(ctx, "flood", seq, []byte{9}); err != nil {
				t.Fatal(err)
			}
			if got, _, _ := h.Snapshot(ctx, "flood", seq); got != want {
				t.Errorf("after keeping %d the snapshot is %d, want %d", seq, got, want)
			}
		}
	})
}

func TestSecondRedactionLeavesNoTextInTheFirst(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		ctx := context.Background()
		h.begin("flood", false)
		h.must(h.act(brief.Publish, "a", 0, "Jane and Joe"), h.act(brief.Update, "a", 1, "Jane"))
		struck := body(t, brief.Development{Headline: "X and Joe", Label: brief.Reported})
		h.must(h.redaction("a", 2, brief.Removed{Seq: 2, Replacement: struck}, brief.Removed{Seq: 3})) // entry 4
		_, err := h.Append(ctx, h.redaction("a", 3, brief.Removed{Seq: 2}))
		refused(t, err, brief.KindInvalid, "what replaced entry 2 stands in entry 4; redact entry 4 too")
		_, err = h.Append(ctx, h.redaction("a", 3, brief.Removed{Seq: 2}, brief.Removed{Seq: 4}))
		refused(t, err, brief.KindInvalid, "list entry 3 too")
		_, err = h.Append(ctx, h.redaction("a", 3, brief.Removed{Seq: 2}, brief.Removed{Seq: 3}, brief.Removed{Seq: 4, Replacement: struck}))
		refused(t, err, brief.KindInvalid, "cannot be replaced")
		h.must(h.redaction("a", 3, brief.Removed{Seq: 2}, brief.Removed{Seq: 3}, brief.Removed{Seq: 4}))
		history, err := h.History(ctx, "flood", "a")
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range history[:3] {
			if p.Text() != nil || p.Removal.By != 5 {
				t.Errorf("entry %d still says %q", p.Entry.Seq, p.Text())
			}
		}
		if err := h.Check(ctx); err != nil {
			t.Error(err)
		}
	})
}

// TestRedactedTextIsInNoFile publishes texts of many sizes, so that pages are split, merged and chained, and looks
// for what was redacted in every byte of every file while the store is open.
func TestRedactedTextIsInNoFile(t *testing.T) {
	h := openFileIn(t)
	h.begin("flood", false)
	dice := rand.New(rand.NewPCG(1, 2))
	secret := func(i int) string { return fmt.Sprintf("SECRET-%03d-", i) }
	for i := range 120 {
		item := brief.ItemID(fmt.Sprint("i", i))
		long := strings.Repeat(secret(i), 1+dice.IntN(900))
		act := h.act(brief.Publish, item, 0, long)
		act.Key = fmt.Sprint("key", i)
		h.must(act)
		if i%3 == 0 {
			draft := brief.Draft{Briefing: "flood", Kind: brief.Update, Item: item, Body: act.Body}
			if _, err := h.SaveDraft(context.Background(), draft); err != nil {
				t.Fatal(err)
			}
		}
		if err := h.SaveSnapshot(context.Background(), "flood", brief.Seq(i)+2, []byte(long)); err != nil {
			t.Fatal(err)
		}
	}
	gone := map[int]bool{}
	for _, i := range dice.Perm(120)[:60] {
		h.must(h.redaction(brief.ItemID(fmt.Sprint("i", i)), 1, brief.Removed{Seq: brief.Seq(i) + 2}))
		gone[i] = true
	}
	if h.unscrubbed.Load() {
		t.Error("the write-ahead log was not emptied")
	}
	files, err := filepath.Glob(h.url + "*")
	if err != nil {
		t.Fatal(err)
	}
	kept := 0
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for i := range 120 {
			found := bytes.Contains(content, []byte(secret(i)))
			if found && gone[i] {
				t.Errorf("%s still holds the text of entry %d", filepath.Base(file), i+2)
			}
			if found && !gone[i] {
				kept++
			}
		}
	}
	if kept != 60 {
		t.Errorf("%d texts are in the files, want the 60 that were not redacted: the search finds nothing", kept)
	}
}

func TestLogIsEmptiedLaterWhenAReaderWasInTheWay(t *testing.T) {
	h := openFileIn(t)
	ctx := context.Background()
	h.begin("flood", false)
	h.must(h.act(brief.Publish, "a", 0, "SECRET"))
	reading, err := h.read.BeginTx(ctx, nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := one(ctx, runner{reading, h.sql}, scan[int64], "draft.NextLift"); err != nil {
		t.Fatal(err)
	}
	h.must(h.redaction("a", 1, brief.Removed{Seq: 2}))
	if !h.unscrubbed.Load() {
		t.Error("the log is said to be empty while a reader holds it")
	}
	if err := reading.Rollback(); err != nil {
		t.Fatal(err)
	}
	h.must(h.act(brief.Publish, "b", 0, "Next"))
	if h.unscrubbed.Load() {
		t.Error("the next entry did not empty the log")
	}
	if log, err := os.ReadFile(h.url + "-wal"); err != nil || bytes.Contains(log, []byte("SECRET")) {
		t.Errorf("the log still holds the text (%v)", err)
	}
}

func TestKeyHoldsNoHashOfTheText(t *testing.T) {
	h := openFileIn(t)
	h.begin("flood", false)
	sums := map[string]bool{}
	for i, text := range []string{"Jane", "Joe"} {
		act := h.act(brief.Publish, "a", 0, text)
		act.Item, act.Key = brief.ItemID(fmt.Sprint("i", i)), fmt.Sprint("k", i)
		h.must(act)
		sum, err := digest(&act)
		if err != nil {
			t.Fatal(err)
		}
		sums[string(sum)] = true
	}
	if len(sums) != 1 {
		t.Error("the digest beside a key depends on the text, so that a removed text could be guessed from it")
	}
}
