package newsroom

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"livebrief/internal/brief"
	"livebrief/internal/record"
	"livebrief/internal/series"
	"livebrief/internal/sheet"
)

// sampleTables are the tables of numbers of the sample, by the name of file and mapping. Told tables have numbers that became known while
// the sample's briefing ran, and are published day by day; the others were read later, and claim no date of the story.
var sampleTables = []struct {
	name   string
	told   bool
	change brief.NumberChange
}{{"ohchr", true, ""}, {"september", true, brief.NumberUpdate}, {"refugees", true, ""}, {"unhcr", false, ""}, {"idmc", false, ""}, {"losses", false, ""}, {"aid", false, brief.NumberExchangeRate}}

// sampleRead is since when numbers were known whose table does not say; all of the sample do.
const sampleRead = brief.Date("2023-01-31")

// sampleNumberHour is when a day's numbers are published in the sample's time.
const sampleNumberHour = 19 * time.Hour

// sampleNumbers are the acts that publish the numbers of the sample.
func (l *sampleLoad) sampleNumbers() ([]brief.Act, error) {
	var acts []brief.Act
	for _, t := range sampleTables {
		m, read, err := readSampleTable(t.name)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", t.name, err)
		}
		list, err := series.Enter(read.Versions, func(series.Key) series.Chain { return nil }, series.How{Change: t.change, ID: func() (brief.VersionID, error) { return brief.NewID[brief.VersionID](l.random) }})
		if err != nil {
			return nil, fmt.Errorf("%s: %w", t.name, err)
		}
		item, err := l.item("the numbers of " + m.Tracker)
		if err != nil {
			return nil, err
		}
		body := brief.Numbers{Tracker: m.Tracker, Title: m.Title, Topic: m.Topic, Source: m.Source, Series: read.Series, Mapping: m.JSON(), Notes: read.Report.Sentences(),
			Change: brief.StatementChange{Class: brief.Publish}}
		for _, day := range l.daysOf(list, t.told) {
			if body.Versions = day.versions; len(acts) > 0 && acts[len(acts)-1].Item == item {
				body.Series, body.Mapping, body.Notes, body.Change.Class = nil, nil, nil, brief.Update
			}
			if body.Root, err = record.ListRoot(body.Versions); err != nil {
				return nil, err
			}
			body.Count = len(body.Versions)
			act, err := l.bare(brief.EntryVersions, item, day.dated, body)
			if err != nil {
				return nil, err
			}
			acts = append(acts, act)
		}
	}
	return acts, nil
}

// readSampleTable reads a table by its mapping.
func readSampleTable(name string) (*series.Mapping, *series.Imported, error) {
	raw, err := sampleFiles.ReadFile("sample/numbers/" + name + ".json")
	if err != nil {
		return nil, nil, err
	}
	m, err := series.ReadMapping(name+".json", raw)
	if err != nil {
		return nil, nil, err
	}
	if raw, err = sampleFiles.ReadFile("sample/numbers/" + name + ".csv"); err != nil {
		return nil, nil, err
	}
	t, err := sheet.Read(name+".csv", raw, sheet.Options{Dialect: m.Dialect})
	if err != nil {
		return nil, nil, err
	}
	m.Dialect, m.Header = t.Dialect, t.Header
	read, err := m.Read(t, sampleRead)
	return m, read, err
}

// numbersOfDay are versions that are published together; dated is zero for those that were read later.
type numbersOfDay struct {
	dated    time.Time
	versions []brief.Version
}

// daysOf parts versions by the day on which they became known; those before the briefing begins are published with it.
func (l *sampleLoad) daysOf(list []brief.Version, told bool) []numbersOfDay {
	if !told {
		return []numbersOfDay{{versions: list}}
	}
	begins := l.script.Dated
	zone := l.script.Briefing.Location()
	list = slices.Clone(list)
	slices.SortStableFunc(list, func(a, b brief.Version) int { return strings.Compare(string(a.Known), string(b.Known)) })
	var out []numbersOfDay
	for _, v := range list {
		dated := begins
		if day, err := time.ParseInLocation(time.DateOnly, string(v.Known), zone); err == nil && day.Add(sampleNumberHour).After(begins) {
			dated = day.Add(sampleNumberHour)
		}
		if n := len(out); n > 0 && out[n-1].dated.Equal(dated) {
			out[n-1].versions = append(out[n-1].versions, v)
			continue
		}
		out = append(out, numbersOfDay{dated.UTC(), []brief.Version{v}})
	}
	return out
}
