package newsroom

import (
	"context"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"golang.org/x/mod/sumdb/note"

	"livebrief/internal/brief"
	"livebrief/internal/intake"
	"livebrief/internal/page"
	"livebrief/internal/record"
	"livebrief/internal/store"
	"livebrief/internal/web"
)

// witnesses hands the newest checkpoint of every briefing to its witnesses, beside publishing and never in its way.
type witnesses struct {
	store *store.Store
	press *press
	keys  keyring
	// post and get reach a witness, bounded in time and bytes.
	post func(ctx context.Context, address, contentType string, body []byte, limit int64) (intake.Answer, error)
	get  func(ctx context.Context, address string) ([]byte, error)
	// hold stops publishing on a briefing whose record went back behind what it has signed.
	hold func(id brief.BriefingID, reason string)
	log  *slog.Logger
	now  func() time.Time

	mu     sync.Mutex
	stands map[witnessOf]*witnessStand
	going  sync.WaitGroup
}

// witnessOf is one witness of one briefing: its key's name, a plus, and its id.
type witnessOf struct {
	briefing brief.BriefingID
	witness  string
}

// witnessStand is how far a witness has come.
type witnessStand struct {
	newest store.Cosignature
	// tried and triedAt are when it was last asked, and for which edition; busy while it is being asked.
	tried   time.Time
	triedAt int64
	busy    bool
	// says is what came of it, in words for the desk; empty when it signed.
	says string
	// looked says that what the witness knows was compared with the record since the program started.
	looked bool
}

const (
	// witnessEvery is how soon a new checkpoint is handed on.
	witnessEvery = time.Second
	// witnessAgain is the pause before a witness that did not sign is asked again for the same edition.
	witnessAgain = time.Minute
	// maxWitnessAnswer bounds an answer in bytes.
	maxWitnessAnswer = 64 << 10
)

// asking is one witness that is to be asked.
type asking struct {
	witnessOf
	url      string
	verifier note.Verifier
	stand    *witnessStand
}

// shortKey gives a key up to its second plus; base 64 may hold a third.
func shortKey(key string) string {
	name, rest, _ := strings.Cut(key, "+")
	id, _, _ := strings.Cut(rest, "+")
	return name + "+" + id
}

