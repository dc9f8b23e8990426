package web

import (
	"context"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"livebrief/internal/brief"
	"livebrief/internal/edition"
	"livebrief/internal/page"
)

// asOfPage is the briefing as it stood at an edition. A time or a date in its place leads to the last edition
// at that time; a date means the end of that day in the briefing's zone.
func (s *readers) asOfPage(r *http.Request, v *visit) (*sheet, error) {
	when := r.PathValue("when")
	n, err := pageNumber(r)
	if err != nil {
		return nil, err
	}
	if n == 1 && r.PathValue("n") != "" {
		return &sheet{to: "../../" + when, life: lifeSlow}, nil
	}
	seq, to, err := s.seqAsOf(r, v)
	if to != nil || err != nil {
		return to, err
	}
	// The older edition never changes, but a redaction since then takes text out of it.
	return &sheet{version: v.state.Version(edition.OfBriefing()), life: lifeSlow, write: func(ctx context.Context, w io.Writer) error {
		shelf, err := s.pastEdition(ctx, seq, v)
		if err != nil {
			return err
		}
		if n > 1 && n > pages(shelf.State.Count(edition.Filter{})) {
			return noSuchPage()
		}
		return page.WriteLive(w, shelf, s.texts(ctx, v), n)
	}}, nil
}

// seqAsOf gives the edition that an address names. For a time or a date it is instead where the same page as of an edition stands.
func (s *readers) seqAsOf(r *http.Request, v *visit) (seq brief.Seq, to *sheet, err error) {
	if to, err = s.seqOfMoment(r, v); to != nil || err != nil {
		return 0, to, err
	}
	seq, err = s.pastSeq(r.PathValue("when"), v)
	return seq, nil, err
}

// stateAsOf is seqAsOf with all that the edition knew.
func (s *readers) stateAsOf(r *http.Request, v *visit) (state *edition.State, to *sheet, err error) {
	seq, to, err := s.seqAsOf(r, v)
	if to != nil || err != nil {
		return nil, to, err
	}
	state, err = s.Past.AsOf(r.Context(), v.id, seq)
	return state, nil, err
}

// asOf makes p the sheet of an older edition, written from its shelf and the texts as they may be read now.
func (s *readers) asOf(p *sheet, v *visit, state *edition.State, write func(io.Writer, page.Shelf, page.Bodies) error) *sheet {
	// The older edition never changes, but a redaction since then takes text out of it.
	p.version, p.life = v.state.Version(edition.OfBriefing()), lifeSlow
	p.write = func(ctx context.Context, w io.Writer) error {
		shelf := s.shelf(v)
		shelf.State, shelf.AsOf = state, true
		return write(w, shelf, s.texts(ctx, v))
	}
	return p
}

// seqOfMoment leads from a page as of a time or a date to the same page as of the edition that stood then. It is nil for one
// as of an edition.
func (s *readers) seqOfMoment(r *http.Request, v *visit) (*sheet, error) {
	when := r.PathValue("when")
	t, ok := moment(when, v.state.Briefing.Location())
	if !ok {
		return nil, nil
	}
	seq, err := s.Past.SeqAt(r.Context(), v.id, t)
	if err != nil {
		return nil, err
	}
	if seq == 0 {
		return nil, brief.NotFound("nothing had been published by then", "choose a later time")
	}
	_, below, _ := strings.Cut(r.URL.Path, "/as-of/"+when)
	to := strings.Repeat("../", strings.Count(below, "/")) + strconv.FormatUint(uint64(min(seq, v.state.Seq)), 10) + (&url.URL{Path: below}).EscapedPath()
	return &sheet{to: to, life: lifePage}, nil
}

// moment reads a time (RFC 3339) or a date, whose end it means.
func moment(text string, zone *time.Location) (time.Time, bool) {
	if t, err := time.Parse(time.RFC3339, text); err == nil {
		return t.UTC(), true
	}
	day, err := time.ParseInLocation(time.DateOnly, text, zone)
	if err != nil {
		return time.Time{}, false
	}
	return day.AddDate(0, 0, 1).Add(-time.Millisecond).UTC(), true
}
