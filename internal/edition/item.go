package edition

import (
	"time"
	"unique"

	"livebrief/internal/brief"
)

// Status is how an item stands before readers.
type Status string

// Held items stay listed, marked. Withdrawn ones stay as tombstones. Removed ones lost their text to a redaction
// and nothing stands in its place; with the text went their track and kind.
const (
	Live      Status = "live"
	Held      Status = "held"
	Withdrawn Status = "withdrawn"
	Removed   Status = "removed"
)

// Item is what the state knows of one development or story. Its text is the body of entry Current.
type Item struct {
	ID brief.ItemID
	// First is the entry that published it, Current the one that holds its text, Last the latest that touched
	// it (a redaction is not Current).
	First, Current, Last brief.Seq
	Rev                  int
	// Class of the current revision: publish, update, correct, refile, hold or withdraw.
	Class brief.EntryKind
	Kind  brief.DevelopmentKind
	Track brief.TrackID
	// When is the time of first publication, its place in the list for ever.
	When time.Time
	// Changed is the time of the last change that readers should notice; a refile does not move it.
	Changed time.Time
	// Corrected, Updated and Redacted are the times of the last of that class, zero when there was none.
	Corrected, Updated, Redacted time.Time
	Status                       Status
	// Counts says that it shows numbers of a tracker.
	Counts bool
}

// Story tells whether the item is a card of the outlet's own coverage.
func (it Item) Story() bool { return it.Kind == brief.KindStory }

// classes is the code of a class in rows and snapshots; the order is part of the snapshot's format.
var classes = [...]brief.EntryKind{brief.Publish, brief.Update, brief.Correct, brief.Refile, brief.Hold, brief.Withdraw}

func classCode(k brief.EntryKind) uint8 {
	for i, c := range classes {
		if c == k {
			return uint8(i)
		}
	}
	return 0
}

// never stands for a time that did not come; real times are milliseconds of the Unix epoch.
const never = -1 << 62

// row is an item as it is kept. Times are milliseconds of the Unix epoch.
type row struct {
	id    brief.ItemID
	track brief.TrackID
	kind  brief.DevelopmentKind
	class uint8
	// text says that a body may be shown for entry current, cites that it shows statements of the ledger, counts that it
	// shows numbers of a tracker, placed that it stands on maps.
	text, cites, counts, placed bool
	// happened is the day on which something that stands on maps happened, empty when that is the day of its publication.
	happened brief.Date
	rev      int

	first, current, last         brief.Seq
	updatedSeq, correctedSeq     brief.Seq
	by                           brief.Seq // the redaction that took the body of current, 0 for none
	when, changed                int64
	updated, corrected, redacted int64
}

func (r *row) status() Status {
	switch {
	case !r.text:
		return Removed
	case classes[r.class] == brief.Hold:
		return Held
	case classes[r.class] == brief.Withdraw:
		return Withdrawn
	}
	return Live
}

func (r *row) story() bool { return r.kind == brief.KindStory }

func (r *row) item() Item {
	return Item{
		ID: r.id, First: r.first, Current: r.current, Last: r.last, Rev: r.rev,
		Class: classes[r.class], Kind: r.kind, Track: r.track,
		When: moment(r.when), Changed: moment(r.changed),
		Corrected: moment(r.corrected), Updated: moment(r.updated), Redacted: moment(r.redacted),
		Status: r.status(), Counts: r.counts,
	}
}

func moment(ms int64) time.Time {
	if ms == never {
		return time.Time{}
	}
	return time.UnixMilli(ms).UTC()
}

func millis(t time.Time) int64 {
	if t.IsZero() {
		return never
	}
	return t.UnixMilli()
}

// intern gives one copy of a word that many rows share.
func intern[T ~string](word T) T { return T(unique.Make(string(word)).Value()) }

// find gives the number of an item.
func (s *State) find(id brief.ItemID) (int32, bool) {
	i, ok := s.parts.byID.get(s.placeOf(id))
	return i, ok && s.parts.table.row(i).id == id
}

func (s *State) placeOf(id brief.ItemID) place {
	return s.parts.byID.search(func(i int32) bool { return s.parts.table.row(i).id >= id })
}

// Item finds an item by its id.
func (s *State) Item(id brief.ItemID) (Item, bool) {
	i, ok := s.find(id)
	if !ok {
		return Item{}, false
	}
	return s.parts.table.row(i).item(), true
}
