package witness

import (
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"livebrief/internal/brief"
)

func TestAFollowedRecordIsCosignedAsItGrows(t *testing.T) {
	p := newPublisher(t, 1, 700, 0)
	h := newHut(t, p, p.serve(t))
	for _, size := range []int64{0, 1, 2, 255, 256, 257, 300, 512, 513, 700} {
		p.show(size)
		h.clock.pass(time.Minute)
		h.Look(t.Context())
		s, err := ReadStatus(h.dir)
		if err != nil || len(s.Records) != 1 || s.Records[0].Size != size {
			t.Fatalf("size %d: %+v %v\n%s", size, s, err, h.get(t, "/"))
		}
	}
	// What it saw there it cosigns for the log too.
	h.cosigned(t, p, 700, 700)
	h.innocent(t)
}

func TestAnOlderCheckpointIsOnlyOld(t *testing.T) {
	p := newPublisher(t, 1, 700, 0)
	h := newHut(t, p, p.serve(t))
	h.Look(t.Context())
	for _, size := range []int64{0, 1, 128, 256, 300, 699} {
		p.show(size)
		h.Look(t.Context())
	}
	h.innocent(t)
	if page := h.get(t, "/"); !strings.Contains(page, "shows edition 699") {
		t.Error(page)
	}
	p.show(700)
	h.Look(t.Context())
	h.innocent(t)
	h.cosigned(t, p, 700, 700)
}

func TestASplitViewThatReadersAreShownIsEvidence(t *testing.T) {
	for what, c := range map[string]struct{ seen, shown int64 }{
		"at the same size":              {300, 300},
		"further on":                    {300, 700},
		"further on from a power of 2":  {256, 700},
		"at a size that fills its tile": {256, 512},
	} {
		t.Run(what, func(t *testing.T) {
			honest, other := newPublisher(t, 1, 700, 0), newPublisher(t, 1, 700, 250)
			h := newHut(t, honest, other.serve(t))
			h.cosigned(t, honest, 0, c.seen)
			other.show(c.shown)
			h.Look(t.Context())
			e := h.convicted(t, honest)
			if string(e.First) != string(honest.checkpoint(t, c.seen)) || string(e.Second) != string(other.checkpoint(t, c.shown)) || !strings.Contains(e.Finding, "was shown at http://") {
				t.Errorf("%s\n%s\n%s", e.First, e.Second, e.Finding)
			}
			// A second look finds nothing new, and the find stays as it is.
			h.Look(t.Context())
			h.convicted(t, honest)
			if status, _, _ := h.push(t, honest.request(t, c.seen, 700)); status != http.StatusForbidden {
				t.Errorf("status %d after a find", status)
			}
		})
	}
}

// A view that is smaller, and no beginning of what was cosigned, is found where the tiles of the larger tree can be had.
func TestASmallerViewThatIsNoBeginningIsEvidence(t *testing.T) {
	honest, other := newPublisher(t, 1, 700, 0), newPublisher(t, 1, 700, 250)
	tiles, lies := honest.serve(t), other.serve(t)
	other.show(300)
	h := newHut(t, honest, lies)
	h.cosigned(t, honest, 0, 700)
	h.Look(t.Context())
	h.innocent(t) // only the liar's tiles are there
	if page := h.get(t, "/"); !strings.Contains(page, "cannot be told from there") {
		t.Error(page)
	}
	// The same, but with the tiles of the honest record behind the lying checkpoint.
	proxy := newMixed(t, lies, tiles)
	h.follows[0].Addresses = []string{proxy}
	h.again(t)
	h.Look(t.Context())
	h.convicted(t, honest)
}

func TestWhatIsBrokenIsNoEvidence(t *testing.T) {
	p, stranger := newPublisher(t, 1, 700, 0), newPublisher(t, 2, 700, 0)
	h := newHut(t, p, p.serve(t), stranger.serve(t), "http://127.0.0.1:1")
	h.cosigned(t, p, 0, 300)
	p.rotten = true
	h.Look(t.Context())
	h.innocent(t)
	page := h.get(t, "/")
	for _, says := range []string{"its tiles do not show that it continues edition 300", "shows no checkpoint that a known key", "does not answer"} {
		if !strings.Contains(page, says) {
			t.Errorf("the page does not say %q\n%s", says, page)
		}
	}
	p.rotten = false
	h.Look(t.Context())
	if s, err := ReadStatus(h.dir); err != nil || s.Records[0].Size != 700 {
		t.Errorf("%+v %v", s, err)
	}
}

