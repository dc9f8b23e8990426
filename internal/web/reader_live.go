package web

import (
	"context"
	"io"
	"net/http"

	"livebrief/internal/edition"
	"livebrief/internal/page"
)

// livePage is the briefing's one lasting address, and the pages of older developments behind it.
func (s *readers) livePage(r *http.Request, v *visit) (*sheet, error) {
	n, err := pageNumber(r)
	if err != nil {
		return nil, err
	}
	if n == 1 && r.PathValue("n") != "" {
		return &sheet{to: "../", life: lifeSlow}, nil
	}
	if n > pages(v.state.Count(edition.Filter{})) {
		return nil, noSuchPage()
	}
	shelf := s.shelf(v)
	if n == 1 {
		shelf = s.watched(v)
	}
	return &sheet{version: v.state.Version(edition.Whole()), mark: page.WitnessedMark(shelf), write: func(ctx context.Context, w io.Writer) error {
		return page.WriteLive(w, shelf, s.texts(ctx, v), n)
	}}, nil
}

// litePage is the whole briefing in one small request.
func (s *readers) litePage(_ *http.Request, v *visit) (*sheet, error) {
	shelf := s.watched(v)
	return &sheet{version: v.state.Version(edition.Whole()), mark: page.WitnessedMark(shelf), write: func(ctx context.Context, w io.Writer) error {
		return page.WriteLite(w, shelf, s.texts(ctx, v))
	}}, nil
}

// witnessesPage says who watches over the record, and how far each of them has cosigned it.
func (s *readers) witnessesPage(_ *http.Request, v *visit) (*sheet, error) {
	shelf := s.watched(v)
	return &sheet{version: v.state.Version(edition.Whole()), mark: page.WitnessedMark(shelf), write: func(_ context.Context, w io.Writer) error {
		return page.WriteWitnesses(w, shelf)
	}}, nil
}

// box is the fragment that stands inside every article of the outlet.
func (s *readers) box(_ *http.Request, v *visit) (*sheet, error) {
	return &sheet{version: v.state.Version(edition.Whole()), write: func(ctx context.Context, w io.Writer) error {
		return page.WriteBox(w, s.shelf(v), s.texts(ctx, v))
	}}, nil
}

// identityCSS is the stylesheet with the newsroom's colours.
func (s *readers) identityCSS(_ *http.Request, v *visit) (*sheet, error) {
	return &sheet{version: v.state.Version(edition.OfBriefing()), contentType: "text/css; charset=utf-8", life: lifeSlow,
		write: func(_ context.Context, w io.Writer) error { return page.WriteIdentityCSS(w, v.state.Briefing) }}, nil
}

// pageNumber reads the number of a page of a list, 1 when the address has none.
func pageNumber(r *http.Request) (int, error) {
	text := r.PathValue("n")
	if text == "" {
		return 1, nil
	}
	n, err := number(text)
	if err != nil || n > 1<<30 {
		return 0, noSuchPage()
	}
	return int(n), nil
}

// pages is how many pages a list of n has; an empty list has one.
func pages(n int) int { return max(1, (n+page.PerPage-1)/page.PerPage) }
