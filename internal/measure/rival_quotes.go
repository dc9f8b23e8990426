package measure

import (
	"regexp"

	"livebrief/internal/brief"
)

var (
	quotation = regexp.MustCompile(`"[^"\n]+"|“[^”\n]+”`)
	cueVerb   = regexp.MustCompile(`(?i)\b(said|says|say|saying|told|tells|added|adds|stated|states|announced|asked|called|claimed|claims|according to|reported|wrote|noted|explained|warned)\b`)
	capitals  = regexp.MustCompile(`\p{Lu}[\p{L}\p{N}.'’-]*(?: (?:of |the |de |van )?\p{Lu}[\p{L}\p{N}.'’-]*)*`)
	paragraph = regexp.MustCompile(`[^\n]+`)
)

// quotationMarks is the plain rival: every quotation is the content of a direct assertion, the nearest cue verb of its
// line is the cue, and the nearest capitalised words outside quotations are the source and the name.
func quotationMarks(t Text) []Statement {
	var out []Statement
	for _, line := range spansOf(paragraph, t.Body, brief.Span{End: len(t.Body)}, nil) {
		quotes := spansOf(quotation, t.Body, line, nil)
		for _, q := range quotes {
			st := Statement{Content: []brief.Span{q}, Speech: "direct", Kind: "assertion"}
			st.Cue = nearest(spansOf(cueVerb, t.Body, line, quotes), q)
			if st.Source = nearest(spansOf(capitals, t.Body, line, append(quotes, st.Cue...)), q); st.Source != nil {
				st.Name = st.Source[0].Of(t.Body)
			}
			out = append(out, st)
		}
	}
	return out
}

// spansOf finds a pattern within a span, outside of what is taken.
func spansOf(pattern *regexp.Regexp, text string, within brief.Span, taken []brief.Span) []brief.Span {
	var out []brief.Span
	for _, m := range pattern.FindAllStringIndex(within.Of(text), -1) {
		s := brief.Span{Start: within.Start + m[0], End: within.Start + m[1]}
		free := true
		for _, t := range taken {
			free = free && overlap(s, t) == 0
		}
		if free {
			out = append(out, s)
		}
	}
	return out
}

// nearest gives the span that is the fewest bytes away from the quotation, none when there is none.
func nearest(spans []brief.Span, q brief.Span) []brief.Span {
	var best []brief.Span
	least := 0
	for _, s := range spans {
		if away := max(q.Start-s.End, s.Start-q.End); best == nil || away < least {
			best, least = []brief.Span{s}, away
		}
	}
	return best
}
