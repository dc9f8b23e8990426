package page

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"livebrief/internal/brief"
	"livebrief/internal/edition"
	"livebrief/internal/statement"
)

// bareLedger shows its statements and has none.
func bareLedger(t testing.TB) *chronicle {
	b := warBriefing()
	b.Sections = append(b.Sections, brief.SectionStatements)
	return newChronicle(t, b)
}

// plain makes one line of a page's text: markup goes, and every blank is one.
func plain(t *testing.T, body string) string {
	t.Helper()
	var words []string
	for _, n := range nodes(t, body) {
		if n.Data == "script" || n.Data == "style" {
			continue
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			if c.Type == 1 { // html.TextNode
				words = append(words, c.Data)
			}
		}
	}
	return strings.Join(strings.Fields(strings.Join(words, " ")), " ")
}

func holds(t *testing.T, name, body string, wants ...string) {
	t.Helper()
	for _, want := range wants {
		if !strings.Contains(body, want) {
			t.Errorf("%s does not say %q", name, want)
		}
	}
}

func TestStatementIsToldTermByTerm(t *testing.T) {
	c := ledgerChronicle(t)
	pages := site(t, c, c.shelf())
	bridge := find(t, pages, "statement bridge")
	holds(t, "the statement", bridge,
		`<h1>A bridge, a fare and a fund</h1>`, `<a href="../people/mira">Mira Vell</a>`, `<span>minister of works, Marenia</span>`, `to the islanders, in Ukrainian, in a video`,
		`<blockquote lang="uk">Міст стоятиме.</blockquote>`, `<span class="v open">2 of 3 terms decided</span> <span class="v mid">Under review</span>`,
		`She did not say that they come at once.`, `<dt>Condition</dt><dd>the ice holds off</dd>`, `from the words “before the winter”, rule before-season`,
		`<li class="for"><b>For.</b> Two of five piers were counted. “Two piers are up.”`, `<li class="against"><b>Against.</b> The council saw no work at all.`, `<b>weak</b>`,
		`<li class="none"><b>No independent report.</b> No report of a fund.`, "looked for: boat fund, in the official gazette, 24\u00a0September\u00a02022",
		`<li class="ctx"><b>Context.</b>`, `<s>The budget has no such line.</s>`, `The fare will not rise. <span class="v mid">hedged</span>`, `: “should not rise”`,
		`Term 2 is not put the same everywhere: flat in Evening Post; hedged in The Courier.`, `<td>quoted, flat <small>“will stand”</small></td>`, `<td>–</td>`,
		`Term 1: <s>Contested</s>`, `Term 1: <b>Partly kept</b>`, `proposed by the program (rule deadline), decided by people`, `A source on which the verdict rests was taken back`,
		`href="../statements/bridge/proof"`, `data-live="../live"`)
	holds(t, "the denial", find(t, pages, "statement denial"), `<a href="../statements/bridge">`, `<a href="https://courier.example/1" rel="noreferrer">a fund for boats</a>`, `<li>a rumour</li>`)
	holds(t, "the same claim", find(t, pages, "statement ice"), "The same claim by others", "Ice before November")
	holds(t, "the law", find(t, pages, "statement fines"), "100–500 crowns", "skippers", `<span class="v out">Signed</span>`)
	holds(t, "the figure", find(t, pages, "statement boats"), "300 (280–320) boats, all islands, counted by the harbour office")
	holds(t, "what was withdrawn", find(t, pages, "statement forged"), "Withdrawn", "The letter was forged.")
	struck := find(t, pages, "statement struck")
	holds(t, "what was removed", struck, "Removed openly", "for somebody’s safety")
	for _, p := range pages {
		if strings.Contains(p.body, "An order with a name in it") {
			t.Errorf("%s shows a text that was removed", p.name)
		}
	}
	holds(t, "the history", find(t, pages, "statement history bridge"), "Contested", "Term 1: The bridge will stand before the winter.", "<del> at once</del>")
	holds(t, "the merged speaker", find(t, pages, "speaker vell"), `<a href="../people/mira">This is Mira Vell.</a>`)
	holds(t, "the card", find(t, pages, "item citing"), `<a href="../statements/bridge">A bridge, a fare and a fund</a>`, "A fund will pay for the boats.")
	holds(t, "the box", find(t, pages, "live"), `<section id="said" aria-labelledby="said-h">`, `<a href="statements/fines">`)
	holds(t, "an older edition", find(t, pages, "past statement bridge"), fmt.Sprintf(`href="../../../as-of/%d/statements"`, c.state.Seq))
}

