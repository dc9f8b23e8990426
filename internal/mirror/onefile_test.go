package mirror

import (
	"bytes"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"livebrief/internal/brief"
	"livebrief/internal/record"
)

func (p *press) oneFile(e *Edition) []byte {
	p.t.Helper()
	var b bytes.Buffer
	one, err := WriteOneFile(&b, e)
	p.must(err)
	if one.Bytes != int64(b.Len()) || b.Len() > MaxOneFile {
		p.t.Fatalf("%d bytes, and %d are told", b.Len(), one.Bytes)
	}
	return b.Bytes()
}

func TestOneFileIsIntactAndTheSameTwice(t *testing.T) {
	p := war(t)
	file := p.oneFile(p.edition(0))
	again := war(t)
	if !bytes.Equal(file, again.oneFile(again.edition(0))) {
		t.Error("two files of one edition differ")
	}
	r := VerifyOneFile(file, Options{Key: p.key})
	wants(t, r, Intact, "")
	if r.Edition != 33 || !r.At.Equal(start.Add(32*5*time.Hour)) || r.KnownBy != "key" || r.Bytes != int64(len(file)) || r.Unproven == "" {
		t.Errorf("%+v", r)
	}
	if strings.Contains(string(file), "Development number 5<") || !strings.Contains(string(file), "A headline with one name less") {
		t.Error("the file shows a text that was removed, or not the one in its place")
	}
}

// A briefing with more than fits gives a file below the limit, whose newest item is there.
func TestOneFileStaysBelowItsLimit(t *testing.T) {
	p := newPress(t, "news.example/war", 1)
	p.step = time.Minute
	p.add(brief.EntryBriefing, brief.ItemBriefing, brief.Briefing{Name: "war", Title: "The war", Zone: "Europe/Kyiv", Languages: []string{"uk"}, State: brief.Open})
	for i := range 600 {
		d := dev("Подія", "home")
		d.Text = strings.Repeat("Про це повідомили посадовці. ", 20)
		p.add(brief.Publish, brief.ItemID("item"+string(rune('a'+i%26))+strings.Repeat("x", i/26)), d)
	}
	file := p.oneFile(p.edition(0))
	if len(file) < MaxOneFile-20_000 {
		t.Errorf("only %d bytes of %d are used", len(file), MaxOneFile)
	}
	if !strings.Contains(string(file), `id="d-`+string(p.entries[600].Entry.Item)+`"`) || !strings.Contains(string(file), "300") {
		t.Error("the newest item is not there")
	}
	wants(t, VerifyOneFile(file, Options{Key: p.key}), Intact, "")
}

func TestEveryFlippedBitOfOneFileIsRefused(t *testing.T) {
	p := war(t)
	file := p.oneFile(p.edition(0))
	from := bytes.LastIndex(file, []byte("<!--"))
	bits := make([]int, 0, 8*len(file)-8*from+2000)
	for bit := 8 * from; bit < 8*len(file); bit++ {
		bits = append(bits, bit)
	}
	random := rand.New(rand.NewPCG(5, 6))
	for range 2000 {
		bits = append(bits, random.IntN(8*from))
	}
	for _, bit := range bits {
		flipped := bytes.Clone(file)
		flipped[bit/8] ^= 1 << (bit % 8)
		for _, o := range []Options{{Key: p.key}, {}} {
			r := VerifyOneFile(flipped, o)
			if r.Verdict() != Tampered {
				t.Fatalf("bit %d of %d is flipped, and the file is %s", bit, 8*len(file), r.Verdict())
			}
			if where := r.Faults[0].Where; where != wholeFile && where != keyPath {
				t.Fatalf("bit %d is flipped, and %s is named", bit, where)
			}
		}
	}
}

