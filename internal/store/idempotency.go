package store

import (
	"bytes"
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"livebrief/internal/brief"
	"livebrief/internal/record"
)

// digest covers everything of an act but its body, which is compared by the entry's commit: a plain hash of the
// body would let a redacted text be guessed. The item of a new development, statement or speaker is left out, because
// whoever asks again may have drawn a new id for it.
func digest(act *brief.Act) ([]byte, error) {
	item := act.Item
	if act.Kind == brief.Publish || act.IfRev == 0 && (act.Kind == brief.EntryStatement || act.Kind == brief.EntrySpeaker) {
		item = ""
	}
	form, err := record.Canonical(struct {
		Kind   brief.EntryKind `json:"kind"`
		Item   brief.ItemID    `json:"item"`
		Lang   string          `json:"lang"`
		Dated  time.Time       `json:"dated"`
		IfRev  int             `json:"if_rev"`
		Until  time.Time       `json:"embargo_until"`
		Person brief.PersonID  `json:"person"`
		Role   brief.Role      `json:"role"`
	}{act.Kind, item, act.Lang, keep(act.Dated), act.IfRev, keep(act.EmbargoUntil), act.Person, act.Role})
	sum := sha256.Sum256(form)
	return sum[:], err
}

// known finds the entry that the act's key stands for. The same key with another act is a conflict.
func (w *writing) known(ctx context.Context, act *brief.Act) (brief.Entry, bool, error) {
	if act.Key == "" {
		return brief.Entry{}, false, nil
	}
	var seq brief.Seq
	was, err := one(ctx, w.r, func(r row) (sum []byte, err error) {
		err = r.Scan(&seq, &sum)
		return sum, err
	}, "idempotency.One", w.b.ID, act.Key)
	if errors.Is(err, sql.ErrNoRows) {
		return brief.Entry{}, false, nil
	}
	if err != nil {
		return brief.Entry{}, false, err
	}
	p, err := one(ctx, w.r, scanPublished, "entry.Range", w.b.ID, seq, seq)
	if err != nil {
		return brief.Entry{}, false, err
	}
	sum, err := digest(act)
	if err != nil {
		return brief.Entry{}, false, err
	}
	if p.Removal != nil {
		return brief.Entry{}, false, brief.Conflict(
			fmt.Sprintf("this key belongs to entry %d, whose text has been removed since", seq), "use a new key")
	}
	if !bytes.Equal(was, sum) || record.CommitTo(p.Salt, act.Body) != p.Entry.Commit {
		return brief.Entry{}, false, brief.Conflict(
			fmt.Sprintf("this key belongs to another act, which became entry %d", seq), "use a new key for a new act")
	}
	return p.Entry, true, nil
}

// remember ties the act's key to its entry.
func (w *writing) remember(ctx context.Context, act *brief.Act, seq brief.Seq) error {
	if act.Key == "" {
		return nil
	}
	sum, err := digest(act)
	if err != nil {
		return err
	}
	_, err = w.r.exec(ctx, "idempotency.Add", w.b.ID, act.Key, seq, sum)
	return err
}
