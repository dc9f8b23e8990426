package live

import (
	"encoding/json"
	"fmt"

	"livebrief/internal/brief"
)

// maxBatch bounds the bytes that are said at once, so that a reader on a poor line has Options.Patience for each 16 KB.
const maxBatch = 16 << 10

// place is where a reader stands: all that is known of one beside the connection.
type place struct {
	next brief.Seq
	// lost is set when the cursor cannot be served; the next thing said is a reset.
	lost              bool
	life, beat, notes uint32
}

// placeAt is where a reader who comes with that cursor begins. A malformed cursor is lost; so is, later, one that the ring
// does not reach within Options.Grace.
func placeAt(r *ring, at cursor) place {
	p := place{next: at.seen + 1, lost: at.malformed, life: r.life, beat: r.beat, notes: r.notes}
	if at.absent {
		p.next = r.last() + 1
	}
	if r.note != nil {
		p.notes-- // what stands is news to whoever comes
	}
	return p
}

// ahead tells whether the reader has seen more than the ring has.
func (p *place) ahead(r *ring) bool { return !p.lost && (p.next > r.last()+1 || p.next == 0) }

// astray tells whether the ring cannot go on from where the reader stands.
func (p *place) astray(r *ring) bool { return p.lost || p.life != r.life || !r.holds(p.next) }

// turn gives what is to be said to the reader now, and takes it as said: words of its own, or the events that all readers
// share; neither when there is nothing. Of events, the caller moves next on as they go out.
func (p *place) turn(r *ring, snapshot string) (words []byte, events []*event) {
	switch {
	case p.astray(r):
		p.lost, p.life, p.beat, p.next = false, r.life, r.beat, r.last()+1
		return resetWords(r.last(), snapshot), nil
	case p.notes != r.notes:
		if p.notes = r.notes; r.note != nil {
			return r.note, nil
		}
		return noNote, nil
	case p.next <= r.last():
		p.beat = r.beat
		return nil, r.batch(p.next, maxBatch)
	case p.beat != r.beat:
		p.beat = r.beat
		return beatWords(r.last()), nil
	}
	return nil, nil
}

// resetWords carry the newest sequence as their id: a client that fetched the page and lost the connection
// afterwards goes on from there instead of being reset again.
func resetWords(last brief.Seq, snapshot string) []byte {
	path, err := json.Marshal(snapshot)
	if err != nil {
		path = []byte(`"./"`)
	}
	return fmt.Appendf(nil, "id: %d\nevent: reset\ndata: {\"seq\":%d,\"path\":%s}\n\n", last, last, path)
}

func beatWords(last brief.Seq) []byte {
	return fmt.Appendf(nil, ": still here\nevent: beat\ndata: %d\n\n", last)
}

// noNote takes back what stood besides the record.
var noNote = noteWords([]byte("null"))

func noteWords(data []byte) []byte { return fmt.Appendf(nil, "event: note\ndata: %s\n\n", data) }
