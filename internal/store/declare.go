package store

import (
	"context"
	"encoding/json"
	"fmt"

	"golang.org/x/mod/sumdb/note"

	"livebrief/internal/brief"
	"livebrief/internal/record"
)

// signerOf finds the key that signs once the acts are written: the last one that they declare, or the one in force. It is
// found before the transaction begins, because finding it may take a while.
func (s *Store) signerOf(acts []brief.Act) (note.Signer, error) {
	public := ""
	for i := range acts {
		if acts[i].Kind != brief.EntryKey {
			continue
		}
		d, err := declarationIn(acts[i].Body)
		if err != nil {
			return nil, err
		}
		public = d.Key
	}
	if public == "" {
		return s.signer(acts[0].Briefing)
	}
	if s.opts.Declared == nil {
		return nil, brief.Forbidden("this program holds no keys and cannot declare one", "do it where the signing key is")
	}
	signer, err := s.opts.Declared(acts[0].Briefing, public)
	if err != nil {
		return nil, fmt.Errorf("finding the key that is declared: %w", err)
	}
	return signer, nil
}

// declarationIn reads the declaration in the body of a key entry.
func declarationIn(body json.RawMessage) (*record.Declaration, error) {
	var declared brief.KeyDeclared
	if err := json.Unmarshal(body, &declared); err != nil {
		return nil, &brief.Error{Kind: brief.KindInvalid, What: "the body is not the declaration of a key", Do: "make it again", Err: err}
	}
	return record.OpenDeclaration([]byte(declared.Declaration))
}

// declare holds the declaration of a key to the ones before it.
func (w *writing) declare(ctx context.Context, act *brief.Act, e brief.Entry) error {
	d, err := declarationIn(act.Body)
	if err != nil {
		return err
	}
	if d.Origin != w.b.Origin {
		return brief.Invalid(fmt.Sprintf("the declaration is that of the record %.80s, and this is %s", d.Origin, w.b.Origin), "choose the right briefing")
	}
	keys, err := succession(ctx, w.r, w.b.ID, e.Seq-1)
	if err != nil {
		return err
	}
	if _, known := keys.Current(); !known {
		if err := w.takesOver(d); err != nil {
			return err
		}
	}
	if err := keys.Add(&brief.Published{Entry: e, Body: act.Body}); err != nil {
		return err
	}
	w.declared = d.Key
	return nil
}

// takesOver tells whether a first declaration names the key that has signed so far, which nothing in the record says.
func (w *writing) takesOver(d *record.Declaration) error {
	before, err := record.NewVerifier(d.Before)
	if err != nil {
		return brief.Invalid("the declaration names no key before", "make it again")
	}
	return w.signedBy(before.KeyHash())
}

// inForce tells whether the signer holds the key of this record, by the checkpoint that stands or by what the acts have
// declared: another server may have changed it meanwhile.
func (w *writing) inForce(signer note.Signer) error {
	if w.declared == "" {
		return w.signedBy(signer.KeyHash())
	}
	v, err := record.NewVerifier(w.declared)
	if err != nil {
		return err
	}
	if v.KeyHash() != signer.KeyHash() {
		return brief.Unavailable("the key that was declared is not the one at hand", "bring the new key into the data folder", nil)
	}
	return nil
}

// signedBy tells whether the checkpoint that stands carries a signature by that key; the first one has none before it.
func (w *writing) signedBy(hash uint32) error {
	if w.start > 0 && !record.SignedBy(w.signed, w.b.Origin, hash) {
		return brief.Unavailable("the record is signed by another key than the one at hand",
			"it was replaced, or the wrong key lies in the data folder: bring the right one there", nil)
	}
	return nil
}

// succession gives the keys that a record has declared up to an entry.
func succession(ctx context.Context, r runner, id brief.BriefingID, upTo brief.Seq) (*record.Succession, error) {
	first, err := many(ctx, r, scanPublished, "entry.Range", id, 1, 1)
	if err != nil {
		return nil, err
	}
	later, err := many(ctx, r, scanPublished, "entry.OfItem", id, brief.ItemKey)
	if err != nil {
		return nil, err
	}
	keys := &record.Succession{}
	for _, p := range append(first, later...) {
		if p.Entry.Seq > upTo {
			break
		}
		if err := keys.Add(&p); err != nil {
			return nil, err
		}
	}
	return keys, nil
}

// Keys gives the keys that a briefing's record has declared.
func (s *Store) Keys(ctx context.Context, id brief.BriefingID) (*record.Succession, error) {
	keys, err := succession(ctx, s.reader(), id, record.MaxSize)
	return keys, s.explain("reading the keys of the record", err)
}
