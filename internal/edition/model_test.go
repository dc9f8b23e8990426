package edition

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"livebrief/internal/brief"
	"livebrief/internal/statement"
)

// The model tests write random records and hold the fold to a slow reading of the same entries.

var (
	someTracks = []brief.TrackID{"world", "home", "aid"}
	someKinds  = []brief.DevelopmentKind{brief.KindEvent, brief.KindPledge, brief.KindStory}
	someZones  = []string{"UTC", "Europe/Kyiv", "America/Havana"}
	lineClass  = []brief.EntryKind{brief.Publish, brief.Update, brief.Correct, brief.Refile, brief.Withdraw}
	devClass   = []brief.EntryKind{brief.Publish, brief.Update, brief.Correct, brief.Refile, brief.Hold, brief.Withdraw}
)

// act writes one random entry.
func act(t *rapid.T, st *stream) {
	if rapid.IntRange(0, 3).Draw(t, "dated") == 0 {
		st.dated = st.at.Add(time.Duration(rapid.IntRange(-4000, 4000).Draw(t, "minutes")) * time.Minute)
	}
	item := brief.ItemID(fmt.Sprintf("i%d", rapid.IntRange(0, 30).Draw(t, "item")))
	switch n := rapid.IntRange(0, 19).Draw(t, "act"); {
	case n < 10:
		st.add(rapid.SampledFrom(devClass).Draw(t, "class"), item, randomDevelopment(t))
	case n < 13:
		g := randomGlance(t)
		st.glance(g.Lines, g.Changes...)
	case n == 13:
		st.briefing(rapid.SampledFrom(someZones).Draw(t, "zone"))
	case n == 14:
		randomMap(t, st)
	case n == 15:
		randomNumbers(t, st)
	case n < 18:
		randomLedger(t, st)
	default:
		targets := []brief.ItemID{item, brief.ItemGlance, brief.ItemBriefing, "s0", "s1", "v0", "m0", "n0"}
		randomRedaction(t, st, rapid.SampledFrom(targets).Draw(t, "target"))
	}
}

// randomDevelopment is a development of which maps show some.
func randomDevelopment(t *rapid.T) brief.Development {
	d := brief.Development{Headline: "H", Track: rapid.SampledFrom(someTracks).Draw(t, "track"), Kind: rapid.SampledFrom(someKinds).Draw(t, "kind"), Label: brief.Official}
	if rapid.IntRange(0, 3).Draw(t, "placed") == 0 {
		d.Position = brief.Position{Lat: "49.99", Lon: "36.23"}
		d.Event = rapid.SampledFrom([]brief.EventTime{{}, {From: newStream().at, Precision: brief.ToHour, Zone: "Europe/Kyiv"},
			{From: newStream().at, Precision: brief.ToMonth}}).Draw(t, "event")
	}
	return d
}

// randomLedger writes a statement, an outcome or a speaker. The rules of the ledger are not kept: a fold has to bear that.
func randomLedger(t *rapid.T, st *stream) {
	number := func(prefix string, most int) string {
		return fmt.Sprintf("%s%d", prefix, rapid.IntRange(0, most).Draw(t, prefix))
	}
	id := number("s", 2)
	switch rapid.IntRange(0, 3).Draw(t, "ledger") {
	case 0:
		s := brief.Statement{Kind: rapid.SampledFrom(someKinds).Draw(t, "kind"), Speaker: brief.SpeakerID(number("v", 2)), Track: "world",
			Said:      brief.EventTime{From: st.at, Precision: brief.ToDay},
			Withdrawn: rapid.IntRange(0, 9).Draw(t, "withdrawn") == 0, Change: brief.StatementChange{Class: rapid.SampledFrom(lineClass).Draw(t, "class")}}
		for i := range rapid.IntRange(0, 3).Draw(t, "terms") {
			s.Terms = append(s.Terms, brief.Term{ID: brief.TermID(fmt.Sprintf("t%d", i)), Due: brief.DueWindow{To: "2022-10"}, ReviewOn: "2023-01-01"})
			e := brief.Evidence{ID: brief.EvidenceID(fmt.Sprintf("e%d", i))}
			if rapid.Bool().Draw(t, "retracted") {
				e.Retracted = "2022-12-01"
			}
			s.Evidence = append(s.Evidence, e)
		}
		st.add(brief.EntryStatement, brief.ItemID(id), s)
	case 1:
		v := number("v", 2)
		st.add(brief.EntrySpeaker, brief.ItemID(v), brief.Speaker{Name: "N" + v, MergedInto: rapid.SampledFrom([]brief.SpeakerID{"", "", "v0"}).Draw(t, "merged")})
	default:
		st.add(brief.EntryOutcome, brief.ItemID(id), brief.Outcome{Term: brief.TermID(number("t", 3)), AsOf: "2022-11-01",
			Verdict: rapid.SampledFrom([]brief.Verdict{statement.Open, statement.Kept, statement.Contested}).Draw(t, "verdict"),
			RestsOn: []brief.EvidenceID{brief.EvidenceID(number("e", 2))}, Weak: rapid.Bool().Draw(t, "weak")})
	}
}

