package record

import (
	"encoding/json"
	"math"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"github.com/go-json-experiment/json/jsontext"

	"livebrief/internal/brief"
)

func TestEverySpellingOfAValueHasOneCanonicalForm(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{` { "b" : 1 , "a" : [ true , null ] } `, `{"a":[true,null],"b":1}`},
		{`"\u0041\u00e9\/\u007f"`, "\"Aé/\u007f\""},
		{`"\u003cb\u003e \u0026 \u2028"`, "\"<b> & \u2028\""},
		{`"\b\t\n\u000b\f\r\u001F\"\\"`, `"\b\t\n\u000b\f\r\u001f\"\\"`},
		{`"\ud83d\ude00"`, `"😀"`},
		{`"�"`, `"�"`},
		{`4.50`, `4.5`},
		{`2e-3`, `0.002`},
		{`0.000000000000000000000000001`, `1e-27`},
		{`1E3`, `1000`},
		{`-0`, `0`},
		{`-0.0e5`, `0`},
		{`9007199254740991`, `9007199254740991`},
		{`-9007199254740991`, `-9007199254740991`},
		{`"99999999999999999999"`, `"99999999999999999999"`},
		{`{"\u20ac":1,"\r":2,"\ufb33":3,"1":4,"\ud83d\ude00":5,"\u0080":6,"\u00f6":7}`,
			"{\"\\r\":2,\"1\":4,\"\u0080\":6,\"ö\":7,\"€\":1,\"😀\":5,\"\ufb33\":3}"},
		{`{"a":{"x":1},"b":{"x":2}}`, `{"a":{"x":1},"b":{"x":2}}`},
		{strings.Repeat("[", 64) + strings.Repeat("]", 64), strings.Repeat("[", 64) + strings.Repeat("]", 64)},
		{`"` + strings.Repeat("[", 100) + `"`, `"` + strings.Repeat("[", 100) + `"`},
		{`"\\" `, `"\\"`},
		{`"\"99999999999999999999"`, `"\"99999999999999999999"`},
	} {
		got, err := CanonicalBytes([]byte(c.in))
		if err != nil || string(got) != c.want {
			t.Errorf("%s gives %q, %v; want %q", c.in, got, err, c.want)
		}
	}
}

