package measure

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"livebrief/internal/brief"
)

// TestBrokenNotesAreRefusedInASentence gives notes that do not fit their text; each says what is wrong and where.
func TestBrokenNotesAreRefusedInASentence(t *testing.T) {
	text := newText(t, "The café shut on Monday.\nBrun wept.")
	for _, c := range []struct{ notes, want string }{
		{"T1\tDATE 17 23\tMonday\nT2\tDATE 30 36\tMonday", "line 2: T2 ends at character 36 and the text has 35"},
		{"T1\tDATE 17 24\tMonday", `T1 says "Monday" and the text there "Monday."`},
		{"T1\tDATE 18 24\tMonday", "offsets count characters"},
		{"T1\tDATE 23 17\tMonday", "no pair of offsets"},
		{"T1\tDATE 17 17\t", "no pair of offsets"},
		{"T1\tDATE -1 3\tThe", "no pair of offsets"},
		{"T1\tDATE 0 99999999999999999999\tThe", "no pair of offsets"},
		{"T1\tDATE 0\tThe", "no pair of offsets"},
		{"T1\tDATE 0 3;\tThe", "no pair of offsets"},
		{"T1\tDATE", "no span with a label"},
		{"T1", "no span with a label"},
		{"T1\t 0 3\tThe", "no span with a label"},
		{"\t00", "no id"},
		{"T1\tDATE 0 3\tThe\nT1\tDATE 0 3\tThe", "line 2: T1 is no span with a label and offsets, or stands twice"},
		{"E1\tCue:T9", `"Cue:T9" names no span`},
		{"E1\tCue", "names no span"},
		{"E1\t", "without spans"},
		{"A1\tKind E1", "an attribute is"},
		{"#1\tName\tx", "a note is"},
		{"hello", "no id"},
		{"T1\tDATE 0 3\tTh\xff", "not UTF-8"},
		{"\x00", "no id"},
		{strings.Repeat("\n", maxBody+1), "longer than 4 MB"},
	} {
		for _, read := range []func() error{
			func() error { _, err := text.Dates("x.ann", []byte(c.notes)); return err },
			func() error { _, err := text.Statements("x.ann", []byte(c.notes)); return err },
		} {
			if err := read(); brief.KindOf(err) != brief.KindInvalid || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), "x.ann") {
				t.Errorf("%.40q: got %v, want %q", c.notes, err, c.want)
			}
		}
	}
	for notes, want := range map[string]string{
		"T1\tCue 0 3\tThe":                   "T1 belongs to no statement",
		"T1\tSource 0 3\tThe\nE1\tSource:T1": "neither cue nor content",
	} {
		if _, err := text.Statements("x.ann", []byte(notes)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: got %v, want %q", notes, err, want)
		}
	}
}

// TestNotesCountEveryCharacterOfTheFile reads offsets over a byte order mark, Windows' line ends, letters of several
// bytes, pieces and the end of the text.
func TestNotesCountEveryCharacterOfTheFile(t *testing.T) {
	text := newText(t, "\ufeffÄrger 🙂 am\r\nMontag")
	notes := "\ufeffT1\tDATE 13 19\tMontag\r\n#1\tValue T1\t 2031-03-03 \r\n\r\nA1\tMod T1 START\r\n" +
		"R1\tBefore Arg1:T1 Arg2:T1\n*\tEquiv T1 T1\nN1\tReference T1 x:1\ty\nT2\tTIME 1 6;9 19\tÄrger am Montag"
	got, err := text.Dates("x", []byte(notes))
	want := []Date{
		{Span: brief.Span{Start: 19, End: 25}, Type: "DATE", Value: "2031-03-03", Mod: "START"},
		{Span: brief.Span{Start: 3, End: 25}, Type: "TIME"},
	}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, %v; want %+v", got, err, want)
	}
	if got[0].Of(text.Body) != "Montag" {
		t.Errorf("the span holds %q", got[0].Of(text.Body))
	}
}

// TestTextsMustBeUTF8 refuses what offsets cannot be counted in.
func TestTextsMustBeUTF8(t *testing.T) {
	for want, raw := range map[string]string{"not UTF-8": "caf\xe9", "longer than 4 MB": strings.Repeat("x", maxBody+1)} {
		if _, err := NewText("a.txt", []byte(raw), day); brief.KindOf(err) != brief.KindInvalid || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %q", err, want)
		}
	}
}