// randomMap writes maps of a few days, some of them told from a map that is not the one before.
func randomMap(t *rapid.T, st *stream) {
	id := fmt.Sprintf("m%d", rapid.IntRange(0, 1).Draw(t, "series"))
	m := brief.MapChange{Series: id, Title: "T", Change: brief.StatementChange{Class: rapid.SampledFrom(lineClass).Draw(t, "class")}}
	sums := []string{"a", "b", "c"}
	for range rapid.IntRange(0, 3).Draw(t, "days") {
		m.Days = append(m.Days, brief.MapDay{Day: brief.Date(fmt.Sprintf("2022-09-%02d", rapid.IntRange(20, 24).Draw(t, "day"))),
			Clock: rapid.SampledFrom([]string{"", "12:00:00"}).Draw(t, "clock"), Sum: rapid.SampledFrom(sums).Draw(t, "sum"),
			From: rapid.SampledFrom(append(sums, "")).Draw(t, "from"), Gone: rapid.IntRange(0, 5).Draw(t, "gone") == 0, Redrawn: rapid.Bool().Draw(t, "redrawn")})
	}
	st.add(brief.EntryMap, brief.ItemID(id), m)
}

// randomNumbers writes some versions of a few numbers. The rules of chains are not kept: a fold has to bear that.
func randomNumbers(t *rapid.T, st *stream) {
	id := fmt.Sprintf("n%d", rapid.IntRange(0, 1).Draw(t, "tracker"))
	b := brief.Numbers{Tracker: id, Title: "T", Topic: brief.TopicAid, Change: brief.StatementChange{Class: rapid.SampledFrom(lineClass).Draw(t, "class")}}
	series := []brief.SeriesID{"a", "b", "c"}
	if rapid.Bool().Draw(t, "described") {
		b.Series = []brief.Series{{ID: rapid.SampledFrom(series).Draw(t, "which"), Title: fmt.Sprint("S", len(st.entries)), Unit: "persons"}}
	}
	for i := range rapid.IntRange(0, 5).Draw(t, "versions") {
		v := brief.Version{ID: brief.VersionID(fmt.Sprintf("%d.%d", len(st.entries), i)), Series: rapid.SampledFrom(series).Draw(t, "series"),
			From: brief.Date(fmt.Sprintf("2022-%02d", rapid.IntRange(8, 11).Draw(t, "month"))), Known: brief.Date(fmt.Sprintf("2022-12-%02d", rapid.IntRange(1, 9).Draw(t, "known"))),
			Value: fmt.Sprint(i), Change: brief.NumberUpdate}
		if rapid.IntRange(0, 2).Draw(t, "event") == 0 {
			v.Event, v.Low = &brief.AidEvent{Row: rapid.SampledFrom([]string{"r1", "r2"}).Draw(t, "row")}, "0"
			v.Source = brief.Reference{URL: "https://x.example"}
			v.Worth = []brief.Worth{{Currency: "EUR", Value: "1"}}
		}
		b.Versions = append(b.Versions, v)
	}
	st.add(brief.EntryVersions, brief.ItemID(id), b)
}

func numbersOf(s *State) string {
	var b bytes.Buffer
	for _, t := range s.Trackers() {
		list := t.Series
		t.Series = nil
		fmt.Fprintln(&b, t)
		for _, s := range list {
			fmt.Fprintln(&b, s.Series)
			for _, n := range s.Numbers {
				for _, v := range n {
					body, _ := json.Marshal(v)
					fmt.Fprintln(&b, string(body))
				}
				fmt.Fprintln(&b, n.Now().ID)
			}
		}
	}
	return b.String()
}

