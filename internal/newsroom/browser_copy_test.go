package newsroom

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"golang.org/x/net/html"

	"livebrief/internal/mirror"
)

// copyTree is what links of a copy lead to, read from the disk: every page that can be reached, and what each has.
type copyTree struct {
	dir   string
	pages map[string]map[string]bool // ids by page, "index.html" and so on
	// others are what pages load or link to besides pages.
	others map[string]bool
	broken []string
}

// reachable follows every link from the first page of a copy, anchors too.
func reachable(t *testing.T, dir string) *copyTree {
	t.Helper()
	c := &copyTree{dir: dir, pages: map[string]map[string]bool{}, others: map[string]bool{}}
	type way struct{ from, link string }
	var anchors []way
	queue := []string{"index.html"}
	for len(queue) > 0 {
		name := queue[0]
		queue = queue[1:]
		if c.pages[name] != nil {
			continue
		}
		raw, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
		if err != nil {
			t.Fatal(err)
		}
		root, err := html.Parse(bytes.NewReader(raw))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		c.broken = append(c.broken, loadedFromElsewhere(name, root)...)
		links, ids := linksOf(root)
		c.pages[name] = ids
		for _, link := range links {
			u, err := (&url.URL{Path: "/" + name}).Parse(link)
			if err != nil || u.Scheme != "" || u.Host != "" {
				continue
			}
			to := strings.TrimPrefix(u.Path, "/")
			switch info, err := os.Stat(filepath.Join(dir, filepath.FromSlash(to))); {
			case err != nil || info.IsDir():
				c.broken = append(c.broken, name+" leads to "+link)
			case strings.HasSuffix(to, ".html"):
				queue = append(queue, to)
				if u.Fragment != "" {
					anchors = append(anchors, way{name, to + "#" + u.Fragment})
				}
			default:
				c.others[to] = true
			}
		}
	}
	for _, a := range anchors {
		if page, id, _ := strings.Cut(a.link, "#"); !c.pages[page][id] {
			c.broken = append(c.broken, a.from+" leads to "+a.link)
		}
	}
	return c
}

// loadedFromElsewhere names what a page would load from another host: whatever has an address that is no link to follow.
func loadedFromElsewhere(name string, root *html.Node) (found []string) {
	for n := range root.Descendants() {
		for _, a := range n.Attr {
			asks := a.Key == "src" || a.Key == "srcset" || a.Key == "data" || a.Key == "poster" || a.Key == "href" && n.Data != "a" && n.Data != "area"
			if asks && strings.Contains(a.Val, "//") && !strings.HasPrefix(a.Val, "data:") {
				found = append(found, name+" loads "+a.Val)
			}
		}
	}
	return found
}

// TestWhatAPageLoadsFromElsewhereIsFound tells loading from linking.
func TestWhatAPageLoadsFromElsewhereIsFound(t *testing.T) {
	root, err := html.Parse(strings.NewReader(`<link rel=stylesheet href="//a.example/s.css"><a href="https://b.example/">b</a>
		<img src="https://c.example/i.png"><img src="data:image/png;base64,AA//"><script src="../static/live.js"></script>`))
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"page loads //a.example/s.css", "page loads https://c.example/i.png"}
	if got := loadedFromElsewhere("page", root); !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

// listener notes what a page asks for and what the browser says, without standing in the way: requests for files of a
// disk cannot be held up. No name resolves in this browser, so nothing could be reached.
type listener struct {
	mu                   sync.Mutex
	asked, failed, noted []string
}

