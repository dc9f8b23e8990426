package territory

import (
	"bytes"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// anyLayer draws a layer of rings with few different points, so that rings share them, and turn and return.
func anyLayer(t *rapid.T, name string) Layer {
	var l Layer
	for _, c := range []Class{Assessed, Claimed, Contested} {
		if !rapid.Bool().Draw(t, name+" has "+string(c)) {
			continue
		}
		s := Shape{}
		for range rapid.IntRange(0, 4).Draw(t, name+" rings") {
			r := Ring{}
			for range rapid.IntRange(0, 12).Draw(t, name+" points") {
				r = append(r, Point{rapid.Int32Range(-6, 6).Draw(t, "lon"), rapid.Int32Range(-2, 2).Draw(t, "lat") * 400_000_000})
			}
			s = append(s, r)
		}
		l = append(l, Area{c, "Westmark", s})
	}
	return l
}

func same(a, b Layer) bool {
	return slices.EqualFunc(a, b, func(x, y Area) bool {
		return x.Class == y.Class && x.Party == y.Party && slices.EqualFunc(x.Shape, y.Shape, slices.Equal[Ring])
	})
}

func TestLayersComeBackAsTheyWere(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		before, after := anyLayer(t, "before"), anyLayer(t, "after")
		if rapid.Bool().Draw(t, "near") && len(before) > 0 { // a layer like the one before
			after = slices.Clone(before)
			i := rapid.IntRange(0, len(after)-1).Draw(t, "which")
			s := slices.Clone(after[i].Shape)
			for k := range s {
				if n := len(s[k]); n > 0 && rapid.Bool().Draw(t, "edit") {
					at := rapid.IntRange(0, n-1).Draw(t, "at")
					s[k] = slices.Concat(s[k][at:], Ring{{7, 7}}, s[k][:at])
				}
			}
			after[i].Shape = s
		}
		if whole, err := DecodeKeyframe(EncodeKeyframe(after)); err != nil || !same(whole, after) {
			t.Fatalf("keyframe: %v\n%v\n%v", err, whole, after)
		}
		if changed, err := DecodeChange(before, EncodeChange(before, after)); err != nil || !same(changed, after) {
			t.Fatalf("change: %v\n%v\n%v", err, changed, after)
		}
	})
}

func TestNothingChangedIsNothing(t *testing.T) {
	l := Layer{{Assessed, "", square(0, 0, 3, 3)}}
	if raw := EncodeChange(l, l); !bytes.Equal(raw, []byte("LC1\x00")) {
		t.Errorf("%q", raw)
	}
}

func TestBytesThatAreNoLayerAreRefused(t *testing.T) {
	l := Layer{{Assessed, "Westmark", square(0, 0, 3, 3)}}
	key, change := EncodeKeyframe(l), EncodeChange(l, Layer{{Assessed, "Westmark", square(0, 0, 3, 4)}})
	for n := range key {
		if _, err := DecodeKeyframe(key[:n]); err == nil {
			t.Errorf("%d of %d bytes of a keyframe passed", n, len(key))
		}
	}
	for n := range change {
		if _, err := DecodeChange(l, change[:n]); err == nil {
			t.Errorf("%d of %d bytes of a change passed", n, len(change))
		}
	}
	for _, raw := range [][]byte{append(slices.Clone(key), 0), change, []byte("LK1\xff\xff\xff\xff\x7f"), []byte("LK1\x01\x00\x00\x01\xff\xff\xff\x7f"), nil} {
		if _, err := DecodeKeyframe(raw); err == nil {
			t.Errorf("%q passed for a keyframe", raw)
		}
	}
	if _, err := DecodeChange(nil, change); err == nil {
		t.Error("a change passed on a day that it does not belong to")
	}
}

func FuzzDecodeLayer(f *testing.F) {
	before := Layer{{Assessed, "Westmark", slices.Concat(square(0, 0, 3, 3), square(5, 5, 8, 8))}, {Unknown, "", square(9, 0, 11, 3)}}
	after := Layer{{Assessed, "Westmark", slices.Concat(square(0, 0, 3, 4), square(5, 5, 8, 8))}, {Contested, "", square(9, 0, 11, 3)}}
	f.Add(EncodeKeyframe(before))
	f.Add(EncodeChange(before, after))
	f.Fuzz(func(t *testing.T, raw []byte) {
		if l, err := DecodeKeyframe(raw); err == nil {
			if again, err := DecodeKeyframe(EncodeKeyframe(l)); err != nil || !same(again, l) {
				t.Fatalf("what was read comes back else: %v", err)
			}
		}
		if l, err := DecodeChange(before, raw); err == nil {
			points := 0
			for _, a := range l {
				points += a.Shape.edges()
			}
			if points > maxPositions {
				t.Fatalf("%d points", points)
			}
		}
	})
}
