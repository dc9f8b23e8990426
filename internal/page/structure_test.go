package page

import (
	"bytes"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"livebrief/internal/brief"
)

// known are the addresses below a briefing that web serves; a link anywhere else would lead nowhere.
var known = regexp.MustCompile(`^/war/(|page/\d+|track/[a-z0-9]+(/page/\d+|/feed\.(atom|rss|json))?|day/\d{4}-\d\d-\d\d|p/[a-z0-9-]+(/history)?|glance/[a-z0-9]+|` +
	`statements(/[a-z0-9]+(/history|/proof)?|/(kind|track|verdict)/[a-z_]+(/page/\d+|/feed\.(atom|rss|json))?|/feed\.(atom|rss|json)|/page/\d+)?|statements\.(csv|json)|outcomes/feed\.(atom|rss|json)|` +
	`due|due\.ics|people(/page/\d+|/[a-z0-9]+(/page/\d+|/feed\.(atom|rss|json))?)?|as-of/\d+/statements(/[a-z0-9]+|/page/\d+)?|` +
	`coverage(/page/\d+)?|corrections|witnesses|as-of/\d+(/page/\d+)?|changes/\d+|lite|box|embed|mirrors|mirrors\.txt|feed\.(atom|rss|json)|record/checkpoint|verify\.html|identity\.css)$|` +
	`^/static/[a-z]+\.[0-9a-f]{8}\.(css|js)$`)

func nodes(t *testing.T, body string) []*html.Node {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	var out []*html.Node
	for n := range doc.Descendants() {
		if n.Type == html.ElementNode {
			out = append(out, n)
		}
	}
	return out
}

func attr(n *html.Node, name string) (string, bool) {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val, true
		}
	}
	return "", false
}

func TestEveryPageIsSound(t *testing.T) {
	full, empty := fullChronicle(t), newChronicle(t, warBriefing())
	for _, c := range []*chronicle{full, empty, ledgerChronicle(t), bareLedger(t)} {
		for _, p := range site(t, c, c.shelf()) {
			sound(t, p)
		}
	}
}

// sound checks one page: its outline, its ids, that it carries no style or script, and where its links lead.
func sound(t *testing.T, p written) {
	t.Helper()
	ids, labels, h1 := map[string]bool{}, []string{}, 0
	for _, n := range nodes(t, p.body) {
		if n.Data == "h1" {
			h1++
		}
		for _, a := range n.Attr {
			if a.Key == "style" || strings.HasPrefix(a.Key, "on") {
				t.Errorf("%s: <%s %s=%q>", p.name, n.Data, a.Key, a.Val)
			}
			if strings.Contains(a.Val, "ZgotmplZ") {
				t.Errorf("%s: <%s %s> was refused by the template", p.name, n.Data, a.Key)
			}
		}
		if id, ok := attr(n, "id"); ok {
			if ids[id] || id == "" {
				t.Errorf("%s: the id %q stands twice or is empty", p.name, id)
			}
			ids[id] = true
		}
		if by, ok := attr(n, "aria-labelledby"); ok {
			labels = append(labels, by)
		}
		element(t, p, n)
	}
	for _, by := range labels {
		if !ids[by] {
			t.Errorf("%s: aria-labelledby=%q names nothing", p.name, by)
		}
	}
	if want := p.name != "box"; (h1 == 1) != want {
		t.Errorf("%s: %d h1", p.name, h1)
	}
}

func element(t *testing.T, p written, n *html.Node) {
	t.Helper()
	switch n.Data {
	case "style", "iframe", "object", "base", "form":
		t.Errorf("%s: <%s>", p.name, n.Data)
	case "html":
		if lang, _ := attr(n, "lang"); p.name != "box" && lang == "" {
			t.Errorf("%s: no language", p.name)
		}
	case "script":
		kind, _ := attr(n, "type")
		src, _ := attr(n, "src")
		if kind != "application/ld+json" && src == "" {
			t.Errorf("%s: a script of %q without an address", p.name, kind)
		}
	case "a", "link":
		if href, ok := attr(n, "href"); ok {
			leads(t, p, n, href)
		}
	}
}

func leads(t *testing.T, p written, n *html.Node, href string) {
	t.Helper()
	u, err := url.Parse(href)
	if err != nil {
		t.Errorf("%s: the link %q: %v", p.name, href, err)
		return
	}
	rel, _ := attr(n, "rel")
	if u.Host == "brief.example" {
		if rel != "canonical" && p.name != "box" && p.name != "embed" {
			t.Errorf("%s: an absolute link to the same site: %s", p.name, href)
		}
		if !known.MatchString(u.Path) {
			t.Errorf("%s: %s leads nowhere", p.name, href)
		}
		return
	}
	if u.IsAbs() {
		if n.Data == "a" && !strings.Contains(rel, "noreferrer") {
			t.Errorf("%s: %s would tell where the reader came from", p.name, href)
		}
		return
	}
	if strings.HasPrefix(href, "#") {
		return
	}
	base := &url.URL{Path: "/war/" + string(p.at)}
	if to := base.ResolveReference(u); !known.MatchString(to.Path) {
		t.Errorf("%s: %q leads to %s, which is no address", p.name, href, to.Path)
	}
}

func TestPagesOfManyPagesLinkToEachOther(t *testing.T) {
	c := newChronicle(t, warBriefing())
	for i := range 45 {
		id := brief.ItemID("i" + string(rune('a'+i%26)) + string(rune('a'+i/26)))
		c.add(brief.Publish, id, dev("Item "+string(id)))
		if i%3 == 0 {
			c.add(brief.Withdraw, id, brief.Development{Track: "home", Kind: brief.KindEvent, Note: "Wrong."})
		}
	}
	seen := map[string]bool{}
	for n := 1; n <= 3; n++ {
		var b bytes.Buffer
		if err := WriteLive(&b, c.shelf(), c.bodies, n); err != nil {
			t.Fatal(err)
		}
		sound(t, written{name: "live", at: address("").page(n), body: b.String(), whole: true})
		for _, el := range nodes(t, b.String()) {
			if id, ok := attr(el, "id"); ok && strings.HasPrefix(id, "d-") {
				if seen[id] {
					t.Errorf("%s stands on two pages", id)
				}
				seen[id] = true
			}
		}
		want := []string{`<a rel="next" href="page/2">`, `<a rel="prev" href="../">Newer</a><span>Page 2 of 3</span><a rel="next" href="../page/3">`, `<a rel="prev" href="../page/2">`}[n-1]
		if !strings.Contains(b.String(), want) || strings.Contains(b.String(), `rel="next"`) != (n < 3) {
			t.Errorf("page %d does not lead on by %s", n, want)
		}
	}
	if len(seen) != 45 {
		t.Errorf("%d of 45 developments can be reached", len(seen))
	}
}

func TestPagesAreTheSameTwice(t *testing.T) {
	c := fullChronicle(t)
	a, b := append(site(t, c, c.shelf()), feeds(t, c, c.shelf())...), append(site(t, c, c.shelf()), feeds(t, c, c.shelf())...)
	for i := range a {
		if a[i].body != b[i].body {
			t.Errorf("%s differs between two renderings", a[i].name)
		}
	}
}