func listenTo(t *testing.T, ctx context.Context) *listener {
	t.Helper()
	l := &listener{}
	err := chromedp.Listen(ctx, func(event any) {
		l.mu.Lock()
		defer l.mu.Unlock()
		switch e := event.(type) {
		case *network.EventRequestWillBeSent:
			l.asked = append(l.asked, e.Request.URL)
		case *network.EventLoadingFailed:
			l.failed = append(l.failed, e.ErrorText)
		case *network.EventWebSocketCreated:
			l.asked = append(l.asked, e.URL)
		case *runtime.EventConsoleAPICalled:
			l.noted = append(l.noted, "called: "+string(e.Type))
		case *runtime.EventExceptionThrown:
			l.noted = append(l.noted, "thrown: "+e.ExceptionDetails.Text)
		case *log.EventEntryAdded:
			// The box is a fragment that has no head to name an icon, and so the browser looks for one by itself.
			if !strings.HasSuffix(e.Entry.URL, "/favicon.ico") {
				l.noted = append(l.noted, string(e.Entry.Level)+": "+e.Entry.Text+" "+e.Entry.URL)
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	do(t, ctx, "listening", tell(network.Enable, network.EnableParams{}))
	return l
}

// check reports everything that is not of the copy at home.
func (l *listener) check(t *testing.T, home string, least int) {
	t.Helper()
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, address := range l.asked {
		if !strings.HasPrefix(address, home) && !strings.HasPrefix(address, "data:") && !strings.HasSuffix(address, "/favicon.ico") {
			t.Errorf("a page asked for %s", address)
		}
	}
	if len(l.asked) < least {
		t.Errorf("only %d requests were seen", len(l.asked))
	}
	for _, text := range append(l.noted, l.failed...) {
		t.Errorf("the browser says: %s", text)
	}
	l.asked, l.noted, l.failed = nil, nil, nil
}

// itemsShown gives ids, days and links of a page, in order, by the browser's own tree.
func itemsShown(t *testing.T, ctx context.Context, address string) string {
	t.Helper()
	do(t, ctx, address, chromedp.Navigate(address))
	root, err := html.Parse(strings.NewReader(get(t, ctx, address, chromedp.OuterHTML(chromedp.CSS("body")))))
	if err != nil {
		t.Fatal(err)
	}
	var shown []string
	for n := range root.Descendants() {
		for _, a := range n.Attr {
			if a.Key == "href" && strings.HasPrefix(a.Val, "#day=") {
				continue // the link to a view that a map's script makes
			}
			if a.Key == "id" || a.Key == "data-day" || a.Key == "href" {
				shown = append(shown, a.Val)
			}
		}
	}
	return strings.Join(shown, " ")
}

// writeOneFile makes the copy in one file and says where it is.
func writeOneFile(t *testing.T, e *mirror.Edition) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "one.html")
	err := writeWhole(path, publicFile, func(f *os.File) error {
		_, err := mirror.WriteOneFile(f, e)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return path
}

// itemPart is a part of an address that tells one item, day or edition from others of its kind.
var itemPart = regexp.MustCompile(`[^/]*[0-9][^/.]*|\b[a-z]{16}\b`)

// ofEachKind gives up to four pages of each kind, the first, the last and some between them, and all with LIVEBRIEF_LONG: pages of a
// kind have one template, and every link of every page was followed on the disk before.
func ofEachKind(names []string) []string {
	kinds := map[string][]string{}
	for _, name := range names {
		kind := itemPart.ReplaceAllString(name, "*")
		kinds[kind] = append(kinds[kind], name)
	}
	const most = 4
	var chosen []string
	for _, alike := range kinds {
		if len(alike) <= most || os.Getenv("LIVEBRIEF_LONG") != "" {
			chosen = append(chosen, alike...)
			continue
		}
		for i := range most {
			chosen = append(chosen, alike[i*(len(alike)-1)/(most-1)])
		}
	}
	slices.Sort(chosen)
	return chosen
}

// TestCopyWorksFromADiskAndBelowAnyPath follows every link of the exported sample on the disk, then loads its pages, first
// from the disk with scripts on, then at a path of a plain file server with scripts off: nothing is broken, nothing else is
// asked for, the console is silent, and both show the same items. The one-file export likewise.
func TestCopyWorksFromADiskAndBelowAnyPath(t *testing.T) {
	t.Parallel()
	ctx := browse(t)
	dir, e := sampleCopy(t)
	one := writeOneFile(t, e)
	tree := reachable(t, dir)
	for _, b := range tree.broken {
		t.Error(b)
	}
	for _, want := range []string{"mirrors.html", "verify.html", "corrections.html", "lite.html", "box.html", "embed.html", "track/aid.html"} {
		if tree.pages[want] == nil {
			t.Errorf("no link leads to %s", want)
		}
	}
	if len(tree.pages) < 150 {
		t.Fatalf("only %d pages are reached", len(tree.pages))
	}
	names := ofEachKind(slices.Sorted(maps.Keys(tree.pages)))
	if len(names) < 150 {
		t.Fatalf("only %d pages are opened", len(names))
	}
	server := httptest.NewServer(http.StripPrefix("/some/where/", http.FileServer(http.Dir(dir))))
	defer server.Close()
	l := listenTo(t, ctx)
	fromDisk := map[string]string{}
	for _, name := range names {
		fromDisk[name] = itemsShown(t, ctx, "file://"+dir+"/"+name)
	}
	l.check(t, "file://"+dir+"/", len(names))
	alone := itemsShown(t, ctx, "file://"+one)
	l.check(t, "file://"+one, 1)
	do(t, ctx, "scripts off", tell(emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true}))
	for _, name := range names {
		// The file server sends whoever asks for index.html to the folder.
		if got := itemsShown(t, ctx, server.URL+"/some/where/"+strings.TrimSuffix(name, "index.html")); got != fromDisk[name] {
			t.Errorf("%s: %q from the disk, %q from a server without scripts", name, fromDisk[name], got)
		}
	}
	l.check(t, server.URL+"/some/where/", len(names))
	if got := itemsShown(t, ctx, "file://"+one); got != alone || strings.Count(alone, " d-") < 3 {
		t.Errorf("one file: %q with scripts, %q without", alone, got)
	}
	t.Log(fmt.Sprintf("%d of %d pages, each twice; %d other files are linked", len(names), len(tree.pages), len(tree.others)))
}

// TestShotsOfCopies takes pictures of the page of mirrors and of the one-file export in every look, when LIVEBRIEF_SHOTS
// names a folder.
func TestShotsOfCopies(t *testing.T) {
	folder := os.Getenv("LIVEBRIEF_SHOTS")
	if folder == "" {
		t.Skip("LIVEBRIEF_SHOTS is not set: `make shots` sets it")
	}
	ctx := browse(t)
	dir, e := sampleCopy(t)
	shoot(t, ctx, folder, "copy-one-file", "file://"+writeOneFile(t, e))
	shoot(t, ctx, folder, "copy-mirrors", "file://"+dir+"/mirrors.html")
}
