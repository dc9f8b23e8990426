package edition

import (
	"bytes"
	"encoding/json"
	"testing"
	"time"

	"livebrief/internal/brief"
)

func TestEntriesOutOfOrderAreRefused(t *testing.T) {
	st := newStream()
	st.briefing("UTC")
	st.publish("a", "world")
	s := fold(t, st.entries[:1])
	before := s.Encode()
	foreign := st.entries[1]
	foreign.Entry.Briefing = "other"
	broken := st.entries[1]
	broken.Body = json.RawMessage(`{"track":7}`)
	for name, p := range map[string]brief.Published{
		"the same again": st.entries[0], "a gap": {Entry: brief.Entry{Seq: 3, Briefing: "b"}},
		"another briefing": foreign, "a body of another shape": broken,
	} {
		if err := s.Apply(p); brief.KindOf(err) != brief.KindInvalid {
			t.Errorf("%s: %v", name, err)
		}
		if !bytes.Equal(before, s.Encode()) {
			t.Errorf("%s changed the state", name)
		}
	}
}

func TestKindsOfTheFutureMoveTheSequenceOnly(t *testing.T) {
	st := newStream()
	st.briefing("UTC")
	st.publish("a", "world")
	for _, k := range []brief.EntryKind{brief.EntryVersions, brief.EntryMap, "poll"} {
		st.add(k, "x", map[string]any{"anything": []int{1}})
	}
	s := fold(t, st.entries)
	want(t, "seq", s.Seq, 5)
	want(t, "items", s.Len(), 1)
	want(t, "list", s.Version(OfList()), 2)
	want(t, "whole", s.Version(Whole()), 5)
}

func TestAnotherKeyIsAnotherFootOnEveryPage(t *testing.T) {
	st := newStream()
	st.briefing("UTC")
	st.publish("a", "world")
	st.add(brief.EntryKey, brief.ItemKey, brief.KeyDeclared{Declaration: "a note"})
	s := fold(t, st.entries)
	for name, scope := range map[string]Scope{"list": OfList(), "item": OfItem("a"), "track": OfTrack("world"), "briefing": OfBriefing(), "corrections": OfCorrections()} {
		want(t, name, s.Version(scope), 3)
	}
	want(t, "items", s.Len(), 1)
}

func TestAReconstructionTellsTheTimeOfItsStory(t *testing.T) {
	st := newStream()
	st.dated = time.Date(2022, 9, 24, 10, 0, 0, 0, time.UTC)
	told := st.dated
	st.add(brief.EntryBriefing, brief.ItemBriefing, brief.Briefing{Name: "war", Title: "War", Zone: "UTC", Reconstruction: true})
	st.dated = time.Time{}
	st.add(brief.EntryKey, brief.ItemKey, brief.KeyDeclared{Declaration: "a note"})
	if s := fold(t, st.entries); !s.When.Equal(told) || s.Seq != 2 || s.At.Equal(told) {
		t.Errorf("it stands at %s, recorded at %s", s.When, s.At)
	}
	live := newStream()
	live.briefing("UTC")
	live.add(brief.EntryKey, brief.ItemKey, brief.KeyDeclared{Declaration: "a note"})
	if s := fold(t, live.entries); !s.When.Equal(live.at) {
		t.Errorf("it stands at %s", s.When)
	}
}

func TestAnItemThroughItsClasses(t *testing.T) {
	st := newStream()
	st.briefing("UTC")
	st.publish("a", "world")
	at := func(seq brief.Seq) time.Time { return st.entries[seq-1].Entry.At }
	for _, c := range []struct {
		class                       brief.EntryKind
		status                      Status
		changed, corrected, updated brief.Seq // whose time it has, 0 for none
	}{
		{brief.Update, Live, 3, 0, 3},
		{brief.Refile, Live, 3, 0, 3},
		{brief.Hold, Held, 5, 0, 3},
		{brief.Correct, Live, 6, 6, 3},
		{brief.Update, Live, 7, 6, 7},
		{brief.Withdraw, Withdrawn, 8, 6, 7},
	} {
		seq := st.develop(c.class, "a", "world", brief.KindEvent)
		it, ok := fold(t, st.entries).Item("a")
		time := func(seq brief.Seq) (t time.Time) {
			if seq > 0 {
				t = at(seq)
			}
			return t
		}
		want(t, string(c.class), it, Item{ID: "a", First: 2, Current: seq, Last: seq, Rev: int(seq) - 1, Class: c.class,
			Kind: brief.KindEvent, Track: "world", When: at(2), Changed: time(c.changed), Corrected: time(c.corrected),
			Updated: time(c.updated), Status: c.status})
		if !ok {
			t.Error("not found")
		}
	}
}

