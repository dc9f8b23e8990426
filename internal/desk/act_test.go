package desk

import (
	"context"
	"strings"
	"testing"
	"time"

	"livebrief/internal/brief"
)

func TestADevelopmentGoesThroughItsClasses(t *testing.T) {
	r := newRoom(t, nil)
	item := r.must(Change{Kind: brief.Publish, Development: development(), IfRev: 7}).Item // no revision to see yet
	if len(item) != 16 {
		t.Errorf("the id is %q", item)
	}
	d := development()
	d.Text += " He spoke on television."
	e := r.must(Change{Kind: brief.Update, Item: item, Development: d, IfRev: 1})
	if e.Rev != 2 || e.Role != brief.Editor || e.Lang != "en" {
		t.Errorf("%+v", e)
	}
	r.must(Change{Kind: brief.Correct, Item: item, Development: d, Note: "He spoke in a video.", IfRev: 2})
	if got := body[brief.Development](r); got.Note != "He spoke in a video." || got.Text != d.Text {
		t.Errorf("%+v", got)
	}
	r.must(Change{Kind: brief.Hold, Item: item, Note: "We are checking.", IfRev: 3})
	if got := body[brief.Development](r); got.Note != "We are checking." || got.Text != d.Text || len(got.RestsOn) != 1 {
		t.Errorf("a hold keeps the text: %+v", got)
	}
	r.must(Change{Kind: brief.Withdraw, Item: item, Note: "It was another minister.", IfRev: 4})
	got := body[brief.Development](r)
	if got.Text != "" || len(got.RestsOn) != 0 || got.Headline != d.Headline || got.Track != d.Track || got.Note != "It was another minister." {
		t.Errorf("a tombstone is headline and note: %+v", got)
	}
	_, err := r.do(Change{Kind: brief.Update, Item: item, Development: d, IfRev: 5})
	refused(t, err, brief.KindInvalid, "withdrawn")
}

func TestTheNoteOfTheLastRevisionIsNotCarriedOver(t *testing.T) {
	r := newRoom(t, nil)
	item := r.publish()
	d := development()
	d.Text += " He said so twice."
	r.must(Change{Kind: brief.Correct, Item: item, Development: d, Note: "The number was wrong.", IfRev: 1})
	back := body[brief.Development](r)
	back.Text += " And again, he said."
	r.must(Change{Kind: brief.Update, Item: item, Development: back, IfRev: 2})
	if got := body[brief.Development](r); got.Note != "" {
		t.Errorf("the update says %q", got.Note)
	}
	r.must(Change{Kind: brief.Correct, Item: item, Development: back, Note: "The day was wrong.", IfRev: 3})
	back = body[brief.Development](r)
	back.Text += " He said it loudly."
	_, err := r.do(Change{Kind: brief.Correct, Item: item, Development: back, IfRev: 4})
	refused(t, err, brief.KindInvalid, "public note")
}

func TestTheSameKeyGivesTheSameEntry(t *testing.T) {
	for _, kind := range []brief.EntryKind{brief.Update, brief.Correct, brief.Refile, brief.Hold, brief.Withdraw} {
		r := newRoom(t, nil)
		item := r.publish()
		d := development()
		d.Note = "A note that came with the text."
		c := Change{Kind: kind, Item: item, Development: d, IfRev: 1, Key: "k"}
		if kind == brief.Hold || kind == brief.Withdraw {
			c.Note = d.Note
		}
		one, two := r.must(c), r.must(c)
		if one.Seq != two.Seq || len(r.book.entries) != 3 {
			t.Errorf("%s: entry %d, then %d", kind, one.Seq, two.Seq)
		}
	}
}

func TestAnEmbargoedActWaits(t *testing.T) {
	r := newRoom(t, nil)
	c := Change{Kind: brief.Publish, Development: development(), EmbargoUntil: noon.Add(time.Hour)}
	o, err := r.do(c)
	if err != nil || o.Entry != nil || o.Draft == nil || o.Warnings == nil || len(r.book.entries) != 1 {
		t.Errorf("%+v, %v", o, err)
	}
	c.EmbargoUntil = noon
	if o, err = r.do(c); err != nil || o.Entry == nil || len(r.book.drafts) != 1 {
		t.Errorf("an embargo that is over: %+v, %v", o, err)
	}
}

