package gazetteer

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"livebrief/internal/brief"
)

// aliasForm is how a line of a desk's list is written.
const aliasForm = "NAME, COUNTRY, LAT LON: OTHER NAME, OTHER NAME"

// kinds are the words for the last column of a place that the file adds.
var kinds = map[string]Kind{"": Town, "town": Town, "area": Area, "water": Water}

// aliasLine is one line of a desk's file.
type aliasLine struct {
	name, country string
	lat, lon      float64
	set           bool // it gives a position
	kind          Kind
	others        []string
}

// alias reads a desk's file, one place a line:
//
//	NAME, COUNTRY[, LAT LON[, KIND]]: OTHER NAME, OTHER NAME
//
// NAME is how the desk writes the place. Country is a code of two letters, or - for a sea. With a position the line
// tells where the place is: the known place of one of the names within ten kilometres, or a new one. Without, one of the
// names must be known in that country; the largest is meant. Kind is town, area or water. Lines that are empty or
// begin with # say nothing.
func (x *Index) alias(text string) error {
	return brief.ReadList(brief.ListOfPlaces, text, aliasForm, func(line string) string {
		a, wrong := parseAlias(line)
		if wrong == "" {
			wrong = x.apply(a)
		}
		return wrong
	})
}

// parseAlias reads one line; the second result says what is wrong with it.
func parseAlias(line string) (aliasLine, string) {
	var a aliasLine
	col, others := brief.ListLine(line)
	a.others = others
	if len(col) < 2 || len(col) > 4 || col[0] == "" {
		return a, "a name and a country must stand before the colon, parted by a comma"
	}
	a.name, a.country = col[0], col[1]
	if a.country == "-" {
		a.country = ""
	} else if len(a.country) != 2 || strings.ToUpper(a.country) != a.country || strings.Trim(a.country, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != "" {
		return a, fmt.Sprintf("%q is not a country's code of two capital letters, nor -", a.country)
	}
	if len(col) > 2 {
		var ok bool
		if a.lat, a.lon, ok = position(col[2]); !ok {
			return a, fmt.Sprintf("%q is not a position: two numbers of degrees, north and then east", col[2])
		}
		a.set = true
	}
	if len(col) > 3 {
		kind, ok := kinds[col[3]]
		if !ok {
			return a, fmt.Sprintf("%q is not a kind of place: town, area or water", col[3])
		}
		a.kind = kind
	}
	if !a.set && len(a.others) == 0 {
		return a, fmt.Sprintf("%q has neither a position nor another name", a.name)
	}
	return a, ""
}

// position reads two numbers of degrees.
func position(s string) (lat, lon float64, ok bool) {
	p := strings.Fields(s)
	if len(p) != 2 {
		return 0, 0, false
	}
	lat, err1 := strconv.ParseFloat(p[0], 64)
	lon, err2 := strconv.ParseFloat(p[1], 64)
	return lat, lon, err1 == nil && err2 == nil && math.Abs(lat) <= 90 && math.Abs(lon) <= 180
}

// sameWithin is how far, in kilometres, a position may lie from that of the same place in the data.
const sameWithin = 10

// apply gives the place of a line all its names; the result says what is wrong.
func (x *Index) apply(a aliasLine) string {
	id := x.meant(a)
	if id < 0 && !a.set {
		return fmt.Sprintf("no place in %s is known by any of its names; give its position", a.country)
	}
	if id < 0 {
		id = len(x.places)
		x.places = append(x.places, Place{Country: a.country, Kind: a.kind, Class: 3, Region: -1})
	}
	p := &x.places[id]
	p.Name = a.name
	if a.set {
		p.Lat, p.Lon = a.lat, a.lon
	}
	for _, name := range append([]string{a.name}, a.others...) {
		x.add(name, Entry{Place: id, Desk: true})
		for _, form := range inflected(name) {
			x.add(form, Entry{Place: id, Desk: true})
		}
	}
	return ""
}

// meant is the known place that a line is about, -1 for none.
func (x *Index) meant(a aliasLine) int {
	best := -1
	for _, name := range append([]string{a.name}, a.others...) {
		for _, e := range x.Find(name) {
			p := &x.places[e.Place]
			if e.How != Named || p.Country != a.country || a.set && (p.Kind != a.kind || Kilometres(p.Lat, p.Lon, a.lat, a.lon) > sameWithin) {
				continue
			}
			if best < 0 || rank(p) > rank(&x.places[best]) {
				best = e.Place
			}
		}
		if best >= 0 && a.kind != Town {
			break
		}
	}
	return best
}

// rank orders the places that a name can mean in one country.
func rank(p *Place) int {
	r := int(p.Class)
	if p.Capital {
		r++
	}
	if p.Kind == Country {
		r += 10
	}
	return r
}

// Kilometres is about how far two positions are apart, well enough for telling near from far.
func Kilometres(lat1, lon1, lat2, lon2 float64) float64 {
	const degree = 111.2
	east := math.Abs(lon2 - lon1)
	if east > 180 {
		east = 360 - east
	}
	return degree * math.Hypot(lat2-lat1, east*math.Cos((lat1+lat2)/2*math.Pi/180))
}
