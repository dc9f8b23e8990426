package desk

import (
	"crypto/sha256"
	"fmt"
	"strings"
	"unicode"

	"livebrief/internal/brief"
)

// The rules of the lint, by name.
const (
	RuleLong       = "long_sentence"
	RuleUnsourced  = "no_attribution"
	RuleUndated    = "undated"
	RuleStray      = "stray_end"
	RuleLoaded     = "loaded_verb"
	RuleSame       = "same_text"
	RuleUnverified = "unverified_unsaid"
	RuleQuotes     = "unbalanced_quotes"
)

// maxWords is the longest sentence of a headline or a line: nine tenths of the archetype's lines have 38 or fewer.
const maxWords = 45

// TextKey stands for a text whatever its case, blanks and punctuation.
type TextKey [sha256.Size]byte

// KeyOf gives the key of a development's headline and text.
func KeyOf(d brief.Development) TextKey {
	var b strings.Builder
	for _, r := range d.Headline + "\n" + d.Text {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) {
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return sha256.Sum256([]byte(b.String()))
}

// LintFacts is what the rules need to know beside the text.
type LintFacts struct {
	// Lang is the language of the text; the rules about words know English only, empty counts as English.
	Lang string
	// Item is the text's own item.
	Item brief.ItemID
	// Known finds the item that was published with the same text before; nil leaves the rule out.
	Known func(TextKey) (brief.ItemID, bool)
	// Figures reads the figures of a text; nil leaves the rules about numbers out. Standing are the numbers that stand, Cited those that
	// the text cites.
	Figures  func(text, lang string) []brief.ReadFigure
	Standing []Standing
	Cited    []CitedNumber
}

func (f LintFacts) english() bool {
	base, _, _ := strings.Cut(strings.ToLower(f.Lang), "-")
	return base == "" || base == "en"
}

// Lint looks for what an editor would want to see before publishing. It never blocks.
func Lint(d brief.Development, facts LintFacts) []Warning {
	var l linter
	text := plain(d.Text)
	whole := d.Headline + "\n" + text
	l.long("headline", d.Headline)
	l.strayHeadline(d.Headline)
	l.strayText("text", text)
	l.quotes("headline", d.Headline)
	l.quotes("text", text)
	if facts.english() {
		if d.Kind != brief.KindStory {
			if d.Kind != brief.KindEvent || d.Label == brief.Official || d.Label == brief.Reported {
				l.unsourced(whole)
			}
			l.undated(whole, "")
		}
		l.loaded(whole, d.Note)
		l.unverified(d.Label, whole)
	}
	if facts.Figures != nil {
		l.lintNumbers(whole, facts.Figures(whole, facts.Lang), facts.Standing, facts.Cited)
	}
	if facts.Known != nil {
		if item, ok := facts.Known(KeyOf(d)); ok && item != facts.Item {
			l.add(RuleSame, fmt.Sprintf("The same text was published before, as item %s.", item))
		}
	}
	return l.found
}

// LintLine looks at one line of the glance; note is the public note of its change.
func LintLine(line brief.Line, note string, facts LintFacts) []Warning {
	var l linter
	text := plain(line.Text)
	l.long("line", text)
	l.strayText("line", text)
	l.quotes("line", text)
	if facts.english() {
		l.undated(text, line.SaidOn)
		l.loaded(text, note)
	}
	if facts.Figures != nil {
		l.lintNumbers(text, facts.Figures(text, facts.Lang), facts.Standing, nil)
	}
	return l.found
}

// linter collects warnings.
type linter struct{ found []Warning }

func (l *linter) add(rule, sentence string) { l.found = append(l.found, Warning{rule, sentence}) }

// plain takes the marks of Markdown off, so that the rules see what readers see.
func plain(text string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		b.WriteString(strings.TrimLeft(line, "> \t"))
	}
	text = b.String()
	b.Reset()
	for {
		at := strings.Index(text, "](")
		if at < 0 {
			break
		}
		end := strings.IndexByte(text[at:], ')')
		if end < 0 {
			break
		}
		b.WriteString(text[:at])
		text = text[at+end+1:]
	}
	b.WriteString(text)
	out := strings.NewReplacer(`\`, "", "**", "", "__", "", "*", "", "[", "", "]", "").Replace(b.String())
	return strings.TrimSpace(out)
}

// long finds a sentence of too many words.
func (l *linter) long(what, text string) {
	for _, s := range sentences(text) {
		if n := len(strings.Fields(s)); n > maxWords {
			l.add(RuleLong, fmt.Sprintf("A sentence of the %s has %d words; %d are plenty.", what, n, maxWords))
			return
		}
	}
}

// unsourced finds no one who says so.
func (l *linter) unsourced(text string) {
	if !tellsWho(text) {
		l.add(RuleUnsourced, "Nothing in the text tells who said so; name the speaker or write \"according to\".")
	}
}

// undated finds a time that means something else tomorrow, in a text without a date.
func (l *linter) undated(text, saidOn string) {
	if saidOn != "" || dateInText.MatchString(text) {
		return
	}
	if word := passingTime.FindString(text); word != "" {
		l.add(RuleUndated, fmt.Sprintf("%q means another day to whoever reads it later; add the date.", word))
	}
}

// loaded finds a verb that judges the speaker, without a reason.
func (l *linter) loaded(text, note string) {
	if strings.TrimSpace(note) != "" {
		return
	}
	for _, at := range judging.FindAllStringSubmatchIndex(text, -1) {
		word, before, after := text[at[2]:at[3]], text[:at[2]], text[at[3]:]
		if noun.MatchString(before) || idiom.MatchString(after) {
			continue
		}
		l.add(RuleLoaded, fmt.Sprintf("%q judges whoever is quoted; write \"said\", or give the reason in the note.", word))
		return
	}
}

// unverified wants a sentence that says so.
func (l *linter) unverified(label brief.Label, text string) {
	if label == brief.Unverified && !saysUnverified.MatchString(text) {
		l.add(RuleUnverified, "The label is unverified; add a sentence that says what could not be verified.")
	}
}
