package web

import (
	"context"
	"io"
	"net/http"
	"strings"

	"livebrief/internal/brief"
	"livebrief/internal/edition"
	"livebrief/internal/page"
)

// peoplePage lists who speaks.
func (s *readers) peoplePage(r *http.Request, v *visit) (*sheet, error) {
	if err := shown(v); err != nil {
		return nil, err
	}
	return s.listPage(r, len(v.state.Speakers()), &sheet{version: v.state.Version(edition.OfLedger())}, func(ctx context.Context, w io.Writer, n int) error {
		return page.WritePeople(w, s.shelf(v), s.texts(ctx, v), n)
	})
}

// speakerIn finds the speaker that the address names.
func speakerIn(r *http.Request, v *visit) (edition.Speaker, error) {
	who, ok := v.state.Speaker(brief.SpeakerID(r.PathValue("id")))
	if !ok {
		return who, brief.NotFound("the register has nobody at this address", "go to the list of those who speak and look from there")
	}
	return who, nil
}

// speakerPage is what one speaker said. Who turned out to be another is there.
func (s *readers) speakerPage(r *http.Request, v *visit) (*sheet, error) {
	if err := shown(v); err != nil {
		return nil, err
	}
	who, err := speakerIn(r, v)
	if err != nil {
		return nil, err
	}
	if to, merged := page.StandingSpeaker(v.state, who.ID); merged {
		up := ""
		if r.PathValue("n") != "" {
			up = "../../"
		}
		return &sheet{to: up + string(to), status: http.StatusMovedPermanently, life: lifeSlow}, nil
	}
	return s.listPage(r, who.Statements, &sheet{version: v.state.Version(edition.OfLedger())}, func(ctx context.Context, w io.Writer, n int) error {
		return page.WriteSpeaker(w, s.shelf(v), s.texts(ctx, v), who.ID, n)
	})
}

// speakerPart is a further page of the list of speakers, or a feed of one.
func (s *readers) speakerPart(r *http.Request, v *visit) (*sheet, error) {
	part := r.PathValue("part")
	if r.PathValue("id") == "page" {
		r.SetPathValue("n", part)
		return s.peoplePage(r, v)
	}
	format, ok := strings.CutPrefix(part, "feed.")
	if !ok || format != "atom" && format != "rss" && format != "json" {
		return nil, noSuchPage()
	}
	if err := shown(v); err != nil {
		return nil, err
	}
	who, err := speakerIn(r, v)
	if err != nil {
		return nil, err
	}
	return s.ledgerFeedOf(page.LedgerFeed{Speaker: who.ID}, format, v)
}
