package page

import (
	"fmt"
	"io"

	"livebrief/internal/brief"
	"livebrief/internal/edition"
)

// listView is a track or a day.
type listView struct {
	frame
	Heading, Sub string
	Tracks       *tracks
	List         list
}

// WriteTrack writes page n of one track's developments.
func WriteTrack(w io.Writer, s Shelf, bodies Bodies, track brief.TrackID, n int) error {
	base := trackAt(track)
	m := newMaker(s, base.page(n))
	name := m.trackName(track)
	filter := edition.Filter{Track: track}
	v := listView{frame: m.frame(name, m.b.Standfirst, edition.OfTrack(track)), Heading: name}
	v.frame.Feeds = append(m.feedsAt(base+"/", m.b.Title+": "+name), v.frame.Feeds...)
	v.frame.Foot = append([]link{{Href: m.link(base + "/feed.atom"), Text: m.words.TrackFeed}}, v.frame.Foot...)
	if t, ok := m.b.Track(track); ok && t.To != "" {
		v.Sub = fill(m.words.TrackUntil, m.clock.said(t.To).Text)
	}
	row := m.tracks(track, false)
	v.Tracks = &row
	items := s.State.Developments(filter, (n-1)*PerPage, PerPage)
	var err error
	if v.List, err = m.list(bodies, items, m.words.TrackEmpty); err != nil {
		return fmt.Errorf("writing the track %s: %w", track, err)
	}
	v.List.Pager = m.pager(base, n, s.State.Count(filter))
	return render(w, "list", v)
}

// WriteDay writes every development first published on one day, YYYY-MM-DD in the briefing's zone.
func WriteDay(w io.Writer, s Shelf, bodies Bodies, date string) error {
	m := newMaker(s, dayAt(date))
	title := m.clock.weekday(date)
	v := listView{frame: m.frame(title, m.b.Standfirst, edition.OfDay(date)), Heading: title}
	filter := edition.Filter{Day: date}
	items := s.State.Developments(filter, 0, s.State.Count(filter))
	var err error
	if v.List, err = m.list(bodies, items, m.words.DayEmpty); err != nil {
		return fmt.Errorf("writing the day %s: %w", date, err)
	}
	return render(w, "list", v)
}
