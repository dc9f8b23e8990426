package web

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"html"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"livebrief/internal/brief"
	"livebrief/internal/edition"
	"livebrief/internal/page"
)

// embedLines is how many lines of the glance an embed shows.
const embedLines = 5

// embed is the one page that other sites may show in a frame.
func (s *readers) embed(_ *http.Request, v *visit) (*sheet, error) {
	return &sheet{version: v.state.Version(edition.Whole()), policy: embedPolicy,
		write: func(ctx context.Context, w io.Writer) error {
			return page.WriteEmbed(w, s.shelf(v), s.texts(ctx, v), embedLines)
		}}, nil
}

const oembedPath = "/oembed"

// The size of an embed in CSS pixels when the asking site sets no limit.
const (
	embedWidth  = 640
	embedHeight = 420
)

// oembedAnswer is oEmbed 1.0 of type "rich".
type oembedAnswer struct {
	Version  string `json:"version"`
	Type     string `json:"type"`
	Title    string `json:"title"`
	Provider string `json:"provider_name"`
	Home     string `json:"provider_url"`
	CacheAge int    `json:"cache_age"`
	HTML     string `json:"html"`
	Width    int    `json:"width"`
	Height   int    `json:"height"`
}

// oembed tells other sites how to embed a briefing, for addresses of this server only.
func (s *readers) oembed(w http.ResponseWriter, r *http.Request) error {
	q := r.URL.Query()
	if f := q.Get("format"); f != "" && f != "json" {
		return withStatus(http.StatusNotImplemented, brief.Invalid("this server speaks oEmbed in JSON only", "ask with format=json"))
	}
	name, err := s.ownBriefing(q.Get("url"))
	if err != nil {
		return err
	}
	v, err := s.find(r.Context(), string(name))
	if err != nil {
		return err
	}
	state, err := s.Editions.Current(r.Context(), v.id)
	if err != nil {
		return err
	}
	width, height := within(embedWidth, q.Get("maxwidth")), within(embedHeight, q.Get("maxheight"))
	body, err := json.Marshal(oembedAnswer{Version: "1.0", Type: "rich", Title: state.Briefing.Title,
		Provider: state.Briefing.Identity.Name, Home: s.Public + "/" + string(name) + "/", CacheAge: 300,
		HTML: fmt.Sprintf(`<iframe src="%s/%s/embed" width="%d" height="%d" title="%s" loading="lazy" referrerpolicy="no-referrer"></iframe>`,
			html.EscapeString(s.Public), name, width, height, html.EscapeString(state.Briefing.Title)),
		Width: width, Height: height})
	if err != nil {
		return err
	}
	newAnswer(http.StatusOK, "application/json; charset=utf-8", "", append(bytes.TrimSpace(body), '\n')).send(w, r, lifeSlow)
	return nil
}

// ownBriefing finds the name of the briefing in an address of this server.
func (s *readers) ownBriefing(address string) (brief.Name, error) {
	foreign := brief.NotFound("this server embeds its own addresses only", "ask with url= and the address of a briefing here")
	if s.Public == "" {
		return "", brief.NotFound("this server does not know its public address", "its owner can set one with --public-url")
	}
	rest, ok := strings.CutPrefix(address, s.Public+"/")
	if !ok {
		return "", foreign
	}
	first, _, _ := strings.Cut(rest, "/")
	first, _, _ = strings.Cut(first, "?")
	first, _, _ = strings.Cut(first, "#")
	name, err := url.PathUnescape(first)
	if err != nil || brief.Name(name).Check() != nil {
		return "", foreign
	}
	return brief.Name(name), nil
}

// within gives usual, or limit where that is a smaller number of at least 100 pixels.
func within(usual int, limit string) int {
	n, err := strconv.Atoi(limit)
	if err != nil || n >= usual {
		return usual
	}
	return max(n, 100)
}
