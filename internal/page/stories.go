package page

import (
	"io"

	"livebrief/internal/brief"
	"livebrief/internal/edition"
)

// stories fills the cards of the live page: the latest that still stand. It gives nil when the briefing does not show
// the outlet's own coverage.
func (m *maker) stories(bodies Bodies) (*stories, error) {
	if !m.b.Shows(brief.SectionCoverage) {
		return nil, nil
	}
	out := &stories{W: m.words, More: m.link("coverage")}
	var standing []edition.Item
	for offset := 0; len(standing) < storiesShown; offset += PerPage {
		some := m.State.StoriesFrom(offset, PerPage)
		for _, it := range some {
			if it.Status == edition.Live && len(standing) < storiesShown {
				standing = append(standing, it)
			}
		}
		if len(some) < PerPage {
			break
		}
	}
	if err := m.fetch(bodies, standing); err != nil {
		return nil, err
	}
	for _, it := range standing {
		card, err := m.story(it)
		if err != nil {
			return nil, err
		}
		out.List = append(out.List, card)
	}
	return out, nil
}

// story fills one card. A story leads to where it stands; one without an address leads to its own page here.
func (m *maker) story(it edition.Item) (story, error) {
	v := story{ID: string(it.ID), Hue: m.hue(it.Track), Track: m.trackName(it.Track), Href: m.link(itemAt(it.ID)), When: m.clock.moment(it.When)}
	b, ok, err := body[brief.Development](m.texts[it.Current])
	if err != nil {
		return v, err
	}
	switch {
	case !ok || it.Status == edition.Removed:
		v.Headline = m.words.RemovedMark
		return v, nil
	case it.Status == edition.Withdrawn:
		v.Headline, v.Summary = m.words.WithdrawnMark, b.Note
		return v, nil
	case it.Status == edition.Held:
		v.Mark = m.words.Held
	case !it.Corrected.IsZero():
		v.Mark = fill(m.words.CorrectedMark, m.clock.near(it.Corrected, it.When))
	}
	v.Headline, v.Summary = b.Headline, firstSentences(MarkdownToText(b.Text), 220)
	for _, r := range b.RestsOn {
		if href := outgoing(r.URL); href != "" {
			v.Href, v.Out, v.Outlet = href, true, r.Outlet
			break
		}
	}
	return v, nil
}

// coverageView is every story by day.
type coverageView struct {
	frame
	Heading, Empty string
	Days           []storyDay
	Pager          pager
}

type storyDay struct {
	Day, Text string
	List      []story
}

// WriteCoverage writes page n of the outlet's own stories, newest first.
func WriteCoverage(w io.Writer, s Shelf, bodies Bodies, n int) error {
	m := newMaker(s, address("coverage").page(n))
	if !m.b.Shows(brief.SectionCoverage) {
		return brief.NotFound("this briefing does not list coverage", "the developments are on the live page")
	}
	v := coverageView{frame: m.frame(m.words.AllCoverage, m.b.Standfirst, edition.Whole()), Heading: m.words.AllCoverage, Empty: m.words.StoriesEmpty}
	items := s.State.StoriesFrom((n-1)*PerPage, PerPage)
	if err := m.fetch(bodies, items); err != nil {
		return err
	}
	for _, it := range items {
		card, err := m.story(it)
		if err != nil {
			return err
		}
		day := s.State.DayOf(it.When)
		if last := len(v.Days) - 1; last < 0 || v.Days[last].Day != day {
			v.Days = append(v.Days, storyDay{Day: day, Text: m.clock.weekday(day)})
		}
		last := &v.Days[len(v.Days)-1]
		last.List = append(last.List, card)
	}
	v.Pager = m.pager("coverage", n, s.State.StoryCount())
	return render(w, "coverage", v)
}
