package mirror

import (
	"bytes"
	"errors"
	"fmt"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"livebrief/internal/brief"
	"livebrief/internal/record"
)

// chain is what one entry leaves for the next.
type chain struct {
	briefing brief.BriefingID
	at       time.Time
	// gone are entries without text; orders the redactions that can have taken it.
	gone   []brief.Published
	orders map[brief.Seq]brief.Published
}

// record recomputes the tree from the entries and holds every text against its entry.
func (v *check) record() error {
	links := &chain{orders: map[brief.Seq]brief.Published{}}
	files := tiles(v.tree.Size)
	whole := true
	for _, t := range files {
		if t.level != record.EntriesLevel {
			continue
		}
		err := v.bundle(t, links)
		if err != nil && !errors.Is(err, errStop) {
			return err
		}
		whole = whole && err == nil
	}
	if !whole {
		// What is wrong is named; the tree cannot be rebuilt from entries that are not there.
		return nil
	}
	if tree, err := v.hashes.Tree(); err != nil || tree != v.tree {
		return v.stop(tampered(checkpointPath, "its root is not that of the entries"))
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
		if want, err2 := record.TileBytes(t.level, t.index, t.width, &v.hashes); err == nil && (err2 != nil || !bytes.Equal(body, want)) {
			v.fault(tampered(path, "its hashes are not those of the entries"))
		}
	}
	if !links.at.Equal(v.At) {
		v.fault(tampered(manifestPath, "its time is not that of the last entry"))
	}
	v.removals(links)
	return nil
}

// bundle checks up to 256 entries and what stands beside them; errStop when they cannot be chained.
func (v *check) bundle(t tile, links *chain) error {
	path := "record/" + record.TilePath(t.level, t.index, t.width)
	raw, err := v.file(path)
	if err != nil {
		return err
	}
	leaves, err := record.ParseEntryBundle(raw)
	if err != nil || len(leaves) != t.width {
		return v.stop(tampered(path, "it is no bundle of entries"))
	}
	besidePath := bodiesPath(t.index, t.width)
	rawBodies, err := v.file(besidePath)
	if err != nil {
		return err
	}
	first := brief.Seq(t.from()) + 1
	list, err := decodeBodies(rawBodies, first, t.width)
	if err != nil {
		return v.stop(tampered(besidePath, plain(err)))
	}
	for i, leaf := range leaves {
		seq := first + brief.Seq(i)
		e, err := record.ParseEntry(leaf)
		if err != nil {
			return v.stop(tampered(entryName(seq), plain(err)))
		}
		if err := v.hashes.Append(tlog.RecordHash(leaf)); err != nil {
			return err
		}
		v.entry(seq, brief.Published{Entry: e, Body: list[i].Body, Salt: list[i].Salt, Removal: list[i].Removal}, links)
	}
	return nil
}

func entryName(seq brief.Seq) string { return fmt.Sprintf("entry %d", seq) }

// entry checks one entry, its place behind the others, and its text.
func (v *check) entry(seq brief.Seq, p brief.Published, links *chain) {
	where := entryName(seq)
	switch e := &p.Entry; {
	case e.Seq != seq:
		v.fault(tampered(where, fmt.Sprintf("entry %d stands in its place", e.Seq)))
	case e.At.Before(links.at):
		v.fault(tampered(where, "it claims to be older than the entry before it"))
	case links.briefing != "" && e.Briefing != links.briefing:
		v.fault(tampered(where, "it belongs to another briefing"))
	}
	links.at, links.briefing = p.Entry.At, p.Entry.Briefing
	switch err := record.VerifyEntry(p); {
	case p.Body == nil && p.Salt == nil && p.Removal == nil:
		v.fault(incomplete(where, "its text is gone, and no entry says that it was removed"))
		return
	case err != nil:
		v.fault(tampered(where, plain(err)))
		return
	}
	if p.Removal != nil {
		links.gone = append(links.gone, p)
	}
	if p.Entry.Kind == brief.Redact {
		links.orders[seq] = p
	}
}

// removals checks that every text that is gone was removed by an entry that says so.
func (v *check) removals(links *chain) {
	for _, p := range links.gone {
		by, ok := links.orders[p.Removal.By]
		if !ok {
			v.fault(tampered(entryName(p.Entry.Seq), fmt.Sprintf("its text is said to be removed by entry %d, which removes nothing", p.Removal.By)))
			continue
		}
		if err := record.VerifyRemoval(p, by); err != nil {
			v.fault(tampered(entryName(p.Entry.Seq), plain(err)))
			continue
		}
		v.Removed = append(v.Removed, Gone{Seq: p.Entry.Seq, By: p.Removal.By, Class: p.Removal.Class})
	}
}