func mapsOf(s *State) string {
	out := fmt.Sprint(s.Maps())
	for _, m := range s.Maps() {
		out += fmt.Sprint(m.Days(), m.On("2022-09-22"))
	}
	return out + fmt.Sprint(s.PlacedOn("2022-09-24"))
}

func randomGlance(t *rapid.T) brief.Glance {
	var g brief.Glance
	for i := range rapid.IntRange(1, 4).Draw(t, "lines") {
		id := brief.LineID(fmt.Sprintf("l%d", i))
		g.Lines = append(g.Lines, brief.Line{ID: id, Text: "T"})
		g.Changes = append(g.Changes, brief.LineChange{ID: id, Class: rapid.SampledFrom(lineClass).Draw(t, "class")})
	}
	return g
}

// randomRedaction removes some bodies of an item, by the store's rules: with a text that replaced another goes
// the redaction that brought it, and with a redaction everything that it removed.
func randomRedaction(t *rapid.T, st *stream, target brief.ItemID) {
	removed := map[brief.Seq]any{}
	now := st.redacted()
	var list func(p brief.Published)
	list = func(p brief.Published) {
		if _, done := removed[p.Entry.Seq]; done {
			return
		}
		removed[p.Entry.Seq] = nil
		if p.Removal != nil {
			list(now[p.Removal.By-1])
		}
		if p.Entry.Kind != brief.Redact {
			if len(p.Text()) > 0 && rapid.Bool().Draw(t, "replaced") {
				removed[p.Entry.Seq] = json.RawMessage(p.Text())
			}
			return
		}
		for _, q := range now {
			if q.Removal != nil && q.Removal.By == p.Entry.Seq {
				list(q)
			}
		}
	}
	for _, p := range now {
		if p.Entry.Item == target && rapid.Bool().Draw(t, "listed") {
			list(p)
		}
	}
	if len(removed) > 0 {
		st.redact(target, removed)
	}
}

func randomStream(t *rapid.T, most int) *stream {
	st := newStream()
	st.briefing("Europe/Kyiv")
	for range rapid.IntRange(1, most).Draw(t, "acts") {
		act(t, st)
	}
	return st
}

func apply(t *rapid.T, s *State, entries []brief.Published) *State {
	for _, p := range entries {
		if err := s.Apply(p); err != nil {
			t.Fatalf("entry %d: %v", p.Entry.Seq, err)
		}
	}
	return s
}

func TestFoldsAgreeHoweverTheRecordIsRead(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		st := randomStream(t, 250)
		full := apply(t, New(), st.entries)
		redacted := apply(t, New(), st.redacted())
		if !bytes.Equal(full.Encode(), redacted.Encode()) {
			t.Fatalf("live and redacted differ:\n%s\n%s", dump(full), dump(redacted))
		}
		cut := rapid.IntRange(0, len(st.entries)).Draw(t, "cut")
		head := apply(t, New(), st.entries[:cut])
		snapshot := head.Encode()
		decoded, err := Decode(snapshot)
		if err != nil {
			t.Fatal(err)
		}
		if apply(t, decoded, st.entries[cut:]); !bytes.Equal(full.Encode(), decoded.Encode()) {
			t.Fatalf("snapshot at %d and tail differ:\n%s\n%s", cut, dump(full), dump(decoded))
		}
		reader, clone := head.Clone(), head.Clone()
		if apply(t, clone, st.entries[cut:]); !bytes.Equal(full.Encode(), clone.Encode()) {
			t.Fatal("the clone went another way")
		}
		if !bytes.Equal(head.Encode(), snapshot) {
			t.Fatal("applying to the clone changed the original")
		}
		if apply(t, head, st.entries[cut:]); !bytes.Equal(full.Encode(), head.Encode()) {
			t.Fatal("the original went another way")
		}
		if !bytes.Equal(reader.Encode(), snapshot) {
			t.Fatal("applying to the original changed what a reader holds")
		}
		if dump(full) != dump(decoded) || dump(full) != dump(head) {
			t.Fatal("the same bytes answer differently")
		}
	})
}

