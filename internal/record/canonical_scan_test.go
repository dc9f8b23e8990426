package record

import (
	"bytes"
	"strings"
	"testing"

	"github.com/gowebpki/jcs"
)

func TestOneLookSettlesWhatIsCanonical(t *testing.T) {
	deep := func(n int) string { return `{"a":` + strings.Repeat("[", n-1) + strings.Repeat("]", n-1) + `}` }
	for in, want := range map[string]bool{
		`{}`:                         true,
		`{"":1}`:                     true,
		`{"a":{},"b":[],"c":""}`:     true,
		`{"a":[1,-2,0,true,false]}`:  true,
		`{"a":null}`:                 true,
		`{"A":1,"a":1,"aa":1,"b":1}`: true,
		`{"a":"\"\\\b\f\n\r\t"}`:     true,
		`{"a":"Zażółć 😀 ` + "\u2028" + `"}`: true,
		`{"a":999999999999999}`:             true,
		deep(64):                            true,
		deep(65):                            false,
		``:                                  false,
		`[]`:                                false,
		`"a"`:                               false,
		`1`:                                 false,
		` {}`:                               false,
		`{} `:                               false,
		"{}\n":                              false,
		`{}{}`:                              false,
		`{"a":1 }`:                          false,
		`{"a": 1}`:                          false,
		`{"b":1,"a":1}`:                     false,
		`{"a":1,"a":1}`:                     false,
		`{"":1,"":1}`:                       false,
		`{"a":[{"x":1,"x":1}]}`:             false,
		`{"a":1,}`:                          false,
		`{,"a":1}`:                          false,
		`{"a"}`:                             false,
		`{"a":}`:                            false,
		`{"a":[1,]}`:                        false,
		`{"a":[1`:                           false,
		`{"a":"`:                            false,
		`{"a":"\`:                           false,
		`{"a":"\/"}`:                        false,
		`{"a":"\u000b"}`:                    false,
		`{"a":"` + "\n" + `"}`:              false,
		"{\"a\":\"\xff\"}":                  false,
		"{\"a\":\"\xed\xa0\x80\"}":          false,
		`{"é":1}`:                           false,
		`{"a\n":1}`:                         false,
		`{"a":-0}`:                          false,
		`{"a":-}`:                           false,
		`{"a":+1}`:                          false,
		`{"a":01}`:                          false,
		`{"a":1.0}`:                         false,
		`{"a":1e3}`:                         false,
		`{"a":.5}`:                          false,
		`{"a":9007199254740993}`:            false,
		`{"a":truE}`:                        false,
		`{"a":nul`:                          false,
		`{"a":NaN}`:                         false,
	} {
		if got := isCanonical([]byte(in)); got != want {
			t.Errorf("%q: %v", in, got)
		}
		if want {
			transformsToItself(t, []byte(in))
		}
	}
}

func transformsToItself(t *testing.T, raw []byte) {
	t.Helper()
	if err := checkLimits(raw); err != nil {
		t.Errorf("%q passes the look and is over a limit: %v", raw, err)
	}
	again, err := jcs.Transform(bytes.Clone(raw))
	if err != nil || !bytes.Equal(again, raw) {
		t.Errorf("%q passes the look; its canonical form is %q, %v", raw, again, err)
	}
}

// FuzzWhatOneLookSettlesIsCanonical holds the look against the library that transforms.
func FuzzWhatOneLookSettlesIsCanonical(f *testing.F) {
	for _, seed := range []string{`{}`, `{"a":[1,-2,0,true,null],"b":{"c":"\n\"\\"}}`, `{"a":"Zażółć"}`, `{"a":12345678901234567890}`, `{"":-0.5e3}`, `{"a":"\u0041"}`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		if isCanonical(raw) {
			transformsToItself(t, raw)
		}
	})
}

// Whoever asks for the canonical form may write into it.
func TestCanonicalFormIsNotTheCallersMemory(t *testing.T) {
	raw := []byte(`{"a":1}`)
	got, err := CanonicalBytes(raw)
	if err != nil {
		t.Fatal(err)
	}
	got[2] = 'b'
	if string(raw) != `{"a":1}` {
		t.Errorf("writing into the answer made %s of what was handed in", raw)
	}
}
