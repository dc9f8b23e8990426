package web

import (
	"context"
	"io"
	"net/http"

	"livebrief/internal/brief"
)

// proof is the file by which somebody checks one item without taking the whole record.
func (s *readers) proof(r *http.Request, v *visit) (*sheet, error) {
	id, _, err := item(r, v)
	if err != nil {
		return nil, err
	}
	found, _ := v.state.Item(id)
	return s.proofOf(found.Current, v)
}

// proofOf is the proof of one entry.
func (s *readers) proofOf(seq brief.Seq, v *visit) (*sheet, error) {
	if s.Proofs == nil {
		return nil, brief.NotFound("this server gives no proofs of single items", "take the whole record")
	}
	// A proof leads up to the newest root, which every entry moves.
	return &sheet{version: v.state.Seq, contentType: jsonType, write: func(ctx context.Context, w io.Writer) error {
		body, err := s.Proofs.Proof(ctx, v.id, seq)
		if err != nil {
			return err
		}
		_, err = w.Write(body)
		return err
	}}, nil
}
