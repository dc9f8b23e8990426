package web

import (
	"context"
	"io"
	"net/http"

	"livebrief/internal/brief"
	"livebrief/internal/edition"
	"livebrief/internal/page"
)

// coveragePage lists the outlet's own stories.
func (s *readers) coveragePage(r *http.Request, v *visit) (*sheet, error) {
	n, err := pageNumber(r)
	if err != nil {
		return nil, err
	}
	if n == 1 && r.PathValue("n") != "" {
		return &sheet{to: "../../coverage", life: lifeSlow}, nil
	}
	if n > pages(v.state.StoryCount()) {
		return nil, noSuchPage()
	}
	return &sheet{version: v.state.Version(edition.OfStories()), write: func(ctx context.Context, w io.Writer) error {
		return page.WriteCoverage(w, s.shelf(v), s.texts(ctx, v), n)
	}}, nil
}

// correctionsPage lists every correction, withdrawal and removal.
func (s *readers) correctionsPage(_ *http.Request, v *visit) (*sheet, error) {
	return &sheet{version: v.state.Version(edition.OfCorrections()), write: func(ctx context.Context, w io.Writer) error {
		return page.WriteCorrections(w, s.shelf(v), s.texts(ctx, v))
	}}, nil
}

// changesPage tells what changed since an edition.
func (s *readers) changesPage(r *http.Request, v *visit) (*sheet, error) {
	since, err := s.pastSeq(r.PathValue("seq"), v)
	if err != nil {
		return nil, err
	}
	return &sheet{version: v.state.Version(edition.Whole()), write: func(ctx context.Context, w io.Writer) error {
		return page.WriteChanges(w, s.shelf(v), s.texts(ctx, v), since)
	}}, nil
}

// pastSeq reads the number of an edition that exists.
func (s *readers) pastSeq(text string, v *visit) (brief.Seq, error) {
	n, err := number(text)
	if err != nil {
		return 0, err
	}
	if brief.Seq(n) > v.state.Seq {
		return 0, brief.NotFound("there is no edition of this number yet", "go to the newest edition")
	}
	return brief.Seq(n), nil
}
