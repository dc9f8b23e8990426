package record

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"

	"livebrief/internal/brief"
)

// house is a publisher with keys of its own.
type house struct {
	t      testing.TB
	origin string
	secret map[string]string // by verifier key
	d      Declaration
	first  []byte
}

func seeded(n byte) *bytes.Reader { return bytes.NewReader(bytes.Repeat([]byte{n}, 64)) }

func newHouse(t testing.TB, origin string) *house {
	t.Helper()
	random := bytes.NewReader(slices.Concat(bytes.Repeat([]byte{1}, 32), bytes.Repeat([]byte{2}, 32)))
	key, root, first, err := NewKeys(random, origin, "2026-01-31")
	if err != nil {
		t.Fatal(err)
	}
	d, err := OpenDeclaration(first)
	if err != nil {
		t.Fatal(err)
	}
	return &house{t: t, origin: origin, secret: map[string]string{d.Key: key, d.Root: root}, d: *d, first: first}
}

func (h *house) signer(line string) Signer {
	h.t.Helper()
	s, err := NewSigner(h.secret[line])
	if err != nil {
		h.t.Fatal(err)
	}
	return s
}

// next draws a key and gives the declaration of it, not yet signed.
func (h *house) next(seed byte, reason KeyReason) Declaration {
	h.t.Helper()
	key, public, err := NewKey(seeded(seed), h.origin)
	if err != nil {
		h.t.Fatal(err)
	}
	h.secret[public] = key
	return Declaration{Origin: h.origin, Number: h.d.Number + 1, Key: public, Before: h.d.Key, Root: h.d.Root, Expires: "2027-01-31", Reason: reason}
}

func (h *house) signed(d Declaration) []byte {
	h.t.Helper()
	var before Signer
	if d.Before != "" {
		before = h.signer(d.Before)
	}
	request, err := d.Request(before, h.signer(d.Key))
	if err != nil {
		h.t.Fatal(err)
	}
	whole, err := Countersign(request, h.signer(d.Root))
	if err != nil {
		h.t.Fatal(err)
	}
	return whole
}

// rough signs a text whatever it says.
func (h *house) rough(text string, lines ...string) []byte {
	h.t.Helper()
	signers := []note.Signer{}
	for _, line := range lines {
		signers = append(signers, h.signer(line))
	}
	msg, err := note.Sign(&note.Note{Text: text}, signers...)
	if err != nil {
		h.t.Fatal(err)
	}
	return msg
}

func TestADeclarationReadsBackAsItWasSigned(t *testing.T) {
	h := newHouse(t, "news.example/war")
	if want := (Declaration{Origin: "news.example/war", Number: 1, Key: h.d.Key, Root: h.d.Root, Expires: "2026-01-31", Reason: FirstKey}); h.d != want {
		t.Errorf("%+v", h.d)
	}
	if !strings.HasPrefix(h.d.Root, "news.example/war/root+") || !strings.HasPrefix(h.d.Key, "news.example/war+") {
		t.Errorf("key %s, root %s", h.d.Key, h.d.Root)
	}
	for _, reason := range []KeyReason{RenewedKey, LostKey} {
		want := h.next(9, reason)
		got, err := OpenDeclaration(h.signed(want))
		if err != nil || *got != want {
			t.Errorf("%s: %+v, %v", reason, got, err)
		}
	}
}

func TestEveryBitOfADeclarationCounts(t *testing.T) {
	h := newHouse(t, "news.example/war")
	for _, msg := range [][]byte{h.first, h.signed(h.next(9, RenewedKey)), h.signed(h.next(9, LostKey))} {
		for i := range len(msg) * 8 {
			flipped := bytes.Clone(msg)
			flipped[i/8] ^= 1 << (i % 8)
			if d, err := OpenDeclaration(flipped); err == nil {
				t.Fatalf("bit %d of\n%s\nreads as %+v", i, msg, d)
			}
		}
	}
}

