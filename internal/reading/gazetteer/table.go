package gazetteer

import (
	_ "embed" // for the data
	"strconv"
	"strings"
)

//go:embed places.tsv
var table string

//go:embed aliases.txt
var aliases string

// expected is about how many places the table has.
const expected = 1 << 14

// load reads the table that tools/gazetteer makes; its head describes the lines.
func (x *Index) load(table string) {
	x.places = make([]Place, 0, expected)
	country, region := Place{}, -1
	for line := range strings.Lines(table) {
		col := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		col = append(col, make([]string, max(0, 6-len(col)))...)
		switch line[0] {
		case '#':
		case '=':
			code, near := col[0][1:3], Far
			switch col[0][3:] {
			case "!":
				near = Heart
			case "~":
				near = Neighbour
			}
			country = Place{Name: col[1], Country: code, Lat: degrees(col[2]), Lon: degrees(col[3]), Kind: Country, Near: near, Region: -1}
			region = -1
			id := x.put(country, col[1]+","+col[5])
			for name := range strings.SplitSeq(col[4], ",") {
				x.add(name, Entry{Place: id, How: Adjective})
			}
		case '+':
			region = len(x.places)
			x.put(Place{Name: col[0][1:], Country: country.Country, Lat: degrees(col[1]), Lon: degrees(col[2]), Kind: Region, Near: country.Near, Region: -1}, "")
		default:
			class, capital := strings.CutSuffix(col[3], "*")
			x.put(Place{Name: col[0], Country: country.Country, Lat: degrees(col[1]), Lon: degrees(col[2]), Kind: Town,
				Class: class[0] - '0', Capital: capital, Near: country.Near, Region: region}, col[0]+","+col[4])
		}
	}
	for id := range x.places {
		if x.places[id].Kind == Region {
			x.nameRegion(id)
		}
	}
}

// put keeps a place and gives it its names, parted by commas.
func (x *Index) put(p Place, names string) int {
	id := len(x.places)
	x.places = append(x.places, p)
	for name := range strings.SplitSeq(names, ",") {
		x.add(name, Entry{Place: id})
	}
	return id
}

// nameRegion gives a region its full name and the one without its noun: the latter needs the noun in a text when a
// town of the same country bears it.
func (x *Index) nameRegion(id int) {
	p := x.places[id]
	x.add(p.Name, Entry{Place: id})
	i := strings.LastIndexByte(p.Name, ' ')
	if i < 0 || !RegionNoun(strings.ToLower(p.Name[i+1:])) {
		return
	}
	short := strings.TrimSuffix(p.Name[:i], " Autonomous")
	how := Named
	if p.Name[i+1:] == "State" {
		how = WithNoun
	}
	for _, e := range x.Find(short) {
		if t := x.places[e.Place]; t.Kind == Town && t.Country == p.Country {
			how = WithNoun
		}
	}
	x.add(short, Entry{Place: id, How: how})
}

// RegionNoun tells the nouns, in lower case, that make a name that of a region.
func RegionNoun(low string) bool {
	switch low {
	case "region", "oblast", "province", "krai", "republic", "okrug", "voivodeship", "state":
		return true
	}
	return false
}

// degrees reads a number that the tool wrote.
func degrees(s string) float64 {
	n, err := strconv.ParseFloat(s, 64)
	if err != nil {
		panic(err) // the table is part of the program and tested
	}
	return n
}
