package store

import (
	"context"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/note"

	"livebrief/internal/brief"
	"livebrief/internal/record"
)

// heir is a briefing whose first entry declares its key, and the key that takes over.
type heir struct {
	*house
	root, before, key record.Signer
	next              record.Declaration
}

// newHeir makes the briefing "flood" with a declared key.
func newHeir(t *testing.T, h *house) *heir {
	t.Helper()
	secret, root, first, err := record.NewKeys(seeded("first keys"), originOf("flood"), "2027-03-01")
	if err != nil {
		t.Fatal(err)
	}
	d, err := record.OpenDeclaration(first)
	if err != nil {
		t.Fatal(err)
	}
	nextSecret, public, err := record.NewKey(seeded("the next"), originOf("flood"))
	if err != nil {
		t.Fatal(err)
	}
	f := &heir{house: h, next: record.Declaration{Origin: originOf("flood"), Number: 2, Key: public, Before: d.Key, Root: d.Root,
		Expires: "2028-03-01", Reason: record.RenewedKey}}
	for to, from := range map[*record.Signer]string{&f.root: root, &f.before: secret, &f.key: nextSecret} {
		if *to, err = record.NewSigner(from); err != nil {
			t.Fatal(err)
		}
	}
	h.signers["flood"] = f.before
	h.Store.opts.Declared = func(_ brief.BriefingID, line string) (note.Signer, error) {
		if line != public {
			return nil, brief.Unavailable("no such key", "", nil)
		}
		return f.key, nil
	}
	act := h.first("flood", false)
	if act.Body, err = record.Declare(act.Body, first); err != nil {
		t.Fatal(err)
	}
	if _, err := h.CreateBriefing(context.Background(), act, originOf("flood")); err != nil {
		t.Fatal(err)
	}
	return f
}

// declares gives the act that declares a key.
func (f *heir) declares(d record.Declaration) brief.Act {
	f.t.Helper()
	request, err := d.Request(f.before, f.key)
	if err != nil {
		f.t.Fatal(err)
	}
	whole, err := record.Countersign(request, f.root)
	if err != nil {
		f.t.Fatal(err)
	}
	return brief.Act{Briefing: "flood", Kind: brief.EntryKey, Item: brief.ItemKey, Lang: "en", IfRev: -1, Person: "p1", Role: brief.Chief,
		Body: body(f.t, brief.KeyDeclared{Declaration: string(whole)})}
}

// signedWith tells with which of the two keys the checkpoint is signed.
func (f *heir) signedWith(s record.Signer) bool {
	f.t.Helper()
	signed, err := f.Checkpoint(context.Background(), "flood")
	if err != nil {
		f.t.Fatal(err)
	}
	return record.SignedBy(signed, originOf("flood"), s.KeyHash())
}

func TestADeclaredKeySignsFromItsEntryOn(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		f := newHeir(t, h)
		h.must(h.act(brief.Publish, "a", 0, "Before"))
		if !f.signedWith(f.before) {
			t.Fatal("the first key does not sign")
		}
		h.must(f.declares(f.next), h.act(brief.Publish, "b", 0, "In the same breath"))
		if !f.signedWith(f.key) || f.signedWith(f.before) {
			t.Error("the declared key does not sign its own entry")
		}
		_, err := h.Append(context.Background(), h.act(brief.Publish, "c", 0, "By a server that missed it"))
		refused(t, err, brief.KindUnavailable, "signed by another key")
		h.signers["flood"] = f.key
		h.must(h.act(brief.Publish, "c", 0, "After"))
		if err := h.Check(context.Background()); err != nil {
			t.Error(err)
		}
		keys, err := h.Keys(context.Background(), "flood")
		if err != nil || len(keys.List()) != 2 || keys.List()[1].Seq != 3 || keys.List()[1].Key != f.next.Key {
			t.Errorf("%+v, %v", keys, err)
		}
	})
}

