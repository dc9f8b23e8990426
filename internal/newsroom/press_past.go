package newsroom

import (
	"context"
	"sync"
	"time"

	"livebrief/internal/brief"
	"livebrief/internal/edition"
)

// pastKept is how many past editions of a briefing stay in memory; each is a light state without texts.
const pastKept = 8

// pastEditions keeps the past editions that were asked for last.
type pastEditions struct {
	mu   sync.Mutex
	kept []*edition.State // most recent first
	// life counts how often everything was forgotten, so that a fold begun before a redaction is not kept after it.
	life int
}

func (c *pastEditions) find(seq brief.Seq) (*edition.State, int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for i, s := range c.kept {
		if s.Seq == seq {
			copy(c.kept[1:i+1], c.kept[:i])
			c.kept[0] = s
			return s, c.life
		}
	}
	return nil, c.life
}

func (c *pastEditions) add(s *edition.State, life int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if life != c.life {
		return
	}
	c.kept = append([]*edition.State{s}, c.kept...)
	if len(c.kept) > pastKept {
		c.kept = c.kept[:pastKept]
	}
}

func (c *pastEditions) forget() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.kept, c.life = nil, c.life+1
}

// AsOf gives the edition at seq.
func (p *press) AsOf(ctx context.Context, id brief.BriefingID, seq brief.Seq) (*edition.State, error) {
	s, err := p.stand(id)
	if err != nil {
		return nil, err
	}
	if now := s.now.Load(); now.Seq == seq {
		return now, nil
	}
	kept, life := s.past.find(seq)
	if kept != nil {
		return kept, nil
	}
	if seq == 0 {
		return nil, brief.NotFound("edition 0 is the time before the first entry", "ask for 1 or later")
	}
	state, err := p.fold(ctx, id, seq)
	if err != nil {
		return nil, err
	}
	s.past.add(state, life)
	return state, nil
}

// SeqAt gives the last entry at or before t on the reader's clock.
func (p *press) SeqAt(ctx context.Context, id brief.BriefingID, t time.Time) (brief.Seq, error) {
	return p.store.SeqAt(ctx, id, t)
}
