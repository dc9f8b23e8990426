package statement

import (
	"slices"
	"strings"
	"time"
	"unicode"

	"livebrief/internal/brief"
)

// Hint is something that the program proposes about a report and the ledger. People decide (rule people-decide).
type Hint struct {
	// Rule is same-statement or later-word.
	Rule      string            `json:"rule"`
	Statement brief.StatementID `json:"statement"`
	// Term is the one that a later word is about, empty for a rendering.
	Term brief.TermID `json:"term,omitempty"`
	// Read counts the reading's statements from 1; 0 for a sentence of the reporter's.
	Read int `json:"read,omitempty"`
	// Stance is which way a later word seems to point: supports or contradicts.
	Stance brief.Stance `json:"stance,omitempty"`
	// Span is the sentence or what was said, Words are those that it shares with the term.
	Span  brief.Span `json:"span"`
	Words []string   `json:"words"`
}

// The rules by which the program proposes.
const (
	// SameStatement: the report renders a statement that is on the record.
	SameStatement = "same-statement"
	// LaterWord: the report tells something about a term after it was said.
	LaterWord = "later-word"
)

// Candidate is a recorded statement that a report may be about.
type Candidate struct {
	ID        brief.StatementID
	Statement brief.Statement
}

const (
	// apart is how many days may lie between the day that two outlets give for one statement.
	apart = 3
	// A rendering shares a third of the words of the shorter one, two at least; a later word three fifths of the term's,
	// three at least.
	renderingShare, renderingLeast = 1.0 / 3, 2
	laterShare, laterLeast         = 3.0 / 5, 3
	// mostHints bounds what is proposed for one report.
	mostHints = 20
)

// Hints compares a reading with recorded statements: first what may be renderings of them, then what may bear on their
// terms, in the order of the report. A report that a statement rests on already is not proposed for it again.
func Hints(report brief.Report, reading brief.Reading, register Register, candidates []Candidate, zone *time.Location) []Hint {
	h := hinting{report: report, reading: reading, zone: zone}
	for _, s := range reading.Sentences {
		h.sentences = append(h.sentences, stems(s.Of(reading.Report.Text)))
	}
	for i, read := range reading.Statements {
		who, ok := register.Owner(FoldName(read.Speaker.Name))
		if !ok {
			continue
		}
		for _, c := range candidates {
			if c.Statement.Speaker == who && !h.has(c.Statement) {
				h.rendering(i, read, c)
			}
		}
	}
	for _, c := range candidates {
		if !h.has(c.Statement) && !h.told[c.ID] {
			h.later(c)
		}
	}
	return h.out[:min(len(h.out), mostHints)]
}

type hinting struct {
	report  brief.Report
	reading brief.Reading
	zone    *time.Location
	// told are the statements that a rendering was proposed for.
	told map[brief.StatementID]bool
	out  []Hint
	// sentences are the words of each sentence of the reading.
	sentences [][]string
}

// has tells whether the statement rests on the report already.
func (h *hinting) has(s brief.Statement) bool {
	here := func(r brief.Reference) bool {
		return r.Report != "" && r.Report == h.report.ID || r.URL != "" && r.URL == h.report.URL
	}
	return slices.ContainsFunc(s.Renderings, func(r brief.Rendering) bool { return here(r.Reference) }) ||
		slices.ContainsFunc(s.Evidence, func(e brief.Evidence) bool { return here(e.Reference) })
}

// rendering proposes that what was read is a recorded statement: the same speaker, days near each other, shared words.
func (h *hinting) rendering(i int, read brief.ReadStatement, c Candidate) {
	if len(read.Content) == 0 || !h.near(read, c.Statement) {
		return
	}
	var content strings.Builder
	for _, m := range read.Content {
		content.WriteString(m.Text + " ")
	}
	var recorded strings.Builder
	recorded.WriteString(c.Statement.Title + " ")
	for _, t := range c.Statement.Terms {
		recorded.WriteString(t.Text + " ")
	}
	here, there := stems(content.String()), stems(recorded.String())
	shared := common(here, there)
	if len(shared) < renderingLeast || float64(len(shared)) < renderingShare*float64(min(len(here), len(there))) {
		return
	}
	if h.told == nil {
		h.told = map[brief.StatementID]bool{}
	}
	h.told[c.ID] = true
	h.out = append(h.out, Hint{Rule: SameStatement, Statement: c.ID, Read: i + 1, Span: read.Content[0].Span, Words: shared})
}

