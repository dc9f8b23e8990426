package desk

import (
	"strings"
	"testing"

	"livebrief/internal/brief"
)

// lintCase is one text and the rules that it sets off.
type lintCase struct {
	name string
	edit func(*brief.Development)
	want []string
}

func TestLintOfDevelopments(t *testing.T) {
	text := func(s string) func(*brief.Development) { return func(d *brief.Development) { d.Text = s } }
	headline := func(s string) func(*brief.Development) { return func(d *brief.Development) { d.Headline = s } }
	event := func(s string, l brief.Label) func(*brief.Development) {
		return func(d *brief.Development) {
			d.Kind, d.Label, d.Headline, d.Text = brief.KindEvent, l, "Two spans of the bridge fall", s
		}
	}
	words := func(n int) string { return strings.TrimSpace(strings.Repeat("word ", n)) }
	said := func(s string) func(*brief.Development) {
		return func(d *brief.Development) { d.Headline, d.Text = "Guarantees", s }
	}
	cases := []lintCase{
		{"nothing to say", func(*brief.Development) {}, nil},
		{"no text at all", text(""), nil},

		{"headline of 45 words", headline(words(45)), nil},
		{"headline of 46 words", headline(words(46)), []string{RuleLong}},
		{"two sentences of 30", headline(words(29) + " end. " + words(30)), nil},
		{"an abbreviation ends no sentence", headline(words(24) + " Gen. " + words(24)), []string{RuleLong}},

		{"nobody says so", said("Soldiers who surrender get three guarantees."), nil}, // "guarantees" is a verb too
		{"nobody at all", func(d *brief.Development) { d.Headline, d.Text = "Three weeks", "The borders close in January." }, []string{RuleUnsourced}},
		{"according to", func(d *brief.Development) {
			d.Headline, d.Text = "Three weeks", "According to the ministry, the borders close in January."
		}, nil},
		{"declined to comment", func(d *brief.Development) {
			d.Kind, d.Headline, d.Text = brief.KindNoComment, "No answer", "The Kremlin declined to comment."
		}, nil},
		{"official event, nobody says so", event("A fire brings down two road spans.", brief.Official), []string{RuleUnsourced}},
		{"reported event, nobody says so", event("A fire brings down two road spans.", brief.Reported), []string{RuleUnsourced}},
		{"witnessed event needs nobody", event("A fire brings down two road spans.", brief.Witnessed), nil},
		{"a part of a word is no verb", event("The unsaid part of the staid saying-not-quite aid.", brief.Official), nil}, // "saying" is

		{"overnight", text("He said overnight that it is so."), []string{RuleUndated}},
		{"last week", text("He said it last week."), []string{RuleUndated}},
		{"on Tuesday last", text("He said it on Tuesday."), nil},
		{"overnight on a date", text("He said overnight on December 30 that it is so."), nil},
		{"today with a date before the month", text("He said today, 30 December, that it is so."), nil},
		{"today with an ISO date", text("He said today (2022-12-30) that it is so."), nil},
		{"may is not May", text("He said today that it may rain."), []string{RuleUndated}},
		{"yesterday in the headline", headline("Yesterday he said so"), nil}, // the text has a date

		{"comma at the end of the headline", headline("He said so,"), []string{RuleStray}},
		{"dash at the end of the headline", headline("He said so –"), []string{RuleStray}},
		{"stray letter at the end of the headline", headline("He said so v"), []string{RuleStray}},
		{"a numeral is no stray letter", headline("He said so of World War I"), nil},
		{"a quote ends a headline", headline("He said \"so\""), nil},
		{"a question", headline("Who said so?"), nil},
		{"two full stops", text("He said so.."), []string{RuleStray}},
		{"three are usual", text("He said so..."), nil},
		{"full stop and comma", text("He said so.,"), []string{RuleStray}},
		{"no full stop", text("He said so"), []string{RuleStray}},
		{"stray letter behind the stop", text("He said so.s"), []string{RuleStray}},
		{"stray Russian letter", text("Он said so. ы"), []string{RuleStray}},
		{"opening bracket", text("He said so ("), []string{RuleStray}},
		{"stop within the quotes", text("He said, \"so.\""), nil},
		{"stop behind the bracket", text("He said so (on December 30)."), nil},
		{"stop within emphasis", text("He said so, *loudly.*"), nil},
		{"a link at the end", text("He said so [here.](https://example.org)"), nil},
		{"a list may do without", text("He said:\n\n- one\n- two"), nil},
		{"an ellipsis", text("He said so…"), nil},
		{"Armenian and the like are left alone", text("He said so।"), nil},

		{"claimed", text("He claimed it was so."), []string{RuleLoaded}},
		{"admitted", text("He admitted it."), []string{RuleLoaded}},
		{"claims as a thing", text("He denied the claims."), nil},
		{"somebody's claims", text("He denied Moscow's claims."), nil},
		{"claims as an act", text("Moscow claims it is so, he said."), []string{RuleLoaded}},
		{"claimed responsibility", text("The group claimed responsibility, it said."), nil},
		{"claimed lives", text("The strike claimed 30 lives, he said."), nil},
		{"admitted to hospital", text("He was admitted to hospital, she said."), nil},
		{"claimed with a reason", func(d *brief.Development) { d.Text, d.Note = "He claimed it.", "Satellite images show otherwise." }, nil},

		{"unverified and unsaid", func(d *brief.Development) { d.Label = brief.Unverified }, []string{RuleUnverified}},
		{"unverified and said", func(d *brief.Development) {
			d.Label, d.Text = brief.Unverified, "He said so. The report could not be independently verified."
		}, nil},
		{"verified is not unverified", func(d *brief.Development) {
			d.Label, d.Text = brief.Unverified, "He said the video was verified by others."
		}, []string{RuleUnverified}},

		{"a quotation that stays open", text("He said “so."), []string{RuleQuotes}},
		{"closed before it is opened", text("He said so” and “so."), []string{RuleQuotes}},
		{"opened twice in one paragraph", text("He said “so “and so”."), []string{RuleQuotes}},
		{"straight and odd", text("He said \"so."), []string{RuleQuotes}},
		{"over two paragraphs", text("“So,” he said. “And\n\n“so on.”"), nil},
		{"German", text("Er said „so“."), nil},
		{"German and open", text("Er said „so."), []string{RuleQuotes}},
		{"Russian and open", text("Он said «так."), []string{RuleQuotes}},
		{"inches", text("He said a 5\" gun."), nil},
		{"an apostrophe is no quotation", text("He said it's the soldiers' choice."), nil},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			d := development()
			c.edit(&d)
			sameRules(t, Lint(d, LintFacts{Lang: "en"}), c.want...)
		})
	}
}

