package edition

import (
	"encoding/json"
	"fmt"
	"slices"

	"livebrief/internal/brief"
	"livebrief/internal/statement"
)

// Bodies gives the entries with these sequences, with what may be shown of them.
type Bodies func(seqs []brief.Seq) (map[brief.Seq]brief.Published, error)

// Case gives a statement with its outcomes, texts and all, and its revision. NotFound when it is not in this edition, or
// its text was removed.
func (s *State) Case(id brief.StatementID, bodies Bodies) (statement.Case, int, error) {
	var c statement.Case
	row, ok := s.Statement(id)
	if !ok || row.Status == Removed {
		return c, 0, brief.NotFound(fmt.Sprintf("there is no statement %.40q in this briefing", string(id)), "look for its id in its address")
	}
	found, err := bodies(append([]brief.Seq{row.Current}, row.Outcomes...))
	if err != nil {
		return c, 0, err
	}
	if c.Statement, err = Body[brief.Statement](found[row.Current]); err != nil {
		return c, 0, err
	}
	for _, seq := range row.Outcomes {
		p := found[seq]
		o, err := Body[brief.Outcome](p)
		if err != nil {
			return c, 0, err
		}
		c.Outcomes = append(c.Outcomes, statement.Decided{Seq: seq, When: s.Clock(&p.Entry), Outcome: o})
	}
	return c, row.Rev, nil
}

// Register gives every speaker whose text stands, merged ones too.
func (s *State) Register(bodies Bodies) (statement.Register, error) {
	var seqs []brief.Seq
	for _, r := range s.parts.speakers.v {
		if r.text {
			seqs = append(seqs, r.current)
		}
	}
	found, err := bodies(seqs)
	if err != nil {
		return nil, err
	}
	out := make(statement.Register, len(seqs))
	for _, r := range s.parts.speakers.v {
		if !r.text {
			continue
		}
		body, err := Body[brief.Speaker](found[r.current])
		if err != nil {
			return nil, err
		}
		out[r.id] = statement.Registered{Speaker: body, Rev: r.rev}
	}
	return out, nil
}

// readTogether is how many bodies are asked for at once where the whole ledger is gone through.
const readTogether = 500

// Each shows every statement that stands, with its text, until show says false.
func (s *State) Each(bodies Bodies, show func(Statement, brief.Statement) bool) error {
	rows := slices.DeleteFunc(slices.Clone(s.parts.ledger.v), func(r *ledgerRow) bool { return r.status() != Live })
	for part := range slices.Chunk(rows, readTogether) {
		seqs := make([]brief.Seq, len(part))
		for i, r := range part {
			seqs[i] = r.current
		}
		found, err := bodies(seqs)
		if err != nil {
			return err
		}
		for _, r := range part {
			body, err := Body[brief.Statement](found[r.current])
			if err != nil {
				return err
			}
			if !show(r.public(), body) {
				return nil
			}
		}
	}
	return nil
}

// Body reads what may be shown of an entry; of a removed body the zero value.
func Body[T any](p brief.Published) (body T, err error) {
	text := p.Text()
	if len(text) == 0 {
		return body, nil
	}
	if err := json.Unmarshal(text, &body); err != nil {
		return body, fmt.Errorf("reading the body of entry %d: %w", p.Entry.Seq, err)
	}
	return body, nil
}
