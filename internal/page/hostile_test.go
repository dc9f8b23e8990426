package page

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"io"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"livebrief/internal/brief"
)

// payloads try to leave the text they stand in, each by another door.
var payloads = []string{
	`<script>alert(1)</script>`, `"><img src=x onerror=alert(1)>`, `'><svg onload=alert(1)>`, `</title><script>alert(1)</script>`,
	`</script><script>alert(1)</script>`, `<!--<script>`, `]]><script>alert(1)</script>`, `{{.}}`, `javascript:alert(1)`,
	"<a href=\"javascript:alert(1)\">x</a>", "[x](javascript:alert(1))", "\u2028\u2029", "\x00\x08<b>", `<style>*{x:url(//evil.example)}</style>`,
	`data:text/html,<script>alert(1)</script>`, `" style="position:fixed`, `<base href="//evil.example/">`, `&lt;script&gt;alert(1)&lt;/script&gt;`,
}

func hostileChronicle(t *testing.T, x string) *chronicle {
	b := warBriefing()
	b.Title, b.Standfirst = x, x
	b.Sections = append(b.Sections, brief.SectionStatements)
	b.Tracks[1].Name = x
	b.Identity = brief.Identity{Name: x, Home: x, Imprint: x, Privacy: x, Contact: x, Logo: x, Colour: x, ColourDark: x}
	b.Mirrors = []string{x, "https://mirror.example/" + x, "http://x.onion/"}
	c := newChronicle(t, b)
	d := brief.Development{Headline: x, Text: x, Track: "home", Kind: brief.DevelopmentKind(x), Place: x, Byline: x, Label: brief.Label(x), Note: x,
		RestsOn: []brief.Reference{{URL: x, Outlet: x, Title: x, Quote: x}, {URL: "https://news.example/" + x, Outlet: x}}, SeeAlso: []brief.Link{{Title: x, URL: x}}}
	c.add(brief.Publish, "one", d)
	d.Text += " more"
	c.add(brief.Correct, "one", d)
	c.add(brief.Hold, "one", d)
	c.add(brief.Publish, "two", d)
	c.add(brief.Withdraw, "two", d)
	c.add(brief.Publish, "three", d)
	c.redact("three", x, x, nil)
	d.Kind = brief.KindStory
	c.add(brief.Publish, "four", d)
	c.add(brief.EntryGlance, brief.ItemGlance, brief.Glance{Lines: []brief.Line{{ID: "l1", Text: x, Track: "home", SaidOn: x, Refs: []brief.ItemID{brief.ItemID(x), "one"}}},
		Changes: []brief.LineChange{{ID: "l1", Class: brief.Correct, Note: x}}})
	c.hostileLedger(x)
	return c
}

// hostileLedger has the payload in every text of a statement, of an outcome and of a speaker.
func (c *chronicle) hostileLedger(x string) {
	c.add(brief.EntrySpeaker, "mira", brief.Speaker{Name: x, Aliases: []string{x}, Roles: []brief.SpeakerRole{{Title: x, Organisation: x, Side: x, From: brief.Date(x), To: brief.Date(x)}}, Change: asPublished})
	c.add(brief.EntrySpeaker, "other", brief.Speaker{Name: x, MergedInto: "mira", Change: brief.StatementChange{Class: brief.Correct, Note: x}})
	ref := brief.Reference{URL: x, Outlet: x, Title: x, Quote: x}
	d := brief.Date(x)
	for i, kind := range []brief.DevelopmentKind{brief.KindDenial, brief.DevelopmentKind(x)} {
		s := brief.Statement{Kind: kind, Title: x, Summary: x, Track: "home", Speaker: "mira", As: brief.Capacity{Name: x, Role: x, Organisation: x, Side: x}, Addressee: x, Language: x, Original: x, Channel: x,
			Said: brief.EventTime{From: start, Precision: brief.ToDay, Zone: x}, Targets: []brief.Target{{Statement: "st0", Text: x}, {Text: x, URL: x}, {URL: x}}, Proposition: brief.PropositionID(x),
			Terms: []brief.Term{{ID: "t1", Text: x, Condition: x, Addressee: x, Due: brief.DueWindow{From: d, To: d, Rule: x, Words: x}, Criteria: x, ReviewOn: "2022-10-01", Force: brief.Hedged,
				Law: brief.LawTerm{PenaltyMin: x, PenaltyMax: x, PenaltyUnit: x, InForceFrom: d, Eligibility: x}, Figure: brief.FigureTerm{Value: x, Low: x, High: x, Unit: x, Scope: x, AsOf: d, CountedBy: x}}},
			Renderings: []brief.Rendering{{ID: "r1", Reference: ref, On: d, Language: x, Translator: x, Verb: x, Via: x, Covers: []brief.Coverage{{Term: "t1", Verbatim: true, Force: brief.Hedged, Words: x}}},
				{ID: "r2", Reference: ref, On: d, Retracted: d, Covers: []brief.Coverage{{Term: "t1", Force: brief.Force(x)}}}},
			Evidence: []brief.Evidence{{ID: "e1", Terms: []brief.TermID{"t1"}, Date: d, Stance: brief.Stance(x), Side: brief.Side(x), Reference: ref, Text: x, Searched: []brief.Search{{For: x, Where: x, On: d}}, Retracted: d}},
			Change:   brief.StatementChange{Class: brief.Publish}}
		id := brief.ItemID("st" + string(rune('0'+i)))
		c.add(brief.EntryStatement, id, s)
		s.Change = brief.StatementChange{Class: brief.Correct, Note: x}
		s.Terms[0].Text += "!"
		c.add(brief.EntryStatement, id, s)
		for range 2 {
			c.add(brief.EntryOutcome, id, brief.Outcome{Statement: brief.StatementID(id), Term: "t1", Verdict: brief.Verdict(x), AsOf: d, Rationale: x, ProposedBy: "rule:" + x})
		}
	}
	one := dev(x)
	one.Statements = []brief.StatementID{"st0", brief.StatementID(x)}
	c.add(brief.Publish, "citing", one)
}