func TestOnlyAReconstructionIsDated(t *testing.T) {
	then := time.Date(2022, 9, 24, 18, 0, 0, 123456789, time.FixedZone("", 3*3600))
	r := newRoom(t, nil)
	_, err := r.do(Change{Kind: brief.Publish, Development: development(), Dated: then})
	refused(t, err, brief.KindInvalid, "only a reconstruction")
	r = newRoom(t, func(b *brief.Briefing) { b.Reconstruction = true })
	e := r.must(Change{Kind: brief.Publish, Development: development(), Dated: then})
	if want := "2022-09-24T15:00:00.123Z"; e.Dated.Format(time.RFC3339Nano) != want {
		t.Errorf("dated %v", e.Dated)
	}
	_, err = r.do(Change{Kind: brief.Publish, Development: development(), Dated: noon.Add(time.Second)})
	refused(t, err, brief.KindInvalid, "still to come")
}

func TestChangesThatAreRefused(t *testing.T) {
	long := func(n int) string { return strings.Repeat("ї", n) }
	change := func(edit func(*brief.Development)) Change {
		d := development()
		edit(&d)
		return Change{Kind: brief.Publish, Development: d}
	}
	for _, c := range []struct {
		words string
		c     Change
	}{
		{"no headline", change(func(d *brief.Development) { d.Headline = " \n" })},
		{"301 characters", change(func(d *brief.Development) { d.Headline = long(301) })},
		{"20001 characters", change(func(d *brief.Development) { d.Text = long(20001) })},
		{"2001 characters", change(func(d *brief.Development) { d.Note = long(2001) })},
		{"not valid UTF-8", change(func(d *brief.Development) { d.Text = "a\xff" })},
		{"U+0000", change(func(d *brief.Development) { d.Text = "a\x00b" })},
		{"U+001B", change(func(d *brief.Development) { d.Headline = "a\x1b[31m" })},
		{"U+000A", change(func(d *brief.Development) { d.Headline = "two\nlines" })},
		{"U+202E", change(func(d *brief.Development) { d.Headline = "a\u202eb" })},
		{"U+FFFF", change(func(d *brief.Development) { d.Place = "a\uffff" })},
		{"no track", change(func(d *brief.Development) { d.Track = "elsewhere" })},
		{"no track", change(func(d *brief.Development) { d.Track = "" })},
		{"no kind of development", change(func(d *brief.Development) { d.Kind = "rumour" })},
		{"no label", change(func(d *brief.Development) { d.Label = "" })},
		{"javascript:alert", change(func(d *brief.Development) { d.Text = "See [this](javascript:alert(1))." })},
		{"JavaScript:alert", change(func(d *brief.Development) { d.Text = "See [this]( <JavaScript:alert(1)>)." })},
		{"javascript:alert", change(func(d *brief.Development) { d.Text = "See [this](java\\script&colon;alert)." })},
		{"javascript:x", change(func(d *brief.Development) { d.Text = `See [this\\](javascript:x).` })},
		{"data:text", change(func(d *brief.Development) { d.Note = "[x](data:text/html,x)" })},
		{"links to \"/p/1\"", change(func(d *brief.Development) { d.Text = "[x](/p/1)" })},
		{"links to \"\"", change(func(d *brief.Development) { d.Text = "[x](" })},
		{"neither a report nor an address", change(func(d *brief.Development) { d.RestsOn = []brief.Reference{{Outlet: "O"}} })},
		{"not an address on the web", change(func(d *brief.Development) { d.RestsOn = []brief.Reference{{URL: "ftp://example.org"}} })},
		{"not an address on the web", change(func(d *brief.Development) { d.RestsOn = []brief.Reference{{URL: "https:///path"}} })},
		{"not an address on the web", change(func(d *brief.Development) { d.SeeAlso = []brief.Link{{Title: "T", URL: "//example.org"}} })},
		{"51 things", change(func(d *brief.Development) { d.RestsOn = make([]brief.Reference, 51) })},
		{"does not lie in a report", change(func(d *brief.Development) {
			d.RestsOn = []brief.Reference{{Report: "r", Span: &brief.Span{Start: 5, End: 5}}}
		})},
		{"does not lie in a report", change(func(d *brief.Development) {
			d.RestsOn = []brief.Reference{{URL: "https://e.org", Span: &brief.Span{End: 5}}}
		})},
		{"neither an address nor a text", change(func(d *brief.Development) { d.Kind, d.Text, d.RestsOn = brief.KindStory, " ", nil })},
		{"neither an address nor a text", change(func(d *brief.Development) {
			d.Kind, d.Text, d.RestsOn = brief.KindStory, "", []brief.Reference{{Report: "r"}}
		})},
		{"ends before it begins", change(func(d *brief.Development) { d.Event = brief.EventTime{From: noon, To: noon.Add(-1e9)} })},
		{"an end and no beginning", change(func(d *brief.Development) { d.Event = brief.EventTime{To: noon} })},
		{"no precision", change(func(d *brief.Development) { d.Event = brief.EventTime{From: noon, Precision: "second"} })},
		{"not known", change(func(d *brief.Development) { d.Event = brief.EventTime{From: noon, Zone: "Moon/Tycho"} })},
		{"not named by the SHA-256", change(func(d *brief.Development) { d.Images = []brief.Image{{SHA256: "ff", Alt: "A", Width: 1, Height: 1}} })},
		{"no description of the image", change(func(d *brief.Development) {
			d.Images = []brief.Image{{SHA256: strings.Repeat("0", 64), Width: 1, Height: 1}}
		})},
		{"gets its id from the desk", Change{Kind: brief.Publish, Item: "mine", Development: development()}},
		{"cannot be changed by \"redact\"", Change{Kind: brief.Redact, Item: "x"}},
		{"cannot be changed by \"glance\"", Change{Kind: brief.EntryGlance, Item: "glance"}},
		{"cannot be changed by \"\"", Change{}},
		{"not said which development", Change{Kind: brief.Update, Development: development()}},
		{"not said which development", Change{Kind: brief.Update, Item: brief.ItemGlance, Development: development()}},
		{"still to come", Change{Kind: brief.Publish, Development: development(), Dated: noon.Add(time.Hour)}},
	} {
		r := newRoom(t, func(b *brief.Briefing) { b.Reconstruction = true })
		_, err := r.do(c.c)
		refused(t, err, brief.KindInvalid, c.words)
		if len(r.book.entries) != 1 {
			t.Errorf("%s: something was written", c.words)
		}
	}
}

