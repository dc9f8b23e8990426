package edition

import (
	"encoding/binary"
	"encoding/json"
	"hash/crc32"
	"slices"

	"livebrief/internal/brief"
)

// A snapshot is the magic word, one byte of version, the fields in a fixed order, and a CRC-32C of all before it.
// Numbers are varints, texts have their length before them, words that recur are kept once in a table. Lists that
// follow from the items (by time, by track, by day) are not kept. The same state gives the same bytes.
const (
	magic           = "LBE"
	snapshotVersion = 5
)

// Flags of an item in a snapshot, beside its class in the low three bits.
const (
	classMask    = 0b111
	flagText     = 1 << 3
	flagUpdated  = 1 << 4
	flagCorrect  = 1 << 5
	flagBy       = 1 << 6
	flagRedacted = 1 << 7
)

// flagCites, flagPlaced and flagCounts stand in a second byte of flags.
const (
	flagCites  = 1 << 0
	flagPlaced = 1 << 1
	flagCounts = 1 << 2
)

// castagnoli gives the table of the checksum; the package keeps it, so this costs nothing.
func castagnoli() *crc32.Table { return crc32.MakeTable(crc32.Castagnoli) }

type encoder struct {
	b     []byte
	words map[string]uint64
}

// Encode gives the snapshot of the state: about 30 bytes an item. Decode takes it back.
func (s *State) Encode() []byte {
	t := &s.parts.table
	e := &encoder{b: make([]byte, 0, 4096+48*t.n)}
	e.b = append(e.b, magic...)
	e.b = append(e.b, snapshotVersion)
	e.head(s)
	e.table(s.wordList())
	e.tracks(s.parts.tracks.v)
	e.items(t)
	for i := range s.parts.byID.all().forth() {
		e.num(uint64(i))
	}
	e.marks(s.parts.marks.v)
	e.fixes(s.parts.fixes.v)
	e.ledger(s.parts.ledger.v)
	e.speakers(s.parts.speakers.v)
	e.maps(s.parts.maps.v)
	e.trackers(s.parts.trackers.v)
	return binary.BigEndian.AppendUint32(e.b, crc32.Checksum(e.b, castagnoli()))
}

func (e *encoder) num(n uint64)    { e.b = binary.AppendUvarint(e.b, n) }
func (e *encoder) seq(n brief.Seq) { e.num(uint64(n)) }
func (e *encoder) diff(n int64)    { e.b = binary.AppendVarint(e.b, n) }
func (e *encoder) word(w string)   { e.num(e.words[w]) }
func (e *encoder) text(t string)   { e.num(uint64(len(t))); e.b = append(e.b, t...) }

// json keeps a value that readers see as such; its types encode without error.
func (e *encoder) json(v any) {
	body, _ := json.Marshal(v)
	e.text(string(body))
}

func (e *encoder) head(s *State) {
	e.text(string(s.ID))
	e.seq(s.Seq)
	e.diff(millis(s.At))
	e.diff(millis(s.When))
	e.json(s.Briefing)
	e.seq(s.BriefingSeq)
	e.num(uint64(s.BriefingRev))
	e.seq(s.parts.briefingBy)
	e.json(s.Glance)
	e.seq(s.GlanceSeq)
	e.num(uint64(s.GlanceRev))
	e.seq(s.parts.glanceBy)
	e.diff(millis(s.GlanceWhen))
	e.seq(s.parts.all)
	e.seq(s.parts.storySeq)
	e.seq(s.parts.listSeq)
	e.seq(s.parts.ledgerSeq)
	e.seq(s.parts.mapSeq)
	e.seq(s.parts.placedSeq)
	e.seq(s.parts.numberSeq)
}

