package witness

import (
	"context"
	"fmt"
	"sync"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"livebrief/internal/brief"
	"livebrief/internal/record"
)

// Run looks at every address again and again until ctx ends.
func (w *Witness) Run(ctx context.Context) {
	var all sync.WaitGroup
	w.each(func(r *watched, address string) {
		all.Go(func() {
			for {
				w.look(ctx, r, address)
				select {
				case <-ctx.Done():
					return
				case <-time.After(w.pause()):
				}
			}
		})
	})
	all.Wait()
}

// Look looks at every address once, one after the other.
func (w *Witness) Look(ctx context.Context) {
	w.each(func(r *watched, address string) { w.look(ctx, r, address) })
}

func (w *Witness) each(do func(*watched, string)) {
	if w.opts.Fetch == nil {
		return
	}
	for _, r := range w.watched {
		for _, address := range r.Addresses {
			do(r, address)
		}
	}
}

// pause is the time to the next look, up to a fifth shorter or longer, so that witnesses do not come all at once.
func (w *Witness) pause() time.Duration {
	return w.opts.Every + time.Duration((w.opts.Random()*2-1)*float64(w.opts.Every)/5)
}

// look goes to an address as any reader would, and notes in words what it found.
func (w *Witness) look(ctx context.Context, r *watched, address string) {
	says := w.compare(ctx, r, address)
	if ctx.Err() != nil {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.looks[address] = look{at: w.opts.Now(), says: says}
}

// compare holds the checkpoint at an address against the one that was cosigned, and cosigns it where the record only grew.
func (w *Witness) compare(ctx context.Context, r *watched, address string) string {
	raw, err := w.opts.Fetch(ctx, address+"/record/checkpoint")
	if err != nil {
		return "does not answer: " + sentence(err)
	}
	s, err := r.open(raw)
	if err != nil {
		return "shows no checkpoint that a known key of this record signed"
	}
	for range 3 { // somebody may hand in a checkpoint meanwhile
		r.mu.Lock()
		at, stopped := r.tree, w.stopped(r)
		r.mu.Unlock()
		if stopped {
			return "is not compared while a contradiction waits for a person"
		}
		fork, err := w.fork(ctx, address, at, s.tree)
		switch {
		case err != nil && s.tree.Size < at.Size:
			return fmt.Sprintf("shows edition %d, older than the %d that was cosigned; whether it belongs to it cannot be told from there", s.tree.Size, at.Size)
		case err != nil:
			return fmt.Sprintf("shows edition %d, and its tiles do not show that it continues edition %d", s.tree.Size, at.Size)
		}
		if says, done := w.settle(r, s, at, fork, address); done {
			return says
		}
	}
	return "changes faster than it can be compared"
}

// fork reads from the tiles at an address whether one of two trees continues the other.
func (w *Witness) fork(ctx context.Context, address string, at, shown record.Tree) (*record.Fork, error) {
	small, large := at, shown
	if small.Size > large.Size {
		small, large = large, small
	}
	var tiles tlog.HashReader = record.TileHashes(large, func(path string) ([]byte, error) {
		return w.opts.Fetch(ctx, address+"/record/"+path)
	})
	return record.FindFork(small, large, tiles)
}

// settle acts on what was found, if the record still stands where it was compared.
func (w *Witness) settle(r *watched, s signed, at record.Tree, fork *record.Fork, address string) (says string, done bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.tree != at || w.stopped(r) {
		return "", false
	}
	switch {
	case fork != nil:
		_ = w.convict(r, s, fork, "was shown at "+address) // the log has it, and the record is stopped either way
		return "contradicts what was cosigned", true
	case s.tree.Size < at.Size:
		return fmt.Sprintf("shows edition %d, an older one than the %d that was cosigned", s.tree.Size, at.Size), true
	case s.tree == at && r.kept != nil:
		return fmt.Sprintf("shows edition %d, as cosigned", at.Size), true
	}
	if _, err := w.cosign(r, s); err != nil {
		w.opts.Log.Error("a checkpoint could not be cosigned", "record", r.Origin, "error", err)
		return "could not be cosigned: " + sentence(err), true
	}
	return fmt.Sprintf("shows edition %d, which continues what was cosigned before", s.tree.Size), true
}

// sentence gives an error as people are told.
func sentence(err error) string {
	if brief.KindOf(err) == brief.KindOther {
		return "something went wrong there"
	}
	return err.Error()
}
