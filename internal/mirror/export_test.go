package mirror

import (
	"bytes"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

func TestTwoExportsAreTheSameBytes(t *testing.T) {
	first, second := war(t), war(t)
	if !bytes.Equal(first.zip(first.edition(0)), second.zip(second.edition(0))) {
		t.Error("two zips of one edition differ")
	}
	a, b := t.TempDir(), t.TempDir()
	for _, dir := range []string{a, b} {
		if _, _, err := WriteFolder(dir, first.edition(0)); err != nil {
			t.Fatal(err)
		}
	}
	if x, y := tree(t, a), tree(t, b); !sameTree(x, y) {
		t.Error("two folders of one edition differ")
	}
}

// An edition written over an earlier one is the same folder as one written anew, and touches only what changed.
func TestNextEditionOverAnEarlierOneIsTheWholeCopy(t *testing.T) {
	p := war(t)
	over := t.TempDir()
	for _, size := range []int{1, 4, 5, 26, 27, 29, 31, 32, 33} {
		fresh := t.TempDir()
		if _, _, err := WriteFolder(over, grown(p, size)); err != nil {
			t.Fatalf("edition %d: %v", size, err)
		}
		if _, _, err := WriteFolder(fresh, grown(p, size)); err != nil {
			t.Fatalf("edition %d: %v", size, err)
		}
		want, got := tree(t, fresh), tree(t, over)
		for name := range want {
			if got[name] != want[name] {
				t.Errorf("edition %d: %s is not what a whole export writes", size, name)
			}
		}
		if len(got) != len(want) {
			t.Errorf("edition %d: %d files, a whole export has %d", size, len(got), len(want))
		}
	}
}

// grown is the record as it was when it had that size: what was removed later is there.
func grown(p *press, size int) *Edition {
	again := war(p.t)
	e := again.edition(size)
	for i := range e.Entries {
		if r := e.Entries[i].Removal; r != nil && int(r.By) > size {
			e.Entries[i] = warUntil(p.t).entries[i]
		}
	}
	return e
}

func TestNextEditionTouchesOnlyWhatChanged(t *testing.T) {
	p := war(t)
	p.step = 0
	dir := t.TempDir()
	if _, _, err := WriteFolder(dir, p.edition(0)); err != nil {
		t.Fatal(err)
	}
	before := times(t, dir)
	late := dev("One more", "home")
	p.add("publish", "late", late)
	_, did, err := WriteFolder(dir, p.edition(0))
	if err != nil {
		t.Fatal(err)
	}
	if did.Kept < 60 || did.Changed > 25 {
		t.Errorf("%+v: too much was written again", did)
	}
	for _, name := range []string{"p/item02.html", "p/item02/history.html", "glance/one.html"} {
		if now := times(t, dir); now[name] != before[name] {
			t.Errorf("%s was touched", name)
		}
	}
	if _, did, err = WriteFolder(dir, p.edition(0)); err != nil || did.Changed != 0 {
		t.Errorf("the same edition again changed %d files (%v)", did.Changed, err)
	}
}

func TestFolderOfSomethingElseIsLeftAlone(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "thesis.txt"), []byte("years of work"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, _, err := WriteFolder(dir, war(t).edition(0))
	if err == nil || !strings.Contains(err.Error(), "thesis.txt") {
		t.Errorf("got %v", err)
	}
	if len(tree(t, dir)) != 1 {
		t.Error("something was written")
	}
}

func TestDamagedStoreIsNotExported(t *testing.T) {
	e := war(t).edition(0)
	e.Entries[3].Entry.Role = "chief"
	if _, _, err := WriteFolder(t.TempDir(), e); err == nil {
		t.Error("a record that is not the one of its checkpoint was exported")
	}
}

// Every link leads to a file of the copy, and nothing is asked of another site.
func TestEveryLinkOfACopyLeadsToAFileOfIt(t *testing.T) {
	dir := t.TempDir()
	if _, _, err := WriteFolder(dir, war(t).edition(0)); err != nil {
		t.Fatal(err)
	}
	files := tree(t, dir)
	everyLinkLeads(t, files)
	for _, want := range []string{"p/item05.html", "track/aid.html", "glance/two.html", "page/2.html", "as-of/4.html", "day/2025-03-01.html", "identity.css", "feed.atom"} {
		if _, ok := files[want]; !ok {
			t.Errorf("%s is not in the copy", want)
		}
	}
	for name, body := range files {
		if strings.Contains(body, "Development number 5<") || strings.Contains(body, "<script src") && name != "verify.html" {
			t.Errorf("%s shows a text that was removed, or has a script", name)
		}
	}
}

func everyLinkLeads(t *testing.T, files map[string]string) {
	t.Helper()
	reached := map[string]bool{}
	for name, body := range files {
		if path.Ext(name) != ".html" {
			continue
		}
		for _, l := range links(t, body) {
			switch {
			case l.loads && (strings.Contains(l.to, "//") || strings.HasPrefix(l.to, "/")):
				t.Errorf("%s loads %s", name, l.to)
			case strings.HasPrefix(l.to, "https://") || strings.HasPrefix(l.to, "#") || strings.HasPrefix(l.to, "data:") || strings.HasPrefix(l.to, "mailto:"):
				continue
			}
			to, _, _ := strings.Cut(path.Join(path.Dir(name), l.to), "#")
			reached[to] = true
			if _, ok := files[to]; !ok {
				t.Errorf("%s leads to %s, which is not there", name, l.to)
			}
		}
	}
	for name := range files {
		if path.Ext(name) == ".html" && name != "index.html" && !reached[name] && !strings.HasPrefix(name, "as-of/") {
			t.Errorf("no page leads to %s", name)
		}
	}
}

type hyperlink struct {
	to    string
	loads bool
}

func links(t *testing.T, page string) []hyperlink {
	t.Helper()
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	var list []hyperlink
	for n := range root.Descendants() {
		for _, a := range n.Attr {
			if a.Key == "href" || a.Key == "src" {
				rel := slices.IndexFunc(n.Attr, func(a html.Attribute) bool { return a.Key == "rel" && a.Val == "stylesheet" })
				list = append(list, hyperlink{a.Val, a.Key == "src" || rel >= 0})
			}
		}
	}
	return list
}

func tree(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		body, err := os.ReadFile(name)
		rel, _ := filepath.Rel(dir, name)
		files[filepath.ToSlash(rel)] = string(body)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func times(t *testing.T, dir string) map[string]int64 {
	t.Helper()
	list := map[string]int64{}
	for name := range tree(t, dir) {
		info, err := os.Stat(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		list[name] = info.ModTime().UnixNano()
	}
	return list
}

func sameTree(a, b map[string]string) bool {
	if len(a) != len(b) {
		return false
	}
	for name, body := range a {
		if b[name] != body {
			return false
		}
	}
	return true
}
