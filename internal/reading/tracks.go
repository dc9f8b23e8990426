package reading

import (
	"cmp"
	"slices"

	"livebrief/internal/brief"
	"livebrief/internal/reading/pattern"
)

// What makes a track sure: so many points, and so much more than the next one, in quarters.
const (
	trackLeast = 6
	trackMost  = 3 // how often one pattern counts
	trackShare = 5 // quarters of the second
)

// leadMost is in how many headlines, and the first sentence, the kind of the news is sought.
const leadMost = 4

// place is where in a report a word stands. Its news is in the headline and in the first sentence.
type place int

const (
	inBody place = iota
	inLead
	inHeadline
)

// times is how often a word counts for standing there.
func (p place) times() int { return int(p) + 1 }

// rule names why a word counts, for a track or a kind.
func (p place) rule(of string) string { return of + [...]string{"-body", "-lead", "-headline"}[p] }

// votes are what the words of a report say for each track, or for each kind.
type votes struct {
	points map[string]int
	words  []vote
}

// vote is a word with what it speaks for.
type vote struct {
	of string
	brief.Deciding
}

// tracks gathers the words for the tracks of a briefing, in one pass over the words of a report.
type tracks struct {
	d     *document
	set   *pattern.Set
	title map[int]bool // the patterns of the title that have not been found in the text
	seen  map[int]int  // how often a pattern has counted
	votes votes
	// lead is where the report's news stands: its headlines above everything else, and its first sentence.
	lead []located
}

// located is a sentence or headline with where it stands.
type located struct {
	place
	span   brief.Span
	tokens []token
}

// readTrack proposes a track and a kind, with the words that decided. The track is empty when two come near each
// other: the words are then those of both.
func readTrack(d *document, set *pattern.Set, out *brief.Reading) {
	t := &tracks{d: d, set: set, seen: map[int]int{}, votes: votes{points: map[string]int{}}}
	t.entitle(out.Report.Title)
	body := false
	for _, p := range d.paras {
		if !p.searched() {
			continue
		}
		f := tokens(d.text, p.Span, nil)
		for i, s := range p.sentences {
			n := 0
			for n < len(f) && f[n].Start < s.End {
				n++
			}
			at := inBody
			if !body && p.Kind == brief.ParaHeadline {
				at = inHeadline
			} else if !body && i == 0 && p.Kind == brief.ParaBody {
				at = inLead
			}
			t.sentence(located{at, s, f[:n]})
			f = f[n:]
		}
		body = body || p.Kind == brief.ParaBody
	}
	first, second := t.ranked()
	if second == "" {
		out.Track = first
	}
	for _, w := range t.votes.words {
		if w.of == first || w.of == second {
			w.Track = w.of
			out.Deciding = append(out.Deciding, w.Deciding)
		}
	}
	t.readKind(out)
}

// entitle notes what patterns stand in the title. Where the text does not begin with it, they count as in a headline
// at the first place at which the text has them.
func (t *tracks) entitle(title string) {
	t.title = map[int]bool{}
	if len(title) > maxParagraph {
		return
	}
	f := tokens(title, brief.Span{End: len(title)}, nil)
	words := foldedWords(f)
	in := scopes(f, words)
	for i := range words {
		if m := t.set.Tracks().Longest(words, i); m.Words > 0 && in[i] == affirmed {
			t.title[m.Pattern] = true
		}
	}
}

// sentence counts the patterns of one sentence.
func (t *tracks) sentence(s located) {
	if s.place != inBody && len(t.lead) < leadMost {
		t.lead = append(t.lead, s)
	}
	words := foldedWords(s.tokens)
	in := scopes(s.tokens, words)
	for i := 0; i < len(words); {
		m := t.set.Tracks().Longest(words, i)
		if m.Words == 0 {
			i++
			continue
		}
		if in[i] != underNegation && t.seen[m.Pattern] < trackMost {
			at := s.place
			if t.title[m.Pattern] {
				at = inHeadline
				delete(t.title, m.Pattern)
			}
			t.seen[m.Pattern]++
			t.votes.count(t.d.text, s.tokens[i:i+m.Words], m, at.times(), at.rule("track"), in[i])
		}
		i += m.Words
	}
}

// count adds a pattern that was found. What is denied counts for one.
func (y *votes) count(text string, f []token, m pattern.Match, times int, rule string, in scope) {
	span := brief.Span{Start: f[0].Start, End: f[len(f)-1].End}
	for _, mark := range m.Marks {
		points := mark.Weight * times
		if in == underDenial {
			points = min(points, 1)
		}
		if points > 0 {
			y.add(mark.Name, points, brief.Mention{Span: span, Text: span.Of(text)}, rule)
		}
	}
}

// add gives points for a word of the text.
func (y *votes) add(of string, points int, m brief.Mention, rule string) {
	y.points[of] += points
	y.words = append(y.words, vote{of, brief.Deciding{Mention: m, Weight: points, Rule: rule}})
}

// ranked gives the track that has the most points, and a second one that comes too near it. Both are empty when none
// has enough.
func (t *tracks) ranked() (first, second string) {
	order := t.set.Order()
	slices.SortStableFunc(order, func(a, b string) int { return cmp.Compare(t.votes.points[b], t.votes.points[a]) })
	if len(order) == 0 || t.votes.points[order[0]] < trackLeast {
		return "", ""
	}
	if len(order) > 1 && t.votes.points[order[0]]*4 < t.votes.points[order[1]]*trackShare {
		return order[0], order[1]
	}
	return order[0], ""
}

// foldedWords are the words of tokens as the patterns have them; what is no word is empty.
func foldedWords(f []token) []string {
	words := make([]string, len(f))
	for i, t := range f {
		if t.kind == word || t.kind == number {
			words[i] = pattern.Fold(t.low)
		}
	}
	return words
}