func TestWordsOfOtherLanguagesAreLeftToPeople(t *testing.T) {
	d := development()
	d.Headline, d.Text, d.Label = "Резников: границы закроют", "Мобилизация начнется сегодня. Overnight he claimed.", brief.Unverified
	sameRules(t, Lint(d, LintFacts{Lang: "ru"}))
	d.Text += ","
	sameRules(t, Lint(d, LintFacts{Lang: "ru"}), RuleStray)
	sameRules(t, Lint(d, LintFacts{Lang: "en-GB"}), RuleStray, RuleUndated, RuleLoaded, RuleUnverified)
	sameRules(t, Lint(d, LintFacts{}), RuleStray, RuleUndated, RuleLoaded, RuleUnverified)
}

func TestTheSameTextIsKnownAgain(t *testing.T) {
	d := development()
	d.Text = strings.ToUpper(d.Text) + "\n\n "
	known := func(key TextKey) (brief.ItemID, bool) { return "old", key == KeyOf(development()) }
	sameRules(t, Lint(d, LintFacts{Known: known}), RuleSame)
	sameRules(t, Lint(d, LintFacts{Known: known, Item: "old"}))
	d.Text += "30"
	sameRules(t, Lint(d, LintFacts{Known: known}), RuleStray)
}

func TestLintOfLines(t *testing.T) {
	for _, c := range []struct {
		text, saidOn, note string
		want               []string
	}{
		{"Ukraine guarantees every soldier who surrenders three things, Zelenskiy said on September 24.", "", "", nil},
		{"Russian strikes hit Kyiv overnight, officials said.", "", "", []string{RuleUndated}},
		{"Russian strikes hit Kyiv overnight, officials said.", "2022-10-10", "", nil},
		{"The ministry claimed a success on May 4.", "", "", []string{RuleLoaded}},
		{"The ministry claimed a success on May 4.", "", "Video shows the contrary.", nil},
		{"A line without its stop", "", "", []string{RuleStray}},
		{strings.Repeat("word ", 46) + "end.", "", "", []string{RuleLong}},
		{"He said “so on May 4.", "", "", []string{RuleQuotes}},
	} {
		sameRules(t, LintLine(brief.Line{Text: c.text, SaidOn: c.saidOn}, c.note, LintFacts{}), c.want...)
	}
}

