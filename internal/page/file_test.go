package page

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"livebrief/internal/brief"
)

func oneFile(t *testing.T, c *chronicle, limit int) string {
	t.Helper()
	s := c.shelf()
	s.Static, s.Public = true, ""
	var b bytes.Buffer
	if err := WriteFile(&b, s, c.bodies, limit, 500); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// fortnight publishes two developments on each of ten days, the last on 3 October.
func fortnight(t *testing.T) *chronicle {
	c := newChronicle(t, warBriefing())
	for day := range 10 {
		for n := range 2 {
			c.clock = start.AddDate(0, 0, day).Add(time.Duration(n) * time.Hour)
			d := dev(fmt.Sprintf("Development %d of day %d", n, day))
			d.Text = strings.Repeat("Officials said so again. ", 80)
			c.add(brief.Publish, brief.ItemID(fmt.Sprintf("day%d-%d", day, n)), d)
		}
	}
	return c
}

func TestOneFileHoldsTheLastSevenDays(t *testing.T) {
	c := fortnight(t)
	file := oneFile(t, c, 300<<10)
	for day := range 10 {
		shown := strings.Contains(file, fmt.Sprintf("Development 0 of day %d<", day)) && strings.Contains(file, fmt.Sprintf("Development 1 of day %d<", day))
		if shown != (day >= 3) {
			t.Errorf("day %d is shown: %v", day, shown)
		}
	}
	for _, want := range []string{"27 September 2022 to 3 October 2022: 14 items, edition 21,", `id="day-2022-10-03"`, `<a href="#day-2022-09-27">`, `id="d-day9-1"`,
		`<a href="#d-day9-1">Link to this</a>`, "brief.example/war 1a2b3c4d", `livebrief verify FILE.html <span>--key</span> &#34;1a2b3c4d&#34;`} {
		if !strings.Contains(strings.ReplaceAll(file, "\u00a0", " "), want) {
			t.Errorf("the file lacks %s", want)
		}
	}
	if strings.Contains(file, "Left out") {
		t.Error("the file says that something was left out, and nothing was")
	}
	// A change a year later, as to what came of a statement, leaves the week of the news as it is.
	c.clock = start.AddDate(1, 0, 0)
	later := warBriefing()
	later.Standfirst = "Nothing else has happened."
	c.add(brief.EntryBriefing, brief.ItemBriefing, later)
	if later := oneFile(t, c, 300<<10); !strings.Contains(strings.ReplaceAll(later, "\u00a0", " "), "27 September 2022 to 3 October 2022: 14 items, edition 22,") {
		t.Error("a year later the week of the news is another")
	}
}

func TestOneFileLeavesOutWholeOldDaysFirstAndSaysSo(t *testing.T) {
	c := fortnight(t)
	size := func(items int) int {
		s := c.shelf()
		s.Static, s.Public = true, ""
		body, err := newWeek(s, c.bodies, 500).render(items)
		if err != nil {
			t.Fatal(err)
		}
		return len(body)
	}
	for _, k := range []struct {
		limit, items int
		says         string
	}{
		{size(14), 14, "27 September 2022 to 3 October 2022: 14 items"},
		{size(14) - 1, 12, "28 September 2022 to 3 October 2022: 12 items, edition 21, NN KB. <b>Left out to stay below 300 KB: 1 day before that.</b>"},
		{size(6), 6, "1 October 2022 to 3 October 2022: 6 items, edition 21, NN KB. <b>Left out to stay below 300 KB: 4 days before that.</b>"},
		{size(2) - 1, 1, "<p class=\"notice\">This is a copy of the briefing in one file. It works without a network and can be passed on as it is. 3 October 2022: 1 item, edition 21, NN KB. <b>Left out to stay below 300 KB: 6 days before that. Left out to stay below 300 KB: 1 item of the first day.</b>"},
		{size(1) - 1, 0, "0 items"},
	} {
		file := strings.ReplaceAll(oneFile(t, c, k.limit), "\u00a0", " ")
		kb := fmt.Sprintf("%d KB", (len(oneFile(t, c, k.limit))+500+1023)/1024)
		if want := strings.ReplaceAll(k.says, "NN KB", kb); !strings.Contains(file, want) {
			t.Errorf("at most %d bytes: the file lacks %s", k.limit, want)
		}
		if got := strings.Count(file, `<article class="d `); got != k.items {
			t.Errorf("at most %d bytes: %d items, want %d", k.limit, got, k.items)
		}
	}
	s := c.shelf()
	if err := WriteFile(io.Discard, s, c.bodies, 1000, 500); brief.KindOf(err) != brief.KindInvalid {
		t.Errorf("a file of 1000 bytes: %v", err)
	}
}

// The policy of the page allows its one style sheet and nothing else, and the page needs nothing else.
func TestOneFileAsksForNothing(t *testing.T) {
	c := fullChronicle(t)
	b := c.state.Briefing
	b.Identity.Colour = "#205080"
	b.Mirrors = []string{"https://mirror.example/war/"}
	c.add(brief.EntryBriefing, brief.ItemBriefing, b)
	file := oneFile(t, c, 300<<10)
	_, rest, _ := strings.Cut(file, "<style>")
	sheet, _, ok := strings.Cut(rest, "</style>")
	sum := sha256.Sum256([]byte(sheet))
	want := "default-src &#39;none&#39;; style-src &#39;sha256-" + strings.ReplaceAll(base64.StdEncoding.EncodeToString(sum[:]), "+", "&#43;") + "&#39;; img-src data:; base-uri &#39;none&#39;; form-action &#39;none&#39;"
	if !ok || !strings.Contains(sheet, "--brand:#205080") || !strings.Contains(file, `<meta http-equiv="Content-Security-Policy" content="`+want+`">`) {
		t.Errorf("the policy does not allow the sheet by its hash: %s", want)
	}
	ids := map[string]bool{}
	for _, n := range nodes(t, file) {
		if id, ok := attr(n, "id"); ok {
			if ids[id] {
				t.Errorf("the id %q stands twice", id)
			}
			ids[id] = true
		}
	}
	for _, n := range nodes(t, file) {
		href, isLink := attr(n, "href")
		_, src := attr(n, "src")
		switch {
		case n.Data == "script" || n.Data == "iframe" || src:
			t.Errorf("<%s>", n.Data)
		case n.Data == "link" && !strings.HasPrefix(href, "data:"):
			t.Errorf("<link href=%q>", href)
		case isLink && n.Data == "a" && strings.HasPrefix(href, "#") && !ids[href[1:]]:
			t.Errorf("%s leads nowhere", href)
		case isLink && n.Data == "a" && !strings.HasPrefix(href, "#") && !strings.HasPrefix(href, "https://") && !strings.HasPrefix(href, "mailto:"):
			t.Errorf("%q leads out of the file", href)
		}
	}
}

// What somebody writes into a briefing cannot leave its place in the one file, nor look like its signature.
func TestNoTextBecomesMarkupInOneFile(t *testing.T) {
	for _, x := range payloads {
		file := oneFile(t, hostileChronicle(t, x), 300<<10)
		sheets := 0
		for _, n := range nodes(t, file) {
			if n.Data == "style" && n.Parent.Data == "head" {
				sheets++
				continue
			}
			harmless(t, x, "the one file", n)
		}
		if sheets != 1 || strings.Contains(file, "<!--") {
			t.Errorf("%q: %d style sheets, or a comment", x, sheets)
		}
	}
}

// The marks of what became of an item stand in the file as they do on the page.
func TestOneFileSaysWhatBecameOfEachItem(t *testing.T) {
	file := strings.ReplaceAll(oneFile(t, fullChronicle(t), 300<<10), "\u00a0", " ")
	for _, want := range []string{
		`<b>Corrected 09:30.</b> An earlier version gave the minimum service as six months; it is one year.</p>`,
		`<p class="claim">Not verified: the desk could not confirm this independently.</p>`,
		`<b>Held while the desk checks it.</b> Two outlets disagree about the place.`,
		`Taken back by the desk, 10:10. The report rested on a forged letter.`,
		`The text was taken out for somebody’s safety, 10:30. Entry 10 of the record says so.`,
		`Some words were taken out openly, as required by law.`,
		`Rests on <a href="https://rferl.example/32051023" rel="noreferrer" title="Zelenskiy urges">RFE/RL</a>, The Kremlin`,
		`<b class="mark">corrected 11:20</b>`, `<a href="#d-law">more</a>`, `<blockquote cite="https://rferl.example/32051023">`, `<span>2 versions</span>`,
	} {
		if !strings.Contains(file, want) {
			t.Errorf("the file lacks %s", want)
		}
	}
	for _, unwant := range []string{"A headline that must not be seen again", "with a name in it", "with Ivan in it", "Compare versions"} {
		if strings.Contains(file, unwant) {
			t.Errorf("the file shows %q", unwant)
		}
	}
}
