package desk

import (
	"regexp"
	"strings"
	"unicode"

	"golang.org/x/text/language"

	"livebrief/internal/brief"
)

// StoryFrom makes a story card of a report of the outlet's own: headline, summary, and the address it leads to.
func StoryFrom(r brief.Report, track brief.TrackID) Change {
	title := oneLine(r.Title, maxHeadline)
	d := brief.Development{
		Headline: title, Text: literal(oneLine(r.Summary, maxText/2)), Track: track, Kind: brief.KindStory, Label: brief.Reported,
		RestsOn: []brief.Reference{{Report: r.ID, URL: r.URL, Outlet: oneLine(r.Outlet, maxShort), Title: title}},
	}
	if !r.Published.IsZero() {
		d.Event = brief.EventTime{From: r.Published, Precision: brief.ToMinute}
	}
	c := Change{Briefing: r.Briefing, Kind: brief.Publish, Development: d}
	if tag, err := language.Parse(r.Language); err == nil && tag != language.Und {
		c.Lang = tag.String()
	}
	return c
}

// oneLine makes one line of text from elsewhere: blanks for what cannot be shown, and cut at a word where it is
// longer than most characters.
func oneLine(text string, most int) string {
	text = strings.Map(func(r rune) rune {
		if unsayable(r) || unicode.IsSpace(r) {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(text, "\uFFFD"))
	text = strings.Join(strings.Fields(text), " ")
	runes := []rune(text)
	if len(runes) <= most {
		return text
	}
	cut := most - 1
	for i := cut; i > most/2; i-- {
		if runes[i] == ' ' {
			cut = i
			break
		}
	}
	return strings.TrimRight(string(runes[:cut]), " ,;:–—-") + "…"
}

var listNumber = regexp.MustCompile(`^(\d+)([.)])`)

// literal writes one line of plain text so that Markdown shows it as it is.
func literal(text string) string {
	if listNumber.MatchString(text) {
		m := listNumber.FindStringSubmatchIndex(text)
		return text[:m[3]] + `\` + text[m[4]:m[5]] + literal(" " + text[m[5]:])[1:]
	}
	var b strings.Builder
	for i, r := range text {
		if strings.ContainsRune("\\*_[]<>`", r) || i == 0 && strings.ContainsRune("-+#", r) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}
