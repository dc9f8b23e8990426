package statement

import "livebrief/internal/brief"

// Register is the speakers of a briefing as they stand.
type Register map[brief.SpeakerID]Registered

// Registered is a speaker with its revision.
type Registered struct {
	brief.Speaker
	Rev int
}

// Speaker finds a speaker.
func (r Register) Speaker(id brief.SpeakerID) (brief.Speaker, bool) {
	s, ok := r[id]
	return s.Speaker, ok
}

// Owner finds whose a name is, as FoldName makes it; merged speakers own none.
func (r Register) Owner(folded string) (brief.SpeakerID, bool) {
	for id, s := range r {
		if s.MergedInto != "" {
			continue
		}
		if FoldName(s.Name) == folded {
			return id, true
		}
		for _, a := range s.Aliases {
			if FoldName(a) == folded {
				return id, true
			}
		}
	}
	return "", false
}
