package store

import (
	"context"
	"errors"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"livebrief/internal/brief"
)

// secondOn opens another store on the database of h, as another server would, which writes only when it is led.
func (h *house) secondOn(name string) *house {
	h.t.Helper()
	return h.another(func(o *Options) { o.Name, o.Led = name, true })
}

// another opens one more store on the database of h, with the same keys and options that are changed.
func (h *house) another(change func(*Options)) *house {
	h.t.Helper()
	two := &house{t: h.t, url: h.url, now: noon, signers: h.signers, verifiers: h.verifiers}
	opts := two.options()
	change(&opts)
	s, err := Open(context.Background(), h.url, opts)
	if err != nil {
		h.t.Fatal(err)
	}
	two.Store = s
	h.t.Cleanup(func() {
		if err := s.Close(); err != nil {
			h.t.Error("closing:", err)
		}
	})
	return two
}

func TestOneServerWritesAndTheOtherTakesOver(t *testing.T) {
	ctx := context.Background()
	h := openAt(t, cluster.Database(t))
	h.opts.Name = "north"
	h.begin("flood", false)
	two := h.secondOn("south")
	const beside = "another server (north) writes to this database since 2026-03-01 12:00:00 UTC, and this one stands by; use the desk of that server"
	refused(t, two.Lead(ctx, func(context.Context) error { t.Error("it was made ready"); return nil }), brief.KindUnavailable, beside)
	_, err := two.Append(ctx, two.act(brief.Publish, "a", 0, "One"))
	refused(t, err, brief.KindUnavailable, beside)
	_, err = two.AddPerson(ctx, brief.Person{Name: "Anna"}, [32]byte{1})
	refused(t, err, brief.KindUnavailable, beside)
	refused(t, two.Audit(ctx, brief.Audit{Verb: "look"}), brief.KindUnavailable, beside)
	h.must(h.act(brief.Publish, "a", 0, "One"))
	if head, err := two.Head(ctx, "flood"); err != nil || head != 2 {
		t.Errorf("who stands by reads entry %d, %v", head, err)
	}
	if err := h.Close(); err != nil {
		t.Fatal(err)
	}
	_, err = two.Append(ctx, two.act(brief.Publish, "b", 0, "Two"))
	refused(t, err, brief.KindUnavailable, "no server writes to this database at the moment; try again in a few seconds")
	ready := errors.New("the keys are away")
	if err := two.Lead(ctx, func(context.Context) error { return ready }); !errors.Is(err, ready) || two.Leads() {
		t.Errorf("it leads (%v) although it was not ready: %v", two.Leads(), err)
	}
	if err := two.Lead(ctx, func(context.Context) error {
		_, err := two.Append(ctx, two.act(brief.Publish, "b", 0, "Too early"))
		refused(t, err, brief.KindUnavailable, "another server (south)")
		return nil
	}); err != nil || !two.Leads() {
		t.Fatalf("it does not lead: %v", err)
	}
	two.must(two.act(brief.Publish, "b", 0, "Two"))
	if w, err := two.Writer(ctx); err != nil || w.Name != "south" || w.Epoch < 2 || !w.There {
		t.Errorf("%+v, %v", w, err)
	}
	two.verify("flood")
}

func TestAFileHasOneWriterAnyway(t *testing.T) {
	h := openFileIn(t)
	ready := 0
	if err := h.Lead(context.Background(), func(context.Context) error { ready++; return nil }); err != nil || ready != 1 || !h.Leads() {
		t.Errorf("ready %d times, %v", ready, err)
	}
}

