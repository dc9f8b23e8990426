package reading

import (
	"fmt"
	"strings"
	"testing"

	"livebrief/internal/brief"
)

// tale gives a story of its own: no two numbers share three words in a row.
func tale(n int) string {
	var b strings.Builder
	for i := range 12 {
		fmt.Fprintf(&b, "%s%s met %s%s near the %s%s. ", "Mayor ", letters(900+n*31+i), "Captain ", letters(5000+n*17+i), letters(70000+n*13+i), "pier")
		if i%4 == 3 {
			b.WriteString("\n")
		}
	}
	return strings.TrimSpace(b.String())
}

const tideBox = "Help us keep the harbour honest and tell the desk what you see."

// learn gives one that has seen reports, in their order.
func learn(reports ...string) *Recurring {
	r := NewRecurring(RecurringWindow{})
	for i, text := range reports {
		r.Add(brief.ReportID(fmt.Sprint(i)), text)
	}
	return r
}

func TestABoxIsLearnedFromThreeStories(t *testing.T) {
	with := func(n int) string { return strings.Replace(tale(n), "\n", "\n"+tideBox+"\n", 1) }
	if n := learn(with(1), with(2)).Times(tideBox); n != 0 {
		t.Errorf("two stories: %d, want 0", n)
	}
	r := learn(with(1), with(2), with(3))
	for paragraph, want := range map[string]int{
		tideBox: 3, strings.ToUpper(tideBox): 3, "Rain fell on the pier all day, and you stayed.": 0, "": 0, "Help us": 0,
		strings.Split(tale(2), "\n")[0]: 0,
	} {
		if n := r.Times(paragraph); n != want {
			t.Errorf("%q: %d, want %d", paragraph, n, want)
		}
	}
	got := Read(brief.ReadReport{Text: with(3)}, Options{Recurring: r.Times})
	checkSpans(t, got)
	if len(got.Promos) != 1 || got.Promos[0].Rule != "recurs:3" || got.Promos[0].Of(with(3)) != tideBox {
		t.Errorf("promos %+v", got.Promos)
	}
	if alone := Read(brief.ReadReport{Text: with(3)}, Options{}); len(alone.Promos) != 0 {
		t.Errorf("without what was learned: promos %+v", alone.Promos)
	}
}

// TestVersionsOfOneStoryCountOnce: a quotation that five updates repeat is none, however short the first one was.
func TestVersionsOfOneStoryCountOnce(t *testing.T) {
	const quote = "We ask you to stay with us at the pier until the ships are here."
	story := tale(1)
	var updates []string
	for i := range 6 {
		text := quote + "\n" + story
		for k := range i {
			text += "\n" + strings.Split(tale(10+k), "\n")[0]
		}
		updates = append(updates, text)
	}
	if n := learn(updates...).Times(quote); n != 0 {
		t.Errorf("six versions: %d, want 0", n)
	}
	if n := learn(append(updates, tale(2)+"\n"+quote)...).Times(quote); n != 0 {
		t.Errorf("six versions and another story: %d, want 0", n)
	}
	if n := learn(append(updates, tale(2)+"\n"+quote, tale(3)+"\n"+quote)...).Times(quote); n != 3 {
		t.Errorf("six versions and two other stories: %d, want 3", n)
	}
}

// TestRewrittenVersionsAreOneStory, whether a word changes in every paragraph or a flash grows to a long report.
func TestRewrittenVersionsAreOneStory(t *testing.T) {
	lines := strings.Split(tale(1), "\n")
	var rewritten, grown []string
	for n := range 4 {
		word := letters(90_000 + n)
		rewritten = append(rewritten, lines[0]+word+"\n"+lines[1]+word+"\n"+lines[2]+word+"\n"+tideBox)
		// Each is four times as long as the first, and shares with the others only what that says.
		grown = append(grown, lines[0]+"\n"+lines[1]+"\n"+tideBox)
		if n > 0 {
			grown[n] += "\n" + tale(20+n) + "\n" + tale(30+n)
		}
	}
	for name, reports := range map[string][]string{"a word in every paragraph": rewritten, "grown": grown} {
		if n := learn(reports...).Times(tideBox); n != 0 {
			t.Errorf("%s: %d stories, want no more than two", name, n)
		}
	}
}

