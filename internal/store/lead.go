package store

import (
	"cmp"
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"livebrief/internal/brief"
)

// lead is whether this store writes. A file has one writer by its folder and its own lock. On PostgreSQL it is the store
// whose session holds the lock, and whose epoch stands in the database: the lock says who may begin, the epoch stops who
// does not know yet that somebody else has begun.
type lead struct {
	// taking lets one attempt follow the other; it guards holds.
	taking sync.Mutex
	holds  *session
	// epoch is the one that this store raised, 0 while it does not write.
	epoch atomic.Int64
}

// Writer is who writes to a database.
type Writer struct {
	// Name is what it calls itself, empty when nobody wrote yet.
	Name string
	// Since is when it began, by its own clock; the zero time when nobody did.
	Since time.Time
	// Epoch counts the writers that there were.
	Epoch int64
	// There says that its session is open.
	There bool

	pid    int64
	silent int64
}

// Writer tells who writes to this database, or wrote last.
func (s *Store) Writer(ctx context.Context) (Writer, error) {
	w, err := one(ctx, s.reader(), func(r row) (w Writer, err error) {
		var since int64
		err = r.Scan(&w.Name, &since, &w.Epoch, &w.pid, &w.silent)
		w.Since, w.There = moment(since), w.pid != 0
		return w, err
	}, "writer.One")
	return w, s.explain("asking who writes", err)
}

// Leads tells whether this store writes.
func (s *Store) Leads() bool { return s.dialect.lock == nil || s.lead.epoch.Load() > 0 }

// Lead makes this store the one that writes, if nobody else is. Ready, which may be nil, is called when nobody else can
// write any more and before this store does; its error gives the lead back. An error of the kind Unavailable says who
// writes instead, or what is wrong with the database.
func (s *Store) Lead(ctx context.Context, ready func(context.Context) error) error {
	if ready == nil {
		ready = func(context.Context) error { return nil }
	}
	if s.dialect.lock == nil {
		return ready(ctx)
	}
	s.lead.taking.Lock()
	defer s.lead.taking.Unlock()
	if s.lead.epoch.Load() > 0 {
		return nil
	}
	s.resign()
	return s.explain("taking over the writing", s.takeLead(ctx, ready))
}

// Still keeps everybody from beginning to write to a database until release is called, and refuses when somebody writes.
func (s *Store) Still(ctx context.Context) (release func(), err error) {
	held, err := s.hold(ctx)
	return held, s.explain("asking who writes", err)
}

// hold takes the lock for a while.
func (s *Store) hold(ctx context.Context) (release func(), err error) {
	if s.dialect.lock == nil {
		return func() {}, nil
	}
	held, err := s.dialect.lock(ctx, s.url, false)
	if err != nil {
		return nil, err
	}
	if held == nil {
		return nil, brief.Unavailable("a livebrief writes to that database", "stop the server and do it again; nothing was changed", nil)
	}
	held.beat(func() {}) // whoever takes it over meanwhile finds a database that is not empty, or one that is only read
	return held.end, nil
}

func (s *Store) takeLead(ctx context.Context, ready func(context.Context) error) error {
	held, err := s.dialect.lock(ctx, s.url, false)
	if err != nil {
		return err
	}
	if held == nil {
		return s.besideWriter(ctx)
	}
	s.lead.holds = held
	epoch, err := s.raise(ctx)
	if err == nil {
		err = ready(ctx)
	}
	if err != nil {
		s.resign()
		return err
	}
	s.lead.epoch.Store(epoch)
	held.beat(func() { s.lead.epoch.CompareAndSwap(epoch, 0) })
	return nil
}

// raise ends what the writer before has left open, and begins an epoch.
func (s *Store) raise(ctx context.Context) (int64, error) {
	ctx, cancel := context.WithTimeout(ctx, lockPatience)
	defer cancel()
	// A server that allows none of this to its users has to wait for the transaction instead.
	_, _ = s.writer().exec(ctx, "writer.Dismiss", s.dialect.session)
	return one(ctx, s.writer(), scan[int64], "writer.Raise", millis(s.now()), s.opts.Name, s.dialect.session)
}

// besideWriter tells who writes. One that has been silent for long is paused or cut off: its session is ended, so that the
// next attempt finds the lock free.
func (s *Store) besideWriter(ctx context.Context) error {
	w, err := s.Writer(ctx)
	if err == nil && w.There && w.silent > silence {
		_, err = s.writer().exec(ctx, "writer.End", w.pid)
	}
	return cmp.Or(err, standBy(w))
}

// standBy says why this store does not write.
func standBy(w Writer) error {
	if !w.There {
		return brief.Unavailable("no server writes to this database at the moment", "try again in a few seconds, nothing was lost: this one takes over by itself", nil)
	}
	return brief.Unavailable(fmt.Sprintf("another server (%s) writes to this database since %s, and this one stands by", cmp.Or(w.Name, "without a name"), told(w.Since)),
		"use the desk of that server; when it ends, this one takes over by itself", nil)
}

// resign gives the lead back; the caller holds taking, or nobody else knows the store.
func (s *Store) resign() {
	s.lead.epoch.Store(0)
	if s.lead.holds != nil {
		s.lead.holds.end()
		s.lead.holds = nil
	}
}

// MayWrite refuses what a store that does not write is asked to change, and says who writes. One that nobody leads takes
// the lead itself.
func (s *Store) MayWrite(ctx context.Context) error {
	if s.Leads() || s.reads {
		return nil
	}
	if !s.opts.Led {
		return s.Lead(ctx, nil)
	}
	return s.overtaken(ctx)
}

// overtaken says who writes instead.
func (s *Store) overtaken(ctx context.Context) error {
	w, err := s.Writer(ctx)
	return cmp.Or(err, standBy(w))
}

// change runs one statement that writes beside the record.
func (s *Store) change(ctx context.Context, name string, args ...any) (int64, error) {
	if err := s.MayWrite(ctx); err != nil {
		return 0, err
	}
	return s.writer().exec(ctx, name, args...)
}
