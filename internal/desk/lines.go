package desk

import (
	"fmt"
	"strings"

	"livebrief/internal/brief"
)

// The short forms in which commands and the desk's forms take parts of the ledger, one to a line.

// ParseTerm reads "TEXT" or "TEXT @ DATE", the day by which it is due.
func ParseTerm(text string) brief.Term {
	if at := strings.LastIndex(text, " @ "); at >= 0 {
		if due := brief.Date(strings.TrimSpace(text[at+3:])); due.Check() == nil {
			return brief.Term{Text: strings.TrimSpace(text[:at]), Due: brief.DueWindow{To: due}}
		}
	}
	return brief.Term{Text: strings.TrimSpace(text)}
}

// WriteTerm is the other way round, for a form that shows what stands.
func WriteTerm(t brief.Term) string {
	if t.Due.To == "" {
		return t.Text
	}
	return t.Text + " @ " + string(t.Due.To)
}

// ParseCoverage reads how a rendering gives a term: "t1", "t1 quoted", "t1 hedged: WORDS", "t1 quoted attributed: WORDS".
func ParseCoverage(text string) (brief.Coverage, error) {
	head, words, _ := strings.Cut(text, ":")
	c := brief.Coverage{Force: brief.Flat, Words: strings.TrimSpace(words)}
	for i, w := range strings.Fields(head) {
		switch {
		case i == 0:
			c.Term = brief.TermID(w)
		case w == "quoted":
			c.Verbatim = true
		case w == string(brief.Flat) || w == string(brief.Attributed) || w == string(brief.Hedged):
			c.Force = brief.Force(w)
		default:
			return c, brief.Invalid(fmt.Sprintf("in %.80q, %.40q is neither quoted nor flat, attributed or hedged", text, w), "write it like: t1 quoted hedged: the words")
		}
	}
	return c, nil
}

// ParseOffice reads "TITLE | ORGANISATION | SIDE | FROM | TO"; parts at the end can be left out.
func ParseOffice(text string) (brief.SpeakerRole, error) {
	parts := strings.Split(text, "|")
	if len(parts) > 5 {
		return brief.SpeakerRole{}, brief.Invalid(fmt.Sprintf("the office %.80q has more than five parts", text), "write it as TITLE | ORGANISATION | SIDE | FROM | TO")
	}
	parts = append(parts, make([]string, 5-len(parts))...)
	for i := range parts {
		parts[i] = strings.TrimSpace(parts[i])
	}
	return brief.SpeakerRole{Title: parts[0], Organisation: parts[1], Side: parts[2], From: brief.Date(parts[3]), To: brief.Date(parts[4])}, nil
}

// WriteOffice is the other way round.
func WriteOffice(r brief.SpeakerRole) string {
	return strings.TrimRight(strings.Join([]string{r.Title, r.Organisation, r.Side, string(r.From), string(r.To)}, " | "), " |")
}

// ParseSearch reads "WHAT | WHERE | DATE" of a look for something that was not found.
func ParseSearch(text string) (brief.Search, error) {
	parts := strings.Split(text, "|")
	if len(parts) != 3 {
		return brief.Search{}, brief.Invalid(fmt.Sprintf("the search %.80q does not have three parts", text), "write it as WHAT | WHERE | DATE")
	}
	return brief.Search{For: strings.TrimSpace(parts[0]), Where: strings.TrimSpace(parts[1]), On: brief.Date(strings.TrimSpace(parts[2]))}, nil
}

// ParseEach reads the lines of a text that hold something.
func ParseEach[T any](text string, parse func(string) (T, error)) ([]T, error) {
	var out []T
	for line := range strings.Lines(text) {
		if strings.TrimSpace(line) == "" {
			continue
		}
		v, err := parse(strings.TrimSpace(line))
		if err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	return out, nil
}
