package statement

import (
	"slices"

	"livebrief/internal/brief"
)

// Wording is how firmly the renderings put a term.
type Wording struct {
	// Force is the weakest of the words quoted for it, or of all that report it where nobody quotes.
	Force brief.Force
	// Verbatim says that Force is that of quoted words, Words are these.
	Verbatim bool
	Words    string
	// Differ says that not all renderings put it equally firmly.
	Differ bool
	// In counts the renderings that have the term, of those that stand.
	In, Of int
}

// WordingOf works out how firmly a term was put. What an outlet took back does not count. A term that nobody renders has
// the force that the desk gave it.
func WordingOf(s brief.Statement, t brief.Term) Wording {
	w := Wording{Force: t.Force}
	var quoted, all []brief.Coverage
	for _, r := range s.Renderings {
		if r.Retracted != "" {
			continue
		}
		w.Of++
		for _, c := range r.Covers {
			if c.Term != t.ID {
				continue
			}
			w.In++
			all = append(all, c)
			if c.Verbatim {
				quoted = append(quoted, c)
			}
		}
	}
	if len(all) == 0 {
		return w
	}
	w.Differ = slices.ContainsFunc(all, func(c brief.Coverage) bool { return c.Force != all[0].Force })
	from := all
	if w.Verbatim = len(quoted) > 0; w.Verbatim {
		from = quoted
	}
	weakest := slices.MaxFunc(from, func(a, b brief.Coverage) int { return weakness(a.Force) - weakness(b.Force) })
	w.Force, w.Words = weakest.Force, weakest.Words
	return w
}

func weakness(f brief.Force) int { return slices.Index(brief.Forces, f) }

// checkForce is the rule weakest-words.
func checkForce(s brief.Statement) error {
	for _, t := range s.Terms {
		w := WordingOf(s, t)
		if t.Force == brief.Flat && w.Force == brief.Hedged {
			how := "reported"
			if w.Verbatim {
				how = "quoted"
			}
			return refuse(WeakestWords, "record it as hedged", "the term %s is put flatly, and the weakest words %s for it are hedged", t.ID, how)
		}
	}
	return nil
}
