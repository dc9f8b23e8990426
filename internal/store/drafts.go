package store

import (
	"bytes"
	"context"
	"fmt"
	"time"

	"livebrief/internal/brief"
)

// waiting is a row of the drafts table: an act that is not in the record, with what a draft has beside it.
type waiting struct {
	id     string
	act    brief.Act
	saved  time.Time
	reason string
}

// draft gives the row as the desk sees it.
func (k *waiting) draft() brief.Draft {
	return brief.Draft{
		ID: k.id, Briefing: k.act.Briefing, Kind: k.act.Kind, Item: k.act.Item, IfRev: k.act.IfRev, Lang: k.act.Lang,
		Dated: k.act.Dated, Body: k.act.Body, EmbargoUntil: k.act.EmbargoUntil, Person: k.act.Person,
		Saved: k.saved, Reason: k.reason,
	}
}

// same tells whether it holds that very act; a new development may have been given another id.
func (k *waiting) same(act *brief.Act) bool {
	was, errWas := digest(&k.act)
	is, errIs := digest(act)
	return errWas == nil && errIs == nil && bytes.Equal(was, is) && bytes.Equal(k.act.Body, act.Body)
}

func scanWaiting(r row) (waiting, error) {
	var k waiting
	var dated, until, saved int64
	var body []byte
	a := &k.act
	err := r.Scan(&k.id, &a.Briefing, &a.Kind, &a.Item, &a.IfRev, &a.Lang, &dated, &body, &until, &a.Key,
		&a.Person, &a.Role, &saved, &k.reason)
	a.Body, a.Dated, a.EmbargoUntil, k.saved = body, moment(dated), moment(until), moment(saved)
	return k, err
}

// wait gives an act the id of a draft.
func (s *Store) wait(act brief.Act) (waiting, error) {
	id, err := brief.NewID[string](s.opts.Random)
	act.Dated, act.EmbargoUntil = keep(act.Dated), keep(act.EmbargoUntil)
	return waiting{id: id, act: act, saved: s.now()}, err
}

func (k *waiting) add(ctx context.Context, r runner) error {
	a := &k.act
	_, err := r.exec(ctx, "draft.Add", k.id, a.Briefing, a.Kind, a.Item, a.IfRev, a.Lang, millis(a.Dated), notNil(a.Body),
		millis(a.EmbargoUntil), a.Key, a.Person, a.Role, millis(k.saved), k.reason)
	return err
}

// SaveDraft keeps a draft, a new one when its id is empty, and gives it back as it is kept. A draft need not be
// fit to be published. One that waits for an embargo cannot be changed under way: delete it and hand it in anew.
func (s *Store) SaveDraft(ctx context.Context, d brief.Draft) (brief.Draft, error) {
	if err := checkDraft(&d); err != nil {
		return brief.Draft{}, err
	}
	kept, err := s.wait(brief.Act{Briefing: d.Briefing, Kind: d.Kind, Item: d.Item, IfRev: d.IfRev, Lang: d.Lang,
		Dated: d.Dated, Body: d.Body, Person: d.Person})
	if err != nil {
		return brief.Draft{}, err
	}
	if d.ID != "" {
		kept.id = d.ID
	}
	err = s.transact(ctx, func(r runner) error {
		if _, err := s.briefing(ctx, r, "briefing.One", d.Briefing); err != nil {
			return err
		}
		if d.ID == "" {
			return kept.add(ctx, r)
		}
		return kept.change(ctx, r)
	})
	return kept.draft(), s.explain("saving a draft", err)
}

func checkDraft(d *brief.Draft) error {
	if !d.EmbargoUntil.IsZero() {
		return brief.Invalid("a draft cannot be saved with an embargo", "hand it in to be published at that time")
	}
	if !d.Dated.IsZero() {
		if err := checkDate("date of the draft", d.Dated); err != nil {
			return err
		}
	}
	return plain("draft", d.ID, string(d.Briefing), string(d.Kind), string(d.Item), d.Lang, string(d.Person), string(d.Body))
}

// change overwrites the draft of that id.
func (k *waiting) change(ctx context.Context, r runner) error {
	was, err := one(ctx, r, scanWaiting, "draft.One", k.act.Briefing, k.id)
	if err != nil {
		return absent(err, fmt.Sprintf("there is no draft %.80q in this briefing", k.id), "save it as a new one")
	}
	if !was.act.EmbargoUntil.IsZero() {
		return brief.Conflict("this draft waits for its embargo to lift", "delete it and hand it in anew")
	}
	a := &k.act
	_, err = r.exec(ctx, "draft.Change", a.Kind, a.Item, a.IfRev, a.Lang, millis(a.Dated), notNil(a.Body), a.Person,
		millis(k.saved), a.Briefing, k.id)
	return err
}

// Drafts lists what is not in the record, oldest first: drafts, and acts that wait for an embargo.
func (s *Store) Drafts(ctx context.Context, id brief.BriefingID) ([]brief.Draft, error) {
	list, err := many(ctx, s.reader(), func(r row) (brief.Draft, error) {
		k, err := scanWaiting(r)
		return k.draft(), err
	}, "draft.List", id)
	return list, s.explain("listing the drafts", err)
}

// DeleteDraft throws a draft away; an act under embargo is called off with it.
func (s *Store) DeleteDraft(ctx context.Context, id brief.BriefingID, draft string) error {
	n, err := s.change(ctx, "draft.Remove", id, draft)
	if err == nil && n == 0 {
		err = brief.NotFound(fmt.Sprintf("there is no draft %.80q in this briefing", draft), "it may have been published or deleted")
	}
	return s.explain("deleting a draft", err)
}
