package brief

import (
	"fmt"
	"strings"
)

// MapChange is the body of a map entry: days of one series of control maps as they stand from then on.
type MapChange struct {
	// Series is the series' name in addresses, Title what readers see.
	Series string    `json:"series"`
	Title  string    `json:"title"`
	Source MapSource `json:"source"`
	// Days are those that the entry sets, in order, each in the place of what stood for the same day and clock.
	Days []MapDay `json:"days"`
	// Layers is the bytes of the days' layers one after the other, as docs/maps.md has them.
	Layers []byte `json:"layers,omitempty"`
	// Places is the table that a sketch is drawn from, as CSV. A change that does not bring one leaves it as it was; so it is with
	// Reference.
	Places string `json:"places,omitempty"`
	// Reference is a series of areas by somebody else, printed beside a sketch.
	Reference *MapReference `json:"reference,omitempty"`
	// Notes are the sentences about what was left out, set aside or mended.
	Notes  []string        `json:"notes,omitempty"`
	Change StatementChange `json:"change"`
}

// MapSource is where a series of maps comes from. A series has one.
type MapSource struct {
	Name string `json:"name"`
	// Sketch says that the areas are worked out from towns, and must be called a sketch wherever they are shown.
	Sketch bool `json:"sketch,omitempty"`
	// Viewpoint says whose borders the map draws.
	Viewpoint string `json:"viewpoint,omitempty"`
	Credit    string `json:"credit,omitempty"`
	// Licence is what the source allows, Address where that can be read, Download whether readers may get the data.
	Licence  string `json:"licence,omitempty"`
	Address  string `json:"address,omitempty"`
	Download bool   `json:"download,omitempty"`
}

// MapDay is one map of a series.
type MapDay struct {
	Day Date `json:"day"`
	// Clock is the time of day, HH:MM:SS, where a day has several maps; the last of a day is shown.
	Clock string `json:"clock,omitempty"`
	// Bytes is how many of Layers belong to it. Key says that they are a whole layer, and not what changed since the map before it in
	// the series.
	Bytes int  `json:"bytes,omitempty"`
	Key   bool `json:"key,omitempty"`
	// Sum is the first 16 hexadecimal digits of the SHA-256 of the map's layer as a keyframe; From is the Sum of the map before it, from
	// which a change is told.
	Sum  string `json:"sum,omitempty"`
	From string `json:"from,omitempty"`
	// Redrawn says that what changed since the map before is a correction of the map, not movement on the ground.
	Redrawn bool `json:"redrawn,omitempty"`
	// Gone says that the map is taken out of the series.
	Gone  bool      `json:"gone,omitempty"`
	Areas []MapArea `json:"areas,omitempty"`
}

// MapArea is how large an area of a map is, in square kilometres as decimal text. Of a sketch it is rounded, and there are neither
// gains nor regions.
type MapArea struct {
	Class string `json:"class"`
	Party string `json:"party,omitempty"`
	Km2   string `json:"km2"`
	// Gained and Lost are since the map before it in the series.
	Gained string `json:"gained,omitempty"`
	Lost   string `json:"lost,omitempty"`
	// Regions is how much lies in each region that has any, by ISO 3166-2 code.
	Regions map[string]string `json:"regions,omitempty"`
}

// MapReference is a series of areas by somebody else.
type MapReference struct {
	Name    string           `json:"name"`
	Credit  string           `json:"credit,omitempty"`
	Licence string           `json:"licence,omitempty"`
	Address string           `json:"address,omitempty"`
	Days    []MapReferredDay `json:"days"`
}

// MapReferredDay is the area of one day, in whole square kilometres.
type MapReferredDay struct {
	Day Date `json:"day"`
	Km2 int  `json:"km2"`
}

// Position is a place on the Earth, WGS84, in degrees as decimal text.
type Position struct {
	Lat string `json:"lat,omitempty"`
	Lon string `json:"lon,omitempty"`
}

// ParsePosition reads "49.99, 36.23", latitude first; the empty text is no position. Whether the degrees are ones is checked where it is used.
func ParsePosition(text string) (Position, error) {
	parts := strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ' ' })
	switch len(parts) {
	case 0:
		return Position{}, nil
	case 2:
		return Position{Lat: parts[0], Lon: parts[1]}, nil
	}
	return Position{}, Invalid(fmt.Sprintf("%.60q is no position", text), "write latitude and longitude: 49.99, 36.23")
}

// String writes the position as ParsePosition reads it.
func (p Position) String() string {
	if p == (Position{}) {
		return ""
	}
	return p.Lat + ", " + p.Lon
}

// CheckSeries tells whether a name can stand for a series in addresses: 1 to 40 lower-case letters, digits and hyphens, beginning with
// a letter.
func CheckSeries(name string) error {
	plain := name != "" && len(name) <= 40 && name[0] >= 'a' && name[0] <= 'z' && strings.Trim(name, "abcdefghijklmnopqrstuvwxyz0123456789-") == ""
	if !plain || name == "area" {
		return Invalid(fmt.Sprintf("%.60q cannot name a series of maps", name), "use up to 40 lower-case letters, digits and hyphens, beginning with a letter; area is taken")
	}
	return nil
}
