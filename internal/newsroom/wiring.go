package newsroom

import (
	"context"
	"crypto/rand"
	"fmt"
	"io"
	mathrand "math/rand/v2"
	"net/netip"
	"os"
	"path/filepath"
	"time"

	"livebrief/internal/brief"
	"livebrief/internal/desk"
	"livebrief/internal/intake"
	"livebrief/internal/store"
	"livebrief/internal/web"
)

// dropFolder is the folder in the data folder below which folders can be watched.
const dropFolder = "drop"

// wire hands every room what it needs of the others.
func (r *Room) wire() error {
	allow, err := parseNets("--allow-net", r.settings.AllowNet)
	if err != nil {
		return err
	}
	drop := filepath.Join(r.folder.path, dropFolder)
	if err := os.MkdirAll(drop, 0o700); err != nil {
		return cannotWrite("the folder "+drop+" cannot be made", "check the owner of the data folder", err)
	}
	r.client = intake.NewClient(intake.Options{Public: r.settings.PublicURL, Allow: allow})
	if r.watchers, err = r.openWitnesses(); err != nil {
		return err
	}
	stands := facts{r.press}
	decide := desk.New(desk.Ports{Record: r.ledger, Facts: stands, Ledger: stands, Proposals: r.store, Maps: stands, MapDrafts: r.store, Trackers: stands, Figures: figuresIn, Random: rand.Reader, Known: stands.known, ReportText: r.reportText})
	r.arrivals = &arrivals{Store: r.store, desk: decide, press: r.press, echoes: newEchoes(r.store), habits: newHabits(r.store),
		taught: newTaught(r.store, r.press), log: r.log, now: r.now}
	r.poller = intake.NewPoller(intake.PollerOptions{Store: watched{r.arrivals}, Get: r.client, Folders: []string{drop},
		Log: r.log, Random: mathrand.Float64})
	copied := copies{r.store, r.folder.keys()}
	r.readers = newReadersServer(web.NewAdmission(web.NewReaders(web.ReadersConfig{
		Editions: r.press, Past: r.press, Texts: r.store, Record: logFiles{r.press, r.watchers}, Witnessed: r.watchers.cosigned, Proofs: proofs{r.store, r.folder.keys().public},
		Mirrors: copied, Live: delivery{press: r.press}, Followed: r.followed().list,
		Signed: r.press.signed, Turn: r.press.turned.Load, Public: r.settings.PublicURL, Tally: &r.meters.readers, Logger: r.log, Now: r.now}), r.limits.admission(), r.settings.PublicURL, &r.meters.readers))
	handler, err := web.NewDesk(web.DeskConfig{
		Desk: decide, Editions: r.press, Texts: r.store, People: r.store, Reports: desktop{r.arrivals}, Readings: r.store, Sources: r.store,
		Drafts: r.store, Ledger: stands, Proposals: r.store, Auditor: r.store, Intake: doorway{r.client, r.now}, Exporter: copied, Backuper: backups{r.store},
		Witnesses: r.watchers.told, Held: r.reasons, Closing: r.closing.Load, MayWrite: r.store.MayWrite, Tally: &r.meters.desk, Metrics: r.meters.write, Ready: r.ready, Keys: locksmith{r.store, r.folder.keys(), r.now},
		Lists: r.store, Trackers: stands, Figures: figuresIn, Read: r.arrivals.read, ReadBy: r.arrivals.readBy, Echoes: r.arrivals.echoes, Origin: r.origin, Readers: r.readersAddress(), Secure: r.settings.DeskHTTPS || r.deskCert != nil, Logger: r.log, Now: r.now, Random: rand.Reader})
	if err != nil {
		return fmt.Errorf("opening the desk: %w", err)
	}
	r.desk = newServer(handler)
	return r.openRelay()
}

// reportText gives the text of a report that came in.
func (r *Room) reportText(ctx context.Context, id brief.ReportID) (string, error) {
	report, err := r.store.Report(ctx, id)
	return report.Text, err
}

// openWitnesses reads what the witnesses have signed so far.
func (r *Room) openWitnesses() (*witnesses, error) {
	w := &witnesses{store: r.store, press: r.press, keys: r.folder.keys(), post: r.client.Post, log: r.log, now: r.now,
		stands: map[witnessOf]*witnessStand{}, get: fetching(r.client), hold: r.guard.shown}
	return w, w.load(context.Background())
}

// fetching gets the body at an address.
func fetching(c *intake.Client) func(context.Context, string) ([]byte, error) {
	return func(ctx context.Context, address string) ([]byte, error) {
		got, err := c.Fetch(ctx, address, intake.Validators{})
		return got.Body, err
	}
}

// parseNets reads the networks of a flag.
func parseNets(flag string, texts []string) ([]netip.Prefix, error) {
	var nets []netip.Prefix
	for _, text := range texts {
		p, err := netip.ParsePrefix(text)
		if err != nil {
			return nil, usageError{fmt.Errorf("%s %q is not a network such as 10.1.0.0/16", flag, text)}
		}
		nets = append(nets, p)
	}
	return nets, nil
}

// readersAddress is where the desk's links to the readers' pages lead.
func (r *Room) readersAddress() string {
	if r.settings.PublicURL != "" {
		return r.settings.PublicURL
	}
	return r.ReadersURL()
}

// origin names a new briefing's record.
func (r *Room) origin(name brief.Name) string {
	origin, err := newOrigin(r.settings.PublicURL, name)
	if err != nil {
		return "livebrief-" + string(name)
	}
	return origin
}

// backups makes backups in the name of this program.
type backups struct{ *store.Store }

// Backup writes down the whole store.
func (b backups) Backup(ctx context.Context, w io.Writer) error {
	return b.Store.Backup(ctx, version, w)
}

// desktop is the reports as the desk lists them.
type desktop struct{ *arrivals }

// Reports lists the newest first.
func (d desktop) Reports(ctx context.Context, q web.ReportQuery) ([]brief.Report, error) {
	return d.Store.Reports(ctx, store.ReportFilter(q))
}

// doorway turns what the desk hands in into reports.
type doorway struct {
	client *intake.Client
	now    func() time.Time
}

// Decode reads bytes of any known format.
func (d doorway) Decode(_ context.Context, raw []byte, contentType, name string) ([]brief.Report, error) {
	reports, _, err := intake.Build(raw, contentType, "", d.now().UTC(), intake.Hints{})
	return reports, err
}

// Fetch gets an address once.
func (d doorway) Fetch(ctx context.Context, address string) ([]brief.Report, error) {
	reports, _, err := d.client.Get(ctx, address, intake.Hints{})
	return reports, err
}

// Test looks at an address as a source would.
func (d doorway) Test(ctx context.Context, address string) (web.Trial, error) {
	probe, err := d.client.TestSource(ctx, address)
	trial := web.Trial{Format: probe.Format, Title: probe.Title, Sentence: probe.Sentence, Items: []web.TrialEntry{}}
	for _, it := range probe.Items {
		trial.Items = append(trial.Items, web.TrialEntry{Title: it.Title, URL: it.URL})
	}
	return trial, err
}
