package mirror

import (
	"crypto/sha256"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"livebrief/internal/brief"
)

func stand(t *testing.T, dir string) (*Stand, *[]string) {
	t.Helper()
	var said []string
	s, err := OpenStand(dir, func(sentence string) { said = append(said, sentence) })
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s, &said
}

func TestStandTakesUpANewEdition(t *testing.T) {
	p := war(t)
	dir := t.TempDir()
	if _, _, err := WriteFolder(dir, grown(p, 20)); err != nil {
		t.Fatal(err)
	}
	s, said := stand(t, dir)
	if seq, origin := s.Edition(); seq != 20 || origin != "news.example/war" {
		t.Fatalf("edition %d of %s", seq, origin)
	}
	if _, ok := s.Find("p/item24.html"); ok {
		t.Error("an item of a later edition is there")
	}
	if _, _, err := WriteFolder(dir, grown(p, 33)); err != nil {
		t.Fatal(err)
	}
	sum, ok := s.Find("p/item24.html")
	body, err := s.Read("p/item24.html", sum)
	if !ok || err != nil || !strings.Contains(string(body), "Development number 24") {
		t.Errorf("the new edition is not taken up: %v", err)
	}
	if seq, _ := s.Edition(); seq != 33 || len(*said) != 0 {
		t.Errorf("edition %d, said %q", seq, *said)
	}
}

// While an edition is being written its files come before its manifest. What differs from the manifest is not given.
func TestStandNeverGivesWhatItsManifestDoesNotName(t *testing.T) {
	p := war(t)
	dir := t.TempDir()
	if _, _, err := WriteFolder(dir, p.edition(0)); err != nil {
		t.Fatal(err)
	}
	s, _ := stand(t, dir)
	write := func(name, body string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(dir, name), []byte(body), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("lite.html", "of the edition that is coming")
	write("secret.txt", "of nobody's manifest")
	sum, ok := s.Find("lite.html")
	if body, err := s.Read("lite.html", sum); !ok || brief.KindOf(err) != brief.KindUnavailable || body != nil {
		t.Errorf("a file of another edition: %q, %v", body, err)
	}
	for _, path := range []string{"secret.txt", "../secret.txt", "p", "", "manifest/", ".new-index.html"} {
		if _, ok := s.Find(path); ok {
			t.Errorf("%q is given", path)
		}
		if _, err := s.Read(path, sum); err == nil {
			t.Errorf("%q is read", path)
		}
	}
	if err := os.Remove(filepath.Join(dir, "lite.html")); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(filepath.Join(dir, "secret.txt"), filepath.Join(dir, "lite.html")); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Read("lite.html", sha256.Sum256([]byte("of nobody's manifest"))); err == nil {
		t.Error("a link is followed")
	}
}

func TestStandKeepsToItsRecord(t *testing.T) {
	p, other := war(t), newPress(t, "news.example/peace", 2)
	other.add(brief.EntryBriefing, brief.ItemBriefing, brief.Briefing{Name: "peace", Title: "The peace", Zone: "UTC", Languages: []string{"en"}, State: brief.Open})
	dir, next, elsewhere := t.TempDir(), t.TempDir(), t.TempDir()
	for _, c := range []struct {
		dir string
		e   *Edition
	}{{dir, grown(p, 20)}, {next, grown(p, 33)}, {elsewhere, other.edition(0)}} {
		if _, _, err := WriteFolder(c.dir, c.e); err != nil {
			t.Fatal(err)
		}
	}
	link := filepath.Join(t.TempDir(), "now")
	point := func(to string) {
		t.Helper()
		if err := os.Symlink(to, link+"-next"); err != nil {
			t.Fatal(err)
		}
		if err := os.Rename(link+"-next", link); err != nil {
			t.Fatal(err)
		}
	}
	point(dir)
	s, said := stand(t, link)
	point(elsewhere)
	if _, ok := s.Find("index.html"); !ok {
		t.Error("the copy is gone")
	}
	if seq, origin := s.Edition(); seq != 20 || origin != "news.example/war" || len(*said) != 1 || !strings.Contains((*said)[0], "another record, news.example/peace") {
		t.Errorf("edition %d of %s, said %q", seq, origin, *said)
	}
	point(next)
	sum, ok := s.Find("p/item24.html")
	if _, err := s.Read("p/item24.html", sum); !ok || err != nil {
		t.Errorf("the link was set to a new edition, and it is not taken up: %v", err)
	}
}

func TestStandIsSafeForManyAtOnce(t *testing.T) {
	p := war(t)
	dir := t.TempDir()
	if _, _, err := WriteFolder(dir, grown(p, 20)); err != nil {
		t.Fatal(err)
	}
	s, _ := stand(t, dir)
	var readers sync.WaitGroup
	for range 8 {
		readers.Go(func() {
			for range 200 {
				sum, ok := s.Find("index.html")
				body, err := s.Read("index.html", sum)
				if !ok || err == nil && sha256.Sum256(body) != sum || err != nil && brief.KindOf(err) != brief.KindUnavailable {
					t.Errorf("the first page: %v, %v", ok, err)
					return
				}
			}
		})
	}
	for _, size := range []int{26, 29, 33} {
		if _, _, err := WriteFolder(dir, grown(p, size)); err != nil {
			t.Error(err)
		}
	}
	readers.Wait()
	if _, ok := s.Find("p/item24.html"); !ok {
		t.Error("the last edition is not taken up")
	}
}

func TestStandWantsACopy(t *testing.T) {
	if _, err := OpenStand(t.TempDir(), nil); brief.KindOf(err) != brief.KindInvalid {
		t.Errorf("an empty folder: %v", err)
	}
}
