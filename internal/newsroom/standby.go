package newsroom

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"livebrief/internal/brief"
	"livebrief/internal/store"
)

const (
	// leadEvery is how soon a server that stands by notices that nobody writes.
	leadEvery = time.Second
	// followEvery is how far the readers of a server that stands by may be behind those of the one that writes.
	followEvery = 500 * time.Millisecond
)

// writes tells whether this server is the one that writes. Of two on one database the other stands by: it serves readers,
// refuses acts, and leaves sources, embargoes, witnesses and whatever else happens once to the one that writes.
func (r *Room) writes() bool { return r.store.Leads() }

// serverName is how this server is called in the sentences of one that stands by.
func serverName() string {
	host, err := os.Hostname()
	if err != nil {
		host = "a machine without a name"
	}
	return fmt.Sprintf("%s, process %d", host, os.Getpid())
}

// begin makes this server the one that writes, or lets it stand by when another does.
func (r *Room) begin(ctx context.Context, said io.Writer) error {
	r.said, r.keyless = said, map[brief.BriefingID]bool{}
	r.guard.store = r.store
	var unready error
	err := r.store.Lead(ctx, func(ctx context.Context) error {
		unready = errors.Join(r.folder.keys().settle(ctx, r.store), r.guard.open(ctx))
		return unready
	})
	switch {
	case unready != nil:
		return unready
	case brief.KindOf(err) == brief.KindUnavailable:
		r.stand(err)
		_, err = r.followShown(ctx)
	}
	return err
}

// reasons gives why nothing is published, here or in a briefing.
func (r *Room) reasons() []error {
	if err := r.store.MayWrite(context.Background()); err != nil {
		return []error{err}
	}
	return r.guard.reasons()
}

// greet does what has to be done once by the one that writes.
func (r *Room) greet(ctx context.Context) error {
	if !r.writes() {
		return nil
	}
	return r.firstPerson(ctx, r.said)
}

// stand says why this server stands by, once for each reason.
func (r *Room) stand(reason error) {
	if said := reason.Error(); said != r.waiting {
		r.waiting = said
		r.log.Warn("this server stands by and serves readers", "reason", said)
	}
}

// keepLead takes over when nobody writes, and says so when this server does not write any more.
func (r *Room) keepLead(ctx context.Context) {
	if r.writes() {
		return
	}
	if err := r.store.Lead(ctx, r.takeOver); err != nil {
		if ctx.Err() == nil {
			r.stand(err)
		}
		return
	}
	r.waiting = ""
	r.log.Warn("this server writes now")
	if err := r.greet(ctx); err != nil {
		r.log.Error("the first person of the desk could not be made", "error", err)
	}
	r.watchRecord(ctx)
}

// takeOver is called when nobody else can write any more, and before this server does: what was seen is compared with what
// there is, and readers get what the other wrote last.
func (r *Room) takeOver(ctx context.Context) error {
	if err := r.folder.keys().settle(ctx, r.store); err != nil {
		return err
	}
	rows, err := r.store.Briefings(ctx)
	if err != nil {
		return err
	}
	if err := r.guard.again(ctx, rows); err != nil {
		return err
	}
	for _, row := range rows {
		if err := r.press.meet(ctx, row.ID, row.Origin); err != nil {
			return err
		}
	}
	return nil
}

// followWriter shows readers what the other server wrote.
func (r *Room) followWriter(ctx context.Context) {
	if r.writes() {
		return
	}
	rows, err := r.followShown(ctx)
	for _, row := range rows {
		if now, known := r.press.Current(ctx, row.ID); known == nil && now.Seq >= row.Seq {
			continue
		}
		err = errors.Join(err, r.press.meet(ctx, row.ID, row.Origin))
	}
	// One that cannot read at all says so in the watch over the record.
	if err != nil && len(rows) > 0 && ctx.Err() == nil {
		r.log.Warn("readers are behind the server that writes", "error", err)
	}
}

// followShown remembers how far the other server shows each record, and says whose key is missing here.
func (r *Room) followShown(ctx context.Context) ([]store.BriefingRow, error) {
	rows, err := r.store.Briefings(ctx)
	for _, row := range rows {
		r.guard.follow(ctx, row)
		r.sayKeyless(row)
	}
	return rows, err
}

// sayKeyless says once that this server could not publish a briefing.
func (r *Room) sayKeyless(row store.BriefingRow) {
	if r.keyless[row.ID] {
		return
	}
	if _, err := r.folder.keys().secret(row.ID); err != nil {
		r.keyless[row.ID] = true
		r.log.Warn("this server could not publish a briefing after taking over", "briefing", row.Name, "reason", err)
	}
}
