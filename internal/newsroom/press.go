package newsroom

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"

	"livebrief/internal/brief"
	"livebrief/internal/edition"
	"livebrief/internal/live"
	"livebrief/internal/page"
	"livebrief/internal/record"
	"livebrief/internal/store"
)

// press turns each new entry of the record into an edition and a frame. The store is the truth: the press only
// follows it, and can be thrown away and opened again at any moment.
type press struct {
	store *store.Store
	// fingerprint gives that of the key that signs a briefing's record, empty when the key is not known.
	fingerprint func(brief.BriefingID) string
	hubs        *live.Set
	public      string
	log         *slog.Logger
	// turned counts the editions that were made, of all briefings, and whatever else pages show from then on.
	turned atomic.Uint64
	// told, when set, hears that there is something new in the record.
	told func()

	mu     sync.RWMutex
	stands map[brief.BriefingID]*stand
	names  map[brief.Name]brief.BriefingID
	order  []brief.BriefingID
}

// stand is one briefing on the press.
type stand struct {
	id     brief.BriefingID
	origin string
	// fingerprint is that of the key that signs, empty when the key is not here.
	fingerprint atomic.Pointer[string]
	// turning lets one entry after the other become an edition.
	turning sync.Mutex
	now     atomic.Pointer[edition.State]
	// behind says that the last attempt to follow the record failed.
	behind atomic.Bool
	past   pastEditions
}

const (
	// snapshotEvery is how many entries lie between two kept states, so that start and as-of replay little.
	snapshotEvery = 1024
	// ringPreload is how many frames are made again at start, so that readers who come back after a restart
	// find their place.
	ringPreload = 128
	// readAtOnce bounds how many entries are in memory when many are folded.
	readAtOnce = 1024
)

// openPress folds every briefing to its newest edition.
func openPress(ctx context.Context, st *store.Store, fingerprint func(brief.BriefingID) string, hubs *live.Set, public string, log *slog.Logger) (*press, error) {
	p := &press{store: st, fingerprint: fingerprint, hubs: hubs, public: public, log: log,
		stands: map[brief.BriefingID]*stand{}, names: map[brief.Name]brief.BriefingID{}}
	rows, err := st.Briefings(ctx)
	if err != nil {
		return nil, fmt.Errorf("opening the press: %w", err)
	}
	for _, row := range rows {
		if err := p.open(ctx, row.ID, row.Origin); err != nil {
			return nil, fmt.Errorf("opening the briefing %s: %w", row.Name, err)
		}
	}
	return p, nil
}

// open puts one briefing on the press; one that is there already stays as it is. Who made the briefing and the watch
// over the record may both come with it at the same moment.
func (p *press) open(ctx context.Context, id brief.BriefingID, origin string) error {
	s := &stand{id: id, origin: origin}
	short := p.fingerprint(id)
	s.fingerprint.Store(&short)
	state, err := p.fold(ctx, id, 0)
	if err != nil {
		return err
	}
	s.now.Store(state)
	s.turning.Lock() // nothing turns before the ring is filled
	defer s.turning.Unlock()
	if !p.place(s) {
		return nil
	}
	return p.reload(ctx, s)
}

// place lists a briefing unless it is listed already.
func (p *press) place(s *stand) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if _, there := p.stands[s.id]; there {
		return false
	}
	p.stands[s.id] = s
	p.order = append(p.order, s.id)
	p.names[s.now.Load().Briefing.Name] = s.id
	p.turned.Add(1)
	return true
}

