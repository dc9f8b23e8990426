package newsroom

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"strings"

	"livebrief/internal/brief"
	"livebrief/internal/edition"
	"livebrief/internal/live"
	"livebrief/internal/record"
	"livebrief/internal/relay"
)

// Find gives the briefing behind an address name; NAME.LANG stands for the briefing in that language.
func (p *press) Find(_ context.Context, name brief.Name) (brief.BriefingID, string, error) {
	p.mu.RLock()
	defer p.mu.RUnlock()
	if id, ok := p.names[name]; ok {
		return id, "", nil
	}
	if dot := strings.LastIndexByte(string(name), '.'); dot > 0 {
		lang := string(name[dot+1:])
		if id, ok := p.names[name[:dot]]; ok {
			for _, l := range p.stands[id].now.Load().Briefing.Languages {
				if strings.EqualFold(l, lang) {
					return id, lang, nil
				}
			}
		}
	}
	return "", "", brief.NotFound(fmt.Sprintf("there is no briefing named %q", string(name)), "")
}

// List gives every briefing in the order in which they were made.
func (p *press) List(context.Context) ([]brief.BriefingID, error) {
	p.mu.RLock()
	defer p.mu.RUnlock()
	return append([]brief.BriefingID(nil), p.order...), nil
}

// Current gives the newest edition.
func (p *press) Current(_ context.Context, id brief.BriefingID) (*edition.State, error) {
	s, err := p.stand(id)
	if err != nil {
		return nil, err
	}
	return s.now.Load(), nil
}

// signed gives the origin and fingerprint that pages print.
func (p *press) signed(id brief.BriefingID) (origin, fingerprint string) {
	s, err := p.stand(id)
	if err != nil {
		return "", ""
	}
	return s.origin, *s.fingerprint.Load()
}

// delivery hands the live addresses to the web.
type delivery struct {
	*press
	// apart tells how an edge stands with its newsroom; nil where this is the newsroom.
	apart func(brief.BriefingID) relay.Status
}

// Stream is the event stream of a briefing.
func (d delivery) Stream(id brief.BriefingID) http.Handler { return d.hubs.Handler(id) }

// Head gives the newest sequence and the hash of the checkpoint that covers it.
func (d delivery) Head(ctx context.Context, id brief.BriefingID) ([]byte, error) {
	s, err := d.stand(id)
	if err != nil {
		return nil, err
	}
	checkpoint, err := d.store.Checkpoint(ctx, id)
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(checkpoint)
	head := live.Head{Seq: s.now.Load().Seq, Hash: hex.EncodeToString(sum[:8])}
	if d.apart != nil {
		if status := d.apart(id); status.Apart() {
			head.Cut, head.Refused = status.Since.Unix(), status.Refused != ""
		}
	}
	return head.Encode()
}

// Segment is a part of the record as readers follow it.
func (d delivery) Segment(ctx context.Context, id brief.BriefingID, n uint64) ([]byte, error) {
	return live.Segment(ctx, framing{d.press}, id, n)
}

// framing makes frames for the segments.
type framing struct{ *press }

// Frames makes the frames of a range, as far as they exist.
func (f framing) Frames(ctx context.Context, id brief.BriefingID, from, to brief.Seq) ([]live.Frame, error) {
	s, err := f.stand(id)
	if err != nil {
		return nil, err
	}
	return f.frames(ctx, s, max(from, 1), min(to, s.now.Load().Seq))
}

// logFiles serves the files of the transparency log.
type logFiles struct {
	*press
	watchers *witnesses
}

// Checkpoint gives the newest signed checkpoint, with the cosignatures under it.
func (l logFiles) Checkpoint(ctx context.Context, id brief.BriefingID) ([]byte, error) {
	signed, err := l.store.Checkpoint(ctx, id)
	if err != nil {
		return nil, err
	}
	return l.watchers.under(id, signed), nil
}

// Tile gives the file at a C2SP path.
func (l logFiles) Tile(ctx context.Context, id brief.BriefingID, path string) ([]byte, error) {
	level, index, width, err := record.ParseTilePath(path)
	if err != nil {
		return nil, brief.NotFound("there is no tile at this address", "")
	}
	head, err := l.store.Head(ctx, id)
	if err != nil {
		return nil, err
	}
	if width > record.TileWidth(int64(head), level, index) {
		return nil, brief.NotFound("the record has not grown to this tile yet", "")
	}
	if level == record.EntriesLevel {
		from := brief.Seq(index*record.FullTile + 1)
		leaves, err := l.store.Leaves(ctx, id, from, from+brief.Seq(width)-1)
		if err != nil {
			return nil, err
		}
		return record.EntryBundle(leaves)
	}
	return record.TileBytes(level, index, width, l.store.HashReader(ctx, id))
}

// Beside gives what stands beside the entries of a bundle, as a copy has it.
func (l logFiles) Beside(ctx context.Context, id brief.BriefingID, path string) ([]byte, error) {
	index, width, err := record.ParseBodiesPath(path)
	if err != nil {
		return nil, brief.NotFound("there is nothing beside entries at this address", "")
	}
	head, err := l.store.Head(ctx, id)
	if err != nil {
		return nil, err
	}
	if width > record.TileWidth(int64(head), record.EntriesLevel, index) {
		return nil, brief.NotFound("the record has not grown to this bundle yet", "")
	}
	from := brief.Seq(index*record.FullTile + 1)
	entries, err := l.store.Entries(ctx, id, from, from+brief.Seq(width)-1)
	if err != nil {
		return nil, err
	}
	return record.Bodies(entries)
}
