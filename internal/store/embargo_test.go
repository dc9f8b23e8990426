package store

import (
	"context"
	"errors"
	"path/filepath"
	"reflect"
	"sync"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"

	"livebrief/internal/brief"
)

// held gives a publish act under embargo for that long.
func (h *house) held(item brief.ItemID, d time.Duration, headline string) brief.Act {
	act := h.act(brief.Publish, item, 0, headline)
	act.EmbargoUntil = noon.Add(d)
	return act
}

func (h *house) embargo(act brief.Act) brief.Draft {
	h.t.Helper()
	d, err := h.Embargo(context.Background(), act)
	if err != nil {
		h.t.Fatal(err)
	}
	return d
}

func TestEmbargoShowsNowhereUntilItLifts(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		ctx := context.Background()
		h.begin("flood", true)
		if next, err := h.NextLift(ctx); !next.IsZero() || err != nil {
			t.Errorf("with nothing waiting the next is %v, %v", next, err)
		}
		late := h.held("late", 2*time.Hour, "Second")
		late.Dated, late.Lang = noon.AddDate(-1, 0, 0), "uk"
		h.embargo(late)
		draft := h.embargo(h.held("early", time.Hour, "First"))
		if draft.EmbargoUntil != noon.Add(time.Hour) || draft.Item != "early" || draft.ID == "" || draft.Saved != noon {
			t.Errorf("draft %+v", draft)
		}
		if next, err := h.NextLift(ctx); next != noon.Add(time.Hour) || err != nil {
			t.Errorf("the next is %v, %v", next, err)
		}
		if entries, err := h.Lift(ctx, noon.Add(59*time.Minute)); len(entries) != 0 || err != nil {
			t.Errorf("too early: %v, %v", entries, err)
		}
		if _, err := h.History(ctx, "flood", "early"); brief.KindOf(err) != brief.KindNotFound {
			t.Errorf("the item shows before its time: %v", err)
		}
		if head, _ := h.Head(ctx, "flood"); head != 1 {
			t.Errorf("head %d, want 1", head)
		}
		h.wait(3 * time.Hour)
		entries, err := h.Lift(ctx, h.clock())
		if err != nil || len(entries) != 2 {
			t.Fatalf("%v, %v", entries, err)
		}
		if entries[0].Item != "early" || entries[0].Seq != 2 || entries[1].Item != "late" || entries[1].Seq != 3 {
			t.Errorf("lifted out of order: %+v", entries)
		}
		if entries[0].At != noon.Add(3*time.Hour) || entries[1].Dated != late.Dated || entries[1].Lang != "uk" || entries[1].Role != brief.Editor {
			t.Errorf("lifted %+v", entries)
		}
		if drafts, _ := h.Drafts(ctx, "flood"); len(drafts) != 0 {
			t.Errorf("still waiting: %+v", drafts)
		}
		if again, err := h.Lift(ctx, h.clock()); len(again) != 0 || err != nil {
			t.Errorf("lifted twice: %v, %v", again, err)
		}
	})
}

func TestEmbargoLiftsAfterTheProgramWasDown(t *testing.T) {
	path := filepath.Join(t.TempDir(), "brief.db")
	h := openAt(t, path)
	h.begin("flood", false)
	h.embargo(h.held("a", time.Hour, "Held"))
	if err := h.Close(); err != nil {
		t.Fatal(err)
	}
	up := openAt(t, path)
	up.wait(100 * time.Hour)
	if entries, err := up.Lift(context.Background(), up.clock()); len(entries) != 1 || err != nil {
		t.Errorf("%v, %v", entries, err)
	}
}

