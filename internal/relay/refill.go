package relay

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/nats-io/nats.go/jetstream"

	"livebrief/internal/brief"
	"livebrief/internal/record"
)

// removedBy lists the entries whose text an entry takes away.
func removedBy(e Entry) []brief.Seq {
	if e.Beside.Removal != nil || e.Beside.Body == nil {
		return nil
	}
	entry, err := record.ParseEntry(e.Leaf)
	if err != nil || entry.Kind != brief.Redact {
		return nil
	}
	var order brief.Redaction
	if json.Unmarshal(e.Beside.Body, &order) != nil {
		return nil
	}
	list := make([]brief.Seq, len(order.Removed))
	for i, r := range order.Removed {
		list[i] = r.Seq
	}
	return list
}

// erase puts an entry that has lost its text in the place of the message that still has it. The old message is written
// over in the files of the stream and not only marked as gone.
func (b *Outbox) erase(ctx context.Context, id brief.BriefingID, seq brief.Seq) error {
	within, cancel := asked(ctx)
	defer cancel()
	old, err := b.stream.GetLastMsgForSubject(within, entrySubject(id, seq))
	switch {
	case errors.Is(err, jetstream.ErrMsgNotFound):
	case err != nil:
		return err
	default:
		if e, err := DecodeEntry(old.Data); err == nil && e.Beside.Removal != nil && e.Beside.Body == nil {
			return nil // it is without a text already
		}
		if err := b.stream.SecureDeleteMsg(within, old.Sequence); err != nil && !errors.Is(err, jetstream.ErrMsgNotFound) {
			return err
		}
	}
	if err := b.eraseParts(within, id, seq); err != nil {
		return err
	}
	return b.publish(ctx, id, seq, seq, fmt.Sprintf("/gone/%d", b.Now().UnixNano()))
}

// eraseParts does so with the parts of a large entry.
func (b *Outbox) eraseParts(ctx context.Context, id brief.BriefingID, seq brief.Seq) error {
	prefix := strings.TrimSuffix(partSubject(id, seq, 0), "0")
	info, err := b.stream.Info(ctx, jetstream.WithSubjectFilter(prefix+">"))
	if err != nil {
		return err
	}
	for subject := range info.State.Subjects {
		part, err := b.stream.GetLastMsgForSubject(ctx, subject)
		if err == nil {
			err = b.stream.SecureDeleteMsg(ctx, part.Sequence)
		}
		if err != nil && !errors.Is(err, jetstream.ErrMsgNotFound) {
			return err
		}
	}
	return nil
}

// compare looks whether everything that was sent is still in the stream, and no text that was removed since, and sends
// what is missing. Where nothing moved in the stream since it was left, there is nothing to look at.
func (b *Outbox) compare(ctx context.Context, heads []Outgoing) error {
	within, cancel := asked(ctx)
	defer cancel()
	now, err := b.stream.Info(within)
	if err != nil {
		return err
	}
	if b.seen != nil && same64(b.seen, now) {
		return nil
	}
	for i := range heads {
		if err := b.compareOne(ctx, &heads[i]); err != nil {
			return err
		}
	}
	within, cancel = asked(ctx)
	defer cancel()
	b.seen, err = b.stream.Info(within)
	return err
}

// same64 tells whether a stream is the one that was seen, with nothing added or taken away.
func same64(a, b *jetstream.StreamInfo) bool {
	return a.Created.Equal(b.Created) && a.State.Msgs == b.State.Msgs && a.State.FirstSeq == b.State.FirstSeq &&
		a.State.LastSeq == b.State.LastSeq && a.State.NumDeleted == b.State.NumDeleted
}

// compareOne compares one briefing up to its cursor; what lies behind that is sent anyway.
func (b *Outbox) compareOne(ctx context.Context, o *Outgoing) error {
	cursor, err := b.Records.Cursor(ctx, o.Briefing)
	if err != nil {
		return err
	}
	within, cancel := asked(ctx)
	defer cancel()
	info, err := b.stream.Info(within, jetstream.WithSubjectFilter(entryPrefix+token(o.Briefing)+".*"))
	if err != nil {
		return err
	}
	there := make([]bool, cursor+1)
	for subject := range info.State.Subjects {
		if _, seq, ok := splitEntry(subject); ok && seq <= cursor {
			there[seq] = true
		}
	}
	again := fmt.Sprintf("/again/%d", b.Now().UnixNano())
	for from := brief.Seq(1); from <= cursor; from++ {
		if there[from] {
			continue
		}
		to := from
		for to < cursor && to-from+1 < sendAtOnce && !there[to+1] {
			to++
		}
		if err := b.publish(ctx, o.Briefing, from, to, again); err != nil {
			return err
		}
		from = to
	}
	if _, err := b.stream.GetLastMsgForSubject(within, headSubject(o.Briefing)); errors.Is(err, jetstream.ErrMsgNotFound) {
		delete(b.sent, o.Briefing)
	}
	removed, err := b.Records.Removed(ctx, o.Briefing)
	if err != nil {
		return err
	}
	for _, seq := range removed {
		if seq <= cursor {
			if err := b.erase(ctx, o.Briefing, seq); err != nil {
				return err
			}
		}
	}
	return nil
}

// serve sends again what edges miss.
func (b *Outbox) serve(ctx context.Context) error {
	for {
		select {
		case w := <-b.wants:
			if err := b.serveOne(ctx, w); err != nil {
				return b.lost(err)
			}
		default:
			return nil
		}
	}
}

// serveOne sends some of what an edge misses, if this was not done a moment ago. Whether the stream has it is not asked:
// it may have something else in its place.
func (b *Outbox) serveOne(ctx context.Context, w wanted) error {
	if b.Now().Sub(b.served[w.briefing]) < serveEvery {
		return nil
	}
	cursor, err := b.Records.Cursor(ctx, w.briefing)
	if brief.KindOf(err) == brief.KindNotFound {
		return nil // there is no such briefing
	}
	if err != nil {
		return err
	}
	b.served[w.briefing] = b.Now()
	delete(b.sent, w.briefing)
	for from := brief.Seq(w.From); from <= min(brief.Seq(w.To), cursor, brief.Seq(w.From)+serveMost-1); from += sendAtOnce {
		to := min(brief.Seq(w.To), cursor, from+sendAtOnce-1)
		if err := b.publish(ctx, w.briefing, from, to, fmt.Sprintf("/want/%d", b.Now().UnixNano())); err != nil {
			return err
		}
	}
	return nil
}
