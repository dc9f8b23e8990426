package web

import (
	"context"
	"io"
	"net/http"
	"strconv"

	"livebrief/internal/edition"
	"livebrief/internal/page"
)

const (
	// lifeFollowed lets nobody keep the list of briefings beyond the time in which an edge has to notice that its newsroom
	// is silent.
	lifeFollowed = "public, max-age=2"
	// lifeApart lets pages go soon that say what may be over in a moment.
	lifeApart = "public, max-age=5, s-maxage=5, stale-if-error=600"
)

// followedPath is where the list of briefings for edges stands.
const followedPath = "/record/briefings.json"

// followed lists the briefings for edges: how far each has come, and the hash of its checkpoint.
func (s *readers) followed(w http.ResponseWriter, r *http.Request) error {
	if s.Followed == nil {
		return noSuchPage()
	}
	body, err := s.Followed(r.Context())
	if err != nil {
		return err
	}
	newAnswer(http.StatusOK, jsonType, "", body).send(w, r, lifeFollowed)
	return nil
}

// bodies is what stands beside a bundle of entries. It holds text, so that it lives no longer than a page: a redaction has
// to be out of every cache in minutes.
func (s *readers) bodies(r *http.Request, v *visit) (*sheet, error) {
	path := "bodies/" + r.PathValue("path")
	return &sheet{version: v.state.Version(edition.OfBriefing()), contentType: textType, life: lifeSlow, write: func(ctx context.Context, w io.Writer) error {
		body, err := s.Record.Beside(ctx, v.id, path)
		return writeData(w, body, err)
	}}, nil
}

// part makes what is served apart from the newsroom another answer than before and after.
func (p *sheet) part(a *page.Apart) {
	if a == nil || p.to != "" {
		return
	}
	p.mark += " apart " + strconv.FormatInt(a.Since.Unix(), 10) + strconv.FormatBool(a.Refused)
	if p.contentType == htmlType {
		p.life = lifeApart
	}
}