func TestWhatTwoReadersCouldReadDifferentlyIsRefused(t *testing.T) {
	for name, in := range map[string]string{
		"nothing":                  ``,
		"two values":               `1 2`,
		"key twice":                `{"a":1,"a":1}`,
		"key twice, escaped":       `{"a":1,"\u0061":2}`,
		"key twice, deep":          `{"a":[{"b":{"c":1,"d":2,"c":3}}]}`,
		"not UTF-8":                "\"a\xffb\"",
		"not UTF-8 in a key":       "{\"a\xff\":1}",
		"overlong UTF-8":           "\"\xc0\xaf\"",
		"surrogate as UTF-8":       "\"\xed\xa0\x80\"",
		"first half of a pair":     `"\ud800"`,
		"second half of a pair":    `"\udc00"`,
		"two first halves":         `"\ud800\ud800"`,
		"halves apart":             `"\ud83d \ude00"`,
		"half in a key":            `{"\ud800":1}`,
		"2^53":                     `9007199254740992`,
		"-2^53":                    `-9007199254740992`,
		"2^53 and one":             `[9007199254740993]`,
		"rounds to 2^53":           `9007199254740991.9`,
		"far too large":            `{"a":1e300}`,
		"no double at all":         `1e400`,
		"minus no double":          `-1e400`,
		"65 levels":                strings.Repeat("[", 65) + strings.Repeat("]", 65),
		"65 levels of objects":     strings.Repeat(`{"a":`, 65) + "1" + strings.Repeat("}", 65),
		"a million levels, open":   strings.Repeat("[", 1_000_000),
		"leading zero":             `01`,
		"plus":                     `+1`,
		"hexadecimal":              `0x10`,
		"not a number":             `NaN`,
		"comment":                  `{"a":1}//x`,
		"comma too many":           `[1,]`,
		"comma too many in object": `{"a":1,}`,
		"control character":        "\"a\nb\"",
		"byte order mark":          "\ufeff1",
		"open string":              `"a`,
		"escaped end":              `"a\`,
		"capital literal":          `True`,
	} {
		got, err := CanonicalBytes([]byte(in))
		if brief.KindOf(err) != brief.KindInvalid {
			t.Errorf("%s: gives %.80q, %v", name, got, err)
		}
	}
}

func TestTextThatIsNotUTF8IsNeverReplacedInSilence(t *testing.T) {
	for _, v := range []any{
		"a\xff",
		map[string]string{"k\xff": "v"},
		brief.Development{Headline: "\xc3("},
		[]string{`\`, "\xff"},
		json.RawMessage("\"\xff\""),
	} {
		if got, err := Canonical(v); brief.KindOf(err) != brief.KindInvalid {
			t.Errorf("%#v gives %s, %v", v, got, err)
		}
	}
	for in, want := range map[string]string{"a�b": `"a�b"`, `\ufffd`: `"\\ufffd"`, `\\ufffd`: `"\\\\ufffd"`, "<&>": `"<&>"`} {
		if got, err := Canonical(in); err != nil || string(got) != want {
			t.Errorf("%q gives %s, %v", in, got, err)
		}
	}
	if _, err := Canonical(math.Inf(1)); brief.KindOf(err) != brief.KindInvalid {
		t.Errorf("infinity: %v", err)
	}
}

func TestCanonicalLeavesItsInputAlone(t *testing.T) {
	in := []byte(`{"b":"\u0041", "a":1}`)
	if _, err := CanonicalBytes(in); err != nil || string(in) != `{"b":"\u0041", "a":1}` {
		t.Errorf("input is now %s, %v", in, err)
	}
}

// within tells whether a decoded value keeps to the limits, by another way than checkLimits.
func within(v any, depth int) bool {
	switch v := v.(type) {
	case json.Number:
		f, err := strconv.ParseFloat(string(v), 64)
		return err == nil && math.Abs(f) < 1<<53
	case []any:
		for _, e := range v {
			if !within(e, depth+1) {
				return false
			}
		}
		return depth < 64
	case map[string]any:
		for _, e := range v {
			if !within(e, depth+1) {
				return false
			}
		}
		return depth < 64
	}
	return true
}

func FuzzCanonicalKeepsTheValueAndHasOneForm(f *testing.F) {
	for _, seed := range []string{`{"b":[1,2.5e-7,"\u00e9\ud83d\ude00"],"a":null}`, `{"a":1,"a":2}`, `"\ud800"`, `[9007199254740992]`,
		vectorBody2, vectorLeaf1, `[[[[-0.0]]]]`, "\"\xff\"", `1e400`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, in []byte) {
		got, err := CanonicalBytes(in)
		second := jsontext.Value(strings.Clone(string(in)))
		errSecond := second.Canonicalize()
		if err != nil {
			var v any
			d := json.NewDecoder(strings.NewReader(string(in)))
			d.UseNumber()
			if errSecond == nil && d.Decode(&v) == nil && within(v, 0) {
				t.Fatalf("%q is refused for no reason: %v", in, err)
			}
			return
		}
		if errSecond != nil || string(second) != string(got) {
			t.Fatalf("%q gives %q; the second opinion is %q, %v", in, got, second, errSecond)
		}
		if again, err := CanonicalBytes(got); err != nil || string(again) != string(got) {
			t.Fatalf("%q gives %q, and that gives %q, %v", in, got, again, err)
		}
		var before, after any
		if errIn, errOut := json.Unmarshal(in, &before), json.Unmarshal(got, &after); errIn != nil || errOut != nil || !reflect.DeepEqual(before, after) {
			t.Fatalf("%q gives %q, which means something else (%v, %v)", in, got, errIn, errOut)
		}
	})
}