func TestOutcomesAreCountedOverWhatTheyAreOf(t *testing.T) {
	c := ledgerChronicle(t)
	pages := site(t, c, c.shelf())
	holds(t, "the ledger", find(t, pages, "statements"), "Of 3\u00a0terms: 1 partly kept, 1 broken, 1 open", "Of 2\u00a0terms: 2 open")
	mira := find(t, pages, "speaker mira")
	holds(t, "the speaker", mira, "Of 2\u00a0terms that are decided: 1 partly kept, 1 broken", "Still open: 1\u00a0term")
	if strings.Contains(mira, "\u00a0%") {
		t.Error("a share is told of two terms")
	}
	s := simple(brief.KindPledge, "Ten things", "mira")
	for i := range 11 {
		s.Terms = append(s.Terms, brief.Term{ID: brief.TermID(fmt.Sprintf("t%d", i+1)), Text: "A thing.", Force: brief.Flat})
	}
	c.add(brief.EntryStatement, "ten", s)
	for i := range 8 {
		c.add(brief.EntryOutcome, "ten", brief.Outcome{Statement: "ten", Term: s.Terms[i].ID, Verdict: statement.Kept, AsOf: "2022-09-24", Rationale: "Done."})
	}
	holds(t, "the speaker of ten decided terms", find(t, site(t, c, c.shelf()), "speaker mira"), "Of 10\u00a0terms that are decided: 8 kept (80\u00a0%), 1 partly kept (10\u00a0%), 1 broken (10\u00a0%)", "Still open: 4\u00a0terms")
}

func TestWhatIsOverdueComesFirst(t *testing.T) {
	c := ledgerChronicle(t)
	s := simple(brief.KindPledge, "Late", "mira", brief.Term{ID: "t1", Text: "It is late.", Force: brief.Flat, Due: brief.DueWindow{To: "2022-09-20"}})
	c.add(brief.EntryStatement, "late", s)
	due := plain(t, find(t, site(t, c, c.shelf()), "due"))
	order := []string{"Overdue", "It is late.", "due, not decided yet", "Coming up", "A fund will pay for the boats.", "to be judged again", "Ice closes the harbour.", "The fare will not rise.", "to be looked at again"}
	rest := due
	for _, next := range order {
		at := strings.Index(rest, next)
		if at < 0 {
			t.Fatalf("%q does not come where it should in %v of\n%s", next, order, due)
		}
		rest = rest[at+len(next):]
	}
	holds(t, "the page", due, "Counted to 24 September 2022")
}

// TestFragmentsFollowTheLedger gives the pieces and the word of each kind of entry.
func TestFragmentsFollowTheLedger(t *testing.T) {
	c := ledgerChronicle(t)
	corrected := bridgePledge()
	corrected.Change = brief.StatementChange{Class: brief.Correct, Note: "No."}
	for _, one := range []struct {
		p     brief.Published
		says  string
		parts string
	}{
		{c.add(brief.EntryOutcome, "bridge", brief.Outcome{Statement: "bridge", Term: "t2", Verdict: statement.Kept, AsOf: "2022-09-24", Rationale: "So."}), "outcome", "[said st-bridge d-citing masthead]"},
		{c.add(brief.EntryStatement, "bridge", corrected), "correction", "[said st-bridge d-citing masthead]"},
		{c.add(brief.EntryStatement, "new", simple(brief.KindAppeal, "New", "mira")), "statement", "[said st-new masthead]"},
		{c.add(brief.EntrySpeaker, "mira", brief.Speaker{Name: "Mira Vell", Change: asPublished}), "quiet", "[said masthead]"},
		{c.redact("new", "law", "It had to go.", nil), "withdrawal", "[said st-new masthead]"},
	} {
		list, says, err := Fragments(c.shelf(), c.bodies, one.p)
		if err != nil {
			t.Fatal(err)
		}
		var ids []string
		for _, f := range list {
			ids = append(ids, f.ID)
			if id, _ := attr(nodes(t, f.HTML)[3], "id"); id != f.ID || f.Place != "replace" {
				t.Errorf("the piece %s has the id %q and the place %s", f.ID, id, f.Place)
			}
		}
		if says != one.says || fmt.Sprint(ids) != one.parts {
			t.Errorf("entry %d: %s %v, want %s %s", one.p.Entry.Seq, says, ids, one.says, one.parts)
		}
	}
	b := c.state.Briefing
	b.Sections = nil
	c.add(brief.EntryBriefing, brief.ItemBriefing, b)
	list, says, err := Fragments(c.shelf(), c.bodies, c.add(brief.EntryStatement, "quiet", simple(brief.KindAppeal, "Quiet", "mira")))
	if err != nil || says != "quiet" || len(list) != 1 {
		t.Errorf("where the section is off: %s, %d pieces, %v", says, len(list), err)
	}
}

