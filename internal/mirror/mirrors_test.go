package mirror

import (
	"slices"
	"strings"
	"testing"

	"livebrief/internal/brief"
)

// mirrored is a record whose desk names two mirrors in its second entry, and is silent in the third.
func mirrored(t testing.TB) *press {
	p := newPress(t, "news.example/war", 1)
	b := brief.Briefing{Name: "war", Title: "The war", Zone: "Europe/Kyiv", Languages: []string{"en"}, State: brief.Open,
		Tracks: []brief.Track{{ID: "home", Name: "Home fronts"}}}
	p.add(brief.EntryBriefing, brief.ItemBriefing, b)
	b.Mirrors = []string{"https://mirror.example/war/", "http://abcdefghijklmnop.onion/"}
	p.add(brief.EntryBriefing, brief.ItemBriefing, b)
	p.add(brief.Publish, "item00", dev("Something", "home"))
	return p
}

func TestListOfMirrorsTravelsAlone(t *testing.T) {
	p := mirrored(t)
	files := inMemory(t, p.edition(0))
	list := files[mirrorsPath]
	want := "livebrief mirrors 1\norigin news.example/war\nkey " + p.key + "\nedition 2\nmirrors 2\nhttps://mirror.example/war/\nhttp://abcdefghijklmnop.onion/\n\n— news.example/war "
	if !strings.HasPrefix(list, want) {
		t.Fatalf("the list is\n%s", list)
	}
	r := VerifyMirrors([]byte(list), Options{Key: p.key})
	wants(t, r, Intact, "")
	if r.Edition != 2 || !slices.Equal(r.Mirrors, []string{"https://mirror.example/war/", "http://abcdefghijklmnop.onion/"}) {
		t.Errorf("%+v", r)
	}
	wants(t, VerifyMirrors([]byte(list), Options{}), Unknown, keyPath)
	for _, name := range []string{"mirrors.html", "README.txt"} {
		at, onion := strings.Index(files[name], "https://mirror.example/war/"), strings.Index(files[name], "http://abcdefghijklmnop.onion/")
		if at < 0 || onion < at {
			t.Errorf("%s does not name the mirrors in their order", name)
		}
	}
}

func TestEveryFlippedBitOfAListOfMirrorsIsRefused(t *testing.T) {
	p := mirrored(t)
	list := inMemory(t, p.edition(0))[mirrorsPath]
	for bit := range 8 * len(list) {
		flipped := []byte(list)
		flipped[bit/8] ^= 1 << (bit % 8)
		if r := VerifyMirrors(flipped, Options{Key: p.key}); r.Verdict() != Tampered {
			t.Fatalf("bit %d is flipped, and the list is %s", bit, r.Verdict())
		}
	}
	for name, bad := range map[string]string{"an address added": strings.Replace(list, "mirrors 2\n", "mirrors 3\nhttps://trap.example/\n", 1),
		"an address taken away": strings.Replace(list, "https://mirror.example/war/\n", "", 1), "cut": list[:len(list)-1], "empty": "",
		"a manifest": inMemory(t, p.edition(0))[manifestPath], "a line behind it": list + "— stranger AAAAAAAA\n"} {
		if r := VerifyMirrors([]byte(bad), Options{Key: p.key}); r.Verdict() != Tampered {
			t.Errorf("%s: %s", name, r.Verdict())
		}
	}
}

func TestNoMirrorsMakeAListOfNone(t *testing.T) {
	p := mirrored(t)
	r := VerifyMirrors([]byte(inMemory(t, p.edition(1))[mirrorsPath]), Options{Key: p.key})
	wants(t, r, Intact, "")
	if len(r.Mirrors) != 0 || r.Edition != 1 {
		t.Errorf("%+v", r)
	}
}
