package relay

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"livebrief/internal/brief"
)

// Records is the record as the outbox reads it. The record itself is what waits to be sent; a cursor tells how far it was.
type Records interface {
	// Heads gives how far every briefing has come, with its newest checkpoint and its signed list of mirrors.
	Heads(ctx context.Context) ([]Outgoing, error)
	// Entries gives the entries from and to, both included, with what may be said of them now.
	Entries(ctx context.Context, id brief.BriefingID, from, to brief.Seq) ([]Entry, error)
	// Removed lists the entries that have lost their text.
	Removed(ctx context.Context, id brief.BriefingID) ([]brief.Seq, error)
	// Cursor gives the last entry that is known to be in the stream; SetCursor keeps it.
	Cursor(ctx context.Context, id brief.BriefingID) (brief.Seq, error)
	SetCursor(ctx context.Context, id brief.BriefingID, seq brief.Seq) error
}

// Outgoing is a head with what travels with it.
type Outgoing struct {
	Head
	Checkpoint, Mirrors []byte
}

// OutboxOptions are what an outbox needs.
type OutboxOptions struct {
	// Address is that of the NATS; several are parted by commas. Embedded, when set, goes before it.
	Address  string
	Embedded *Node
	Records  Records
	// Writes tells whether this server is the one that writes; nil means that it is.
	Writes func() bool
	Log    *slog.Logger
	Now    func() time.Time
}

// Outbox keeps a JetStream filled with the record. It stands beside publishing and never in its way: what is lost in the
// stream, with it or before it came there, is sent again.
type Outbox struct {
	OutboxOptions
	line *connection
	woke chan struct{}
	// fresh says that the line is new, and the stream may be too.
	fresh chan struct{}
	wants chan wanted

	stream jetstream.Stream
	size   int
	// sent are the hashes of the heads that stand in the stream.
	sent map[brief.BriefingID]string
	// seen is the stream as it was left after the last comparison.
	seen     *jetstream.StreamInfo
	compared time.Time
	served   map[brief.BriefingID]time.Time

	mu   sync.Mutex
	said string
}

// wanted is what an edge asked for.
type wanted struct {
	briefing brief.BriefingID
	want
}

const (
	// beatEvery is how often the newsroom says that it is there.
	beatEvery = 3 * time.Second
	// sendEvery is how soon what nobody told of is sent, compareEvery how often stream and record are compared, serveEvery
	// how often the wishes of edges for one briefing are heard, serveMost how many entries at a time.
	sendEvery    = time.Second
	compareEvery = time.Minute
	serveEvery   = 2 * time.Second
	serveMost    = 1024
	// sendAtOnce is how many messages may wait for their acknowledgement.
	sendAtOnce = 256
)

// OpenOutbox connects to the NATS. One that is away or refuses is waited for: a newsroom publishes whether it has edges or
// not.
func OpenOutbox(o OutboxOptions) (*Outbox, error) {
	b := &Outbox{OutboxOptions: o, woke: make(chan struct{}, 1), fresh: make(chan struct{}, 1), wants: make(chan wanted, 64),
		sent: map[brief.BriefingID]string{}, served: map[brief.BriefingID]time.Time{}}
	var more []nats.Option
	if o.Embedded != nil {
		more = append(more, nats.InProcessServer(o.Embedded.server), nats.UserInfo(ownerName, o.Embedded.opts.Owner))
	}
	up := func() { signal(b.fresh); signal(b.woke) }
	line, err := dial(o.Address, "livebrief newsroom", true, b.say, up, more...)
	if err != nil {
		return nil, err
	}
	b.line = line
	_, err = line.Subscribe(wantPrefix+"*", func(m *nats.Msg) { b.hear(m) })
	return b, explain(err)
}

// signal wakes whoever waits on c, once.
func signal(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}

// hear takes what an edge asks for; what does not fit is dropped.
func (b *Outbox) hear(m *nats.Msg) {
	name := strings.TrimPrefix(m.Subject, wantPrefix)
	w, ok := parseWant(m.Data)
	if !ok {
		return
	}
	select {
	case b.wants <- wanted{untoken(name), w}:
		signal(b.woke)
	default:
	}
}

