package statement

import (
	"slices"

	"livebrief/internal/brief"
)

// checkEvidence holds the evidence to the rules search-told and connected. That it is older than the statement is not
// wrong by itself (context can be); a verdict cannot rest on it then.
func checkEvidence(s brief.Statement, said brief.Date) error {
	seen := map[brief.EvidenceID]bool{}
	for _, e := range s.Evidence {
		if err := first(checkID(string(e.ID), 'e'), checkOnce(seen, e.ID), checkFound(e), checkAbout(s, e), checkSearches(e), checkAge(e, said)); err != nil {
			return err
		}
	}
	return nil
}

func checkFound(e brief.Evidence) error {
	switch {
	case !slices.Contains(brief.Stances, e.Stance):
		return refuse(WellFormed, "use "+listed(brief.Stances), "%.40q is no stance of evidence", string(e.Stance))
	case !slices.Contains(brief.Sides, e.Side):
		return refuse(WellFormed, "use "+listed(brief.Sides), "%.40q is nobody's side in evidence", string(e.Side))
	case e.Text == "":
		return refuse(WellFormed, "say in a sentence what was found", "the evidence %s says nothing", e.ID)
	case e.Report == "" && e.URL == "" && e.Stance != brief.Absence:
		return refuse(WellFormed, "give the report or the address", "the evidence %s leads to nothing", e.ID)
	}
	if err := first(checkDate("date of the evidence", e.Date), checkOptional("day of retraction", e.Retracted)); err != nil {
		return err
	}
	if e.Retracted != "" && e.Retracted.Last() < e.Date.First() {
		return refuse(WellFormed, "look at the two days", "the evidence %s was taken back on %s, before its own date %s", e.ID, e.Retracted, e.Date)
	}
	return nil
}

func checkAbout(s brief.Statement, e brief.Evidence) error {
	if len(e.Terms) == 0 {
		return refuse(Connected, "say which terms it is about", "the evidence %s is about nothing", e.ID)
	}
	for _, id := range e.Terms {
		if _, ok := termOf(s, id); !ok {
			return refuse(Connected, "record the term first", "the evidence %s is about a term %.40q that is not there", e.ID, string(id))
		}
	}
	return nil
}

// checkSearches is the rule search-told for one piece of evidence.
func checkSearches(e brief.Evidence) error {
	if e.Stance == brief.Absence && len(e.Searched) == 0 {
		return refuse(SearchTold, "say what was looked for, where and when", "the evidence %s is an absence that nobody looked for", e.ID)
	}
	for _, x := range e.Searched {
		if x.For == "" || x.Where == "" || x.On.Check() != nil {
			return refuse(SearchTold, "give all three", "a search of %s does not say what was looked for, where and when", e.ID)
		}
	}
	return nil
}

// checkAge refuses what supports or contradicts and is older than the statement (rule evidenced).
func checkAge(e brief.Evidence, said brief.Date) error {
	if e.Stance != brief.Context && e.Date.Last() < said {
		return refuse(Evidenced, "take it as context, or look at its date", "the evidence %s is of %s, before the statement of %s", e.ID, e.Date, said)
	}
	return nil
}

// evidenceOf finds a piece of evidence.
func evidenceOf(s brief.Statement, id brief.EvidenceID) (brief.Evidence, bool) {
	i := slices.IndexFunc(s.Evidence, func(e brief.Evidence) bool { return e.ID == id })
	if i < 0 {
		return brief.Evidence{}, false
	}
	return s.Evidence[i], true
}
