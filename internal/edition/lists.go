package edition

import "livebrief/internal/brief"

// Filter narrows the list of developments; empty fields do not.
type Filter struct {
	Track brief.TrackID
	// Day is a date (YYYY-MM-DD) in the briefing's zone; what is not a date matches nothing.
	Day string
}

// matching gives the numbers of the developments that f lets through, oldest first.
func (s *State) matching(f Filter) span {
	list := &s.parts.listed
	if f.Track != "" {
		t := s.track(f.Track)
		if t == nil {
			return new(order).all()
		}
		list = &t.order
	}
	if f.Day == "" {
		return list.all()
	}
	start, next, ok := s.bounds(f.Day)
	if !ok {
		return new(order).all()
	}
	return span{of: list, from: s.parts.table.from(list, start), to: s.parts.table.from(list, next)}
}

// Developments gives at most n developments after the first offset ones, newest first by time of first
// publication. Held items and tombstones are among them; stories are not.
func (s *State) Developments(f Filter, offset, n int) []Item {
	return s.newest(s.matching(f), offset, n)
}

// Count counts the developments that Developments would list.
func (s *State) Count(f Filter) int { return s.matching(f).len() }

// Stories gives the newest n cards of the outlet's own coverage, tombstones too.
func (s *State) Stories(n int) []Item { return s.newest(s.parts.stories.all(), 0, n) }

// StoriesFrom gives at most n cards after the first offset ones, newest first.
func (s *State) StoriesFrom(offset, n int) []Item { return s.newest(s.parts.stories.all(), offset, n) }

// StoryCount counts the cards.
func (s *State) StoryCount() int { return s.parts.stories.n }

func (s *State) newest(list span, offset, n int) []Item {
	left := list.len() - max(offset, 0)
	if left <= 0 || n <= 0 {
		return nil
	}
	list.to = list.from + left
	list.from = list.to - min(n, left)
	items := make([]Item, 0, list.len())
	for i := range list.back() {
		items = append(items, s.parts.table.row(i).item())
	}
	return items
}
