package echo

import (
	"slices"

	"livebrief/internal/brief"
)

// maxGroup bounds a group.
const maxGroup = 64

// Group gives the ids of what belongs with a text by the proposals as they are now, itself first, then in the order in
// which they were reached; nil when it is not there. It is worked out anew each time and kept nowhere.
func (x *Index) Group(id brief.ReportID) []brief.ReportID {
	if _, ok := x.ids[id]; !ok {
		return nil
	}
	out := []brief.ReportID{id}
	for i := 0; i < len(out); i++ {
		for _, p := range x.Seen(out[i]) {
			if len(out) < maxGroup && !slices.Contains(out, p.ID) {
				out = append(out, p.ID)
			}
		}
	}
	return out
}

// Apart turns down every proposal between two texts, until Together or until one of them goes; false when one of them
// is not there. A group can still hold both, by way of a third.
func (x *Index) Apart(a, b brief.ReportID) bool {
	m, here := x.ids[a]
	n, there := x.ids[b]
	if !here || !there || a == b {
		return false
	}
	if !slices.Contains(x.texts[m].apart, b) {
		x.texts[m].apart = append(x.texts[m].apart, b)
		x.texts[n].apart = append(x.texts[n].apart, a)
	}
	return true
}

// Together takes Apart back; false when the two were not apart.
func (x *Index) Together(a, b brief.ReportID) bool {
	m, here := x.ids[a]
	n, there := x.ids[b]
	if !here || !there || !slices.Contains(x.texts[m].apart, b) {
		return false
	}
	x.texts[m].apart = without(x.texts[m].apart, b)
	x.texts[n].apart = without(x.texts[n].apart, a)
	return true
}

// without copies, since others may hold the list.
func without(list []brief.ReportID, id brief.ReportID) []brief.ReportID {
	return slices.DeleteFunc(slices.Clone(list), func(other brief.ReportID) bool { return other == id })
}
