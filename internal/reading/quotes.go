package reading

import (
	"unicode"
	"unicode/utf8"

	"livebrief/internal/brief"
)

// quote is one quotation: outer with its marks, inner without. An open one runs to the end of its paragraph
// because its closing mark never comes.
type quote struct {
	outer, inner brief.Span
	open         bool
	words        int
}

// opened is a quotation being read.
type opened struct {
	at, inside int  // where the mark and what follows it begin
	closer     rune // the mark that closes it
	depth      int  // of the same mark within itself
	lastClose  int  // where the last closing mark began, for texts that close two with one mark
}

// quotes finds the quotations of a paragraph, outermost ones only. Marks that do not pair are left alone, and at
// most the last quotation is open. An apostrophe never opens one.
func quotes(text string, p brief.Span) []quote {
	var out []quote
	var o *opened
	prev, singles := ' ', true
	for i := p.Start; i < p.End; {
		r, n := utf8.DecodeRuneInString(text[i:p.End])
		next := ' '
		if i+n < p.End {
			next, _ = utf8.DecodeRuneInString(text[i+n : p.End])
		}
		before, after := free(prev), free(next)
		switch {
		case o == nil:
			if closer := closerOf(r, before, after); closer != 0 && (singles || closer != '’' && closer != '\'') {
				o = &opened{at: i, inside: i + n, closer: closer, depth: 1, lastClose: -1}
			}
		case o.closes(r, prev, before, after):
			o.lastClose = i
			if o.depth--; o.depth == 0 {
				out = append(out, newQuote(text, o.at, o.inside, i, i+n))
				o = nil
			}
		case o.nests(r, before, after):
			o.depth++
		case r == '"' && o.closer == '"' && before && !after:
			o = &opened{at: i, inside: i + n, closer: '"', depth: 1, lastClose: -1}
		}
		prev = r
		i += n
		if i >= p.End && o != nil && (o.closer == '’' || o.closer == '\'') {
			// It was an apostrophe after all: go back once and read on without single marks.
			i, prev, singles, o = o.inside, '‘', false, nil
		}
	}
	if o == nil {
		return out
	}
	if o.lastClose > o.inside {
		_, n := utf8.DecodeRuneInString(text[o.lastClose:])
		return append(out, newQuote(text, o.at, o.inside, o.lastClose, o.lastClose+n))
	}
	q := newQuote(text, o.at, o.inside, p.End, p.End)
	q.open = true
	return append(out, q)
}

// free tells whether a rune leaves a mark beside it free, as space and punctuation do.
func free(r rune) bool {
	return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) && r != '$'
}

// closerOf gives the mark that closes a quotation opened by r, 0 when r opens none here.
func closerOf(r rune, before, after bool) rune {
	switch r {
	case '“':
		return '”'
	case '«':
		return '»'
	case '„':
		return '“'
	case '"':
		if before {
			return '"'
		}
	case '”', '»':
		if before && !after {
			return map[rune]rune{'”': '”', '»': '«'}[r]
		}
	case '‘':
		if before && !after {
			return '’'
		}
	case '\'':
		if before && !after {
			return '\''
		}
	}
	return 0
}

// closes tells whether r closes the quotation. A single mark does so only after punctuation, because it is an
// apostrophe anywhere else.
func (o *opened) closes(r, prev rune, before, after bool) bool {
	switch o.closer {
	case '"':
		return (r == '"' || r == '”') && (after || !before)
	case '”':
		return r == '”' || r == '"' && after && !unicode.IsSpace(prev) || r == '“' && after && !unicode.IsSpace(prev)
	case '“':
		return r == '“' || r == '”' || r == '"' && after
	case '’', '\'':
		return r == o.closer && after && (prev == ',' || terminal(prev) || prev == '—' || prev == '”')
	}
	return r == o.closer
}

func (o *opened) nests(r rune, before, after bool) bool {
	switch o.closer {
	case '”':
		return r == '“' && before && !after
	case '»':
		return r == '«'
	}
	return false
}

// newQuote trims the inside and counts its words.
func newQuote(text string, start, inside, innerEnd, end int) quote {
	q := quote{outer: brief.Span{Start: start, End: end}, inner: trim(text, brief.Span{Start: inside, End: innerEnd})}
	in := false
	for _, r := range q.inner.Of(text) {
		is := unicode.IsLetter(r) || unicode.IsDigit(r)
		if is && !in {
			q.words++
		}
		in = is || in && (r == '\'' || r == '’' || r == '-')
	}
	return q
}

// content is what a quotation says: the inside without the comma that hands over to the cue.
func (q quote) content(text string) brief.Span {
	s := q.inner
	for s.End > s.Start && (text[s.End-1] == ',' || text[s.End-1] == ' ') {
		s.End--
	}
	return s
}
