package reading

import (
	"strings"

	"livebrief/internal/reading/gazetteer"
)

// judge tells whether a name is a place where it stands, and by which rule. It is barred where it is part of another
// name, or somebody; without a rule it waits for what the rest of the text says.
func (r *placeReader) judge(f []token, s *sighted, titled bool) {
	if r.region(f, s) {
		s.rule = rulePlaceRegion
		return
	}
	s.entries = plainly(r.x, s.entries)
	if len(s.entries) == 0 {
		s.barred = true
		return
	}
	firm, soft := phrase(f, s.first)
	partOf := r.partOfName(f, s)
	if partOf && titled {
		return // left to what the body says of that name
	}
	person := r.person(s)
	switch {
	case partOf, person && !firm:
		s.barred = true
		r.borne[s.key] = true
	case firm:
		s.rule = rulePlacePhrase
	case personNames[s.key]:
		s.soft = soft && r.country(s)
	case !plainWords[s.key] && r.known(s, mayOpen(f, s.first)):
		s.rule = rulePlaceName
	}
}

// region takes the noun after a name into it where that makes it the name of a region: Kherson region.
func (r *placeReader) region(f []token, s *sighted) bool {
	if f[s.last].owns {
		return false
	}
	var regions []gazetteer.Entry
	for _, e := range s.entries {
		if r.x.Place(e.Place).Kind == gazetteer.Region {
			regions = append(regions, e)
		}
	}
	if len(regions) == 0 {
		return false
	}
	if regionNounAfter(f[s.last].low) {
		s.entries = regions
		return true
	}
	noun := s.last + 1
	if low(f, noun) == "autonomous" {
		noun++
	}
	if noun >= len(f) || f[noun].kind != word || !regionNounAfter(f[noun].low) {
		// "Kherson and Zaporizhzhia regions", "the Luhansk, Donetsk and Kherson regions"
		if !r.sharesRegionNoun(f, s.last+1) {
			return false
		}
		s.entries = regions
		return true
	}
	s.entries, s.last = regions, noun
	s.End = ownEnd(f[noun], r.d.text)
	s.key = strings.ToLower(s.Of(r.d.text))
	return true
}

// maxShared is how many tokens on the noun stands that several regions share.
const maxShared = 10

// sharesRegionNoun tells whether names go on from token i in a list up to a plural of "region".
func (r *placeReader) sharesRegionNoun(f []token, i int) bool {
	for k := i; k < len(f) && k < i+maxShared; k++ {
		switch {
		case f[k].low == "regions" || f[k].low == "oblasts" || f[k].low == "provinces":
			return k > i
		case f[k].low == "," || f[k].low == "and" || f[k].kind == word && f[k].upper:
		default:
			return false
		}
	}
	return false
}

// plainly are the meanings that a name has without a noun after it. A town goes before a region of its
// country, a country before its town: Singapore.
func plainly(x *gazetteer.Index, all []gazetteer.Entry) []gazetteer.Entry {
	out := make([]gazetteer.Entry, 0, len(all))
	for _, e := range all {
		if e.How != gazetteer.Named {
			continue
		}
		p := x.Place(e.Place)
		if p.Kind == gazetteer.Region && hasTown(x, all, p.Country) || p.Kind == gazetteer.Town && hasCountry(x, all, p.Country) {
			continue
		}
		out = append(out, e)
	}
	return out
}

func hasCountry(x *gazetteer.Index, all []gazetteer.Entry, country string) bool {
	for _, e := range all {
		if p := x.Place(e.Place); p.Kind == gazetteer.Country && p.Country == country && e.How == gazetteer.Named {
			return true
		}
	}
	return false
}

func hasTown(x *gazetteer.Index, all []gazetteer.Entry, country string) bool {
	for _, e := range all {
		if p := x.Place(e.Place); p.Kind == gazetteer.Town && p.Country == country && (e.Desk || p.Class > 2) {
			return true
		}
	}
	return false
}

// known tells whether a name means a place without anything beside it. The first word of a sentence may be any word,
// so that a small place needs more there.
func (r *placeReader) known(s *sighted, first bool) bool {
	for _, e := range s.entries {
		p := r.x.Place(e.Place)
		switch {
		case e.Desk, p.Kind != gazetteer.Town, p.Capital, p.Class >= 5, p.Near != gazetteer.Far && p.Class >= 3,
			p.Near == gazetteer.Heart && (p.Class >= 2 || !first && (p.Class > 0 || len(s.key) > 6)):
			return true
		}
	}
	return false
}

// mayOpen tells whether a sentence may begin with token i.
func mayOpen(f []token, i int) bool {
	return i == 0 || f[i-1].kind == punct && f[i-1].low != "," && f[i-1].low != "-"
}

// phrase tells what stands before a name: firm words stand before places only, soft ones also before people.
func phrase(f []token, i int) (firm, soft bool) {
	k := i - 1
	for n := 0; n < 2 && k >= 0 && f[k].kind == word && (betweenWords[f[k].low] || sideWords[f[k].low]); n++ {
		k--
	}
	if k < 0 || f[k].kind != word {
		return false, false
	}
	w := f[k].low
	switch {
	case w == "of":
		noun := low(f, k-1)
		if placeNouns[noun] || sidesOf[noun] {
			return true, true
		}
		return false, false
	case intoPlaces[w]:
		return true, true
	case k == i-1 && placeNouns[w] && !f[k].upper && !f[k].owns:
		return true, true
	}
	return false, towardPlaces[w]
}

