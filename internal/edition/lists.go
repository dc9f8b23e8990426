package edition

import "livebrief/internal/brief"

// Filter narrows the list of developments; empty fields do not.
type Filter struct {
	Track brief.TrackID
	// Day is a date (YYYY-MM-DD) in the briefing's zone; what is not a date matches nothing.
	Day string
}

// matching gives the numbers of the developments that f lets through, oldest first.
func (s *State) matching(f Filter) []int32 {
	list := s.parts.listed.v
	if f.Track != "" {
		t := s.track(f.Track)
		if t == nil {
			return nil
		}
		list = t.order.v
	}
	if f.Day == "" {
		return list
	}
	start, next, ok := s.bounds(f.Day)
	if !ok {
		return nil
	}
	return list[s.parts.table.from(list, start):s.parts.table.from(list, next)]
}

// Developments gives at most n developments after the first offset ones, newest first by time of first
// publication. Held items and tombstones are among them; stories are not.
func (s *State) Developments(f Filter, offset, n int) []Item {
	return s.newest(s.matching(f), offset, n)
}

// Count counts the developments that Developments would list.
func (s *State) Count(f Filter) int { return len(s.matching(f)) }

// Stories gives the newest n cards of the outlet's own coverage, tombstones too.
func (s *State) Stories(n int) []Item { return s.newest(s.parts.stories.v, 0, n) }

// StoriesFrom gives at most n cards after the first offset ones, newest first.
func (s *State) StoriesFrom(offset, n int) []Item { return s.newest(s.parts.stories.v, offset, n) }

// StoryCount counts the cards.
func (s *State) StoryCount() int { return len(s.parts.stories.v) }

func (s *State) newest(list []int32, offset, n int) []Item {
	end := len(list) - max(offset, 0)
	if end <= 0 || n <= 0 {
		return nil
	}
	start := end - min(n, end)
	items := make([]Item, 0, end-start)
	for k := end - 1; k >= start; k-- {
		items = append(items, s.parts.table.row(list[k]).item())
	}
	return items
}
