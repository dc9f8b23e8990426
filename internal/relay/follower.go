package relay

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"livebrief/internal/brief"
	"livebrief/internal/record"
)

// Keeper is where a followed record is kept, proved as it comes in.
type Keeper interface {
	// Stands tells how far a briefing has come here; the zero value where it is not known.
	Stands(ctx context.Context, id brief.BriefingID) (Stand, error)
	// Gather keeps the next entries of a record that no reader sees yet, Settle proves and shows it, Drop forgets it.
	Gather(ctx context.Context, id brief.BriefingID, origin string, entries []Entry) error
	Settle(ctx context.Context, id brief.BriefingID, checkpoint []byte, judge Judge) error
	Drop(ctx context.Context, id brief.BriefingID) error
	// Follow proves and shows what a record has grown by.
	Follow(ctx context.Context, id brief.BriefingID, checkpoint []byte, judge Judge, walk func(take func(Entry) error) error) error
}

// Stand is how far a briefing has come.
type Stand struct {
	// Origin is that of its record.
	Origin string
	// Shown is the tree that readers see, of no entries where they see none; At is the time of its last entry.
	Shown record.Tree
	At    time.Time
	// Gathered is how many entries are here of a record that is not shown yet.
	Gathered brief.Seq
	// Keys are those that the record declares.
	Keys *record.Succession
}

// Status is what readers of a briefing have to know of the way to its newsroom.
type Status struct {
	// Since is the last moment at which this was known to be all there was.
	Since time.Time
	// Cut says that the newsroom has not been heard since, or that what it has is not to be got.
	Cut bool
	// Refused says in a sentence why what came was not taken; empty when it was.
	Refused string
}

// Apart tells whether readers have to be told.
func (s Status) Apart() bool { return s.tells() != toldNothing }

// Options of a follower.
type Options struct {
	Source Source
	Keeper Keeper
	Trust  *Trust
	// Grown is called when a checkpoint was proved that says something new, after it is kept: it covers new entries, or
	// carries new lines of witnesses.
	Grown func(ctx context.Context, h Head, checkpoint []byte)
	// Changed is called when a status has changed in what readers are told.
	Changed func(id brief.BriefingID, s Status)
	// Silence is how long nothing may be heard before readers are told; 10 s when zero.
	Silence time.Duration
	Log     *slog.Logger
	Now     func() time.Time
}

// Follower keeps the records of a newsroom on another machine up to date. It is safe for use by many goroutines.
type Follower struct {
	Options
	begun time.Time

	mu     sync.Mutex
	stands map[brief.BriefingID]*following
	// said is what is wrong with the way, as it was logged last.
	said string
}

// following is what is known of the way to one briefing.
type following struct {
	status Status
	// told is what readers have been told.
	told told
	// proved is the hash of the checkpoint that was proved last.
	proved string
	// refused is the hash of the one that was refused, stranger the key that came with it where that is not trusted; again
	// is when it is looked at again, times how often it was.
	refused, stranger string
	again             time.Time
	times             int
	// said is what keeps it from being followed, as it was logged last.
	said string
}

// told is what readers know of the way to their newsroom.
type told int

const (
	toldNothing told = iota
	toldCut
	toldRefused
)

// tells is what readers have to be told of a status.
func (s Status) tells() told {
	switch {
	case s.Refused != "":
		return toldRefused
	case s.Cut:
		return toldCut
	}
	return toldNothing
}

// silence is how long nothing may be heard from the newsroom before readers are told.
const silence = 10 * time.Second

// lookEvery is how exactly that is measured.
const lookEvery = time.Second

// NewFollower makes a follower of the briefings that are kept here, and of those that it will meet.
func NewFollower(o Options) *Follower {
	if o.Silence <= 0 {
		o.Silence = silence
	}
	return &Follower{Options: o, begun: o.Now(), stands: map[brief.BriefingID]*following{}}
}

// Known takes in a briefing that is kept here from an earlier run. At is the time of its last entry: what stood then is
// what is surely there.
func (f *Follower) Known(id brief.BriefingID, at time.Time) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.stands[id] = &following{status: Status{Since: at}}
}

// Run follows until ctx ends.
func (f *Follower) Run(ctx context.Context) {
	var watching sync.WaitGroup
	watching.Go(func() { f.watch(ctx) })
	for ctx.Err() == nil {
		err := f.Step(ctx)
		f.Source.Wait(ctx, err != nil)
	}
	watching.Wait()
}

// Step takes what was heard last. An error is that of the way, and logged already; what is wrong with one briefing is not
// among them.
func (f *Follower) Step(ctx context.Context) error {
	news, err := f.Source.News(ctx)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	f.say(err)
	for _, h := range news.Heads {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		f.take(ctx, h, news.At)
	}
	return err
}

// say logs what is wrong with the way, once until it changes.
func (f *Follower) say(err error) {
	text := ""
	if err != nil {
		text = err.Error()
	}
	f.mu.Lock()
	was := f.said
	f.said = text
	f.mu.Unlock()
	if text != "" && text != was {
		f.Log.Warn("the newsroom cannot be heard", "error", text)
	}
}

// watch measures how long each newsroom has been silent.
func (f *Follower) watch(ctx context.Context) {
	ticker := time.NewTicker(lookEvery)
	defer ticker.Stop()
	for {
		f.look()
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
	}
}

// look finds out which briefings have been cut off, and tells.
func (f *Follower) look() {
	now := f.Now()
	f.mu.Lock()
	changed := map[brief.BriefingID]Status{}
	for id, s := range f.stands {
		heard := s.status.Since
		if heard.Before(f.begun) {
			heard = f.begun // a start has the same time as a pause
		}
		s.status.Cut = now.Sub(heard) > f.Silence
		if tells := s.status.tells(); tells != s.told {
			s.told = tells
			changed[id] = s.status
		}
	}
	f.mu.Unlock()
	for id, s := range changed {
		f.tell(id, s)
	}
}

// tell says that readers are apart from their newsroom, or no longer.
func (f *Follower) tell(id brief.BriefingID, s Status) {
	switch {
	case s.Refused != "":
	case s.Cut:
		f.Log.Warn("the newsroom is out of reach; readers are told", "briefing", id, "since", s.Since.UTC().Format(time.RFC3339))
	default:
		f.Log.Warn("the newsroom is in reach again; readers are told", "briefing", id)
	}
	if f.Changed != nil {
		f.Changed(id, s)
	}
}

// Status gives what readers of a briefing have to know.
func (f *Follower) Status(id brief.BriefingID) Status {
	f.mu.Lock()
	defer f.mu.Unlock()
	if s := f.stands[id]; s != nil && s.told != toldNothing {
		return s.status
	}
	return Status{}
}

// Cut gives since when the newsroom has not been heard, zero while it is: the longest of all briefings.
func (f *Follower) Cut() time.Time {
	f.mu.Lock()
	defer f.mu.Unlock()
	cut := time.Time{}
	for _, s := range f.stands {
		if s.told != toldNothing && (cut.IsZero() || s.status.Since.Before(cut)) {
			cut = s.status.Since
		}
	}
	return cut
}
