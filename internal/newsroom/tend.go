package newsroom

import (
	"context"
	"time"
)

const (
	// liftEvery is how exactly embargoes lift.
	liftEvery = time.Second
	// watchEvery is how soon the press notices entries that another server wrote, or mends what failed.
	watchEvery = 5 * time.Second
	// noticeEvery is how often the log says again what somebody has to do in the coming weeks.
	noticeEvery = 24 * time.Hour
)

// tend starts what goes on beside the listeners: embargoes that lift, sources that are watched, a press that
// follows the record. All of it ends with ctx.
func (r *Room) tend(ctx context.Context) {
	r.every(ctx, leadEvery, r.keepLead)
	r.every(ctx, followEvery, r.followWriter)
	r.every(ctx, liftEvery, r.liftDue)
	r.every(ctx, watchEvery, r.watchRecord)
	r.every(ctx, noticeEvery, r.watchKeys)
	if r.readersCert != nil || r.deskCert != nil {
		r.every(ctx, certificatesEvery, r.watchCertificates)
		r.every(ctx, noticeEvery, r.noticeCertificates)
	}
	r.tending.Go(func() { r.poller.Run(ctx) })
	r.tending.Go(func() { r.watchers.run(ctx) })
	if r.outbox != nil {
		r.tending.Go(func() { r.outbox.Run(ctx) })
	}
}

// every runs work at once and then again and again.
func (r *Room) every(ctx context.Context, pause time.Duration, work func(context.Context)) {
	r.tending.Go(func() {
		ticker := time.NewTicker(pause)
		defer ticker.Stop()
		for {
			work(ctx)
			select {
			case <-ctx.Done():
				return
			case <-ticker.C:
			}
		}
	})
}

// liftDue publishes what is due.
func (r *Room) liftDue(ctx context.Context) {
	if !r.writes() {
		return
	}
	said := ""
	if err := r.ledger.lift(ctx, r.now().UTC()); err != nil {
		said = err.Error()
	}
	if said != "" && said != r.lifting && ctx.Err() == nil {
		r.log.Error("an embargo could not be lifted", "error", said)
	}
	r.lifting = said
}

// watchRecord lets the press catch up with every briefing.
func (r *Room) watchRecord(ctx context.Context) {
	rows, err := r.store.Briefings(ctx)
	if err == nil {
		err = r.watchers.load(ctx)
	}
	if err != nil {
		if ctx.Err() == nil {
			r.log.Error("the record cannot be read", "error", err)
		}
		return
	}
	for _, row := range rows {
		if err := r.press.meet(ctx, row.ID, row.Origin); err != nil && ctx.Err() == nil {
			r.log.Error("the press lags behind the record", "briefing", row.Name, "error", err)
		}
	}
}