// wordList gives every word of the rows, the tracks, the marks and the corrections once, in order.
func (s *State) wordList() []string {
	seen := map[string]bool{}
	note := func(w string) {
		if !seen[w] {
			seen[w] = true
		}
	}
	for i := range s.parts.table.n {
		r := s.parts.table.row(int32(i))
		note(string(r.track))
		note(string(r.kind))
		note(string(r.happened))
	}
	for i := range s.parts.tracks.v {
		if s.parts.tracks.v[i].seq > 0 {
			note(string(s.parts.tracks.v[i].id))
		}
	}
	for _, m := range s.parts.marks.v {
		note(string(m.line))
		note(string(m.class))
	}
	for _, f := range s.parts.fixes.v {
		note(string(f.kind))
	}
	for _, r := range s.parts.ledger.v {
		r.words(note)
	}
	for _, r := range s.parts.maps.v {
		r.words(note)
	}
	for _, r := range s.parts.trackers.v {
		r.words(note)
	}
	words := make([]string, 0, len(seen))
	for w := range seen {
		words = append(words, w)
	}
	slices.Sort(words)
	return words
}

func (e *encoder) table(words []string) {
	e.words = make(map[string]uint64, len(words))
	e.num(uint64(len(words)))
	for i, w := range words {
		e.words[w] = uint64(i)
		e.text(w)
	}
}

func (e *encoder) tracks(lists []trackList) {
	var touched []trackList
	for _, t := range lists {
		if t.seq > 0 {
			touched = append(touched, t)
		}
	}
	slices.SortFunc(touched, func(a, b trackList) int { return int(int64(e.words[string(a.id)]) - int64(e.words[string(b.id)])) })
	e.num(uint64(len(touched)))
	for _, t := range touched {
		e.word(string(t.id))
		e.seq(t.seq)
	}
}

func (e *encoder) items(t *table) {
	size := 0
	for i := range t.n {
		size += len(t.row(int32(i)).id)
	}
	e.num(uint64(t.n))
	e.num(uint64(size))
	for i := range t.n {
		e.b = append(e.b, t.row(int32(i)).id...)
	}
	before := row{}
	for i := range t.n {
		r := t.row(int32(i))
		e.item(r, &before)
		before = *r
	}
}

func (e *encoder) item(r, before *row) {
	flags := r.class
	set := func(on bool, flag uint8) {
		if on {
			flags |= flag
		}
	}
	set(r.text, flagText)
	set(r.updatedSeq > 0, flagUpdated)
	set(r.correctedSeq > 0, flagCorrect)
	set(r.by > 0, flagBy)
	set(r.redacted != never, flagRedacted)
	more := byte(0)
	if r.cites {
		more |= flagCites
	}
	if r.placed {
		more |= flagPlaced
	}
	if r.counts {
		more |= flagCounts
	}
	e.b = append(e.b, flags, more)
	e.num(uint64(len(r.id)))
	e.word(string(r.track))
	e.word(string(r.kind))
	e.num(uint64(r.rev))
	e.seq(r.first - before.first)
	e.seq(r.current - r.first)
	e.seq(r.last - r.current)
	e.diff(r.when - before.when)
	e.diff(r.changed - r.when)
	if r.updatedSeq > 0 {
		e.seq(r.updatedSeq - r.first)
		e.diff(r.updated - r.when)
	}
	if r.correctedSeq > 0 {
		e.seq(r.correctedSeq - r.first)
		e.diff(r.corrected - r.when)
	}
	if r.by > 0 {
		e.seq(r.by - r.current)
	}
	if r.redacted != never {
		e.diff(r.redacted - r.when)
	}
	if r.placed {
		e.word(string(r.happened))
	}
}

func (e *encoder) marks(marks []mark) {
	e.num(uint64(len(marks)))
	before := mark{}
	for _, m := range marks {
		e.seq(m.seq - before.seq)
		e.word(string(m.line))
		e.word(string(m.class))
		e.diff(m.when - before.when)
		before = m
	}
}

func (e *encoder) fixes(fixes []fix) {
	e.num(uint64(len(fixes)))
	before := fix{}
	for _, f := range fixes {
		e.seq(f.seq - before.seq)
		e.text(string(f.item))
		e.word(string(f.kind))
		e.diff(f.when - before.when)
		before = f
	}
}
