package relay

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"sync"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"livebrief/internal/brief"
)

// Listener follows a newsroom over its NATS: a consumer for what is new, questions to the stream for what is missing, and
// the newsroom's signs of life.
type Listener struct {
	line *connection
	now  func() time.Time
	woke chan struct{}
	told func(error)

	mu sync.Mutex
	// consuming is the one consumer, nil while there is none.
	stream    jetstream.Stream
	consuming jetstream.ConsumeContext
	// heads are the newest that were heard, messages those that came with their checkpoints.
	heads    map[brief.BriefingID]Head
	messages map[brief.BriefingID]headMessage
	beat     time.Time
	fresh    freshEntries
	asked    map[brief.BriefingID]time.Time
	trouble  error
}

const (
	// freshBytes bounds the entries that came by themselves and were not taken yet.
	freshBytes = 16 << 20
	// fewMissing is up to how many entries are asked for one by one, so many at a time; more come through a consumer.
	fewMissing, atATime = 64, 16
	// askAgain is the pause before a newsroom is asked for the same briefing again.
	askAgain = 2 * time.Second
	// wholeEntry bounds an entry of many parts in bytes.
	wholeEntry = maxBeside + maxLeaf
)

// Listen connects to the NATS of a newsroom. One that is away is waited for; one that refuses for good is an error. told
// hears what is wrong with the line.
func Listen(address string, now func() time.Time, told func(error)) (*Listener, error) {
	l := &Listener{now: now, woke: make(chan struct{}, 1), told: told, heads: map[brief.BriefingID]Head{},
		messages: map[brief.BriefingID]headMessage{}, asked: map[brief.BriefingID]time.Time{}}
	line, err := dial(address, "livebrief edge", false, l.wrong, func() { signal(l.woke) })
	if err != nil {
		return nil, err
	}
	l.line = line
	if _, err = line.Subscribe(beatSubject, l.heard); err != nil {
		line.Close()
		return nil, explain(err)
	}
	return l, nil
}

// wrong keeps what was said on the line until the next question.
func (l *Listener) wrong(err error) {
	if kind := brief.KindOf(err); kind != brief.KindForbidden && kind != brief.KindInvalid {
		return // it comes back by itself
	}
	l.mu.Lock()
	l.trouble = err
	l.mu.Unlock()
	signal(l.woke)
}

// Close ends the line.
func (l *Listener) Close() { l.line.Close() }

// heard takes a sign of life.
func (l *Listener) heard(m *nats.Msg) {
	heads, _, err := ParseList(m.Data)
	if err != nil {
		l.told(err)
		return
	}
	l.mu.Lock()
	l.beat = l.now()
	clear(l.heads)
	for _, h := range heads {
		l.heads[h.Briefing] = h
	}
	l.mu.Unlock()
	signal(l.woke)
}

// Wait waits for something new.
func (l *Listener) Wait(ctx context.Context, failed bool) {
	pause := time.Second
	if failed {
		pause = 2 * time.Second
	}
	timer := time.NewTimer(pause)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	case <-l.woke:
	}
}