// TestStoriesThatTurnOutToBeOneAreOne: the third report holds both others.
func TestStoriesThatTurnOutToBeOneAreOne(t *testing.T) {
	with := func(n int) string { return tale(n) + "\n" + tideBox }
	if n := learn(with(1), with(2), with(3)).Times(tideBox); n != 3 {
		t.Errorf("three stories: %d, want 3", n)
	}
	if n := learn(with(1), with(2), with(3), tale(1)+"\n"+with(2)).Times(tideBox); n != 0 {
		t.Errorf("two of three stories were one: %d, want 0", n)
	}
}

// TestBackgroundIsNoBox until half of five stories and more have it.
func TestBackgroundIsNoBox(t *testing.T) {
	const background = "The strike has emptied the harbour and driven thousands of families inland."
	const signature = "The Daily Tern has covered the northern harbours since 1987."
	for _, c := range []struct{ stories, have, want int }{{4, 4, 0}, {5, 5, 5}, {10, 5, 5}, {11, 5, 0}, {9, 4, 0}} {
		var reports []string
		for n := range c.stories {
			text := tale(n)
			if n < c.have {
				text += "\n" + background
			}
			reports = append(reports, text+"\n"+signature)
		}
		r := learn(reports...)
		if n := r.Times(background); n != c.want {
			t.Errorf("background in %d of %d: %d, want %d", c.have, c.stories, n, c.want)
		}
		if n := r.Times(signature); c.stories >= recurTelling && n != c.stories {
			t.Errorf("a line in %d of %[1]d: %d", c.stories, n)
		}
	}
	letter := "We have had 300 letters from you about the pier"
	if n := learn(tale(1)+"\n"+letter, tale(2)+"\n"+letter, tale(3)+"\n"+letter).Times(letter); n != 0 {
		t.Errorf("a number in three stories: %d, want 0", n)
	}
}

func TestTitlesThatRecurAreRelated(t *testing.T) {
	const listed = "Northland Harbour Strike Enters Its Third Week"
	reports := []string{tale(1) + "\n" + listed, tale(2) + "\n" + listed, tale(3) + "\n" + listed}
	r := learn(reports...)
	got := Read(brief.ReadReport{Text: reports[0]}, Options{Recurring: r.Times})
	last := got.Paragraphs[len(got.Paragraphs)-1]
	if last.Kind != brief.ParaRelated || last.Rule != "recurs:3" {
		t.Errorf("%+v", last)
	}
	titled := Read(brief.ReadReport{Title: listed, Text: listed + "\n" + tale(1)}, Options{Recurring: r.Times})
	if p := titled.Paragraphs[0]; p.Kind != brief.ParaHeadline {
		t.Errorf("the report's own title: %+v", p)
	}
}

// TestTheOldestReportIsForgotten, and with it all that was kept of it.
func TestTheOldestReportIsForgotten(t *testing.T) {
	r := NewRecurring(RecurringWindow{Reports: 5})
	for n := range 3 {
		r.Add(brief.ReportID(fmt.Sprint(n)), tale(n)+"\n"+tideBox)
	}
	r.Add("2", tale(2)+"\n"+tideBox)
	if n := r.Times(tideBox); n != 3 || r.came != 3 {
		t.Errorf("%d of %d reports, want 3 of 3", n, r.came)
	}
	for n := 3; n < 40; n++ {
		r.Add(brief.ReportID(fmt.Sprint(n)), tale(n))
		if want := 3; n < 5 && r.Times(tideBox) != want {
			t.Errorf("after %d reports: %d, want %d", n+1, r.Times(tideBox), want)
		}
	}
	kept := 0
	for _, o := range r.reports {
		kept += len(o.paras)
	}
	if n := r.Times(tideBox); n != 0 || len(r.reports) != 5 || len(r.holders) != kept {
		t.Errorf("%d; %d reports, %d paragraphs of %d", n, len(r.reports), len(r.holders), kept)
	}
}

// TestAReportIsRememberedInBounds keeps no more of a report than the bound, whatever is in it.
func TestAReportIsRememberedInBounds(t *testing.T) {
	r := learn(named("The @ pier fell\n", 1<<18), "", "\xff", strings.Repeat("a b c d ", 1<<16), "\x00\n\n")
	if len(r.holders) != recurMost {
		t.Errorf("%d paragraphs are kept, want %d", len(r.holders), recurMost)
	}
}