// fold makes the edition at seq, or the newest when seq is 0, from the nearest kept state below it.
func (p *press) fold(ctx context.Context, id brief.BriefingID, seq brief.Seq) (*edition.State, error) {
	head, err := p.store.Head(ctx, id)
	if err != nil {
		return nil, err
	}
	if seq == 0 {
		seq = head
	}
	if seq > head {
		return nil, brief.NotFound(fmt.Sprintf("edition %d does not exist yet", seq), fmt.Sprintf("the newest is %d", head))
	}
	state := edition.New()
	if _, kept, err := p.store.Snapshot(ctx, id, seq); err != nil {
		return nil, err
	} else if kept != nil {
		if state, err = edition.Decode(kept); err != nil {
			// A kept state is derived: when it is damaged, the record makes it again.
			p.log.Warn("a kept edition is damaged and is made again", "error", err)
			state = edition.New()
		}
	}
	err = foldTo(ctx, p.store, id, state, seq, func(s *edition.State) { p.keep(ctx, id, s) })
	if err != nil {
		return nil, err
	}
	return state, nil
}

// foldTo applies the entries after a state to it, up to seq, and shows it to each after every one; each may be nil.
func foldTo(ctx context.Context, st *store.Store, id brief.BriefingID, state *edition.State, seq brief.Seq, each func(*edition.State)) error {
	for state.Seq < seq {
		upTo := min(seq, state.Seq+readAtOnce)
		entries, err := st.Entries(ctx, id, state.Seq+1, upTo)
		if err != nil {
			return err
		}
		if len(entries) == 0 {
			return fmt.Errorf("the record has no entry %d", state.Seq+1)
		}
		for _, e := range entries {
			if err := state.Apply(e); err != nil {
				return fmt.Errorf("folding entry %d: %w", e.Entry.Seq, err)
			}
			if each != nil {
				each(state)
			}
		}
	}
	return nil
}

// keep saves the state where one is due. It is derived, and nothing depends on it: on a full disk the next fold
// replays more, and nobody goes without a page. Who stands by leaves it to the one that writes.
func (p *press) keep(ctx context.Context, id brief.BriefingID, state *edition.State) {
	if state.Seq%snapshotEvery != 0 || !p.store.Leads() {
		return
	}
	if err := p.store.SaveSnapshot(ctx, id, state.Seq, state.Encode()); err != nil {
		p.log.Warn("an edition could not be kept; folding it will take longer", "edition", state.Seq, "error", err)
	}
}

// stand finds a briefing on the press.
func (p *press) stand(id brief.BriefingID) (*stand, error) {
	p.mu.RLock()
	defer p.mu.RUnlock()
	if s, ok := p.stands[id]; ok {
		return s, nil
	}
	return nil, brief.NotFound("there is no such briefing", "")
}

// meet follows a briefing that may be new to this server.
func (p *press) meet(ctx context.Context, id brief.BriefingID, origin string) error {
	if _, err := p.stand(id); err != nil {
		return p.open(ctx, id, origin)
	}
	return p.follow(ctx, id)
}

// follow catches up with the record: every entry that is not in the newest edition yet becomes one, in order.
func (p *press) follow(ctx context.Context, id brief.BriefingID) error {
	s, err := p.stand(id)
	if err != nil {
		return err
	}
	s.turning.Lock()
	defer s.turning.Unlock()
	before := s.now.Load()
	err = p.catchUp(ctx, s)
	s.behind.Store(err != nil)
	if p.told != nil && s.now.Load() != before {
		p.told()
	}
	return err
}

// catchUp turns what is new, one entry after the other; the caller holds the turn.
func (p *press) catchUp(ctx context.Context, s *stand) error {
	id := s.id
	head, err := p.store.Head(ctx, id)
	if err != nil {
		return err
	}
	for s.now.Load().Seq < head {
		from := s.now.Load().Seq + 1
		entries, err := p.store.Entries(ctx, id, from, min(head, from+readAtOnce-1))
		if err != nil {
			return err
		}
		if len(entries) == 0 {
			return fmt.Errorf("the record has no entry %d", from)
		}
		for _, e := range entries {
			if err := p.turn(ctx, s, e); err != nil {
				return fmt.Errorf("making edition %d: %w", e.Entry.Seq, err)
			}
		}
	}
	return nil
}

