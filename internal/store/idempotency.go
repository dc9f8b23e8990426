package store

import (
	"bytes"
	"context"
	"crypto/sha256"
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
	was, found := w.keys[act.Key]
	if !found {
		return brief.Entry{}, false, nil
	}
	p, err := w.entry(ctx, was.seq)
	if err != nil {
		return brief.Entry{}, false, err
	}
	sum, err := digest(act)
	if err != nil {
		return brief.Entry{}, false, err
	}
	if p.Removal != nil {
		return brief.Entry{}, false, brief.Conflict(
			fmt.Sprintf("this key belongs to entry %d, whose text has been removed since", was.seq), "use a new key")
	}
	if !bytes.Equal(was.digest, sum) || record.CommitTo(p.Salt, act.Body) != p.Entry.Commit {
		return brief.Entry{}, false, brief.Conflict(
			fmt.Sprintf("this key belongs to another act, which became entry %d", was.seq), "use a new key for a new act")
	}
	return p.Entry, true, nil
}

// remember ties the act's key to its entry.
func (w *writing) remember(act *brief.Act, seq brief.Seq) error {
	if act.Key == "" {
		return nil
	}
	sum, err := digest(act)
	if err != nil {
		return err
	}
	w.keys[act.Key] = keyed{seq, sum}
	w.undo = append(w.undo, func() { delete(w.keys, act.Key) })
	w.put("idempotency.Add", w.b.ID, act.Key, seq, sum)
	return nil
}

// keyed is what a key stands for.
type keyed struct {
	seq    brief.Seq
	digest []byte
}
