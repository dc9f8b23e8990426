package store

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"livebrief/internal/brief"
)

// redact takes bodies and salts away, openly: the entry that does it lists them.
func (w *writing) redact(ctx context.Context, act *brief.Act, e brief.Entry) error {
	order, err := redactionOf(act)
	if err != nil {
		return err
	}
	targets, err := w.targets(ctx, order, e.Seq)
	if err != nil {
		return err
	}
	if err := w.checkEarlier(ctx, targets); err != nil {
		return err
	}
	return w.remove(ctx, order, e)
}

// remove does what a redaction says. Whatever was made from the bodies goes too: snapshots from the first of them on,
// and drafts of the item.
func (w *writing) remove(ctx context.Context, order brief.Redaction, e brief.Entry) error {
	first := e.Seq
	for _, removed := range order.Removed {
		first = min(first, removed.Seq)
		if _, err := w.r.exec(ctx, "body.Remove", w.b.ID, removed.Seq); err != nil {
			return err
		}
		if _, err := w.r.exec(ctx, "removal.Set", w.b.ID, removed.Seq, e.Seq, order.Class, millis(e.At)); err != nil {
			return err
		}
	}
	if _, err := w.r.exec(ctx, "snapshot.DropFrom", w.b.ID, first); err != nil {
		return err
	}
	if _, err := w.r.exec(ctx, "draft.RemoveOfItem", w.b.ID, e.Item); err != nil {
		return err
	}
	w.removed = true
	_, err := w.r.exec(ctx, "scrub.Rewrite")
	return err
}

// redactionOf reads the body of a redact act.
func redactionOf(act *brief.Act) (brief.Redaction, error) {
	var order brief.Redaction
	if err := json.Unmarshal(act.Body, &order); err != nil {
		return order, &brief.Error{Kind: brief.KindInvalid, What: "the body is not that of a redaction",
			Do: "give target, class, reason and removed", Err: err}
	}
	seen := map[brief.Seq]bool{}
	for _, removed := range order.Removed {
		if seen[removed.Seq] {
			return order, brief.Invalid(fmt.Sprintf("the redaction lists entry %d twice", removed.Seq), "list it once")
		}
		seen[removed.Seq] = true
		if len(removed.Replacement) > 0 && removed.Replacement[0] != '{' {
			return order, brief.Invalid(fmt.Sprintf("what replaces entry %d is not a body", removed.Seq), "leave it out, or give a whole body")
		}
	}
	switch {
	case order.Target != act.Item:
		return order, brief.Invalid("the redaction is about another item than its entry", "give the same item twice")
	case !slices.Contains([]string{"law", "safety", "other"}, order.Class):
		return order, brief.Invalid(fmt.Sprintf("there is no class of redaction %.40q", order.Class), "use law, safety or other")
	case len(order.Removed) == 0:
		return order, brief.Invalid("the redaction removes nothing", "list the entries that lose their text")
	}
	return order, nil
}

// targets finds the listed entries, which must be earlier ones of the target.
func (w *writing) targets(ctx context.Context, order brief.Redaction, before brief.Seq) ([]brief.Published, error) {
	seqs := make([]brief.Seq, len(order.Removed))
	for i, removed := range order.Removed {
		seqs[i] = removed.Seq
	}
	found, err := some(ctx, w.r, w.b.ID, seqs)
	if err != nil {
		return nil, err
	}
	list := make([]brief.Published, len(seqs))
	for i, seq := range seqs {
		p, ok := found[seq]
		if !ok || p.Entry.Item != order.Target || seq >= before {
			return nil, brief.Invalid(fmt.Sprintf("entry %d does not belong to the item that is redacted", seq),
				"list entries of its history")
		}
		if p.Entry.Kind == brief.Redact && len(order.Removed[i].Replacement) > 0 {
			return nil, brief.Invalid(fmt.Sprintf("entry %d is a redaction itself and cannot be replaced", seq), "remove it without a replacement")
		}
		list[i] = p
	}
	return list, nil
}

// checkEarlier keeps two redactions of one item from leaving text behind or a removal unexplained. What replaced a
// text stands in the body of the earlier redaction, so that one has to go too; and when it goes, everything that it
// removed has to be explained by the new one.
func (w *writing) checkEarlier(ctx context.Context, targets []brief.Published) error {
	listed := map[brief.Seq]bool{}
	for i := range targets {
		listed[targets[i].Entry.Seq] = true
	}
	for i := range targets {
		p := &targets[i]
		if p.Removal != nil && p.Removal.Replacement != nil && !listed[p.Removal.By] {
			return brief.Invalid(fmt.Sprintf("what replaced entry %d stands in entry %d", p.Entry.Seq, p.Removal.By),
				fmt.Sprintf("redact entry %d too", p.Removal.By))
		}
		if p.Entry.Kind != brief.Redact {
			continue
		}
		before, err := many(ctx, w.r, scan[brief.Seq], "removal.ByEntry", w.b.ID, p.Entry.Seq)
		if err != nil {
			return err
		}
		for _, seq := range before {
			if !listed[seq] {
				return brief.Invalid(fmt.Sprintf("entry %d says how entry %d was removed", p.Entry.Seq, seq),
					fmt.Sprintf("list entry %d too", seq))
			}
		}
	}
	return nil
}