func TestOrderIsByClaimedTimeThenByFirstPublication(t *testing.T) {
	st := newStream()
	st.briefing("UTC")
	day := func(d, h int) time.Time { return time.Date(2022, 9, d, h, 0, 0, 0, time.UTC) }
	for _, c := range []struct {
		id brief.ItemID
		at time.Time
	}{{"c", day(25, 9)}, {"a", day(24, 9)}, {"e", day(26, 9)}, {"b", day(24, 9)}, {"d", day(25, 20)}} {
		st.dated = c.at
		st.publish(c.id, "world")
	}
	st.dated = day(27, 0)
	st.develop(brief.Update, "a", "home", brief.KindEvent)
	st.dated = day(25, 1)
	st.develop(brief.Publish, "s", "", brief.KindStory)
	s := fold(t, st.entries)
	want(t, "all", ids(s.Developments(Filter{}, 0, 9)), []brief.ItemID{"e", "d", "c", "b", "a"})
	want(t, "page two", ids(s.Developments(Filter{}, 2, 2)), []brief.ItemID{"c", "b"})
	want(t, "past the end", ids(s.Developments(Filter{}, 5, 2)), []brief.ItemID{})
	want(t, "nonsense", ids(s.Developments(Filter{}, -3, -1)), []brief.ItemID{})
	want(t, "track", ids(s.Developments(Filter{Track: "world"}, 0, 9)), []brief.ItemID{"e", "d", "c", "b"})
	want(t, "day", ids(s.Developments(Filter{Day: "2022-09-25"}, 0, 9)), []brief.ItemID{"d", "c"})
	want(t, "both", ids(s.Developments(Filter{Track: "home", Day: "2022-09-24"}, 0, 9)), []brief.ItemID{"a"})
	want(t, "no day", s.Count(Filter{Day: "2022-9-25"}), 0)
	want(t, "no track", s.Count(Filter{Track: "none"}), 0)
	want(t, "counts", s.TrackCounts(), map[brief.TrackID]int{"world": 4, "home": 1})
	want(t, "stories", ids(s.Stories(5)), []brief.ItemID{"s"})
	want(t, "days", s.Days(), []Day{{"2022-09-26", 1, 4}, {"2022-09-25", 2, 6}, {"2022-09-24", 2, 7}})
}

func TestDaysFollowTheZoneOfTheBriefing(t *testing.T) {
	st := newStream()
	st.briefing("UTC")
	st.dated = time.Date(2022, 9, 24, 22, 30, 0, 0, time.UTC)
	st.publish("a", "world")
	s := fold(t, st.entries)
	want(t, "in UTC", s.Days(), []Day{{"2022-09-24", 1, 2}})
	st.briefing("Europe/Kyiv")
	s = fold(t, st.entries)
	want(t, "in Kyiv", s.Days(), []Day{{"2022-09-25", 1, 2}})
	want(t, "filter", s.Count(Filter{Day: "2022-09-25"}), 1)
	want(t, "name", s.DayOf(st.dated), "2022-09-25")
}

func TestDaysWhereClocksChange(t *testing.T) {
	for _, c := range []struct{ zone, at, day string }{
		{"Europe/Kyiv", "2022-10-29T20:59:59Z", "2022-10-29"}, // the night of 25 hours
		{"Europe/Kyiv", "2022-10-29T21:00:00Z", "2022-10-30"},
		{"Europe/Kyiv", "2022-10-30T21:59:59Z", "2022-10-30"},
		{"Europe/Kyiv", "2022-10-30T22:00:00Z", "2022-10-31"},
		{"America/Sao_Paulo", "2018-11-04T03:00:00Z", "2018-11-04"}, // midnight did not exist
		{"America/Sao_Paulo", "2018-11-04T02:59:59Z", "2018-11-03"},
		{"America/Sao_Paulo", "2018-02-18T02:30:00Z", "2018-02-17"}, // 23:30 came twice
		{"Pacific/Apia", "2011-12-30T09:59:59Z", "2011-12-29"},      // 30 December did not exist
		{"Pacific/Apia", "2011-12-30T10:00:00Z", "2011-12-31"},
		{"America/St_Johns", "2010-11-07T02:30:30Z", "2010-11-07"}, // one minute past midnight it was 23:01 again
		{"America/St_Johns", "2010-11-07T02:45:00Z", "2010-11-07"},
		{"America/St_Johns", "2010-11-07T02:29:00Z", "2010-11-06"},
		{"Nowhere/At_All", "2022-01-01T00:00:00Z", "2022-01-01"},
	} {
		st := newStream()
		st.briefing(c.zone)
		st.dated, _ = time.Parse(time.RFC3339, c.at)
		st.publish("a", "world")
		s := fold(t, st.entries)
		want(t, c.zone+" "+c.at, s.Days(), []Day{{c.day, 1, 2}})
		want(t, c.zone+" "+c.at, s.Count(Filter{Day: c.day}), 1)
		want(t, c.zone+" "+c.at, s.Version(OfDay(c.day)), 2)
	}
}

