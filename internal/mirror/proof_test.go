package mirror

import (
	"strings"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"livebrief/internal/brief"
	"livebrief/internal/record"
)

func proofOf(t testing.TB, p *press, seq, by brief.Seq) []byte {
	t.Helper()
	e := p.edition(0)
	var hashes record.Hashes
	for _, x := range e.Entries {
		h, err := record.LeafHash(x.Entry)
		p.must(err)
		p.must(hashes.Append(h))
	}
	var redaction *brief.Published
	if by > 0 {
		redaction = &e.Entries[by-1]
	}
	raw, err := WriteProof(p.key, e.Checkpoint, &hashes, e.Entries[seq-1], redaction)
	p.must(err)
	return raw
}

func TestProofShowsOneItemAlone(t *testing.T) {
	p := war(t)
	r := VerifyProof(proofOf(t, p, 4, 0), Options{Key: p.key})
	wants(t, r, Intact, "")
	if r.Proven == nil || r.Proven.Entry.Item != "item02" || r.Edition != 33 {
		t.Errorf("%+v", r)
	}
	wants(t, VerifyProof(proofOf(t, p, 4, 0), Options{}), Unknown, keyPath)
	wants(t, VerifyProof(proofOf(t, p, 4, 0), Options{Key: p.key, MinSize: 34}), Stale, checkpointPath)
	wants(t, VerifyProof(proofOf(t, p, 4, 0), Options{Key: p.key, MaxAge: time.Hour, Now: start.Add(1000 * time.Hour)}), Stale, checkpointPath)
	removed := VerifyProof(proofOf(t, p, 7, 32), Options{Key: p.key})
	wants(t, removed, Intact, "")
	if len(removed.Removed) != 1 || removed.Removed[0] != (Gone{7, 32, "safety"}) {
		t.Errorf("removed openly: %v", removed.Removed)
	}
}

func TestFlippedBitsOfAProofAreRefused(t *testing.T) {
	p := war(t)
	for _, raw := range [][]byte{proofOf(t, p, 4, 0), proofOf(t, p, 7, 32)} {
		for bit := range 8 * len(raw) {
			flipped := append([]byte(nil), raw...)
			flipped[bit/8] ^= 1 << (bit % 8)
			if v := VerifyProof(flipped, Options{Key: p.key}).Verdict(); v != Tampered {
				t.Fatalf("bit %d of a proof is flipped (%q), and it is %s", bit, raw[max(0, bit/8-20):bit/8+1], v)
			}
		}
	}
}

func TestProofThatHidesTheRedactionIsRefused(t *testing.T) {
	p := war(t)
	wants(t, VerifyProof(proofOf(t, p, 7, 0), Options{Key: p.key}), Tampered, wholeProof)
	wants(t, VerifyProof(proofOf(t, p, 7, 33), Options{Key: p.key}), Tampered, wholeProof)
	wants(t, VerifyProof(proofOf(t, p, 4, 32), Options{Key: p.key}), Tampered, wholeProof)
}

// One line must be cheap to check, however long the record is.
func TestProofIsSmall(t *testing.T) {
	p := war(t)
	raw := proofOf(t, p, 4, 0)
	const steps = 20 - 6 // a million entries, where this record has 33
	if n := len(raw) + steps*47; n > 3000 {
		t.Errorf("a proof has %d bytes in a record of a million entries", n)
	}
}

// TestProofInARecordOfAMillionIsSmall proves an item of usual length in the middle of a real tree of 1,000,000 leaves.
func TestProofInARecordOfAMillionIsSmall(t *testing.T) {
	const size, seq, most = 1_000_000, 654_321, 3072
	p := newPress(t, "live.example.org/ukraine", 4)
	text := strings.Repeat("The ministry said that the crossing stays closed until the end of the week. ", 8)[:600]
	item := brief.Development{Headline: strings.Repeat("Ten chars ", 10)[:100], Text: text, Track: "diplomacy", Kind: brief.KindEvent, Label: brief.Official,
		RestsOn: []brief.Reference{{URL: "https://news.example/world/2026/03/crossing-closed-until-friday-ministry-says", Outlet: "News Example"},
			{URL: "https://agency.example/releases/2026-03-01/statement-on-the-crossing", Outlet: "The Agency"}}}
	p.add(brief.Publish, "d0h6r2t8w4y1z7p3", item)
	one := p.entries[0]
	one.Entry.Seq, one.Entry.Prev, one.Entry.Rev = seq, seq-1000, 3
	leaf, err := record.LeafHash(one.Entry)
	p.must(err)
	var tree record.Hashes
	for i := range size {
		if i != seq-1 {
			p.must(tree.Append(tlog.RecordHash([]byte{byte(i), byte(i >> 8), byte(i >> 16)})))
		} else {
			p.must(tree.Append(leaf))
		}
	}
	top, err := tree.Tree()
	p.must(err)
	raw, err := WriteProof(p.key, p.checkpoint(size, top.Root), &tree, one, nil)
	p.must(err)
	if len(raw) > most {
		t.Errorf("the proof has %d bytes, and at most %d are wanted:\n%s", len(raw), most, raw)
	}
	r := VerifyProof(raw, Options{Key: p.key})
	wants(t, r, Intact, "")
	if r.Edition != size || r.Proven == nil || r.Proven.Entry.Seq != seq {
		t.Errorf("%+v", r)
	}
	t.Logf("%d bytes", len(raw))
}