// near tells whether the day that was read, or that of publication, lies near the recorded one.
func (h *hinting) near(read brief.ReadStatement, s brief.Statement) bool {
	day := brief.Date(read.SaidOn.Value)
	if !day.Day() {
		if h.report.Published.IsZero() {
			return false
		}
		day = brief.DateOf(h.report.Published.In(h.zone))
	}
	at, err := time.Parse(time.DateOnly, string(day))
	said, wrong := time.Parse(time.DateOnly, string(SaidOn(s, h.zone)))
	return err == nil && wrong == nil && at.Sub(said).Abs() <= apart*24*time.Hour
}

// later proposes sentences of a later report that share most words of a term.
func (h *hinting) later(c Candidate) {
	if h.report.Published.IsZero() || brief.DateOf(h.report.Published.In(h.zone)) <= SaidOn(c.Statement, h.zone) {
		return
	}
	for _, t := range c.Statement.Terms {
		words := stems(t.Text)
		for i, s := range h.reading.Sentences {
			shared := common(h.sentences[i], words)
			if len(shared) < laterLeast || float64(len(shared)) < laterShare*float64(len(words)) {
				continue
			}
			stance := brief.Supports
			if negated(s.Of(h.reading.Report.Text)) != negated(t.Text) {
				stance = brief.Contradicts
			}
			h.out = append(h.out, Hint{Rule: LaterWord, Statement: c.ID, Term: t.ID, Stance: stance, Span: s, Words: shared})
			break
		}
	}
}

// negations turn what a sentence says.
var negations = map[string]bool{"no": true, "not": true, "never": true, "nobody": true, "none": true, "without": true, "denied": true, "denies": true,
	"deny": true, "failed": true, "refused": true, "cancelled": true, "canceled": true, "postponed": true, "не": true, "ні": true, "нет": true,
	"немає": true, "ніхто": true, "никто": true, "опроверг": true, "спростував": true}

func negated(text string) bool {
	n := 0
	for w := range strings.FieldsFuncSeq(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && r != '\'' && r != '’' }) {
		if negations[w] || strings.HasSuffix(w, "n't") || strings.HasSuffix(w, "n’t") {
			n++
		}
	}
	return n%2 == 1
}

// emptyWords are long and say little.
var emptyWords = map[string]bool{"that": true, "this": true, "with": true, "from": true, "will": true, "would": true, "have": true, "been": true,
	"they": true, "their": true, "there": true, "which": true, "those": true, "these": true, "when": true, "what": true, "were": true, "about": true,
	"than": true, "then": true, "also": true, "said": true, "says": true, "into": true, "more": true, "such": true, "other": true}

// stemRunes is how many letters of a word are compared, so that its endings do not count.
const stemRunes = 5

// stems gives the words of a text that say something, each once, cut to their beginnings.
func stems(text string) []string {
	var out []string
	for w := range strings.FieldsFuncSeq(FoldName(text), unicode.IsSpace) {
		runes := []rune(w)
		if len(runes) < 4 && !unicode.IsDigit(runes[0]) || emptyWords[w] {
			continue
		}
		w = string(runes[:min(len(runes), stemRunes)])
		if !slices.Contains(out, w) {
			out = append(out, w)
		}
	}
	return out
}

func common(a, b []string) []string {
	out := []string{}
	for _, w := range a {
		if slices.Contains(b, w) {
			out = append(out, w)
		}
	}
	return out
}