func TestNotesThatAreMissing(t *testing.T) {
	r := newRoom(t, nil)
	item := r.publish()
	for _, c := range []Change{
		{Kind: brief.Correct, Item: item, Development: development(), IfRev: 1},
		{Kind: brief.Withdraw, Item: item, IfRev: 1},
		{Kind: brief.Correct, Item: item, Development: development(), Note: " \n", IfRev: 1},
	} {
		_, err := r.do(c)
		refused(t, err, brief.KindInvalid, "public note")
	}
	_, err := r.do(Change{Kind: brief.Hold, Item: "nothing", IfRev: 1})
	refused(t, err, brief.KindNotFound, "no such item")
	_, err = r.do(Change{Kind: brief.Update, Item: item, Development: development(), IfRev: 7})
	refused(t, err, brief.KindConflict, "revision 1")
}

func TestTextAtItsLimitsIsTaken(t *testing.T) {
	r := newRoom(t, nil)
	d := development()
	d.Headline, d.Text, d.Note = strings.Repeat("ї", 300), strings.Repeat("ї", 20000), strings.Repeat("ї", 2000)
	d.Text = d.Text[:len(d.Text)-4] + "\r\n"
	r.must(Change{Kind: brief.Publish, Development: d})
	d = development()
	d.Text = "One said.\r\n\r\n- a *list* of [links](https://example.org/a_(b)), [mail](mailto:a@example.org)\r- <b>not HTML</b>"
	r.must(Change{Kind: brief.Publish, Development: d})
	if got := body[brief.Development](r).Text; strings.Contains(got, "\r") || !strings.Contains(got, "<b>not HTML</b>") {
		t.Errorf("%q", got)
	}
}

func TestABriefingWithoutTracksTakesNone(t *testing.T) {
	r := newRoom(t, func(b *brief.Briefing) { b.Template = "blank" })
	d := development()
	_, err := r.do(Change{Kind: brief.Publish, Development: d})
	refused(t, err, brief.KindInvalid, "no tracks")
	d.Track = ""
	r.must(Change{Kind: brief.Publish, Development: d})
}