func TestADeclarationNeedsEverybodyWhoMustSign(t *testing.T) {
	h := newHouse(t, "news.example/war")
	renewed, lost := h.next(9, RenewedKey), h.next(9, LostKey)
	other, _, err := NewRoot(seeded(7), h.origin)
	if err != nil {
		t.Fatal(err)
	}
	h.secret["other root"] = other
	for name, msg := range map[string][]byte{
		"no root":                h.rough(renewed.text(), renewed.Before, renewed.Key),
		"no key before":          h.rough(renewed.text(), renewed.Key, renewed.Root),
		"not the new key":        h.rough(renewed.text(), renewed.Before, renewed.Root),
		"another root":           h.rough(renewed.text(), renewed.Before, renewed.Key, "other root"),
		"another order":          h.rough(renewed.text(), renewed.Key, renewed.Before, renewed.Root),
		"lost, by the key alone": h.rough(lost.text(), lost.Key),
		"lost, and the old one":  h.rough(lost.text(), lost.Before, lost.Key, lost.Root),
		"one more":               h.rough(renewed.text(), renewed.Before, renewed.Key, renewed.Root, "other root"),
		"nothing":                {},
		"only a text":            []byte(renewed.text()),
	} {
		if d, err := OpenDeclaration(msg); err == nil {
			t.Errorf("%s: taken as %+v", name, d)
		}
	}
	request, err := renewed.Request(h.signer(renewed.Before), h.signer(renewed.Key))
	if err != nil {
		t.Fatal(err)
	}
	stranger, err := NewSigner(other)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Countersign(request, stranger); brief.KindOf(err) != brief.KindInvalid || !strings.Contains(err.Error(), "not the root key") {
		t.Errorf("another root: %v", err)
	}
	if _, err := OpenDeclaration(request); err == nil {
		t.Error("a request passes for a declaration")
	}
	if _, err := OpenRequest(h.signed(renewed)); err == nil {
		t.Error("a declaration passes for a request")
	}
}

func TestADeclarationHasOneForm(t *testing.T) {
	h := newHouse(t, "news.example/war")
	good := h.next(9, RenewedKey)
	for name, spoil := range map[string]func(text string) string{
		"another title":      func(s string) string { return strings.Replace(s, "livebrief key 1", "livebrief key 2", 1) },
		"a field more":       func(s string) string { return s + "and more\n" },
		"a field less":       func(s string) string { return strings.Replace(s, "number 2\n", "", 1) },
		"a number with zero": func(s string) string { return strings.Replace(s, "number 2", "number 02", 1) },
		"number 0":           func(s string) string { return strings.Replace(s, "number 2", "number 0", 1) },
		"no date":            func(s string) string { return strings.Replace(s, "2027-01-31", "2027-02-30", 1) },
		"a time":             func(s string) string { return strings.Replace(s, "2027-01-31", "2027-01-31T00:00:00Z", 1) },
		"another reason":     func(s string) string { return strings.Replace(s, "reason renewal", "reason boredom", 1) },
		"first, with before": func(s string) string { return strings.Replace(s, "reason renewal", "reason first", 1) },
		"no key before":      func(s string) string { return strings.Replace(s, "before "+good.Before, "before none", 1) },
		"itself before":      func(s string) string { return strings.Replace(s, "before "+good.Before, "before "+good.Key, 1) },
		"another origin": func(s string) string {
			return strings.Replace(s, "origin news.example/war", "origin news.example/peace", 1)
		},
		"root for the key": func(s string) string { return strings.Replace(s, "key "+good.Key, "key "+good.Root, 1) },
	} {
		text := spoil(good.text())
		if text == good.text() {
			t.Fatalf("%s: nothing was spoilt", name)
		}
		for _, signers := range [][]string{{good.Before, good.Key, good.Root}, {good.Key, good.Root}} {
			if d, err := OpenDeclaration(h.rough(text, signers...)); err == nil {
				t.Errorf("%s: taken as %+v", name, d)
			}
		}
	}
}

