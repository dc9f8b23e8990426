package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"

	"livebrief/internal/brief"
	"livebrief/internal/record"
	"livebrief/internal/store/pgtest"
)

var cluster pgtest.Cluster

func TestMain(m *testing.M) { os.Exit(cluster.Run(m)) }

// house is a store with a clock that a test moves and keys that it can read.
type house struct {
	*Store
	t         testing.TB
	url       string
	now       time.Time
	mu        sync.Mutex
	signers   map[brief.BriefingID]note.Signer
	verifiers map[brief.BriefingID]note.Verifier
	// lockedOut makes the keys unreachable.
	lockedOut error
}

func (h *house) signer(id brief.BriefingID) (note.Signer, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.lockedOut != nil {
		return nil, h.lockedOut
	}
	if h.signers[id] == nil {
		secret, public, err := record.NewKey(seeded(string(id)), originOf(id))
		if err != nil {
			return nil, err
		}
		if h.signers[id], err = record.NewSigner(secret); err != nil {
			return nil, err
		}
		if h.verifiers[id], err = record.NewVerifier(public); err != nil {
			return nil, err
		}
	}
	return h.signers[id], nil
}

func (h *house) clock() time.Time {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.now
}

func (h *house) wait(d time.Duration) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.now = h.now.Add(d)
}

func (h *house) options() Options { return Options{Now: h.clock, Signers: h.signer} }

func originOf(id brief.BriefingID) string { return "briefs.example.org/" + string(id) }

// seeded gives the same bytes for the same name for ever.
func seeded(name string) *strings.Reader { return strings.NewReader(strings.Repeat(name+".", 64)) }

// noon is where the clock of a test starts.
var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

func openAt(t testing.TB, url string) *house {
	t.Helper()
	h := &house{t: t, url: url, now: noon, signers: map[brief.BriefingID]note.Signer{}, verifiers: map[brief.BriefingID]note.Verifier{}}
	s, err := Open(context.Background(), url, h.options())
	if err != nil {
		t.Fatal(err)
	}
	h.Store = s
	t.Cleanup(func() {
		if err := h.Close(); err != nil {
			t.Error("closing:", err)
		}
	})
	return h
}

func openFileIn(t testing.TB) *house { return openAt(t, filepath.Join(t.TempDir(), "brief.db")) }

// onBoth runs a test on either database.
func onBoth(t *testing.T, test func(t *testing.T, h *house)) {
	t.Run("sqlite", func(t *testing.T) { test(t, openFileIn(t)) })
	t.Run("postgres", func(t *testing.T) { test(t, openAt(t, cluster.Database(t))) })
}

// body gives the canonical JSON of v.
func body(t testing.TB, v any) json.RawMessage {
	t.Helper()
	b, err := record.Canonical(v)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// begin makes a briefing with the id and address name given.
func (h *house) begin(id brief.BriefingID, reconstruction bool) brief.Entry {
	h.t.Helper()
	e, err := h.CreateBriefing(context.Background(), h.first(id, reconstruction), originOf(id))
	if err != nil {
		h.t.Fatal(err)
	}
	return e
}

func (h *house) first(id brief.BriefingID, reconstruction bool) brief.Act {
	return brief.Act{Briefing: id, Kind: brief.EntryBriefing, Item: brief.ItemBriefing, Lang: "en", Person: "p1", Role: brief.Chief,
		Body: body(h.t, brief.Briefing{Name: brief.Name(id), Title: "The flood", Reconstruction: reconstruction})}
}

// act gives an act on the item in the briefing "flood"; its text is the headline.
func (h *house) act(kind brief.EntryKind, item brief.ItemID, rev int, headline string) brief.Act {
	return brief.Act{Briefing: "flood", Kind: kind, Item: item, Lang: "en", IfRev: rev, Person: "p1", Role: brief.Editor,
		Body: body(h.t, brief.Development{Headline: headline, Label: brief.Reported})}
}

// redaction gives an act that takes away the entries listed.
func (h *house) redaction(item brief.ItemID, rev int, removed ...brief.Removed) brief.Act {
	return brief.Act{Briefing: "flood", Kind: brief.Redact, Item: item, Lang: "en", IfRev: rev, Person: "p1", Role: brief.Chief,
		Body: body(h.t, brief.Redaction{Target: item, Class: "law", Reason: "a court order", Removed: removed})}
}

func (h *house) must(acts ...brief.Act) []brief.Entry {
	h.t.Helper()
	entries, err := h.Append(context.Background(), acts...)
	if err != nil {
		h.t.Fatal(err)
	}
	return entries
}

// refused insists on an error of that kind whose sentence holds the words.
func refused(t testing.TB, err error, kind brief.Kind, words string) {
	t.Helper()
	var sentence *brief.Error
	if !errors.As(err, &sentence) || sentence.Kind != kind || !strings.Contains(err.Error(), words) {
		t.Errorf("got %s, want kind %d with %q", describe(err), kind, words)
	}
}

func describe(err error) string {
	if err == nil {
		return "no error"
	}
	return fmt.Sprintf("kind %d: %q", brief.KindOf(err), err.Error())
}
