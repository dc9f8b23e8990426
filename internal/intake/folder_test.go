package intake

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"livebrief/internal/brief"
)

// inbox is a watched folder in a temporary place.
type inbox struct {
	*Folder
	dir   string
	shelf *shelf
}

func newInbox(t *testing.T) *inbox {
	s, dir := newShelf(), t.TempDir()
	return &inbox{NewFolder(dir, s, func() time.Time { return start }), dir, s}
}

func (in *inbox) put(t *testing.T, name, text string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(in.dir, name), []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func (in *inbox) scan(t *testing.T, want Scan) {
	t.Helper()
	got, err := in.Scan(t.Context(), Hints{Source: "s", Outlet: "Inbox", Briefing: "b"})
	if err != nil || got != want {
		t.Errorf("scan gave %+v, %v, want %+v", got, err, want)
	}
}

// files lists everything below the folder, with a slash after folders.
func (in *inbox) files(t *testing.T) string {
	t.Helper()
	var names []string
	err := filepath.WalkDir(in.dir, func(path string, d os.DirEntry, err error) error {
		if rel, _ := filepath.Rel(in.dir, path); !d.IsDir() {
			names = append(names, filepath.ToSlash(rel))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(names)
	return strings.Join(names, " ")
}

func TestFileIsTakenWhenItStandsStill(t *testing.T) {
	in := newInbox(t)
	in.put(t, "a.txt", "One")
	in.scan(t, Scan{Waiting: 1})
	in.put(t, "a.txt", "One. Two.")
	in.scan(t, Scan{Waiting: 1})
	in.put(t, "b.html", "<p>Three</p>")
	in.scan(t, Scan{Taken: 1, Fresh: 1, Waiting: 1})
	in.scan(t, Scan{Taken: 1, Fresh: 1})
	in.scan(t, Scan{})
	if got := in.files(t); got != "taken/a.txt taken/b.html" {
		t.Error(got)
	}
	all := in.shelf.all()
	if len(all) != 2 || all[0].Text != "One. Two." || all[0].Outlet != "Inbox" || all[0].Briefing != "b" || all[0].MediaType != "text/plain" || all[1].Text != "Three" {
		t.Errorf("%+v", all)
	}
}

func TestSameNameAgainDoesNotOverwrite(t *testing.T) {
	in := newInbox(t)
	for _, text := range []string{"One", "Two", "One"} {
		in.put(t, "a.txt", text)
		in.Scan(t.Context(), Hints{})
		in.Scan(t.Context(), Hints{})
	}
	if got := in.files(t); got != "taken/a-2.txt taken/a-3.txt taken/a.txt" {
		t.Error(got)
	}
	if n := len(in.shelf.all()); n != 2 {
		t.Errorf("%d reports", n)
	}
}

func TestRefusedFileHasItsReasonBeside(t *testing.T) {
	in := newInbox(t)
	in.put(t, "photo.txt", "\x89PNG\r\n\x1a\n")
	in.put(t, "empty.html", "")
	huge := filepath.Join(in.dir, "huge.txt")
	in.put(t, "huge.txt", "x")
	if err := os.Truncate(huge, 2<<30); err != nil {
		t.Skip(err)
	}
	in.scan(t, Scan{Waiting: 3})
	in.scan(t, Scan{Refused: 3})
	if got := in.files(t); got != "refused/empty.html refused/empty.html.why.txt refused/huge.txt refused/huge.txt.why.txt refused/photo.txt refused/photo.txt.why.txt" {
		t.Error(got)
	}
	for name, says := range map[string]string{"photo.txt": "this is a PNG picture, not text; send its text", "empty.html": "the report is empty",
		"huge.txt": "the file has 2048 MB; give files of at most 8 MB"} {
		why, err := os.ReadFile(filepath.Join(in.dir, "refused", name+".why.txt"))
		if err != nil || !strings.HasPrefix(string(why), says) || !strings.Contains(string(why), "Refused at 2022-09-24T14:00:00Z.") {
			t.Errorf("%s: %q, %v", name, why, err)
		}
	}
}

func TestFilesThatAreNotOursAreLeftAlone(t *testing.T) {
	in := newInbox(t)
	outside := filepath.Join(t.TempDir(), "secret.txt")
	if err := os.WriteFile(outside, []byte("secret"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(outside, filepath.Join(in.dir, "link.txt")); err != nil {
		t.Skip(err)
	}
	if err := syscall.Mkfifo(filepath.Join(in.dir, "pipe.txt"), 0o644); err != nil {
		t.Skip(err)
	}
	if err := os.Mkdir(filepath.Join(in.dir, "folder.txt"), 0o755); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{".hidden.txt", "a.txt.part", "b.TMP", "c.txt~", "d.crdownload", "old.why.txt"} {
		in.put(t, name, "unfinished")
	}
	before := in.files(t)
	in.scan(t, Scan{})
	in.scan(t, Scan{})
	if got := in.files(t); got != before || len(in.shelf.all()) != 0 {
		t.Errorf("files are now %s", got)
	}
}

func TestLinkInPlaceOfOurFolderLeadsNowhere(t *testing.T) {
	in := newInbox(t)
	outside := t.TempDir()
	if err := os.Symlink(outside, filepath.Join(in.dir, "taken")); err != nil {
		t.Skip(err)
	}
	in.put(t, "a.txt", "One")
	in.scan(t, Scan{Waiting: 1})
	if _, err := in.Scan(t.Context(), Hints{}); err == nil {
		t.Error("nothing was said")
	}
	if left, _ := os.ReadDir(outside); len(left) != 0 {
		t.Errorf("outside now holds %v", left)
	}
}

func TestFileStaysWhenItCannotBeKept(t *testing.T) {
	in := newInbox(t)
	in.put(t, "a.txt", "One")
	in.scan(t, Scan{Waiting: 1})
	in.shelf.broken = true
	if _, err := in.Scan(t.Context(), Hints{}); err == nil || brief.KindOf(err) == brief.KindInvalid {
		t.Errorf("got %v", err)
	}
	if got := in.files(t); got != "a.txt" {
		t.Error(got)
	}
	in.shelf.broken = false
	in.scan(t, Scan{Taken: 1, Fresh: 1})
}

func TestFeedFileBringsManyReports(t *testing.T) {
	in := newInbox(t)
	in.put(t, "feed.xml", rss(item(2, "Two", "second"), item(1, "One", "first")))
	in.scan(t, Scan{Waiting: 1})
	in.scan(t, Scan{Taken: 1, Fresh: 2})
}

func TestOnlyFoldersBelowARootMayBeWatched(t *testing.T) {
	root := t.TempDir()
	d := newDesk(t, "")
	d.opts.Folders = []string{root}
	for _, c := range []struct{ path, sentence string }{
		{t.TempDir(), "Failed once: this folder is not one that may be watched; next try 14:10 UTC"},
		{filepath.Dir(root), "Failed once: this folder is not one that may be watched; next try 14:10 UTC"},
		{filepath.Join(root, "..", "x"), "Failed once: this folder is not one that may be watched; next try 14:10 UTC"},
		{root + "x", "Failed once: this folder is not one that may be watched; next try 14:10 UTC"},
		{"relative", "Failed once: this folder is not one that may be watched; next try 14:10 UTC"},
		{filepath.Join(root, "missing"), "Failed once: the folder " + filepath.Join(root, "missing") + " cannot be opened; next try 14:10 UTC"},
		{root, "Unchanged since 14:00 UTC"},
	} {
		d.src = brief.Source{ID: brief.SourceID(c.path), Address: c.path}
		if got := d.Look(context.Background(), d.src).Sentence; got != c.sentence {
			t.Errorf("%s: %q", c.path, got)
		}
	}
}

func TestFolderSourceSaysWhatCame(t *testing.T) {
	root := t.TempDir()
	d := newDesk(t, root)
	d.opts.Folders = []string{root}
	os.WriteFile(filepath.Join(root, "a.txt"), []byte("One"), 0o644)
	os.WriteFile(filepath.Join(root, "b.txt"), nil, 0o644)
	d.look(t, 0, brief.HealthUnchanged, "Unchanged since 14:00 UTC")
	d.look(t, 1, brief.HealthFresh, "1 new report at 14:01 UTC. 1 file was refused; see the folder refused")
}
