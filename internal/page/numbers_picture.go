package page

import (
	"io"
	"strings"

	"livebrief/internal/chart"
	"livebrief/internal/edition"
)

// numberFrameView is a chart in a page of its own, for other sites.
type numberFrameView struct {
	frame
	Heading, Href, Picture, Claim string
	Says                          []string
	Wide                          bool
}

// askedChart gives the chart that an address is about, with where its page is.
func (m *numbersMaker) askedChart(a NumbersAddress) (numberChart, address, bool) {
	if a.Series != "" {
		s, t, _ := m.State.SeriesOf(a.Series)
		return chartOfSeries(&t, &s), m.asKnown(seriesPageAt(s.ID), ""), true
	}
	for _, c := range chartsOf(m.State, a.Topic) {
		if c.id == a.Chart {
			return c, m.asKnown(topicAt(a.Topic), ""), true
		}
	}
	return numberChart{}, "", false
}

// writeNumbersPicture writes a chart as a drawing, as a card for chats, or as a page that other sites may frame.
func writeNumbersPicture(w io.Writer, s Shelf, a NumbersAddress) error {
	m := newNumbersMaker(s, a.at(), a.Day)
	c, at, known := m.askedChart(a)
	if !known {
		return noNumbers()
	}
	b := m.build(&c, a.Form == NumbersSVG)
	if b.drawing == nil {
		return noNumbers()
	}
	var picture []byte
	var err error
	switch a.Form {
	case NumbersFrame:
		return m.writeFrame(w, &b, a, at)
	case NumbersPNG:
		picture, err = b.drawing.PNG(chart.Words{Above: m.b.Title, Summary: strings.Join(b.says, " "), Source: c.lines[0].tracker.Source.Name, AsOf: m.asOfWords(),
			More: func(rows int) string { return fill(m.w.More, m.words.number(rows)) }})
	default:
		picture, err = b.drawing.SVG()
	}
	if err != nil { // a number beyond all sizes
		return noNumbers()
	}
	_, err = w.Write(picture)
	return err
}

// writeFrame writes a page with a chart for other sites.
func (m *numbersMaker) writeFrame(w io.Writer, b *built, a NumbersAddress, at address) error {
	a.Form = NumbersSVG
	v := numberFrameView{frame: m.frame(b.title, strings.Join(b.says, " "), edition.OfNumbers()), Heading: b.title, Href: m.far(at), Picture: m.link(m.place(a.at())), Says: b.says, Wide: b.wide}
	if b.claim != "" {
		v.Claim = fill(m.w.Claim, b.claim)
	}
	v.Sheets, v.Feeds = m.sheets("embed.css"), nil
	return render(w, "number_frame", v)
}

// asOfWords says on a card as of which edition, or as known on which day, its numbers are.
func (m *numbersMaker) asOfWords() string {
	if m.day != "" {
		return fill(m.w.AsKnown, m.said(m.day))
	}
	return fill(m.words.Edition, m.words.seq(m.State.Version(edition.OfNumbers())))
}