func TestADeclarationThatDoesNotFitChangesNothing(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		f := newHeir(t, h)
		third := f.next
		third.Number = 3
		spoilt := f.declares(f.next)
		spoilt.Body = []byte(strings.Replace(string(spoilt.Body), "expires 2028", "expires 2038", 1))
		elsewhere := f.declares(f.next)
		elsewhere.Item = "something"
		for words, act := range map[string]brief.Act{
			"its number is 3": f.declares(third), "changed after it was signed": spoilt, "cannot be about the item": elsewhere,
		} {
			_, err := h.Append(context.Background(), act)
			refused(t, err, brief.KindInvalid, words)
		}
		h.must(f.declares(f.next))
		h.signers["flood"] = f.key
		_, err := h.Append(context.Background(), f.declares(f.next))
		refused(t, err, brief.KindInvalid, "does not take over")
		redact := h.redaction("key", 1, brief.Removed{Seq: 2})
		_, err = h.Append(context.Background(), redact)
		refused(t, err, brief.KindInvalid, "cannot be about the item")
		if head, _ := h.Head(context.Background(), "flood"); head != 2 {
			t.Errorf("%d entries", head)
		}
	})
}

func TestAFirstDeclarationComesFromTheKeyThatSigned(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		h.begin("storm", false) // its first entry declares nothing
		draw := func(seed, name string) (record.Signer, string) {
			secret, public, err := record.NewKey(seeded(seed), name)
			if err != nil {
				t.Fatal(err)
			}
			signer, err := record.NewSigner(secret)
			if err != nil {
				t.Fatal(err)
			}
			return signer, public
		}
		strange, stranger := draw("a stranger", originOf("storm"))
		rootSigner, rootLine := draw("a root", record.RootName(originOf("storm")))
		fresh, public := draw("the new one", originOf("storm"))
		_, mineLine := draw("storm", originOf("storm"))
		h.Store.opts.Declared = func(brief.BriefingID, string) (note.Signer, error) { return fresh, nil }
		declare := func(before string, by record.Signer) error {
			d := record.Declaration{Origin: originOf("storm"), Number: 1, Key: public, Before: before, Root: rootLine, Expires: "2028-01-01", Reason: record.RenewedKey}
			request, err := d.Request(by, fresh)
			if err != nil {
				t.Fatal(err)
			}
			whole, err := record.Countersign(request, rootSigner)
			if err != nil {
				t.Fatal(err)
			}
			_, err = h.Append(context.Background(), brief.Act{Briefing: "storm", Kind: brief.EntryKey, Item: brief.ItemKey, IfRev: -1, Role: brief.Chief,
				Body: body(t, brief.KeyDeclared{Declaration: string(whole)})})
			return err
		}
		refused(t, declare(stranger, strange), brief.KindUnavailable, "another key")
		if err := declare(mineLine, h.signers["storm"]); err != nil {
			t.Error(err)
		}
	})
}

func TestCheckSeesACheckpointByAKeyThatWasReplaced(t *testing.T) {
	h := openFileIn(t)
	f := newHeir(t, h)
	h.must(f.declares(f.next))
	h.signers["flood"] = f.key
	if err := h.Check(context.Background()); err != nil {
		t.Fatal(err)
	}
	signed, err := h.Checkpoint(context.Background(), "flood")
	if err != nil {
		t.Fatal(err)
	}
	n, err := record.NewVerifier(f.next.Key)
	if err != nil {
		t.Fatal(err)
	}
	tree, err := record.OpenCheckpoint(signed, originOf("flood"), note.VerifierList(n))
	if err != nil {
		t.Fatal(err)
	}
	forged, err := record.Checkpoint(originOf("flood"), tree.Size, tree.Root, f.before)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := h.write.Exec("UPDATE checkpoints SET signed = ?", forged); err != nil {
		t.Fatal(err)
	}
	h.signers["flood"] = f.before
	if err := h.Check(context.Background()); err == nil || !strings.Contains(err.Error(), "entry 2 declares") {
		t.Errorf("%v", err)
	}
}
