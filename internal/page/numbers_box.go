package page

import (
	"livebrief/internal/brief"
	"livebrief/internal/edition"
)

// numberBoxID begins the ids of the boxes of numbers on the live page; the topic follows.
const numberBoxID = "numbox-"

// numberBox is the numbers beside the developments of the live page: the latest of a topic.
type numberBox struct {
	W               *Words
	ID, Title, Href string
	Lines           []string
}

// boxLines is how many numbers the box of a topic has.
const boxLines = 3

// numberBoxes gives a box for each topic that the briefing shows.
func (m *maker) numberBoxes() []numberBox {
	var out []numberBox
	for _, topic := range []brief.Topic{brief.TopicCivilians, brief.TopicAid} {
		if box, shown := m.numberBox(topic); shown && m.anchors == nil {
			out = append(out, box)
		}
	}
	return out
}

// numberBox gives the box of a topic: its latest numbers of all places and donors together.
func (m *maker) numberBox(topic brief.Topic) (numberBox, bool) {
	n := &numbersMaker{maker: m, w: &m.words.Numbers}
	box := numberBox{W: m.words, ID: numberBoxID + string(topic), Title: n.heading(topic), Href: m.link(topicAt(topic))}
	if m.AsOf && !m.Static { // a copy has no numbers of older editions
		box.Href = m.link(n.place(topicAt(topic)))
	}
	for _, t := range trackersOf(m.State, topic) {
		for i := range t.Series {
			s := &t.Series[i]
			if s.Actor != "" || s.Place != "" || s.Counted == brief.CountedGDP || len(box.Lines) == boxLines {
				continue
			}
			if _, v, known := n.last(s); known && v.Event == nil {
				box.Lines = append(box.Lines, n.line(&t, &s.Series, v.Version))
			}
		}
	}
	return box, ShowsNumbers(m.State, topic)
}

// heading names a topic.
func (m *numbersMaker) heading(topic brief.Topic) string {
	if topic == brief.TopicAid {
		return m.w.Aid
	}
	return m.w.Civilians
}

// topicOf gives the topic of a tracker of numbers.
func (m *maker) topicOf(id brief.ItemID) (brief.Topic, bool) {
	for _, t := range m.State.Trackers() {
		if t.ID == id {
			return t.Topic, true
		}
	}
	return "", false
}

// numberParts lists the pieces of the live page that numbers of a topic change.
func (m *maker) numberParts(topic brief.Topic) (parts []string) {
	if topic == brief.TopicAid || topic == brief.TopicCivilians {
		parts = append(parts, numberBoxID+string(topic))
	}
	return append(parts, m.citing()...)
}

// citing lists the pieces of the live page that show numbers, which may have been revised.
func (m *maker) citing() []string {
	var parts []string
	for _, it := range m.State.Developments(edition.Filter{}, 0, PerPage) {
		if it.Counts && it.Status == edition.Live {
			parts = append(parts, "d-"+string(it.ID))
		}
	}
	return parts
}

// numbersChanged tells which pieces an entry of numbers changes.
func (m *maker) numbersChanged(p brief.Published) (parts []string, says string, err error) {
	change, _, err := body[struct {
		Topic  brief.Topic           `json:"topic"`
		Change brief.StatementChange `json:"change"`
	}](p)
	parts = m.numberParts(change.Topic)
	if change.Change.Class == brief.Correct {
		return parts, saysCorrection, err
	}
	return parts, saysNumbers, err
}
