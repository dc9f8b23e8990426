package mirror

import (
	"testing"
	"time"

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
