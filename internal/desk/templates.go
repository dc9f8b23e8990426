package desk

import (
	"fmt"

	"livebrief/internal/brief"
)

// Templates gives the briefings that one can begin with: war, disaster, election, blank. They have tracks, sections and
// a standfirst, and neither name nor title.
func Templates() []brief.Briefing {
	return []brief.Briefing{
		template("war", "The latest developments, the help that arrives, what civilians live through, and who controls what.",
			[]brief.Section{brief.SectionGlance, brief.SectionCoverage, brief.SectionStatements, brief.SectionMap, brief.SectionAid, brief.SectionCivilians},
			"world", "World", "home", "Home fronts", "fighting", "Fighting", "civilians", "Civilians", "aid", "Military aid"),
		template("disaster", "What happened, who helps and how to reach them, what is known of people and places, and what comes next.",
			[]brief.Section{brief.SectionGlance, brief.SectionCoverage, brief.SectionStatements, brief.SectionCivilians},
			"people", "People", "rescue", "Rescue and help", "damage", "Damage and supply", "hazard", "The hazard", "answer", "Authorities and the world"),
		template("election", "The vote as it goes: results as they are declared, what was promised, and what is disputed.",
			[]brief.Section{brief.SectionGlance, brief.SectionCoverage, brief.SectionStatements},
			"results", "Results", "voting", "The vote", "campaign", "Campaign", "disputes", "Disputes and courts", "reaction", "Reaction"),
		template("blank", "", []brief.Section{brief.SectionGlance, brief.SectionCoverage}),
	}
}

func template(name, standfirst string, sections []brief.Section, tracks ...string) brief.Briefing {
	b := brief.Briefing{Template: name, Standfirst: standfirst, Tracks: []brief.Track{}, Zone: "UTC", Languages: []string{"en"},
		Sections: sections, State: brief.Open}
	for i := 0; i+1 < len(tracks); i += 2 {
		b.Tracks = append(b.Tracks, brief.Track{ID: brief.TrackID(tracks[i]), Name: tracks[i+1], Order: i/2 + 1})
	}
	return b
}

// Template finds a template by its name.
func Template(name string) (brief.Briefing, error) {
	var names []string
	for _, t := range Templates() {
		if t.Template == name {
			return t, nil
		}
		names = append(names, t.Template)
	}
	return brief.Briefing{}, brief.NotFound(fmt.Sprintf("there is no template %.40q", name), "use one of "+list(names))
}
