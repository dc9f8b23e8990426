package territory

import (
	"cmp"
	"fmt"
	"slices"

	"livebrief/internal/brief"
)

// Snapshot is one map of one source: what it draws, by class, before any repair.
type Snapshot struct {
	// Source is the mapping's, File the name under which the map was handed in.
	Source, File string
	Day          brief.Date
	// Clock is the time of day as 15:04:05, empty when the source gives none.
	Clock string
	// Areas are sorted by class and party, one for each.
	Areas []RawArea
	// LeftOut is what is no territory, by reason.
	LeftOut []LeftOut
	// Quarantine is what no rule knows. It counts nowhere until a person has written a rule for it.
	Quarantine []Quarantined
	// Notes are sentences about what was taken although it is not as it should be, and about rules without use.
	Notes []string
	// Features, Polygons, Points and Lines count what the file draws.
	Features, Polygons, Points, Lines int
}

// RawArea is the polygons of one class and party as they were drawn: they may cross each other and themselves.
type RawArea struct {
	Class    Class
	Party    string
	Polygons []Polygon
	// Features are the indexes of those that drew it.
	Features []int
}

// LeftOut is what a rule leaves out.
type LeftOut struct {
	Reason             string
	Features, Polygons int
}

// Quarantined is features of one style that no rule knows on that day.
type Quarantined struct {
	// Style writes the properties that rules look at.
	Style string
	// Why says whether the style is new or only too late or too early.
	Why string
	// Index and Name are the first feature's; Features and Polygons count all of them.
	Index              int
	Name               string
	Features, Polygons int
}

// maxNotes bounds the notes of a snapshot.
const maxNotes = 50

// Read makes a snapshot of a file by the mapping of its source. What no rule knows is quarantined; when that is all
// of it, the mapping is not for this file, and Read refuses.
func Read(name string, raw []byte, m Mapping) (Snapshot, error) {
	file, err := ReadDrawing(name, raw, m.Axes)
	if err != nil {
		return Snapshot{}, err
	}
	at, err := m.Date.of(name, file)
	if err != nil {
		return Snapshot{}, refuse(name, 0, "", err)
	}
	s := Snapshot{Source: m.Source, File: name, Day: at.day, Clock: at.clock, Features: len(file.Features)}
	sorter := sorting{Snapshot: &s, m: &m, looked: m.properties(), used: make([]bool, len(m.Rules)), known: map[string]int{}}
	for i := range file.Features {
		sorter.sort(&file.Features[i])
	}
	slices.SortFunc(s.Areas, func(a, b RawArea) int {
		return cmp.Or(cmp.Compare(a.Class, b.Class), cmp.Compare(a.Party, b.Party))
	})
	if s.Polygons > 0 && len(s.Areas)+len(s.LeftOut) == 0 {
		q := s.Quarantine[0]
		return Snapshot{}, refuse(name, q.Index, q.Name, complaint{
			fmt.Sprintf("%s (%s), and so it is with every feature: the mapping of %q fits nothing in this file", q.Why, q.Style, clip(m.Source)),
			"use the mapping of the file's source, or write rules for its styles"})
	}
	s.remark(&m, file, sorter.used)
	return s, nil
}

// sorting is a snapshot while its features are sorted into it.
type sorting struct {
	*Snapshot
	m      *Mapping
	looked []string       // the properties that rules look at
	used   []bool         // the rules that fitted
	known  map[string]int // quarantine by style and reason
}

// sort puts a feature where its rule says.
func (s *sorting) sort(f *Feature) {
	s.Points, s.Lines, s.Polygons = s.Points+f.Points, s.Lines+f.Lines, s.Polygons+len(f.Polygons)
	if len(f.Polygons) == 0 {
		return
	}
	index, why := s.m.rule(f, s.Day)
	if index < 0 {
		s.quarantine(styleOf(f, s.looked), why, f)
		return
	}
	s.used[index] = true
	r := &s.m.Rules[index]
	if r.LeaveOut != "" {
		s.leaveOut(r.LeaveOut, len(f.Polygons))
		return
	}
	i := slices.IndexFunc(s.Areas, func(a RawArea) bool { return a.Class == r.Class && a.Party == r.Party })
	if i < 0 {
		i, s.Areas = len(s.Areas), append(s.Areas, RawArea{Class: r.Class, Party: r.Party})
	}
	s.Areas[i].Polygons = append(s.Areas[i].Polygons, f.Polygons...)
	s.Areas[i].Features = append(s.Areas[i].Features, f.Index)
}

func (s *sorting) quarantine(style, why string, f *Feature) {
	i, is := s.known[style+"\x00"+why]
	if !is {
		i, s.Quarantine = len(s.Quarantine), append(s.Quarantine, Quarantined{Style: style, Why: why, Index: f.Index, Name: f.Name})
		s.known[style+"\x00"+why] = i
	}
	s.Quarantine[i].Features++
	s.Quarantine[i].Polygons += len(f.Polygons)
}

func (s *Snapshot) leaveOut(reason string, polygons int) {
	i := slices.IndexFunc(s.LeftOut, func(l LeftOut) bool { return l.Reason == reason })
	if i < 0 {
		i, s.LeftOut = len(s.LeftOut), append(s.LeftOut, LeftOut{Reason: reason})
	}
	s.LeftOut[i].Features++
	s.LeftOut[i].Polygons += polygons
}

// remark collects the notes of the file and its features, and names rules that fitted nothing.
func (s *Snapshot) remark(m *Mapping, file File, used []bool) {
	notes := slices.Clone(file.Notes)
	for _, f := range file.Features {
		for _, note := range f.Notes {
			notes = append(notes, fmt.Sprintf("feature %d %q: %s", f.Index, clip(f.Name), note))
		}
	}
	if len(notes) > maxNotes {
		more := len(notes) - maxNotes
		notes = append(notes[:maxNotes], fmt.Sprintf("further notes on features: %d", more))
	}
	for i := range m.Rules {
		if !used[i] && m.Rules[i].covers(s.Day) {
			notes = append(notes, fmt.Sprintf("rule %d fitted nothing", i+1))
		}
	}
	s.Notes = notes
}

// Aloud gives the sentences that a person must hear before the snapshot is used: quarantine first, then what was left
// out, then the notes.
func (s *Snapshot) Aloud() []string {
	var lines []string
	for i, q := range s.Quarantine {
		if i == maxNotes {
			lines = append(lines, fmt.Sprintf("further styles in quarantine: %d", len(s.Quarantine)-maxNotes))
			break
		}
		lines = append(lines, fmt.Sprintf("quarantined, counted nowhere: features %d with %s; %s; the first is feature %d %q",
			q.Features, q.Style, q.Why, q.Index, clip(q.Name)))
	}
	for _, l := range s.LeftOut {
		lines = append(lines, fmt.Sprintf("left out as %s: features %d", l.Reason, l.Features))
	}
	return append(lines, s.Notes...)
}