// turn makes one entry an edition and hands its frame to the readers.
func (p *press) turn(ctx context.Context, s *stand, e brief.Published) error {
	next := s.now.Load().Clone()
	if err := next.Apply(e); err != nil {
		return err
	}
	if err := s.renew(&e); err != nil {
		return err
	}
	s.now.Store(next)
	p.rename(s.id, next.Briefing.Name)
	p.turned.Add(1)
	err := p.show(ctx, s, e)
	p.keep(ctx, s.id, next) // which takes a while over a long record, and no reader waits for it
	return err
}

// show hands the readers who follow what an entry made.
func (p *press) show(ctx context.Context, s *stand, e brief.Published) error {
	if e.Entry.Kind == brief.Redact {
		// What was removed must not be said again: past editions and the frames that carried it go.
		s.past.forget()
		return p.reload(ctx, s)
	}
	frame, err := p.frame(ctx, s, e)
	if err != nil {
		return err
	}
	err = p.hubs.Hub(s.id).Publish(frame)
	if brief.KindOf(err) == brief.KindConflict {
		// The ring missed an entry whose frame failed: it is filled anew, so that it does not stay behind for good.
		return p.reload(ctx, s)
	}
	return err
}

// renew takes over the fingerprint of a key that an entry declares.
func (s *stand) renew(p *brief.Published) error {
	if p.Entry.Kind != brief.EntryKey {
		return nil
	}
	var body brief.KeyDeclared
	if err := json.Unmarshal(p.Body, &body); err != nil {
		return err
	}
	d, err := record.OpenDeclaration([]byte(body.Declaration))
	if err != nil {
		return err
	}
	short, err := record.Fingerprint(d.Key)
	if err == nil {
		s.fingerprint.Store(&short)
	}
	return err
}

// rename keeps the address names up to date.
func (p *press) rename(id brief.BriefingID, name brief.Name) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.names[name] == id {
		return
	}
	for old, of := range p.names {
		if of == id {
			delete(p.names, old)
		}
	}
	p.names[name] = id
}

// reload fills the ring from the record.
func (p *press) reload(ctx context.Context, s *stand) error {
	last := s.now.Load().Seq
	first := brief.Seq(1)
	if last > ringPreload {
		first = last - ringPreload + 1
	}
	frames, err := p.frames(ctx, s, first, last)
	if err != nil {
		return err
	}
	return p.hubs.Hub(s.id).Reload(last, frames)
}

// frames makes the frames of a range; their fragments show the items as they stand now.
func (p *press) frames(ctx context.Context, s *stand, from, to brief.Seq) ([]live.Frame, error) {
	entries, err := p.store.Entries(ctx, s.id, from, to)
	if err != nil {
		return nil, err
	}
	frames := make([]live.Frame, 0, len(entries))
	for _, e := range entries {
		f, err := p.frame(ctx, s, e)
		if err != nil {
			return nil, err
		}
		frames = append(frames, f)
	}
	return frames, nil
}

// frame makes one entry's frame.
func (p *press) frame(ctx context.Context, s *stand, e brief.Published) (live.Frame, error) {
	made, says, err := page.Fragments(p.shelf(s), p.bodies(ctx, s.id), e)
	if err != nil {
		return live.Frame{}, fmt.Errorf("rendering the frame: %w", err)
	}
	fragments := make([]live.Fragment, len(made))
	for i, f := range made {
		fragments[i] = live.Fragment{ID: f.ID, Place: f.Place, HTML: f.HTML}
	}
	data, err := live.EncodeFrame(e, fragments, says)
	if err != nil {
		return live.Frame{}, err
	}
	return live.Frame{Seq: e.Entry.Seq, Data: data}, nil
}

// shelf is what pages need of the newest edition.
func (p *press) shelf(s *stand) page.Shelf {
	state := s.now.Load()
	return page.Shelf{Name: state.Briefing.Name, State: state, Public: p.public, Origin: s.origin, Fingerprint: *s.fingerprint.Load()}
}

// bodies hands a page the texts it shows.
func (p *press) bodies(ctx context.Context, id brief.BriefingID) page.Bodies {
	return func(seqs []brief.Seq) (map[brief.Seq]brief.Published, error) {
		return p.store.Bodies(ctx, id, seqs)
	}
}
