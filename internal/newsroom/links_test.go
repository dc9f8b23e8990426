package newsroom

import (
	"bytes"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// crawler follows links with Go's own client, from page to page of one origin.
type crawler struct {
	home   string
	client *http.Client
	// from tells for every address found on which page it stood first; queue holds those not asked for yet.
	from  map[string]string
	queue []string
	// wanted are the fragments that pages point at, by address; ids are those that pages have.
	wanted map[string][]string
	// enough, when set, tells of an address whether as many of its kind were visited as are needed.
	enough func(address string) bool
}

// crawlBound is how many addresses of a crawl are asked for. The sample has fewer.
const crawlBound = 4000

// TestReadersFollowNoDeadLink follows every internal link from the live page, styles, scripts and feeds included.
func TestReadersFollowNoDeadLink(t *testing.T) {
	t.Parallel()
	room := startFull(t)
	visited := crawl(t, http.DefaultClient, room.ReadersURL(), "/ukraine/", "/")
	for _, kind := range []string{"/ukraine/p/", "/ukraine/day/", "/ukraine/track/", "/ukraine/as-of/", "/ukraine/glance/", "/ukraine/lite",
		"/ukraine/corrections", "/ukraine/coverage", "/ukraine/feed.atom", "/ukraine/mirrors", "/ukraine/mirrors.txt", "/static/",
		"/ukraine/statements/kind/", "/ukraine/statements/verdict/", "/ukraine/statements/track/", "/ukraine/statements.csv", "/ukraine/statements/feed.rss", "/ukraine/people/", "/ukraine/due.ics", "/ukraine/aid", "/ukraine/civilians/as-of/", "/ukraine/n/"} {
		if !strings.Contains(visited, "\n"+kind) {
			t.Errorf("no link led to %s", kind)
		}
	}
}

// TestDeskFollowsNoDeadLink does the same at the desk, signed in as a chief.
func TestDeskFollowsNoDeadLink(t *testing.T) {
	room := startFull(t)
	visited := crawl(t, signedIn(t, room), room.DeskURL(), "/")
	for _, kind := range []string{"/inbox", "/reports/", "/b/ukraine/", "/b/ukraine/write", "/b/ukraine/items/", "/b/ukraine/glance",
		"/b/ukraine/settings", "/sources", "/people", "/audit", "/new", "/static/"} {
		if !strings.Contains(visited, "\n"+kind) {
			t.Errorf("no link led to %s", kind)
		}
	}
}

// signedIn is a browser of the first chief.
func signedIn(t *testing.T, room *Room) *http.Client {
	t.Helper()
	left, err := room.folder.readDesk()
	if err != nil {
		t.Fatal(err)
	}
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	client := &http.Client{Jar: jar}
	res, err := client.PostForm(room.DeskURL()+"/sign-in", url.Values{"token": {left.Token}})
	if err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
	return client
}

// crawl visits everything that can be reached from the first addresses and gives the paths, each behind a line's end.
func crawl(t *testing.T, client *http.Client, home string, first ...string) string {
	t.Helper()
	return (&crawler{home: home, client: client, from: map[string]string{}, wanted: map[string][]string{}}).crawl(t, first...)
}

func (c *crawler) crawl(t *testing.T, first ...string) string {
	t.Helper()
	for _, path := range first {
		c.add(c.home+path, "the start")
	}
	var visited strings.Builder
	for n := 0; len(c.queue) > 0; n++ {
		if n == crawlBound {
			t.Errorf("more than %d addresses; those left: %q", crawlBound, c.queue[:min(5, len(c.queue))])
			break
		}
		address := c.queue[0]
		c.queue = c.queue[1:]
		visited.WriteString("\n" + strings.TrimPrefix(address, c.home))
		c.visit(t, address)
	}
	t.Logf("%d addresses", strings.Count(visited.String(), "\n"))
	return visited.String()
}

func (c *crawler) add(address, page string) {
	if _, known := c.from[address]; !known && (c.enough == nil || !c.enough(address)) {
		c.from[address] = page
		c.queue = append(c.queue, address)
	}
}

// visit asks for one address and takes up the links of a page.
func (c *crawler) visit(t *testing.T, address string) {
	t.Helper()
	res, err := c.client.Get(address)
	if err != nil {
		t.Errorf("%s, linked from %s: %v", address, c.from[address], err)
		return
	}
	defer res.Body.Close()
	if res.StatusCode >= http.StatusBadRequest {
		t.Errorf("%s, linked from %s: status %d", address, c.from[address], res.StatusCode)
		return
	}
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Errorf("%s: %v", address, err)
		return
	}
	if !strings.HasPrefix(res.Header.Get("Content-Type"), "text/html") {
		return
	}
	root, err := html.Parse(bytes.NewReader(body))
	if err != nil {
		t.Errorf("%s: %v", address, err)
		return
	}
	links, ids := linksOf(root)
	for _, link := range links {
		c.take(t, res.Request.URL, link, ids)
	}
}

// take queues a link of a page that leads to the same origin; one into the page itself must find its id there.
func (c *crawler) take(t *testing.T, page *url.URL, link string, ids map[string]bool) {
	t.Helper()
	u, err := page.Parse(link)
	if err != nil {
		t.Errorf("%s links to %q: %v", page, link, err)
		return
	}
	fragment := u.Fragment
	u.Fragment = ""
	if u.String() == page.String() && fragment != "" && !ids[fragment] {
		t.Errorf("%s links to #%s, which it does not have", page, fragment)
	}
	if strings.HasPrefix(u.String(), c.home+"/") {
		c.add(u.String(), page.String())
	}
}

// linksOf gives what a page links to or loads, and its ids.
func linksOf(root *html.Node) (links []string, ids map[string]bool) {
	ids = map[string]bool{}
	for n := range root.Descendants() {
		for _, a := range n.Attr {
			switch a.Key {
			case "id":
				ids[a.Val] = true
			case "href", "src":
				links = append(links, a.Val)
			}
		}
	}
	return links, ids
}