// dump writes down everything that a state answers.
func dump(s *State) string {
	var b bytes.Buffer
	all := s.Developments(Filter{}, 0, s.Len())
	fmt.Fprintln(&b, s.Seq, s.Briefing, s.Glance, s.TrackCounts(), s.Days(), s.Corrections())
	fmt.Fprintln(&b, all, s.Stories(s.Len()))
	for _, tr := range someTracks {
		fmt.Fprintln(&b, tr, s.Version(OfTrack(tr)), ids(s.Developments(Filter{Track: tr}, 0, s.Len())))
	}
	for _, d := range s.Days() {
		fmt.Fprintln(&b, d, s.Version(OfDay(d.Date)), ids(s.Developments(Filter{Day: d.Date}, 0, s.Len())))
	}
	for i := range 4 {
		id := brief.LineID(fmt.Sprintf("l%d", i))
		fmt.Fprintln(&b, id, s.Version(OfLine(id)), s.LineMarks(id))
	}
	fmt.Fprintln(&b, ledgerOf(s), s.Version(OfLedger()))
	fmt.Fprintln(&b, mapsOf(s), s.Version(OfMaps()))
	fmt.Fprintln(&b, numbersOf(s), s.Version(OfNumbers()))
	fmt.Fprintln(&b, s.Version(OfList()), s.Version(OfStories()), s.Version(OfCorrections()), s.Since(s.Seq/2))
	return b.String()
}

func ledgerOf(s *State) string {
	list, n := s.Statements(LedgerFilter{}, 0, 99)
	return fmt.Sprint(list, n, fmt.Sprint(s.Due("", "", 99)), s.Tally(LedgerFilter{}), s.Speakers())
}

// told is an item as a slow reading of the record finds it.
type told struct {
	id        brief.ItemID
	first     brief.Seq // published by
	when      time.Time
	text      json.RawMessage
	class     brief.EntryKind
	classes   map[brief.EntryKind]brief.Seq
	removedBy brief.Seq
	current   brief.Seq
}

// slow reads the redacted record item by item.
func slow(entries []brief.Published) map[brief.ItemID]*told {
	out := map[brief.ItemID]*told{}
	for _, p := range entries {
		if !p.Entry.Kind.OfDevelopment() {
			continue
		}
		it := out[p.Entry.Item]
		if it == nil {
			it = &told{id: p.Entry.Item, first: p.Entry.Seq, when: p.Entry.When(), classes: map[brief.EntryKind]brief.Seq{}}
			out[p.Entry.Item] = it
		}
		it.text, it.class, it.current, it.removedBy = p.Text(), p.Entry.Kind, p.Entry.Seq, removedBy(&p)
		it.classes[p.Entry.Kind] = p.Entry.Seq
	}
	return out
}

func (it *told) body() (d brief.Development) {
	if len(it.text) > 0 {
		_ = json.Unmarshal(it.text, &d)
	}
	return d
}

func TestListsAreThoseOfASlowReading(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		st := randomStream(t, 250)
		entries := st.redacted()
		s := apply(t, New(), entries)
		items := slow(entries)
		var dev, stories []*told
		counts := map[brief.TrackID]int{}
		days := map[string]int{}
		loc := s.Briefing.Location()
		for _, it := range items {
			body := it.body()
			if body.Kind == brief.KindStory {
				stories = append(stories, it)
				continue
			}
			dev = append(dev, it)
			days[it.when.In(loc).Format(time.DateOnly)]++
			if body.Track != "" {
				counts[body.Track]++
			}
		}
		sameList(t, "developments", s.Developments(Filter{}, 0, 1000), dev)
		sameList(t, "stories", s.Stories(1000), stories)
		if fmt.Sprint(counts) != fmt.Sprint(s.TrackCounts()) {
			t.Fatalf("tracks: %v, want %v", s.TrackCounts(), counts)
		}
		for _, d := range s.Days() {
			if days[d.Date] != d.Count || s.Count(Filter{Day: d.Date}) != d.Count {
				t.Fatalf("day %v, want %d", d, days[d.Date])
			}
			delete(days, d.Date)
		}
		if len(days) > 0 {
			t.Fatalf("days left out: %v", days)
		}
	})
}

