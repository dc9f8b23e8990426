package reading

import "livebrief/internal/reading/gazetteer"

// pairs puts a region or country that stands right after a name beside it: Odessa, Texas; Kamianka in Kherson region.
func (r *placeReader) pairs(f []token, seen []sighted) {
	for i := 1; i < len(seen); i++ {
		a, b := &seen[i-1], &seen[i]
		if b.barred || !linked(f, a.last+1, b.first) {
			continue
		}
		switch {
		case r.beside(a, b):
			if !a.barred && a.rule == "" {
				a.rule = rulePlacePhrase
				b.rule = either(b.rule != "", b.rule, rulePlacePhrase)
			}
		case b.rule == rulePlaceRegion && r.small(a):
			a.unknown = true
		}
	}
}

// small tells whether all places of a name are small ones, so that there may be more of them than are known.
func (r *placeReader) small(s *sighted) bool {
	for _, e := range s.entries {
		if p := r.x.Place(e.Place); e.Desk || p.Kind != gazetteer.Town || p.Class >= 3 {
			return false
		}
	}
	return true
}

// linked tells whether the tokens between two names say that the first lies in the second.
func linked(f []token, from, to int) bool {
	comma, in := false, false
	for k := from; k < to; k++ {
		switch w := f[k].low; {
		case w == "," && k == from:
			comma = true
		case w == "in" && !in:
			in = true
		case in && betweenWords[w]:
		default:
			return false
		}
	}
	return comma || in || from == to
}

// beside notes that a lies in b when one of b's meanings is a region or country with a place of a's name.
func (r *placeReader) beside(a, b *sighted) bool {
	for _, outer := range b.all {
		o := r.x.Place(outer.Place)
		if outer.How == gazetteer.Adjective || o.Kind != gazetteer.Region && o.Kind != gazetteer.Country {
			continue
		}
		for _, e := range a.entries {
			if r.lies(e.Place, outer.Place) {
				a.within = outer.Place
				b.entries = []gazetteer.Entry{outer}
				return true
			}
		}
	}
	return false
}

// lies tells whether a place is in a region or country.
func (r *placeReader) lies(place, outer int) bool {
	p, o := r.x.Place(place), r.x.Place(outer)
	if place == outer {
		return false
	}
	if o.Kind == gazetteer.Region {
		return p.Region == outer
	}
	return p.Country == o.Country && p.Kind != gazetteer.Country
}

// lists lets a certain place vouch for a name that stands beside it in a list: Georgia, Kazakhstan, and Kyrgyzstan.
func (r *placeReader) lists(f []token, seen []sighted) {
	vouch := func(a, b *sighted, sure *sighted) {
		if len(sure.entries) == 1 {
			a.among, b.among = r.x.Place(sure.entries[0].Place).Kind, r.x.Place(sure.entries[0].Place).Kind
		}
		if sure.rule == "" || sure.rule == rulePlaceMetonym {
			return
		}
		for _, s := range []*sighted{a, b} {
			if s.rule == "" && !s.barred && !plainWords[s.key] {
				s.rule = rulePlaceList
			}
		}
	}
	for i := 1; i < len(seen); i++ {
		if a, b := &seen[i-1], &seen[i]; listed(f, a.last+1, b.first) {
			vouch(a, b, a)
		}
	}
	for i := len(seen) - 1; i > 0; i-- {
		if a, b := &seen[i-1], &seen[i]; listed(f, a.last+1, b.first) {
			vouch(a, b, b)
		}
	}
}

// listed tells whether only a comma and "and" or "or" stand between two names.
func listed(f []token, from, to int) bool {
	if from == to || to-from > 2 {
		return false
	}
	for k := from; k < to; k++ {
		if w := f[k].low; w != "," && w != "and" && w != "or" {
			return false
		}
	}
	return true
}
