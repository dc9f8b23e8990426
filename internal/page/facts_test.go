package page

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"livebrief/internal/brief"
	"livebrief/internal/edition"
)

func TestLivePageSaysWhatBecameOfEachItem(t *testing.T) {
	c := fullChronicle(t)
	live := strings.ReplaceAll(find(t, site(t, c, c.shelf()), "live"), "\u00a0", " ")
	for _, want := range []string{
		`<b>Corrected 09:30.</b> An earlier version gave the minimum service as six months; it is one year. <a href="p/law/history">Compare versions</a>`,
		`<p class="claim">Not verified: the desk could not confirm this independently.</p>`,
		`<b>Held while the desk checks it.</b> Two outlets disagree about the place.`,
		`Taken back by the desk, 10:10. The report rested on a forged letter.`,
		`The text was taken out for somebody’s safety, 10:30. Entry 10 of the record says so.`,
		`Some words were taken out openly, as required by law.`,
		`<span>Official statement</span><span>happened 24 September 2022</span><span>Moscow</span><span>by A. Editor</span>`,
		`Rests on <a href="https://rferl.example/32051023" rel="noreferrer" title="Zelenskiy urges">RFE/RL</a>, The Kremlin`,
		`<b class="mark">corrected 11:20</b>`, `said 24 September 2022`, `<span class="dot">LIVE</span>`, `edition 17`, `href="as-of/17"`,
		`<span>updated 11:40</span>`, `It follows World, Home fronts, Fighting, Civilians and Military aid.`, `<div id="since" hidden></div>`, `<p id="status" role="status"></p>`,
	} {
		if !strings.Contains(live, want) {
			t.Errorf("the live page lacks %s", want)
		}
	}
	if g, d := strings.Index(live, `id="glance"`), strings.Index(live, `class="dayset"`); g < 0 || g > d {
		t.Errorf("the glance does not come first: %d, %d", g, d)
	}
}

func TestWithdrawnAndRemovedTextIsNowhereButInItsHistory(t *testing.T) {
	c := fullChronicle(t)
	for _, p := range append(site(t, c, c.shelf()), feeds(t, c, c.shelf())...) {
		if strings.Contains(p.body, "must not be seen again") && p.name != "history wrong" {
			t.Errorf("%s shows a withdrawn headline", p.name)
		}
		if strings.Contains(p.body, "with a name in it") || strings.Contains(p.body, "Ivan") {
			t.Errorf("%s shows a removed text", p.name)
		}
	}
	if history := find(t, site(t, c, c.shelf()), "history wrong"); !strings.Contains(history, "must not be seen again") {
		t.Error("the history of a withdrawn item does not show what was withdrawn")
	}
}

func TestCorrectionKeepsItsNoteThroughLaterChanges(t *testing.T) {
	c := newChronicle(t, warBriefing())
	d := dev("A headline")
	c.add(brief.Publish, "one", d)
	d.Note = "It was two, not one."
	c.add(brief.Correct, "one", d)
	d.Note, d.Text = "", "More is known now."
	c.add(brief.Update, "one", d)
	pages := site(t, c, c.shelf())
	for _, name := range []string{"live", "item one", "track home", "day", "lite"} {
		if !strings.Contains(find(t, pages, name), "<b>Corrected 09:20.</b> It was two, not one.") {
			t.Errorf("%s forgot a correction when an update came", name)
		}
	}
}

func TestHistoryComparesWordByWord(t *testing.T) {
	c := fullChronicle(t)
	history := find(t, site(t, c, c.shelf()), "history law")
	if want := `at least <del>six months</del><ins>one year</ins> apply`; !strings.Contains(history, want) {
		t.Errorf("the history lacks %s", want)
	}
	line := find(t, site(t, c, c.shelf()), "line l2")
	for _, want := range []string{`the <del>second</del><ins>third</ins> day`, "It was the third day, not the second."} {
		if !strings.Contains(line, want) {
			t.Errorf("the line's history lacks %s", want)
		}
	}
}

func TestEveryPageOfAReconstructionSaysSo(t *testing.T) {
	b := warBriefing()
	b.Reconstruction = true
	c := newChronicle(t, b)
	d := dev("Ten years")
	d.Event = brief.EventTime{From: start, Precision: brief.ToDay}
	c.add(brief.Publish, "law", d)
	c.add(brief.EntryGlance, brief.ItemGlance, brief.Glance{Lines: []brief.Line{{ID: "l1", Text: "A line."}}, Changes: []brief.LineChange{{ID: "l1", Class: brief.Publish}}})
	for _, p := range site(t, c, c.shelf()) {
		if !strings.Contains(p.body, "This is a reconstruction.") {
			t.Errorf("%s does not say that it is a reconstruction", p.name)
		}
		if strings.Contains(p.body, ">LIVE<") {
			t.Errorf("%s calls a reconstruction live", p.name)
		}
	}
	if live := find(t, site(t, c, c.shelf()), "live"); !strings.Contains(live, `<time datetime="2022-09-24">24`+"\u00a0"+`Sep</time>`) {
		t.Error("an event known to the day is given an hour")
	}
}