// TestOnlyDecidedTermsAreReviewsOfClaims reads the structured data of a statement with a verdict under review, one that
// stands, and an open term.
func TestOnlyDecidedTermsAreReviewsOfClaims(t *testing.T) {
	c := ledgerChronicle(t)
	pages := site(t, c, c.shelf())
	_, block, _ := strings.Cut(find(t, pages, "statement bridge"), `<script type="application/ld+json">`)
	block, _, _ = strings.Cut(block, `</script>`)
	var got []ldReview
	if err := json.Unmarshal([]byte(block), &got); err != nil || len(got) != 1 {
		t.Fatalf("%d reviews, %v", len(got), err)
	}
	r := got[0]
	if r.Type != "ClaimReview" || r.Claim != "The bridge will stand before the winter." || r.Rating.Name != "Partly kept" || r.Author.Name != "The Outlet" || r.URL != "https://brief.example/war/statements/bridge#t1" ||
		r.Item.Author != (ldAgent{Type: "Person", Name: "Mira Vell"}) || len(r.Item.Appearance) != 1 || r.Item.Appearance[0].URL != "https://courier.example/1" || strings.Contains(block, "ratingValue") {
		t.Errorf("got %+v", r)
	}
	if strings.Contains(find(t, pages, "statement ice"), "ClaimReview") {
		t.Error("an open statement is told to be reviewed")
	}
	holds(t, "a body", find(t, pages, "statement fines"), `"author":{"@type":"Organization","name":"office"}`)
}

func TestChangesAndCorrectionsTellOfTheLedger(t *testing.T) {
	c := ledgerChronicle(t)
	pages := site(t, c, c.shelf())
	holds(t, "the changes", find(t, pages, "changes"), `<h2>Outcomes <small>4</small></h2>`, `<span class="tag">Broken</span> <a href="../statements/bridge">A fund will pay for the boats.</a>`)
	holds(t, "the corrections", find(t, pages, "corrections"), `<a href="statements/bridge/history">A bridge, a fare and a fund</a>`, "She did not say that they come at once.", "The letter was forged.", "One and the same.", "A name was taken out.")
}

// TestLedgerSpeaksItsLanguages holds every language to every verdict of every kind, and shows the ledger in each.
func TestLedgerSpeaksItsLanguages(t *testing.T) {
	for _, tag := range []string{"en", "uk", "ru"} {
		w := &WordsFor(tag).Ledger
		for _, k := range statement.Kinds {
			if w.Plurals[k] == "" {
				t.Errorf("%s has no word for many of %s", tag, k)
			}
			seen := map[string]bool{}
			for _, v := range statement.VerdictsOf(k) {
				word := w.verdict(k, v)
				if word == string(v) && tag != "en" || strings.Contains(word, "_") || seen[word] {
					t.Errorf("%s says %q of a %s that is %s", tag, word, k, v)
				}
				seen[word] = true
			}
		}
		for _, m := range []int{len(w.Forces), len(w.Differs), len(brief.Forces)} {
			if m != len(brief.Forces) {
				t.Errorf("%s lacks a force", tag)
			}
		}
		c := ledgerChronicle(t)
		b := c.state.Briefing
		b.Languages = []string{tag}
		c.add(brief.EntryBriefing, brief.ItemBriefing, b)
		for _, p := range ledgerSite(t, c, c.shelf()) {
			sound(t, p)
			for _, english := range []string{"Term by term", "Looked at again", "hedged", "Under review", "What came of it", "Coming up"} {
				if tag != "en" && strings.Contains(p.body, english) {
					t.Errorf("%s says %q in the middle of %s", p.name, english, tag)
				}
			}
		}
	}
}