func TestOvertakenEmbargoBecomesADraftThatSaysWhy(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		ctx := context.Background()
		h.begin("flood", false)
		h.must(h.act(brief.Publish, "a", 0, "One"), h.act(brief.Publish, "w", 0, "Wrong"))
		update := h.act(brief.Update, "a", 1, "Two")
		update.EmbargoUntil = noon.Add(time.Minute)
		h.embargo(update)
		onWithdrawn := h.act(brief.Update, "w", -1, "Worse")
		onWithdrawn.EmbargoUntil = noon.Add(time.Minute)
		h.embargo(onWithdrawn)
		h.embargo(h.held("b", time.Minute, "Goes out"))
		h.must(h.act(brief.Update, "a", 1, "Two, sooner"), h.act(brief.Withdraw, "w", 1, "Wrong"))
		entries, err := h.Lift(ctx, noon.Add(time.Minute))
		if err != nil || len(entries) != 1 || entries[0].Item != "b" {
			t.Fatalf("%v, %v; want b alone", entries, err)
		}
		drafts, err := h.Drafts(ctx, "flood")
		if err != nil || len(drafts) != 2 {
			t.Fatalf("%+v, %v", drafts, err)
		}
		wants := []string{
			"p1 made revision 2 of this at 2026-03-01 12:00:00 UTC, and you worked on revision 1; look at the new revision, then do it again",
			"this item was withdrawn; publish a new item instead",
		}
		for i, d := range drafts {
			if d.Reason != wants[i] || !d.EmbargoUntil.IsZero() || d.Person != "p1" {
				t.Errorf("draft %+v, want the reason %q", d, wants[i])
			}
		}
		if string(drafts[0].Body) != string(update.Body) || drafts[0].IfRev != 1 {
			t.Errorf("the text was lost: %+v", drafts[0])
		}
		if again, err := h.Lift(ctx, noon.AddDate(1, 0, 0)); len(again) != 0 || err != nil {
			t.Errorf("an ordinary draft was lifted: %v, %v", again, err)
		}
	})
}

func TestOneFailingBriefingDoesNotHoldTheOthersBack(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		ctx := context.Background()
		h.begin("flood", false)
		h.begin("storm", false)
		h.embargo(h.held("a", time.Minute, "No key"))
		storm := h.held("a", 2*time.Minute, "Goes out")
		storm.Briefing = "storm"
		h.embargo(storm)
		away := errors.New("the key is on the moon")
		h.opts.Signers = func(id brief.BriefingID) (note.Signer, error) {
			if id == "flood" {
				return nil, away
			}
			return h.signer(id)
		}
		entries, err := h.Lift(ctx, noon.Add(time.Hour))
		if !errors.Is(err, away) || len(entries) != 1 || entries[0].Briefing != "storm" {
			t.Errorf("%v, %v", entries, err)
		}
		if next, _ := h.NextLift(ctx); next != noon.Add(time.Minute) {
			t.Errorf("the act that failed is not waiting any more (next %v)", next)
		}
		h.opts.Signers = h.signer
		if entries, err := h.Lift(ctx, noon.Add(time.Hour)); len(entries) != 1 || err != nil {
			t.Errorf("the second try: %v, %v", entries, err)
		}
	})
}

func TestEmbargoRefusals(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		ctx := context.Background()
		h.begin("flood", false)
		h.must(h.act(brief.Publish, "a", 0, "One"))
		free := h.act(brief.Publish, "b", 0, "No embargo")
		unknown := h.held("b", time.Hour, "x")
		unknown.Briefing = "fire"
		stale := h.held("a", time.Hour, "x")
		stale.Kind, stale.IfRev = brief.Update, 0
		crooked := h.held("b", time.Hour, "x")
		crooked.Body = []byte(`{"b":1,"a":1}`)
		never := h.held("b", 0, "x")
		never.EmbargoUntil = noon.AddDate(9999, 0, 0)
		redaction := h.redaction("a", 1, brief.Removed{Seq: 2})
		redaction.EmbargoUntil = noon.Add(time.Hour)
		for _, c := range []struct {
			act   brief.Act
			kind  brief.Kind
			words string
		}{
			{free, brief.KindInvalid, "no embargo on this"},
			{unknown, brief.KindNotFound, "no briefing"},
			{stale, brief.KindConflict, "made revision 1"},
			{crooked, brief.KindInvalid, "canonical"},
			{never, brief.KindInvalid, "years 1 to 9999"},
			{redaction, brief.KindInvalid, "redact it now"},
		} {
			_, err := h.Embargo(ctx, c.act)
			refused(t, err, c.kind, c.words)
		}
		if drafts, _ := h.Drafts(ctx, "flood"); len(drafts) != 0 {
			t.Errorf("refused acts are kept: %+v", drafts)
		}
	})
}