func TestTracksActiveOnADayOfTheZone(t *testing.T) {
	st := newStream()
	st.briefing("Europe/Kyiv")
	s := fold(t, st.entries)
	names := func(at string) (out []string) {
		now, _ := time.Parse(time.RFC3339, at)
		for _, tr := range s.ActiveTracks(now) {
			out = append(out, tr.Name)
		}
		return out
	}
	want(t, "first minute", names("2022-02-28T22:00:00Z"), []string{"Home", "World"})
	want(t, "minute before", names("2022-02-28T21:59:00Z"), []string{"World"})
	want(t, "last minute", names("2023-01-31T21:59:00Z"), []string{"Home", "World"})
	want(t, "after", names("2023-01-31T22:00:00Z"), []string{"World"})
}

func TestLinesKeepTheirHistory(t *testing.T) {
	st := newStream()
	st.briefing("UTC")
	line := func(id brief.LineID) brief.Line { return brief.Line{ID: id, Text: "T"} }
	change := func(id brief.LineID, class brief.EntryKind) brief.LineChange {
		return brief.LineChange{ID: id, Class: class}
	}
	st.glance([]brief.Line{line("x"), line("y")}, change("x", brief.Publish), change("y", brief.Publish))
	st.glance([]brief.Line{line("x"), line("y")}, change("y", brief.Update))
	st.glance([]brief.Line{line("x"), line("y")}, change("y", brief.Correct), change("x", brief.Refile))
	st.glance([]brief.Line{line("x"), line("z")}, change("y", brief.Withdraw), change("z", brief.Publish))
	s := fold(t, st.entries)
	want(t, "y", s.LineHistory("y"), []brief.Seq{2, 3, 4, 5})
	want(t, "x", s.LineHistory("x"), []brief.Seq{2, 4})
	want(t, "none", len(s.LineHistory("n")), 0)
	want(t, "corrections", s.Corrections(), []Correction{{Seq: 4, Item: brief.ItemGlance, Kind: brief.Correct, When: st.entries[3].Entry.At}})
	lines := func(seq brief.Seq) map[brief.LineID]brief.EntryKind {
		out := map[brief.LineID]brief.EntryKind{}
		for _, m := range s.Since(seq).Glance {
			out[m.Line] = m.Class
		}
		return out
	}
	want(t, "since 1", lines(1), map[brief.LineID]brief.EntryKind{"x": brief.Publish, "z": brief.Publish})
	want(t, "since 2", lines(2), map[brief.LineID]brief.EntryKind{"x": brief.Refile, "y": brief.Withdraw, "z": brief.Publish})
	want(t, "since 5", lines(5), map[brief.LineID]brief.EntryKind{})
	want(t, "version of x", s.Version(OfLine("x")), 5)
	want(t, "version of y", s.Version(OfLine("y")), 5)
	want(t, "glance", s.Version(OfGlance()), 5)
}

func TestACorrectedLineOutweighsItsLaterUpdate(t *testing.T) {
	st := newStream()
	st.briefing("UTC")
	for _, class := range []brief.EntryKind{brief.Publish, brief.Update, brief.Correct, brief.Update, brief.Refile} {
		st.glance([]brief.Line{{ID: "x"}}, brief.LineChange{ID: "x", Class: class})
	}
	s := fold(t, st.entries)
	want(t, "since 2", s.Since(2).Glance[0].Class, brief.Correct)
	want(t, "since 4", s.Since(4).Glance[0].Class, brief.Update)
	want(t, "since 5", s.Since(5).Glance[0].Class, brief.Refile)
}

func TestMidnightsComeInOrderAndOncePerDate(t *testing.T) {
	for _, zone := range []string{"UTC", "Europe/Kyiv", "America/Sao_Paulo", "America/Havana", "America/St_Johns", "Pacific/Apia",
		"Asia/Gaza", "Australia/Lord_Howe", "Africa/Cairo", "Asia/Tehran"} {
		loc, err := time.LoadLocation(zone)
		if err != nil {
			t.Skip("no time zones on this machine")
		}
		before := midnight(1985, 1, 1, loc)
		for d := range 45 * 366 {
			at := midnight(1985, 1, d+2, loc)
			y, m, day := time.Date(1985, 1, d+2, 0, 0, 0, 0, time.UTC).Date()
			gy, gm, gd := at.In(loc).Date()
			exists := y == gy && m == gm && day == gd
			if !exists && zone != "Pacific/Apia" {
				t.Errorf("%s %d-%d-%d begins at %v", zone, y, m, day, at.In(loc))
			}
			if at.Before(before) || at.Equal(before) && zone != "Pacific/Apia" {
				t.Errorf("%s: %v does not come after %v", zone, at, before)
			}
			if yy, mm, dd := at.Add(-1).In(loc).Date(); exists && yy == gy && mm == gm && dd == gd {
				t.Errorf("%s: %v is not the first moment of its date", zone, at.In(loc))
			}
			before = at
		}
	}
}
