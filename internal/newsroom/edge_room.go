package newsroom

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"livebrief/internal/brief"
	"livebrief/internal/gate"
	"livebrief/internal/live"
	"livebrief/internal/page"
	"livebrief/internal/record"
	"livebrief/internal/relay"
	"livebrief/internal/store"
	"livebrief/internal/web"
)

// Edge serves readers on another machine than the newsroom's. Everything it has was made from the newsroom's record, which
// it verifies as it comes: open it, run it, close it, throw it away.
type Edge struct {
	settings EdgeSettings
	folder   *folder
	store    *store.Store
	hubs     *live.Set
	press    *press
	watchers *witnesses
	source   relay.Source
	trust    *relay.Trust
	follower *relay.Follower
	lists    *mirrorLists
	log      *slog.Logger
	now      func() time.Time

	readers   *http.Server
	readersAt *gate.Listener
	limits    limits
	cert      *gate.Certificate
	tending   sync.WaitGroup
	// said is what was the matter with the way, as it was logged last.
	said atomic.Value
}

// OpenEdge takes the data folder of an edge, folds what is kept there, and binds its address. Log lines go to out.
func OpenEdge(ctx context.Context, data string, s EdgeSettings, out io.Writer) (edge *Edge, err error) {
	if s.PublicURL, err = checkPublicURL(s.PublicURL); err != nil {
		return nil, err
	}
	given, err := s.given()
	if err != nil {
		return nil, err
	}
	e := &Edge{settings: s, log: slog.New(slog.NewTextHandler(out, &slog.HandlerOptions{Level: slog.LevelWarn})), now: time.Now,
		trust: &relay.Trust{Given: given}, lists: newMirrorLists()}
	defer func() {
		if err != nil {
			e.Close()
		}
	}()
	if e.folder, err = openEdgeFolder(data); err != nil {
		return nil, err
	}
	met, err := e.folder.publishers()
	if err != nil {
		return nil, err
	}
	e.trust.Remember(met)
	e.trust.Keep, e.trust.Met = e.folder.keepPublishers, e.met
	if e.store, err = store.Open(ctx, filepath.Join(e.folder.path, edgeDatabase), store.Options{}); err != nil {
		return nil, err
	}
	e.hubs = live.NewSet(live.Options{})
	if e.press, err = openPress(ctx, e.store, e.fingerprint, e.hubs, s.PublicURL, e.log); err != nil {
		return nil, err
	}
	e.watchers = &witnesses{store: e.store, press: e.press, log: e.log, now: e.now, stands: map[witnessOf]*witnessStand{}}
	if err := e.watchers.load(ctx); err != nil {
		return nil, err
	}
	if err := e.bind(); err != nil {
		return nil, err
	}
	if e.source, err = s.source(e.wrong); err != nil {
		return nil, err
	}
	return e, e.wire(ctx)
}

// bind takes the address, or the socket that a supervisor has opened for it, behind the limits.
func (e *Edge) bind() (err error) {
	if e.limits, err = e.settings.limits(e.log); err != nil {
		return err
	}
	if e.cert, err = openCertificate("--tls-", e.settings.TLSCert, e.settings.TLSKey); err != nil {
		return err
	}
	handed, err := gate.Inherited(os.Getenv, os.Getpid(), socketReaders)
	if err != nil {
		return err
	}
	readers, err := inheritedOr(handed[socketReaders], e.settings.Listen, "--listen")
	if err != nil {
		return err
	}
	e.readersAt = e.limits.before(readers, e.cert == nil, e.log)
	return nil
}

// wire hands every room what it needs of the others.
func (e *Edge) wire(ctx context.Context) error {
	e.follower = relay.NewFollower(relay.Options{Source: e.source, Keeper: keeping{e.store}, Trust: e.trust, Grown: e.grown,
		Changed: e.changed, Log: e.log, Now: e.now})
	rows, err := e.store.Briefings(ctx)
	if err != nil {
		return err
	}
	for _, row := range rows {
		e.follower.Known(row.ID, row.At)
	}
	follows := &followed{press: e.press, watchers: e.watchers, public: e.public, cut: e.follower.Cut, now: e.now}
	e.readers = newReadersServer(web.NewAdmission(web.NewReaders(web.ReadersConfig{
		Editions: e.press, Past: e.press, Texts: e.store, Record: logFiles{e.press, e.watchers}, Witnessed: e.watchers.cosigned,
		Proofs: proofs{e.store, e.public}, Mirrors: e.lists, Live: delivery{e.press, e.follower.Status}, Signed: e.press.signed,
		Apart: e.apart, Followed: follows.list, Turn: e.press.turned.Load, Public: e.settings.PublicURL, Logger: e.log, Now: e.now}), e.limits.admission(), e.settings.PublicURL, nil))
	return nil
}

// public gives the key that signs a briefing's record: the one it declares last, or the one that it was met with.
func (e *Edge) public(id brief.BriefingID) (string, error) {
	keys, err := e.store.Keys(context.Background(), id)
	if err != nil {
		return "", err
	}
	if now, declared := keys.Current(); declared {
		return now.Key, nil
	}
	origin, err := e.store.Origin(context.Background(), id)
	if err != nil {
		return "", err
	}
	if k, met := e.trust.Of(origin); met {
		return k.Key, nil
	}
	return "", brief.Unavailable("the key of this briefing is not known here", "it comes with its record", nil)
}

