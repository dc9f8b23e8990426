package reading

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"livebrief/internal/brief"
)

// ruleBoxHeading marks the heading line of a box that advertises.
const ruleBoxHeading = "promo-heading"

var (
	bylineShape  = regexp.MustCompile(`^By \p{Lu}[\p{L}.'’-]+( (and |de |van |von |al-)?\p{Lu}[\p{L}.'’-]*){1,5}$`)
	stampShape   = regexp.MustCompile(`(?i)^(last )?(published|updated|posted|first published|last modified)( on| at)?\s*:?\s.*\d`)
	bareStamp    = regexp.MustCompile(`(?i)^(\p{L}{3,9} \d{1,2},? \d{4}|\d{1,2}\.? \p{L}{3,9},? \d{4}|\d{4}-\d\d-\d\d)([ T,]+(at )?\d{1,2}:\d\d(:\d\d)?( ?[A-Z]{1,5})?)?$`)
	captionShape = regexp.MustCompile(`(?i)^(file photo|photo|image|picture|caption)\s*:|\((file )?photo\b[^)]{0,60}\)$`)
	relatedShape = regexp.MustCompile(`(?i)^(related( (stories|articles|coverage|topics|news))?|more on this story|more from [^.:]{2,40}|you may also like)\s*:?$`)
	seeAlsoShape = regexp.MustCompile(`^(SEE ALSO|See also|See Also|READ MORE|Read more|Read More|READ ALSO|Read also|Read Also|ALSO READ|Also read|Also Read|WATCH|LISTEN|ЧИТАЙТЕ ТАКЖЕ|Читайте также|ЧИТАЙТЕ ТАКОЖ|Читайте також|SIEHE AUCH|Lesen Sie auch)\s*:\s*`)
	datelineHead = regexp.MustCompile(`^\p{Lu}[\p{Lu}'’ -]{2,30}(, [^—–(]{2,30}?)?( \([^)]{2,30}\))? ?(—|–|--| - )\s*`)
)

// classify gives every paragraph its kind. Two kinds are parted from the sentence that follows them in the same
// line: a heading glued to it after "see also", and a dateline.
func classify(text string, spans []brief.Span, title string) []brief.Paragraph {
	out := make([]brief.Paragraph, 0, min(len(spans), maxExpected))
	related := false
	for i, s := range spans {
		t := s.Of(text)
		if relatedShape.MatchString(head(t, 80)) && len(t) < 80 {
			related = true
			out = append(out, brief.Paragraph{Span: s, Kind: brief.ParaRelated, Rule: "related-heading"})
			continue
		}
		if related = related && heading(t); related {
			out = append(out, brief.Paragraph{Span: s, Kind: brief.ParaRelated, Rule: "related-list"})
			continue
		}
		if seeAlsoShape.MatchString(head(t, 40)) {
			out = partSeeAlso(out, text, s)
			continue
		}
		if m := datelineHead.FindStringIndex(head(t, 100)); m != nil && m[1] < len(t) {
			mark := trim(text, brief.Span{Start: s.Start, End: s.Start + m[1]})
			out = append(out, brief.Paragraph{Span: mark, Kind: brief.ParaDateline, Rule: "dateline-dash"})
			s = trim(text, brief.Span{Start: s.Start + m[1], End: s.End})
			t = s.Of(text)
		}
		kind, rule := kindOf(t, i, len(spans), title)
		out = append(out, brief.Paragraph{Span: s, Kind: kind, Rule: rule})
		headBox(text, out)
	}
	return out
}

// headBox gives the heading line right above a box that advertises the box's kind.
func headBox(text string, out []brief.Paragraph) {
	n := len(out)
	if n < 2 || out[n-1].Kind != brief.ParaPromo {
		return
	}
	above := &out[n-2]
	if above.Rule == "title" || above.Kind != brief.ParaBody && above.Kind != brief.ParaHeadline {
		return
	}
	if heading(above.Of(text)) {
		above.Kind, above.Rule = brief.ParaPromo, ruleBoxHeading
	}
}

