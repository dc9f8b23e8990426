package measure

import (
	"strings"

	"livebrief/internal/brief"
)

// Statement is somebody's speech act in a text. Spans are bytes, several being the pieces of one; a cue or a source
// that is not there has none.
type Statement struct {
	Source, Cue, Content     []brief.Span
	Speech, Kind, Name, Role string
}

// QuotedText is a text with the statements that people noted in it.
type QuotedText struct {
	Text
	Noted []Statement
	// Second is what a second person noted; HasSecond says whether one did.
	Second    []Statement
	HasSecond bool
}

// StatementMeasures follow BBC's Citron (https://github.com/bbc/citron, citron/metrics.py), as told at sheet.
var StatementMeasures = []Measure{
	{Name: "found", Means: "the cues overlap; where one side has no cue, the contents do"},
	{Name: "cue exact", Means: "found, and the cues are the same"},
	{Name: "cue overlap", Means: "characters of the cues that are shared"},
	{Name: "source exact", Means: "found, and the mentions of the speaker are the same"},
	{Name: "source overlap", Means: "characters of these mentions that are shared"},
	{Name: "content exact", Means: "found, and the contents are the same"},
	{Name: "content overlap", Means: "characters of the contents that are shared"},
	{Name: "whole exact", Means: "found, and cue, source and content are the same, or absent on both sides"},
	{Name: "whole overlap", Means: "characters of cue, source and content that are shared"},
	{Name: "direct content exact", Means: "content exact among direct statements alone"},
	{Name: "direct name", Means: "of the found direct statements, whose speaker has the same name, or none on both sides", Accuracy: true},
	{Name: "name", Means: "of the found statements, whose speaker has the same name, or none on both sides", Accuracy: true},
	{Name: "kind", Means: "of the found statements, which have the same kind", Accuracy: true},
	{Name: "speech", Means: "of the found statements, which are direct, mixed or indirect alike", Accuracy: true},
}

// StatementSystems are the program's reading, its dates counted from the anchor, and the baseline.
func StatementSystems(anchor string) []System[QuotedText] {
	return []System[QuotedText]{
		statementSystem("livebrief", func(t Text) []Statement { return readStatements(t, anchor) }),
		statementSystem("quotation marks", quotationMarks),
	}
}

// SecondStatements is the second person, scored against the first like a reader.
func SecondStatements() System[QuotedText] {
	return System[QuotedText]{"second person", func(q QuotedText) Sheet { return q.sheet(q.Second) }}
}

func statementSystem(name string, read func(Text) []Statement) System[QuotedText] {
	return System[QuotedText]{name, func(q QuotedText) Sheet { return q.sheet(read(q.Text)) }}
}

func readStatements(t Text, anchor string) []Statement {
	var out []Statement
	present := func(s brief.Span) []brief.Span {
		if s.End <= s.Start {
			return nil
		}
		return []brief.Span{s}
	}
	for _, s := range t.read(anchor).Statements {
		st := Statement{Source: present(s.Speaker.Span), Cue: present(s.Cue.Span), Speech: s.Speech, Kind: string(s.Kind),
			Name: s.Speaker.Name, Role: s.Speaker.Role}
		for _, c := range s.Content {
			st.Content = append(st.Content, c.Span)
		}
		out = append(out, st)
	}
	return out
}

// parts of a statement, measured.
type parts struct {
	cue, source, content extent
}

func (r ruler) parts(list []Statement) []parts {
	out := make([]parts, len(list))
	for i, s := range list {
		out[i] = parts{r.of(s.Cue...), r.of(s.Source...), r.of(s.Content...)}
	}
	return out
}

