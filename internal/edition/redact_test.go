package edition

import (
	"bytes"
	"testing"

	"livebrief/internal/brief"
)

// sameAsRedacted folds the record both ways and gives the state.
func sameAsRedacted(t *testing.T, st *stream) *State {
	t.Helper()
	live, later := fold(t, st.entries), fold(t, st.redacted())
	if !bytes.Equal(live.Encode(), later.Encode()) {
		t.Errorf("the fold that met the text differs from the fold of the redacted record")
	}
	return live
}

func TestWithNothingInItsPlaceTheItemIsRemoved(t *testing.T) {
	st := newStream()
	st.briefing("UTC")
	st.publish("a", "world")
	st.publish("b", "world")
	st.redact("a", map[brief.Seq]any{2: nil})
	s := sameAsRedacted(t, st)
	it, _ := s.Item("a")
	want(t, "status", it.Status, Removed)
	want(t, "track", it.Track, "")
	want(t, "rev", it.Rev, 2)
	want(t, "current", it.Current, 2)
	want(t, "still listed", ids(s.Developments(Filter{}, 0, 9)), []brief.ItemID{"b", "a"})
	want(t, "not in its track", s.TrackCounts(), map[brief.TrackID]int{"world": 1})
	want(t, "told", ids(s.Since(3).Withdrawn), []brief.ItemID{"a"})
	want(t, "corrections", s.Corrections()[0].Kind, brief.Redact)
	for _, scope := range []Scope{Whole(), OfItem("b"), OfTrack("world"), OfDay("2022-09-24"), OfGlance(), OfLine("l"), OfStories()} {
		want(t, "version", s.Version(scope), 4)
	}
}

func TestAnItemWhoseTextWasReplacedStays(t *testing.T) {
	st := newStream()
	st.briefing("UTC")
	st.publish("a", "world")
	st.develop(brief.Update, "a", "home", brief.KindEvent)
	struck := brief.Development{Headline: "[removed]", Track: "home", Kind: brief.KindEvent}
	st.redact("a", map[brief.Seq]any{2: nil, 3: struck})
	s := sameAsRedacted(t, st)
	it, _ := s.Item("a")
	want(t, "status", it.Status, Live)
	want(t, "track", it.Track, "home")
	want(t, "redacted", it.Redacted, st.entries[3].Entry.At)
	want(t, "told", ids(s.Since(3).Corrected), []brief.ItemID{"a"})
	want(t, "not told twice", s.Since(4).Empty(), true)
}

func TestARedactionOfOldRevisionsLeavesTheItem(t *testing.T) {
	st := newStream()
	st.briefing("UTC")
	st.develop(brief.Publish, "a", "world", brief.KindStory)
	st.develop(brief.Correct, "a", "home", brief.KindEvent)
	st.redact("a", map[brief.Seq]any{2: nil})
	st.develop(brief.Refile, "a", "home", brief.KindEvent)
	it, _ := sameAsRedacted(t, st).Item("a")
	want(t, "status", it.Status, Live)
	want(t, "kind", it.Kind, brief.KindEvent)
}

func TestARemovedItemCanBeWrittenAnew(t *testing.T) {
	st := newStream()
	st.briefing("UTC")
	st.publish("a", "world")
	st.redact("a", map[brief.Seq]any{2: nil})
	st.develop(brief.Update, "a", "world", brief.KindEvent)
	s := sameAsRedacted(t, st)
	it, _ := s.Item("a")
	want(t, "status", it.Status, Live)
	want(t, "in its track again", s.TrackCounts(), map[brief.TrackID]int{"world": 1})
}

func TestARemovedStoryLeavesTheCards(t *testing.T) {
	st := newStream()
	st.briefing("UTC")
	st.develop(brief.Publish, "s", "", brief.KindStory)
	st.redact("s", map[brief.Seq]any{2: nil})
	s := sameAsRedacted(t, st)
	want(t, "cards", s.StoryCount(), 0)
	want(t, "tombstones", ids(s.Developments(Filter{}, 0, 9)), []brief.ItemID{"s"})
	want(t, "days", s.Days(), []Day{{"2022-09-24", 1, 3}})
}