func TestKeyHoldsThroughAnEmbargo(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		ctx := context.Background()
		h.begin("flood", false)
		act := h.held("a", time.Hour, "Once")
		act.Key = "k"
		first := h.embargo(act)
		renamed := act
		renamed.Item = "drawn-anew"
		if again := h.embargo(renamed); !reflect.DeepEqual(first, again) {
			t.Errorf("asking again gave %+v, want %+v", again, first)
		}
		other := act
		other.Body = h.act(brief.Publish, "a", 0, "Twice").Body
		_, err := h.Embargo(ctx, other)
		refused(t, err, brief.KindConflict, "another act under embargo")
		h.wait(time.Hour)
		published, err := h.Lift(ctx, h.clock())
		if err != nil || len(published) != 1 {
			t.Fatalf("%v, %v", published, err)
		}
		if again := h.must(act); again[0] != published[0] {
			t.Errorf("publishing with the key again gave %+v", again)
		}
		_, err = h.Embargo(ctx, act)
		refused(t, err, brief.KindConflict, "has lifted")
	})
}

func TestDraftsAreKeptChangedAndDeleted(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		ctx := context.Background()
		h.begin("flood", false)
		d, err := h.SaveDraft(ctx, brief.Draft{Briefing: "flood", Kind: brief.Publish, Item: "a", Lang: "en", Body: []byte(`{"half":`), Person: "p1"})
		if err != nil || d.ID == "" || d.Saved != noon {
			t.Fatalf("%+v, %v", d, err)
		}
		h.wait(time.Minute)
		d.Body = []byte(`{"half":"whole"}`)
		changed, err := h.SaveDraft(ctx, d)
		if err != nil || changed.ID != d.ID || changed.Saved != noon.Add(time.Minute) {
			t.Fatalf("%+v, %v", changed, err)
		}
		list, err := h.Drafts(ctx, "flood")
		if err != nil || len(list) != 1 || !reflect.DeepEqual(list[0], changed) {
			t.Errorf("%+v, %v; want %+v", list, err, changed)
		}
		held := h.embargo(h.held("b", time.Hour, "Held"))
		held.EmbargoUntil = time.Time{}
		_, err = h.SaveDraft(ctx, held)
		refused(t, err, brief.KindConflict, "waits for its embargo")
		d.EmbargoUntil = noon
		_, err = h.SaveDraft(ctx, d)
		refused(t, err, brief.KindInvalid, "cannot be saved with an embargo")
		_, err = h.SaveDraft(ctx, brief.Draft{ID: "gone", Briefing: "flood"})
		refused(t, err, brief.KindNotFound, "no draft")
		_, err = h.SaveDraft(ctx, brief.Draft{Briefing: "fire"})
		refused(t, err, brief.KindNotFound, "no briefing")
		refused(t, h.DeleteDraft(ctx, "fire", d.ID), brief.KindNotFound, "no draft")
		if err := h.DeleteDraft(ctx, "flood", d.ID); err != nil {
			t.Error(err)
		}
		refused(t, h.DeleteDraft(ctx, "flood", d.ID), brief.KindNotFound, "no draft")
	})
}

func TestEmbargoLiftsOnceThoughManyLiftIt(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		h.begin("flood", false)
		glance := h.act(brief.EntryGlance, brief.ItemGlance, -1, "Line")
		glance.EmbargoUntil = noon.Add(time.Minute)
		h.embargo(glance)
		var wg sync.WaitGroup
		for range 6 {
			wg.Go(func() {
				if _, err := h.Lift(context.Background(), noon.Add(time.Hour)); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if head, err := h.Head(context.Background(), "flood"); head != 2 || err != nil {
			t.Errorf("head %d, %v; want 2", head, err)
		}
	})
}

func TestEmbargoOutlastsAClockThatRanAhead(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		ctx := context.Background()
		h.begin("flood", false)
		h.wait(48 * time.Hour)
		h.must(h.act(brief.Publish, "ahead", 0, "Written two days ahead"))
		h.wait(-48 * time.Hour)
		if _, err := h.Append(ctx, h.held("early", time.Hour, "SECRET")); brief.KindOf(err) != brief.KindEmbargoed {
			t.Errorf("an act under embargo went out because the record is ahead of the clock: %v", err)
		}
		before := h.held("never", 0, "Before time")
		before.EmbargoUntil = time.Date(1969, 7, 20, 20, 17, 0, 0, time.UTC)
		_, err := h.Embargo(ctx, before)
		refused(t, err, brief.KindInvalid, "an embargo cannot end before 1970; set the clock of the machine, and the time of the embargo")
	})
}
