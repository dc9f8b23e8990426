package measure

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/rogpeppe/go-internal/txtar"

	"livebrief/internal/brief"
)

// day is a Wednesday.
var day = time.Date(2031, 3, 5, 12, 0, 0, 0, time.UTC)

// cases reads a txtar file of NAME/PART files: by name, then by part.
func cases(t *testing.T, file string) map[string]map[string]string {
	t.Helper()
	a, err := txtar.ParseFile(file)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]map[string]string{}
	for _, f := range a.Files {
		name, part, _ := strings.Cut(f.Name, "/")
		if out[name] == nil {
			out[name] = map[string]string{}
		}
		// Words between two cases belong to the file before them; a blank line ends it, except in a text.
		data := string(f.Data)
		if part == "want" {
			data, _, _ = strings.Cut(data, "\n\n")
		}
		out[name][part] = strings.TrimSuffix(data, "\n")
	}
	if len(out) < 3 {
		t.Fatalf("%d cases in %s; there were 3 or more", len(out), file)
	}
	return out
}

// render writes a sheet as the cases do.
func render(measures []Measure, s Sheet) string {
	var lines []string
	for i, m := range measures {
		t := s.Tallies[i]
		lines = append(lines, fmt.Sprintf("%s %.0f/%.0f %.0f/%.0f", m.Name, t.FoundRight, t.Found, t.NotedRight, t.Noted))
	}
	for _, c := range s.Confusion {
		lines = append(lines, "confusion "+c[0]+" "+c[1])
	}
	return strings.Join(lines, "\n")
}

