package faults

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"

	"livebrief/internal/brief"
	"livebrief/internal/record"
	"livebrief/internal/store"
)

// jumping is a campaign of a clock that jumps while acts are published on a real store.
type jumping struct {
	st       *store.Store
	file     string
	signer   record.Signer
	verifier note.Verifier
	random   *rand.Rand
	now      time.Time
	n        int
	// waiting are the ends of embargoes by their items; revs is where published items stand.
	waiting map[brief.ItemID]time.Time
	revs    map[brief.ItemID]int
	lifted  int
	// back counts jumps before the time of the newest entry.
	back  int
	wrong []string
}

// leaps are what the clock does between two acts.
var leaps = []time.Duration{time.Millisecond, time.Second, time.Minute, -time.Minute, time.Hour, -time.Hour, 24 * time.Hour, -24 * time.Hour, -365 * 24 * time.Hour, 365 * 24 * time.Hour}

// TestAClockThatJumpsHarmsNoRecord publishes, corrects, holds back and lifts on a clock that cannot be trusted.
func TestAClockThatJumpsHarmsNoRecord(t *testing.T) {
	t.Parallel()
	first := seed(t)
	for round := range rounds(4, 200) {
		j := newJumping(t, first+uint64(round))
		for range rounds(60, 120) {
			j.jump(t)
			j.act()
		}
		j.end(t)
		if len(j.wrong) > 0 {
			t.Fatalf("round %d: %s", round, strings.Join(j.wrong[:min(len(j.wrong), 5)], "; "))
		}
		if round == 0 {
			t.Logf("%d acts, %d embargoes lifted, %d times the clock stood before the newest entry", j.n, j.lifted, j.back)
		}
		if j.back == 0 || j.lifted == 0 {
			t.Errorf("round %d: %d jumps back, %d lifted: the campaign strikes beside the clock", round, j.back, j.lifted)
		}
	}
}

// TestAClockThatRunsBackIsNoticed takes the guards out, one after the other.
func TestAClockThatRunsBackIsNoticed(t *testing.T) {
	t.Parallel()
	noticed(t, "backwards", "TestAClockThatJumpsHarmsNoRecord", "is older than the entry before it")
	noticed(t, "hasty", "TestAClockThatJumpsHarmsNoRecord", "was broken")
}

// newJumping makes a briefing on a store whose clock is the campaign's.
func newJumping(t *testing.T, seed uint64) *jumping {
	t.Helper()
	// Half an hour before Kyiv's clocks go forward: a leap of an hour goes over the hour that is not there.
	kyiv, err := time.LoadLocation("Europe/Kyiv")
	if err != nil {
		t.Fatal(err)
	}
	j := &jumping{file: filepath.Join(t.TempDir(), "livebrief.db"), random: rand.New(rand.NewPCG(seed, 5)), now: time.Date(2026, 3, 29, 2, 30, 0, 0, kyiv),
		waiting: map[brief.ItemID]time.Time{}, revs: map[brief.ItemID]int{}}
	secret, public, err := record.NewKey(strings.NewReader(strings.Repeat("clock", 64)), toldOrigin)
	if err != nil {
		t.Fatal(err)
	}
	if j.signer, err = record.NewSigner(secret); err == nil {
		j.verifier, err = record.NewVerifier(public)
	}
	if err != nil {
		t.Fatal(err)
	}
	j.open(t)
	t.Cleanup(func() { j.st.Close() })
	_, err = j.st.CreateBriefing(context.Background(), brief.Act{Briefing: toldBriefing, Kind: brief.EntryBriefing, Item: brief.ItemBriefing, Lang: "en",
		Body: []byte(`{"name":"told","template":"blank","title":"Told"}`), Key: "made", Person: "p", Role: brief.Chief}, toldOrigin)
	if err != nil {
		t.Fatal(err)
	}
	return j
}

func (j *jumping) open(t *testing.T) {
	t.Helper()
	var err error
	j.st, err = store.Open(context.Background(), j.file, store.Options{Now: func() time.Time { return j.now },
		Signers: func(brief.BriefingID) (note.Signer, error) { return j.signer, nil }})
	if err != nil {
		t.Fatal(err)
	}
}

// jump moves the clock; now and then the program starts again, or the clock forgets everything and stands before 1970,
// or on the second night of the year that has an hour too many.
func (j *jumping) jump(t *testing.T) {
	t.Helper()
	switch n := j.random.IntN(40); {
	case n == 0:
		j.now = time.Date(1969, 7, 20, 20, 17, j.random.IntN(60), 0, time.UTC)
	case n == 1:
		j.now = time.Unix(0, 0)
	case n == 2:
		j.now = time.Date(2026, 10, 25, 3, 30, 0, 0, j.now.Location())
	case n == 3:
		if err := j.st.Close(); err != nil {
			t.Fatal(err)
		}
		j.open(t)
	case n < 24:
		j.now = j.now.Add(leaps[j.random.IntN(4)])
	default:
		j.now = j.now.Add(leaps[j.random.IntN(len(leaps))])
	}
}