func TestTheListOfWhatIsFollowed(t *testing.T) {
	a, b := newPublisher(t, 1, 0, 0), newPublisher(t, 2, 0, 0)
	list, err := ParseFollowed([]byte("# partners\n\n" + a.key + " https://live.news.example/ukraine/ # the server\n" + a.key + " http://copy.example/\n" + b.key + "\n"))
	if err != nil || len(list) != 1 || list[0].Origin != origin || len(list[0].Keys) != 2 || strings.Join(list[0].Addresses, " ") != "https://live.news.example/ukraine http://copy.example" {
		t.Errorf("%+v %v", list, err)
	}
	for _, text := range []string{"", "# nothing\n", "key\n", a.key + " ftp://x\n", a.key + " https://u:p@x/\n", a.key + " https://x/?a=b\n", a.key + " https://x/ more\n", "witness.example/w1+e75f6532+BAOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4"} {
		if list, err := ParseFollowed([]byte(text)); brief.KindOf(err) != brief.KindInvalid {
			t.Errorf("%q: %v %v", text, list, err)
		}
	}
}

func TestAWitnessKeepsItsName(t *testing.T) {
	p := newPublisher(t, 1, 0, 0)
	dir := t.TempDir()
	if _, err := Open(dir, nil, Options{}); brief.KindOf(err) != brief.KindInvalid {
		t.Error("it starts without a name: ", err)
	}
	w, err := Open(dir, []Followed{{Origin: origin, Keys: []string{p.key}}}, Options{Name: "a.example"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Open(dir, nil, Options{}); brief.KindOf(err) != brief.KindUnavailable {
		t.Error("two on one folder: ", err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(dir, nil, Options{Name: "b.example"}); brief.KindOf(err) != brief.KindInvalid {
		t.Error("it takes another name: ", err)
	}
	if _, err := ReadStatus(t.TempDir()); brief.KindOf(err) != brief.KindUnavailable {
		t.Error(err)
	}
	if w, err = Open(dir, nil, Options{}); err != nil || w.Name() != "a.example" {
		t.Fatal(err)
	}
	_ = w.Close()
}

func TestEvidenceConvictsNobodyWhoIsHonest(t *testing.T) {
	honest, other, stranger := newPublisher(t, 1, 100, 0), newPublisher(t, 1, 100, 50), newPublisher(t, 2, 100, 60)
	for what, e := range map[string]Evidence{
		"the same twice":            {First: honest.checkpoint(t, 60), Second: honest.checkpoint(t, 60)},
		"two sizes and no proof":    {First: honest.checkpoint(t, 60), Second: other.checkpoint(t, 100)},
		"a proof that is garbage":   {First: honest.checkpoint(t, 60), Second: honest.checkpoint(t, 100), Proof: []byte("old 60\n" + strings.Repeat(strings.Repeat("A", 43)+"=\n", 5))},
		"signed by somebody else":   {First: honest.checkpoint(t, 60), Second: stranger.checkpoint(t, 60)},
		"nothing":                   {},
		"a proof that is no proof":  {First: honest.checkpoint(t, 60), Second: honest.checkpoint(t, 100), Proof: []byte("hello")},
		"the empty record and more": {First: honest.checkpoint(t, 0), Second: other.checkpoint(t, 100)},
	} {
		if _, err := e.Check(honest.key); err == nil {
			t.Errorf("%s convicts", what)
		}
	}
	dir := t.TempDir()
	e := Evidence{First: honest.checkpoint(t, 60), Second: other.checkpoint(t, 60), Finding: "found"}
	one, err := WriteEvidence(dir, origin, e)
	if err != nil {
		t.Fatal(err)
	}
	e.Finding = "found again"
	two, err := WriteEvidence(dir, origin, e)
	if err != nil || one != two {
		t.Error(one, two, err)
	}
	if kept, err := ReadEvidence(one); err != nil || kept.Finding != "found" {
		t.Error("evidence was written over: ", kept.Finding, err)
	}
	if list, err := os.ReadDir(dir); err != nil || len(list) != 1 {
		t.Error(list, err)
	}
}

func FuzzAProofOfEvidenceWritesBack(f *testing.F) {
	f.Add([]byte("old 3\nPlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=\n"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		fork, err := parseFork(raw)
		if err != nil {
			return
		}
		_, rest, _ := strings.Cut(string(raw), "\n")
		if _, again, _ := strings.Cut(string(EncodeFork(fork, 1)), "\n"); again != rest {
			t.Fatalf("%q writes back as %q", rest, again)
		}
	})
}

func FuzzTheListOfWhatIsFollowed(f *testing.F) {
	f.Add([]byte("news.example/ukraine+5df962d3+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4 https://x.example/\n# x"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		list, err := ParseFollowed(raw)
		for _, r := range list {
			if err == nil && (r.Origin == "" || len(r.Keys) == 0) {
				t.Fatalf("%+v", r)
			}
		}
	})
}
