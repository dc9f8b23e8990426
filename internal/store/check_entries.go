package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"livebrief/internal/brief"
	"livebrief/internal/record"
)

// checked is an entry together with what the columns beside its leaf say.
type checked struct {
	brief.Published
	seq     brief.Seq
	kind    brief.EntryKind
	item    brief.ItemID
	shownAt int64
	// unread says why the leaf could not be read.
	unread error
}

// prefixed is a row whose first columns have been spoken for.
type prefixed struct {
	row
	first []any
}

func (p prefixed) Scan(into ...any) error { return p.row.Scan(append(p.first, into...)...) }

func scanChecked(r row) (checked, error) {
	var e checked
	e.Published, e.unread = scanParsed(prefixed{r, []any{&e.seq, &e.kind, &e.item, &e.shownAt}}, record.ParseEntry)
	if e.seq == 0 {
		return e, e.unread
	}
	return e, nil
}

// entries reads the entries from and to and holds each to the ones before it.
func (c *checking) entries(ctx context.Context, r runner, from, to brief.Seq) error {
	list, err := many(ctx, r, scanChecked, "check.Entries", c.b.ID, from, to)
	if err != nil {
		return err
	}
	next := from
	for i := range list {
		e := &list[i]
		if e.seq != next {
			break
		}
		if err := c.entry(e); err != nil {
			return fault(&c.b, fmt.Sprintf("entry %d is damaged: %v", e.seq, err), err)
		}
		if err := c.redactions(ctx, r, e); err != nil {
			return fault(&c.b, fmt.Sprintf("the removal at entry %d is damaged: %v", e.seq, err), err)
		}
		next++
	}
	if next != to+1 {
		return fault(&c.b, fmt.Sprintf("entry %d is missing", next), nil)
	}
	return nil
}

// entry checks one entry by itself and its place among the others.
func (c *checking) entry(e *checked) error {
	if cause := errors.Unwrap(e.unread); cause != nil {
		return cause
	}
	if e.unread != nil {
		return e.unread
	}
	p := &e.Published
	if p.Entry.Seq != e.seq || p.Entry.Briefing != c.b.ID || p.Entry.Kind != e.kind || p.Entry.Item != e.item ||
		millis(p.Entry.When()) != e.shownAt {
		return brief.Invalid("its columns say something else than its leaf", "")
	}
	if err := record.VerifyEntry(*p); err != nil {
		return err
	}
	if p.Entry.At.Before(c.last) {
		return brief.Invalid("it is older than the entry before it", "")
	}
	was := c.items[e.item]
	if p.Entry.Rev != was.rev+1 || p.Entry.Prev != was.head {
		return brief.Invalid("it does not follow the revision of its item before it", "")
	}
	if err := c.keys.Add(p); err != nil {
		return err
	}
	c.last = p.Entry.At
	c.items[e.item] = standing{rev: p.Entry.Rev, head: e.seq, withdrawn: was.withdrawn || e.kind == brief.Withdraw}
	leaf, err := record.LeafHash(p.Entry)
	if err != nil {
		return err
	}
	return c.tree.Append(leaf)
}

// redactions checks a removed entry against the redaction that it names, and a redaction against what it removed.
func (c *checking) redactions(ctx context.Context, r runner, e *checked) error {
	if e.Removal != nil {
		found, err := some(ctx, r, c.b.ID, []brief.Seq{e.Removal.By})
		if err != nil {
			return err
		}
		return record.VerifyRemoval(e.Published, found[e.Removal.By])
	}
	if e.kind != brief.Redact {
		return nil
	}
	var order brief.Redaction
	if err := json.Unmarshal(e.Body, &order); err != nil {
		return err
	}
	for _, removed := range order.Removed {
		found, err := some(ctx, r, c.b.ID, []brief.Seq{removed.Seq})
		if err != nil {
			return err
		}
		if p := found[removed.Seq]; p.Removal == nil || p.Removal.By < e.seq {
			return brief.Invalid(fmt.Sprintf("entry %d should have lost its text", removed.Seq), "")
		}
	}
	return nil
}

// leftovers finds removed entries of which something stands in the database still.
func (c *checking) leftovers(ctx context.Context) error {
	left, err := many(ctx, c.s.reader(), scan[brief.Seq], "check.Leftovers", c.b.ID)
	if err == nil && len(left) > 0 {
		err = fault(&c.b, fmt.Sprintf("entry %d was removed, and its place is not empty", left[0]), nil)
	}
	return err
}

// standings compares the table of items with where the entries left them. A newer entry may have come meanwhile.
func (c *checking) standings(ctx context.Context) error {
	seen := 0
	err := c.s.reader().each(ctx, func(r row) error {
		var item brief.ItemID
		var is standing
		if err := r.Scan(&item, &is.rev, &is.head, &is.withdrawn); err != nil {
			return err
		}
		was, known := c.items[item]
		if known {
			seen++
		}
		if is.head <= c.b.Seq && is != was {
			return fault(&c.b, fmt.Sprintf("the item %s does not stand where entry %d left it", item, was.head), nil)
		}
		return nil
	}, "check.Items", c.b.ID)
	if err == nil && seen != len(c.items) {
		return fault(&c.b, fmt.Sprintf("%d items are missing from their table", len(c.items)-seen), nil)
	}
	return err
}