// load reads what witnesses have signed, at start and when another server on the same store was told.
func (w *witnesses) load(ctx context.Context) error {
	list, err := w.store.Cosignatures(ctx)
	if err != nil {
		return err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, c := range list {
		w.note(c)
	}
	return nil
}

// note takes a cosignature in; the caller holds the lock.
func (w *witnesses) note(c store.Cosignature) {
	s := w.stand(witnessOf{c.Briefing, c.Witness})
	if c.Size > s.newest.Size || c.Size == s.newest.Size && c.At.After(s.newest.At) {
		s.newest = c
		w.press.turned.Add(1) // pages say it from now on
	}
}

// stand finds or begins what is known of a witness; the caller holds the lock.
func (w *witnesses) stand(of witnessOf) *witnessStand {
	s := w.stands[of]
	if s == nil {
		s = &witnessStand{}
		w.stands[of] = s
	}
	return s
}

// run asks witnesses until ctx ends.
func (w *witnesses) run(ctx context.Context) {
	ticker := time.NewTicker(witnessEvery)
	defer ticker.Stop()
	for ctx.Err() == nil {
		for _, a := range w.due(ctx) {
			w.going.Go(func() { w.ask(ctx, a) })
		}
		select {
		case <-ctx.Done():
		case <-ticker.C:
		}
	}
	w.going.Wait()
}

// due lists the witnesses that are behind and are to be asked now, and marks them as busy. Who stands by asks nobody.
func (w *witnesses) due(ctx context.Context) []asking {
	if !w.store.Leads() {
		return nil
	}
	ids, _ := w.press.List(ctx) // the press has them in memory
	var list []asking
	for _, id := range ids {
		state, err := w.press.Current(ctx, id)
		if err != nil {
			continue
		}
		for _, one := range state.Briefing.Witnesses {
			if verifier, err := record.NewWitnessVerifier(one.Key); err == nil {
				list = w.dueOne(list, asking{witnessOf: witnessOf{id, shortKey(one.Key)}, url: strings.TrimRight(one.URL, "/"), verifier: verifier}, int64(state.Seq))
			}
		}
	}
	return list
}

func (w *witnesses) dueOne(list []asking, a asking, head int64) []asking {
	w.mu.Lock()
	defer w.mu.Unlock()
	s := w.stand(a.witnessOf)
	if s.busy || s.looked && s.newest.Size >= head || s.triedAt == head && w.now().Sub(s.tried) < witnessAgain {
		return list
	}
	s.busy, s.tried, s.triedAt = true, w.now(), head
	a.stand = s
	return append(list, a)
}

// ask asks one witness and notes what came of it.
func (w *witnesses) ask(ctx context.Context, a asking) {
	says := ""
	looked, err := w.look(ctx, a)
	if err == nil {
		err = w.cosign(ctx, a)
	}
	if err != nil {
		says = err.Error()
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	a.stand.busy = false
	a.stand.looked = a.stand.looked || looked
	if ctx.Err() == nil {
		a.stand.says = says
	}
}

// look asks a witness once after a start what it knows, before anything new is handed to it: an older copy of the data
// that was brought back has nothing new to hand in. done is false where the witness could not be asked.
func (w *witnesses) look(ctx context.Context, a asking) (done bool, err error) {
	w.mu.Lock()
	done = a.stand.looked
	w.mu.Unlock()
	if done {
		return true, nil
	}
	reason, err := w.contradiction(ctx, a)
	if err != nil {
		return false, nil // a witness that shows nothing is no reason against anything
	}
	if reason != "" {
		return true, w.stop(a, reason)
	}
	return true, nil
}

// cosigned gives what pages say of a briefing's witnesses.
func (w *witnesses) cosigned(id brief.BriefingID) []page.Cosigned {
	var list []page.Cosigned
	w.each(id, func(one brief.Witness, s *witnessStand) {
		if c := s.newest; c.Size > 0 {
			list = append(list, page.Cosigned{Key: one.Key, Size: brief.Seq(c.Size), At: c.At, Line: c.Line})
		}
	})
	return list
}

// told gives what the desk is told of them.
func (w *witnesses) told(id brief.BriefingID) []web.WitnessState {
	var list []web.WitnessState
	w.each(id, func(one brief.Witness, s *witnessStand) {
		name, _, _ := strings.Cut(one.Key, "+")
		list = append(list, web.WitnessState{Name: name, Size: brief.Seq(s.newest.Size), At: s.newest.At, Says: s.says})
	})
	return list
}

// each goes through the witnesses that a briefing names, in its order.
func (w *witnesses) each(id brief.BriefingID, see func(brief.Witness, *witnessStand)) {
	stand, err := w.press.stand(id)
	if err != nil {
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, one := range stand.now.Load().Briefing.Witnesses {
		see(one, w.stand(witnessOf{id, shortKey(one.Key)}))
	}
}

// under adds the cosignatures of the named witnesses to a checkpoint, those that are over exactly its entries.
func (w *witnesses) under(id brief.BriefingID, checkpoint []byte) []byte {
	signed := checkpoint[:len(checkpoint):len(checkpoint)]
	for _, c := range w.cosigned(id) {
		verifier, err := record.NewWitnessVerifier(c.Key)
		if err != nil {
			continue
		}
		if found, err := record.FindCosignature(checkpoint, []byte(c.Line), verifier); err == nil {
			signed = append(signed, found.Line...)
		}
	}
	return signed
}

// publicKeys gives the keys by which a checkpoint is this briefing's own: the one in force, and those before it that were
// not lost. Whoever stole a key must not be able to stop the desk with it.
func (w *witnesses) publicKeys(ctx context.Context, id brief.BriefingID) (note.Verifiers, error) {
	public, err := w.keys.public(id)
	if err != nil {
		return nil, err
	}
	succession, err := w.store.Keys(ctx, id)
	if err != nil {
		return nil, err
	}
	known := map[string]bool{public: true}
	declared := succession.List()
	for i, d := range declared {
		if i+1 == len(declared) || declared[i+1].Reason != record.LostKey {
			known[d.Key] = true
		}
	}
	var list []note.Verifier
	for _, key := range slices.Sorted(maps.Keys(known)) {
		v, err := record.NewVerifier(key)
		if err != nil {
			return nil, err
		}
		list = append(list, v)
	}
	return note.VerifierList(list...), nil
}

// checkpoint gives the newest checkpoint and its tree.
func (w *witnesses) checkpoint(ctx context.Context, id brief.BriefingID) (origin string, signed []byte, tree record.Tree, err error) {
	if signed, err = w.store.Checkpoint(ctx, id); err != nil {
		return "", nil, record.Tree{}, err
	}
	if origin, err = record.OriginOf(signed); err != nil {
		return "", nil, record.Tree{}, err
	}
	verifiers, err := w.publicKeys(ctx, id)
	if err != nil {
		return "", nil, record.Tree{}, err
	}
	tree, err = record.OpenCheckpoint(signed, origin, verifiers)
	if err != nil {
		return "", nil, record.Tree{}, fmt.Errorf("reading the checkpoint of %s: %w", origin, err)
	}
	return origin, signed, tree, nil
}