// Wake says that something was published.
func (b *Outbox) Wake() { signal(b.woke) }

// Close ends the line.
func (b *Outbox) Close() { b.line.Close() }

// Run sends until ctx ends.
func (b *Outbox) Run(ctx context.Context) {
	var beating sync.WaitGroup
	beating.Go(func() { b.every(ctx, beatEvery, nil, b.beat) })
	b.every(ctx, sendEvery, b.woke, func(ctx context.Context) { b.say(b.send(ctx)) })
	beating.Wait()
}

// every does work again and again, and when it is woken.
func (b *Outbox) every(ctx context.Context, pause time.Duration, woke <-chan struct{}, work func(context.Context)) {
	ticker := time.NewTicker(pause)
	defer ticker.Stop()
	for ctx.Err() == nil {
		if b.Writes == nil || b.Writes() {
			work(ctx)
		}
		select {
		case <-ctx.Done():
		case <-ticker.C:
		case <-woke:
		}
	}
}

// say logs what is wrong, once until it changes, and when it is over.
func (b *Outbox) say(err error) {
	text := ""
	if err != nil && !errors.Is(err, context.Canceled) {
		text = err.Error()
	}
	b.mu.Lock()
	was := b.said
	b.said = text
	b.mu.Unlock()
	switch {
	case text == was:
	case text == "":
		b.Log.Warn("edges are reached again over NATS")
	default:
		b.Log.Warn("edges are not reached over NATS; publishing goes on, and is sent later", "reason", text, "cause", errors.Unwrap(err))
	}
}

// beat says that the newsroom is there, and how far it has come.
func (b *Outbox) beat(ctx context.Context) {
	if b.line.away() != nil {
		return
	}
	heads, err := b.Records.Heads(ctx)
	if err != nil {
		return // the database is away: who cannot read the record has nothing to vouch for
	}
	list := make([]Head, len(heads))
	for i := range heads {
		list[i] = heads[i].Head
	}
	raw, err := EncodeList(list, time.Time{})
	if err == nil {
		err = b.line.Publish(beatSubject, raw)
	}
	if err != nil {
		b.Log.Warn("a sign of life could not be sent", "error", err)
	}
}

// send brings the stream up to the record.
func (b *Outbox) send(ctx context.Context) error {
	if err := b.line.away(); err != nil {
		return err
	}
	select {
	case <-b.fresh:
		b.stream, b.seen, b.compared = nil, nil, time.Time{}
		clear(b.sent)
	default:
	}
	if err := b.ready(ctx); err != nil {
		return err
	}
	heads, err := b.Records.Heads(ctx)
	if err != nil {
		return err
	}
	if b.Now().Sub(b.compared) > compareEvery {
		if err := b.compare(ctx, heads); err != nil {
			return b.lost(err)
		}
		b.compared = b.Now()
	}
	for i := range heads {
		if err := b.relay(ctx, &heads[i]); err != nil {
			return b.lost(err)
		}
	}
	return b.serve(ctx)
}

// lost looks at the stream anew before the next attempt.
func (b *Outbox) lost(err error) error {
	b.stream, b.compared = nil, time.Time{}
	return explain(err)
}

// notClustered is the answer of a server that is alone to who wants more than one copy.
const notClustered = 10074

// ready finds the stream, or makes it: on three machines of a cluster, or on the one that there is. A cluster that lacks
// machines for the moment is waited for.
func (b *Outbox) ready(ctx context.Context) error {
	if b.stream != nil {
		return nil
	}
	ctx, cancel := asked(ctx)
	defer cancel()
	s, err := b.line.js.Stream(ctx, streamName)
	if errors.Is(err, jetstream.ErrStreamNotFound) {
		s, err = b.line.js.CreateStream(ctx, streamConfig(3))
		if alone := (*jetstream.APIError)(nil); errors.As(err, &alone) && alone.ErrorCode == notClustered {
			s, err = b.line.js.CreateStream(ctx, streamConfig(1))
		}
		b.seen = nil
		clear(b.sent)
	}
	if err != nil {
		return explain(err)
	}
	if err := checkStream(s.CachedInfo().Config); err != nil {
		return err
	}
	b.stream = s
	b.size = int(min(max(b.line.MaxPayload()-partMargin, 1024), 4<<20))
	if most := s.CachedInfo().Config.MaxMsgSize; most > partMargin {
		b.size = min(b.size, int(most)-partMargin)
	}
	return nil
}

