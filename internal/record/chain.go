package record

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/bits"
	"slices"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"livebrief/internal/brief"
)

// Chain reads a record from its first entry on and holds every entry to the ones before it. The zero value stands
// before entry 1. It keeps a few hashes, where each item stands, and the removals that are still to be explained; never a
// body. After an error it is of no further use.
type Chain struct {
	size           int64
	peaks          []tlog.Hash // roots of the full subtrees that make up the tree, the largest first
	at             time.Time
	briefing       brief.BriefingID
	reconstruction bool
	items          standings
	// unexplained are the entries that name a redaction which has not come yet.
	unexplained map[brief.Seq][]brief.Published
	removed     int
	keys        Succession
}

// Add takes the next entry: its leaf, and what stands beside it. The entry that is given back is the leaf's. An error
// names the entry at fault, which can be an earlier one whose removal the new entry does not explain.
func (c *Chain) Add(leaf []byte, body json.RawMessage, salt []byte, removal *brief.Removal) (brief.Entry, error) {
	e, err := ParseEntry(leaf)
	if err != nil {
		return brief.Entry{}, fmt.Errorf("entry %d has a leaf that is none: %w", c.size+1, err)
	}
	was := c.items.of(e.Item)
	if err := c.follows(&e, was); err != nil {
		return brief.Entry{}, err
	}
	p := brief.Published{Entry: e, Body: body, Salt: salt, Removal: removal}
	if err := verifyBeside(&p); err != nil {
		return brief.Entry{}, err
	}
	if err := c.dated(&p); err != nil {
		return brief.Entry{}, err
	}
	if err := c.explain(p); err != nil {
		return brief.Entry{}, err
	}
	if err := c.keys.Add(&p); err != nil {
		return brief.Entry{}, err
	}
	was.rev, was.seq = e.Rev, e.Seq
	c.at, c.briefing = e.At, e.Briefing
	c.grow(tlog.RecordHash(leaf))
	return e, nil
}

// follows holds an entry to the ones before it.
func (c *Chain) follows(e *brief.Entry, was *standing) error {
	switch {
	case e.Seq != brief.Seq(c.size)+1:
		return brief.Invalid(fmt.Sprintf("entry %d is missing: entry %d stands in its place", c.size+1, e.Seq), "")
	case c.size > 0 && e.Briefing != c.briefing:
		return wrong(e, "belongs to another briefing")
	case e.At.Before(c.at):
		return wrong(e, "is older than the entry before it")
	case e.Rev != was.rev+1 || e.Prev != was.seq:
		return wrong(e, "does not follow the revision of its item before it")
	}
	return nil
}

// dated keeps claimed dates to a reconstruction. When the first entry has lost its text, nobody can tell any more, and
// dates pass.
func (c *Chain) dated(p *brief.Published) error {
	if c.size == 0 {
		var facts map[string]json.RawMessage
		text := p.Text()
		c.reconstruction = text == nil || json.Unmarshal(text, &facts) == nil && string(facts["reconstruction"]) == "true"
	}
	if !c.reconstruction && !p.Entry.Dated.IsZero() {
		return wrong(&p.Entry, "claims a date of its own, in a briefing that is not a reconstruction")
	}
	return nil
}

// explain notes a removal, and checks those that name this entry.
func (c *Chain) explain(p brief.Published) error {
	for _, removed := range c.unexplained[p.Entry.Seq] {
		if err := explains(&removed, &p); err != nil {
			return err
		}
	}
	delete(c.unexplained, p.Entry.Seq)
	if p.Removal == nil {
		return nil
	}
	if c.unexplained == nil {
		c.unexplained = map[brief.Seq][]brief.Published{}
	}
	c.unexplained[p.Removal.By] = append(c.unexplained[p.Removal.By], p)
	c.removed++
	return nil
}

// grow adds a leaf hash. The peaks are one for each bit of the size; a carry joins two of them.
func (c *Chain) grow(h tlog.Hash) {
	for range bits.TrailingZeros64(^uint64(c.size)) {
		h = tlog.NodeHash(c.peaks[len(c.peaks)-1], h)
		c.peaks = c.peaks[:len(c.peaks)-1]
	}
	c.peaks = append(c.peaks, h)
	c.size++
}

// Size gives how many entries were read.
func (c *Chain) Size() int64 { return c.size }

// Tree gives size and root of what was read so far. Whoever kept an earlier checkpoint compares it with the tree at
// that size.
func (c *Chain) Tree() Tree {
	if c.size == 0 {
		return EmptyTree()
	}
	root := c.peaks[len(c.peaks)-1]
	for i := len(c.peaks) - 2; i >= 0; i-- {
		root = tlog.NodeHash(c.peaks[i], root)
	}
	return Tree{Size: c.size, Root: root}
}

// Keys gives the keys that the record has declared so far.
func (c *Chain) Keys() *Succession { return &c.keys }

// Removed gives how many of the entries have lost their text openly.
func (c *Chain) Removed() int { return c.removed }

// Close compares what was read with the tree that the checkpoint speaks of, and demands that every removal has been
// explained by the entry that it names.
func (c *Chain) Close(signed Tree) error {
	t := c.Tree()
	switch {
	case t.Size < signed.Size:
		return brief.Invalid(fmt.Sprintf("entry %d is missing: the record ends at %d and its checkpoint is over %d entries",
			t.Size+1, t.Size, signed.Size), "fetch the rest of it")
	case t.Size > signed.Size:
		return brief.Invalid(fmt.Sprintf("entry %d is not covered by the checkpoint, which is over %d entries", signed.Size+1,
			signed.Size), "fetch the checkpoint again")
	case t.Root != signed.Root:
		return brief.Invalid("the entries of the record are not those that the checkpoint was signed over",
			"fetch both again, from the publisher or another mirror")
	}
	if len(c.unexplained) > 0 {
		by := slices.Min(slices.Collect(maps.Keys(c.unexplained)))
		return wrong(&c.unexplained[by][0].Entry, fmt.Sprintf("is said to be removed by entry %d, which is not in the record", by))
	}
	return nil
}
