package territory

import (
	"fmt"
	"slices"
	"strings"

	"livebrief/internal/brief"
)

// classes are those that a rule may give.
var classes = []Class{Assessed, Claimed, Contested, Unknown, Freed}

// check refuses a mapping that says too little or contradicts itself.
func (m *Mapping) check() error {
	for _, must := range [][2]string{{"source", m.Source}, {"viewpoint", m.Viewpoint}, {"credit", m.Credit}, {"licence.name", m.Licence.Name}} {
		if strings.TrimSpace(must[1]) == "" {
			return complaint{"the mapping has no " + must[0], "write it in: readers see it beside the map"}
		}
	}
	switch {
	case !m.Dated.Day():
		return complaint{fmt.Sprintf("dated is %q, not a day", clip(string(m.Dated))), "write the day on which the mapping was last checked, as 2022-09-24"}
	case m.Licence.Download != "yes" && m.Licence.Download != "no":
		return complaint{"licence.download is neither yes nor no", "say whether readers may download the data"}
	case m.Axes != LonLat && m.Axes != LatLon:
		return complaint{fmt.Sprintf("axes is %q", clip(string(m.Axes))), "write lonlat or latlon"}
	case len(m.Rules) == 0:
		return complaint{"the mapping has no rules", "write one for each style of the source"}
	case len(m.Rules) > maxRules:
		return complaint{fmt.Sprintf("the mapping has more than %d rules", maxRules), "join rules of one class"}
	}
	if err := m.Date.check(); err != nil {
		return err
	}
	for i := range m.Rules {
		if what, do := m.Rules[i].check(); what != "" {
			return complaint{fmt.Sprintf("rule %d %s", i+1, what), do}
		}
	}
	return nil
}

// check gives what is wrong with a rule and what to do, or nothing.
func (r *Rule) check() (what, do string) {
	switch {
	case len(r.When) == 0 && !r.Always:
		return "has no condition", `write "when", or "always": true for a source with one style`
	case len(r.When) > 0 && r.Always:
		return "has conditions and holds always", "keep one of them"
	case r.Class == "" && r.LeaveOut == "":
		return "gives no class", `write "class", or "leave_out" with the reason`
	case r.Class != "" && r.LeaveOut != "":
		return "gives a class and leaves out", "keep one of them"
	case r.Class != "" && !slices.Contains(classes, r.Class):
		return fmt.Sprintf("gives the class %q", clip(string(r.Class))), "write assessed, claimed, contested, unknown or freed"
	case r.Class == Claimed && strings.TrimSpace(r.Party) == "":
		return "gives a claimed area to nobody", `write who claims it as "party"`
	case r.Party != "" && r.Class != Claimed && r.Class != Assessed:
		return "names a party", "only claimed and assessed areas have one"
	}
	for _, d := range []brief.Date{r.From, r.Until} {
		if d != "" && !d.Day() {
			return fmt.Sprintf("has %q for a day", clip(string(d))), "write it as 2022-09-24"
		}
	}
	if r.From != "" && r.Until != "" && r.Until < r.From {
		return "ends before it begins", "check from and until"
	}
	for _, c := range r.When {
		if len(c.Property) == 0 || len(c.Is)+len(c.Starts) == 0 {
			return "has an empty condition", `write "property" and "is" or "starts"`
		}
		if slices.Contains(c.Starts, "") {
			return "has a beginning that every value has", `write "is": [""] for a property that is not there`
		}
	}
	return "", ""
}