// TestWriterThatDoesNotKnowYetIsStopped takes the lock of a writer away without a word, as a cut network does.
func TestWriterThatDoesNotKnowYetIsStopped(t *testing.T) {
	ctx := context.Background()
	h := openAt(t, cluster.Database(t))
	h.begin("flood", false)
	two := h.secondOn("south")
	unaware(t, h, two)
	if err := two.Lead(ctx, nil); err != nil {
		t.Fatal(err)
	}
	two.must(two.act(brief.Publish, "a", 0, "One"))
	if !h.Leads() {
		t.Fatal("the first knows already, and this test shows nothing")
	}
	var err error
	for range 20 { // its other connections were ended too, and it finds that out one by one
		if _, err = h.Append(ctx, h.act(brief.Publish, "b", 0, "Two")); err == nil || !strings.Contains(err.Error(), "does not answer") {
			break
		}
	}
	refused(t, err, brief.KindUnavailable, "another server (south) writes to this database")
	if h.Leads() {
		t.Error("it still thinks that it writes")
	}
	if head, _ := two.Head(ctx, "flood"); head != 2 {
		t.Errorf("the record has %d entries, want 2", head)
	}
}

// unaware ends the session of a writer behind its back.
func unaware(t *testing.T, h, by *house) {
	t.Helper()
	h.lead.holds.stop()
	h.lead.holds.over.Wait()
	w, err := by.Writer(context.Background())
	if err != nil || !w.There {
		t.Fatal(w, err)
	}
	if _, err := by.write.Exec("SELECT pg_terminate_backend($1)", w.pid); err != nil {
		t.Fatal(err)
	}
	for w.There {
		if w, err = by.Writer(context.Background()); err != nil {
			t.Fatal(err)
		}
	}
}

// TestTransactionThatWasPausedCommitsNothing lets a writer stop in the middle of its transaction, and another take over.
func TestTransactionThatWasPausedCommitsNothing(t *testing.T) {
	ctx := context.Background()
	h := openAt(t, cluster.Database(t))
	h.begin("flood", false)
	two := h.secondOn("south")
	act := h.act(brief.Publish, "a", 0, "Paused")
	var took error
	err := h.transactRound(ctx, nil, func(r runner) ([]statement, error) {
		w, err := h.beginWriting(ctx, r, "flood", h.now)
		if err != nil {
			return nil, err
		}
		unaware(t, h, two)
		if took = two.Lead(ctx, nil); took == nil {
			two.must(two.act(brief.Publish, "b", 0, "Taken over"))
		}
		if _, err = w.act(ctx, &act); err != nil {
			return nil, err
		}
		return w.finish(h.signers["flood"])
	})
	if took != nil || err == nil {
		t.Fatalf("taking over: %v; what was paused: %v", took, err)
	}
	list, err := two.Entries(ctx, "flood", 1, 10)
	if err != nil || len(list) != 2 || list[1].Entry.Item != "b" {
		t.Errorf("%d entries, %v", len(list), err)
	}
	two.verify("flood")
}

func TestOneOfManyLeads(t *testing.T) {
	h := openAt(t, cluster.Database(t))
	h.begin("flood", false)
	if err := h.Close(); err != nil {
		t.Fatal(err)
	}
	var leads atomic.Int32
	var wg sync.WaitGroup
	for range 4 {
		two := h.secondOn("one of four")
		wg.Go(func() {
			for range 5 {
				if err := two.Lead(context.Background(), nil); err == nil {
					leads.Add(1)
					return
				} else if brief.KindOf(err) != brief.KindUnavailable {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	if leads.Load() != 1 {
		t.Errorf("%d of four lead", leads.Load())
	}
}

func TestTablesAreNotBroughtUpUnderAWriter(t *testing.T) {
	t.Parallel()
	h := openAt(t, cluster.Database(t))
	h.begin("flood", false)
	if _, err := h.write.Exec(`DELETE FROM goose_db_version WHERE version_id = 8`); err != nil {
		t.Fatal(err)
	}
	_, err := Open(context.Background(), h.url, Options{})
	refused(t, err, brief.KindUnavailable, "another server, of an older livebrief, writes to this database; stop it first")
	h.must(h.act(brief.Publish, "a", 0, "One"))
}
