package reading

import (
	"reflect"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"livebrief/internal/brief"
)

// checkSpans tells whether every span lies in the text, on the borders of runes, and gives its own text again.
func checkSpans(t *testing.T, r brief.Reading) {
	t.Helper()
	text := r.Report.Text
	check := func(what string, s brief.Span, own *string) {
		t.Helper()
		if s.Start < 0 || s.End < s.Start || s.End > len(text) {
			t.Fatalf("%s %v lies outside of %d bytes", what, s, len(text))
		}
		for _, at := range []int{s.Start, s.End} {
			if at < len(text) && !utf8.RuneStart(text[at]) {
				t.Errorf("%s %v cuts a rune", what, s)
			}
		}
		if own != nil && *own != text[s.Start:s.End] {
			t.Errorf("%s has the text %q, its span %q", what, *own, text[s.Start:s.End])
		}
	}
	end := 0
	for _, p := range r.Paragraphs {
		check("paragraph", p.Span, nil)
		if p.Start < end || p.Rule == "" || p.Kind == "" {
			t.Errorf("paragraph %+v begins before %d, or has no kind or rule", p, end)
		}
		end = p.End
	}
	end = 0
	for _, s := range r.Sentences {
		check("sentence", s, nil)
		if s.Start < end {
			t.Errorf("sentence %v begins before %d", s, end)
		}
		end = s.End
	}
	for _, d := range r.Dates {
		check("date", d.Span, &d.Text)
	}
	for _, s := range r.SeeAlso {
		check("see also", s.Span, nil)
	}
	for _, s := range r.Promos {
		check("promo", s.Span, nil)
	}
	for _, s := range r.Statements {
		check("speaker", s.Speaker.Span, nil)
		check("cue", s.Cue.Span, &s.Cue.Text)
		check("said on", s.SaidOn.Span, nil)
		for _, c := range s.Content {
			check("content", c.Span, &c.Text)
		}
		for _, term := range s.Terms {
			check("term", term.Span, &term.Text)
		}
		if s.Kind == "" || s.Rule == "" || s.Speech == "" || s.Modality == "" || s.Content == nil || s.Terms == nil {
			t.Errorf("statement %+v lacks a kind, a rule or a list", s)
		}
	}
}

// FuzzRead feeds any text: nothing panics, all spans hold, and the same text is read the same way again.
func FuzzRead(f *testing.F) {
	for _, seed := range []string{
		"", "\uFEFF", "\r\n\r\n", `"`, `“«„"'`, "‘", "SEE ALSO:", "SEE ALSO: A Title In CaseOn Monday it rained.",
		`"We go," Mayor Ada Brun said. "Now." She added: “«Nested» „marks“”`, "May 3, 2020’s end of the 1990s, 10-year-old",
		"According to", "said said said", "Ada Brun, the mayor of Oldford, and said that", "\xff\xfe", "🙂 said “🙂🙂🙂”",
		"On the end of the end of May", "Speaking in a May 4 address in which she switched to Finnish, Brun said: \"First, a. Second, b.\"",
		"Брун сказала: «Мы здесь», добавила она", "The court signed a law punishable by up to ten years in prison.",
	} {
		f.Add(seed)
	}
	published := time.Date(2031, 3, 1, 9, 0, 0, 0, time.UTC)
	f.Fuzz(func(t *testing.T, text string) {
		for _, at := range []time.Time{{}, published} {
			r := brief.ReadReport{Text: text, Published: at}
			got := Read(r, Options{})
			checkSpans(t, got)
			if again := Read(r, Options{}); !reflect.DeepEqual(got, again) {
				t.Error("the second reading differs from the first")
			}
			if !utf8.ValidString(text) && len(got.Paragraphs) > 0 {
				t.Error("a text that is not valid UTF-8 was read")
			}
		}
	})
}

// TestManyQuotationsAreReadInTime: the border is wide, for machines at work; what it must catch is a reading whose
// time grows with the square of the text.
func TestManyQuotationsAreReadInTime(t *testing.T) {
	for name, unit := range map[string]string{
		"fragments": `"a", `, "sentences": `"We will go now." `, "open": `“`, "cues": `and said that `, "commas": `A, b, `, "cued": `"We go," Ada Vell said, `,
	} {
		text := strings.Repeat(unit, 10_000)
		start := time.Now()
		got := Read(brief.ReadReport{Text: text}, Options{})
		if took := time.Since(start); took > 20*time.Second {
			t.Errorf("%s: %d bytes took %v", name, len(text), took)
		}
		checkSpans(t, got)
	}
}

// TestListsAreEmptyNotNil, whatever the text.
func TestListsAreEmptyNotNil(t *testing.T) {
	for _, text := range []string{"", "\xff", "Rain fell."} {
		r := Read(brief.ReadReport{Text: text}, Options{})
		v := reflect.ValueOf(r)
		for i := range v.NumField() {
			if v.Field(i).Kind() == reflect.Slice && v.Field(i).IsNil() {
				t.Errorf("%q: %s is nil", text, v.Type().Field(i).Name)
			}
		}
	}
}