func TestAKeyExpiresAtTheEndOfItsLastDay(t *testing.T) {
	d := Declaration{Expires: "2026-01-31"}
	last := time.Date(2026, 1, 31, 23, 59, 59, 0, time.UTC)
	if d.Expired(last) || !d.Expired(last.Add(time.Second)) || d.Expired(last.Add(time.Second).In(time.FixedZone("", 3600)).Add(-time.Second)) {
		t.Error("the last day is not counted in UTC, or not to its end")
	}
}

// declaring is an entry with a declaration in its body.
func declaring(seq brief.Seq, kind brief.EntryKind, declaration []byte) *brief.Published {
	body, err := json.Marshal(brief.KeyDeclared{Declaration: string(declaration)})
	if err != nil {
		panic(err)
	}
	return &brief.Published{Entry: brief.Entry{Seq: seq, Kind: kind}, Body: body}
}

func TestKeysFollowEachOther(t *testing.T) {
	h := newHouse(t, "news.example/war")
	renewed := h.next(9, RenewedKey)
	lost := h.next(10, LostKey)
	lost.Number, lost.Before = 3, renewed.Key
	var s Succession
	for _, p := range []*brief.Published{
		declaring(1, brief.EntryBriefing, h.first), {Entry: brief.Entry{Seq: 2, Kind: brief.Publish}},
		declaring(3, brief.EntryBriefing, []byte("what a later entry of the briefing repeats is not read")),
		declaring(4, brief.EntryKey, h.signed(renewed)), declaring(5, brief.EntryKey, h.signed(lost)),
	} {
		if err := s.Add(p); err != nil {
			t.Fatal(err)
		}
	}
	now, ok := s.Current()
	if !ok || now.Key != lost.Key || now.Seq != 5 || len(s.List()) != 3 || s.List()[1].Seq != 4 {
		t.Errorf("%+v of %d", now, len(s.List()))
	}
}

