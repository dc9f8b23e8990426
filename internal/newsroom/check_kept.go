package newsroom

import (
	"bytes"
	"context"
	"fmt"

	"livebrief/internal/brief"
	"livebrief/internal/edition"
)

// editions folds a record from its first entry and compares every edition that is kept with what comes out. It gives how
// many there were.
//
// Others may publish meanwhile. A redaction drops every edition that could still show the text, and none is kept that
// one after it could concern; so an edition that is there once the fold has come so far is the one of these entries.
func (k checking) editions(ctx context.Context, id brief.BriefingID, of *sound) (kept int, err error) {
	seqs, err := k.store.Snapshots(ctx, id, of.entries)
	if err != nil {
		return 0, err
	}
	state := edition.New()
	for _, seq := range seqs {
		if err := foldTo(ctx, k.store, id, state, seq, nil); err != nil {
			return 0, err
		}
		fmt.Fprintf(k.tell, "\r\033[K%s: kept edition %d of %d", of.name, seq, of.entries)
		at, raw, err := k.store.Snapshot(ctx, id, seq)
		if err != nil {
			return 0, err
		}
		if at != seq {
			continue // a redaction has dropped it since
		}
		if err := sameEdition(raw, state); err != nil {
			return 0, &brief.Error{Kind: brief.KindOther, Err: err, What: fmt.Sprintf("in the briefing %s, the edition %d that is kept in the database "+
				"is not the one that the record makes", of.name, seq), Do: "stop the server and empty the table snapshots; they are made again from the record"}
		}
		kept++
	}
	return kept, nil
}

// sameEdition compares a kept state with a folded one. It is written again first: another version of the program may
// have spelled the same state in another way.
func sameEdition(raw []byte, folded *edition.State) error {
	state, err := edition.Decode(raw)
	if err != nil {
		return err
	}
	if !bytes.Equal(state.Encode(), folded.Encode()) {
		return fmt.Errorf("kept and folded differ at %d", folded.Seq)
	}
	return nil
}
