package echo

import (
	"testing"

	"livebrief/internal/brief"
)

// TestProposalsAreSaidInWords gives each kind its sentence.
func TestProposalsAreSaidInWords(t *testing.T) {
	change := func(there, here string) Change {
		return Change{There: brief.Mention{Text: there}, Here: brief.Mention{Text: here}}
	}
	for want, p := range map[string]Proposal{
		"the same words as k7":                {Kind: Exact, Similarity: 1, Containment: 1},
		"near copy of k7 (0.91)":              {Kind: Near, Similarity: 0.912, Containment: 1},
		"contains k7 (0.95)":                  {Kind: Contains, Similarity: 0.3, Containment: 0.95},
		"is contained in k7 (0.80)":           {Kind: Contained, Similarity: 0.3, Containment: 0.8},
		"perhaps the same event as k7 (0.40)": {Kind: Story, Similarity: 0.4},
		"updated copy of k7 (0.97), one figure changed: 80 -> 96": {Kind: Updated, Similarity: 0.97, Later: true,
			Changed: []Change{change("80", "96")}},
		"updated copy of k7 (0.97), one figure changed: 96 -> 80": {Kind: Updated, Similarity: 0.97,
			Changed: []Change{change("80", "96")}},
		"updated copy of k7 (0.70), 4 figures changed: 1 -> 2, 3 -> 4, 5 -> 6, ...": {Kind: Updated, Similarity: 0.7, Later: true,
			Changed: []Change{change("1", "2"), change("3", "4"), change("5", "6"), change("7", "8")}},
	} {
		p.ID = "k7"
		if got := p.String(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
