package record

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"livebrief/internal/brief"
)

func TestAParsedLeafIsTheEntryThatWroteIt(t *testing.T) {
	for _, want := range []brief.Entry{entry1(), entry2()} {
		leaf, err := LeafBytes(want)
		if err != nil {
			t.Fatal(err)
		}
		got, err := ParseEntry(leaf)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("entry %d (-want +got):\n%s", want.Seq, diff)
		}
	}
}

func TestTheZoneOfATimeDoesNotChangeTheLeaf(t *testing.T) {
	e := entry1()
	e.At = e.At.In(time.FixedZone("", 3*3600+1800))
	e.Dated = e.Dated.In(time.FixedZone("", -8*3600))
	if leaf, err := LeafBytes(e); err != nil || string(leaf) != vectorLeaf1 {
		t.Errorf("leaf = %s, %v", leaf, err)
	}
}

func TestAnEntryAgainstTheFormGetsNoLeaf(t *testing.T) {
	for name, change := range map[string]func(*brief.Entry){
		"version 0":            func(e *brief.Entry) { e.V = 0 },
		"version 2":            func(e *brief.Entry) { e.V = 2 },
		"no sequence":          func(e *brief.Entry) { e.Seq = 0 },
		"sequence too large":   func(e *brief.Entry) { e.Seq = 1 << 53 },
		"no revision":          func(e *brief.Entry) { e.Rev = 0 },
		"negative revision":    func(e *brief.Entry) { e.Rev = -1 },
		"follows itself":       func(e *brief.Entry) { e.Prev = e.Seq },
		"follows a later one":  func(e *brief.Entry) { e.Prev = e.Seq + 1 },
		"no time":              func(e *brief.Entry) { e.At = time.Time{} },
		"microseconds":         func(e *brief.Entry) { e.At = e.At.Add(time.Microsecond) },
		"dated microseconds":   func(e *brief.Entry) { e.Dated = e.At.Add(time.Microsecond) },
		"year 10000":           func(e *brief.Entry) { e.At = time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC) },
		"no briefing":          func(e *brief.Entry) { e.Briefing = "" },
		"no kind":              func(e *brief.Entry) { e.Kind = "" },
		"no item":              func(e *brief.Entry) { e.Item = "" },
		"no role":              func(e *brief.Entry) { e.Role = "" },
		"markup for an item":   func(e *brief.Entry) { e.Item = "<script>" },
		"a path for an item":   func(e *brief.Entry) { e.Item = "a/b" },
		"a name for a role":    func(e *brief.Entry) { e.Role = "Jane Doe" },
		"a line in a language": func(e *brief.Entry) { e.Lang = "en\n" },
		"an id of 65 letters":  func(e *brief.Entry) { e.Briefing = brief.BriefingID(strings.Repeat("a", 65)) },
		"an id in Cyrillic":    func(e *brief.Entry) { e.Briefing = "аbc" },
		"an id not in UTF-8":   func(e *brief.Entry) { e.Briefing = "a\xff" },
	} {
		e := entry2()
		change(&e)
		if leaf, err := LeafBytes(e); brief.KindOf(err) != brief.KindInvalid {
			t.Errorf("%s: leaf %s, %v", name, leaf, err)
		}
		if hash, err := LeafHash(e); err == nil {
			t.Errorf("%s: leaf hash %x", name, hash)
		}
	}
}

func TestKindsThatAreNotKnownYetAndNoLanguageAreKept(t *testing.T) {
	e := entry2()
	e.Kind, e.Lang, e.Item = "unheard-of", "", brief.ItemID(strings.Repeat("Z", 64))
	leaf, err := LeafBytes(e)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := ParseEntry(leaf); err != nil || got != e {
		t.Errorf("got %+v, %v", got, err)
	}
}

func TestALeafHasOneSpelling(t *testing.T) {
	for name, spell := range map[string][2]string{
		"a blank":               {`"v":1`, `"v": 1`},
		"a line at the end":     {`"v":1}`, "\"v\":1}\n"},
		"another order":         {`"seq":2,"v":1`, `"v":1,"seq":2`},
		"a field too many":      {`"v":1`, `"v":1,"w":1`},
		"a field twice":         {`"v":1`, `"v":1,"v":1`},
		"a capital key":         {`"v":1`, `"V":1`},
		"a field missing":       {`"prev":0,`, ``},
		"a body":                {`"briefing"`, `"body":{},"briefing"`},
		"a decimal":             {`"seq":2`, `"seq":2.0`},
		"an exponent":           {`"seq":2`, `"seq":2e0`},
		"a number as text":      {`"seq":2`, `"seq":"2"`},
		"an escape":             {`"lang":"en"`, `"lang":"\u0065n"`},
		"an offset":             {`30.45Z`, `30.45+00:00`},
		"another zone":          {`10:20:30.45Z`, `12:20:30.45+02:00`},
		"zeros of a time":       {`30.45Z`, `30.450Z`},
		"a comma in a time":     {`30.45Z`, `30,45Z`},
		"a small letter":        {`30.45Z`, `30.45z`},
		"an empty date":         {`"item"`, `"dated":"0001-01-01T00:00:00Z","item"`},
		"a capital commit":      {`d0a3cf8e`, `D0A3CF8E`},
		"a short commit":        {`d0a3cf8e`, ``},
		"an entry of version 2": {`"v":1`, `"v":2`},
		"null for a language":   {`"lang":"en"`, `"lang":null`},
	} {
		leaf := strings.Replace(vectorLeaf2, spell[0], spell[1], 1)
		if leaf == vectorLeaf2 {
			t.Fatalf("%s: the case changes nothing", name)
		}
		if e, err := ParseEntry([]byte(leaf)); brief.KindOf(err) != brief.KindInvalid || e != (brief.Entry{}) {
			t.Errorf("%s: entry %+v, %v", name, e, err)
		}
	}
	for _, leaf := range []string{"", "null", "[]", "{}", `""`, vectorLeaf2 + vectorLeaf2} {
		if e, err := ParseEntry([]byte(leaf)); brief.KindOf(err) != brief.KindInvalid {
			t.Errorf("%.20q: entry %+v, %v", leaf, e, err)
		}
	}
}

func FuzzAParsedEntryWritesTheSameLeaf(f *testing.F) {
	f.Add([]byte(vectorLeaf1))
	f.Add([]byte(vectorLeaf2))
	f.Add([]byte(strings.Replace(vectorLeaf2, `"v":1`, `"V":1`, 1)))
	f.Fuzz(func(t *testing.T, leaf []byte) {
		e, err := ParseEntry(leaf)
		if err != nil {
			if e != (brief.Entry{}) {
				t.Fatalf("%q gives an error and an entry", leaf)
			}
			return
		}
		again, err := LeafBytes(e)
		if err != nil || !bytes.Equal(again, leaf) {
			t.Fatalf("%q writes back as %q, %v", leaf, again, err)
		}
		if canonical, err := CanonicalBytes(leaf); err != nil || !bytes.Equal(canonical, leaf) {
			t.Fatalf("%q is not canonical, %v", leaf, err)
		}
	})
}
