package mirror

import (
	"testing"
	"time"

	"livebrief/internal/brief"
	"livebrief/internal/record"
)

// heirs are a press whose keys are declared on its record.
type heirs struct {
	*press
	d     record.Declaration
	root  record.Signer
	first string // the declaration of the first entry
}

// newHeirs begins a record that declares its key.
func newHeirs(t *testing.T, seed byte, expires string) *heirs {
	p := newPress(t, "news.example/war", seed)
	secret, root, first, err := record.NewKeys(p.random, "news.example/war", expires)
	p.must(err)
	h := &heirs{press: p, first: string(first)}
	d, err := record.OpenDeclaration(first)
	p.must(err)
	h.d = *d
	p.key = d.Key
	p.signer, err = record.NewSigner(secret)
	p.must(err)
	h.root, err = record.NewSigner(root)
	p.must(err)
	p.add(brief.EntryBriefing, brief.ItemBriefing, brief.Briefing{Name: "war", Title: "The war", Zone: "Europe/Kyiv", Languages: []string{"en"},
		State: brief.Open, Declaration: string(first)})
	p.add(brief.Publish, "item00", dev("The first", "home"))
	return h
}

// replace declares another key and signs with it from then on.
func (h *heirs) replace(reason record.KeyReason, expires string) {
	h.t.Helper()
	secret, public, err := record.NewKey(h.random, h.d.Origin)
	h.must(err)
	next, err := record.NewSigner(secret)
	h.must(err)
	d := record.Declaration{Origin: h.d.Origin, Number: h.d.Number + 1, Key: public, Before: h.d.Key, Root: h.d.Root, Expires: expires, Reason: reason}
	request, err := d.Request(h.signer, next)
	h.must(err)
	whole, err := record.Countersign(request, h.root)
	h.must(err)
	h.add(brief.EntryKey, brief.ItemKey, brief.KeyDeclared{Declaration: string(whole), Note: "The year is over."})
	h.d, h.key, h.signer = d, public, next
	h.add(brief.Publish, brief.ItemID("item0"+string(rune('0'+d.Number))), dev("After", "home"))
}

func (h *heirs) short(line string) string {
	h.t.Helper()
	short, err := record.Fingerprint(line)
	h.must(err)
	return short
}

func TestEveryKeyThatLeadsToTheOneThatSignsIsKnown(t *testing.T) {
	h := newHeirs(t, 1, "2026-01-01")
	first := h.key
	h.replace(record.RenewedKey, "2027-01-01")
	second := h.key
	h.replace(record.LostKey, "2028-01-01")
	c := inMemory(t, h.edition(0))
	stranger := newPress(t, "news.example/war", 9)
	for _, k := range []struct{ given, known string }{
		{h.key, "key"}, {h.short(h.key), "key"}, {h.d.Root, "root"}, {h.short(h.d.Root), "root"},
		{first, "earlier key"}, {h.short(second), "earlier key"}, {h.short(stranger.key), ""}, {stranger.key, ""},
	} {
		r := verify(t, c, Options{Key: k.given})
		if r.KnownBy != k.known || (r.Verdict() == Intact) != (k.known != "") {
			t.Errorf("%s: known by %q, %s: %v", k.given, r.KnownBy, r.Verdict(), r.Faults)
		}
	}
	r := verify(t, c, Options{Key: h.key})
	if r.Root != h.d.Root || len(r.Keys) != 3 || r.Keys[1].Seq != 3 || r.Keys[2].Reason != record.LostKey || r.Keys[2].Expires != "2028-01-01" ||
		r.Keys[0].Fingerprint != h.short(first) {
		t.Errorf("%+v", r.Keys)
	}
}

func TestAKeyThatWasReplacedSignsNoCopy(t *testing.T) {
	h := newHeirs(t, 1, "2026-01-01")
	thief := *h.press
	h.replace(record.LostKey, "2027-01-01")
	thief.entries = h.entries
	wants(t, verify(t, inMemory(t, thief.edition(0)), Options{Key: h.d.Root}), Tampered, keyPath)
	// What it signed before is as good as it was, and older than what is known.
	old := inMemory(t, thief.edition(2))
	if r := verify(t, old, Options{Key: thief.key}); r.Verdict() != Intact {
		t.Error(r.Faults)
	}
	newest := verify(t, inMemory(t, h.edition(0)), Options{Pins: Pins{}})
	r := verify(t, old, Options{Pins: Pins{h.d.Origin: newest.Pin()}})
	wants(t, r, Stale, checkpointPath)
	if r.KnownBy != "pin" {
		t.Errorf("known by %q", r.KnownBy)
	}
}

func TestAPinHoldsThroughAChangeOfKeys(t *testing.T) {
	h := newHeirs(t, 1, "2026-01-01")
	before := verify(t, inMemory(t, h.edition(0)), Options{Pins: Pins{}}).Pin()
	h.replace(record.LostKey, "2027-01-01")
	r := verify(t, inMemory(t, h.edition(0)), Options{Pins: Pins{h.d.Origin: before}})
	if r.Verdict() != Intact || r.KnownBy != "pin" {
		t.Errorf("%s by %q: %v", r.Verdict(), r.KnownBy, r.Faults)
	}
	// Somebody makes a record of their own by the same name, with a root of their own.
	fake := newHeirs(t, 2, "2026-01-01")
	known := before
	known.Key = fake.key
	wants(t, verify(t, inMemory(t, fake.edition(0)), Options{Pins: Pins{h.d.Origin: known}}), Unknown, keyPath)
	wants(t, verify(t, inMemory(t, fake.edition(0)), Options{Pins: Pins{h.d.Origin: before}}), Unknown, keyPath)
}

func TestAnExpiredKeyVouchesForNothing(t *testing.T) {
	h := newHeirs(t, 1, "2025-03-01") // the last entry is of that day
	if r := verify(t, inMemory(t, h.edition(0)), Options{Key: h.key}); r.Verdict() != Intact {
		t.Error(r.Faults)
	}
	h.clock = time.Date(2025, 3, 2, 0, 0, 0, 0, time.UTC)
	h.add(brief.Publish, "late", dev("Too late", "home"))
	wants(t, verify(t, inMemory(t, h.edition(0)), Options{Key: h.key}), Unknown, keyPath)
	h.replace(record.RenewedKey, "2026-03-01")
	if r := verify(t, inMemory(t, h.edition(0)), Options{Key: h.key}); r.Verdict() != Intact {
		t.Error(r.Faults)
	}
}

func TestDeclaredKeysAreThoseOfTheRecord(t *testing.T) {
	h := newHeirs(t, 1, "2026-01-01")
	p := newPress(t, "news.example/peace", 5)
	p.add(brief.EntryBriefing, brief.ItemBriefing, brief.Briefing{Name: "peace", Title: "Peace", Zone: "UTC", State: brief.Open,
		Declaration: h.first})
	wants(t, verify(t, inMemory(t, p.edition(0)), Options{Key: p.key}), Tampered, wholeRecord)
	broken := newPress(t, "news.example/war", 6)
	broken.add(brief.EntryBriefing, brief.ItemBriefing, brief.Briefing{Name: "war", Title: "War", Zone: "UTC", State: brief.Open, Declaration: "believe me"})
	wants(t, verify(t, inMemory(t, broken.edition(0)), Options{Key: broken.key}), Tampered, wholeRecord)
}
