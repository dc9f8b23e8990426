package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"

	"livebrief/internal/brief"
)

func scanList(r row) (brief.DeskList, error) {
	var l brief.DeskList
	var at int64
	err := r.Scan(&l.Briefing, &l.Name, &l.Rev, &l.Text, &l.Person, &at)
	l.At = moment(at)
	return l, err
}

// List gives one list of a briefing; revision 0, without a text, when nobody has written it.
func (s *Store) List(ctx context.Context, id brief.BriefingID, name brief.ListName) (brief.DeskList, error) {
	l, err := one(ctx, s.reader(), scanList, "list.One", id, name)
	if errors.Is(err, sql.ErrNoRows) {
		return brief.DeskList{Briefing: id, Name: name}, nil
	}
	return l, s.explain("reading a list", err)
}

// Lists gives the lists of a briefing that somebody has written.
func (s *Store) Lists(ctx context.Context, id brief.BriefingID) ([]brief.DeskList, error) {
	list, err := many(ctx, s.reader(), scanList, "list.All", id)
	return list, s.explain("reading the lists", err)
}

// SaveList keeps a list in place of the revision that l has, and gives it back with its new one. It is a conflict when
// another revision stands. Who did it is noted in the audit under the verb.
func (s *Store) SaveList(ctx context.Context, l brief.DeskList, verb string) (brief.DeskList, error) {
	if err := plain("list", string(l.Briefing), string(l.Name), l.Text, string(l.Person)); err != nil {
		return l, err
	}
	most, is := brief.MaxListText, slices.Contains(brief.ListNames, l.Name)
	if l.Name == brief.ListOfRates {
		most, is = brief.MaxRatesText, true
	}
	if !is || len(l.Text) > most {
		return l, brief.Invalid(fmt.Sprintf("the list %.40q cannot be kept", string(l.Name)), "hand in names, places or tracks, of a quarter of a megabyte at most")
	}
	was := l.Rev
	l.Rev, l.At = was+1, s.now()
	err := s.transact(ctx, func(r runner) error {
		if _, err := s.briefing(ctx, r, "briefing.One", l.Briefing); err != nil {
			return err
		}
		now, err := one(ctx, r, scanList, "list.One", l.Briefing, l.Name)
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return err
		}
		var n int64 // another may have come between
		if now.Rev == was {
			if n, err = r.exec(ctx, "list.Set", l.Briefing, l.Name, l.Rev, l.Text, l.Person, millis(l.At)); err != nil {
				return err
			}
		}
		if n == 0 {
			return brief.Conflict(fmt.Sprintf("somebody else changed the list of %s meanwhile", l.Name), "look at what stands, and put your change into it")
		}
		return writeAudit(ctx, r, brief.Audit{At: l.At, Person: l.Person, Verb: verb, Object: fmt.Sprintf("%s, revision %d", l.Name, l.Rev), Brief: l.Briefing})
	})
	return l, s.explain("keeping a list", err)
}

// AuditOf gives the newest lines of the audit for one briefing and verb, at most limit of them.
func (s *Store) AuditOf(ctx context.Context, id brief.BriefingID, verb string, limit int) ([]brief.Audit, error) {
	list, err := many(ctx, s.reader(), scanAudit, "audit.OfVerb", id, verb, atMost(limit))
	return list, s.explain("reading the audit", err)
}
