package page

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"livebrief/internal/brief"
	"livebrief/internal/edition"
	"livebrief/internal/record"
)

// numberHistory is a number of a series with all its versions, the last first.
type numberHistory struct {
	Period, Text, Href string
	Event, Note        string
	Versions           []numberStep
}

// numberStep is one version in the history of a number.
type numberStep struct {
	Text, Href, Known, Change, Reason string
	Gone                              bool // withdrawn, or another took its place
}

// chartOfSeries is the chart of one series by itself.
func chartOfSeries(t *edition.Tracker, s *edition.NumberSeries) numberChart {
	c := numberChart{id: "series", lines: []chartLine{{t, s}}}
	switch {
	case s.Numbers[0].Now().Event != nil && s.Unit == unitItems:
		c.kind = chartItems
	case s.Numbers[0].Now().Event != nil:
		c.kind = chartMonths
	case len(s.Numbers) == 1 && len(s.Numbers[0]) > 1:
		c.kind = chartKnown
	case len(s.Numbers) == 1:
		c.kind = chartRanges
	}
	return c
}

// writeSeries writes the page of a series: its chart, and every number with its history.
func writeSeries(w io.Writer, s Shelf, a NumbersAddress) error {
	m := newNumbersMaker(s, a.at(), a.Day)
	series, tracker, _ := m.State.SeriesOf(a.Series)
	c := chartOfSeries(&tracker, &series)
	block := m.block(&c)
	title := capital(series.Title)
	v := numbersView{Heading: title, Lead: strings.Join(m.summary(c.lines[0]), " ")}
	v.frame = m.frame(title, cmp.Or(v.Lead, title), edition.OfNumbers())
	m.dress(&v, a)
	v.Kicker = &link{Href: m.link(m.place(numbersAt)), Text: m.w.Numbers}
	if tracker.Topic != brief.TopicOther {
		v.Kicker = &link{Href: m.link(m.place(topicAt(tracker.Topic))), Text: m.heading(tracker.Topic)}
	}
	v.OGImage = m.absolute(m.place(seriesPageAt(series.ID) + address(NumbersPNG)))
	block.Table, block.Says = numberTable{}, m.caveats(&c)
	block.Files = m.files(seriesPageAt(series.ID), "", block.Drawing != "")
	v.Charts = []numberBlock{block}
	v.Whole, v.Left = m.histories(&series)
	v.Sources = []numberSource{sourceOf(&tracker)}
	one := []edition.Tracker{tracker}
	one[0].Series = []edition.NumberSeries{series}
	v.Days = m.days(a.base(), one)
	var err error
	if v.JSONLD, err = m.dataset(a, title, v.Lead, one); err != nil {
		return err
	}
	return render(w, "numbers", v)
}

// histories sets out the numbers of a series, the last period first, each with its versions.
func (m *numbersMaker) histories(s *edition.NumberSeries) (out []numberHistory, left string) {
	shown := 0
	numbers := slices.Clone(s.Numbers)
	slices.SortStableFunc(numbers, func(a, b edition.Number) int { return cmp.Compare(b.Now().End(), a.Now().End()) })
	for _, n := range numbers {
		v, known := n.AsOf(m.day)
		if !known {
			continue
		}
		if shown++; shown > numbersShown*5 {
			continue
		}
		h := numberHistory{Period: m.period(&s.Series, v.Version), Text: m.amount(&s.Series, v.Version), Href: m.versionLink(s, n, v)}
		if len(n) == 1 {
			h.Note = v.Reason
		}
		if e := v.Event; e != nil {
			h.Event = cmp.Or(e.Title, e.Item, e.Row)
		}
		for _, o := range slices.Backward(n) {
			if (m.day == "" || o.Known <= m.day) && len(n) > 1 {
				h.Versions = append(h.Versions, m.step(s, o, o.ID != v.ID))
			}
		}
		out = append(out, h)
	}
	if shown > len(out) {
		left = fill(m.w.Rows, m.words.number(len(out)), m.words.number(shown))
	}
	return out, left
}

