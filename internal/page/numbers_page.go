package page

import (
	"html/template"
	"io"
	"slices"
	"strings"

	"livebrief/internal/brief"
	"livebrief/internal/edition"
)

// numbersView is a page of numbers: that of a topic, of a series, or the list of all.
type numbersView struct {
	frame
	Heading, Lead string
	AsKnown       *asOfBanner // says as known on which day
	Charts        []numberBlock
	Changed       []changedNumber
	Lists         []numberList
	Sources       []numberSource
	Days          []link // as known on other days
	Downloads     []link
	JSONLD        template.JS
	// Whole are the numbers of a series with the history of each.
	Whole []numberHistory
	Left  string
}

// numberBlock is a chart with its table.
type numberBlock struct {
	ID, Title, Claim string
	Drawing, Small   template.HTML // Small is for narrow screens, empty where that is moved sideways
	Wide             bool
	Says             []string
	Table            numberTable
	Files            []link
	// Open tables are short enough to be seen at once.
	Open  bool
	Hooks *numberHooks
	W     *Words
}

// numberHooks is what the script of a chart needs: the days that it reaches from and to, and the names of its lines.
type numberHooks struct {
	From, To brief.Date
	Names    string
	Words    template.HTMLAttr
}

// changedNumber is one change of a number that stood.
type changedNumber struct {
	Title, Href, Period, Says string
	known                     brief.Date
}

// numberList is the series of a tracker on the list of all numbers.
type numberList struct {
	Title, Source string
	Rows          []listedNumber
}

type listedNumber struct {
	Title, Href, Says, Changed string
}

// numberSource credits a source.
type numberSource struct {
	Name, Href, Credit, Licence string
	Caveat                      string
}

// WriteNumbers writes what an address about numbers asks for.
func WriteNumbers(w io.Writer, s Shelf, bodies Bodies, a NumbersAddress) error {
	switch {
	case a.Form == NumbersCSV:
		return writeNumbersCSV(w, s, a)
	case a.Version != "":
		return writeNumberVersion(w, s, bodies, a)
	case a.Form == NumbersJSON:
		return writeNumbersJSON(w, s, a)
	case a.Form != NumbersPage:
		return writeNumbersPicture(w, s, a)
	case a.Topic != "":
		return writeTopic(w, s, a)
	case a.Series != "":
		return writeSeries(w, s, a)
	}
	return writeAllNumbers(w, s)
}

// base is the address of a page without the day as known on which it is.
func (a *NumbersAddress) base() address {
	switch {
	case a.Topic != "":
		return topicAt(a.Topic)
	case a.Series != "":
		return seriesPageAt(a.Series)
	}
	return numbersAt
}

// at is the address itself, below the briefing.
func (a *NumbersAddress) at() address {
	at := a.base()
	if a.Day != "" {
		at += "/as-of/" + address(a.Day)
	}
	if a.Version != "" {
		at += "/" + address(a.Version)
	}
	if a.Chart != "" {
		at += "/" + address(a.Chart)
	}
	return at + address(a.Form)
}

// writeTopic writes the page of a topic.
func writeTopic(w io.Writer, s Shelf, a NumbersAddress) error {
	m := newNumbersMaker(s, a.at(), a.Day)
	v := numbersView{Heading: m.heading(a.Topic), Lead: m.w.AidSays}
	if a.Topic == brief.TopicCivilians {
		v.Lead = m.w.CiviliansSays
	}
	v.frame = m.frame(v.Heading, v.Lead, edition.OfNumbers())
	m.dress(&v, a)
	for _, c := range chartsOf(m.State, a.Topic) {
		v.Charts = append(v.Charts, m.block(&c))
	}
	trackers := trackersOf(m.State, a.Topic)
	v.Changed = m.changes(trackers)
	for i := range trackers {
		v.Sources = append(v.Sources, sourceOf(&trackers[i]))
	}
	v.Days = m.days(a.base(), trackers)
	v.Downloads = m.downloads(a)
	var err error
	if v.JSONLD, err = m.dataset(a, v.Heading, v.Lead, trackers); err != nil {
		return err
	}
	return render(w, "numbers", v)
}

// dress gives a page of numbers its sheets and script, and says as known on which day it is.
func (m *numbersMaker) dress(v *numbersView, a NumbersAddress) {
	v.Sheets = m.sheets("live.css", "map.css", "numbers.css")
	if !m.AsOf {
		v.Script = m.asset("numbers.js")
	}
	if m.day != "" {
		v.AsKnown = &asOfBanner{Says: fill(m.w.AsKnownSays, m.said(m.day)), Href: m.link(m.place(a.base())), To: m.w.ToNow}
	}
}

// block builds a chart for a page.
func (m *numbersMaker) block(c *numberChart) numberBlock {
	b := m.build(c, false)
	block := numberBlock{ID: c.id, Title: b.title, Says: b.says, Table: b.table, Wide: b.wide, W: m.words}
	if b.claim != "" {
		block.Claim = fill(m.w.Claim, b.claim)
	}
	block.Drawing, block.Small = inline(b.drawing), inline(b.small)
	block.Open = len(b.table.Rows) <= rowsOpen
	if b.from != "" && !m.AsOf {
		block.Hooks = &numberHooks{From: b.from, To: b.to, Names: strings.Join(b.names, "|"), Words: scriptAttrs(m.w.Script)}
	}
	block.Files = m.files(topicOf(c), address(c.id), block.Drawing != "")
	return block
}

func topicOf(c *numberChart) address { return topicAt(c.lines[0].tracker.Topic) }