// TestLedgerIsNowhereWhereItsSectionIsOff has a full ledger that the briefing does not show.
func TestLedgerIsNowhereWhereItsSectionIsOff(t *testing.T) {
	c := ledgerChronicle(t)
	b := c.state.Briefing
	b.Sections = slices.DeleteFunc(slices.Clone(b.Sections), func(s brief.Section) bool { return s == brief.SectionStatements })
	c.add(brief.EntryBriefing, brief.ItemBriefing, b)
	s := c.shelf()
	for _, p := range site(t, c, s) {
		if strings.Contains(p.body, "statements") || strings.Contains(p.body, "people/") || strings.Contains(p.body, "Said, and what came of it") {
			t.Errorf("%s leads to a statement", p.name)
		}
	}
	for name, write := range map[string]func(io.Writer) error{
		"statements": func(w io.Writer) error { return WriteStatements(w, s, c.bodies, LedgerLists(s.State)[0], 1) },
		"statement":  func(w io.Writer) error { return WriteStatement(w, s, c.bodies, "bridge") },
		"history":    func(w io.Writer) error { return WriteStatementHistory(w, s, "bridge", c.history("bridge")) },
		"people":     func(w io.Writer) error { return WritePeople(w, s, c.bodies, 1) },
		"speaker":    func(w io.Writer) error { return WriteSpeaker(w, s, c.bodies, "mira", 1) },
		"due":        func(w io.Writer) error { return WriteDue(w, s, c.bodies) },
		"calendar":   func(w io.Writer) error { return WriteCalendar(w, s, c.bodies) },
		"table":      func(w io.Writer) error { return WriteTable(w, s, c.bodies) },
		"json":       func(w io.Writer) error { return WriteLedgerJSON(w, s, c.bodies) },
		"feed":       func(w io.Writer) error { return WriteLedgerFeed(w, s, c.bodies, "atom", LedgerFeed{}) },
	} {
		var b bytes.Buffer
		if err := write(&b); brief.KindOf(err) != brief.KindNotFound {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestLedgerInFeedsLeadsToWholeAddresses reads the feed of developments with one that shows a statement, and those of the ledger.
func TestLedgerInFeedsLeadsToWholeAddresses(t *testing.T) {
	c := ledgerChronicle(t)
	for _, f := range feeds(t, c, c.shelf()) {
		for _, markup := range markupIn(t, f) {
			for _, n := range nodes(t, markup) {
				if href, ok := attr(n, "href"); ok && strings.Contains(href, "statements/") && !strings.HasPrefix(href, "https://brief.example/war/statements/") {
					t.Errorf("%s leads to %s", f.name, href)
				}
			}
		}
	}
	var b bytes.Buffer
	if err := WriteLedgerFeed(&b, c.shelf(), c.bodies, "atom", LedgerFeed{Outcomes: true}); err != nil {
		t.Fatal(err)
	}
	holds(t, "the feed of outcomes", b.String(), "<title>Partly kept: The bridge will stand before the winter.</title>", "https://brief.example/war/statements/bridge#t3", "urn:livebrief:b1:outcome:")
}

func TestLedgerListsHavePagesOfFifty(t *testing.T) {
	c := bareLedger(t)
	for i := range 101 {
		c.add(brief.EntryStatement, brief.ItemID(fmt.Sprintf("s%03d", i)), simple(brief.KindAppeal, fmt.Sprintf("Appeal %03d", i), "mira"))
	}
	list := LedgerLists(c.state)[1]
	if list.At != "statements/kind/appeal" || list.Count != 101 || list.Filter != (edition.LedgerFilter{Kind: brief.KindAppeal}) {
		t.Fatalf("the list is %+v", list)
	}
	seen := map[string]bool{}
	for n := 1; n <= 3; n++ {
		var b bytes.Buffer
		if err := WriteStatements(&b, c.shelf(), c.bodies, list, n); err != nil {
			t.Fatal(err)
		}
		sound(t, written{name: "page", at: address(list.At).page(n), body: b.String(), whole: true})
		for i := range 101 {
			if title := fmt.Sprintf(">Appeal %03d<", i); strings.Contains(b.String(), title) {
				if seen[title] {
					t.Errorf("%s stands on two pages", title)
				}
				seen[title] = true
			}
		}
	}
	if len(seen) != 101 {
		t.Errorf("%d of 101 statements can be reached", len(seen))
	}
}
