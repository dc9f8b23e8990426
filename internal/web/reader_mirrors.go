package web

import (
	"context"
	"io"
	"net/http"

	"livebrief/internal/brief"
	"livebrief/internal/edition"
	"livebrief/internal/page"
)

// mirrorsPage says where copies of the briefing stand.
func (s *readers) mirrorsPage(_ *http.Request, v *visit) (*sheet, error) {
	return &sheet{version: v.state.Version(edition.OfBriefing()), life: lifeSlow, write: func(_ context.Context, w io.Writer) error {
		return page.WriteMirrors(w, s.shelf(v))
	}}, nil
}

// mirrorList is the same as a signed file.
func (s *readers) mirrorList(_ *http.Request, v *visit) (*sheet, error) {
	if s.Mirrors == nil {
		return nil, brief.NotFound("this server signs no list of mirrors", "the page of mirrors has it")
	}
	return &sheet{version: v.state.Version(edition.OfBriefing()), life: lifeSlow, contentType: textType, write: func(_ context.Context, w io.Writer) error {
		body, err := s.Mirrors.Mirrors(v.id, v.state)
		if err != nil {
			return err
		}
		_, err = w.Write(body)
		return err
	}}, nil
}