// inline draws a chart to stand in a page. What cannot be drawn, such as a number beyond all sizes, stands in the table alone.
func inline(d drawing) template.HTML {
	if d == nil {
		return ""
	}
	svg, err := d.SVG()
	if err != nil {
		return ""
	}
	return template.HTML(svg) //nolint:gosec // drawn here; every word in it is escaped
}

// rowsOpen is up to how many rows a table is seen without being opened.
const rowsOpen = 12

// files lead to a chart in other forms. A copy has its data and its drawing; older editions lead nowhere else.
func (m *numbersMaker) files(base, rest address, drawn bool) []link {
	if m.AsOf {
		return nil
	}
	at := func(f NumbersForm) string {
		if rest == "" && m.day != "" {
			return m.link(m.place(base + "/as-of/" + address(m.day) + address(f)))
		}
		if rest == "" {
			return m.link(m.place(base + address(f)))
		}
		return m.link(m.asKnown(base, rest+address(f)))
	}
	list := []link{{Href: at(NumbersCSV), Text: "CSV"}, {Href: at(NumbersJSON), Text: "JSON"}}
	if m.Static && m.day != "" { // a copy has the pages of older days, and no files of them
		return nil
	}
	if !drawn {
		return list
	}
	list = append(list, link{Href: at(NumbersSVG), Text: "SVG"})
	if !m.Static {
		list = append(list, link{Href: at(NumbersPNG), Text: "PNG"}, link{Href: at(NumbersFrame), Text: m.w.Embed})
	}
	return list
}

// downloads lead to everything of a page as data.
func (m *numbersMaker) downloads(a NumbersAddress) []link {
	if m.AsOf || m.Static && m.day != "" {
		return nil
	}
	base := a.base()
	if a.Day != "" {
		base += "/as-of/" + address(a.Day)
	}
	return []link{{Href: m.link(m.place(base + address(NumbersCSV))), Text: "CSV (HXL)"}, {Href: m.link(m.place(base + address(NumbersJSON))), Text: "JSON"}}
}

// changesShown is how many changes of numbers a page lists.
const changesShown = 30

// changes lists the numbers that stood and were changed, the last change first.
func (m *numbersMaker) changes(trackers []edition.Tracker) []changedNumber {
	var out []changedNumber
	for i := range trackers {
		for k := range trackers[i].Series {
			s := &trackers[i].Series[k]
			for _, n := range s.Numbers {
				for at := 1; at < len(n); at++ {
					if m.day == "" || n[at].Known <= m.day {
						out = append(out, changedNumber{Title: capital(s.Title), Href: m.link(versionAt(n[at].Version)), Period: m.period(&s.Series, n[at].Version),
							Says: m.changed(&s.Series, n[at-1].Version, n[at].Version), known: n[at].Known})
					}
				}
			}
		}
	}
	slices.SortStableFunc(out, func(a, b changedNumber) int { return strings.Compare(string(b.known), string(a.known)) })
	return out[:min(len(out), changesShown)]
}

func sourceOf(t *edition.Tracker) numberSource {
	return numberSource{Name: t.Source.Name, Href: outgoing(t.Source.Address), Credit: t.Source.Credit, Licence: t.Source.Licence, Caveat: t.Source.Caveat}
}

// daysShown is how many days of change a page leads to.
const daysShown = 12

// KnownDays are the days on which numbers of a topic changed, the last first, and the day before each: as of those pages differ.
func KnownDays(s *edition.State, topic brief.Topic) []brief.Date {
	return knownDays(trackersOf(s, topic))
}

func knownDays(trackers []edition.Tracker) []brief.Date {
	seen := map[brief.Date]bool{}
	for i := range trackers {
		for k := range trackers[i].Series {
			for _, n := range trackers[i].Series[k].Numbers {
				for _, v := range n[1:] {
					if v.Known.Day() {
						seen[v.Known], seen[before(v.Known, 1)] = true, true
					}
				}
			}
		}
	}
	var days []brief.Date
	for d := range seen {
		days = append(days, d)
	}
	slices.Sort(days)
	slices.Reverse(days)
	return days[:min(len(days), daysShown)]
}

// days lead to the page as known on the days on which numbers changed.
func (m *numbersMaker) days(base address, trackers []edition.Tracker) []link {
	if m.AsOf {
		return nil
	}
	var out []link
	for _, d := range knownDays(trackers) {
		if d != m.day {
			out = append(out, link{Href: m.link(m.place(base + "/as-of/" + address(d))), Text: m.said(d)})
		}
	}
	return out
}

// numberCorrection tells a correction of numbers: which were changed, and why; done is false for everything else, and for what was removed
// of them, of which only the title is left to fill in.
func (m *maker) numberCorrection(r *row, c edition.Correction, p brief.Published) (done bool, err error) {
	n := &numbersMaker{maker: m, w: &m.words.Numbers}
	for _, t := range trackersOf(m.State, "") {
		if t.ID != c.Item {
			continue
		}
		r.What, r.Href = t.Title, m.link(numbersAt)
		if t.Topic != brief.TopicOther {
			r.Href = m.link(topicAt(t.Topic))
		}
		for i := range t.Series {
			for _, number := range t.Series[i].Numbers {
				for at := 1; at < len(number); at++ {
					if v := number[at]; v.Seq == c.Seq && v.Change == brief.NumberCorrection && r.Note == "" {
						r.Note = capital(t.Series[i].Title) + ": " + n.changed(&t.Series[i].Series, number[at-1].Version, v.Version) + "."
						r.Href = m.link(versionAt(v.Version))
					}
				}
			}
		}
	}
	if p.Entry.Kind != brief.EntryVersions {
		return false, nil
	}
	change, _, err := body[struct {
		Change brief.StatementChange `json:"change"`
	}](p)
	if change.Change.Note != "" {
		r.Note = change.Change.Note
	}
	return true, err
}