// News gives what was heard last.
func (l *Listener) News(ctx context.Context) (News, error) {
	if err := l.consume(ctx); err != nil {
		return News{}, err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if err := l.trouble; err != nil {
		l.trouble = nil
		return News{}, err
	}
	news := News{At: l.beat}
	for _, h := range l.heads {
		news.Heads = append(news.Heads, h)
	}
	return news, nil
}

// consume sees to it that there is a consumer, and takes the heads that stand in the stream when it begins.
func (l *Listener) consume(ctx context.Context) error {
	if err := l.line.away(); err != nil {
		return err
	}
	l.mu.Lock()
	there := l.consuming != nil
	l.mu.Unlock()
	if there {
		return nil
	}
	within, cancel := asked(ctx)
	defer cancel()
	s, err := l.line.js.Stream(within, streamName)
	if err != nil {
		return explain(err)
	}
	if err := checkStream(s.CachedInfo().Config); err != nil {
		return err
	}
	c, err := l.line.js.OrderedConsumer(within, streamName, jetstream.OrderedConsumerConfig{DeliverPolicy: jetstream.DeliverNewPolicy,
		FilterSubjects: []string{entryPrefix + ">", headPrefix + ">"}, InactiveThreshold: time.Minute})
	if err != nil {
		return explain(err)
	}
	consuming, err := c.Consume(l.take, jetstream.ConsumeErrHandler(func(_ jetstream.ConsumeContext, err error) { l.broken(err) }))
	if err != nil {
		return explain(err)
	}
	l.mu.Lock()
	l.stream, l.consuming = s, consuming
	l.mu.Unlock()
	return l.standing(ctx, s)
}

// broken gives a consumer up that the stream does not know any more: the next look makes a new one.
func (l *Listener) broken(err error) {
	if !errors.Is(err, jetstream.ErrConsumerDeleted) && !errors.Is(err, jetstream.ErrConsumerNotFound) && !errors.Is(err, jetstream.ErrStreamNotFound) {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.consuming != nil {
		go l.consuming.Stop()
		l.consuming = nil
	}
	signal(l.woke)
}

// standing takes the heads that are in the stream already.
func (l *Listener) standing(ctx context.Context, s jetstream.Stream) error {
	within, cancel := asked(ctx)
	defer cancel()
	info, err := s.Info(within, jetstream.WithSubjectFilter(headPrefix+">"))
	if err != nil {
		return explain(err)
	}
	for subject := range info.State.Subjects {
		m, err := s.GetLastMsgForSubject(within, subject)
		if errors.Is(err, jetstream.ErrMsgNotFound) {
			continue
		}
		if err != nil {
			return explain(err)
		}
		l.takeHead(subject, m.Data)
	}
	return nil
}

// take takes a message of the consumer.
func (l *Listener) take(m jetstream.Msg) {
	if id, seq, ok := splitEntry(m.Subject()); ok {
		if m.Headers().Get(partsHeader) != "" {
			return // it is gathered when it is needed
		}
		l.mu.Lock()
		l.fresh.add(id, seq, m.Data())
		l.mu.Unlock()
		return
	}
	l.takeHead(m.Subject(), m.Data())
}

// takeHead takes the head of a briefing.
func (l *Listener) takeHead(subject string, raw []byte) {
	m, err := decodeHead(raw)
	if err == nil && headSubject(m.Briefing) != subject {
		err = brief.Invalid("the stream holds the head of a briefing on the subject of another", "check what writes to the stream")
	}
	if err != nil {
		l.told(err)
		return
	}
	l.mu.Lock()
	l.messages[m.Briefing] = m
	if known, ok := l.heads[m.Briefing]; !ok || m.Size >= known.Size {
		l.heads[m.Briefing] = m.Head
	}
	l.mu.Unlock()
	signal(l.woke)
}

// Checkpoint gives the checkpoint that came with a head, or asks the stream for the newest.
func (l *Listener) Checkpoint(ctx context.Context, h Head) ([]byte, error) {
	m, err := l.message(ctx, h)
	return []byte(m.Checkpoint), err
}

// Mirrors gives the signed list of mirrors that came with a head.
func (l *Listener) Mirrors(ctx context.Context, h Head) ([]byte, error) {
	m, err := l.message(ctx, h)
	if m.Mirrors == "" {
		return nil, err
	}
	return []byte(m.Mirrors), err
}

func (l *Listener) message(ctx context.Context, h Head) (headMessage, error) {
	l.mu.Lock()
	m, ok := l.messages[h.Briefing]
	s := l.stream
	l.mu.Unlock()
	if ok && m.Hash == h.Hash {
		return m, nil
	}
	within, cancel := asked(ctx)
	defer cancel()
	raw, err := s.GetLastMsgForSubject(within, headSubject(h.Briefing))
	if errors.Is(err, jetstream.ErrMsgNotFound) {
		l.Missed(ctx, h, int64(h.Size), int64(h.Size))
		return headMessage{}, brief.Unavailable(fmt.Sprintf("the stream has no head of the briefing %s", h.Briefing), "the newsroom is asked for it", err)
	}
	if err != nil {
		return headMessage{}, explain(err)
	}
	if m, err = decodeHead(raw.Data); err != nil {
		l.Missed(ctx, h, int64(h.Size), int64(h.Size))
		return headMessage{}, err
	}
	if m.Briefing != h.Briefing {
		return headMessage{}, brief.Invalid("the stream holds the head of a briefing on the subject of another", "check what writes to the stream")
	}
	if m.Size < h.Size {
		return headMessage{}, brief.Unavailable(fmt.Sprintf("the stream is behind: %d of %d entries", m.Size, h.Size), "the rest is on its way", nil)
	}
	l.mu.Lock()
	l.messages[h.Briefing] = m
	l.mu.Unlock()
	return m, nil
}

// Missed asks the newsroom for entries, now and then.
func (l *Listener) Missed(_ context.Context, h Head, from, to int64) {
	l.mu.Lock()
	l.fresh.drop(h.Briefing)
	wait := l.now().Sub(l.asked[h.Briefing]) < askAgain
	if !wait {
		l.asked[h.Briefing] = l.now()
	}
	l.mu.Unlock()
	if wait {
		return
	}
	if raw, err := json.Marshal(want{from, to}); err == nil {
		_ = l.line.Publish(wantPrefix+token(h.Briefing), raw) // it is asked for again
	}
}

// parts reads how many messages an entry takes.
func parts(text string) (int, error) {
	if text == "" {
		return 1, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 2 || n > maxParts {
		return 0, brief.Invalid("a message of the stream has a number of parts that is none", "check what writes to the stream")
	}
	return n, nil
}

// freshEntries are entries that came by themselves, as messages.
type freshEntries struct {
	of    map[brief.BriefingID]map[brief.Seq][]byte
	bytes int
}

func (f *freshEntries) add(id brief.BriefingID, seq brief.Seq, raw []byte) {
	if f.bytes+len(raw) > freshBytes {
		f.of, f.bytes = nil, 0 // nobody takes them; they are in the stream
	}
	if f.of == nil {
		f.of = map[brief.BriefingID]map[brief.Seq][]byte{}
	}
	if f.of[id] == nil {
		f.of[id] = map[brief.Seq][]byte{}
	}
	f.bytes += len(raw) - len(f.of[id][seq])
	f.of[id][seq] = raw
}

// pick gives an entry and forgets it.
func (f *freshEntries) pick(id brief.BriefingID, seq brief.Seq) []byte {
	raw := f.of[id][seq]
	f.bytes -= len(raw)
	delete(f.of[id], seq)
	return raw
}

func (f *freshEntries) drop(id brief.BriefingID) {
	for _, raw := range f.of[id] {
		f.bytes -= len(raw)
	}
	delete(f.of, id)
}