func (m *numbersMaker) step(s *edition.NumberSeries, v edition.NumberVersion, gone bool) numberStep {
	return numberStep{Text: m.amount(&s.Series, v.Version), Href: m.link(versionAt(v.Version)), Known: m.said(v.Known), Change: m.w.Changes[v.Change],
		Reason: v.Reason, Gone: gone}
}

// versionView is one version of a number at its lasting address.
type versionView struct {
	frame
	Heading, Number, Standing string
	// Later says that the number has been changed since, with the version that stands.
	Later                string
	LaterHref, LaterText string
	Facts                []numberFact
	Versions             []numberStep
	Series               link
	Data                 string
}

// numberFact is one thing that is known of a version.
type numberFact struct{ Name, Text, Href string }

// writeNumberVersion writes the page of a version, or the version as JSON with the proof that it lies in its entry.
func writeNumberVersion(w io.Writer, s Shelf, bodies Bodies, a NumbersAddress) error {
	m := newNumbersMaker(s, a.at(), "")
	series, tracker, _ := m.State.SeriesOf(a.Series)
	v, n, known := series.Version(a.Version)
	if !known {
		return noNumbers()
	}
	if a.Form == NumbersJSON {
		return m.versionJSON(w, bodies, &series, v)
	}
	about := &series.Series
	title := capital(series.Title) + ", " + m.period(about, v.Version)
	view := versionView{Heading: title, Number: m.amount(about, v.Version), Standing: m.standing(&tracker, v.Version)}
	if v.Value != "" || v.Low != "" {
		view.Number += "\u00a0" + m.w.unit(about)
	}
	view.frame = m.frame(title, m.line(&tracker, about, v.Version), edition.OfNumbers())
	view.Sheets = m.sheets("live.css", "map.css", "numbers.css")
	view.Series = link{Href: m.link(m.place(seriesPageAt(series.ID))), Text: capital(series.Title)}
	view.Kicker = &view.Series
	if now := n.Now(); now.ID != v.ID {
		view.Later, view.LaterHref, view.LaterText = m.w.SupersededBy, m.link(versionAt(now.Version)), m.amount(about, now.Version)
	}
	for _, o := range slices.Backward(n) {
		view.Versions = append(view.Versions, m.step(&series, o, o.ID != n.Now().ID))
	}
	view.Facts = m.facts(&tracker, about, n, v)
	if !m.AsOf && !m.Static {
		view.Data = m.link((versionAt(v.Version) + address(NumbersJSON)))
	}
	return render(w, "number", view)
}

// facts are what is known of a version, in the order in which one asks.
func (m *numbersMaker) facts(t *edition.Tracker, s *brief.Series, n edition.Number, v edition.NumberVersion) []numberFact {
	var out []numberFact
	add := func(name, text, href string) {
		if text != "" {
			out = append(out, numberFact{name, text, href})
		}
	}
	add(m.w.Why, joined([]string{m.w.Changes[v.Change], v.Reason}, ": "), "")
	if was, changed := m.before(n, v); changed {
		add(m.w.Supersedes, m.amount(s, was.Version), m.link(versionAt(was.Version)))
	}
	add(m.w.Known, m.said(v.Known), "")
	add(m.w.Published, joined([]string{v.Label, m.said(v.Published)}, ", "), "")
	add(m.w.Basis, m.standing(t, v.Version), "")
	add(m.w.Source, joined([]string{cmp.Or(v.Source.Outlet, t.Source.Name), v.Source.Title, v.Locator}, ", "), outgoing(cmp.Or(v.Source.URL, t.Source.Address)))
	add(m.w.Measure, joined([]string{m.w.Categories[s.Category], m.w.Measures[s.Measure], m.w.Valuations[s.Valuation]}, ", "), "")
	add(m.w.Place, joined([]string{s.Place, s.PlaceCode}, ", "), "")
	if e := v.Event; e != nil {
		add(m.w.Item, joined([]string{e.Title, e.Item, e.Count}, ", "), "")
	}
	for _, worth := range v.Worth {
		text := m.words.decimalText(worth.Value) + "\u00a0" + cmp.Or(m.w.Scales[s.Scale]+" ", " ") + worth.Currency
		rate := ""
		if worth.Rate != "" {
			rate = "1 " + worth.Currency + " = " + m.words.decimalText(worth.Rate) + " " + s.Unit + ", " + m.said(worth.RateDay) + ", " + worth.RateSource
		}
		add(worth.Currency, joined([]string{strings.ReplaceAll(text, "  ", " "), m.w.Conversions[worth.Rule], rate}, "; "), "")
	}
	if s.LowerBound {
		add(m.w.Caveat, m.w.MinimumSays, "")
	}
	add(m.w.Caveat, t.Source.Caveat, "")
	add(m.w.Method, s.Method, "")
	add(m.w.History, fill(m.w.Recorded, m.words.seq(v.Seq)), m.lasting(v.Seq))
	return out
}

