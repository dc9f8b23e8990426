package echo

import (
	"reflect"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"livebrief/internal/brief"
)

// TestHostileTextsAreTaken adds texts that no newsroom writes, each twice, and looks that all of it ends and holds.
func TestHostileTextsAreTaken(t *testing.T) {
	const large = 10 << 20
	cases := map[string]struct {
		text string
		kind Kind // of the second to the first; empty when nothing is said
	}{
		"empty":                {"", ""},
		"gaps only":            {" \n\t - … ", ""},
		"a large paragraph":    {strings.Repeat("Shelling of the market in Oldford killed 80 people. ", large/52), Near},
		"no gaps":              {strings.Repeat("x", large), Near},
		"one word again":       {strings.Repeat("war ", large/4), Near},
		"one word, not cut":    {strings.Repeat("war ", 1000), Exact},
		"digits":               {strings.Repeat("1", large), Near},
		"digits and commas":    {strings.Repeat("1,", large/2), Near},
		"signs":                {strings.Repeat("%", large), Near},
		"apostrophes":          {"a" + strings.Repeat("'", 100_000), Exact},
		"combining marks":      {"a" + strings.Repeat("\u0301", 100_000), Exact},
		"broken bytes":         {strings.Repeat("\xff\xc3(", 100_000), ""},
		"half a rune at 1 MiB": {strings.Repeat("ж", large/2) + "a", Near},
	}
	x := New(Window{})
	for name, c := range cases {
		first, second := brief.ReportID(name), brief.ReportID(name+", again")
		x.Add(first, c.text, day)
		var kind Kind
		for _, p := range x.Add(second, c.text, day) {
			checkProposal(t, p, c.text, c.text)
			if p.ID == first {
				kind = p.Kind
			}
		}
		if kind != c.kind {
			t.Errorf("%s: the second is %q to the first, want %q", name, kind, c.kind)
		}
		x.Remove(first)
		x.Remove(second)
	}
	if x.Len() != 0 || len(x.posted.heads) != 0 {
		t.Errorf("%d texts and %d keys are left", x.Len(), len(x.posted.heads))
	}
}

// TestTheSameNoticeManyTimesStaysBounded adds one text a thousand times: each is compared with so many at most.
func TestTheSameNoticeManyTimesStaysBounded(t *testing.T) {
	x := New(Window{})
	text := wordsFrom(0, 80)
	for i := range 1000 {
		got := x.Add(brief.ReportID(time.Duration(i).String()), text, day)
		if want := min(i, maxCompared); len(got) != want {
			t.Fatalf("text %d: %d proposals, want %d", i, len(got), want)
		}
	}
	for key, h := range x.posted.heads {
		if h&many != 0 && len(x.posted.lists[h&^many]) > maxPosted {
			t.Errorf("key %x has %d texts", key, len(x.posted.lists[h&^many]))
		}
	}
}

// FuzzAdd adds two texts: spans are in their texts, a text is exactly itself, and the same comes again.
func FuzzAdd(f *testing.F) {
	for _, s := range []string{"", "Oldford", "80 people - 96 people", "“won’t” 1,000 5.5 -3 14:05", "й ё ½ 北国", "a\xffb", "A'B`c"} {
		f.Add(s, s+" and "+s)
	}
	f.Fuzz(func(t *testing.T, a, b string) {
		x, y := New(Window{}), New(Window{})
		x.Add("a", a, day)
		y.Add("a", a, day)
		got := x.Add("b", b, day)
		for _, p := range got {
			checkProposal(t, p, b, a)
		}
		if again := y.Add("b", b, day); !reflect.DeepEqual(got, again) {
			t.Errorf("first %+v, then %+v", got, again)
		}
		same := x.Add("c", a, day)
		if found := len(same) > 0 && same[0].Kind == Exact; found != (len(scan(nil, a)) > 0) && len(a) <= maxText {
			t.Errorf("%q is not itself: %+v", a, same)
		}
		end := 0
		for _, w := range scan(nil, a) {
			if int(w.start) < end || w.end <= w.start || utf8.ValidString(a) && !utf8.ValidString(w.span().Of(a)) {
				t.Errorf("word %v of %q is cut wrongly", w.span(), a)
			}
			end = int(w.end)
		}
	})
}

// FuzzSignature takes any bytes as a signature, and gives them back.
func FuzzSignature(f *testing.F) {
	b, _ := Sign("Oldford").MarshalBinary()
	f.Add(b)
	f.Add([]byte{1})
	f.Fuzz(func(t *testing.T, raw []byte) {
		var s Signature
		if s.UnmarshalBinary(raw) != nil {
			return
		}
		if b, _ := s.MarshalBinary(); string(b) != string(raw) {
			t.Errorf("%x came back as %x", raw, b)
		}
	})
}