func sameList(t *rapid.T, what string, got []Item, want []*told) {
	slices.SortFunc(want, func(a, b *told) int { return cmp.Or(b.when.Compare(a.when), cmp.Compare(b.first, a.first)) })
	if len(got) != len(want) {
		t.Fatalf("%s: %d items, want %d", what, len(got), len(want))
	}
	for i, it := range got {
		w := want[i]
		if it.ID != w.id || it.First != w.first || it.Current != w.current || it.Class != w.class || !it.When.Equal(w.when) ||
			(it.Status == Removed) != (len(w.text) == 0) || it.Track != w.body().Track {
			t.Fatalf("%s at %d: %+v, want %+v", what, i, it, w)
		}
	}
}

func TestSinceTellsEachItemOnceAndNothingTwice(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		st := randomStream(t, 150)
		entries := st.redacted()
		s := apply(t, New(), entries)
		seq := brief.Seq(rapid.IntRange(0, len(entries)).Draw(t, "since"))
		got := map[brief.ItemID]string{}
		c := s.Since(seq)
		for name, list := range map[string][]Item{"new": c.New, "updated": c.Updated, "corrected": c.Corrected, "held": c.Held, "withdrawn": c.Withdrawn} {
			for _, it := range list {
				if got[it.ID] != "" {
					t.Fatalf("%s is %s and %s", it.ID, got[it.ID], name)
				}
				got[it.ID] = name
			}
		}
		for id, it := range slow(entries) {
			if want := it.toldSince(seq); got[id] != want {
				t.Fatalf("since %d of %d: %s is %q, want %q", seq, s.Seq, id, got[id], want)
			}
		}
	})
}

// toldSince is the rule of Changes, in other words.
func (it *told) toldSince(seq brief.Seq) string {
	gone := len(it.text) == 0 || it.class == brief.Withdraw
	news := it.current > seq || len(it.text) == 0 && it.removedBy > seq
	switch {
	case gone && news:
		return "withdrawn"
	case gone:
		return ""
	case it.first > seq:
		return "new"
	case it.classes[brief.Correct] > seq, it.removedBy > seq:
		return "corrected"
	case it.classes[brief.Update] > seq:
		return "updated"
	case it.class == brief.Hold && news:
		return "held"
	}
	return ""
}

func TestTheSameVersionMeansTheSameAnswer(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		st := randomStream(t, 80)
		s := New()
		type answer struct {
			version brief.Seq
			text    string
		}
		last := map[string]answer{}
		for _, p := range st.entries {
			apply(t, s, []brief.Published{p})
			for name, a := range map[string]answer{
				"world":       {s.Version(OfTrack("world")), fmt.Sprint(s.Developments(Filter{Track: "world"}, 0, 99))},
				"list":        {s.Version(OfList()), fmt.Sprint(s.Developments(Filter{}, 0, 99), s.TrackCounts(), s.Days())},
				"day":         {s.Version(OfDay("2022-09-24")), fmt.Sprint(s.Developments(Filter{Day: "2022-09-24"}, 0, 99))},
				"stories":     {s.Version(OfStories()), fmt.Sprint(s.Stories(99))},
				"glance":      {s.Version(OfGlance()), fmt.Sprint(s.Glance)},
				"line":        {s.Version(OfLine("l1")), fmt.Sprint(s.LineMarks("l1"))},
				"corrections": {s.Version(OfCorrections()), fmt.Sprint(s.Corrections())},
				"briefing":    {s.Version(OfBriefing()), fmt.Sprint(s.Briefing)},
				"ledger":      {s.Version(OfLedger()), ledgerOf(s)},
				"maps":        {s.Version(OfMaps()), mapsOf(s)},
				"numbers":     {s.Version(OfNumbers()), numbersOf(s)},
				"statement":   {s.Version(OfStatement("s0")), fmt.Sprint(s.Statement("s0"))},
				"item":        {s.Version(OfItem("i1")), fmt.Sprint(s.Item("i1"))},
			} {
				if was, ok := last[name]; ok && was.version == a.version && was.text != a.text {
					t.Fatalf("%s changed at entry %d (%s) but its version stayed %d", name, p.Entry.Seq, p.Entry.Kind, a.version)
				}
				if last[name].version > a.version {
					t.Fatalf("the version of %s went back from %d to %d", name, last[name].version, a.version)
				}
				last[name] = a
			}
		}
	})
}
