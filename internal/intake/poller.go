package intake

import (
	"cmp"
	"context"
	"crypto/sha256"
	"log/slog"
	"net/url"
	"strings"
	"sync"
	"time"

	"livebrief/internal/brief"
)

// Store keeps sources and reports for the poller.
type Store interface {
	// Due lists the sources whose next look is due by now, the longest due first.
	Due(ctx context.Context, now time.Time, limit int) ([]brief.Source, error)
	// Save keeps the health, the times and the validators of a source after a look.
	Save(ctx context.Context, src brief.Source) error
	// AddReport keeps a report; fresh is false when its bytes were there already.
	AddReport(ctx context.Context, r brief.Report) (id brief.ReportID, fresh bool, err error)
	// Latest gives the newest report that the source brought of an address, with its text, false when there is none.
	Latest(ctx context.Context, source brief.SourceID, address string) (brief.Report, bool, error)
}

// Getter fetches; a Client is one.
type Getter interface {
	Fetch(ctx context.Context, address string, v Validators) (Fetched, error)
}

// PollerOptions are the poller's ports and its pace. Zero values give what is said beside them.
type PollerOptions struct {
	Store Store
	Get   Getter
	// Folders are the roots below which a source may be a folder; empty allows none, because files are moved there.
	Folders []string
	// Log gets what is no source's fault: a store that cannot keep.
	Log *slog.Logger
	// Now is the clock, time.Now.
	Now func() time.Time
	// Random gives numbers from 0 up to 1, by which looks are spread; always the middle when nil.
	Random func() float64
	// Parallel is how many sources are looked at at once, 4.
	Parallel int
	// Gap is the pause between two requests to one host, 2 s.
	Gap time.Duration
	// Tick is how often the schedule is read, 5 s.
	Tick time.Duration
	// Patience is how long one look may take with all its pages, 2 minutes.
	Patience time.Duration
}

// Poller looks at the sources when they are due.
type Poller struct {
	opts  PollerOptions
	hosts *hosts

	mu sync.Mutex
	// bodies holds the hash of the last answer of each source whose server gives no validators.
	bodies map[brief.SourceID][32]byte
	// settled holds the items of each source's last feed that need no second thought.
	settled map[brief.SourceID]map[string]bool
	folders map[brief.SourceID]*Folder
	// rest holds sources back whose outcome could not be kept, so that they are not asked again at once.
	rest map[brief.SourceID]time.Time
}

// dueAtOnce is how many due sources are read from the schedule at a time.
const dueAtOnce = 1000

// NewPoller makes a poller; Run starts it.
func NewPoller(opts PollerOptions) *Poller {
	opts.Parallel = cmp.Or(opts.Parallel, 4)
	opts.Gap = cmp.Or(opts.Gap, 2*time.Second)
	opts.Tick = cmp.Or(opts.Tick, 5*time.Second)
	opts.Patience = cmp.Or(opts.Patience, 2*time.Minute)
	if opts.Now == nil {
		opts.Now = time.Now
	}
	if opts.Random == nil {
		opts.Random = func() float64 { return 0.5 }
	}
	if opts.Log == nil {
		opts.Log = slog.New(slog.DiscardHandler)
	}
	return &Poller{opts: opts, hosts: newHosts(opts.Gap, opts.Now), bodies: map[brief.SourceID][32]byte{},
		settled: map[brief.SourceID]map[string]bool{}, folders: map[brief.SourceID]*Folder{}, rest: map[brief.SourceID]time.Time{}}
}

// Run looks at sources until ctx ends, and returns when the last look has.
func (p *Poller) Run(ctx context.Context) {
	var looks sync.WaitGroup
	defer looks.Wait()
	done := make(chan brief.Source, p.opts.Parallel)
	busy := map[string]bool{}
	ticker := time.NewTicker(p.opts.Tick)
	defer ticker.Stop()
	for {
		if len(busy) < p.opts.Parallel {
			for _, src := range p.pick(ctx, busy) {
				busy[lane(src)] = true
				looks.Go(func() {
					p.take(ctx, src)
					done <- src
				})
			}
		}
		select {
		case <-ctx.Done():
			return
		case src := <-done:
			delete(busy, lane(src))
		case <-ticker.C:
		}
	}
}

// pick chooses due sources for the free places, one per host: sources of one slow host wait for each other and not
// for the places of the others.
func (p *Poller) pick(ctx context.Context, busy map[string]bool) []brief.Source {
	due, err := p.opts.Store.Due(ctx, p.opts.Now(), dueAtOnce)
	if err != nil {
		if ctx.Err() == nil {
			p.opts.Log.Error("the schedule of sources could not be read", "error", err)
		}
		return nil
	}
	var picked []brief.Source
	taken := map[string]bool{}
	for _, src := range due {
		if len(busy)+len(picked) >= p.opts.Parallel {
			break
		}
		if l := lane(src); !busy[l] && !taken[l] && !p.resting(src.ID) {
			taken[l] = true
			picked = append(picked, src)
		}
	}
	return picked
}

func (p *Poller) resting(id brief.SourceID) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.rest[id].After(p.opts.Now())
}

// take looks at one source and keeps the outcome.
func (p *Poller) take(ctx context.Context, src brief.Source) {
	after := p.Look(ctx, src)
	if ctx.Err() != nil {
		return
	}
	err := p.opts.Store.Save(ctx, after)
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.rest, src.ID)
	if err != nil && ctx.Err() == nil {
		p.rest[src.ID] = p.opts.Now().Add(time.Minute)
		p.opts.Log.Error("the health of a source could not be kept", "source", src.ID, "error", err)
	}
}

// lane is what a source has to itself while it is looked at: its host, or its folder.
func lane(src brief.Source) string {
	if !isWeb(src.Address) {
		return src.Address
	}
	return hostOf(src.Address)
}

func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return address
	}
	return strings.ToLower(u.Hostname())
}

func isWeb(address string) bool {
	return strings.Contains(address, "://") || strings.HasPrefix(address, "http:")
}

// sameBody tells whether the source answered just this the last time, and remembers it.
func (p *Poller) sameBody(id brief.SourceID, body []byte) bool {
	sum := sha256.Sum256(body)
	p.mu.Lock()
	defer p.mu.Unlock()
	same := p.bodies[id] == sum
	p.bodies[id] = sum
	return same
}

func (p *Poller) forgetBody(id brief.SourceID) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.bodies, id)
}
