package measure

import (
	"regexp"
	"time"

	"github.com/olebedev/when"
	"github.com/olebedev/when/rules/common"
	"github.com/olebedev/when/rules/en"

	"livebrief/internal/brief"
)

// whenReader is olebedev/when with its English rules.
type whenReader struct{ *when.Parser }

func newWhen() whenReader {
	p := when.New(nil)
	p.Add(en.All...)
	p.Add(common.All...)
	return whenReader{p}
}

// hourWords tell that an expression of when is about an hour of the day.
var hourWords = regexp.MustCompile(`(?i)\d:\d|\d\s*[ap]\.?m\b|\b(hours?|minutes?|noon|morning|afternoon|evening|night|tonight)\b`)

// dates asks the library, which gives the first time in a text, again for the rest of each sentence. What the adapter
// decides for it: a result is a moment without a precision, so it is a day unless its words name an hour; a sentence is
// given up where the library gives nothing, since it does not say whether there was a refusal on the way.
func (w whenReader) dates(t Text) []Date {
	var out []Date
	for _, s := range t.sentences() {
		for from := s.Start; from < s.End; {
			r, err := w.Parse(t.Body[from:s.End], t.Published)
			if err != nil || r == nil || r.Text == "" {
				break
			}
			d := Date{Type: "DATE", Value: r.Time.Format(time.DateOnly)}
			if hourWords.MatchString(r.Text) {
				d.Type, d.Value = "TIME", r.Time.Format("2006-01-02T15:04")
			}
			d.Span = bare(t.Body, brief.Span{Start: from + r.Index, End: from + r.Index + len(r.Text)})
			out = append(out, d)
			from += r.Index + len(r.Text)
		}
	}
	return out
}

// bareTime is what is left of a rival's words without the spaces, punctuation, prepositions and conjunctions at their ends. Rivals
// carry them along and the guideline leaves them out, which is no matter of finding a time.
var bareTime = regexp.MustCompile(`(?is)^(?:[\s.,;:!?()"']|(?:on|in|at|by|since|until|from|for|of|to|within|during|and|or)\s)*(.*?)(?:[\s.,;:!?()"']|\s(?:on|in|at|by|of|to|for|from|and|or))*$`)

func bare(text string, s brief.Span) brief.Span {
	if m := bareTime.FindStringSubmatchIndex(s.Of(text)); m != nil && m[2] < m[3] {
		return brief.Span{Start: s.Start + m[2], End: s.Start + m[3]}
	}
	return s
}
