package web

import (
	"errors"
	"io"
	"mime"
	"net/http"
	"strconv"
	"strings"

	"livebrief/internal/brief"
)

// apiList gives a list as text, with its revision as ETag.
func (s *deskServer) apiList(c *call) error {
	d, err := s.dossier(c)
	if err != nil {
		return err
	}
	about, err := aboutList(c)
	if err != nil {
		return err
	}
	l, err := s.Lists.List(c.ctx(), d.id, about.Name)
	if err != nil {
		return err
	}
	h := c.w.Header()
	h.Set("Content-Type", textType)
	h.Set("ETag", strconv.Quote(strconv.Itoa(l.Rev)))
	h.Set("Content-Length", strconv.Itoa(len(l.Text)))
	c.w.WriteHeader(http.StatusOK)
	_, _ = io.WriteString(c.w, l.Text)
	return nil
}

// apiSaveList takes a list as text in place of the revision of If-Match. All wrong lines are told at once.
func (s *deskServer) apiSaveList(c *call) error {
	d, err := s.dossier(c)
	if err != nil {
		return err
	}
	about, err := aboutList(c)
	if err != nil {
		return err
	}
	rev, err := ifMatch(c.r)
	if err != nil {
		return err
	}
	media, params, err := mime.ParseMediaType(c.r.Header.Get("Content-Type"))
	if charset := params["charset"]; err != nil || media != "text/plain" || charset != "" && !strings.EqualFold(charset, "utf-8") {
		return withStatus(http.StatusUnsupportedMediaType, brief.Invalid("the list is not sent as text", "send it with Content-Type: "+textType))
	}
	text, err := io.ReadAll(c.r.Body)
	if err != nil {
		return err
	}
	l, err := s.saveList(c, d, about.Name, rev, string(text))
	switch {
	case errors.As(err, new(*brief.BadLines)):
		return withStatus(http.StatusBadRequest, err)
	case brief.KindOf(err) == brief.KindConflict:
		return withStatus(http.StatusPreconditionFailed, err)
	case err != nil:
		return err
	}
	c.w.Header().Set("ETag", strconv.Quote(strconv.Itoa(l.Rev)))
	return c.answer(l)
}
