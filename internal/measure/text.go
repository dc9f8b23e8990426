package measure

import (
	"strings"
	"time"
	"unicode/utf8"

	"livebrief/internal/brief"
	"livebrief/internal/reading"
)

// Text is one document as its readers get it.
type Text struct {
	Name string
	// Body is UTF-8, as it stands in the file: a byte order mark and the line ends are part of it.
	Body string
	// Published is noon of the day of publication, UTC; zero when unknown.
	Published time.Time
	// Dateline is the line that gives the day of publication, empty where there is none. It is not scored, just as
	// TimeML keeps that day outside its text.
	Dateline brief.Span
}

// maxBody bounds a text, in bytes; longer ones are no news and no chapter.
const maxBody = 4 << 20

// NewText takes a text file. Where published is zero, the date line says when it was published. It refuses, as
// brief.Invalid, what is not UTF-8 or too long.
func NewText(name string, raw []byte, published time.Time) (Text, error) {
	if len(raw) > maxBody {
		return Text{}, brief.Invalid(name+" is longer than 4 MB", "score shorter texts")
	}
	if !utf8.Valid(raw) {
		return Text{}, brief.Invalid(name+" is not UTF-8", "convert it; the offsets of its notes count characters")
	}
	t := Text{Name: name, Body: string(raw), Published: published}
	day, line := dateline(t.Body)
	t.Dateline = line
	if t.Published.IsZero() {
		t.Published = day
	}
	return t, nil
}

// Day reads a day as YYYY-MM-DD and gives its noon, UTC, so that no zone moves it to another day.
func Day(value string) (time.Time, error) {
	at, err := time.Parse(time.DateOnly, strings.TrimSpace(value))
	if err != nil {
		return time.Time{}, brief.Invalid("the day "+value+" cannot be understood", "write it as 2031-03-05")
	}
	return at.Add(12 * time.Hour), nil
}

// datelines are the ways a date line is written.
var datelines = []string{"January 2, 2006", "2 January 2006", "Monday, January 2, 2006", time.DateOnly}

// dateline finds the day in the first three lines that are not empty: a line that is a date and nothing else.
func dateline(body string) (time.Time, brief.Span) {
	start, seen := 0, 0
	for line := range strings.Lines(body) {
		words := strings.Trim(line, "\r\n \t\ufeff")
		if words != "" {
			seen++
		}
		for _, layout := range datelines {
			if at, err := time.Parse(layout, words); err == nil {
				return at.Add(12 * time.Hour), brief.Span{Start: start, End: start + len(line)}
			}
		}
		if start += len(line); seen == 3 {
			break
		}
	}
	return time.Time{}, brief.Span{}
}

// read is the program's own reading, as `livebrief read FILE --published DAY` makes it.
func (t Text) read(anchor string) brief.Reading {
	return reading.Read(brief.ReadReport{Text: t.Body, Published: t.Published}, reading.Options{Anchor: anchor})
}

// sentences are the program's sentences, which rivals that want short texts get too.
func (t Text) sentences() []brief.Span { return t.read("").Sentences }
