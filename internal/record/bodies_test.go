package record

import (
	"strings"
	"testing"

	"livebrief/internal/brief"
)

// TestBodiesPathsAreThoseOfTheBundles compares paths written by hand, and refuses every other spelling.
func TestBodiesPathsAreThoseOfTheBundles(t *testing.T) {
	for path, want := range map[string]struct {
		index int64
		width int
	}{
		"bodies/000": {0, 256}, "bodies/000.p/12": {0, 12}, "bodies/x001/067": {1067, 256}, "bodies/x001/067.p/1": {1067, 1},
	} {
		if got := BodiesPath(want.index, want.width); got != path {
			t.Errorf("the path of %d, %d is %s, want %s", want.index, want.width, got, path)
		}
		if index, width, err := ParseBodiesPath(path); index != want.index || width != want.width || err != nil {
			t.Errorf("%s is read as %d, %d, %v", path, index, width, err)
		}
	}
	for _, path := range []string{"", "bodies/", "bodies/0", "bodies/000.p/0", "bodies/000.p/256", "bodies/000.p/012", "tile/entries/000",
		"bodies/../000", "bodies/x000/000", "bodies/000/", "bodies/-01", "bodies/999999999999999999"} {
		if index, width, err := ParseBodiesPath(path); brief.KindOf(err) != brief.KindNotFound {
			t.Errorf("%q is read as %d, %d, %v", path, index, width, err)
		}
	}
}

// TestBodiesHaveALineForEveryEntry reads what was written, and nothing that is short, long or shifted.
func TestBodiesHaveALineForEveryEntry(t *testing.T) {
	salt := []byte(strings.Repeat("s", 32))
	raw, err := Bodies([]brief.Published{
		{Entry: brief.Entry{Seq: 7}, Body: []byte(`{"headline":"One"}`), Salt: salt},
		{Entry: brief.Entry{Seq: 8}, Body: []byte(`{"headline":"Two"}`), Salt: salt},
	})
	if err != nil {
		t.Fatal(err)
	}
	list, err := ParseBodies(raw, 7, 2)
	if err != nil || len(list) != 2 || list[1].Seq != 8 || string(list[1].Body) != `{"headline":"Two"}` {
		t.Fatalf("read %+v, %v", list, err)
	}
	for name, bad := range map[string]struct {
		raw   string
		first brief.Seq
		width int
	}{
		"short": {string(raw), 7, 3}, "long": {string(raw), 7, 1}, "shifted": {string(raw), 6, 2}, "empty": {"", 7, 2},
		"cut": {string(raw[:len(raw)-8]), 7, 2}, "blank": {"\n" + string(raw), 7, 3},
	} {
		if _, err := ParseBodies([]byte(bad.raw), bad.first, bad.width); brief.KindOf(err) != brief.KindInvalid {
			t.Errorf("%s: %v", name, err)
		}
	}
}
