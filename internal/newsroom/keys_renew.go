package newsroom

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"time"

	"livebrief/internal/brief"
	"livebrief/internal/record"
	"livebrief/internal/store"
	"livebrief/internal/web"
)

// locksmith tells of the keys of briefings and prepares new ones. What it prepares signs nothing before the record
// declares it.
type locksmith struct {
	store *store.Store
	keys  keyring
	now   func() time.Time
}

// Standing tells which key signs a record, and until when.
func (l locksmith) Standing(ctx context.Context, id brief.BriefingID) (web.KeyStanding, error) {
	origin, err := l.store.Origin(ctx, id)
	if err != nil {
		return web.KeyStanding{}, err
	}
	keys, err := l.store.Keys(ctx, id)
	if err != nil {
		return web.KeyStanding{}, err
	}
	s := web.KeyStanding{Origin: origin}
	if now, declared := keys.Current(); declared {
		s.Key, s.Root, s.Expires, s.Number, s.Since = now.Key, now.Root, now.Expires, now.Number, now.Seq
	} else if s.Key, err = l.keys.public(id); err != nil {
		return s, err
	}
	if s.Fingerprint, err = record.Fingerprint(s.Key); err != nil {
		return s, err
	}
	if s.Root != "" {
		if s.RootFingerprint, err = record.Fingerprint(s.Root); err != nil {
			return s, err
		}
	}
	_, err = l.keys.read(id, rootFile)
	if s.RootHere = err == nil; errors.Is(err, fs.ErrNotExist) {
		err = nil
	}
	return s, err
}

// Request prepares a key and gives its declaration, signed by everybody but the root. Asked again, it is the same key.
func (l locksmith) Request(ctx context.Context, id brief.BriefingID, wish web.KeyWish) ([]byte, error) {
	d, before, err := l.draft(ctx, id, wish)
	if err != nil {
		return nil, err
	}
	secret, err := l.keys.read(id, nextFile)
	if errors.Is(err, fs.ErrNotExist) {
		if secret, _, err = record.NewKey(rand.Reader, d.Origin); err == nil {
			err = l.keys.write(id, nextFile, secret)
		}
	}
	if err != nil {
		return nil, err
	}
	if d.Key, err = record.VerifierKey(secret); err != nil {
		return nil, err
	}
	key, err := record.NewSigner(secret)
	if err != nil {
		return nil, err
	}
	return d.Request(before, key)
}

// draft fills a declaration but for its key, and gives the signer of the key before where that has to sign.
func (l locksmith) draft(ctx context.Context, id brief.BriefingID, wish web.KeyWish) (d record.Declaration, before record.Signer, err error) {
	is, err := l.Standing(ctx, id)
	if err != nil {
		return d, nil, err
	}
	d = record.Declaration{Origin: is.Origin, Number: is.Number + 1, Before: is.Key, Root: is.Root, Expires: wish.Expires, Reason: record.RenewedKey}
	if d.Expires == "" {
		d.Expires = lastDay(l.now())
	}
	if is.Root == "" {
		// The briefing is from before there were roots: it gets one, and the key that signs now answers for it.
		if wish.Lost {
			return d, nil, brief.Invalid("this record has declared no root that could answer for a new key", "bring the key back from a backup")
		}
		if d.Root, err = l.root(id, is.Origin); err != nil {
			return d, nil, err
		}
	}
	if wish.Lost {
		d.Reason = record.LostKey
		return d, nil, nil
	}
	before, err = l.keys.signer(id)
	return d, before, err
}

// root gives the public half of the root in the data folder, and makes one where there is none.
func (l locksmith) root(id brief.BriefingID, origin string) (string, error) {
	secret, err := l.keys.read(id, rootFile)
	if errors.Is(err, fs.ErrNotExist) {
		if secret, _, err = record.NewRoot(rand.Reader, origin); err == nil {
			err = l.keys.write(id, rootFile, secret)
		}
	}
	if err != nil {
		return "", err
	}
	return record.VerifierKey(secret)
}

// Sign lets the root sign a request, where it lies on this machine.
func (l locksmith) Sign(_ context.Context, id brief.BriefingID, request []byte) ([]byte, error) {
	secret, err := l.keys.read(id, rootFile)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, brief.Conflict("the root key of this briefing is not on this machine",
			"make a request with `livebrief key request`, sign it where the root is with `livebrief key sign`, and bring it back with `livebrief key install`")
	}
	if err != nil {
		return nil, err
	}
	root, err := record.NewSigner(secret)
	if err != nil {
		return nil, err
	}
	return record.Countersign(request, root)
}

// settle finishes a change of keys that was cut short between the record and the folder: the key that waits has signed
// the newest checkpoint already.
func (k keyring) settle(ctx context.Context, st *store.Store) error {
	rows, err := st.Briefings(ctx)
	if err != nil {
		return err
	}
	for _, row := range rows {
		secret, err := k.read(row.ID, nextFile)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return err
		}
		next, err := record.NewSigner(secret)
		if err != nil {
			return fmt.Errorf("the key that waits for the briefing %s: %w", row.Name, err)
		}
		signed, err := st.Checkpoint(ctx, row.ID)
		if err != nil {
			return err
		}
		if record.SignedBy(signed, row.Origin, next.KeyHash()) {
			if err := k.promote(row.ID); err != nil {
				return err
			}
		}
	}
	return nil
}

// expiryNotice is how long before a key expires the desk is told.
const expiryNotice = 30 * 24 * time.Hour

// watchKeys says which keys expire soon. Publishing does not stop for it: readers who verify are told that a key which
// had expired has signed.
func (r *Room) watchKeys(ctx context.Context) {
	rows, err := r.store.Briefings(ctx)
	if err != nil {
		return // the watch over the record says so
	}
	for _, row := range rows {
		keys, err := r.store.Keys(ctx, row.ID)
		if err != nil {
			r.log.Error("the keys of a record cannot be read", "briefing", row.Name, "error", err)
			continue
		}
		if now, declared := keys.Current(); declared && now.Expired(r.now().Add(expiryNotice)) {
			r.log.Warn("the key of a record expires; replace it with `livebrief key rotate`", "briefing", row.Name, "last_day", now.Expires)
		}
	}
}
