package store

import (
	"bytes"
	"context"
	"database/sql"
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

// TestRedactedTextIsInNoFile publishes texts of many sizes, with drafts that are changed, embargoes that lift,
// snapshots and replacements, so that pages of the file are split, merged and chained, and looks for what was redacted
// in every byte of every file while the store is open.
func TestRedactedTextIsInNoFile(t *testing.T) {
	// With these, rows that are simply deleted, or tables that are not rewritten, leave text behind.
	for _, seed := range []uint64{0, 12, 17, 25} {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			redactAtRandom(t, rand.New(rand.NewPCG(seed, 1)))
		})
	}
}

func redactAtRandom(t *testing.T, dice *rand.Rand) {
	const items = 60
	ctx := context.Background()
	h := openFileIn(t)
	h.begin("flood", false)
	spread := 1 + dice.IntN(1+dice.IntN(600))
	secret := func(i int) string { return fmt.Sprintf("SECRET-%03d-", i) }
	long := func(i int) string { return strings.Repeat(secret(i), 1+dice.IntN(spread)) }
	id := func(i int) brief.ItemID { return brief.ItemID(fmt.Sprint("i", i)) }
	for i := range items {
		act := h.act(brief.Publish, id(i), 0, long(i))
		act.Key = fmt.Sprint("key", i)
		if dice.IntN(4) == 0 {
			act.EmbargoUntil = noon
			h.embargo(act)
			if _, err := h.Lift(ctx, noon); err != nil {
				t.Fatal(err)
			}
		} else {
			h.must(act)
		}
		var d brief.Draft
		for range 1 + dice.IntN(2) {
			d.Briefing, d.Kind, d.Item, d.Body = "flood", brief.Update, id(i), []byte(long(i))
			var err error
			if d, err = h.SaveDraft(ctx, d); err != nil {
				t.Fatal(err)
			}
		}
		for range dice.IntN(3) {
			if err := h.SaveSnapshot(ctx, "flood", brief.Seq(i+2), []byte(long(i))); err != nil {
				t.Fatal(err)
			}
		}
	}
	gone := dice.Perm(items)[:items*2/3]
	for _, i := range gone {
		first := brief.Removed{Seq: brief.Seq(i) + 2}
		if dice.IntN(3) > 0 {
			h.must(h.redaction(id(i), 1, first))
			continue
		}
		// A replacement that still says too much goes with the redaction that brought it.
		half := first
		half.Replacement = body(t, brief.Development{Headline: long(i)})
		e := h.must(h.redaction(id(i), 1, half))[0]
		h.must(h.redaction(id(i), 2, first, brief.Removed{Seq: e.Seq}))
	}
	if h.unscrubbed.Load() {
		t.Error("the write-ahead log was not emptied")
	}
	left := secretsIn(t, h.url, items, secret)
	for _, i := range gone {
		if left[i] {
			t.Errorf("the text of entry %d is still there", i+2)
		}
		delete(left, i)
	}
	if len(left) != items/3 {
		t.Errorf("%d texts are in the files, want the %d that were not redacted: the search finds nothing", len(left), items/3)
	}
	if err := h.Check(ctx); err != nil {
		t.Error(err)
	}
}

// secretsIn tells which secrets stand in the file or in one beside it.
func secretsIn(t *testing.T, path string, n int, secret func(int) string) map[int]bool {
	t.Helper()
	files, err := filepath.Glob(path + "*")
	if err != nil {
		t.Fatal(err)
	}
	found := map[int]bool{}
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for i := range n {
			if bytes.Contains(content, []byte(secret(i))) {
				found[i] = true
			}
		}
	}
	return found
}

// redactedUnderAReader removes a text while somebody reads, who keeps it in the log until the transaction ends.
func redactedUnderAReader(t *testing.T, h *house) *sql.Tx {
	t.Helper()
	ctx := context.Background()
	h.begin("flood", false)
	h.must(h.act(brief.Publish, "a", 0, "SECRET"))
	reading, err := h.read.BeginTx(ctx, nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := one(ctx, inTransaction(h.reading, reading), scan[int64], "draft.NextLift"); err != nil {
		t.Fatal(err)
	}
	h.must(h.redaction("a", 1, brief.Removed{Seq: 2}))
	return reading
}

func TestLogIsEmptiedLaterWhenAReaderWasInTheWay(t *testing.T) {
	h := openFileIn(t)
	reading := redactedUnderAReader(t, h)
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

func TestOpeningEmptiesTheLogOfOneWhoDiedAfterARedaction(t *testing.T) {
	h := openFileIn(t)
	reading := redactedUnderAReader(t, h)
	// What lies on the disk now is what a death before the scrub leaves.
	dead := filepath.Join(t.TempDir(), "brief.db")
	held := false
	for _, beside := range []string{"", "-wal"} {
		raw, err := os.ReadFile(h.url + beside)
		if err == nil {
			err = os.WriteFile(dead+beside, raw, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
		held = held || bytes.Contains(raw, []byte("SECRET"))
	}
	if err := reading.Rollback(); err != nil {
		t.Fatal(err)
	}
	if !held {
		t.Fatal("the files do not hold the text before they are opened: this test shows nothing")
	}
	openAt(t, dead)
	for _, beside := range []string{"", "-wal"} {
		if raw, err := os.ReadFile(dead + beside); err != nil || bytes.Contains(raw, []byte("SECRET")) {
			t.Errorf("the text stands in brief.db%s after opening (%v)", beside, err)
		}
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
