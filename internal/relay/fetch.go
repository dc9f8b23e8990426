package relay

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"golang.org/x/sync/errgroup"

	"livebrief/internal/brief"
)

// Entries hands over entries: those that came by themselves, and the others from the stream.
func (l *Listener) Entries(ctx context.Context, h Head, size, from, to int64, take func(Entry) error) error {
	if to-from < fewMissing {
		return l.few(ctx, h, from, to, take)
	}
	return l.many(ctx, h, from, to, take)
}

// few asks for entries one by one, some at a time.
func (l *Listener) few(ctx context.Context, h Head, from, to int64, take func(Entry) error) error {
	for ; from <= to; from += atATime {
		got := make([]Entry, min(atATime, to-from+1))
		group, within := errgroup.WithContext(ctx)
		for i := range got {
			group.Go(func() (err error) {
				got[i], err = l.entry(within, h, from+int64(i))
				return err
			})
		}
		if err := group.Wait(); err != nil {
			return err
		}
		for _, e := range got {
			if err := take(e); err != nil {
				return err
			}
		}
	}
	return nil
}

// many lets a consumer run through the stream. What is not in its place there, since it was sent again, is asked for.
func (l *Listener) many(ctx context.Context, h Head, from, to int64, take func(Entry) error) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	within, done := asked(ctx)
	defer done()
	c, err := l.line.js.OrderedConsumer(within, streamName, jetstream.OrderedConsumerConfig{DeliverPolicy: jetstream.DeliverAllPolicy,
		FilterSubjects: []string{entryPrefix + token(h.Briefing) + ".*"}, InactiveThreshold: 30 * time.Second})
	if err != nil {
		return explain(err)
	}
	messages, err := c.Messages(jetstream.PullMaxMessages(500))
	if err != nil {
		return explain(err)
	}
	defer messages.Stop()
	for next := from; next <= to; {
		m, err := messages.Next(jetstream.NextMaxWait(apiPatience))
		if errors.Is(err, nats.ErrTimeout) {
			return l.few(ctx, h, next, to, take) // the rest is not in its place
		}
		if err != nil {
			return explain(err)
		}
		id, seq, ok := splitEntry(m.Subject())
		if !ok || id != h.Briefing || int64(seq) < next {
			if l.ended(m) {
				return l.few(ctx, h, next, to, take)
			}
			continue
		}
		if gap := min(int64(seq)-1, to); gap >= next {
			if err := l.few(ctx, h, next, gap, take); err != nil {
				return err
			}
		}
		if next = int64(seq) + 1; int64(seq) > to {
			return nil
		}
		e, err := l.assemble(ctx, h, int64(seq), m.Headers().Get(partsHeader), m.Data())
		if err != nil {
			return err
		}
		if err := take(e); err != nil {
			return err
		}
		if l.ended(m) && next <= to {
			return l.few(ctx, h, next, to, take)
		}
	}
	return nil
}

// ended tells whether nothing waits behind a message.
func (l *Listener) ended(m jetstream.Msg) bool {
	meta, err := m.Metadata()
	return err == nil && meta.NumPending == 0
}

// entry gives one entry.
func (l *Listener) entry(ctx context.Context, h Head, seq int64) (Entry, error) {
	l.mu.Lock()
	raw := l.fresh.pick(h.Briefing, brief.Seq(seq))
	s := l.stream
	l.mu.Unlock()
	if raw != nil {
		return l.assemble(ctx, h, seq, "", raw)
	}
	within, cancel := asked(ctx)
	defer cancel()
	m, err := s.GetLastMsgForSubject(within, entrySubject(h.Briefing, brief.Seq(seq)))
	if errors.Is(err, jetstream.ErrMsgNotFound) {
		l.Missed(ctx, h, seq, int64(h.Size))
		return Entry{}, brief.Unavailable(fmt.Sprintf("the stream lacks entry %d of the briefing %s", seq, h.Briefing), "the newsroom is asked for it", err)
	}
	if err != nil {
		return Entry{}, explain(err)
	}
	return l.assemble(ctx, h, seq, m.Header.Get(partsHeader), m.Data)
}

// assemble puts a message and its further parts together.
func (l *Listener) assemble(ctx context.Context, h Head, seq int64, number string, raw []byte) (Entry, error) {
	n, err := parts(number)
	if err != nil {
		return Entry{}, err
	}
	l.mu.Lock()
	s := l.stream
	l.mu.Unlock()
	for i := 1; i < n; i++ {
		within, cancel := asked(ctx)
		m, err := s.GetLastMsgForSubject(within, partSubject(h.Briefing, brief.Seq(seq), i))
		cancel()
		if errors.Is(err, jetstream.ErrMsgNotFound) {
			l.Missed(ctx, h, seq, seq)
			return Entry{}, brief.Unavailable(fmt.Sprintf("the stream lacks a part of entry %d of the briefing %s", seq, h.Briefing), "the newsroom is asked for it", err)
		}
		if err != nil {
			return Entry{}, explain(err)
		}
		if len(raw)+len(m.Data) > wholeEntry {
			return Entry{}, brief.Invalid(fmt.Sprintf("entry %d in the stream is larger than any entry", seq), "check what writes to the stream")
		}
		raw = append(raw[:len(raw):len(raw)], m.Data...)
	}
	e, err := DecodeEntry(raw)
	if err == nil && e.Beside.Seq != brief.Seq(seq) {
		err = brief.Invalid(fmt.Sprintf("the stream holds entry %d in the place of entry %d", e.Beside.Seq, seq), "check what writes to the stream")
	}
	if err != nil {
		l.Missed(ctx, h, seq, seq)
	}
	return e, err
}
