package web

import (
	"slices"
	"strings"

	"livebrief/internal/brief"
)

// reportProposal is the track and the kind that a reading proposes, each with the words that decided it.
type reportProposal struct {
	// Tracks has one, or the two between which it is open.
	Tracks []proposed
	Kind   proposed
}

// proposed is one proposal with its words, in the order of the text.
type proposed struct{ Name, Words string }

// wordsShown is how many different words a proposal is explained by.
const wordsShown = 8

// proposalOf gives the proposal for a briefing; nil when there is none.
func proposalOf(reading *brief.Reading, d *dossier) *reportProposal {
	if d == nil {
		return nil
	}
	words := map[string][]string{}
	var order []string
	for _, w := range reading.Deciding {
		word := strings.ToLower(strings.Join(strings.Fields(w.Text), " "))
		list, known := words[w.Track]
		if !known && w.Track != "" {
			order = append(order, w.Track)
		}
		if !slices.Contains(list, word) && len(list) < wordsShown {
			list = append(list, word)
		}
		words[w.Track] = list
	}
	p := &reportProposal{}
	if reading.Kind != "" {
		p.Kind = proposed{strings.ReplaceAll(string(reading.Kind), "_", " "), strings.Join(words[""], ", ")}
	}
	for _, id := range order {
		if t, ok := d.state.Briefing.Track(brief.TrackID(id)); ok {
			p.Tracks = append(p.Tracks, proposed{t.Name, strings.Join(words[id], ", ")})
		}
	}
	if len(p.Tracks) == 0 && reading.Track != "" {
		if t, ok := d.state.Briefing.Track(brief.TrackID(reading.Track)); ok {
			p.Tracks = []proposed{{Name: t.Name}} // somebody else's reading, without its reasons
		}
	}
	if len(p.Tracks) == 0 && p.Kind.Name == "" {
		return nil
	}
	return p
}