func TestOlderEditionSaysSoAndDoesNotFollowTheRecord(t *testing.T) {
	c := fullChronicle(t)
	asOf := find(t, site(t, c, c.shelf()), "as-of")
	for _, want := range []string{"This is edition 17, as it stood at", `<a href="../">Go to the latest edition</a>`, "AS IT STOOD"} {
		if !strings.Contains(asOf, want) {
			t.Errorf("the older edition lacks %s", want)
		}
	}
	if strings.Contains(asOf, "data-live") || strings.Contains(asOf, "<script") {
		t.Error("the older edition follows the record")
	}
}

func TestStatesAreSaidInWords(t *testing.T) {
	for state, want := range map[brief.State]string{brief.Open: ">LIVE<", brief.Quiet: "Nothing is expected soon", brief.Closed: "This briefing has ended."} {
		b := warBriefing()
		b.State = state
		c := newChronicle(t, b)
		live := find(t, site(t, c, c.shelf()), "live")
		if !strings.Contains(live, want) {
			t.Errorf("a briefing that is %s does not say %q", state, want)
		}
		if got := strings.Contains(live, "data-live"); got != (state != brief.Closed) {
			t.Errorf("a briefing that is %s follows the record: %v", state, got)
		}
		if got := strings.Contains(live, "coverageEndTime"); got != (state == brief.Closed) {
			t.Errorf("a briefing that is %s has an end: %v", state, got)
		}
		if !strings.Contains(live, "Nothing is published yet.") {
			t.Error("an empty briefing does not say so")
		}
	}
}

// TestPartsDependOnTheirOwnEntriesOnly holds pages of a part to what caches assume: while the version of their scope
// stays, their bytes stay.
func TestPartsDependOnTheirOwnEntriesOnly(t *testing.T) {
	c := fullChronicle(t)
	scopes := map[string]edition.Scope{"track home": edition.OfTrack("home"), "item law": edition.OfItem("law"), "history law": edition.OfItem("law"),
		"line l1": edition.OfLine("l1"), "day": edition.OfDay("2022-09-24")}
	before, versions := site(t, c, c.shelf()), map[string]brief.Seq{}
	for name, scope := range scopes {
		versions[name] = c.state.Version(scope)
	}
	c.clock = start.AddDate(0, 0, 3)
	for _, track := range []brief.TrackID{"world", "aid"} {
		other := dev("Something else")
		other.Track = track
		c.add(brief.Publish, brief.ItemID("other-"+string(track)), other)
	}
	after := site(t, c, c.shelf())
	for name, scope := range scopes {
		if versions[name] != c.state.Version(scope) {
			t.Fatalf("the version of %q moved; the test proves nothing", name)
		}
		if find(t, before, name) != find(t, after, name) {
			t.Errorf("%q changed though nothing of its own did", name)
		}
	}
}

func TestFragmentsAreThePiecesOfThePage(t *testing.T) {
	c := fullChronicle(t)
	live := find(t, site(t, c, c.shelf()), "live")
	want := map[brief.Seq]struct{ says, first, place string }{
		2: {"new", "d-law", "insert"}, 4: {"correction", "d-law", "replace"}, 6: {"update", "d-held", "replace"}, 8: {"withdrawal", "d-wrong", "replace"},
		10: {"withdrawal", "d-secret", "replace"}, 13: {"story", "stories", "replace"}, 14: {"glance", "glance", "replace"}, 15: {"correction", "glance", "replace"},
		17: {"update", "d-pledge", "replace"}, 1: {"quiet", "glance", "replace"},
	}
	for seq, w := range want {
		fragments, says, err := Fragments(c.shelf(), c.bodies, c.entries[seq-1])
		if err != nil {
			t.Fatal(err)
		}
		if says != w.says || fragments[0].ID != w.first || fragments[0].Place != w.place {
			t.Errorf("entry %d says %s %s %s, want %v", seq, says, fragments[0].ID, fragments[0].Place, w)
		}
		if last := fragments[len(fragments)-1]; last.ID != "masthead" {
			t.Errorf("entry %d ends with %s", seq, last.ID)
		}
		for _, f := range fragments {
			html := strings.Replace(f.HTML, ` data-day-name="Saturday 24`+"\u00a0September\u00a02022\"", "", 1)
			if !strings.Contains(live, html) {
				t.Errorf("entry %d: the fragment %s is not on the page:\n%s", seq, f.ID, f.HTML)
			}
			if !strings.Contains(f.HTML, `id="`+f.ID+`"`) {
				t.Errorf("entry %d: the fragment %s has another id", seq, f.ID)
			}
		}
	}
}

