package territory

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"livebrief/internal/brief"
)

// Mapping tells what one source means by its styles: which of them is which class, and since when. It is written by
// people, as JSON, for each source, because status lives in colours and names that drift.
type Mapping struct {
	// Source names the source; a history has one.
	Source string `json:"source"`
	// Dated is the day on which the mapping was last held against the source.
	Dated brief.Date `json:"dated"`
	// Viewpoint is a sentence about whose borders the map draws.
	Viewpoint string `json:"viewpoint"`
	// Credit is the line that stands beside the map.
	Credit  string  `json:"credit"`
	Licence Licence `json:"licence"`
	// Axes is the order of numbers in a position; lonlat when it is left out.
	Axes Axes     `json:"axes,omitempty"`
	Date DateRule `json:"date"`
	// Rules are tried in their order; the first that fits a feature and the day decides.
	Rules []Rule `json:"rules"`
}

// Licence is what the source allows.
type Licence struct {
	Name string `json:"name"`
	// Address is where it can be read.
	Address string `json:"address,omitempty"`
	// Download says yes or no: whether readers may get the data again.
	Download string `json:"download"`
}

// Rule gives a class to features, or leaves them out.
type Rule struct {
	// When are conditions that must all hold; Always says that there are none.
	When   []Condition `json:"when,omitempty"`
	Always bool        `json:"always,omitempty"`
	// From and Until are the first and last day of a map for which the rule holds; empty for no bound.
	From  brief.Date `json:"from,omitempty"`
	Until brief.Date `json:"until,omitempty"`
	Class Class      `json:"class,omitempty"`
	// Party names who claims a claimed area, or controls an assessed one.
	Party string `json:"party,omitempty"`
	// LeaveOut says why such features are no territory; then there is no class.
	LeaveOut string `json:"leave_out,omitempty"`
}

// Condition holds when one of the properties has one of the values, or begins with one. A property that is not there
// counts as empty. Line breaks and runs of spaces count as one space.
type Condition struct {
	Property []string `json:"property"`
	Is       []string `json:"is,omitempty"`
	Starts   []string `json:"starts,omitempty"`
}

// The limits of a mapping.
const (
	maxMappingBytes = 1 << 20
	maxRules        = 200
)

// ReadMapping reads and checks a mapping. A member that is not known is refused: it is a typing error that would
// change the map.
func ReadMapping(name string, raw []byte) (Mapping, error) {
	var m Mapping
	if len(raw) > maxMappingBytes {
		return Mapping{}, refuse(name, 0, "", complaint{"the mapping is larger than 1 MB", "keep only rules in it"})
	}
	if err := json.Unmarshal(raw, &m, json.RejectUnknownMembers(true)); err != nil {
		return Mapping{}, refuse(name, 0, "", misread(err))
	}
	if m.Axes == "" {
		m.Axes = LonLat
	}
	if err := m.check(); err != nil {
		return Mapping{}, refuse(name, 0, "", err)
	}
	for _, r := range m.Rules {
		for _, c := range r.When {
			for _, values := range [][]string{c.Is, c.Starts} {
				for i, v := range values {
					values[i] = plainColour(oneLine(v))
				}
			}
		}
	}
	return m, nil
}

// misread says where a mapping cannot be read.
func misread(err error) error {
	var semantic *json.SemanticError
	if errors.As(err, &semantic) {
		at := clip(string(semantic.JSONPointer))
		if errors.Is(err, json.ErrUnknownName) {
			return complaint{fmt.Sprintf("%s is no member of a mapping", at), "check its spelling"}
		}
		return complaint{fmt.Sprintf("%s cannot be read: it has the wrong kind of value", at), "docs/maps.md shows how it is written"}
	}
	var syntax *jsontext.SyntacticError
	if errors.As(err, &syntax) && errors.Is(err, jsontext.ErrDuplicateName) {
		return complaint{fmt.Sprintf("%s stands twice", clip(string(syntax.JSONPointer))), "keep one"}
	}
	return complaint{"the mapping is no JSON", "check commas and quotation marks"}
}

// fits tells whether all conditions of the rule hold for a feature, whatever the day.
func (r *Rule) fits(f *Feature) bool {
	for _, c := range r.When {
		if !c.holds(f) {
			return false
		}
	}
	return true
}

// covers tells whether the rule holds on a day.
func (r *Rule) covers(day brief.Date) bool {
	return (r.From == "" || r.From <= day) && (r.Until == "" || day <= r.Until)
}

func (c *Condition) holds(f *Feature) bool {
	for _, p := range c.Property {
		value := plainColour(oneLine(f.Properties[p]))
		if slices.Contains(c.Is, value) {
			return true
		}
		for _, start := range c.Starts {
			if strings.HasPrefix(value, start) {
				return true
			}
		}
	}
	return false
}

// rule finds the rule for a feature on a day; -1 with the reason when there is none.
func (m *Mapping) rule(f *Feature, day brief.Date) (index int, why string) {
	why = "no rule knows this style"
	for i := range m.Rules {
		r := &m.Rules[i]
		if !r.fits(f) {
			continue
		}
		if r.covers(day) {
			return i, ""
		}
		why = fmt.Sprintf("rule %d knows this style only %s", i+1, r.span())
	}
	return -1, why
}

// span says for which days a rule holds.
func (r *Rule) span() string {
	switch {
	case r.From == "":
		return "until " + string(r.Until)
	case r.Until == "":
		return "from " + string(r.From)
	}
	return "from " + string(r.From) + " until " + string(r.Until)
}

// properties lists what rules look at, in their order.
func (m *Mapping) properties() []string {
	var looked []string
	for _, r := range m.Rules {
		for _, c := range r.When {
			for _, p := range c.Property {
				if !slices.Contains(looked, p) {
					looked = append(looked, p)
				}
			}
		}
	}
	return looked
}

// styleOf writes some properties of a feature.
func styleOf(f *Feature, looked []string) string {
	parts := make([]string, len(looked))
	for i, p := range looked {
		parts[i] = fmt.Sprintf("%s %q", p, clip(f.Properties[p]))
	}
	return strings.Join(parts, ", ")
}
