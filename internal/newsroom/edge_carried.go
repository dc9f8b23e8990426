package newsroom

import (
	"context"
	"encoding/json"
	"sync"

	"livebrief/internal/brief"
	"livebrief/internal/edition"
	"livebrief/internal/mirror"
	"livebrief/internal/page"
	"livebrief/internal/record"
	"livebrief/internal/relay"
	"livebrief/internal/store"
)

// An edge has no key and no private table. What a newsroom makes with them comes along as it is, and is verified here:
// the lines of witnesses under a checkpoint, and the signed list of mirrors.

// carried takes in the cosignatures under a checkpoint, of the witnesses that the briefing names.
func (w *witnesses) carried(ctx context.Context, id brief.BriefingID, checkpoint []byte) error {
	state, err := w.press.Current(ctx, id)
	if err != nil || len(state.Briefing.Witnesses) == 0 {
		return err
	}
	_, tree, err := record.Claimed(checkpoint)
	if err != nil {
		return err
	}
	for _, one := range state.Briefing.Witnesses {
		verifier, err := record.NewWitnessVerifier(one.Key)
		if err != nil {
			continue
		}
		signed, err := record.FindCosignature(checkpoint, checkpoint, verifier)
		if err != nil {
			continue // this one has not signed it yet
		}
		if err := w.take(ctx, store.Cosignature{Briefing: id, Witness: shortKey(one.Key), Size: tree.Size, Line: signed.Line, At: signed.At}); err != nil {
			return err
		}
	}
	return nil
}

// take keeps a cosignature that was verified.
func (w *witnesses) take(ctx context.Context, c store.Cosignature) error {
	if err := w.store.SaveCosignature(ctx, c); err != nil {
		return err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.note(c)
	return nil
}

// mirrorLists are the lists of mirrors that came along, each as its newsroom signed it.
type mirrorLists struct {
	mu   sync.Mutex
	kept map[brief.BriefingID]mirrorList
}

// mirrorList is a signed list, and the edition that can have changed it last.
type mirrorList struct {
	edition brief.Seq
	signed  []byte
}

func newMirrorLists() *mirrorLists { return &mirrorLists{kept: map[brief.BriefingID]mirrorList{}} }

// Mirrors gives the list of an edition.
func (l *mirrorLists) Mirrors(id brief.BriefingID, state *edition.State) ([]byte, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if kept := l.kept[id]; kept.signed != nil && kept.edition == state.Version(edition.OfBriefing()) {
		return kept.signed, nil
	}
	return nil, brief.NotFound("the signed list of mirrors has not come to this edge", "the page of mirrors has the list; the newsroom's own server signs it")
}

// takeMirrors gets the signed list where what the briefing says of itself has changed since the last one.
func (e *Edge) takeMirrors(ctx context.Context, h relay.Head) error {
	state, err := e.press.Current(ctx, h.Briefing)
	if err != nil {
		return err
	}
	changed := state.Version(edition.OfBriefing())
	e.lists.mu.Lock()
	has := e.lists.kept[h.Briefing].edition == changed
	e.lists.mu.Unlock()
	if has {
		return nil
	}
	signed, err := e.source.Mirrors(ctx, h)
	if err != nil || signed == nil {
		return err
	}
	key, err := e.public(h.Briefing)
	if err != nil {
		return err
	}
	r := mirror.VerifyMirrors(signed, mirror.Options{Key: key})
	if r.Verdict() != mirror.Intact || r.Origin != h.Origin || r.Edition != changed {
		return brief.Invalid("the list of mirrors that came is not that of this edition, or not signed by its key", "it is asked for again with the next edition")
	}
	e.lists.mu.Lock()
	defer e.lists.mu.Unlock()
	e.lists.kept[h.Briefing] = mirrorList{changed, signed}
	return nil
}

// apartNote is what a stream is told beside the record; nil takes it back.
func apartNote(shelf page.Shelf) []byte {
	if shelf.Apart == nil {
		return nil
	}
	note, err := json.Marshal(struct {
		Cut     int64  `json:"cut"`
		Refused bool   `json:"refused,omitempty"`
		Says    string `json:"says"`
	}{shelf.Apart.Since.Unix(), shelf.Apart.Refused, page.ApartSays(shelf)})
	if err != nil {
		return nil
	}
	return note
}
