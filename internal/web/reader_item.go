package web

import (
	"context"
	"io"
	"net/http"

	"livebrief/internal/brief"
	"livebrief/internal/edition"
	"livebrief/internal/page"
)

// itemPage is one development at its lasting address. A withdrawn one stays there; one that was removed says so
// with 410, openly.
func (s *readers) itemPage(r *http.Request, v *visit) (*sheet, error) {
	id, status, err := item(r, v)
	if err != nil {
		return nil, err
	}
	return &sheet{status: status, version: v.state.Version(edition.OfItem(id)), write: func(ctx context.Context, w io.Writer) error {
		return page.WriteItem(w, s.shelf(v), s.texts(ctx, v), id)
	}}, nil
}

// historyPage is one development with every revision and what changed.
func (s *readers) historyPage(r *http.Request, v *visit) (*sheet, error) {
	id, _, err := item(r, v)
	if err != nil {
		return nil, err
	}
	return &sheet{version: v.state.Version(edition.OfItem(id)), write: func(ctx context.Context, w io.Writer) error {
		history, err := s.Texts.History(ctx, v.id, id)
		if err != nil {
			return err
		}
		return page.WriteHistory(w, s.shelf(v), id, upTo(history, v.state.Seq))
	}}, nil
}

// item finds the development that the address names, and the status of its page.
func item(r *http.Request, v *visit) (brief.ItemID, int, error) {
	id := brief.ItemID(r.PathValue("id"))
	found, ok := v.state.Item(id)
	if !ok {
		return "", 0, brief.NotFound("nothing was published at this address", "go to the briefing and look from there")
	}
	if found.Status == edition.Removed {
		return id, http.StatusGone, nil
	}
	return id, http.StatusOK, nil
}

// upTo leaves out entries that are newer than the edition the page is made from.
func upTo(history []brief.Published, seq brief.Seq) []brief.Published {
	for i := range history {
		if history[i].Entry.Seq > seq {
			return history[:i]
		}
	}
	return history
}

// linePage is one line of the glance with every wording it had.
func (s *readers) linePage(r *http.Request, v *visit) (*sheet, error) {
	line := brief.LineID(r.PathValue("line"))
	seqs := v.state.LineHistory(line)
	if len(seqs) == 0 {
		return nil, brief.NotFound("the glance never had this line", "go to the briefing and look from there")
	}
	return &sheet{version: v.state.Version(edition.OfLine(line)), write: func(ctx context.Context, w io.Writer) error {
		bodies, err := s.Texts.Bodies(ctx, v.id, seqs)
		if err != nil {
			return err
		}
		history := make([]brief.Published, 0, len(seqs))
		for _, seq := range seqs {
			if p, ok := bodies[seq]; ok {
				history = append(history, p)
			}
		}
		return page.WriteLine(w, s.shelf(v), line, history)
	}}, nil
}
