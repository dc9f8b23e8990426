package record

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"livebrief/internal/brief"
)

const (
	someLeaf   = `{"at":"2025-03-01T10:20:30.45Z","briefing":"b7k2m9q4x1c8v5n3","commit":"d0a3cf8e6578ba346364805de6125e7b47b4820f7d16a74b4c63030b0302b900","item":"d0h6r2t8w4y1z7p3","kind":"publish","lang":"en","prev":0,"rev":1,"role":"editor","seq":2,"v":1}`
	someBeside = `{"body":{"reconstruction":true,"title":"Zażółć \"a\""},"salt":"//////////////////////////////////////////8=","seq":1}`
)

// spoilt are small changes to a text: every byte left out, doubled, and made another.
func spoilt(text string) (all []string) {
	for i := range len(text) {
		for _, c := range []string{"", text[i:i+1] + text[i:i+1], `"`, `\`, "0", "\n", "é", "\xff", " ", "A"} {
			all = append(all, text[:i]+c+text[i+1:])
		}
	}
	return all
}

func sameLeaf(t *testing.T, leaf string) {
	t.Helper()
	quick, ok := readLeaf(leaf)
	if !ok {
		return
	}
	var slow brief.Entry
	if err := json.Unmarshal([]byte(leaf), &slow); err != nil || !reflect.DeepEqual(quick, slow) {
		t.Errorf("%q is read as %+v, and the decoder says %+v, %v", leaf, quick, slow, err)
	}
}

func sameBeside(t *testing.T, line string) {
	t.Helper()
	quick, ok := readBeside([]byte(line))
	if !ok {
		return
	}
	var slow Beside
	if err := json.Unmarshal([]byte(line), &slow); err != nil || !reflect.DeepEqual(quick, slow) {
		t.Errorf("%q is read as %+v, and the decoder says %+v, %v", line, quick, slow, err)
	}
	again, err := BesideBytes(quick)
	if err != nil || string(again) != line {
		t.Errorf("%q is taken, and would be written as %q, %v", line, again, err)
	}
}

func TestQuickReadingSaysWhatTheDecoderSays(t *testing.T) {
	dated := strings.Replace(someLeaf, `,"item"`, `,"dated":"2024-02-29T00:00:00Z","item"`, 1)
	for _, leaf := range []string{someLeaf, dated} {
		if _, ok := readLeaf(leaf); !ok {
			t.Fatalf("%s is not read", leaf)
		}
		for _, bad := range spoilt(leaf) {
			sameLeaf(t, bad)
		}
	}
	if _, ok := readBeside([]byte(someBeside)); !ok {
		t.Fatalf("%s is not read", someBeside)
	}
	for _, bad := range spoilt(someBeside) {
		sameBeside(t, bad)
	}
	for _, no := range []string{
		`{"body":{},"salt":"","seq":1}`, `{"body":{},"seq":1}`, `{"body":[],"salt":"AA==","seq":1}`, `{"body":{},"salt":"AB==","seq":1}`,
		`{"body":{},"salt":"AA==","seq":01}`, `{"body":{},"salt":"AA==","seq":1}` + "\n", `{"body":{},"salt":"AA==","seq":1,"x":1}`,
		`{"body":{"b":1,"a":2},"salt":"AA==","seq":1}`, `{"body":` + strings.Repeat(`{"a":`, 63) + `{}` + strings.Repeat(`}`, 63) + `,"salt":"AA==","seq":1}`,
	} {
		if _, ok := readBeside([]byte(no)); ok {
			t.Errorf("%s is taken", no)
		}
	}
}

// FuzzQuickReadingSaysWhatTheDecoderSays holds both ways of reading against each other.
func FuzzQuickReadingSaysWhatTheDecoderSays(f *testing.F) {
	f.Add(someLeaf)
	f.Add(someBeside)
	f.Fuzz(func(t *testing.T, text string) {
		sameLeaf(t, text)
		sameBeside(t, text)
	})
}
