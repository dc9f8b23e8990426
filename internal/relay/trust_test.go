package relay

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"livebrief/internal/brief"
	"livebrief/internal/record"
)

const house = "live.example.org/flood"

// publisherForTest is a publisher with a root, and the declarations of the keys that the record has had.
type publisherForTest struct {
	secret, rootSecret, key, root string
	declared                      []string
}

func newPublisher(t *testing.T, seed string) *publisherForTest {
	t.Helper()
	secret, root, first, err := record.NewKeys(strings.NewReader(strings.Repeat(seed, 64)), house, "2027-01-01")
	if err != nil {
		t.Fatal(err)
	}
	d, err := record.OpenDeclaration(first)
	if err != nil {
		t.Fatal(err)
	}
	return &publisherForTest{secret: secret, rootSecret: root, key: d.Key, root: d.Root, declared: []string{string(first)}}
}

// renew lets another key sign from now on.
func (p *publisherForTest) renew(t *testing.T, seed string) {
	t.Helper()
	secret, key, err := record.NewKey(strings.NewReader(strings.Repeat(seed, 64)), house)
	if err != nil {
		t.Fatal(err)
	}
	before, err := record.NewSigner(p.secret)
	after, err2 := record.NewSigner(secret)
	root, err3 := record.NewSigner(p.rootSecret)
	if err := errors.Join(err, err2, err3); err != nil {
		t.Fatal(err)
	}
	d := record.Declaration{Origin: house, Number: len(p.declared) + 1, Key: key, Root: p.root, Before: p.key, Expires: "2028-01-01", Reason: record.RenewedKey}
	request, err := d.Request(before, after)
	if err != nil {
		t.Fatal(err)
	}
	signed, err := record.Countersign(request, root)
	if err != nil {
		t.Fatal(err)
	}
	p.secret, p.key, p.declared = secret, key, append(p.declared, string(signed))
}

// keys are those that the record declares.
func (p *publisherForTest) keys(t *testing.T) *record.Succession {
	t.Helper()
	var s record.Succession
	for i, text := range p.declared {
		body, err := json.Marshal(brief.KeyDeclared{Declaration: text})
		if err != nil {
			t.Fatal(err)
		}
		e := brief.Entry{Seq: 1, Kind: brief.EntryBriefing}
		if i > 0 {
			e = brief.Entry{Seq: brief.Seq(i + 1), Kind: brief.EntryKey}
		}
		if err := s.Add(&brief.Published{Entry: e, Body: body}); err != nil {
			t.Fatal(err)
		}
	}
	return &s
}

// TestWhoIsBelieved holds publishers to what was given and to who was met before.
func TestWhoIsBelieved(t *testing.T) {
	ours, other := newPublisher(t, "ours"), newPublisher(t, "other")
	firstKey := ours.key
	renewed := newPublisher(t, "ours")
	renewed.renew(t, "later")
	undeclared := &publisherForTest{key: other.key}
	short, err := record.Fingerprint(firstKey)
	if err != nil {
		t.Fatal(err)
	}
	met := func(p *publisherForTest) []Known { return []Known{{Origin: house, Key: p.key, Root: p.root}} }
	for name, c := range map[string]struct {
		given []string
		met   []Known
		comes *publisherForTest
		// refused is a part of the sentence; empty where it is followed.
		refused string
	}{
		"anybody, at first":                    {nil, nil, ours, ""},
		"somebody who declares no key":         {nil, nil, undeclared, ""},
		"the one who was met":                  {nil, met(ours), ours, ""},
		"the one who was met, with a new key":  {nil, met(ours), renewed, ""},
		"the old key of the one who was met":   {nil, met(renewed), ours, ""},
		"another than was met":                 {nil, met(ours), other, "another root answers for it"},
		"no root in the place of one":          {nil, met(ours), undeclared, "is not the publisher who was met first"},
		"a root that comes later":              {nil, []Known{{Origin: house, Key: firstKey}}, renewed, ""},
		"a root that comes with another key":   {nil, []Known{{Origin: house, Key: firstKey}}, other, "is not the publisher who was met first"},
		"the key that was given":               {[]string{firstKey}, nil, ours, ""},
		"the fingerprint that was given":       {[]string{short}, nil, ours, ""},
		"the fingerprint without blanks":       {[]string{strings.ReplaceAll(short, " ", "")}, nil, ours, ""},
		"a key that follows the one given":     {[]string{firstKey}, nil, renewed, ""},
		"the root that was given":              {[]string{ours.root}, nil, renewed, ""},
		"another than was given":               {[]string{firstKey}, nil, other, "no key that was given answers for it"},
		"another than was given, met before":   {[]string{firstKey}, met(other), other, "no key that was given answers for it"},
		"one of two that were given":           {[]string{other.key, firstKey}, nil, ours, ""},
		"a garbled key is nobody's":            {[]string{"garbled"}, nil, ours, "no key that was given answers for it"},
		"the one who was given, met otherwise": {[]string{other.key}, met(ours), other, "another root answers for it"},
	} {
		trust := &Trust{Given: c.given}
		trust.Remember(c.met)
		v, err := trust.Judge(house, c.comes.key)(c.comes.keys(t))
		switch {
		case c.refused == "" && err != nil:
			t.Errorf("%s: %v", name, err)
		case c.refused == "":
			if want, err := record.NewVerifier(c.comes.key); err != nil || v.KeyHash() != want.KeyHash() {
				t.Errorf("%s: another key is asked for than that which signs", name)
			}
		case brief.KindOf(err) != brief.KindForbidden || !strings.Contains(err.Error(), c.refused):
			t.Errorf("%s: %v, want %q", name, err, c.refused)
		}
	}
	// What comes along as the key counts nothing where the record declares one.
	v, err := (&Trust{}).Judge(house, other.key)(ours.keys(t))
	if err != nil {
		t.Fatal(err)
	}
	if want, err := record.NewVerifier(ours.key); err != nil || v.KeyHash() != want.KeyHash() {
		t.Error("a key that came along is believed past the record")
	}
	if _, err := (&Trust{}).Judge("live.example.org/other", ours.key)(ours.keys(t)); brief.KindOf(err) != brief.KindInvalid {
		t.Errorf("a record under the name of another: %v", err)
	}
}

// TestMeetingIsSaidOnceAndKept meets a publisher, again, and with another key.
func TestMeetingIsSaidOnceAndKept(t *testing.T) {
	var said []string
	var kept [][]Known
	trust := &Trust{Met: func(k Known, fingerprint string, given bool) { said = append(said, fingerprint) },
		Keep: func(list []Known) error { kept = append(kept, list); return nil }}
	ours := newPublisher(t, "ours")
	first := Known{Origin: house, Key: ours.key, Root: ours.root}
	ours.renew(t, "later")
	second := Known{Origin: house, Key: ours.key, Root: ours.root}
	for _, k := range []Known{first, first, second} {
		if err := trust.meet(k); err != nil {
			t.Fatal(err)
		}
	}
	if len(said) != 1 || len(kept) != 2 || kept[1][0] != second {
		t.Errorf("said %q, kept %v", said, kept)
	}
	if k, ok := trust.Of(house); !ok || k != second {
		t.Errorf("%v", k)
	}
	trust.Keep = func([]Known) error { return errors.New("the disk is full") }
	if err := trust.meet(first); err == nil {
		t.Error("that it could not be kept is not said")
	}
}