func kindOf(t string, i, n int, title string) (brief.ParagraphKind, string) {
	switch {
	case title != "" && i < 3 && strings.EqualFold(t, strings.TrimSpace(title)):
		return brief.ParaHeadline, "title"
	case len(t) > 2000, len(t) < 6:
		return brief.ParaBody, "else"
	case advertises(t):
		return brief.ParaPromo, "promo-words"
	case bylineShape.MatchString(t):
		return brief.ParaByline, "by-name"
	case len(t) <= 120 && (bareStamp.MatchString(t) || stampShape.MatchString(t)):
		return brief.ParaStamp, "stamp-words"
	case captionShape.MatchString(t):
		return brief.ParaCaption, "caption-words"
	case i == 0 && n > 1 && heading(t):
		return brief.ParaHeadline, "first-line"
	}
	return brief.ParaBody, "else"
}

// heading tells whether a line looks like one: short, at least two words, begun in upper case, not ended as a
// sentence is.
func heading(t string) bool {
	if len(t) > 400 || utf8.RuneCountInString(t) > 140 || !strings.Contains(t, " ") {
		return false
	}
	first, _ := utf8.DecodeRuneInString(strings.TrimLeft(t, openMarks))
	last, _ := utf8.DecodeLastRuneInString(t)
	return (unicode.IsUpper(first) || unicode.IsDigit(first)) && (unicode.IsLetter(last) || unicode.IsDigit(last) || last == '?')
}

// head is at most n bytes of t, cut at a rune.
func head(t string, n int) string {
	if len(t) <= n {
		return t
	}
	for n > 0 && !utf8.RuneStart(t[n]) {
		n--
	}
	return t[:n]
}

// promoWords weigh words by which an outlet advertises itself to the reader; three make a box. One that names
// the outlet as "us" is enough, the others need company, since they also stand in news about others.
var promoWords = []struct {
	words  string
	weight int
}{
	{"subscribe to our", 3}, {"sign up for our", 3}, {"sign up to our", 3}, {"follow us on", 3}, {"our newsletter", 3},
	{"join our telegram", 3}, {"our telegram channel", 3}, {"download our app", 3}, {"support our journalism", 3},
	{"subscribe to the newsletter", 3}, {"follow our live", 3}, {"read our live", 3}, {"join us on", 3},
	{"подписывайтесь на наш", 3}, {"підписуйтесь на наш", 3}, {"abonnieren sie unseren", 3}, {"abonnez-vous à notre", 3},
	{"gives you the latest", 2}, {"brings you the latest", 2}, {"bringing you the latest", 2}, {"get the latest", 2},
	{"click here", 2}, {"tap here", 2}, {"straight to your inbox", 2}, {"delivered to your inbox", 2}, {"sign up", 2},
	{"live briefing", 1}, {"live blog", 1}, {"latest developments", 1}, {"newsletter", 1}, {"breaking news", 1},
	{"all of our coverage", 2}, {"our coverage", 1}, {"subscribe", 1}, {"your inbox", 1},
}

// advertises tells whether a paragraph is the outlet's talk about itself. What stands in quotation marks does
// not count: it may be somebody else's newsletter.
func advertises(t string) bool {
	low := strings.ToLower(unquoted(t))
	sum := 0
	for _, p := range promoWords {
		if strings.Contains(low, p.words) {
			sum += p.weight
		}
	}
	return sum >= 3
}

// unquoted is t with what stands in quotation marks left out.
func unquoted(t string) string {
	var b strings.Builder
	at := 0
	for _, q := range quotes(t, brief.Span{End: len(t)}) {
		b.WriteString(t[at:q.outer.Start])
		at = q.outer.End
	}
	b.WriteString(t[at:])
	return b.String()
}