func TestTheGlanceLosesOnlyTheStruckWords(t *testing.T) {
	st := newStream()
	st.briefing("UTC")
	st.glance([]brief.Line{{ID: "x", Text: "A said"}}, brief.LineChange{ID: "x", Class: brief.Publish})
	st.glance([]brief.Line{{ID: "x", Text: "A says"}}, brief.LineChange{ID: "x", Class: brief.Correct, Note: "A was wrong"})
	old := brief.Glance{Lines: []brief.Line{{ID: "x", Text: "[removed] said"}}, Changes: []brief.LineChange{{ID: "x", Class: brief.Publish}}}
	now := brief.Glance{Lines: []brief.Line{{ID: "x", Text: "[removed] says"}}, Changes: []brief.LineChange{{ID: "x", Class: brief.Correct}}}
	st.redact(brief.ItemGlance, map[brief.Seq]any{2: old, 3: now})
	s := sameAsRedacted(t, st)
	want(t, "text", s.Glance.Lines[0].Text, "[removed] says")
	want(t, "history", s.LineHistory("x"), []brief.Seq{2, 3})
	want(t, "rev", s.GlanceRev, 3)
	want(t, "seq", s.GlanceSeq, 3)
	want(t, "corrections", len(s.Corrections()), 2)

	st.redact(brief.ItemGlance, map[brief.Seq]any{2: nil, 3: nil, 4: nil})
	s = sameAsRedacted(t, st)
	want(t, "lines", len(s.Glance.Lines), 0)
	want(t, "history", len(s.LineHistory("x")), 0)
	want(t, "corrections", len(s.Corrections()), 2)
}

func TestTheBriefingLosesOnlyTheStruckWords(t *testing.T) {
	st := newStream()
	st.briefing("Europe/Kyiv")
	st.dated = st.at
	st.publish("a", "world")
	st.redact(brief.ItemBriefing, map[brief.Seq]any{1: brief.Briefing{Title: "[removed]", Zone: "UTC"}})
	s := sameAsRedacted(t, st)
	want(t, "title", s.Briefing.Title, "[removed]")
	want(t, "rev", s.BriefingRev, 2)
	want(t, "days follow", s.Days()[0].Date, "2022-09-24")
}

// A page of an earlier edition is folded from the redacted record too: the words must not come back between the
// entry and the redaction, nor between two redactions.
func TestAnEarlierEditionHasNoStruckWords(t *testing.T) {
	st := newStream()
	st.briefing("UTC")
	st.glance([]brief.Line{{ID: "x", Text: "A and B"}}, brief.LineChange{ID: "x", Class: brief.Publish})
	g := func(text string) brief.Glance {
		return brief.Glance{Lines: []brief.Line{{ID: "x", Text: text}}, Changes: []brief.LineChange{{ID: "x", Class: brief.Publish}}}
	}
	st.redact(brief.ItemGlance, map[brief.Seq]any{2: g("[removed] and B")})
	st.redact(brief.ItemGlance, map[brief.Seq]any{2: g("[removed] and [removed]"), 3: nil})
	s := New()
	for _, p := range st.redacted()[:4] {
		onto(t, s, []brief.Published{p})
		if p.Entry.Seq >= 2 {
			want(t, "text", s.Glance.Lines[0].Text, "[removed] and [removed]")
		}
	}
	sameAsRedacted(t, st)
	// The guard also holds where the first redaction still stands.
	stale := st.redacted()
	stale[2] = st.entries[2]
	want(t, "text", fold(t, stale[:3]).Glance.Lines[0].Text, "[removed] and [removed]")
}

func TestAnEarlierEditionDoesNotBringAnItemBack(t *testing.T) {
	st := newStream()
	st.briefing("UTC")
	st.publish("a", "world")
	st.redact("a", map[brief.Seq]any{2: brief.Development{Track: "home"}})
	st.redact("a", map[brief.Seq]any{2: nil, 3: nil})
	stale := st.redacted()
	stale[2] = st.entries[2] // the first redaction still says what it put there
	for n := 2; n <= 4; n++ {
		it, _ := fold(t, stale[:n]).Item("a")
		want(t, "status", it.Status, Removed)
	}
}

func TestARedactionToComeIsNoNewsOfAnEarlierEdition(t *testing.T) {
	st := newStream()
	st.briefing("UTC")
	st.publish("a", "world")
	st.develop(brief.Refile, "a", "world", brief.KindEvent)
	st.redact("a", map[brief.Seq]any{3: brief.Development{Track: "world"}})
	want(t, "then", fold(t, st.redacted()[:3]).Since(2).Empty(), true)
	want(t, "now", ids(fold(t, st.redacted()).Since(2).Corrected), []brief.ItemID{"a"})
}