// partOfName tells whether a name is part of a longer one, of a person or a body.
func (r *placeReader) partOfName(f []token, s *sighted) bool {
	return r.goesOn(f, s) || r.begunBefore(f, s.first) || paperNouns[low(f, s.last+1)] && !f[s.last].owns
}

// goesOn tells whether the token after a name carries the name on: Moscow Exchange, Paris Saint-Germain. A role
// after a place does not: Kyiv Mayor Ada Brun.
func (r *placeReader) goesOn(f []token, s *sighted) bool {
	k := s.last + 1
	if k < len(f) && f[k].low == "$" && f[k].Start == s.End {
		return true // US$100
	}
	if k >= len(f) || f[s.last].owns || f[k].kind != word || !f[k].upper || nonNames[f[k].low] {
		return false
	}
	for n := 0; n < 3 && k < len(f) && rolesAhead[f[k].low]; n++ {
		k++
	}
	if k < len(f) && f[k].kind == word && (headNouns[f[k].low] != nil || rankWord(f[k].low)) {
		return false
	}
	k = s.last + 1
	if f[k].low == "city" && (k+1 >= len(f) || f[k+1].kind != word || !f[k+1].upper) {
		return false
	}
	// a country right after its town: "in Kharkiv Ukraine"
	if next, ok := r.match(f, k); ok {
		for _, e := range next.entries {
			if p := r.x.Place(e.Place); e.How == gazetteer.Named && p.Kind == gazetteer.Country && p.Country == r.x.Place(s.entries[0].Place).Country {
				return false
			}
		}
	}
	return true
}

// begunBefore tells whether the tokens before a name are the first part of it: Jack London, Dynamo Kyiv, Bank of
// Russia.
func (r *placeReader) begunBefore(f []token, i int) bool {
	if i == 0 || f[i-1].kind != word {
		return false
	}
	p := f[i-1]
	if !p.upper {
		if p.low == "of" && i > 1 && f[i-2].kind == word && f[i-2].upper && bodiesOf[f[i-2].low] {
			return true
		}
		return particle(p) && i > 1 && f[i-2].kind == word && f[i-2].upper
	}
	if p.owns || nonNames[p.low] || prepositions[p.low] || intoPlaces[p.low] || sideWords[p.low] || determiners[p.low] || mayIntervene[p.low] {
		return false
	}
	if e := r.x.Find(p.low); len(e) > 0 && e[0].How == gazetteer.Adjective {
		return false
	}
	if !mayOpen(f, i-1) {
		return true
	}
	// the first word of a sentence has its capital from there
	if !latin(p.low) {
		return false
	}
	plain := r.d.lower[p.low] || strings.HasSuffix(p.low, "ing") || strings.HasSuffix(p.low, "ly") || strings.HasSuffix(p.low, "ed")
	return !plain || headNouns[p.low] != nil || rankWord(p.low)
}

func latin(s string) bool { return s != "" && s[0] < 0x80 }

// person tells whether a name is that of somebody the text has named in full: London after Jack London. Names that
// everybody knows for a place are places unless that person has a role.
func (r *placeReader) person(s *sighted) bool {
	if r.d.people == nil || s.first != s.last {
		return false
	}
	is, ok := r.persons[s.key]
	if !ok {
		is = r.named(s)
		r.persons[s.key] = is
	}
	return is
}

func (r *placeReader) named(s *sighted) bool {
	key := r.d.people.key(s.key)
	if r.d.people.byName[key] != nil && personNames[s.key] {
		return true
	}
	for _, who := range r.d.people.byLast[key] {
		first, _, full := strings.Cut(strings.ToLower(who.name), " ")
		if !full || sideWords[first] || len(r.x.Find(first)) > 0 {
			continue
		}
		if who.role != "" || !r.known(s, false) {
			return true
		}
	}
	return false
}

// country tells whether a name can be that of a country.
func (r *placeReader) country(s *sighted) bool {
	for _, e := range s.entries {
		if r.x.Place(e.Place).Kind == gazetteer.Country {
			return true
		}
	}
	return false
}

// metonym tells whether a country or a capital stands for its government: it speaks or wills, or owns an act.
func (r *placeReader) metonym(f []token, s *sighted) bool {
	kind, capital := false, false
	for _, e := range s.entries {
		p := r.x.Place(e.Place)
		kind = kind || p.Kind == gazetteer.Country
		capital = capital || p.Capital
	}
	at := s.first - 1
	for at >= 0 && betweenWords[f[at].low] {
		at--
	}
	before := low(f, at)
	if capital && (before == "with" || before == "by") {
		return true
	}
	if !kind && !capital || intoPlaces[before] || before == "of" {
		return false
	}
	k := s.last + 1
	if f[s.last].owns {
		for n := 0; capital && n < 4 && k < len(f) && f[k].kind == word; n, k = n+1, k+1 {
			if stateActs[f[k].low] {
				return true
			}
		}
		return false
	}
	if prepositions[before] {
		return false
	}
	for n := 0; n < 3 && k < len(f) && f[k].kind == word && mayIntervene[f[k].low]; n++ {
		k++
	}
	if k >= len(f) || f[k].kind != word || f[k].upper {
		return false
	}
	c := cues[f[k].low]
	return c.quotes || c.that || c.bare || c.urges || c.vows || c.object || wills[f[k].low]
}