// versionFile is a version as data: the element of the entry's list, and the proof that it lies in it.
type versionFile struct {
	Series  brief.Series  `json:"series"`
	Version brief.Version `json:"version"`
	// Seq is the entry that brought it, Root and Count those of its list, Index the version's place, Proof the hashes from its leaf up.
	Seq   brief.Seq `json:"seq"`
	Root  string    `json:"root,omitempty"`
	Count int       `json:"count,omitempty"`
	Index int       `json:"index"`
	Proof []string  `json:"proof,omitempty"`
}

func (m *numbersMaker) versionJSON(w io.Writer, bodies Bodies, s *edition.NumberSeries, v edition.NumberVersion) error {
	f := versionFile{Series: s.Series, Version: *v.Version, Seq: v.Seq, Index: -1}
	found, err := bodies([]brief.Seq{v.Seq})
	if err != nil {
		return err
	}
	p := found[v.Seq]
	b, shown, err := body[brief.Numbers](p)
	if err != nil {
		return err
	}
	if shown && p.Removal == nil {
		f.Root, f.Count = b.Root, b.Count
		if f.Index = slices.IndexFunc(b.Versions, func(o brief.Version) bool { return o.ID == v.ID }); f.Index >= 0 {
			if f.Proof, err = record.ListProof(b.Versions, f.Index); err != nil {
				return fmt.Errorf("proving a version: %w", err)
			}
		}
	}
	out := json.NewEncoder(w)
	out.SetIndent("", "  ")
	return out.Encode(f)
}

// writeAllNumbers writes the list of all series.
func writeAllNumbers(w io.Writer, s Shelf) error {
	m := newNumbersMaker(s, numbersAt, "")
	v := numbersView{Heading: m.w.Numbers, Lead: m.w.AllSays}
	v.frame = m.frame(v.Heading, v.Lead, edition.OfNumbers())
	m.dress(&v, NumbersAddress{})
	v.Script = ""
	for _, t := range trackersOf(m.State, "") {
		list := numberList{Title: t.Title, Source: t.Source.Name}
		for i := range t.Series {
			row := listedNumber{Title: capital(t.Series[i].Title), Href: m.link(m.place(seriesPageAt(t.Series[i].ID)))}
			if n, is, known := m.last(&t.Series[i]); known {
				row.Says = m.line(&t, &t.Series[i].Series, is.Version)
				if was, changed := m.before(n, is); changed {
					row.Changed = m.changed(&t.Series[i].Series, was.Version, is.Version)
				}
			}
			list.Rows = append(list.Rows, row)
		}
		v.Lists = append(v.Lists, list)
		v.Sources = append(v.Sources, sourceOf(&t))
	}
	v.Changed = m.changes(trackersOf(m.State, ""))
	return render(w, "numbers", v)
}
