package page

import (
	"strings"

	"livebrief/internal/brief"
	"livebrief/internal/edition"
)

// NumbersInCopy lists the addresses about numbers that a copy has: topics and series with their drawings and data, topics as known before
// and after each change, and versions. Cards, frames and the numbers of older editions are left out.
func NumbersInCopy(s *edition.State) []string {
	var out []string
	add := func(a NumbersAddress, forms ...NumbersForm) {
		for _, a.Form = range forms {
			out = append(out, string(a.at()))
		}
	}
	for _, topic := range []brief.Topic{brief.TopicAid, brief.TopicCivilians} {
		if !ShowsNumbers(s, topic) {
			continue
		}
		add(NumbersAddress{Topic: topic}, NumbersPage, NumbersCSV, NumbersJSON)
		for _, day := range KnownDays(s, topic) {
			add(NumbersAddress{Topic: topic, Day: day}, NumbersPage)
		}
		for _, c := range chartsOf(s, topic) {
			a := NumbersAddress{Topic: topic, Chart: c.id}
			if add(a, NumbersCSV, NumbersJSON); drawn(s, &c) {
				add(a, NumbersSVG)
			}
		}
	}
	if !ShowsNumbers(s, "") {
		return out
	}
	add(NumbersAddress{}, NumbersPage)
	trackers := trackersOf(s, "")
	for i := range trackers {
		for k := range trackers[i].Series {
			is := &trackers[i].Series[k]
			a := NumbersAddress{Series: is.ID}
			add(a, NumbersPage, NumbersCSV, NumbersJSON)
			if c := chartOfSeries(&trackers[i], is); drawn(s, &c) {
				add(a, NumbersSVG)
			}
			one := []edition.Tracker{{Series: trackers[i].Series[k : k+1]}}
			for _, a.Day = range knownDays(one) {
				add(a, NumbersPage)
			}
			for _, n := range is.Numbers {
				for _, v := range n {
					if keptInCopy(is, n) {
						add(NumbersAddress{Series: is.ID, Version: v.ID}, NumbersPage)
					}
				}
			}
		}
	}
	return out
}

// drawn tells whether a chart has a drawing.
func drawn(s *edition.State, c *numberChart) bool {
	m := newNumbersMaker(Shelf{State: s}, "", "")
	return inline(m.build(c, true).drawing) != ""
}

// ParseNumbers reads any address about numbers.
func ParseNumbers(s *edition.State, at string) (NumbersAddress, error) {
	for _, topic := range []brief.Topic{brief.TopicAid, brief.TopicCivilians} {
		for _, form := range []NumbersForm{NumbersCSV, NumbersJSON} {
			if at == string(topic)+string(form) {
				a, err := ParseTopic(s, topic, "")
				a.Form = form
				return a, err
			}
		}
	}
	head, rest, _ := strings.Cut(at, "/")
	if head == string(numbersAt) {
		return ParseNumber(s, rest)
	}
	return ParseTopic(s, brief.Topic(head), rest)
}
