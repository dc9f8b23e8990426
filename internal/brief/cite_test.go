package brief

import (
	"reflect"
	"strings"
	"testing"
)

func TestCiteMarksTheStatementInItsSentence(t *testing.T) {
	text := "Rain fell. He said that Київ\r\nwould hold. Then it stopped."
	for name, c := range map[string]struct {
		sentence, marked Span
		want             Reference
	}{
		"marked":             {Span{11, 45}, Span{24, 44}, Reference{Span: &Span{11, 45}, Quote: "He said that Київ\nwould hold.", Mark: &Span{13, 32}}},
		"nothing marked":     {Span{11, 45}, Span{}, Reference{Span: &Span{11, 45}, Quote: "He said that Київ\nwould hold."}},
		"blanks left out":    {Span{10, 46}, Span{10, 18}, Reference{Span: &Span{11, 45}, Quote: "He said that Київ\nwould hold.", Mark: &Span{0, 7}}},
		"mark without":       {Span{}, Span{24, 32}, Reference{Span: &Span{24, 32}, Quote: "Київ", Mark: &Span{0, 8}}},
		"mark elsewhere":     {Span{11, 45}, Span{0, 4}, Reference{Span: &Span{11, 45}, Quote: "He said that Київ\nwould hold."}},
		"outside the text":   {Span{11, 460}, Span{}, Reference{}},
		"nothing but blanks": {Span{10, 11}, Span{}, Reference{}},
	} {
		var got Reference
		got.Cite(text, c.sentence, c.marked)
		if !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: %+v %v %v, want %+v", name, got, got.Span, got.Mark, c.want)
		}
		if got.Span != nil && UnixBreaks(got.Span.Of(text)) != got.Quote {
			t.Errorf("%s: the span holds %q and not the quote", name, got.Span.Of(text))
		}
	}
}

func TestCiteShowsNoMoreThanASentenceOf600Characters(t *testing.T) {
	text := strings.Repeat("слово ", 200) + "end."
	whole, part := Span{0, len(text)}, Span{11, 21}
	var r Reference
	if r.Cite(text, whole, part); r.Quote != "слово" || *r.Mark != (Span{0, 10}) || *r.Span != part {
		t.Errorf("with a mark: %q %v", r.Quote, r.Mark)
	}
	if r.Cite(text, whole, Span{}); r.Quote != strings.TrimSpace(strings.Repeat("слово ", 100)) {
		t.Errorf("without: %d bytes", len(r.Quote))
	}
	if r.Cite(text, whole, whole); r.Quote != strings.TrimSpace(strings.Repeat("слово ", 100)) || *r.Mark != (Span{0, len(r.Quote)}) {
		t.Errorf("all marked: %d bytes, %v", len(r.Quote), r.Mark)
	}
}

func TestStatementIsFoundInItsSentence(t *testing.T) {
	r := Reading{Sentences: []Span{{0, 10}, {11, 40}, {41, 50}}}
	for span, want := range map[Span]Span{{12, 20}: {11, 40}, {11, 40}: {11, 40}, {0, 10}: {0, 10}, {35, 45}: {35, 45}, {60, 70}: {60, 70}} {
		if got := r.SentenceOf(span); got != want {
			t.Errorf("%v is in %v, want %v", span, got, want)
		}
	}
	s := ReadStatement{Content: []Mention{{Span: Span{12, 15}}, {Span: Span{20, 30}}, {Span: Span{42, 45}}}}
	if got := s.Said(Span{11, 40}); got != (Span{12, 30}) {
		t.Errorf("said %v", got)
	}
	if got := s.Said(Span{0, 10}); got != (Span{}) {
		t.Errorf("said %v where nothing was", got)
	}
}
