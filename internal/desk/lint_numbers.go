package desk

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"livebrief/internal/brief"
	"livebrief/internal/series"
)

// The rules about numbers, by name.
const (
	RuleMixed    = "killed_or_casualties"
	RuleDiffers  = "number_differs"
	RuleRevised  = "number_revised"
	RuleNotCited = "number_not_there"
)

// Standing is a number of a briefing as it stands: the latest period of its series.
type Standing struct {
	Series  brief.Series
	Source  string
	Version brief.Version
}

// countedAs is what the readings call what is counted.
var countedAs = map[string]brief.Counted{"killed": brief.CountedKilled, "dead": brief.CountedKilled, "injured": brief.CountedInjured, "casualties": brief.CountedCasualties,
	"displaced": brief.CountedDisplaced, "refugees": brief.CountedRefugees, "returned": brief.CountedReturned}

// fateWords are those that tell what became of people where the reading of a figure does not, in the rest of its sentence.
var fateWords = []struct {
	counted brief.Counted
	words   []string
}{
	{brief.CountedCasualties, []string{"casualties", "casualty", "постраждал", "пострадавш", "жертв"}},
	{brief.CountedKilled, []string{"killed", "lost their lives", "dead", "died", "deaths", "fatalities", "загинул", "загибл", "погибл", "убит", "вбит"}},
	{brief.CountedInjured, []string{"injured", "wounded", "поранен", "ранен"}},
	{brief.CountedDisplaced, []string{"internally displaced", "displaced within", "переміщен", "перемещен"}},
	{brief.CountedRefugees, []string{"refugees", "біженц", "беженц"}},
}

// CountedIn tells what a figure of a text counts; empty where it does not say.
func CountedIn(text string, f brief.ReadFigure) brief.Counted {
	for _, name := range []string{f.Of, f.Unit} {
		if c, known := countedAs[name]; known {
			return c
		}
	}
	if f.Of != "" || f.Start < 0 || f.End > len(text) || f.Start > f.End {
		return ""
	}
	rest := text[f.Start:]
	if end := strings.IndexAny(rest[f.End-f.Start:], ".;\n"); end >= 0 {
		rest = rest[:f.End-f.Start+end]
	}
	rest = strings.ToLower(rest) // not before: some letters are shorter then
	for _, w := range fateWords {
		if slices.ContainsFunc(w.words, func(word string) bool { return strings.Contains(rest, word) }) {
			return w.counted
		}
	}
	return ""
}

// lintNumbers holds the figures of a text to the numbers that stand, and to those that it cites.
func (l *linter) lintNumbers(text string, figures []brief.ReadFigure, standing []Standing, cited []CitedNumber) {
	for _, f := range figures {
		counted := CountedIn(text, f)
		if counted == "" || f.Value == "" {
			continue
		}
		if l.mixed(f, counted, standing) {
			continue
		}
		for _, c := range cited {
			if c.Series.Counted == counted && !series.Says(&c.Version, f.Value) {
				l.add(RuleDiffers, fmt.Sprintf("The text says %s; the number that it cites is %s%s (%s).", f.Text, c.Version.Qualifier, c.Version.Value, c.Series.Title))
			}
		}
	}
	for _, c := range cited {
		switch {
		case c.Version.ID == "":
			l.add(RuleNotCited, fmt.Sprintf("The number %.80s is not there; readers would not see it.", c.Cite))
		case c.Now.ID != c.Version.ID:
			l.add(RuleRevised, fmt.Sprintf("%s was revised: %s%s, %s. Readers see that beside it.", c.Series.Title, c.Now.Qualifier, c.Now.Value, cmp.Or(c.Now.Reason, string(c.Now.Change))))
		}
	}
}

// mixed finds a number of one kind that is told as another: killed and casualties are mixed up more often than anything else.
func (l *linter) mixed(f brief.ReadFigure, counted brief.Counted, standing []Standing) bool {
	harm := []brief.Counted{brief.CountedKilled, brief.CountedInjured, brief.CountedCasualties}
	if !slices.Contains(harm, counted) {
		return false
	}
	for _, s := range standing {
		if s.Series.Counted == counted && series.Says(&s.Version, f.Value) {
			return false
		}
	}
	for _, s := range standing {
		if is := s.Series.Counted; is != counted && slices.Contains(harm, is) && series.Says(&s.Version, f.Value) {
			l.add(RuleMixed, fmt.Sprintf("%s has %s as %s (%s), not as %s.", s.Source, s.Version.Value, is, s.Series.Title, counted))
			return true
		}
	}
	if counted != brief.CountedCasualties {
		if sum, source := casualtiesOf(standing, f.Value); sum {
			l.add(RuleMixed, fmt.Sprintf("%s is what %s has of killed and injured together, not of %s: those are casualties.", f.Value, source, counted))
			return true
		}
	}
	return false
}

// casualtiesOf tells whether a number is the sum of the killed and the injured of one source.
func casualtiesOf(standing []Standing, value string) (bool, string) {
	for _, k := range standing {
		for _, i := range standing {
			if k.Series.Counted != brief.CountedKilled || i.Series.Counted != brief.CountedInjured || k.Source != i.Source || k.Version.To != i.Version.To || k.Series.Place != i.Series.Place {
				continue
			}
			if sum, err := series.Sum(k.Version.Value, i.Version.Value); err == nil && series.Says(&brief.Version{Value: sum}, value) {
				return true, k.Source
			}
		}
	}
	return false, ""
}

// CitedNumber is a number that a development cites, with what stands of it now.
type CitedNumber struct {
	Cite         string
	Series       brief.Series
	Version, Now brief.Version
}

// Fit is a figure of a report beside the series that it seems to belong to.
type Fit struct {
	Figure     brief.ReadFigure
	Standing   Standing
	Difference string
}

// FitFigures offers the figures of a report as new numbers of the series that they seem to belong to: one that counts the same, of the
// same place or of none, at most a third away from what stands. Figures that say the same as what stands are offered too, with no difference.
func FitFigures(text string, figures []brief.ReadFigure, standing []Standing) []Fit {
	var out []Fit
	for _, f := range figures {
		counted := CountedIn(text, f)
		if counted == "" || f.Value == "" {
			continue
		}
		for _, s := range standing {
			if s.Series.Counted == counted && s.Series.Place == "" && series.Near(&s.Version, f.Value) {
				out = append(out, Fit{Figure: f, Standing: s, Difference: series.Difference(&brief.Version{Value: f.Value}, &s.Version)})
			}
		}
	}
	return out
}
