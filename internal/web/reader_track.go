package web

import (
	"context"
	"io"
	"net/http"
	"strings"
	"time"

	"livebrief/internal/brief"
	"livebrief/internal/edition"
	"livebrief/internal/page"
)

// trackPage lists the developments of one track.
func (s *readers) trackPage(r *http.Request, v *visit) (*sheet, error) {
	track := brief.TrackID(r.PathValue("t"))
	if _, ok := v.state.Briefing.Track(track); !ok {
		return nil, noSuchTrack()
	}
	n, err := pageNumber(r)
	if err != nil {
		return nil, err
	}
	if n == 1 && r.PathValue("n") != "" {
		return &sheet{to: "../../" + string(track), life: lifeSlow}, nil
	}
	if n > pages(v.state.Count(edition.Filter{Track: track})) {
		return nil, noSuchPage()
	}
	return &sheet{version: v.state.Version(edition.OfTrack(track)), write: func(ctx context.Context, w io.Writer) error {
		return page.WriteTrack(w, s.shelf(v), s.texts(ctx, v), track, n)
	}}, nil
}

func noSuchTrack() error {
	return brief.NotFound("this briefing has no track of this name", "go to the briefing and choose one of its tracks")
}

// dayPage lists the developments of one day.
func (s *readers) dayPage(r *http.Request, v *visit) (*sheet, error) {
	date := r.PathValue("date")
	if _, err := time.Parse(time.DateOnly, date); err != nil {
		return nil, brief.NotFound("this is not a date", "write it as 2022-09-24")
	}
	if v.state.Count(edition.Filter{Day: date}) == 0 {
		return nil, brief.NotFound("nothing was published on this day", "go to the briefing and choose another day")
	}
	return &sheet{version: v.state.Version(edition.OfDay(date)), write: func(ctx context.Context, w io.Writer) error {
		return page.WriteDay(w, s.shelf(v), s.texts(ctx, v), date)
	}}, nil
}

// feedTypes are the media types of the three feeds.
func feedType(format string) string {
	switch format {
	case "atom":
		return "application/atom+xml; charset=utf-8"
	case "rss":
		return "application/rss+xml; charset=utf-8"
	}
	return "application/feed+json; charset=utf-8"
}

// feed is the briefing, or one track of it, for feed readers.
func (s *readers) feed(r *http.Request, v *visit) (*sheet, error) {
	format := v.path[strings.LastIndexByte(v.path, '.')+1:]
	track := brief.TrackID(r.PathValue("t"))
	version := v.state.Version(edition.Whole())
	if track != "" {
		if _, ok := v.state.Briefing.Track(track); !ok {
			return nil, noSuchTrack()
		}
		version = v.state.Version(edition.OfTrack(track))
	}
	return &sheet{version: version, contentType: feedType(format), life: lifeSlow,
		write: func(ctx context.Context, w io.Writer) error {
			return page.WriteFeed(w, s.shelf(v), s.texts(ctx, v), format, track)
		}}, nil
}
