package edition

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"hash/crc32"
	"math"

	"livebrief/internal/brief"
)

// The fewest bytes that one element takes in a snapshot: what is left bounds how many there can be.
const (
	leastWord, leastTrack, leastItem, leastMark, leastFix = 1, 2, 11, 4, 4
)

// decoder reads a snapshot. After the first fault every read gives zero and fault says what was wrong.
type decoder struct {
	b     []byte
	words []string
	fault string
}

// Decode takes back what Encode gave. Anything else is Invalid; it never panics, and it takes memory in
// proportion to the bytes it is given. A snapshot can always be made anew from the record.
func Decode(snapshot []byte) (*State, error) {
	if !bytes.HasPrefix(snapshot, []byte(magic)) || len(snapshot) < len(magic)+1+crc32.Size {
		return nil, damaged("it does not begin as one")
	}
	if v := snapshot[len(magic)]; v != snapshotVersion {
		return nil, damaged(fmt.Sprintf("it is of version %d, this program reads %d", v, snapshotVersion))
	}
	end := len(snapshot) - crc32.Size
	if crc32.Checksum(snapshot[:end], castagnoli()) != binary.BigEndian.Uint32(snapshot[end:]) {
		return nil, damaged("its checksum is wrong")
	}
	d := &decoder{b: snapshot[len(magic)+1 : end]}
	s := New()
	d.head(s)
	d.table()
	touched := d.tracks(s.Seq)
	d.items(s)
	d.byID(s)
	d.marks(s)
	d.fixes(s)
	d.ledger(s)
	d.speakers(s)
	d.maps(s)
	d.trackers(s)
	if d.fault == "" && len(d.b) > 0 {
		d.fail("%d bytes are left over", len(d.b))
	}
	if d.fault != "" {
		return nil, damaged(d.fault)
	}
	s.relist()
	for _, t := range touched {
		s.touchTrack(t.id, t.seq)
	}
	return s, nil
}

func damaged(why string) error {
	return brief.Invalid("the snapshot of an edition cannot be read: "+why, "throw it away; it is made again from the record")
}

func (d *decoder) fail(format string, args ...any) {
	if d.fault == "" {
		d.fault = fmt.Sprintf(format, args...)
	}
	d.b = nil
}

func (d *decoder) num() uint64 {
	if len(d.b) > 0 && d.b[0] < 0x80 { // most numbers are this small
		n := uint64(d.b[0])
		d.b = d.b[1:]
		return n
	}
	n, size := binary.Uvarint(d.b)
	if size <= 0 {
		d.fail("it ends too early, or a number is too long")
		return 0
	}
	d.b = d.b[size:]
	return n
}

func (d *decoder) diff() int64 {
	n, size := binary.Varint(d.b)
	if size <= 0 {
		d.fail("it ends too early, or a number is too long")
		return 0
	}
	d.b = d.b[size:]
	return n
}

func (d *decoder) rev() int {
	n := d.num()
	if n > math.MaxInt32 {
		d.fail("a revision is %d", n)
		return 0
	}
	return int(n)
}

// seq reads a sequence counted from base that does not lie beyond limit.
func (d *decoder) seq(base, limit brief.Seq) brief.Seq {
	n := brief.Seq(d.num())
	if base > limit || n > limit-base {
		d.fail("a sequence lies beyond the edition")
		return 0
	}
	return base + n
}

// count reads how many elements follow, each of at least size bytes.
func (d *decoder) count(size int) int {
	n := d.num()
	if n > uint64(len(d.b)/size) {
		d.fail("it holds fewer elements than it says")
		return 0
	}
	return int(n)
}

func (d *decoder) text() []byte {
	n := d.count(1)
	t := d.b[:n]
	d.b = d.b[n:]
	return t
}

func (d *decoder) word() string {
	n := d.num()
	if n >= uint64(len(d.words)) {
		d.fail("a word is not in its table")
		return ""
	}
	return d.words[n]
}

func (d *decoder) json(v any) {
	if t := d.text(); d.fault == "" {
		if err := json.Unmarshal(t, v); err != nil {
			d.fail("a part of it is not JSON")
		}
	}
}

const noLimit = brief.Seq(math.MaxUint64)

func (d *decoder) head(s *State) {
	s.ID = brief.BriefingID(d.text())
	s.Seq = d.seq(0, noLimit)
	s.At, s.When = moment(d.diff()), moment(d.diff())
	d.json(&s.Briefing)
	s.BriefingSeq, s.BriefingRev = d.seq(0, s.Seq), d.rev()
	s.parts.briefingBy = d.seq(0, noLimit)
	d.json(&s.Glance)
	s.GlanceSeq, s.GlanceRev = d.seq(0, s.Seq), d.rev()
	s.parts.glanceBy = d.seq(0, noLimit)
	s.GlanceWhen = moment(d.diff())
	s.parts.all, s.parts.storySeq, s.parts.listSeq = d.seq(0, s.Seq), d.seq(0, s.Seq), d.seq(0, s.Seq)
	s.parts.ledgerSeq, s.parts.mapSeq, s.parts.placedSeq = d.seq(0, s.Seq), d.seq(0, s.Seq), d.seq(0, s.Seq)
	s.parts.numberSeq = d.seq(0, s.Seq)
	s.parts.zone = s.Briefing.Location()
}

func (d *decoder) table() {
	n := d.count(leastWord)
	d.words = make([]string, 0, n)
	for range n {
		d.words = append(d.words, intern(string(d.text())))
	}
}

func (d *decoder) tracks(limit brief.Seq) []trackList {
	lists := make([]trackList, d.count(leastTrack))
	for i := range lists {
		lists[i] = trackList{id: brief.TrackID(d.word()), seq: d.seq(0, limit)}
	}
	return lists
}
