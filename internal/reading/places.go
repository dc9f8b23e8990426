package reading

import (
	"strings"

	"livebrief/internal/brief"
	"livebrief/internal/reading/gazetteer"
)

// The rules that find places. A rule that settles which of several places of one name is meant is added after a
// plus: what the text says beside it, its surroundings, or nothing, which leaves the place open.
const (
	rulePlaceName     = "place-name"     // the name hardly means anything else
	rulePlacePhrase   = "place-phrase"   // in Bar, the town of Bar
	rulePlaceList     = "place-list"     // beside a certain place: Georgia, Kazakhstan, and Kyrgyzstan
	rulePlaceAgain    = "place-again"    // certain elsewhere in the text
	rulePlaceRegion   = "place-region"   // Kherson region
	rulePlaceDateline = "place-dateline" // KYIV, Ukraine (Agency) --
	rulePlaceMetonym  = "metonym"        // Moscow denies
)

// sighted is a name in the text that may be a place.
type sighted struct {
	brief.Span
	entries []gazetteer.Entry // what it means where it stands
	all     []gazetteer.Entry // what it can mean
	key     string            // the name in lower case
	rule    string            // empty while nothing makes it a place
	barred  bool              // part of something else, or somebody
	soft    bool              // a country or somebody: place when nobody in the text is called so
	within  int               // the region or country that the text puts beside it, -1 for none
	among   gazetteer.Kind    // what it stands beside in a list, Town when that says nothing
	unknown bool              // the text puts it where no place of that name is known
	para    int
	first   int // its tokens
	last    int
}

// placeReader is the state of reading places.
type placeReader struct {
	d    *document
	x    *gazetteer.Index
	seen []sighted
	// borne are the names that stand in longer ones, of people among them
	borne map[string]bool
	// persons tells of names whether somebody bears them
	persons map[string]bool
	// countries that the text names or tells something of by an adjective, and regions that it names
	countries map[string]bool
	regions   map[int]bool
}

// readPlaces finds the places that the text names, in its order.
func readPlaces(d *document, x *gazetteer.Index) []brief.ReadPlace {
	if x == nil {
		x = gazetteer.Default()
	}
	r := &placeReader{d: d, x: x, borne: map[string]bool{}, persons: map[string]bool{}, countries: map[string]bool{}, regions: map[int]bool{}}
	for i, p := range d.paras {
		if p.End-p.Start > maxParagraph {
			continue
		}
		if p.Kind == brief.ParaDateline {
			r.dateline(i, tokens(d.text, p.Span, nil))
		} else if prose(p.Kind) {
			r.paragraph(p, i, tokens(d.text, p.Span, nil))
		}
	}
	r.again()
	return r.settle()
}

// paragraph notes the names in a paragraph and what makes them places.
func (r *placeReader) paragraph(p paragraph, para int, f []token) {
	begun := len(r.seen)
	titled := p.Kind == brief.ParaHeadline && titleCase(f)
	for i := 0; i < len(f); {
		if f[i].kind != word || !f[i].upper {
			i++
			continue
		}
		s, ok := r.match(f, i)
		if !ok {
			i++
			continue
		}
		s.para = para
		i = s.last + 1
		if r.adjective(&s) {
			continue
		}
		r.judge(f, &s, titled)
		r.seen = append(r.seen, s)
	}
	r.pairs(f, r.seen[begun:])
	r.lists(f, r.seen[begun:])
	for i := range r.seen[begun:] {
		s := &r.seen[begun+i]
		if s.rule != "" && r.metonym(f, s) {
			s.rule = rulePlaceMetonym
		}
	}
}

// match finds the longest name that begins at token i.
func (r *placeReader) match(f []token, i int) (sighted, bool) {
	best := sighted{first: i, within: -1}
	node := uint32(0)
	for j := i; j < len(f); j++ {
		if f[j].kind != word || j > i && !f[j].upper && !smallNameWords[f[j].low] {
			break
		}
		low := f[j].low
		if strings.Contains(low, "’") {
			low = strings.ReplaceAll(low, "’", "'")
		}
		to, ok := r.x.Step(node, low)
		if !ok {
			break
		}
		node = to
		if e := r.x.At(node); len(e) > 0 && (!e[0].Caps || allCaps(f[j].Of(r.d.text))) {
			best.entries, best.last = e, j
		}
		if f[j].owns {
			break
		}
	}
	if best.entries == nil {
		return best, false
	}
	best.all = best.entries
	best.Span = brief.Span{Start: f[i].Start, End: ownEnd(f[best.last], r.d.text)}
	best.key = strings.ToLower(best.Of(r.d.text))
	return best, true
}

// smallNameWords stand in lower case inside names of places.
var smallNameWords = set("of and the on de la du del al upon am an der")

// ownEnd is the end of a token without its possessive ending.
func ownEnd(t token, text string) int {
	if !t.owns {
		return t.End
	}
	return t.Start + strings.LastIndexAny(t.Of(text), "'’")
}

func allCaps(s string) bool { return s == strings.ToUpper(s) }

// titleCase tells a heading in which most words begin in upper case: there a capital says nothing.
func titleCase(f []token) bool {
	upper, words := 0, 0
	for _, t := range f {
		if t.kind == word && len(t.low) > 3 {
			words++
			if t.upper {
				upper++
			}
		}
	}
	return words > 2 && upper*4 > words*3
}

// adjective tells a name that is only that of what belongs to a country, and notes the country.
func (r *placeReader) adjective(s *sighted) bool {
	only := true
	for _, e := range s.entries {
		if e.How == gazetteer.Adjective {
			r.countries[r.x.Place(e.Place).Country] = true
		} else {
			only = false
		}
	}
	return only
}

// dateline takes the first name of a dateline, and one after a comma as the country or region around it.
func (r *placeReader) dateline(para int, f []token) {
	for i := 0; i < len(f) && f[i].low != "("; i++ {
		if f[i].kind != word || !f[i].upper {
			continue
		}
		s, ok := r.match(f, i)
		if !ok || r.adjective(&s) {
			return
		}
		s.para, s.rule, s.entries = para, rulePlaceDateline, plainly(r.x, s.entries)
		if len(s.entries) == 0 {
			return
		}
		i = s.last
		r.seen = append(r.seen, s)
		if n := len(r.seen); n > 1 && r.seen[n-2].para == para {
			r.beside(&r.seen[n-2], &r.seen[n-1])
		}
	}
}

// again lets what is certain in one place of the text count for the same name elsewhere in it.
func (r *placeReader) again() {
	sure := map[string]bool{}
	for i := range r.seen {
		s := &r.seen[i]
		if s.soft && s.rule == "" && !r.borne[s.key] {
			s.rule = rulePlacePhrase
		}
		if s.rule != "" && !s.barred {
			sure[s.key] = true
		}
	}
	for i := range r.seen {
		if s := &r.seen[i]; s.rule == "" && !s.barred && sure[s.key] && !personNames[s.key] && !plainWords[s.key] {
			s.rule = rulePlaceAgain
		}
	}
}