// TestTheDateLineSaysWhenATextWasPublished takes it from the first three lines, unless the index knows better.
func TestTheDateLineSaysWhenATextWasPublished(t *testing.T) {
	for body, want := range map[string]string{
		"Pier shut\n\nMarch 05, 2031\n\nIt shut.":      "2031-03-05",
		"\ufeff5 March 2031\r\nPier shut":              "2031-03-05",
		"Pier shut\nWednesday, March 5, 2031":          "2031-03-05",
		"2031-03-05\n":                                 "2031-03-05",
		"Pier shut\nIt shut.\nRain fell.\nMay 4, 2031": "",
		"On March 5, 2031 it shut.":                    "",
		"":                                             "",
	} {
		text, err := NewText("a", []byte(body), time.Time{})
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		if !text.Published.IsZero() {
			got = text.Published.Format(time.DateOnly)
		}
		if got != want || (text.Dateline == brief.Span{}) != (want == "") {
			t.Errorf("%q: published %q, date line %q", body, got, text.Dateline.Of(body))
		}
	}
	text, _ := NewText("a", []byte("May 4, 2031\nRain."), day)
	if text.Published != day || text.Dateline.Of(text.Body) != "May 4, 2031\n" {
		t.Errorf("%+v", text)
	}
}

// TestTimeMLGivesTextAndNotes reads entities, tags within tags, other tags and the day of publication.
func TestTimeMLGivesTextAndNotes(t *testing.T) {
	raw := "\ufeff<?xml version=\"1.0\" ?>\r\n<TimeML><DCT><TIMEX3 tid=\"t0\" type=\"DATE\" value=\"2031-03-05T10:00\">today</TIMEX3></DCT>" +
		"<TITLE>No <TIMEX3 value=\"X\">part</TIMEX3></TITLE><TEXT>A &amp; B <EVENT>met</EVENT> &eacute; " +
		"<TIMEX3 type=\"DURATION\" value=\"P1D\">a day\r\nbefore <TIMEX3 type=\"DATE\" value=\"2030\" mod=\"START\">early <b>2030</b></TIMEX3></TIMEX3>" +
		"<TIMEX3 type=\"DATE\" value=\"2029\"/>.</TEXT></TimeML>"
	d, err := TimeML("a.tml", []byte(raw))
	if err != nil {
		t.Fatal(err)
	}
	if d.Body != "A & B met é a day\nbefore early 2030." || d.Published != day {
		t.Errorf("%q, published %v", d.Body, d.Published)
	}
	want := []Date{{Span: brief.Span{Start: 13, End: 36}, Type: "DURATION", Value: "P1D"},
		{Span: brief.Span{Start: 26, End: 36}, Type: "DATE", Value: "2030", Mod: "START"}}
	if !reflect.DeepEqual(d.Noted, want) {
		t.Errorf("noted %+v, want %+v", d.Noted, want)
	}
	for raw, want := range map[string]string{
		"":                             "no words in a TEXT element",
		"plain text":                   "no words",
		"<TimeML><TEXT>a":              "can be read",
		"<TEXT>a</TimeML>":             "can be read",
		"</TIMEX3>":                    "can be read",
		"<TEXT>\xff</TEXT>":            "can be read",
		"<TEXT>&nosuch;</TEXT>":        "can be read",
		"<DCT><TIMEX3/></DCT>":         "the day  cannot be understood",
		"<TEXT> \n</TEXT>":             "no words",
		strings.Repeat("x", maxBody+1): "longer than 4 MB",
	} {
		if _, err := TimeML("a.tml", []byte(raw)); brief.KindOf(err) != brief.KindInvalid || !strings.Contains(err.Error(), want) {
			t.Errorf("%.40q: got %v, want %q", raw, err, want)
		}
	}
}

// TestIndexSaysWhatBelongsWhere reads an index, and refuses one that cannot be right.
func TestIndexSaysWhatBelongsWhere(t *testing.T) {
	entries, err := Index([]byte("\ufefffile\tpublished\thalf\tsets\r\na.txt\t2031-03-05\tdevelopment\tdates,twice\r\n\r\nb.txt\t\ttest\tstatements\r\nc.txt\r\n"))
	want := []Entry{{"a.txt", day, Development, []string{"dates", "twice"}}, {"b.txt", time.Time{}, Test, []string{"statements"}}, {File: "c.txt"}}
	if err != nil || !reflect.DeepEqual(entries, want) {
		t.Fatalf("got %+v, %v", entries, err)
	}
	if got := Of(entries, Development, "dates"); len(got) != 1 || got[0].File != "a.txt" {
		t.Errorf("development, dates: %+v", got)
	}
	if got := Of(entries, All, "statements"); len(got) != 2 || got[0].File != "b.txt" || got[1].File != "c.txt" {
		t.Errorf("all, statements: %+v", got)
	}
	if got := Halve(entries); !reflect.DeepEqual(got, entries) {
		t.Errorf("halves that were given changed: %+v", got)
	}
	for raw, want := range map[string]string{
		"":                            "lists no document",
		"file\thalf\n":                "lists no document",
		"file\thalf\na.txt\tthird\n":  "line 2: the half",
		"file\tpublished\na\t5 May\n": "line 2: the day 5 May",
		"name\na.txt\n":               "no name of a file",
		"file\n../../secret\n":        "no name of a file",
		"file\na\xff\n":               "not UTF-8",
	} {
		if _, err := Index([]byte(raw)); brief.KindOf(err) != brief.KindInvalid || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: got %v, want %q", raw, err, want)
		}
	}
}

