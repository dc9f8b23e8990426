package web

import (
	"bytes"
	"context"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"livebrief/internal/brief"
	"livebrief/internal/desk"

	"golang.org/x/net/html"
)

// fields gives the fields of the form that is sent to an address.
func fields(t *testing.T, page, action string) url.Values {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	value := func(n *html.Node, key string) string {
		for _, a := range n.Attr {
			if a.Key == key {
				return a.Val
			}
		}
		return ""
	}
	out := url.Values{}
	for form := range doc.Descendants() {
		if form.Data != "form" || value(form, "action") != action {
			continue
		}
		for n := range form.Descendants() {
			name := value(n, "name")
			switch {
			case name == "":
			case n.Data == "input":
				out.Add(name, value(n, "value"))
			case n.Data == "textarea":
				text := ""
				if n.FirstChild != nil {
					text = n.FirstChild.Data
				}
				out.Add(name, strings.ReplaceAll(text, "\n", "\r\n")) // as browsers send it
			case n.Data == "select":
				for o := range n.Descendants() {
					for _, a := range o.Attr {
						if a.Key == "selected" {
							out.Add(name, value(o, "value"))
						}
					}
				}
			}
		}
	}
	return out
}

var toWrite = regexp.MustCompile(`href="(/b/ukraine/write\?[^"]*)">Publish from this statement`)

// TestDevelopmentFromAStatementKeepsItsSpan from the report's page through the form to the record, also when the editor
// writes another text; and whatever is read of the report later, what was published stays byte for byte.
func TestDevelopmentFromAStatementKeepsItsSpan(t *testing.T) {
	o := newOffice(t)
	text := "Rain fell. He said\nthat Київ would hold. Then it stopped."
	o.reports = []brief.Report{{ID: "r1", Briefing: o.id, Outlet: "Wire", Title: "The title", URL: "https://wire.example/1", Text: text, State: brief.ReportNew}}
	o.conf.Desk = desk.New(desk.Ports{Record: o, Facts: knowledge{o.library}, Random: o.conf.Random,
		ReportText: func(ctx context.Context, id brief.ReportID) (string, error) {
			r, err := o.Report(ctx, id)
			return r.Text, err
		}})
	o.conf.Read = func(context.Context, brief.Report) brief.Reading {
		reading := brief.Reading{Report: brief.ReadReport{Text: text}, Paragraphs: []brief.Paragraph{{Span: brief.Span{End: len(text)}, Kind: brief.ParaBody}},
			Sentences: []brief.Span{{Start: 0, End: 10}, {Start: 11, End: 44}, {Start: 45, End: 61}}}
		said := brief.Span{Start: 24, End: 43}
		if o.rules == "2" {
			said = brief.Span{Start: 0, End: 9}
		}
		reading.Statements = []brief.ReadStatement{{Kind: brief.KindPledge, Speaker: brief.ReadSpeaker{Name: "He"}, Content: []brief.Mention{{Span: said, Text: said.Of(text)}}}}
		full(&reading)
		return reading
	}
	o.open()
	b := o.signIn(editorToken)
	link := toWrite.FindStringSubmatch(b.get("/reports/r1").Body.String())
	if link == nil {
		t.Fatal("the report's page leads to no form")
	}
	form := fields(t, b.get(html.UnescapeString(link[1])).Body.String(), "/b/ukraine/preview")
	if form.Get("rest-quote") != "He said\r\nthat Київ would hold." || form.Get("kind") != "pledge" {
		t.Fatalf("the form holds %v", form)
	}
	form.Set("headline", "A pledge")
	form.Set("text", "The editor's own words, he said.")
	form.Set("track", "aid")
	form = fields(t, b.post("/b/ukraine/preview", form).Body.String(), "/b/ukraine/acts")
	bad := url.Values{}
	for k, v := range form {
		bad[k] = v
	}
	bad["rest-quote"] = []string{"He said that Kyiv would fall before long, and nobody wrote that."}
	if w := b.post("/b/ukraine/acts", bad); w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), "is not what stands at the bytes 11 to 44") {
		t.Errorf("a sentence that nobody wrote: %d", w.Code)
	}
	if w := b.post("/b/ukraine/acts", form); w.Code != http.StatusSeeOther {
		t.Fatalf("published: %d %s", w.Code, w.Body)
	}
	entries := o.books[o.id].entries
	kept := bytes.Clone(entries[len(entries)-1].Body)
	want := `"rests_on":[{"mark":{"end":32,"start":13},"outlet":"Wire","quote":"He said\nthat Київ would hold.","report":"r1","span":{"end":44,"start":11},"title":"The title","url":"https://wire.example/1"}]`
	if !strings.Contains(string(kept), want) {
		t.Fatalf("kept %s", kept)
	}
	o.rules = "2"
	if page := b.get("/reports/r1").Body.String(); !strings.Contains(page, `start=0`) {
		t.Error("the report is not read anew")
	}
	if now := o.books[o.id].entries[len(entries)-1].Body; !bytes.Equal(now, kept) {
		t.Errorf("what was published became %s", now)
	}
}
