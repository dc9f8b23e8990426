package desk

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"livebrief/internal/brief"
	"livebrief/internal/record"
	"livebrief/internal/series"
)

// counting is a desk whose numbers stand as its book folds them, with drafts in memory.
type counting struct {
	*room
	waiting []brief.Draft
}

func newCounting(t *testing.T) *counting {
	c := &counting{room: newRoom(t, nil)}
	ports := c.ports
	ports.Trackers, ports.MapDrafts, ports.Random = c, c, rand.NewChaCha8([32]byte{2})
	c.Desk = New(ports)
	return c
}

func (c *counting) SaveDraft(_ context.Context, d brief.Draft) (brief.Draft, error) {
	for i := range c.waiting {
		if c.waiting[i].ID == d.ID {
			c.waiting[i] = d
			return d, nil
		}
	}
	d.ID = fmt.Sprint("draft", len(c.waiting)+1)
	c.waiting = append(c.waiting, d)
	return d, nil
}

func (c *counting) Drafts(context.Context, brief.BriefingID) ([]brief.Draft, error) {
	return c.waiting, nil
}

func (c *counting) DeleteDraft(_ context.Context, _ brief.BriefingID, id string) error {
	for i := range c.waiting {
		if c.waiting[i].ID == id {
			c.waiting = append(c.waiting[:i], c.waiting[i+1:]...)
			return nil
		}
	}
	return brief.NotFound("no such draft", "")
}

func (c *counting) Tracker(_ context.Context, _ brief.BriefingID, name string) (Tracker, error) {
	state := c.book.state()
	out := Tracker{Series: map[brief.SeriesID]brief.Series{}, Holder: func(id brief.SeriesID) string { _, t, _ := state.SeriesOf(id); return t.Name }}
	chains := map[series.Key]series.Chain{}
	out.Stands = func(k series.Key) series.Chain { return chains[k] }
	t, known := state.TrackerOf(name)
	if !known {
		return out, nil
	}
	out.Item, out.Rev, out.Body = t.ID, t.Rev, brief.Numbers{Tracker: t.Name, Title: t.Title, Topic: t.Topic, Source: t.Source}
	for _, s := range t.Series {
		out.Series[s.ID] = s.Series
		for _, n := range s.Numbers {
			var chain series.Chain
			for _, v := range n {
				chain = append(chain, *v.Version)
			}
			chains[series.KeyOf(&chain[0])] = chain
		}
	}
	return out, nil
}

func (c *counting) Standing(context.Context, brief.BriefingID) ([]Standing, error) { return nil, nil }

func (c *counting) Cited(_ context.Context, _ brief.BriefingID, cite string) (CitedNumber, error) {
	return CitedNumber{Cite: cite}, nil
}

// release is an order of two donors and their total.
func (c *counting) release(total, norway string, known brief.Date) NumbersOrder {
	s := func(id brief.SeriesID, actor string) brief.Series {
		return brief.Series{ID: id, Title: "Aid of " + actor, Counted: brief.CountedAid, Unit: "EUR", Scale: 9, Measure: brief.Allocated, Actor: actor}
	}
	v := func(id brief.SeriesID, value string) brief.Version {
		return brief.Version{Series: id, From: "2022-01-24", To: "2022-11-30", Known: known, Value: value, Basis: brief.BasisRecorded}
	}
	return NumbersOrder{Briefing: c.id, Tracker: "kiel", Title: "Aid", Topic: brief.TopicAid, Source: brief.NumberSource{Name: "Tracker"},
		Series: []brief.Series{s("kiel.total", ""), s("kiel.norway", "Norway")}, Versions: []brief.Version{v("kiel.total", total), v("kiel.norway", norway)}}
}

func (c *counting) propose(o NumbersOrder) string {
	c.t.Helper()
	d, err := c.ProposeNumbers(context.Background(), noon, reporter, o)
	if err != nil {
		c.t.Fatal(err)
	}
	return d.ID
}

func (c *counting) approve(id string, only ...brief.VersionID) brief.Numbers {
	c.t.Helper()
	if _, err := c.ApproveNumbers(context.Background(), noon, editor, c.id, id, only); err != nil {
		c.t.Fatal(err)
	}
	return body[brief.Numbers](c.room)
}