func newText(t *testing.T, body string) Text {
	t.Helper()
	text, err := NewText("case.txt", []byte(body), day)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// TestSheetsAreAsReckonedByHand scores findings that were written by hand against notes that were.
func TestSheetsAreAsReckonedByHand(t *testing.T) {
	for name, c := range cases(t, "testdata/dates.txtar") {
		t.Run("dates/"+name, func(t *testing.T) {
			text := newText(t, c["text"])
			noted, err := text.Dates("noted", []byte(c["noted"]))
			found, err2 := text.Dates("found", []byte(c["found"]))
			if err != nil || err2 != nil {
				t.Fatal(err, err2)
			}
			if got := render(DateMeasures, DatedText{Text: text, Noted: noted}.sheet(found)); got != c["want"] {
				t.Errorf("got\n%s\nwant\n%s", got, c["want"])
			}
		})
	}
	for name, c := range cases(t, "testdata/statements.txtar") {
		t.Run("statements/"+name, func(t *testing.T) {
			text := newText(t, c["text"])
			noted, err := text.Statements("noted", []byte(c["noted"]))
			found, err2 := text.Statements("found", []byte(c["found"]))
			if err != nil || err2 != nil {
				t.Fatal(err, err2)
			}
			if got := render(StatementMeasures, QuotedText{Text: text, Noted: noted}.sheet(found)); got != c["want"] {
				t.Errorf("got\n%s\nwant\n%s", got, c["want"])
			}
		})
	}
}

// fixed is a system that has a tally ready for each text.
func fixed(name string) System[Tally] {
	return System[Tally]{name, func(t Tally) Sheet { return Sheet{Tallies: []Tally{t}} }}
}

// run scores two systems alike.
func run(t *testing.T, measures []Measure, said func(int), texts ...Tally) Result {
	t.Helper()
	r, err := Run(t.Context(), "x", measures, []System[Tally]{fixed("a"), fixed("b")}, texts, said)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// TestIntervalsAreThoseOfTheTextsAndTheSameEachTime draws from texts whose samples can be told beforehand.
func TestIntervalsAreThoseOfTheTextsAndTheSameEachTime(t *testing.T) {
	measures := []Measure{{Name: "m"}}
	score := func(texts ...Tally) Score {
		return run(t, measures, nil, texts...).Systems[0].Scores[0]
	}
	all, nothing := count(1, 1, 1), count(0, 1, 1)

	// One text gives one sample only: 2 of 4 and 2 of 3, F1 = 2*2/(4+3).
	one := score(count(2, 4, 3))
	want := Score{Measure: "m", Precision: Figure{0.5, 0.5, 0.5}, Recall: Figure{2. / 3, 2. / 3, 2. / 3},
		F1: Figure{4. / 7, 4. / 7, 4. / 7}, Found: 4, Noted: 3}
	if diff := cmp.Diff(want, one, cmpopts.EquateApprox(0, 1e-9)); diff != "" {
		t.Errorf("one text (-want +got):\n%s", diff)
	}
	// Two texts: a quarter of the samples has the good one twice, a quarter the bad one.
	if got := score(all, nothing).F1; got != (Figure{0.5, 0, 1}) {
		t.Errorf("two texts: %v, want 0.5 from 0 to 1", got)
	}
	// A text in which there is nothing to find neither helps nor harms.
	if got := score(all, Tally{}); got.F1 != (Figure{1, 1, 1}) || got.Precision != (Figure{1, 1, 1}) {
		t.Errorf("with an empty text: %v, want 1 from 1 to 1", got)
	}
	// A hundred texts, half of them good: the share of good ones in a sample has the deviation 0.05, so the interval
	// is 0.4 to 0.6 but for chance.
	var many []Tally
	for range 50 {
		many = append(many, all, nothing)
	}
	f := score(many...).F1
	if f.Value != 0.5 || f.Low < 0.37 || f.Low > 0.43 || f.High < 0.57 || f.High > 0.63 {
		t.Errorf("a hundred texts: %v, want about 0.5 from 0.4 to 0.6", f)
	}
	// Texts of many sizes give intervals that would hardly be met twice by chance.
	for i := range 40 {
		many = append(many, count(i%7, 7+i, 11+i%3))
	}
	if a, b := score(many...), score(many...); a != b {
		t.Errorf("the second run gave %v, the first %v", b, a)
	}
}

// TestFiguresAreMicro adds texts up before it divides: 1 of 1 and 0 of 3 are a quarter and not a half.
func TestFiguresAreMicro(t *testing.T) {
	done := 0
	r := run(t, []Measure{{Name: "m"}}, func(n int) { done += n }, count(1, 1, 1), count(0, 3, 1))
	if s := r.Systems[1].Scores[0]; s.Precision.Value != 0.25 || s.Recall.Value != 0.5 || s.Found != 4 || s.Noted != 2 {
		t.Errorf("%+v", s)
	}
	if done != 1+2 || r.Documents != 2 || len(r.Systems) != 2 {
		t.Errorf("said %d, result %+v", done, r)
	}
	if empty := run(t, []Measure{{Name: "m"}}, nil); empty.Systems[0].Scores[0].F1 != (Figure{}) {
		t.Errorf("no texts: %+v", empty)
	}
	ctx, stop := context.WithCancel(t.Context())
	_, err := Run(ctx, "x", []Measure{{Name: "m"}}, []System[Tally]{fixed("a")}, make([]Tally, 9), func(n int) {
		if done = n; n == 4 {
			stop()
		}
	})
	if !errors.Is(err, context.Canceled) || done != 4 {
		t.Errorf("stopped after %d texts with %v, want 4", done, err)
	}
}

// TestRulerCountsNeitherSpacesNorMarks holds the one rule by which spans are compared.
func TestRulerCountsNeitherSpacesNorMarks(t *testing.T) {
	text := `“Four — «4%» & £5.” said Zoë’s` + "\u00a0\ufeff\tA1's"
	r := newRuler(text)
	// Four 4% &£5 said Zoës A1s
	if got := r[len(text)]; got != 4+2+1+2+4+4+3 {
		t.Errorf("%d characters count", got)
	}
	if e := r.of(brief.Span{Start: -5, End: 1 << 40}); !e.same(extent{{Start: 0, End: 20}}) {
		t.Errorf("a span beyond the text: %v", e)
	}
	if e := r.of(brief.Span{Start: 9, End: 3}, brief.Span{Start: 2, End: 2}); e != nil {
		t.Errorf("a span the wrong way round: %v", e)
	}
	a, b := extent{{Start: 0, End: 4}, {Start: 6, End: 9}}, extent{{Start: 2, End: 7}, {Start: 8, End: 20}}
	if a.shared(b) != 4 || b.shared(a) != 4 || a.size() != 7 {
		t.Errorf("shared %d and %d of %d", a.shared(b), b.shared(a), a.size())
	}
}

// rivalText has times for the rivals.
const rivalText = "The mayor spoke on Monday. It began in May 2029 and ended in 2030.\n\nThe ship sailed yesterday at 5:30 pm, said Amy."

// listed writes dates for a comparison.
func listed(t Text, dates []Date) []string {
	var out []string
	for _, d := range dates {
		out = append(out, d.Of(t.Body)+" = "+d.Type+" "+d.Value)
	}
	return out
}

// TestRivalsGoThroughTheAdapters says in one text each what the rivals find there; go-dateparser has a test of its own.
func TestRivalsGoThroughTheAdapters(t *testing.T) {
	text := newText(t, rivalText)
	if got, want := listed(text, newWhen().dates(text)), []string{"Monday = DATE 2031-03-10", "yesterday at 5:30 pm = TIME 2031-03-04T17:30"}; !reflect.DeepEqual(got, want) {
		t.Errorf("when: %q, want %q", got, want)
	}
	quoted := newText(t, `Far away in the north, "we wait," said Ada Brun; "and “hope”."`+"\nA “ruin” it was.")
	var got []string
	for _, s := range quotationMarks(quoted) {
		got = append(got, s.words(quoted.Body)+" "+s.Name)
	}
	if want := []string{`[Ada Brun] [said] ["we wait,"] Ada Brun`, `[Ada Brun] [said] ["and “hope”."] Ada Brun`, `[A] [] [“ruin”] A`}; !reflect.DeepEqual(got, want) {
		t.Errorf("quotation marks: %q, want %q", got, want)
	}
}