// relay sends what a briefing has grown by, and then its head.
func (b *Outbox) relay(ctx context.Context, o *Outgoing) error {
	cursor, err := b.Records.Cursor(ctx, o.Briefing)
	if err != nil {
		return err
	}
	for cursor < o.Size {
		to := min(o.Size, cursor+sendAtOnce)
		if err := b.publish(ctx, o.Briefing, cursor+1, to, ""); err != nil {
			return err
		}
		if err := b.Records.SetCursor(ctx, o.Briefing, to); err != nil {
			return err
		}
		cursor = to
	}
	if b.sent[o.Briefing] == o.Hash {
		return nil
	}
	raw, err := json.Marshal(headMessage{o.Head, string(o.Checkpoint), string(o.Mirrors)})
	if err != nil {
		return err
	}
	ctx, cancel := asked(ctx)
	defer cancel()
	if _, err := b.line.js.Publish(ctx, headSubject(o.Briefing), raw); err != nil {
		return err
	}
	b.sent[o.Briefing] = o.Hash
	return nil
}

// publish sends entries and waits until the stream has them. The texts that a redaction among them takes away are taken
// out of the stream too. Again parts a second sending from the first, which the stream would take for the same.
func (b *Outbox) publish(ctx context.Context, id brief.BriefingID, from, to brief.Seq, again string) error {
	entries, err := b.Records.Entries(ctx, id, from, to)
	if err != nil {
		return err
	}
	var acks []jetstream.PubAckFuture
	var gone []brief.Seq
	bytes := 0
	for _, e := range entries {
		more, err := b.post(id, e, again)
		if err != nil {
			return err
		}
		acks = append(acks, more...)
		gone = append(gone, removedBy(e)...)
		if bytes += len(e.Beside.Body); len(acks) >= sendAtOnce || bytes > bytesAtOnce {
			if err := settle(ctx, acks); err != nil {
				return err
			}
			acks, bytes = acks[:0], 0
		}
	}
	if err := settle(ctx, acks); err != nil {
		return err
	}
	for _, seq := range gone {
		if err := b.erase(ctx, id, seq); err != nil {
			return err
		}
	}
	return nil
}

// post hands one entry to the stream, in parts where it is large; the message that names them goes last.
func (b *Outbox) post(id brief.BriefingID, e Entry, again string) (acks []jetstream.PubAckFuture, err error) {
	raw, err := EncodeEntry(e)
	if err != nil {
		return nil, err
	}
	parts := split(raw, b.size)
	for i := len(parts) - 1; i >= 0; i-- {
		m := &nats.Msg{Subject: entrySubject(id, e.Beside.Seq), Data: parts[i], Header: nats.Header{}}
		if i > 0 {
			m.Subject = partSubject(id, e.Beside.Seq, i)
		} else if len(parts) > 1 {
			m.Header.Set(partsHeader, fmt.Sprint(len(parts)))
		}
		m.Header.Set(jetstream.MsgIDHeader, fmt.Sprintf("%s/%d/%d%s", id, e.Beside.Seq, i, again))
		ack, err := b.line.js.PublishMsgAsync(m)
		if err != nil {
			return acks, err
		}
		acks = append(acks, ack)
	}
	return acks, nil
}

// settle waits until the stream has acknowledged every message.
func settle(ctx context.Context, acks []jetstream.PubAckFuture) error {
	timer := time.NewTimer(4 * apiPatience)
	defer timer.Stop()
	for _, ack := range acks {
		select {
		case <-ack.Ok():
		case err := <-ack.Err():
			return err
		case <-ctx.Done():
			return ctx.Err()
		case <-timer.C:
			return nats.ErrTimeout
		}
	}
	return nil
}
