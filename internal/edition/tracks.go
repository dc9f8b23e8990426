package edition

import (
	"cmp"
	"slices"
	"time"

	"livebrief/internal/brief"
)

// trackList is the developments of one track, and the last entry that changed it since parts.all.
type trackList struct {
	id    brief.TrackID
	order order
	seq   brief.Seq
}

// track gives the list of a track to read, nil when nothing was ever filed there.
func (s *State) track(id brief.TrackID) *trackList {
	for i := range s.parts.tracks.v {
		if s.parts.tracks.v[i].id == id {
			return &s.parts.tracks.v[i]
		}
	}
	return nil
}

// ownTracks makes the tracks safe to change; each track's list is copied when it comes to that.
func (p *parts) ownTracks() {
	if p.tracks.mine {
		return
	}
	p.tracks.edit()
	for i := range p.tracks.v {
		p.tracks.v[i].order.mine = false
	}
}

// editTrack gives the list of a track to change, made when it is missing.
func (s *State) editTrack(id brief.TrackID) *trackList {
	s.parts.ownTracks()
	if t := s.track(id); t != nil {
		return t
	}
	s.parts.tracks.v = append(s.parts.tracks.v, trackList{id: id})
	return &s.parts.tracks.v[len(s.parts.tracks.v)-1]
}

func (s *State) join(id brief.TrackID, i int32) {
	s.parts.table.insert(&s.editTrack(id).order, i)
}

func (s *State) leave(id brief.TrackID, i int32) {
	s.parts.table.remove(&s.editTrack(id).order, i)
}

func (s *State) touchTrack(id brief.TrackID, seq brief.Seq) {
	s.editTrack(id).seq = seq
}

// TrackCounts counts the developments of each track, tombstones too; tracks without any are left out, and so is
// the empty track of removed items.
func (s *State) TrackCounts() map[brief.TrackID]int {
	counts := make(map[brief.TrackID]int, len(s.parts.tracks.v))
	for i := range s.parts.tracks.v {
		if t := &s.parts.tracks.v[i]; t.id != "" && t.order.n > 0 {
			counts[t.id] = t.order.n
		}
	}
	return counts
}

// ActiveTracks gives the briefing's tracks that are valid on the day of now in the briefing's zone, in their order.
func (s *State) ActiveTracks(now time.Time) []brief.Track {
	day := now.In(s.parts.zone)
	var active []brief.Track
	for _, t := range s.Briefing.Tracks {
		if t.ActiveOn(day) {
			active = append(active, t)
		}
	}
	slices.SortStableFunc(active, func(a, b brief.Track) int { return cmp.Compare(a.Order, b.Order) })
	return active
}