func TestStructuredDataKeepsItsBeginning(t *testing.T) {
	c := fullChronicle(t)
	read := func() (v struct {
		Type, Start, Published string
		Updates                []struct{ URL, Headline string }
	}) {
		body := find(t, site(t, c, c.shelf()), "live")
		_, block, _ := strings.Cut(body, `<script type="application/ld+json">`)
		block, _, _ = strings.Cut(block, `</script>`)
		var doc map[string]json.RawMessage
		if err := json.Unmarshal([]byte(block), &doc); err != nil {
			t.Fatal(err)
		}
		for name, into := range map[string]any{"@type": &v.Type, "coverageStartTime": &v.Start, "datePublished": &v.Published, "liveBlogUpdate": &v.Updates} {
			if err := json.Unmarshal(doc[name], into); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
		}
		return v
	}
	before := read()
	if before.Type != "LiveBlogPosting" || before.Start != "2022-09-24T06:00:00Z" || len(before.Updates) != 5 || before.Updates[0].URL != "https://brief.example/war/#d-pledge" {
		t.Errorf("got %+v", before)
	}
	c.clock = start.Add(50 * time.Hour)
	c.add(brief.Publish, "later", dev("Later"))
	if after := read(); after.Start != before.Start || after.Published != before.Published {
		t.Errorf("the beginning moved from %s to %s", before.Start, after.Start)
	}
}

func TestFeedMovesOnCorrectionAndNotOnMisprint(t *testing.T) {
	c := newChronicle(t, warBriefing())
	d := dev("A headlne")
	c.add(brief.Publish, "one", d)
	atom := func() string {
		var b bytes.Buffer
		if err := WriteFeed(&b, c.shelf(), c.bodies, "atom", "home"); err != nil {
			t.Fatal(err)
		}
		return b.String()
	}
	published := "<updated>2022-09-24T06:10:00Z</updated>"
	d.Headline = "A headline"
	c.add(brief.Refile, "one", d)
	if got := atom(); strings.Count(got, published) != 2 || !strings.Contains(got, "A headline") {
		t.Errorf("a misprint moved the feed:\n%s", got)
	}
	d.Note = "It was two, not one."
	c.add(brief.Correct, "one", d)
	if got := atom(); strings.Contains(got, published) || !strings.Contains(got, "<updated>2022-09-24T06:30:00Z</updated>") ||
		!strings.Contains(got, "urn:livebrief:b1:one") || !strings.Contains(got, "It was two, not one.") || !strings.Contains(got, "https://brief.example/war/p/one/history") {
		t.Errorf("a correction is not in the feed:\n%s", got)
	}
	d.Note = "All of it was wrong."
	c.add(brief.Withdraw, "one", d)
	if got := atom(); !strings.Contains(got, `ref="urn:livebrief:b1:one"`) || !strings.Contains(got, "All of it was wrong.") || strings.Contains(got, "A headline") {
		t.Errorf("a withdrawal is not in the feed:\n%s", got)
	}
}

func TestBoxLeadsToTheBriefingFromAnywhere(t *testing.T) {
	c := fullChronicle(t)
	box := find(t, site(t, c, c.shelf()), "box")
	for _, want := range []string{`<a href="https://brief.example/war/">Live briefing: Russia’s invasion of Ukraine</a>`, `<a href="https://brief.example/war/coverage">All of The Outlet’s coverage</a>`,
		`<strong>See also:</strong> <a href="https://outlet.example/queue" rel="noreferrer">Inside the queue at the border</a>`} {
		if !strings.Contains(box, want) {
			t.Errorf("the box lacks %s", want)
		}
	}
	if strings.Contains(box, "class=\"d") || strings.Contains(box, "<link") || strings.Contains(box, "<script") {
		t.Error("the box brings more than words")
	}
}

func TestErrorPagesSpeak(t *testing.T) {
	for _, status := range []int{404, 410, 500} {
		var b bytes.Buffer
		if err := WriteError(&b, ErrorView{Status: status, What: "there is no page <here>", Do: "go back", Home: "../../"}); err != nil {
			t.Fatal(err)
		}
		for _, want := range []string{"There is no page &lt;here&gt;", "Go back", `href="../../static/live.`, `<a href="../../">`} {
			if !strings.Contains(b.String(), want) {
				t.Errorf("the page for %d lacks %s", status, want)
			}
		}
	}
}