// TestHalvesFollowFromTheNamesAlone sorts by SHA-256: a.txt 18b7..., c.txt 4fe0..., b.txt ffa0... (sha256sum).
func TestHalvesFollowFromTheNamesAlone(t *testing.T) {
	got := Halve([]Entry{{File: "c.txt"}, {File: "a.txt"}, {File: "b.txt"}})
	want := []Entry{{File: "a.txt", Half: Development}, {File: "b.txt", Half: Development}, {File: "c.txt", Half: Test}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

// TestMissesSayWhatWasMissed compares what the reader finds in a text with notes that differ from it by hand.
func TestMissesSayWhatWasMissed(t *testing.T) {
	text := newText(t, "The mayor spoke on Monday. It shut on Tuesday.\n\n\"We wait here,\" said Ada Brun.")
	dated := DatedText{Text: text, Noted: []Date{
		{Span: brief.Span{Start: 4, End: 9}, Type: "DATE", Value: "2031"},
		{Span: brief.Span{Start: 19, End: 25}, Type: "DATE", Value: "2031-03-10"},
	}}
	m := DateMisses("news")(dated)
	want := Misses{"case.txt", []Miss{
		{"missed", "mayor = DATE 2031", "", "The mayor spoke on Monday."},
		{"invented", "", "Tuesday = DATE 2031-03-04", "It shut on Tuesday."},
		{"value", "Monday = DATE 2031-03-10", "Monday = DATE 2031-03-03", "The mayor spoke on Monday."},
	}}
	if !reflect.DeepEqual(m, want) {
		t.Errorf("got %+v, want %+v", m, want)
	}
	quoted := QuotedText{Text: text, Noted: []Statement{
		{Cue: []brief.Span{{Start: 10, End: 15}}, Content: []brief.Span{{Start: 19, End: 25}}},
		{Cue: []brief.Span{{Start: 64, End: 68}}, Source: []brief.Span{{Start: 69, End: 77}}, Content: []brief.Span{{Start: 49, End: 56}},
			Speech: "direct", Kind: "pledge", Name: "Ada Brun"},
	}}
	m = StatementMisses("news")(quoted)
	want = Misses{"case.txt", []Miss{
		{"missed", "[] [spoke] [Monday]", "", "The mayor spoke on Monday."},
		{"content", "We wait", "We wait here", `"We wait here," said Ada Brun.`},
		{"kind", "pledge", "assertion", `"We wait here," said Ada Brun.`},
	}}
	if !reflect.DeepEqual(m, want) {
		t.Errorf("got %+v, want %+v", m, want)
	}
	worst := Worst([]DatedText{{Text: Text{Name: "none"}}, dated, dated}, 1, DateMisses("news"))
	if len(worst) != 1 || worst[0].Document != "case.txt" {
		t.Errorf("worst: %+v", worst)
	}
}

// FuzzNotes hands any bytes to the readers of notes: whatever they take, the spans lie in the text and scoring ends.
func FuzzNotes(f *testing.F) {
	f.Add("The café shut on Monday.", "T1\tCue 9 13\tshut\nT2\tContent 4 8\tcafé\nE1\tCue:T1 Content:T2\nA1\tKind E1 pledge\n#1\tName E1\tx")
	f.Add("\ufeffa\r\nb", "T1\tDATE 1 2;4 5\ta b\r\n#1\tValue T1\t2031")
	f.Fuzz(func(t *testing.T, body, notes string) {
		text, err := NewText("x", []byte(body), day)
		if err != nil {
			return
		}
		dates, err := text.Dates("x", []byte(notes))
		for _, d := range dates {
			if d.Of(body) == "" {
				t.Fatalf("the span %v is not in %q", d.Span, body)
			}
		}
		if err == nil {
			DatedText{Text: text, Noted: dates}.sheet(dates)
		}
		if list, err := text.Statements("x", []byte(notes)); err == nil {
			s := QuotedText{Text: text, Noted: list}.sheet(list)
			if t0 := s.Tallies[0]; t0.FoundRight > t0.Found || t0.NotedRight > t0.Noted {
				t.Fatalf("more right than there are: %+v", t0)
			}
		}
	})
}

// FuzzTimeML hands any bytes to the reader of TimeML.
func FuzzTimeML(f *testing.F) {
	f.Add([]byte(`<TimeML><DCT><TIMEX3 value="2031-03-05">x</TIMEX3></DCT><TEXT>a <TIMEX3 type="DATE" value="2031">b</TIMEX3></TEXT></TimeML>`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		d, err := TimeML("x", raw)
		for _, n := range d.Noted {
			if err == nil && n.Of(d.Body) == "" {
				t.Fatalf("the span %v is not in the text", n.Span)
			}
		}
	})
}