// sheet scores findings. Spans are compared as extents (ruler), so spaces, punctuation and quotation marks decide
// nothing. A pair is one-to-one, which Citron's is not: two findings of one statement are one right and one wrong.
//
// Exact: right are the pairs whose part is the same and is there; precision divides by the findings that have the
// part, recall by the notes that have it. Overlap, over the pairs (n, f), all notes N and all findings F:
//
//	precision = sum |n.part and f.part| / sum of |f.part| over F
//	recall    = sum |n.part and f.part| / sum of |n.part| over N
//
// in counting characters, where Citron counts tokens and lets any note overlap any finding.
func (q QuotedText) sheet(found []Statement) Sheet {
	r := newRuler(q.Body)
	ns, fs := r.parts(q.Noted), r.parts(found)
	pairs := pairStatements(ns, fs)
	out := Sheet{Tallies: []Tally{count(len(pairs), len(fs), len(ns))}}
	var whole int
	var all Tally
	for _, part := range []func(parts) extent{
		func(p parts) extent { return p.cue }, func(p parts) extent { return p.source }, func(p parts) extent { return p.content },
	} {
		exact, shared := tallyPart(ns, fs, pairs, part)
		out.Tallies = append(out.Tallies, exact, shared)
		all = all.plus(shared)
	}
	for _, p := range pairs {
		whole += one(ns[p.note].same(fs[p.found]))
	}
	out.Tallies = append(out.Tallies, count(whole, len(fs), len(ns)), all)
	out.Tallies = append(out.Tallies, directContent(q.Noted, found, ns, fs, pairs))
	return q.answers(out, found, pairs)
}

func (p parts) same(o parts) bool {
	return p.cue.same(o.cue) && p.source.same(o.source) && p.content.same(o.content)
}

// tallyPart tallies one part, exactly and by characters.
func tallyPart(ns, fs []parts, pairs []pair, part func(parts) extent) (exact, shared Tally) {
	for _, f := range fs {
		exact.Found += float64(one(len(part(f)) > 0))
		shared.Found += float64(part(f).size())
	}
	for _, n := range ns {
		exact.Noted += float64(one(len(part(n)) > 0))
		shared.Noted += float64(part(n).size())
	}
	for _, p := range pairs {
		n, f := part(ns[p.note]), part(fs[p.found])
		same, both := float64(one(len(n) > 0 && n.same(f))), float64(n.shared(f))
		exact = exact.plus(Tally{FoundRight: same, NotedRight: same})
		shared = shared.plus(Tally{FoundRight: both, NotedRight: both})
	}
	return exact, shared
}

// directContent tallies exact contents among direct statements: the precision is that of the findings called direct,
// the recall that of the notes called so, whatever the other side calls them.
func directContent(noted, found []Statement, ns, fs []parts, pairs []pair) Tally {
	var t Tally
	for _, f := range found {
		t.Found += float64(one(f.Speech == "direct"))
	}
	for _, n := range noted {
		t.Noted += float64(one(n.Speech == "direct"))
	}
	for _, p := range pairs {
		if c := ns[p.note].content; len(c) > 0 && c.same(fs[p.found].content) {
			t.FoundRight += float64(one(found[p.found].Speech == "direct"))
			t.NotedRight += float64(one(noted[p.note].Speech == "direct"))
		}
	}
	return t
}

// answers adds the shares of right answers about what was found.
func (q QuotedText) answers(out Sheet, found []Statement, pairs []pair) Sheet {
	var directName, name, kind, speech Tally
	for _, p := range pairs {
		n, f := q.Noted[p.note], found[p.found]
		named := count(one(sameName(n.Name, f.Name)), 1, 1)
		name = name.plus(named)
		if n.Speech == "direct" {
			directName = directName.plus(named)
		}
		kind = kind.plus(count(one(n.Kind == f.Kind), 1, 1))
		speech = speech.plus(count(one(n.Speech == f.Speech), 1, 1))
		out.Confusion = append(out.Confusion, [2]string{n.Speech, f.Speech})
	}
	out.Tallies = append(out.Tallies, directName, name, kind, speech)
	return out
}

// sameName compares names without regard to case and spaces.
func sameName(a, b string) bool {
	return strings.EqualFold(strings.Join(strings.Fields(a), " "), strings.Join(strings.Fields(b), " "))
}

// pairStatements pairs findings with notes as Citron does: the cues overlap; where either has no cue, the contents
// do. What shares the most of its content, then of its cue, goes first.
func pairStatements(ns, fs []parts) []pair {
	var may []candidate
	for i, n := range ns {
		for j, f := range fs {
			cue, content := n.cue.shared(f.cue), n.content.shared(f.content)
			if cue > 0 || (len(n.cue) == 0 || len(f.cue) == 0) && content > 0 {
				may = append(may, candidate{pair{i, j}, content, cue})
			}
		}
	}
	return oneToOne(len(ns), len(fs), may)
}
