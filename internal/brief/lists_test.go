package brief

import (
	"errors"
	"strings"
	"testing"
)

func TestEveryWrongLineOfAListIsTold(t *testing.T) {
	var taken []string
	take := func(line string) string {
		if strings.HasPrefix(line, "bad") {
			return "it is " + line
		}
		taken = append(taken, line)
		return ""
	}
	err := ReadList(ListOfNames, "\uFEFF# ours\r\n\r\n good one \r\nbad\nb\x00d\n"+strings.Repeat("x", 1025)+"\nbad too", "NAME", take)
	var bad *BadLines
	if !errors.As(err, &bad) || KindOf(err) != KindInvalid {
		t.Fatalf("%v", err)
	}
	want := []BadLine{{4, "it is bad"}, {5, "it holds a character that is no text"}, {6, "it is longer than 1024 bytes"}, {7, "it is bad too"}}
	if len(bad.Lines) != len(want) {
		t.Fatalf("%v, want %v", bad.Lines, want)
	}
	for i := range want {
		if bad.Lines[i] != want[i] {
			t.Errorf("%v, want %v", bad.Lines[i], want[i])
		}
	}
	const said = "line 4 of the list of names: it is bad; line 5: it holds a character that is no text; line 6: it is longer than 1024 bytes; line 7: it is bad too; write it as NAME"
	if err.Error() != said {
		t.Errorf("%s, want %s", err, said)
	}
	if len(taken) != 1 || taken[0] != "good one" {
		t.Errorf("took %q", taken)
	}
	many := ReadList(ListOfPlaces, strings.Repeat("bad\n", 1000), "NAME", take)
	if !errors.As(many, &bad) || len(bad.Lines) != 100 || !strings.Contains(many.Error(), "line 5: it is bad; and 95 more") {
		t.Errorf("%v", many)
	}
	for _, text := range []string{"\xff", strings.Repeat("#\n", MaxListText)} {
		if err := ReadList(ListOfTracks, text, "NAME", take); KindOf(err) != KindInvalid || errors.As(err, &bad) {
			t.Errorf("%.4q: %v", text, err)
		}
	}
}

func TestALineIsPartedAtItsColonAndCommas(t *testing.T) {
	for line, want := range map[string][2]string{
		"A, B : C , D": {"A|B", "C|D"}, "A": {"A", ""}, "A:,,": {"A", ""}, ", B: C: D": {"|B", "C: D"}, "": {"", ""},
	} {
		head, rest := ListLine(line)
		if got := [2]string{strings.Join(head, "|"), strings.Join(rest, "|")}; got != want {
			t.Errorf("%q is %q, want %q", line, got, want)
		}
	}
}
