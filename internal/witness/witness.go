package witness

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/gofrs/flock"
	"golang.org/x/mod/sumdb/note"

	"livebrief/internal/brief"
	"livebrief/internal/record"
)

// Options are what a witness needs from outside its folder.
type Options struct {
	// Name is that of a new witness, such as witness.example/w1; it stays for ever. A later start needs none.
	Name string
	// Fetch gets an address as any reader would, bounded in time and bytes. Without it nothing is followed.
	Fetch func(ctx context.Context, address string) ([]byte, error)
	// Every is the pause between two looks at one address, a minute when zero; Random, in [0, 1), spreads them.
	Every  time.Duration
	Random func() float64
	Log    *slog.Logger
	Now    func() time.Time
}

// Witness watches over records. It is safe for use by many goroutines.
type Witness struct {
	opts    Options
	dir     string
	lock    *flock.Flock
	key     *record.Cosigner
	watched []*watched
}

// watched is one record, and where it stands. One thing at a time happens to it.
type watched struct {
	Followed
	verifiers note.Verifiers

	mu   sync.Mutex
	tree record.Tree
	// kept is the newest cosigned checkpoint with the publisher's signatures and ours, nil before the first.
	kept []byte
	by   record.Cosignature
	// unmarked holds a record that is stopped while the disk did not take the mark.
	unmarked bool
	looks    map[string]look
}

// look is what was found at an address the last time.
type look struct {
	at   time.Time
	says string
}

// Open takes the folder, makes the key at the first start, and reads how far each record was cosigned. A record that is
// not followed any more stays as it is in the folder.
func Open(dir string, follows []Followed, o Options) (*Witness, error) {
	if o.Every == 0 {
		o.Every = time.Minute
	}
	lock, err := openFolder(dir)
	if err != nil {
		return nil, err
	}
	w := &Witness{opts: o, dir: dir, lock: lock}
	if err := w.begin(follows); err != nil {
		return nil, errors.Join(err, lock.Close())
	}
	return w, nil
}

// begin reads the key and where each record stands.
func (w *Witness) begin(follows []Followed) (err error) {
	if w.key, err = ownKey(w.dir, w.opts.Name); err != nil {
		return err
	}
	for _, f := range follows {
		r := &watched{Followed: f, looks: map[string]look{}}
		var list []note.Verifier
		for _, key := range f.Keys {
			v, err := record.NewVerifier(key)
			if err != nil {
				return err
			}
			list = append(list, v)
		}
		r.verifiers = note.VerifierList(list...)
		if err := w.remember(r); err != nil {
			return err
		}
		w.watched = append(w.watched, r)
	}
	return nil
}

// remember reads where a record stood. What cannot be read is never taken for a record that was not seen: a witness that
// forgot would sign another history.
func (w *Witness) remember(r *watched) error {
	name := filepath.Join(w.dir, seenName, idOf(r.Origin))
	raw, err := os.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		r.tree = record.EmptyTree()
		return nil
	}
	if err != nil {
		return fmt.Errorf("reading what was cosigned: %w", err)
	}
	if r.tree, r.by, err = record.OpenCosigned(raw, r.Origin, w.key.Verifier()); err != nil {
		return &brief.Error{Kind: brief.KindInvalid, What: "the file " + name + ", which says how far " + r.Origin + " was cosigned, is damaged",
			Do: "bring it back from a backup that is not older than the last cosignature; never start without it", Err: err}
	}
	r.kept = raw
	return nil
}

// Close gives the folder back.
func (w *Witness) Close() error { return w.lock.Close() }

// Key is the public key, for those who check cosignatures.
func (w *Witness) Key() string { return w.key.VerifierKey() }

// Name is what the witness goes by.
func (w *Witness) Name() string { return w.key.Name() }

// find gives the record of an origin, nil when it is not followed.
func (w *Witness) find(origin string) *watched {
	for _, r := range w.watched {
		if r.Origin == origin {
			return r
		}
	}
	return nil
}
