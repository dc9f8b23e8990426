package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"livebrief/internal/brief"
)

func scanSource(r row) (brief.Source, error) {
	var s brief.Source
	var every, checked, changed, next int64
	err := r.Scan(&s.ID, &s.Name, &s.Kind, &s.Language, &s.Address, &s.Briefing, &every, &s.AddedBy, &s.Health,
		&s.Sentence, &checked, &changed, &next, &s.Failures, &s.ETag, &s.LastModified)
	s.Every = time.Duration(every) * time.Millisecond
	s.Checked, s.Changed, s.Next = moment(checked), moment(changed), moment(next)
	return s, err
}

// AddSource keeps a source and gives it back as it is kept: without an id one is drawn, and it is due at its Next,
// at once when that is zero. One address feeds one briefing once.
func (s *Store) AddSource(ctx context.Context, src brief.Source) (brief.Source, error) {
	if src.ID == "" {
		id, err := brief.NewID[brief.SourceID](s.opts.Random)
		if err != nil {
			return brief.Source{}, err
		}
		src.ID = id
	}
	if src.Health == "" {
		src.Health = brief.HealthNew
	}
	if err := checkSource(&src); err != nil {
		return brief.Source{}, err
	}
	n, err := s.change(ctx, "source.Add", src.ID, src.Name, src.Kind, src.Language, src.Address, src.Briefing,
		src.Every.Milliseconds(), src.AddedBy, src.Health, src.Sentence, millis(src.Checked), millis(src.Changed),
		millis(src.Next), src.Failures, src.ETag, src.LastModified)
	if err == nil && n == 0 {
		err = brief.Conflict("this address is a source of that briefing already", "look at it with `livebrief source list`")
	}
	if err != nil {
		return brief.Source{}, s.explain("adding a source", err)
	}
	return s.Source(ctx, src.ID)
}

func checkSource(src *brief.Source) error {
	if src.Address == "" {
		return brief.Invalid("the source has no address", "give an http(s) address or the path of a folder")
	}
	return plain("source", string(src.ID), src.Name, string(src.Kind), src.Language, src.Address, string(src.Briefing),
		string(src.AddedBy), string(src.Health), src.Sentence, src.ETag, src.LastModified)
}

// Source gives one source.
func (s *Store) Source(ctx context.Context, id brief.SourceID) (brief.Source, error) {
	src, err := one(ctx, s.reader(), scanSource, "source.One", id)
	return src, s.explain("looking up a source", noSource(err, id))
}

// Sources lists every source in the order in which they were added.
func (s *Store) Sources(ctx context.Context) ([]brief.Source, error) {
	list, err := many(ctx, s.reader(), scanSource, "source.List")
	return list, s.explain("listing the sources", err)
}

// DueSources lists the sources that are to be looked at by now, the longest due first.
func (s *Store) DueSources(ctx context.Context, now time.Time, limit int) ([]brief.Source, error) {
	list, err := many(ctx, s.reader(), scanSource, "source.Due", millis(now), atMost(limit))
	return list, s.explain("listing the sources that are due", err)
}

// SaveSource keeps the outcome of a look: health, sentence, times, failures and validators. What people entered
// stays as it is, so that a look that takes long does not undo what the desk changed meanwhile.
func (s *Store) SaveSource(ctx context.Context, src brief.Source) error {
	if err := checkSource(&src); err != nil {
		return err
	}
	n, err := s.change(ctx, "source.Save", src.Health, src.Sentence, millis(src.Checked), millis(src.Changed),
		millis(src.Next), src.Failures, src.ETag, src.LastModified, src.ID)
	if err == nil && n == 0 {
		err = noSource(sql.ErrNoRows, src.ID)
	}
	return s.explain("keeping the health of a source", err)
}

// RemoveSource forgets a source; the reports that it brought stay.
func (s *Store) RemoveSource(ctx context.Context, id brief.SourceID) error {
	n, err := s.change(ctx, "source.Remove", id)
	if err == nil && n == 0 {
		err = noSource(sql.ErrNoRows, id)
	}
	return s.explain("removing a source", err)
}

func noSource(err error, id brief.SourceID) error {
	return absent(err, fmt.Sprintf("there is no source with the id %.80q", string(id)), "look it up with `livebrief source list`")
}