func TestAnImportOfNumbersIsOneEntryAndWaitsForAnEditor(t *testing.T) {
	c := newCounting(t)
	id := c.propose(c.release("350.88", "10.69", "2022-12-01"))
	if n := len(c.book.entries); n != 1 {
		t.Fatalf("proposing wrote %d entries", n-1)
	}
	_, err := c.ApproveNumbers(context.Background(), noon, reporter, c.id, id, nil)
	refused(t, err, brief.KindForbidden, "role of reporter")
	b := c.approve(id)
	if len(b.Versions) != 2 || b.Count != 2 || b.Change.Class != brief.Publish || len(c.book.entries) != 2 || len(c.waiting) != 0 {
		t.Errorf("%+v, %d entries, %d wait", b, len(c.book.entries), len(c.waiting))
	}
	if err := record.CheckNumbers(c.book.entries[1].Body); err != nil {
		t.Error(err)
	}
	_, err = c.ProposeNumbers(context.Background(), noon, reporter, c.release("350.88", "10.69", "2022-12-01"))
	refused(t, err, brief.KindConflict, "nothing would change")
}

func TestAChangeIsShownBesideWhatStandsWithWhoMoved(t *testing.T) {
	c := newCounting(t)
	c.approve(c.propose(c.release("350.88", "10.69", "2022-12-01")))
	o := c.release("358.40", "11.19", "2022-12-20")
	o.Change, o.Reason = brief.NumberCorrection, "A package was left out."
	id := c.propose(o)
	p, err := c.ProposedNumbers(context.Background(), c.id, id)
	if err != nil {
		t.Fatal(err)
	}
	if len(p.Rows) != 2 || p.Rows[0].Was == nil || p.Rows[0].Was.Value != "350.88" || p.Rows[0].Difference != "+7.52" || p.Rows[1].Difference != "+0.5" {
		t.Errorf("%+v", p.Rows)
	}
	if len(p.Movers) != 2 || p.Movers[0] != (Mover{"Aid of", "allocated", "EUR", 1, "+7520000000"}) || p.Movers[1] != (Mover{"Norway", "allocated", "EUR", 1, "+500000000"}) {
		t.Errorf("%+v", p.Movers)
	}
	one := c.approve(id, p.Rows[1].ID)
	if len(one.Versions) != 1 || one.Versions[0].Value != "11.19" || one.Change.Class != brief.Correct {
		t.Errorf("one row: %+v", one)
	}
	left, err := c.ProposedNumbers(context.Background(), c.id, id)
	if err != nil || len(left.Rows) != 1 || left.Rows[0].Version.Series != "kiel.total" {
		t.Fatalf("what waits: %+v, %v", left.Rows, err)
	}
	if rest := c.approve(id); len(rest.Versions) != 1 || len(c.waiting) != 0 {
		t.Errorf("the rest: %+v", rest)
	}
}

func TestAVersionIsNotApprovedBeforeTheOneWhosePlaceItTakes(t *testing.T) {
	c := newCounting(t)
	o := c.release("350.88", "10.69", "2022-12-01")
	later := o.Versions[0]
	later.Value, later.Known = "358.40", "2022-12-20"
	o.Versions = append(o.Versions, later)
	id := c.propose(o)
	p, err := c.ProposedNumbers(context.Background(), c.id, id)
	if err != nil {
		t.Fatal(err)
	}
	_, err = c.ApproveNumbers(context.Background(), noon, editor, c.id, id, []brief.VersionID{p.Rows[2].ID})
	refused(t, err, brief.KindInvalid, "takes the place of")
	_, err = c.ApproveNumbers(context.Background(), noon, editor, c.id, id, []brief.VersionID{"other"})
	refused(t, err, brief.KindNotFound, "no version")
	c.approve(c.propose(c.release("1", "2", "2022-12-02")))
	_, err = c.ApproveNumbers(context.Background(), noon, editor, c.id, id, nil)
	refused(t, err, brief.KindConflict, "has changed since")
	if err := c.DeclineNumbers(context.Background(), reporter, c.id, id); err != nil {
		t.Error(err)
	}
}

