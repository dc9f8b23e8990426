package reading

import (
	"strings"

	"livebrief/internal/brief"
)

// What makes a kind: how much the statement counts that is the news of its sentence, and the fewest points by which the
// news is a statement and no event.
const (
	kindStatement = 2
	kindLeast     = 4
)

// readKind proposes the kind of the report's news: an event, unless its headline or first sentence is a statement. Of
// the patterns in a sentence the first counts, since its main verb comes before what it is about.
func (t *tracks) readKind(out *brief.Reading) {
	if len(t.lead) == 0 {
		return
	}
	y := votes{points: map[string]int{}}
	for _, s := range t.lead {
		t.kindWord(&y, s)
		t.kindSaid(&y, s, out.Statements)
	}
	out.Kind = brief.KindEvent
	for _, kind := range brief.DevelopmentKinds {
		if n := y.points[string(kind)]; n >= kindLeast && n > y.points[string(out.Kind)] {
			out.Kind = kind
		}
	}
	for _, w := range y.words {
		if w.of == string(out.Kind) {
			out.Deciding = append(out.Deciding, w.Deciding)
		}
	}
}

// kindWord counts the first pattern of a sentence's main clause.
func (t *tracks) kindWord(y *votes, s located) {
	words := foldedWords(s.tokens)
	in := scopes(s.tokens, words)
	from, to := mainClause(s.tokens, words)
	for i := from; i < to; i++ {
		m := t.set.Kinds().Longest(words, i)
		if m.Words == 0 || in[i] != affirmed {
			continue
		}
		before := len(y.words)
		if y.count(t.d.text, s.tokens[i:i+m.Words], m, s.times(), s.rule("kind"), affirmed); len(y.words) > before {
			return
		}
	}
}

// mainClause is where a sentence says its news: behind the comma of a clause that it begins with, and up to one that it
// goes on with: After missiles struck the port, the mayor ordered ...; The mayor ordered ... while missiles struck.
func mainClause(f []token, words []string) (from, to int) {
	if len(words) > 0 && turns[words[0]] {
		for i := range f {
			if f[i].low == "," && f[i].kind == punct {
				from = i + 1
				break
			}
		}
	}
	for to = from + 1; to < len(words) && !turns[words[to]]; to++ {
	}
	return from, min(to, len(words))
}

// kindSaid counts the statement that is the news of a sentence: its speaker or its words stand at the beginning. What
// somebody merely asserts or counts is news as an event, unless it is quoted there.
func (t *tracks) kindSaid(y *votes, s located, statements []brief.ReadStatement) {
	for _, st := range statements {
		at := st.Cue
		if at.End <= at.Start && len(st.Content) > 0 {
			at = st.Content[0]
		}
		if at.End <= at.Start || at.Start < s.span.Start || at.End > s.span.End || !t.begins(s, st) {
			continue
		}
		plain := st.Kind == brief.KindAssertion || st.Kind == brief.KindFigure
		if plain && st.Speech == "indirect" {
			return
		}
		y.add(string(st.Kind), kindStatement*s.times(), at, "kind-statement")
		return
	}
}

// begins tells whether a sentence begins with a statement: with its speaker or its words, behind a phrase up to a comma
// at most.
func (t *tracks) begins(s located, st brief.ReadStatement) bool {
	from := s.span.End
	if st.Speaker.End > st.Speaker.Start && st.Speaker.Start >= s.span.Start {
		from = min(from, st.Speaker.Start)
	}
	for _, c := range st.Content {
		if c.Start >= s.span.Start {
			from = min(from, c.Start)
		}
	}
	if from < s.span.Start || from >= s.span.End {
		return false
	}
	before := strings.Trim(t.d.text[s.span.Start:from], " \t\r\n\"“„«'‘")
	return before == "" || strings.HasSuffix(before, ",") && len(before) <= beforeMost
}

// beforeMost is how long, in bytes, the phrase may be behind which a statement begins its sentence: On Monday,
const beforeMost = 40
