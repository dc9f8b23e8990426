package store

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"io"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/mod/sumdb/note"

	"livebrief/internal/brief"
)

// Options are what a store needs from outside the database.
type Options struct {
	// Now is the server's clock, time.Now when nil.
	Now func() time.Time
	// Random gives salts and ids, crypto/rand when nil.
	Random io.Reader
	// Signers finds the key that signs a briefing's checkpoints. Without it nothing can be appended.
	Signers func(brief.BriefingID) (note.Signer, error)
	// Declared finds the key that a declaration names, by its public half: it signs from the entry that declares it on.
	// Without it no key can be declared.
	Declared func(id brief.BriefingID, public string) (note.Signer, error)
	// Failed is told the kind of each error of the database, so that somebody counts them; nil for nobody.
	Failed func(kind string)
	// Name is what this server calls itself to others that find it writing.
	Name string
	// Led says that the store writes only after [Store.Lead]. Otherwise the first change takes the lead.
	Led bool
}

// Store is one database. It is safe for use by many goroutines.
type Store struct {
	opts    Options
	url     string
	dialect dialect
	// reads says that the database was opened to be read only.
	reads bool
	lead  lead
	// write is the one connection that writes on SQLite; on PostgreSQL it is the same pool as read.
	write, read *sql.DB
	// writing and reading are the statements of either.
	writing, reading prepared
	text             queries
	// queue lines up who publishes; heads is how long each record was when it was last written from here, as a guess.
	queue queue
	heads sync.Map
	// unscrubbed says that removed text may still stand in SQLite's write-ahead log.
	unscrubbed atomic.Bool
}

// Open opens the database at url, makes or brings up its tables, and refuses one that a newer program wrote.
// The url is a path, sqlite:///path/file.db, or postgres://user@host/name.
func Open(ctx context.Context, url string, opts Options) (*Store, error) {
	return open(url, opts, func(s *Store) (err error) {
		if s.write, s.read, err = s.dialect.open(url); err != nil {
			return err
		}
		if err := s.migrate(ctx); err != nil {
			return s.diagnose(ctx, err)
		}
		if err := s.prepare(ctx); err != nil {
			return err
		}
		// Whoever wrote here last may have died between a redaction and the end of its text in the files.
		s.unscrubbed.Store(true)
		s.scrub(ctx)
		return nil
	})
}

// OpenReading opens a database that somebody else may be writing, and only to read: it makes no file and no table, takes
// no lock that a writer would wait for, and the database refuses whatever would change it. It wants the tables as this
// program knows them.
func OpenReading(ctx context.Context, url string, opts Options) (*Store, error) {
	return open(url, opts, func(s *Store) (err error) {
		if s.read, err = s.dialect.openReading(url); err != nil {
			return err
		}
		s.write, s.reads = s.read, true
		if err := s.sameTables(ctx); err != nil {
			return s.diagnose(ctx, err)
		}
		return s.prepare(ctx)
	})
}

// open makes a store whose pools and statements ready fills in.
func open(url string, opts Options, ready func(*Store) error) (*Store, error) {
	if opts.Now == nil {
		opts.Now = time.Now
	}
	if opts.Random == nil {
		opts.Random = rand.Reader
	}
	d, err := dialectOf(url)
	if err != nil {
		return nil, err
	}
	s := &Store{opts: opts, url: url, dialect: d}
	if err := ready(s); err != nil {
		return nil, errors.Join(s.explain("opening the database", err), s.closePools())
	}
	return s, nil
}

// prepare parses the statements.
func (s *Store) prepare(ctx context.Context) error {
	var err error
	if s.text, err = loadQueries(s.dialect.name); err != nil {
		return err
	}
	if s.writing, err = s.text.prepare(ctx, s.write); err != nil {
		return err
	}
	if s.reading = s.writing; s.read != s.write {
		s.reading, err = s.text.prepare(ctx, s.read)
	}
	return err
}

// diagnose asks the database whether its file is sound, because the migrations hide what they stumbled over.
func (s *Store) diagnose(ctx context.Context, err error) error {
	if brief.KindOf(err) != brief.KindOther || s.dialect.sort(err) != unknown {
		return err
	}
	var said string
	asked := s.write.QueryRowContext(ctx, s.dialect.probe).Scan(&said)
	if asked == nil && said != "ok" {
		asked = &brief.Error{Kind: brief.KindUnavailable, What: "the database is damaged", Do: afterDamage, Err: errors.New(said)}
	}
	return errors.Join(asked, err)
}

// Close lets go of the database, and of the lead. On SQLite it also folds the write-ahead log into the file.
func (s *Store) Close() error {
	return s.explain("closing the database", s.closePools())
}

func (s *Store) closePools() error {
	if s.read == nil {
		return nil // it was never opened
	}
	s.queue.over.Wait()
	s.lead.taking.Lock()
	defer s.lead.taking.Unlock()
	s.resign()
	err := s.read.Close()
	if s.write == s.read {
		return err
	}
	return errors.Join(err, s.write.Close())
}

// Ping tells whether the database answers.
func (s *Store) Ping(ctx context.Context) error {
	if err := s.read.PingContext(ctx); err != nil {
		return s.explain("asking the database", err)
	}
	_, err := one(ctx, s.reader(), scan[int64], "check.Answer")
	return s.explain("asking the database", err)
}

// now is the server's clock as the record keeps it: UTC, whole milliseconds.
func (s *Store) now() time.Time { return keep(s.opts.Now()) }