func TestNumbersThatBreakARuleAreRefused(t *testing.T) {
	c := newCounting(t)
	c.approve(c.propose(c.release("350.88", "10.69", "2022-12-01")))
	for name, b := range map[string]struct {
		spoil func(*NumbersOrder)
		kind  brief.Kind
		says  string
	}{
		"another source":         {func(o *NumbersOrder) { o.Source.Name = "Other" }, brief.KindInvalid, "never mixed"},
		"another unit":           {func(o *NumbersOrder) { o.Series[0].Unit = "USD" }, brief.KindInvalid, "something else than before"},
		"no measure":             {func(o *NumbersOrder) { o.Series[0].ID, o.Series[0].Measure = "kiel.new", "" }, brief.KindInvalid, "without its measure"},
		"a series of another":    {func(o *NumbersOrder) { o.Tracker = "other" }, brief.KindInvalid, `the tracker "kiel" keeps a series`},
		"nobody described":       {func(o *NumbersOrder) { o.Versions[0].Series = "kiel.other" }, brief.KindInvalid, "nobody described"},
		"known in the future":    {func(o *NumbersOrder) { o.Versions[0].Known = "2023-06-01" }, brief.KindInvalid, "still to come"},
		"no name":                {func(o *NumbersOrder) { o.Tracker = "Kiel!" }, brief.KindInvalid, "cannot name a tracker"},
		"a topic":                {func(o *NumbersOrder) { o.Topic = "sports" }, brief.KindInvalid, "no page of numbers"},
		"a correction unsaid":    {func(o *NumbersOrder) { o.Change = brief.NumberCorrection }, brief.KindInvalid, "no reason"},
		"an address":             {func(o *NumbersOrder) { o.Versions[0].Source.URL = "javascript:x" }, brief.KindInvalid, "address"},
		"a file's ending":        {func(o *NumbersOrder) { o.Series[0].ID = "kiel.csv" }, brief.KindInvalid, "cannot name a series"},
		"a claimed date":         {func(o *NumbersOrder) { o.Dated = noon }, brief.KindInvalid, "reconstruction"},
		"a reason without end":   {func(o *NumbersOrder) { o.Reason = strings.Repeat("x", 5000) }, brief.KindInvalid, "reason"},
		"what is counted":        {func(o *NumbersOrder) { o.Series[0].ID, o.Series[0].Counted = "kiel.new", "votes" }, brief.KindInvalid, "nothing counted"},
		"a scale without bounds": {func(o *NumbersOrder) { o.Series[0].ID, o.Series[0].Scale = "kiel.new", 99 }, brief.KindInvalid, "no scale"},
	} {
		o := c.release("1", "2", "2022-12-20")
		b.spoil(&o)
		_, err := c.ProposeNumbers(context.Background(), noon, reporter, o)
		t.Log(name)
		refused(t, err, b.kind, b.says)
	}
}

// TestWordsAreStruckOutOfNumbersAndTheNumbersStay removes a name that stands in a reason.
func TestWordsAreStruckOutOfNumbersAndTheNumbersStay(t *testing.T) {
	c := newCounting(t)
	c.approve(c.propose(c.release("350.88", "10.69", "2022-12-01")))
	o := c.release("358.40", "10.69", "2022-12-20")
	o.Change, o.Reason = brief.NumberCorrection, "Jane Doe miscounted."
	c.approve(c.propose(o))
	item := c.book.entries[1].Entry.Item
	if _, err := c.Redact(context.Background(), noon, chief, RedactOrder{Briefing: c.id, Item: item, Class: "safety", Reason: "A name.", Strike: []string{"Jane Doe"}}); err != nil {
		t.Fatal(err)
	}
	whole, err := json.Marshal(c.book.state().Trackers())
	if err != nil || strings.Contains(string(whole), "Jane") || !strings.Contains(string(whole), "miscounted") || !strings.Contains(string(whole), "358.40") {
		t.Errorf("%s, %v", whole, err)
	}
}

