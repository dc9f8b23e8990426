package desk

import (
	"strings"
	"testing"
	"unicode/utf8"

	"livebrief/internal/brief"
)

// FuzzTexts hands any text to everything that looks into texts: nothing panics, warnings stay few, sentences lose no
// words, and what was struck is not there any more.
func FuzzTexts(f *testing.F) {
	f.Add("He said “so” on May 4. [x](https://example.org/a_(b)) v", "He said")
	f.Add("> - *a* \\[x\\](javascript:x) «„“\"..,", "*a*")
	f.Add("](", "((")
	f.Add("\u00adA\u0301 K", "\u212a")
	f.Fuzz(func(t *testing.T, text, other string) {
		d := development()
		d.Text, d.Headline = text, other
		if n := len(Lint(d, LintFacts{})); n > 12 {
			t.Errorf("%d warnings", n)
		}
		_ = LintLine(brief.Line{Text: text}, other, LintFacts{})
		_ = refileWarnings(d, brief.Development{Text: other, Headline: text})
		_ = first(checkText("t", text, 99, true), checkLinks("t", text), checkAddress("t", text), checkContact(text), checkLogo(text))
		if !utf8.ValidString(text) || !utf8.ValidString(other) {
			return
		}
		if got, want := strings.Join(strings.Fields(strings.Join(sentences(text), " ")), " "), strings.Join(strings.Fields(text), " "); got != want {
			t.Errorf("sentences of %q: %q", text, got)
		}
		if line := oneLine(text, 20); utf8.RuneCountInString(line) > 20 || checkText("line", line, 20, false) != nil {
			t.Errorf("one line of %q: %q", text, line)
		}
		if checkLinks("t", literal(oneLine(text, 500))) != nil {
			t.Errorf("%q made literal still has a link: %q", text, literal(oneLine(text, 500)))
		}
		if s := newStriker([]string{other}); len(strings.TrimSpace(other)) > 1 && !s.holds(struckOut) {
			struck := text
			s.text(&struck)
			for part := range strings.SplitSeq(struck, struckOut) {
				if s.holds(part) {
					t.Errorf("%q is left in %q", other, part)
				}
			}
		}
	})
}