func TestAKeyThatDoesNotFollowIsRefused(t *testing.T) {
	h := newHouse(t, "news.example/war")
	first := declaring(1, brief.EntryBriefing, h.first)
	good := h.next(9, RenewedKey)
	alter := func(change func(d *Declaration)) []byte {
		d := good
		change(&d)
		return h.signed(d)
	}
	elsewhere := newHouse(t, "news.example/peace")
	foreign := elsewhere.next(9, RenewedKey)
	ownRoot, ownRootLine, err := NewRoot(seeded(7), h.origin)
	if err != nil {
		t.Fatal(err)
	}
	h.secret[ownRootLine] = ownRoot
	for name, c := range map[string]struct {
		words   string
		entries []*brief.Published
	}{
		"another number":   {"number is 3", []*brief.Published{first, declaring(2, brief.EntryKey, alter(func(d *Declaration) { d.Number = 3 }))}},
		"another root":     {"root is another", []*brief.Published{first, declaring(2, brief.EntryKey, alter(func(d *Declaration) { d.Root = ownRootLine }))}},
		"twice":            {"does not take over", []*brief.Published{first, declaring(2, brief.EntryKey, h.signed(good)), declaring(3, brief.EntryKey, h.signed(good))}},
		"of another":       {"another record", []*brief.Published{first, declaring(2, brief.EntryKey, elsewhere.signed(foreign))}},
		"first again":      {"does not fit its place", []*brief.Published{first, declaring(2, brief.EntryKey, h.first)}},
		"renewed at first": {"does not fit its place", []*brief.Published{declaring(1, brief.EntryBriefing, h.signed(good))}},
		"lost at first":    {"has not signed", []*brief.Published{declaring(1, brief.EntryBriefing, nil), declaring(2, brief.EntryKey, alter(func(d *Declaration) { d.Reason = LostKey }))}},
		"nothing":          {"not which", []*brief.Published{first, declaring(2, brief.EntryKey, nil)}},
		"removed": {"not which", []*brief.Published{first, {Entry: brief.Entry{Seq: 2, Kind: brief.EntryKey},
			Removal: &brief.Removal{By: 3, Class: "law"}}}},
		"no text": {"cannot be read", []*brief.Published{first, {Entry: brief.Entry{Seq: 2, Kind: brief.EntryKey}, Body: json.RawMessage(`{"declaration":7}`)}}},
	} {
		var s Succession
		var err error
		for i, p := range c.entries {
			if err = s.Add(p); err != nil && i < len(c.entries)-1 {
				t.Fatalf("%s: entry %d: %v", name, i+1, err)
			}
		}
		if brief.KindOf(err) != brief.KindInvalid || !strings.Contains(err.Error(), c.words) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestARecordWithoutAKeyAtFirstCanDeclareOneLater(t *testing.T) {
	h := newHouse(t, "news.example/war")
	var s Succession
	if err := s.Add(declaring(1, brief.EntryBriefing, nil)); err != nil {
		t.Fatal(err)
	}
	if err := s.Add(declaring(2, brief.EntryKey, h.signed(h.next(9, RenewedKey)))); err != nil {
		t.Fatal(err)
	}
	if now, ok := s.Current(); !ok || now.Root != h.d.Root {
		t.Errorf("%+v", now)
	}
}

func TestTheFirstEntryTakesItsDeclaration(t *testing.T) {
	h := newHouse(t, "news.example/war")
	body, err := Declare(json.RawMessage(`{"name":"war","unknown":[1]}`), h.first)
	if err != nil {
		t.Fatal(err)
	}
	var b struct{ brief.Briefing }
	if err := json.Unmarshal(body, &b); err != nil || b.Declaration != string(h.first) || b.Name != "war" || !bytes.Contains(body, []byte(`"unknown":[1]`)) {
		t.Errorf("%s, %v", body, err)
	}
}

func FuzzDeclaration(f *testing.F) {
	h := newHouse(f, "news.example/war")
	f.Add(h.first)
	f.Add(h.signed(h.next(9, RenewedKey)))
	f.Fuzz(func(t *testing.T, msg []byte) {
		d, err := OpenDeclaration(msg)
		if err == nil && !bytes.HasPrefix(msg, []byte(d.text())) {
			t.Errorf("%q reads as %+v", msg, d)
		}
	})
}

// declarationFile is docs/vectors/declarations.json, made by another program.
type declarationFile struct {
	Opens []struct {
		Note, Origin, Key, Before, Root, Expires string
		Number                                   int
		Reason                                   KeyReason
	}
	Refused     []struct{ Why, Note string }
	Successions []struct {
		What    string
		Entries []struct {
			Seq         brief.Seq
			Kind        brief.EntryKind
			Declaration string
		}
		// Key signs in the end, since that entry; Refused is the first entry that does not fit, 0 when all do.
		Key            string
		Since, Refused brief.Seq
	}
}

func TestDeclarationsOfTheVectors(t *testing.T) {
	f := vectors[declarationFile](t, "declarations.json")
	if len(f.Opens) < 4 || len(f.Refused) < 30 || len(f.Successions) < 10 {
		t.Fatalf("%d, %d, %d", len(f.Opens), len(f.Refused), len(f.Successions))
	}
	for _, o := range f.Opens {
		want := Declaration{Origin: o.Origin, Number: o.Number, Key: o.Key, Before: o.Before, Root: o.Root, Expires: o.Expires, Reason: o.Reason}
		if d, err := OpenDeclaration([]byte(o.Note)); err != nil || *d != want {
			t.Errorf("%d: %+v, %v", o.Number, d, err)
		}
	}
	for _, r := range f.Refused {
		if d, err := OpenDeclaration([]byte(r.Note)); err == nil {
			t.Errorf("%s: taken as %+v", r.Why, d)
		}
	}
	for _, c := range f.Successions {
		var s Succession
		refused := brief.Seq(0)
		for _, e := range c.Entries {
			if s.Add(declaring(e.Seq, e.Kind, []byte(e.Declaration))) != nil {
				refused = e.Seq
				break
			}
		}
		now, _ := s.Current()
		if refused != c.Refused || refused == 0 && (now.Key != c.Key || now.Seq != c.Since) {
			t.Errorf("%s: refused at %d, %s since %d", c.What, refused, now.Key, now.Seq)
		}
	}
}
