package page

import (
	"slices"
	"strings"

	"livebrief/internal/brief"
	"livebrief/internal/edition"
)

// NumbersForm is in which form numbers are asked for: a page, a frame for other sites, or a file.
type NumbersForm string

// The forms. The files are named by their endings.
const (
	NumbersPage  NumbersForm = ""
	NumbersFrame NumbersForm = "/embed"
	NumbersSVG   NumbersForm = ".svg"
	NumbersPNG   NumbersForm = ".png"
	NumbersCSV   NumbersForm = ".csv"
	NumbersJSON  NumbersForm = ".json"
)

// numbersForms are those that have an ending of their own.
var numbersForms = []NumbersForm{NumbersFrame, NumbersSVG, NumbersPNG, NumbersCSV, NumbersJSON}

// NumbersAddress is what an address below "aid", "civilians" or "n" asks for.
type NumbersAddress struct {
	// Topic is that of a topic's page, Series that of a series; neither is the list of all numbers.
	Topic  brief.Topic
	Series brief.SeriesID
	// Version is one version of the series, Chart one chart of the topic.
	Version brief.VersionID
	Chart   string
	// Day is as known on which day the numbers are shown; empty for now.
	Day  brief.Date
	Form NumbersForm
}

// numbersAt is the list of all numbers; each series stands below it.
const numbersAt address = "n"

func topicAt(t brief.Topic) address { return address(t) }

func seriesPageAt(id brief.SeriesID) address { return numbersAt + "/" + address(id) }

func versionAt(v *brief.Version) address { return seriesPageAt(v.Series) + "/" + address(v.ID) }

func noNumbers() error {
	return brief.NotFound("there are no numbers at this address", "go to the list of all numbers and look from there")
}

// ShowsNumbers tells whether a briefing has numbers of a topic and shows them; the empty topic is any.
func ShowsNumbers(s *edition.State, topic brief.Topic) bool {
	return len(trackersOf(s, topic)) > 0
}

// shows tells whether the sections of a briefing let numbers of a topic be seen; other numbers are seen with any.
func shows(s *edition.State, topic brief.Topic) bool {
	if topic == brief.TopicOther {
		return s.Briefing.Shows(brief.SectionAid) || s.Briefing.Shows(brief.SectionCivilians)
	}
	return s.Briefing.Shows(topic.Section())
}

// ParseTopic reads what follows the name of a topic in an address: "", a chart's name, each also behind "as-of/2026-07-28", which has .csv and
// .json too, and a chart with ".svg", ".png", ".csv", ".json" or "/embed".
func ParseTopic(s *edition.State, topic brief.Topic, rest string) (NumbersAddress, error) {
	a := NumbersAddress{Topic: topic}
	if !ShowsNumbers(s, topic) {
		return a, noNumbers()
	}
	rest, ok := a.day(rest)
	if rest != "" {
		a.Chart = a.form(rest)
	}
	switch {
	case !ok, a.Chart == "" && a.Form != NumbersPage && a.Form != NumbersCSV && a.Form != NumbersJSON:
		return a, noNumbers()
	case a.Chart != "" && !slices.ContainsFunc(chartsOf(s, topic), func(c numberChart) bool { return c.id == a.Chart }):
		return a, noNumbers()
	case a.Chart != "" && a.Form == NumbersPage: // a chart stands on its topic's page
		return a, noNumbers()
	}
	return a, nil
}

// ParseNumber reads what follows "n" in an address: "", the name of a series, one behind it also "as-of/2026-07-28" or a version's id, and
// a series also with ".svg", ".png", ".csv", ".json" or "/embed".
func ParseNumber(s *edition.State, rest string) (NumbersAddress, error) {
	a := NumbersAddress{}
	if !ShowsNumbers(s, "") {
		return a, noNumbers()
	}
	if rest == "" {
		return a, nil
	}
	name, below, deeper := strings.Cut(rest, "/")
	if !deeper || below == "embed" {
		name, below = a.form(rest), ""
	}
	a.Series = brief.SeriesID(name)
	series, tracker, known := s.SeriesOf(a.Series)
	if !known || !shows(s, tracker.Topic) {
		return a, noNumbers()
	}
	if below == "" {
		return a, nil
	}
	left, ok := a.day(below)
	if !ok {
		return a, noNumbers()
	}
	if a.Day != "" && left == "embed" {
		a.Form, left = NumbersFrame, ""
	}
	if left = a.form(left); left == "" {
		return a, nil
	}
	a.Version = brief.VersionID(left)
	if _, _, known := series.Version(a.Version); !known || a.Day != "" || a.Form != NumbersPage && a.Form != NumbersJSON {
		return a, noNumbers()
	}
	return a, nil
}

// day takes "as-of/2026-07-28" from the head of an address.
func (a *NumbersAddress) day(rest string) (left string, ok bool) {
	after, is := strings.CutPrefix(rest, "as-of/")
	if !is {
		return rest, true
	}
	day, left, deeper := strings.Cut(after, "/")
	if !deeper { // the files of all that is shown stand beside its days
		day = a.form(day)
	}
	a.Day = brief.Date(day)
	return left, a.Day.Day()
}

// form takes the form from the end of an address.
func (a *NumbersAddress) form(rest string) string {
	for _, f := range numbersForms {
		if stem, is := strings.CutSuffix(rest, string(f)); is && stem != "" {
			a.Form = f
			return stem
		}
	}
	return rest
}

// numbersMaker fills the views of one page about numbers.
type numbersMaker struct {
	*maker
	w *numberWords
	// day is as known on which day numbers are shown, empty for now.
	day brief.Date
}

func newNumbersMaker(s Shelf, at address, day brief.Date) *numbersMaker {
	if s.AsOf {
		at = asOfAt(s.State.Seq) + "/" + at
	}
	m := newMaker(s, at)
	return &numbersMaker{maker: m, w: &m.words.Numbers, day: day}
}

// place is an address about numbers in the edition that the page belongs to.
func (m *numbersMaker) place(at address) address {
	if m.AsOf {
		return asOfAt(m.State.Seq) + "/" + at
	}
	return at
}

// asKnown is an address as known on the day of the page.
func (m *numbersMaker) asKnown(base, rest address) address {
	if m.day != "" {
		base += "/as-of/" + address(m.day)
	}
	if rest == "" {
		return m.place(base)
	}
	return m.place(base + "/" + rest)
}

// before gives the version whose place a version took, as far as the page knows any.
func (m *numbersMaker) before(n edition.Number, v edition.NumberVersion) (was edition.NumberVersion, changed bool) {
	for i := range n {
		if n[i].ID == v.ID && i > 0 {
			return n[i-1], true
		}
	}
	return was, false
}

// trackersOf lists those of a topic that the briefing shows, all for the empty one.
func trackersOf(s *edition.State, topic brief.Topic) []edition.Tracker {
	return slices.DeleteFunc(s.Trackers(), func(t edition.Tracker) bool {
		return len(t.Series) == 0 || topic != "" && t.Topic != topic || !shows(s, t.Topic)
	})
}