// act does one thing and lifts what is due.
func (j *jumping) act() {
	ctx := context.Background()
	j.n++
	a := publication(fmt.Sprintf("act%d", j.n), "The bridge is open.")
	switch j.random.IntN(4) {
	case 0, 1:
		j.hold(ctx, a)
	case 2:
		if _, done := j.revs["item-act1"]; done {
			a.Kind, a.Item, a.IfRev = brief.Correct, "item-act1", -1
		}
		fallthrough
	default:
		j.publish(ctx, a)
	}
	j.lift(ctx)
}

// hold keeps an act under embargo, which no other way of publishing it may break.
func (j *jumping) hold(ctx context.Context, a brief.Act) {
	a.EmbargoUntil = j.now.Add(time.Duration(1+j.random.Int64N(4*3600)) * time.Second)
	if _, err := j.st.Append(ctx, a); brief.KindOf(err) != brief.KindEmbargoed {
		j.wrong = append(j.wrong, fmt.Sprintf("at %v the embargo until %v was broken: %v", j.now.UTC(), a.EmbargoUntil.UTC(), err))
		return
	}
	_, err := j.st.Embargo(ctx, a)
	if j.tooEarly(a.EmbargoUntil, err) {
		return
	}
	if err != nil {
		j.wrong = append(j.wrong, fmt.Sprintf("holding back at %v: %v", j.now, err))
		return
	}
	j.waiting[a.Item] = a.EmbargoUntil.Truncate(time.Millisecond)
}

// tooEarly tells whether an embargo was refused because it ends before time is counted.
func (j *jumping) tooEarly(until time.Time, err error) bool {
	return until.UnixMilli() <= 0 && brief.KindOf(err) == brief.KindInvalid
}

func (j *jumping) publish(ctx context.Context, a brief.Act) {
	made, err := j.st.Append(ctx, a)
	if err != nil {
		j.wrong = append(j.wrong, fmt.Sprintf("publishing at %v: %v", j.now, err))
		return
	}
	j.revs[a.Item] = made[0].Rev
	if made[0].At.After(j.now) {
		j.back++
	}
}

// lift publishes what is due by the clock and holds it to the ends of the embargoes.
func (j *jumping) lift(ctx context.Context) {
	made, err := j.st.Lift(ctx, j.now)
	if err != nil {
		j.wrong = append(j.wrong, fmt.Sprintf("lifting at %v: %v", j.now, err))
	}
	for _, e := range made {
		until, waits := j.waiting[e.Item]
		if !waits || until.After(j.now) {
			j.wrong = append(j.wrong, fmt.Sprintf("at %v %s was lifted, whose embargo ends at %v", j.now.UTC(), e.Item, until.UTC()))
		}
		delete(j.waiting, e.Item)
		j.lifted++
	}
	for item, until := range j.waiting {
		if !until.After(j.now) {
			j.wrong = append(j.wrong, fmt.Sprintf("at %v %s still waits, whose embargo ended at %v", j.now.UTC(), item, until.UTC()))
		}
	}
}

// end lets the clock reach the end of every embargo, and reads the whole record as somebody else would.
func (j *jumping) end(t *testing.T) {
	t.Helper()
	ctx := context.Background()
	for _, until := range j.waiting {
		if until.After(j.now) {
			j.now = until
		}
	}
	j.lift(ctx)
	drafts, err := j.st.Drafts(ctx, toldBriefing)
	if err != nil || len(drafts) > 0 {
		j.wrong = append(j.wrong, fmt.Sprintf("%d embargoes never lift (%v)", len(drafts), err))
	}
	if err := errors.Join(j.st.Check(ctx), j.verify(ctx)); err != nil {
		j.wrong = append(j.wrong, err.Error())
	}
}

// verify reads the record through the chain of whoever checks a copy.
func (j *jumping) verify(ctx context.Context) error {
	head, err := j.st.Head(ctx, toldBriefing)
	if err != nil {
		return err
	}
	list, err := j.st.Entries(ctx, toldBriefing, 1, head)
	if err != nil {
		return err
	}
	leaves, err := j.st.Leaves(ctx, toldBriefing, 1, head)
	if err != nil {
		return err
	}
	var chain record.Chain
	var last time.Time
	for i, p := range list {
		if p.Entry.Seq != brief.Seq(i+1) {
			return fmt.Errorf("entry %d stands at %d", p.Entry.Seq, i+1)
		}
		if p.Entry.At.Before(last) {
			return fmt.Errorf("entry %d went back from %v to %v", p.Entry.Seq, last, p.Entry.At)
		}
		last = p.Entry.At
		if _, err := chain.Add(leaves[i], p.Body, p.Salt, p.Removal); err != nil {
			return err
		}
	}
	signed, err := j.st.Checkpoint(ctx, toldBriefing)
	if err != nil {
		return err
	}
	tree, err := record.OpenCheckpoint(signed, toldOrigin, note.VerifierList(j.verifier))
	if err != nil {
		return err
	}
	return chain.Close(tree)
}
