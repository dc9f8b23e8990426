package mirror

import (
	"crypto/sha256"
	"errors"
	"fmt"

	"golang.org/x/mod/sumdb/tlog"

	"livebrief/internal/brief"
	"livebrief/internal/record"
)

// wholeRecord is where a fault of the entries lies; its sentence names the entry.
const wholeRecord = "record"

// record recomputes the tree from the entries and holds every text against its entry.
func (v *check) record() error {
	files := tiles(v.tree.Size)
	v.passed()
	for _, t := range files {
		if t.level != record.EntriesLevel {
			continue
		}
		if err := v.bundle(t); errors.Is(err, errStop) {
			// What is wrong is named; the tree cannot be rebuilt from entries that are not there.
			return nil
		} else if err != nil {
			return err
		}
	}
	if err := v.chain.Close(v.tree); err != nil {
		v.fault(tampered(wholeRecord, plain(err)))
		return nil
	}
	for _, t := range files {
		if t.level == record.EntriesLevel {
			continue
		}
		path := "record/" + record.TilePath(t.level, t.index, t.width)
		body, err := v.file(path)
		if err != nil && !errors.Is(err, errStop) {
			return err
		}
		if want, ok := v.sums.Sum(t.level, t.index, t.width); err == nil && (!ok || sha256.Sum256(body) != want) {
			v.fault(tampered(path, "its hashes are not those of the entries"))
		}
	}
	if !v.last.Equal(v.At) {
		v.fault(tampered(manifestPath, "its time is not that of the last entry"))
	}
	return nil
}

// bundle checks up to 256 entries and what stands beside them; errStop when they cannot be chained.
func (v *check) bundle(t tile) error {
	path := "record/" + record.TilePath(t.level, t.index, t.width)
	raw, err := v.file(path)
	if err != nil {
		return err
	}
	leaves, err := record.ParseEntryBundle(raw)
	if err != nil || len(leaves) != t.width {
		return v.stop(tampered(path, "it is no bundle of entries"))
	}
	besidePath := "record/" + record.BodiesPath(t.index, t.width)
	rawBodies, err := v.file(besidePath)
	if err != nil {
		return err
	}
	first := brief.Seq(t.from()) + 1
	list, err := record.ParseBodies(rawBodies, first, t.width)
	if err != nil {
		return v.stop(tampered(besidePath, plain(err)))
	}
	for i, leaf := range leaves {
		if err := v.entry(leaf, &list[i]); err != nil {
			return err
		}
	}
	v.told.Entries += int64(len(leaves))
	v.tell()
	return nil
}

// entry holds one entry to the ones before it, and its text to the entry. The first that fails ends the reading of the
// record: those behind it have nothing to stand on.
func (v *check) entry(leaf []byte, b *record.Beside) error {
	if b.Body == nil && b.Salt == nil && b.Removal == nil {
		return v.stop(incomplete(wholeRecord, fmt.Sprintf("entry %d has lost its text, and no entry says that it was removed", b.Seq)))
	}
	e, err := v.chain.Add(leaf, b.Body, b.Salt, b.Removal)
	if err != nil {
		return v.stop(tampered(wholeRecord, plain(err)))
	}
	if e.Kind == brief.EntryVersions && b.Removal == nil {
		if err := record.CheckNumbers(b.Body); err != nil {
			return v.stop(tampered(wholeRecord, fmt.Sprintf("entry %d: %s", e.Seq, plain(err))))
		}
	}
	if b.Removal != nil {
		v.Removed = append(v.Removed, Gone{Seq: e.Seq, By: b.Removal.By, Class: b.Removal.Class})
	}
	v.last = e.At
	v.sums.Add(tlog.RecordHash(leaf))
	v.passed()
	return nil
}

// passed takes the root when the chain stands at the size of the pin: later nobody could say any more what it was.
func (v *check) passed() {
	if v.chain.Size() == v.Pins[v.Origin].Size {
		v.pinned = v.chain.Tree().Root
	}
}