func TestEveryWarningIsASentence(t *testing.T) {
	d := brief.Development{Headline: strings.Repeat("word ", 50) + "overnight,", Text: "Somebody claims “it", Kind: brief.KindDenial, Label: brief.Unverified}
	found := Lint(d, LintFacts{Known: func(TextKey) (brief.ItemID, bool) { return "x", true }})
	if len(found) < 7 {
		t.Errorf("only %v", rules(found))
	}
	for _, w := range found {
		if !strings.HasSuffix(w.Sentence, ".") || strings.ContainsAny(w.Rule, " A") {
			t.Errorf("%+v", w)
		}
	}
}

func TestARefileIsForSlips(t *testing.T) {
	text := func(was, is string) [2]string { return [2]string{was, is} }
	for _, c := range []struct {
		texts [2]string
		warns bool
	}{
		{text("Three things , he said", "Three things, he said."), false},
		{text("the ministery said", "The ministry said"), false},
		{text("the mnistry said", "the ministry said"), false},
		{text("the miinstry said", "the ministry said"), false},
		{text("every one said", "everyone said"), false},
		{text("Zelensky said", "Zelenskiy said"), false},
		{text("he said so v", "he said so"), false},
		{text("he said in May", "he said in"), true},
		{text("14 dead", "19 dead"), true},
		{text("1.4 million", "14 million"), true},
		{text("1.4 million", "1,4 million"), true},
		{text("the 4 million", "the 4, million"), false},
		{text("in 2022 he", "in 2022, he"), false},
		{text("he can go", "he cannot go"), true},
		{text("it is now open", "it is not open"), true},
		{text("he said", "she said"), true},
		{text("Ukraine attacked", "Russia attacked"), true},
		{text("attacked", ""), true},
		{text("Киев сказал", "Київ сказал"), false},
	} {
		was, is := development(), development()
		was.Text, is.Text = c.texts[0], c.texts[1]
		if got := len(refileWarnings(was, is)) > 0; got != c.warns {
			t.Errorf("%q to %q: warns %v, want %v", c.texts[0], c.texts[1], got, c.warns)
		}
	}
}

func TestARefileThatFilesElsewhereWarns(t *testing.T) {
	for _, edit := range []func(*brief.Development){
		func(d *brief.Development) { d.Label = brief.Verified }, func(d *brief.Development) { d.Kind = brief.KindThreat },
		func(d *brief.Development) { d.Track = "aid" }, func(d *brief.Development) { d.Place = "Kyiv" },
		func(d *brief.Development) { d.Event.From = noon }, func(d *brief.Development) { d.Headline = "Something else" },
	} {
		d := development()
		edit(&d)
		sameRules(t, refileWarnings(development(), d), RuleRefile)
	}
	sameRules(t, refileWarnings(development(), development()))
}
