package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"livebrief/internal/brief"
)

func scanPerson(r row) (brief.Person, error) {
	var p brief.Person
	var added, revoked int64
	err := r.Scan(&p.ID, &p.Name, &p.Role, &added, &revoked)
	p.Added, p.Revoked = moment(added), moment(revoked)
	return p, err
}

// AddPerson keeps somebody of the desk with the hash of their token; the token itself is nowhere. Without an id
// one is drawn, without a time it is now.
func (s *Store) AddPerson(ctx context.Context, p brief.Person, tokenHash [32]byte) (brief.Person, error) {
	if p.ID == "" {
		id, err := brief.NewID[brief.PersonID](s.opts.Random)
		if err != nil {
			return brief.Person{}, err
		}
		p.ID = id
	}
	if p.Added.IsZero() {
		p.Added = s.now()
	}
	p.Added = keep(p.Added)
	if err := plain("name", string(p.ID), p.Name, string(p.Role)); err != nil {
		return brief.Person{}, err
	}
	n, err := s.change(ctx, "person.Add", p.ID, p.Name, p.Role, millis(p.Added), tokenHash[:])
	if err == nil && n == 0 {
		err = brief.Conflict("this token belongs to somebody already", "draw a new one")
	}
	return p, s.explain("adding a person", err)
}

// PersonByToken finds who holds a token. Unknown and revoked ones are forbidden alike.
func (s *Store) PersonByToken(ctx context.Context, tokenHash [32]byte) (brief.Person, error) {
	p, err := one(ctx, s.reader(), scanPerson, "person.ByToken", tokenHash[:])
	if errors.Is(err, sql.ErrNoRows) || err == nil && !p.Revoked.IsZero() {
		return brief.Person{}, brief.Forbidden("this token opens nothing", "ask a chief of the desk for a new one")
	}
	return p, s.explain("looking up a person", err)
}

// People lists everybody in the order in which they came, those who left too.
func (s *Store) People(ctx context.Context) ([]brief.Person, error) {
	list, err := many(ctx, s.reader(), scanPerson, "person.List")
	return list, s.explain("listing the people", err)
}

// RevokePerson ends somebody's token. Doing it twice keeps the first date.
func (s *Store) RevokePerson(ctx context.Context, id brief.PersonID) error {
	err := s.transact(ctx, func(r runner) error {
		if _, err := one(ctx, r, scanPerson, "person.One", id); err != nil {
			return absent(err, fmt.Sprintf("there is nobody with the id %.80q", string(id)), "look it up with `livebrief person list`")
		}
		_, err := r.exec(ctx, "person.Revoke", millis(s.now()), id)
		return err
	})
	return s.explain("revoking a person", err)
}
