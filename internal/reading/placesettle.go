package reading

import (
	"math"

	"livebrief/internal/brief"
	"livebrief/internal/reading/gazetteer"
)

// Points for what speaks for one of several places of the same name, and how much one must have more than the others.
// The class of its population adds up to five.
const (
	pointsRegion  = 6 // the text names its region
	pointsCountry = 3 // the text names its country, or what belongs to it
	pointsNear    = 3 // it lies much nearer to the certain places of the text than the others
	pointsDesk    = 3 // a list of places calls it so
	pointsAmong   = 4 // it stands in a list of countries, and is one
	pointsState   = 7 // it is a country, or
	pointsPart    = 5 // a region
	pointsCapital = 2
	pointsSpelt   = 1 // the text writes it as it is written
	pointsAhead   = 2
)

// nearWithin is how far, in kilometres, a certain place speaks for another.
const nearWithin = 500

// maxAnchors is how many certain places others are compared with.
const maxAnchors = 64

// settle gives every place its position, where only one is meant or the text settles which.
func (r *placeReader) settle() []brief.ReadPlace {
	r.note()
	anchors := r.anchors()
	known := map[settleKey]settled{}
	out := []brief.ReadPlace{}
	for i := range r.seen {
		s := &r.seen[i]
		if s.rule == "" || s.barred {
			continue
		}
		key := settleKey{s.key, s.within, s.entries[0].Place, s.among}
		found, ok := known[key]
		if s.unknown {
			found = settled{-1, "+open"}
		} else if !ok {
			found = r.choose(s, anchors)
			known[key] = found
		}
		out = append(out, r.place(s, found))
	}
	return out
}

type settleKey struct {
	name   string
	within int
	first  int
	among  gazetteer.Kind
}

// settled is the place that a name means, -1 when that is open, and what settled it.
type settled struct {
	place int
	by    string
}

// place writes a finding. An open one has the country, if all its meanings lie in one, and no position.
func (r *placeReader) place(s *sighted, found settled) brief.ReadPlace {
	p := brief.ReadPlace{Mention: brief.Mention{Span: s.Span, Text: s.Span.Of(r.d.text)}, Rule: s.rule + found.by}
	if found.place < 0 {
		p.Name = p.Text
		p.Country = r.x.Place(s.entries[0].Place).Country
		for _, e := range s.entries {
			if r.x.Place(e.Place).Country != p.Country {
				p.Country = ""
			}
		}
		return p
	}
	x := r.x.Place(found.place)
	p.Name, p.Country, p.Lat, p.Lon = x.Name, x.Country, x.Lat, x.Lon
	return p
}

// note remembers which countries and regions the text names.
func (r *placeReader) note() {
	for i := range r.seen {
		s := &r.seen[i]
		if s.rule == "" || s.barred || len(s.entries) != 1 {
			continue
		}
		switch p := r.x.Place(s.entries[0].Place); p.Kind {
		case gazetteer.Country:
			r.countries[p.Country] = true
		case gazetteer.Region:
			r.regions[s.entries[0].Place] = true
		}
	}
}

// anchors are the certain places of the text that lie at one point, each once.
func (r *placeReader) anchors() []int {
	var out []int
	seen := map[int]bool{}
	for i := range r.seen {
		s := &r.seen[i]
		if s.rule == "" || s.barred || s.unknown || len(s.entries) != 1 || len(out) == maxAnchors {
			continue
		}
		id := s.entries[0].Place
		if k := r.x.Place(id).Kind; seen[id] || k != gazetteer.Town && k != gazetteer.Region {
			continue
		}
		seen[id] = true
		out = append(out, id)
	}
	return out
}

// choose finds which of its meanings a name has.
func (r *placeReader) choose(s *sighted, anchors []int) settled {
	all := s.entries
	by := ""
	if s.within >= 0 {
		var in []gazetteer.Entry
		for _, e := range all {
			if r.lies(e.Place, s.within) {
				in = append(in, e)
			}
		}
		if len(in) > 0 {
			if len(all) > 1 {
				by = "+pair"
			}
			all = in
		}
	}
	if len(all) == 1 {
		return settled{all[0].Place, by}
	}
	best, second, at := -1, -1, -1
	near := r.nearest(all, anchors)
	for i, e := range all {
		p := r.x.Place(e.Place)
		points := int(p.Class)
		switch {
		case p.Kind == gazetteer.Country:
			points += pointsState
		case p.Kind == gazetteer.Region:
			points += pointsPart
		case p.Capital:
			points += pointsCapital
		}
		if p.Name == s.Of(r.d.text) {
			points += pointsSpelt
		}
		if s.among != gazetteer.Town && s.among == p.Kind {
			points += pointsAmong
		}
		if e.Desk {
			points += pointsDesk
		}
		if p.Region >= 0 && r.regions[p.Region] {
			points += pointsRegion
		}
		if r.countries[p.Country] {
			points += pointsCountry
		}
		if i == near {
			points += pointsNear
		}
		if points > best {
			best, second, at = points, best, e.Place
		} else if points > second {
			second = points
		}
	}
	if best-second < pointsAhead {
		return settled{-1, "+open"}
	}
	return settled{at, either(by != "", by, "+context")}
}

// nearest is the index of the meaning that lies near a certain place, less than half as far as any other; -1 when
// there is none.
func (r *placeReader) nearest(all []gazetteer.Entry, anchors []int) int {
	if len(anchors) == 0 {
		return -1
	}
	best, second, at := math.Inf(1), math.Inf(1), -1
	for i, e := range all {
		p, d := r.x.Place(e.Place), math.Inf(1)
		for _, a := range anchors {
			q := r.x.Place(a)
			d = min(d, gazetteer.Kilometres(p.Lat, p.Lon, q.Lat, q.Lon))
		}
		if d < best {
			best, second, at = d, best, i
		} else if d < second {
			second = d
		}
	}
	if best < nearWithin && best*2 < second {
		return at
	}
	return -1
}
