//go:build rivals

package measure

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	dateparser "github.com/markusmobius/go-dateparser"
	"github.com/markusmobius/go-dateparser/date"

	"livebrief/internal/brief"
)

// heavyDateRivals are in builds with the tag rivals only: go-dateparser makes tables of 80 MB in every process that has it, before
// its first line, whether anything is measured or not.
func heavyDateRivals() []System[DatedText] {
	return []System[DatedText]{dateSystem("go-dateparser", dateparserDates)}
}

// dateparserDates is the search of go-dateparser, in English, sentence by sentence. What the adapter decides for it:
// a date without a year is of the current one, the library's default, which gave more right values on the development
// half than the nearest past one; a result has words and no place, so it is the next place in the sentence where these
// words stand; its period gives the precision of the value. It knows no durations and no sets, and counts from the day
// of publication alone.
func dateparserDates(t Text) []Date {
	cfg := &dateparser.Configuration{CurrentTime: t.Published, Languages: []string{"en"},
		ReturnTimeAsPeriod: true, DefaultTimezone: time.UTC}
	parser := &dateparser.Parser{}
	var out []Date
	for _, s := range t.sentences() {
		words := s.Of(t.Body)
		results, err := parser.SearchWithLanguage(cfg, "en", words)
		if err != nil {
			continue
		}
		from := 0
		for _, r := range results {
			start := wordsAt(words, r.Text, from)
			if start < 0 {
				continue
			}
			from = start + len(r.Text)
			kind, value := periodValue(r.Date)
			out = append(out, Date{Span: bare(t.Body, brief.Span{Start: s.Start + start, End: s.Start + from}), Type: kind, Value: value})
		}
	}
	return out
}

// wordsAt finds whole words from an offset on, -1 when they do not stand there.
func wordsAt(text, words string, from int) int {
	for words != "" {
		i := strings.Index(text[from:], words)
		if i < 0 {
			break
		}
		start := from + i
		before, _ := utf8.DecodeLastRuneInString(text[:start])
		after, _ := utf8.DecodeRuneInString(text[start+len(words):])
		if !unicode.IsLetter(before) && !unicode.IsLetter(after) {
			return start
		}
		from = start + len(words)
	}
	return -1
}

// periodValue writes a date of go-dateparser as precisely as it was told.
func periodValue(d date.Date) (kind, value string) {
	switch d.Period {
	case date.Year:
		return "DATE", d.Time.Format("2006")
	case date.Month:
		return "DATE", d.Time.Format("2006-01")
	case date.Day:
		return "DATE", d.Time.Format(time.DateOnly)
	}
	return "TIME", d.Time.Format("2006-01-02T15:04")
}