func TestNamedAttacksOnOneFile(t *testing.T) {
	p, thief := war(t), newPress(t, "news.example/war", 9)
	e := p.edition(0)
	file := p.oneFile(e)
	forged := *e
	forged.Entries = slices.Clone(e.Entries)
	forged.Signer, forged.Key, forged.Checkpoint = thief.signer, thief.key, thief.checkpoint(33, mustTree(t, e).Root)
	other := p.oneFile(&forged)
	key := Options{Key: p.key}
	at := bytes.LastIndex(file, []byte("<!--"))
	seen := VerifyOneFile(file, key)
	later := Pins{seen.Origin: {Origin: seen.Origin, Key: p.key, Size: 34, Root: "x"}}
	for _, c := range []struct {
		name    string
		file    []byte
		ask     Options
		want    Verdict
		culprit string
	}{
		{"whole", file, key, Intact, ""},
		{"nothing known", file, Options{}, Unknown, keyPath},
		{"re-signed with another key", other, key, Unknown, keyPath},
		{"re-signed, the true key pinned", other, Options{Pins: Pins{seen.Origin: {Origin: seen.Origin, Key: p.key}}}, Unknown, keyPath},
		{"a word changed", bytes.Replace(file, []byte("one name less"), []byte("two name less"), 1), key, Tampered, wholeFile},
		{"a word added", bytes.Replace(file, []byte("one name less"), []byte("one name less, they say"), 1), key, Tampered, wholeFile},
		{"another's signature", append(bytes.Clone(file[:at]), other[bytes.LastIndex(other, []byte("<!--")):]...), key, Tampered, wholeFile},
		{"the signature cut off", file[:at], key, Tampered, wholeFile},
		{"cut in the middle", file[:len(file)/2], key, Tampered, wholeFile},
		{"cut at the end", file[:len(file)-1], key, Tampered, wholeFile},
		{"empty", nil, key, Tampered, wholeFile},
		{"something behind it", append(bytes.Clone(file), "<p>More."...), key, Tampered, wholeFile},
		{"signed twice", append(bytes.Clone(file), file[at:]...), key, Tampered, wholeFile},
		{"too large", append(bytes.Repeat([]byte(" "), MaxOneFile), file...), key, Tampered, wholeFile},
		{"a manifest for a signature", append(append(bytes.Clone(file[:at]), commentBegin+p.key+"\n"+inMemory(t, e)[manifestPath]...), commentEnd...), key, Tampered, wholeFile},
		{"fewer entries than asked for", file, Options{Key: p.key, MinSize: 34}, Stale, wholeFile},
		{"too old", file, Options{Key: p.key, MaxAge: time.Hour, Now: seen.At.Add(2 * time.Hour)}, Stale, wholeFile},
		{"fewer entries than pinned", file, Options{Pins: later}, Stale, wholeFile},
	} {
		t.Run(c.name, func(t *testing.T) { wants(t, VerifyOneFile(c.file, c.ask), c.want, c.culprit) })
	}
}

// A part of a record cannot show that it only grew, so it never replaces what a whole copy showed.
func TestPartsOfARecordNeverReplaceAPin(t *testing.T) {
	p := war(t)
	whole := verify(t, inMemory(t, p.edition(20)), Options{Key: p.key})
	list := []byte(inMemory(t, p.edition(0))[mirrorsPath])
	parts := map[string]*Result{"file": VerifyOneFile(p.oneFile(p.edition(0)), Options{Key: p.key}),
		"list": VerifyMirrors(list, Options{Key: p.key}), "proof": VerifyProof(proofOf(t, p, 4, 0), Options{Key: p.key})}
	for name, r := range parts {
		pins := Pins{}
		pins.Learn(whole)
		pins.Learn(r)
		if pins[whole.Origin] != whole.Pin() {
			t.Errorf("%s: %v in place of %v", name, pins[whole.Origin], whole.Pin())
		}
	}
	for name, size := range map[string]int64{"file": 0, "list": 0, "proof": 33} {
		pins := Pins{}
		pins.Learn(parts[name])
		if got := pins[whole.Origin]; got.Size != size || got.Key != p.key {
			t.Errorf("%s seen first: %+v", name, got)
		}
		r := verify(t, inMemory(t, p.edition(0)), Options{Pins: pins})
		wants(t, r, Intact, "")
		if pins.Learn(r); pins[whole.Origin].Size != 33 {
			t.Errorf("%s seen first, then a whole copy: %+v", name, pins[whole.Origin])
		}
	}
}

// An origin can hold what ends a comment; then there is no such file, and nothing is said in a comment's place.
func TestNameThatWouldEndTheCommentIsRefused(t *testing.T) {
	p := newPress(t, "news.example/--><script>", 1)
	p.add(brief.EntryBriefing, brief.ItemBriefing, brief.Briefing{Name: "war", Title: "The war", Zone: "UTC", Languages: []string{"en"}, State: brief.Open})
	if _, err := WriteOneFile(&bytes.Buffer{}, p.edition(0)); brief.KindOf(err) != brief.KindInvalid {
		t.Errorf("got %v", err)
	}
}

// mustTree gives the tree over an edition's entries.
func mustTree(t *testing.T, e *Edition) record.Tree {
	t.Helper()
	f, err := e.fold()
	if err != nil {
		t.Fatal(err)
	}
	tree, err := f.hashes.Tree()
	if err != nil {
		t.Fatal(err)
	}
	return tree
}