// TestCasualtiesToldAsKilledAreWarnedOf has the page that told 17,831 casualties as dead.
func TestCasualtiesToldAsKilledAreWarnedOf(t *testing.T) {
	stands := func(id brief.SeriesID, counted brief.Counted, value string) Standing {
		return Standing{Series: brief.Series{ID: id, Title: string(counted), Counted: counted, Unit: "persons"}, Source: "OHCHR", Version: brief.Version{ID: "v", Series: id, To: "2022-12-26", Value: value}}
	}
	three := []Standing{stands("k", brief.CountedKilled, "6884"), stands("i", brief.CountedInjured, "10947"), stands("c", brief.CountedCasualties, "17831")}
	figure := func(text, word, value, of string) brief.ReadFigure {
		at := strings.Index(text, word)
		return brief.ReadFigure{Mention: brief.Mention{Span: brief.Span{Start: at, End: at + len(word)}, Text: word}, Value: value, Of: of}
	}
	for name, c := range map[string]struct {
		text, word, value, of string
		standing              []Standing
		want                  string
	}{
		"casualties as dead":        {"All 17,831 civilians lost their lives.", "17,831 civilians", "17831", "", three, RuleMixed},
		"without their own series":  {"17,831 people were killed.", "17,831 people", "17831", "killed", three[:2], RuleMixed},
		"killed as casualties":      {"There were 6,884 casualties.", "6,884 casualties", "6884", "casualties", three, RuleMixed},
		"as it is":                  {"6,884 people were killed.", "6,884 people", "6884", "killed", three, ""},
		"casualties as they are":    {"17,831 casualties.", "17,831 casualties", "17831", "casualties", three, ""},
		"a number of something new": {"30 people were killed.", "30 people", "30", "killed", three, ""},
		"no people":                 {"17,831 shells were fired.", "17,831 shells", "17831", "", three, ""},
	} {
		var l linter
		l.lintNumbers(c.text, []brief.ReadFigure{figure(c.text, c.word, c.value, c.of)}, c.standing, nil)
		if got := rulesOf(l.found); got != c.want {
			t.Errorf("%s: %q, %+v", name, got, l.found)
		}
	}
	cited := CitedNumber{Cite: "k/v", Series: three[0].Series, Version: three[0].Version, Now: brief.Version{ID: "v2", Value: "6900", Change: brief.NumberUpdate}}
	var l linter
	l.lintNumbers("7,100 people were killed.", []brief.ReadFigure{figure("7,100 people were killed.", "7,100 people", "7100", "killed")}, three, []CitedNumber{cited, {Cite: "x/y"}})
	if got := rulesOf(l.found); got != strings.Join([]string{RuleDiffers, RuleRevised, RuleNotCited}, " ") {
		t.Errorf("%q, %+v", got, l.found)
	}
}

func rulesOf(found []Warning) string {
	var rules []string
	for _, w := range found {
		rules = append(rules, w.Rule)
	}
	return strings.Join(rules, " ")
}

func TestAFigureIsOfferedToTheSeriesThatItFits(t *testing.T) {
	standing := []Standing{{Series: brief.Series{ID: "k", Counted: brief.CountedKilled}, Version: brief.Version{Value: "6884"}}, {Series: brief.Series{ID: "p", Counted: brief.CountedKilled, Place: "Dnipro"}, Version: brief.Version{Value: "7000"}},
		{Series: brief.Series{ID: "i", Counted: brief.CountedInjured}, Version: brief.Version{Value: "7000"}}}
	for value, want := range map[string]string{"7110": "k +226", "6884": "k 0", "35": "", "70000": ""} {
		var got []string
		for _, f := range FitFigures("", []brief.ReadFigure{{Value: value, Of: "killed"}}, standing) {
			got = append(got, string(f.Standing.Series.ID)+" "+f.Difference)
		}
		if strings.Join(got, ";") != want {
			t.Errorf("%s: %v", value, got)
		}
	}
}

// TestAFigureWhoseLettersGetShorterIsRead has signs of the unit kelvin, which are three bytes each and small letters of one.
func TestAFigureWhoseLettersGetShorterIsRead(t *testing.T) {
	const figure = "12 \u212a\u212a\u212a\u212a"
	whole := brief.ReadFigure{Value: "12"}
	whole.End = len(figure)
	if got := CountedIn(figure+" killed", whole); got != brief.CountedKilled {
		t.Errorf("it counts %q", got)
	}
	if got := CountedIn(figure, whole); got != "" {
		t.Errorf("it counts %q where nothing is said", got)
	}
}