func TestWhatStandsCanAlwaysBeHeldAndWithdrawn(t *testing.T) {
	r := newRoom(t, nil)
	item := r.publish()
	// A text that today's rules would not take: the sample, or an older version, may have brought it.
	r.book.entries[1].Body = []byte(`{"headline":"","text":"\u0000","track":"gone","kind":"odd","label":"","rests_on":[]}`)
	r.must(Change{Kind: brief.Hold, Item: item, IfRev: 1})
	r.must(Change{Kind: brief.Withdraw, Item: item, Note: "Wrong.", IfRev: 2})
}

func TestARemovedTextIsNeitherHeldNorWithdrawn(t *testing.T) {
	r := newRoom(t, nil)
	item := r.publish()
	if _, err := r.Redact(context.Background(), noon, chief, RedactOrder{Briefing: r.id, Item: item, Class: "law", Reason: "An order."}); err != nil {
		t.Fatal(err)
	}
	_, err := r.do(Change{Kind: brief.Withdraw, Item: item, Note: "N.", IfRev: 2})
	refused(t, err, brief.KindInvalid, "was removed")
	r.must(Change{Kind: brief.Update, Item: item, Development: development(), IfRev: 2})
}

func TestWarningsOfAnAct(t *testing.T) {
	r := newRoom(t, func(b *brief.Briefing) {
		b.Tracks = []brief.Track{{ID: "home", Name: "Home", To: "2022-12-29"}, {ID: "aid", Name: "Aid"}}
	})
	d := development()
	o, err := r.do(Change{Kind: brief.Publish, Development: d})
	if err != nil {
		t.Fatal(err)
	}
	sameRules(t, o.Warnings, "track_dates")
	item := o.Entry.Item
	r.must(Change{Kind: brief.Hold, Item: item, IfRev: 1})
	d.Track = "aid"
	o, err = r.do(Change{Kind: brief.Refile, Item: item, Development: d, IfRev: 2})
	if err != nil {
		t.Fatal(err)
	}
	sameRules(t, o.Warnings, "ends_hold", RuleRefile)
	r.ports.Known = func(_ context.Context, _ brief.BriefingID, key TextKey) (brief.ItemID, bool) {
		return item, key == KeyOf(d)
	}
	if o, err = r.do(Change{Kind: brief.Publish, Development: d}); err != nil {
		t.Fatal(err)
	}
	sameRules(t, o.Warnings, RuleSame)
	if o, err = r.do(Change{Kind: brief.Update, Item: item, Development: d, IfRev: 3}); err != nil {
		t.Fatal(err)
	}
	sameRules(t, o.Warnings)
}

func TestAReportOfOurOwnBecomesACard(t *testing.T) {
	r := newRoom(t, nil)
	c := StoryFrom(brief.Report{ID: "r1", Briefing: r.id, Title: "A  *big*\nstory\u202e", Summary: "1. [x](javascript:alert) said <b>so</b>\x00.",
		URL: "https://example.org/story", Outlet: "We", Language: "en-us", Published: noon}, "")
	r.must(c)
	got := body[brief.Development](r)
	if got.Headline != "A *big* story" || got.Kind != brief.KindStory || got.Label != brief.Reported || got.RestsOn[0].URL != "https://example.org/story" {
		t.Errorf("%+v", got)
	}
	if want := `1\. \[x\](javascript:alert) said \<b\>so\</b\> .`; got.Text != want {
		t.Errorf("text %q, want %q", got.Text, want)
	}
	if e := r.book.entries[1].Entry; e.Lang != "en-US" {
		t.Errorf("language %q", e.Lang)
	}
	long := StoryFrom(brief.Report{ID: "r2", Briefing: r.id, Title: strings.Repeat("seven12 ", 100), Summary: strings.Repeat("* ", 30000),
		URL: "https://example.org/2", Language: "?!"}, "aid")
	if n := len([]rune(long.Development.Headline)); n > 300 || !strings.HasSuffix(long.Development.Headline, " seven12…") {
		t.Errorf("%d: %q", n, long.Development.Headline)
	}
	r.must(long)
}
