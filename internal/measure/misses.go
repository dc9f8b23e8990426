package measure

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"livebrief/internal/brief"
)

// Misses are what the program got wrong in one text, for those who write rules.
type Misses struct {
	Document string `json:"document"`
	List     []Miss `json:"misses"`
}

// Miss is one of them: What is missed, invented, or the name of what differs; Noted and Found are in words.
type Miss struct {
	What     string `json:"what"`
	Noted    string `json:"noted"`
	Found    string `json:"found"`
	Sentence string `json:"sentence"`
}

// Worst gives the n texts with the most misses, the worst first.
func Worst[T any](texts []T, n int, misses func(T) Misses) []Misses {
	all := []Misses{}
	for _, t := range texts {
		if m := misses(t); len(m.List) > 0 {
			all = append(all, m)
		}
	}
	slices.SortStableFunc(all, func(a, b Misses) int { return cmp.Compare(len(b.List), len(a.List)) })
	return all[:min(n, len(all))]
}

// missing collects the misses of one text.
type missing struct {
	Misses
	text      Text
	sentences []brief.Span
}

func newMissing(t Text) *missing {
	return &missing{Misses: Misses{Document: t.Name, List: []Miss{}}, text: t, sentences: t.sentences()}
}

func (m *missing) add(what, noted, found string, at int) {
	sentence := ""
	for _, s := range m.sentences {
		if s.Start <= at && at < s.End {
			sentence = oneLine(s.Of(m.text.Body))
		}
	}
	m.List = append(m.List, Miss{what, noted, found, sentence})
}

func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

// DateMisses lists what the program's dates got wrong: missed, invented, and another value, type or extent.
func DateMisses(anchor string) func(DatedText) Misses {
	return func(d DatedText) Misses {
		noted, found := d.scored(d.Noted), d.scored(readDates(d.Text, anchor))
		pairs := pairDates(noted, found)
		m := newMissing(d.Text)
		words := func(x Date) string {
			return strings.TrimSpace(fmt.Sprintf("%s = %s %s %s", oneLine(x.Of(d.Body)), x.Type, x.Value, x.Mod))
		}
		for _, i := range left(len(noted), pairs, noteOf) {
			m.add("missed", words(noted[i]), "", noted[i].Start)
		}
		for _, i := range left(len(found), pairs, foundOf) {
			m.add("invented", "", words(found[i]), found[i].Start)
		}
		for _, p := range pairs {
			n, f := noted[p.note], found[p.found]
			switch {
			case n.Value != f.Value:
				m.add("value", words(n), words(f), n.Start)
			case n.Type != f.Type:
				m.add("type", words(n), words(f), n.Start)
			case n.Span != f.Span:
				m.add("extent", words(n), words(f), n.Start)
			}
		}
		return m.Misses
	}
}

// StatementMisses lists what the program's statements got wrong: missed, invented, and parts and answers that differ.
func StatementMisses(anchor string) func(QuotedText) Misses {
	return func(q QuotedText) Misses {
		found := readStatements(q.Text, anchor)
		r := newRuler(q.Body)
		ns, fs := r.parts(q.Noted), r.parts(found)
		pairs := pairStatements(ns, fs)
		m := newMissing(q.Text)
		for _, i := range left(len(ns), pairs, noteOf) {
			m.add("missed", q.Noted[i].words(q.Body), "", q.Noted[i].at())
		}
		for _, i := range left(len(fs), pairs, foundOf) {
			m.add("invented", "", found[i].words(q.Body), found[i].at())
		}
		for _, p := range pairs {
			m.compare(q.Noted[p.note], found[p.found], ns[p.note], fs[p.found])
		}
		return m.Misses
	}
}

// compare adds what differs between a note and the finding taken for it.
func (m *missing) compare(n, f Statement, np, fp parts) {
	body := m.text.Body
	for _, x := range []struct {
		what         string
		same         bool
		noted, found string
	}{
		{"cue", np.cue.same(fp.cue), cut(body, n.Cue), cut(body, f.Cue)},
		{"source", np.source.same(fp.source), cut(body, n.Source), cut(body, f.Source)},
		{"content", np.content.same(fp.content), cut(body, n.Content), cut(body, f.Content)},
		{"name", sameName(n.Name, f.Name), n.Name, f.Name},
		{"kind", n.Kind == f.Kind, n.Kind, f.Kind},
		{"speech", n.Speech == f.Speech, n.Speech, f.Speech},
	} {
		if !x.same {
			m.add(x.what, x.noted, x.found, n.at())
		}
	}
}

// words is a statement in one line: source, cue, content.
func (s Statement) words(text string) string {
	return fmt.Sprintf("[%s] [%s] [%s]", cut(text, s.Source), cut(text, s.Cue), cut(text, s.Content))
}

// at is the byte where it is looked for: its cue, or where there is none its content.
func (s Statement) at() int {
	for _, spans := range [][]brief.Span{s.Cue, s.Content} {
		if len(spans) > 0 {
			return spans[0].Start
		}
	}
	return 0
}

func cut(text string, spans []brief.Span) string {
	var pieces []string
	for _, s := range spans {
		pieces = append(pieces, oneLine(s.Of(text)))
	}
	return strings.Join(pieces, " ... ")
}
