package main

import (
	"path/filepath"
	"strings"
	"testing"
)

const waiting = `# a comment
statement 3
source: Mayor Ada Brun
cue: said #1
content: We wait
content: It is old. [...] We hope. @4-6
speech: direct
kind: assertion
name: Ada Brun
role: Mayor

statement 3
source: -
cue: told
content: -
speech: indirect
kind: no_comment
name: -
role: -
`

func TestStatementsBecomeStandoff(t *testing.T) {
	p := pier()
	statements, faults := readSaid(p, waiting)
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	// In characters the title is 0-17, the date 19-30, sentence 3 begins at 32, 4 at 98, 5 at 123 and ends at 135,
	// where a new paragraph parts the piece; 6 begins at 137. The apostrophe in 3 is one character of three bytes.
	want := "T1\tCue 43 47\tsaid\n" +
		"T2\tSource 48 62\tMayor Ada Brun\n" +
		"T3\tContent 33 40;99 135;137 146\tWe wait It is old. It is cold.\" Gulls cried. \"We hope.\n" +
		"E1\tCue:T1 Content:T3 Source:T2\n" +
		"A1\tSpeech E1 direct\nA2\tKind E1 assertion\n" +
		"#1\tName E1\tAda Brun\n#2\tRole E1\tMayor\n" +
		"T4\tCue 92 96\ttold\n" +
		"E2\tCue:T4\n" +
		"A3\tSpeech E2 indirect\nA4\tKind E2 no_comment\n"
	if got := saidAnn(p, statements); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestFreeQuotationIsAnchoredInItsContent(t *testing.T) {
	p := pier()
	file := "statement 6\nsource: -\ncue: -\ncontent: We hope.\nspeech: direct\nkind: assertion\nname: -\nrole: -\n"
	statements, faults := readSaid(p, file)
	want := "T1\tContent 138 146\tWe hope.\nE1\tContent:T1\nA1\tSpeech E1 direct\nA2\tKind E1 assertion\n"
	if got := saidAnn(p, statements); len(faults) > 0 || got != want {
		t.Errorf("%v\n%s", faults, got)
	}
}

func TestFaultsOfStatementsAreTold(t *testing.T) {
	for _, c := range []struct{ from, to, say string }{
		{"cue: said #1", "cue: said", `line 4: "said" stands 2 times in sentence 3; add #1`},
		{"cue: said #1\n", "", "line 2: cue is missing"},
		{"kind: assertion", "kind: claim", `line 8: "claim" is not one of the ten kinds`},
		{"speech: direct", "speech: quoted", `line 7: "quoted" is not direct, mixed or indirect`},
		{"name: Ada Brun", "name: Anna Brun", `line 9: "Anna Brun" does not stand in the text`},
		{"role: Mayor\n", "role: Mayor\nrole: -\n", "line 11: role is there twice"},
		{"content: We wait", "content: We wait,", "content ends in a comma"},
		{"content: We wait", `content: "We wait`, "leave the quotation marks"},
		{"content: We wait", "content: pier’s age was told", "is it mixed or indirect?"},
		{"speech: direct", "speech: indirect", "is it direct?"},
		{"source: Mayor Ada Brun", "source: said #1", `"said" and "said" overlap`},
		{"kind: no_comment", "kind: denial", "only a no_comment can be without content"},
		{"cue: told", "cue: -", "cannot both be empty"},
		{"statement 3\nsource: M", "statement 9\nsource: M", `line 2: write "statement" and the number of a sentence, 1 to 6`},
		{"role: Mayor", "title: Mayor", `"title" is no field`},
		{"role: Mayor", "Mayor", "write a field, a colon"},
		{"# a comment", "none", `"none" and statements cannot both be`},
		{"# a comment", "cue: told", `begin with "statement"`},
		{waiting, "", `write "none"`},
	} {
		file := strings.Replace(waiting, c.from, c.to, 1)
		_, faults := readSaid(pier(), file)
		if !strings.Contains(strings.Join(faults, "\n"), c.say) {
			t.Errorf("%q for %q: %v, want %q", c.to, c.from, faults, c.say)
		}
	}
	if s, faults := readSaid(pier(), "none\n"); len(s)+len(faults) > 0 {
		t.Errorf("none: %v %v", s, faults)
	}
}

func TestTimesBecomeStandoff(t *testing.T) {
	times, faults := readWhen(pier(), "4: It is #1 = DATE 2031-03 APPROX\n3: age = DURATION P1Y\n")
	want := "T1\tDURATION 84 87\tage\n#1\tValue T1\tP1Y\nT2\tDATE 99 104\tIt is\n#2\tValue T2\t2031-03\nA1\tMod T2 APPROX\n"
	if got := whenAnn(pier(), times); len(faults) > 0 || got != want {
		t.Errorf("%v\n%s", faults, got)
	}
}

func TestFaultsOfTimesAreTold(t *testing.T) {
	for line, say := range map[string]string{
		"3: age DATE 2031":         "write it as",
		"3: winter = DATE 2031":    "does not stand",
		"3: age = DAY 2031":        `"DAY" is no type`,
		"3: age = DATE 2031-5-4":   `"2031-5-4" is no value of a DATE`,
		"3: age = DATE P1Y":        "is no value of a DATE",
		"3: age = DURATION P":      "is no value of a DURATION",
		"3: age = TIME 2031-05-04": "is no value of a TIME",
		"3: age = DATE 2031 ABOUT": `"ABOUT" is no mod`,
		"3: age = DATE 2031\nnone": "strike one",
		"":                         `write "none"`,
		"3: age = DATE 2031\n3: age was = DATE 2031": "overlaps",
	} {
		if _, faults := readWhen(pier(), line); !strings.Contains(strings.Join(faults, "\n"), say) {
			t.Errorf("%q: %v, want %q", line, faults, say)
		}
	}
}

func TestEveryValueOfTheGuidelineIsTaken(t *testing.T) {
	for kind, all := range map[string]string{
		"DATE":     "2031-05-04 2031-05 2031 2031-W18 2031-W18-WE 2031-Q1 2031-H1 2031-SU 203 20 XXXX-05-04 XXXX-WXX-2",
		"TIME":     "2031-05-04T18:00 2031-05-04T18:00Z 2031-05-04T18:00-05:00 2031-05-04TMO 2031-05-04TNI T18:00",
		"DURATION": "P3D P2W P10M P1Y P1DE PT2H PT30M PXY P1Y6M P1.5Y",
		"SET":      "P1D P1Y XXXX-WXX-1",
	} {
		for _, v := range strings.Fields(all) {
			if !values[kind].MatchString(v) {
				t.Errorf("%s is not taken as a %s", v, kind)
			}
		}
	}
}

func TestCommittedStandoffIsWhatPeopleWrote(t *testing.T) {
	if err := annotate(filepath.Join("..", home), nil, true); err != nil {
		t.Error(err)
	}
}