func TestNoTextBecomesMarkup(t *testing.T) {
	for _, x := range payloads {
		c := hostileChronicle(t, x)
		pages := site(t, c, c.shelf())
		var b bytes.Buffer
		if err := Preview(&b, c.shelf(), brief.Development{Headline: x, Text: x, Note: x}, &brief.Development{}); err != nil {
			t.Fatal(err)
		}
		pages = append(pages, written{name: "preview", at: "p/preview", body: b.String()})
		for _, p := range pages {
			for _, n := range nodes(t, p.body) {
				harmless(t, x, p.name, n)
			}
		}
	}
}

// dot is the icon of every page but the lite one, whose icon is empty: it spares the browser a request.
const dot = `data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 8 8'><circle cx='4' cy='4' r='3' fill='%23c3211c'/></svg>`

func harmless(t *testing.T, x, name string, n *html.Node) {
	t.Helper()
	if rel, _ := attr(n, "rel"); n.Data == "link" && rel == "icon" {
		if href, _ := attr(n, "href"); href != "data:," && href != dot {
			t.Errorf("%q became the icon %s on %s", x, href, name)
		}
		return
	}
	switch n.Data {
	case "img", "svg", "style", "base", "iframe", "object":
		t.Errorf("%q became <%s> on %s", x, n.Data, name)
	case "script":
		kind, _ := attr(n, "type")
		src, _ := attr(n, "src")
		if kind != "application/ld+json" && !strings.HasPrefix(strings.TrimLeft(src, "./"), "static/live.") {
			t.Errorf("%q became a script on %s", x, name)
		}
	}
	for _, a := range n.Attr {
		if a.Key == "style" || strings.HasPrefix(a.Key, "on") {
			t.Errorf("%q became %s=%q on %s", x, a.Key, a.Val, name)
		}
		low := strings.ToLower(strings.TrimSpace(a.Val))
		if (a.Key == "href" || a.Key == "src" || a.Key == "cite") && (strings.HasPrefix(low, "javascript:") || strings.HasPrefix(low, "data:") || strings.HasPrefix(low, "//")) {
			t.Errorf("%q became %s=%q on %s", x, a.Key, a.Val, name)
		}
	}
}

func TestHostileFeedsStayWellFormed(t *testing.T) {
	for _, x := range payloads {
		c := hostileChronicle(t, x)
		for _, f := range feeds(t, c, c.shelf()) {
			for _, markup := range markupIn(t, f) {
				for _, n := range nodes(t, markup) {
					harmless(t, x, f.name, n)
				}
			}
		}
	}
}

// markupIn gives the pieces of a feed that a feed reader takes for HTML.
func markupIn(t *testing.T, f written) []string {
	t.Helper()
	if strings.HasPrefix(f.name, "feed.json") {
		var doc struct {
			Items []struct {
				HTML string `json:"content_html"`
			} `json:"items"`
		}
		if err := json.Unmarshal([]byte(f.body), &doc); err != nil {
			t.Fatalf("%s: %v", f.name, err)
		}
		var out []string
		for _, it := range doc.Items {
			out = append(out, it.HTML)
		}
		return out
	}
	var out []string
	within := ""
	for d := xml.NewDecoder(strings.NewReader(f.body)); ; {
		tok, err := d.Token()
		if err == io.EOF {
			return out
		}
		if err != nil {
			t.Fatalf("%s: %v", f.name, err)
		}
		switch tok := tok.(type) {
		case xml.StartElement:
			within = tok.Name.Local
		case xml.CharData:
			if within == "content" || within == "encoded" {
				out = append(out, string(tok))
			}
		}
	}
}

func TestStructuredDataCannotEndItsBlock(t *testing.T) {
	c := hostileChronicle(t, `</script><script>alert(1)</script>`)
	body := find(t, site(t, c, c.shelf()), "live")
	_, block, _ := strings.Cut(body, `<script type="application/ld+json">`)
	block, _, _ = strings.Cut(block, `</script>`)
	if !strings.HasSuffix(block, "}") {
		t.Errorf("the block ends early: …%s", block[max(0, len(block)-60):])
	}
}
