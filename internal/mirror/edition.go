package mirror

import (
	"fmt"
	"slices"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"livebrief/internal/brief"
	"livebrief/internal/edition"
	"livebrief/internal/page"
	"livebrief/internal/record"
)

// Edition is what a copy is made from: the whole record up to one entry.
type Edition struct {
	// Entries are all entries from 1, with what stands beside them.
	Entries []brief.Published
	// Checkpoint covers exactly these entries.
	Checkpoint []byte
	// Signer signs the manifest; Key is its public half.
	Signer record.Signer
	Key    string
	// Renderer is the program's version.
	Renderer string
}

// folded is an edition made ready for printing.
type folded struct {
	*Edition
	state  *edition.State
	shelf  page.Shelf
	hashes *record.Hashes
	leaves [][]byte
	// days are the last editions of the days that are over, oldest first.
	days []*edition.State
	// histories are the entries of each item, oldest first; lines are the lines of the glance there ever were.
	histories map[brief.ItemID][]brief.Published
	lines     []brief.LineID
	tracks    []brief.TrackID
}

// fold replays the record, and refuses one that does not stand up to its own checkpoint.
func (e *Edition) fold() (*folded, error) {
	f := &folded{Edition: e, state: edition.New(), hashes: &record.Hashes{}, histories: map[brief.ItemID][]brief.Published{}}
	for i := range e.Entries {
		if err := f.add(&e.Entries[i]); err != nil {
			return nil, err
		}
	}
	f.tracks = mergeTracks(f.tracks, f.state.Briefing.Tracks)
	if err := f.check(); err != nil {
		return nil, err
	}
	short, err := record.Fingerprint(e.Key)
	if err != nil {
		return nil, err
	}
	kept := map[brief.Seq]bool{}
	for _, day := range f.days {
		kept[day.Seq] = true
	}
	f.shelf = page.Shelf{Name: f.state.Briefing.Name, State: f.state, Static: true, Kept: kept, Origin: e.Signer.Name(), Fingerprint: short}
	return f, nil
}

// add folds one entry.
func (f *folded) add(p *brief.Published) error {
	leaf, err := record.LeafBytes(p.Entry)
	if err != nil {
		return err
	}
	if err := f.hashes.Append(tlog.RecordHash(leaf)); err != nil {
		return fmt.Errorf("growing the tree: %w", err)
	}
	f.leaves = append(f.leaves, leaf)
	day := ""
	if f.state.Seq > 0 {
		day = f.state.DayOf(f.state.When)
	}
	before := f.state
	if day != "" && before.DayOf(before.Clock(&p.Entry)) != day {
		f.days = append(f.days, before)
		f.state = before.Clone()
	}
	if err := f.state.Apply(*p); err != nil {
		return fmt.Errorf("folding entry %d: %w", p.Entry.Seq, err)
	}
	f.histories[p.Entry.Item] = append(f.histories[p.Entry.Item], *p)
	switch p.Entry.Kind {
	case brief.EntryGlance:
		for _, l := range f.state.Glance.Lines {
			if !slices.Contains(f.lines, l.ID) {
				f.lines = append(f.lines, l.ID)
			}
		}
	case brief.EntryBriefing:
		f.tracks = mergeTracks(f.tracks, f.state.Briefing.Tracks)
	}
	return nil
}

// mergeTracks adds the tracks that are new; pages of older editions lead to tracks that were dropped since.
func mergeTracks(known []brief.TrackID, tracks []brief.Track) []brief.TrackID {
	for _, t := range tracks {
		if !slices.Contains(known, t.ID) {
			known = append(known, t.ID)
		}
	}
	return known
}

// check holds the entries against the checkpoint, so that no copy is made of a damaged store.
func (f *folded) check() error {
	verifier, err := record.NewVerifier(f.Key)
	if err != nil {
		return err
	}
	want, err := record.OpenCheckpoint(f.Checkpoint, f.Signer.Name(), note.VerifierList(verifier))
	if err != nil {
		return err
	}
	if got, err := f.hashes.Tree(); err != nil || got != want {
		return &brief.Error{What: "the record in the store is not the one that its checkpoint was signed for",
			Do: "run `livebrief check`, which says which entry is damaged", Err: err}
	}
	return nil
}

// bodies hands the pages their texts.
func (f *folded) bodies(seqs []brief.Seq) (map[brief.Seq]brief.Published, error) {
	found := make(map[brief.Seq]brief.Published, len(seqs))
	for _, seq := range seqs {
		if seq >= 1 && int(seq) <= len(f.Entries) {
			found[seq] = f.Entries[seq-1]
		}
	}
	return found, nil
}
