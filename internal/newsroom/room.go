package newsroom

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"livebrief/internal/brief"
	"livebrief/internal/gate"
	"livebrief/internal/intake"
	"livebrief/internal/live"
	"livebrief/internal/relay"
	"livebrief/internal/store"
)

// Room is a whole newsroom: open it, run it, close it. Tests start the same value that the program does.
type Room struct {
	settings Settings
	folder   *folder
	store    *store.Store
	press    *press
	hubs     *live.Set
	ledger   ledger
	guard    *guard
	client   *intake.Client
	watchers *witnesses
	arrivals *arrivals
	poller   *intake.Poller
	node     *relay.Node
	outbox   *relay.Outbox
	log      *slog.Logger
	now      func() time.Time

	meters        *meters
	limits        limits
	readers, desk *http.Server
	readersAt     *gate.Listener
	deskAt        *gate.Listener
	// readersCert and deskCert are nil where TLS is not spoken here.
	readersCert, deskCert *gate.Certificate
	tending               sync.WaitGroup
	// closing says that the program ends: acts under way are finished, and no new ones taken.
	closing atomic.Bool
	// said is where a person hears what happens; waiting why this server does not write, the words that were said last.
	said    io.Writer
	waiting string
	// keyless are the briefings of which it was said that their key is not here.
	keyless map[brief.BriefingID]bool
	// lifting is why embargoes could not be lifted the last time; it is said once, not every second.
	lifting string
}

// Open takes the data folder, opens the store, folds every briefing and binds both addresses. Log lines go to out.
func Open(ctx context.Context, data string, s Settings, out io.Writer) (room *Room, err error) {
	if s.PublicURL, err = checkPublicURL(s.PublicURL); err != nil {
		return nil, err
	}
	r := &Room{settings: s, log: slog.New(slog.NewTextHandler(out, &slog.HandlerOptions{Level: slog.LevelWarn})), now: time.Now}
	defer func() {
		if err != nil {
			r.Close()
		}
	}()
	if r.folder, err = openFolder(data); err != nil {
		return nil, err
	}
	keys := r.folder.keys()
	address := s.Store
	if address == "" {
		address = r.folder.database()
	}
	r.guard, r.meters = newGuard(keys, r.log), newMeters(r)
	if r.store, err = store.Open(ctx, address, store.Options{Signers: r.guard.signer, Declared: r.guard.declared, Failed: r.meters.failed,
		Name: serverName(), Led: true}); err != nil {
		return nil, err
	}
	if err := r.begin(ctx, out); err != nil {
		return nil, err
	}
	r.hubs = live.NewSet(live.Options{})
	if r.press, err = openPress(ctx, r.store, keys.fingerprint, r.hubs, s.PublicURL, r.log); err != nil {
		return nil, err
	}
	r.ledger = ledger{Store: r.store, press: r.press, keys: keys, now: r.now, guard: r.guard, published: r.meters.published}
	if err := r.greet(ctx); err != nil {
		return nil, err
	}
	if err := r.bind(); err != nil {
		return nil, err
	}
	return r, r.wire()
}

// checkPublicURL takes an http(s) address without path, query or fragment, and leaves a trailing slash off.
func checkPublicURL(text string) (string, error) {
	if text == "" {
		return "", nil
	}
	u, err := url.Parse(text)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" {
		return "", usageError{fmt.Errorf("--public-url %q is not an address such as https://live.example.org", text)}
	}
	return strings.TrimSuffix(text, "/"), nil
}

func rootNetCause(err error) error {
	var op *net.OpError
	if errors.As(err, &op) {
		return op.Err
	}
	return err
}

// Run serves until ctx ends or a listener fails. When both listeners answer it prints one line for each.
func (r *Room) Run(ctx context.Context, out io.Writer) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	if err := r.announce(out); err != nil {
		return err
	}
	failed := make(chan error, 2)
	go func() { failed <- serveOn(r.readers, r.readersAt, r.readersCert) }()
	go func() { failed <- serveOn(r.desk, r.deskAt, r.deskCert) }()
	r.tend(ctx)
	r.hear(ctx)
	r.tell("READY=1")
	var err error
	select {
	case <-ctx.Done():
	case err = <-failed:
	}
	r.closing.Store(true)
	r.tell("STOPPING=1")
	stop()
	r.tended()
	return errors.Join(err, r.stop())
}

// announce leaves the desk's address for the commands, prints both, and says what cannot be published.
func (r *Room) announce(out io.Writer) error {
	if err := r.leaveDesk(); err != nil {
		return err
	}
	_, err := fmt.Fprintf(out, "readers %s\ndesk %s\n", r.ReadersURL(), r.DeskURL())
	r.announceNode(out)
	for _, reason := range r.guard.reasons() {
		fmt.Fprintln(out, reason)
	}
	return err
}

// Close gives back what Open took. It can be called on a room that was never run.
func (r *Room) Close() error {
	var errs []error
	if r.hubs != nil {
		r.hubs.Close()
	}
	if r.client != nil {
		r.client.Close()
	}
	r.closeRelay()
	for _, l := range []*gate.Listener{r.readersAt, r.deskAt} {
		if l != nil {
			if err := l.Close(); !errors.Is(err, net.ErrClosed) {
				errs = append(errs, err)
			}
		}
	}
	if r.store != nil {
		errs = append(errs, r.store.Close())
	}
	if r.folder != nil {
		errs = append(errs, r.folder.Close())
	}
	return errors.Join(errs...)
}

// ReadersURL is where readers are served.
func (r *Room) ReadersURL() string { return addressOf(r.readersAt, r.readersCert) }

// DeskURL is where the desk is served.
func (r *Room) DeskURL() string { return addressOf(r.deskAt, r.deskCert) }