// fingerprint gives that of the key that signs.
func (e *Edge) fingerprint(id brief.BriefingID) string {
	key, err := e.public(id)
	if err != nil {
		return ""
	}
	short, err := record.Fingerprint(key)
	if err != nil {
		return ""
	}
	return short
}

// met says aloud whose record is followed from now on.
func (e *Edge) met(k relay.Known, fingerprint string, given bool) {
	if given {
		return
	}
	e.log.Warn("a publisher is met for the first time and believed; compare the fingerprint with what the publisher says elsewhere, or give it with --key",
		"origin", k.Origin, "fingerprint", fingerprint)
}

// wrong says what is the matter with the way to the newsroom, once until it changes.
func (e *Edge) wrong(err error) {
	if said := err.Error(); e.said.Swap(said) != said && brief.KindOf(err) != brief.KindUnavailable {
		e.log.Warn("what came from the newsroom's way is no use", "reason", said)
	}
}

// grown shows readers what was proved.
func (e *Edge) grown(ctx context.Context, h relay.Head, checkpoint []byte) {
	if err := e.press.meet(ctx, h.Briefing, h.Origin); err != nil {
		e.log.Error("the press lags behind the record", "briefing", h.Briefing, "error", err)
		return
	}
	if err := e.watchers.carried(ctx, h.Briefing, checkpoint); err != nil {
		e.log.Warn("what witnesses have signed could not be kept", "briefing", h.Briefing, "error", err)
	}
	if err := e.takeMirrors(ctx, h); err != nil {
		e.log.Warn("the signed list of mirrors could not be had; its address says so", "briefing", h.Briefing, "error", err)
	}
}

// changed tells readers on streams that they are apart from their newsroom, or no longer.
func (e *Edge) changed(id brief.BriefingID, _ relay.Status) {
	e.press.turned.Add(1)
	state, err := e.press.Current(context.Background(), id)
	if err != nil {
		return
	}
	e.hubs.Hub(id).Note(apartNote(page.Shelf{State: state, Apart: e.apart(id)}))
}

// apart gives what pages say of the way to the newsroom.
func (e *Edge) apart(id brief.BriefingID) *page.Apart {
	s := e.follower.Status(id)
	if !s.Apart() {
		return nil
	}
	return &page.Apart{Since: s.Since, Refused: s.Refused != ""}
}

// Run serves and follows until ctx ends or the listener fails. It prints the address of the readers when it answers: an
// edge that has nothing yet takes what there is first.
func (e *Edge) Run(ctx context.Context, out io.Writer) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	if len(e.press.order) == 0 {
		err := e.follower.Step(ctx)
		if kind := brief.KindOf(err); kind == brief.KindInvalid || kind == brief.KindForbidden {
			return err // it will not get better by itself, and there is nothing to serve meanwhile
		}
	}
	if _, err := fmt.Fprintf(out, "readers %s\n", e.ReadersURL()); err != nil {
		return err
	}
	failed := make(chan error, 1)
	go func() { failed <- serveOn(e.readers, e.readersAt, e.cert) }()
	e.tending.Go(func() { e.follower.Run(ctx) })
	e.tending.Go(func() { e.mend(ctx) })
	e.tell("READY=1")
	var err error
	select {
	case <-ctx.Done():
	case err = <-failed:
	}
	e.tell("STOPPING=1")
	stop()
	e.tending.Wait()
	e.hubs.Close()
	_, other := shutDown(e.readers)
	return errors.Join(err, other)
}

// tell tells the supervisor, if there is one.
func (e *Edge) tell(state string) {
	if err := gate.Notify(os.Getenv(notifySocket), state); err != nil {
		e.log.Warn("the supervisor was not told", "state", state, "error", err)
	}
}

// mend lets the press catch up where it failed, and shows a certificate that was renewed.
func (e *Edge) mend(ctx context.Context) {
	ticker := time.NewTicker(watchEvery)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
		if e.cert != nil {
			if _, err := e.cert.Look(); err != nil {
				e.log.Error("the certificate from before stays", "error", err)
			}
		}
		rows, err := e.store.Briefings(ctx)
		for _, row := range rows {
			err = errors.Join(err, e.press.meet(ctx, row.ID, row.Origin))
		}
		if err != nil && ctx.Err() == nil {
			e.log.Error("the press lags behind the record", "error", err)
		}
	}
}

// Close gives back what OpenEdge took. It can be called on an edge that was never run.
func (e *Edge) Close() error {
	var errs []error
	if e.hubs != nil {
		e.hubs.Close()
	}
	if e.source != nil {
		e.source.Close()
	}
	if e.readersAt != nil {
		if err := e.readersAt.Close(); !errors.Is(err, net.ErrClosed) {
			errs = append(errs, err)
		}
	}
	if e.store != nil {
		errs = append(errs, e.store.Close())
	}
	if e.folder != nil {
		errs = append(errs, e.folder.Close())
	}
	return errors.Join(errs...)
}

// ReadersURL is where readers are served.
func (e *Edge) ReadersURL() string { return addressOf(e.readersAt, e.cert) }
