package reading

import (
	"strings"

	"livebrief/internal/brief"
)

const (
	ruleAfterTitle  = "after-glued-title"
	ruleSeeAlsoList = "see-also-list"
)

var (
	// seeAlsoWords lead elsewhere before a colon; the first ones also alone on a line, above what they lead to.
	seeAlsoWords = wordings(map[int]string{1: `see also | read more | read also | also read | read next | further reading | don't miss | don’t miss |
		читайте также | смотрите также | читайте також | дивіться також | siehe auch | lesen sie auch | mehr zum thema | lire aussi | à lire aussi | lea también | ver también`,
		2: "watch | listen | related | related story"})
	relatedWords = wordings(map[int]string{1: `related | related stories | related articles | related coverage | related topics | related news |
		related content | related posts | related links | more on this story | more on this topic | more on this | you may also like | you might also like | recommended |
		recommended stories | recommended for you | most read | most popular | most viewed | trending | trending now | editor picks |
		editors’ picks | editors' picks | editors picks | more stories | latest stories | top stories | latest news | read more about this |
		по теме | материалы по теме | похожие новости | за темою | новини за темою | mehr zum thema`,
		2: "more from"})
	bulletMarks = "•●▪‣◦■*›»→–-"
)

// relatedHeading tells whether a line heads a list of other stories.
func relatedHeading(f []token) bool {
	n, is := relatedWords.longest(f, 0)
	if n == 0 || !f[0].upper {
		return false
	}
	for is == 2 && n < len(f) && n < 8 && (f[n].kind == word || f[n].kind == number) {
		n++
	}
	return n == len(f) || n == len(f)-1 && (f[n].low == ":" || f[n].low == "…")
}

// listItem tells whether a line may be the title of another story: a heading, behind a bullet or a number or not.
func listItem(t string, f []token) bool {
	first := 0
	if f[0].kind == punct && strings.Contains(bulletMarks, f[0].low) {
		first = 1
	} else if len(f) > 1 && f[0].kind == number && len(f[0].low) <= 2 && (f[1].low == "." || f[1].low == ")") {
		first = 2
	}
	if first >= len(f) {
		return false
	}
	return heading(strings.TrimRight(t[f[first].Start-f[0].Start:], "”\"»’)"))
}

// titledBullet tells whether a line is a bullet and behind it a title in title case: all its words of four letters and
// more begin in upper case, three at least, and it does not end as a sentence does.
func titledBullet(f []token) bool {
	if len(f) < 4 || f[0].kind != punct || !strings.Contains(bulletMarks, f[0].low) || f[len(f)-1].kind == punct && f[len(f)-1].low != "?" {
		return false
	}
	long := 0
	for _, t := range f[1:] {
		switch {
		case t.kind != word || t.End-t.Start < 4 || smallTitleWords[t.low]:
		case !t.upper:
			return false
		default:
			long++
		}
	}
	return long >= 3
}

// joinTitles makes related lists of bullets that are titles where no heading says so: two and more in a row.
func joinTitles(out []brief.Paragraph, weights []boxed) {
	for i := 0; i < len(out); {
		k := i
		for k < len(out) && out[k].Kind == brief.ParaBody && weights[k].titled {
			k++
		}
		for n := i; k > i+1 && n < k; n++ {
			out[n].Kind, out[n].Rule = brief.ParaRelated, "related-bullets"
		}
		i = max(k, i+1)
	}
}

// seeAlsoTo finds the token after the words that lead elsewhere, 0 when there are none; alone when they stand for
// themselves and lead to the lines below.
func seeAlsoTo(text string, f []token) (next int, alone bool) {
	n, is := seeAlsoWords.longest(f, 0)
	if n == 0 || !f[0].upper {
		return 0, false
	}
	switch {
	case low(f, n) == ":":
		return n + 1, n+1 == len(f)
	case n == len(f):
		return n * (2 - is), is == 1
	case n > 1 && capitals(text[f[0].Start:f[n-1].End]) && f[n].upper && !capitals(f[n].Of(text)):
		return n, false
	}
	return 0, false
}

// partSeeAlso adds a line that leads elsewhere, and the sentence glued to its title as a paragraph of its own.
func (s *sorter) partSeeAlso(span brief.Span) {
	title := seeAlsoTitle(s.text, brief.Paragraph{Span: span})
	cut := glued(title.Of(s.text))
	if cut < 0 {
		s.add(span, brief.ParaSeeAlso, "see-also")
		return
	}
	s.add(brief.Span{Start: span.Start, End: title.Start + cut}, brief.ParaSeeAlso, "see-also-glued")
	s.add(brief.Span{Start: title.Start + cut, End: span.End}, brief.ParaBody, ruleAfterTitle)
}

// seeAlsoTitle is the span after the words that lead elsewhere, or after the bullet of a line below them.
func seeAlsoTitle(text string, p brief.Paragraph) brief.Span {
	s := p.Span
	if p.Rule == ruleSeeAlsoList {
		t := s.Of(text)
		s.Start = s.End - len(strings.TrimLeft(t, bulletMarks))
		return trim(text, s)
	}
	start := brief.Span{Start: s.Start, End: s.Start + len(head(s.Of(text), 80))}
	n, _ := seeAlsoTo(text, tokens(text, start, nil))
	if n > 0 {
		s.Start = runOf(text, tokens(text, start, nil)[n-1].End, s.End, gap)
	}
	return s
}
