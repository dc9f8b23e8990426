package territory

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"livebrief/internal/brief"
)

// Place is a town of a table from which a map is sketched, and when it was held.
type Place struct {
	Name string
	At   Point
	// Held tells whether it was held at all; Since is the first day, empty when it was held before the table begins.
	Held  bool
	Since brief.Date
	// Before is the year of "before-2022", 0 when Since is known.
	Before int
	// Until is the day on which it was held no longer; empty when that has not come.
	Until brief.Date
	// Source says where the row comes from.
	Source string
}

// HeldOn tells whether the place was held on a day.
func (p *Place) HeldOn(day brief.Date) bool {
	return p.Held && p.Since <= day && (p.Until == "" || day < p.Until)
}

// The limits of a table of places, and how many of its faults are told at once.
const (
	maxPlaces    = 20_000
	maxPlaceFile = 8 << 20
	maxRowFaults = 20
)

// placeColumns are the columns of the table; the last may be left out.
var placeColumns = []string{"place", "lat", "lon", "held_from", "held_to", "basis"}

// ReadPlaces reads a table of places in CSV with a header: place, lat, lon, held_from, held_to and basis (where the
// row comes from). Days are ISO; before-2022 says that a place was held when that year began; an empty held_from that
// it was not held. Every row that cannot be taken is told, and none is then.
func ReadPlaces(name string, raw []byte) ([]Place, error) {
	if len(raw) > maxPlaceFile {
		return nil, refuse(name, 0, "", complaint{fmt.Sprintf("the table is larger than %d MB", maxPlaceFile>>20), "split it"})
	}
	t := &placeTable{in: csv.NewReader(bytes.NewReader(bytes.TrimPrefix(raw, []byte("\xEF\xBB\xBF"))))}
	t.in.FieldsPerRecord = -1
	if err := t.header(); err != nil {
		return nil, refuse(name, 0, "", err)
	}
	if err := t.rows(); err != nil {
		return nil, refuse(name, 0, "", err)
	}
	return t.places, nil
}

// placeTable is a table while it is read.
type placeTable struct {
	in      *csv.Reader
	columns map[string]int
	width   int
	places  []Place
	names   map[string]int // name in small letters -> line
	spots   map[Point]int
	faults  []string
	bad     int
}

// header finds the columns by their names.
func (t *placeTable) header() error {
	row, err := t.in.Read()
	if err != nil {
		return complaint{"the table has no header", "begin it with " + strings.Join(placeColumns, ",")}
	}
	t.columns, t.width = map[string]int{}, len(row)
	for i, name := range row {
		name = strings.ToLower(oneLine(name))
		if !slices.Contains(placeColumns, name) {
			return complaint{fmt.Sprintf("the column %q is not known", clip(name)), "name columns " + strings.Join(placeColumns, ",")}
		}
		if _, twice := t.columns[name]; twice {
			return complaint{fmt.Sprintf("the column %q stands twice", name), "keep one"}
		}
		t.columns[name] = i
	}
	for _, name := range placeColumns[:len(placeColumns)-1] {
		if _, has := t.columns[name]; !has {
			return complaint{fmt.Sprintf("the column %q is missing", name), "name columns " + strings.Join(placeColumns, ",")}
		}
	}
	return nil
}

// rows reads all rows and gives their faults together.
func (t *placeTable) rows() error {
	t.names, t.spots = map[string]int{}, map[Point]int{}
	for {
		row, err := t.in.Read()
		if err == io.EOF {
			break
		}
		var syntax *csv.ParseError
		if errors.As(err, &syntax) {
			return complaint{fmt.Sprintf("line %d is no CSV: a quotation mark is out of place", syntax.Line), "write \"\" for a quotation mark in a quoted field"}
		}
		if len(t.places) == maxPlaces {
			return complaint{fmt.Sprintf("the table has more than %d places", maxPlaces), "sketch a smaller area"}
		}
		line, _ := t.in.FieldPos(0)
		p, fault := t.row(row)
		if fault == "" {
			fault = t.twin(&p, line)
		}
		if fault != "" {
			t.fault(line, p.Name, fault)
			continue
		}
		t.places = append(t.places, p)
	}
	switch {
	case t.bad > 0:
		if t.bad > len(t.faults) {
			t.faults = append(t.faults, fmt.Sprintf("and further rows: %d", t.bad-len(t.faults)))
		}
		return complaint{fmt.Sprintf("rows that cannot be taken: %d. %s", t.bad, strings.Join(t.faults, "; ")), "correct them: no row is taken before"}
	case len(t.places) == 0:
		return complaint{"the table has no places", "add a row for each town"}
	}
	return nil
}

func (t *placeTable) fault(line int, name, what string) {
	if t.bad++; t.bad <= maxRowFaults {
		t.faults = append(t.faults, strings.TrimSpace(fmt.Sprintf("line %d %s", line, clip(name)))+": "+what)
	}
}

// row reads one row; fault says what is wrong with it.
func (t *placeTable) row(row []string) (p Place, fault string) {
	if len(row) != t.width {
		return p, fmt.Sprintf("it has %d fields, the header %d", len(row), t.width)
	}
	field := func(column string) string {
		i, has := t.columns[column]
		if !has {
			return ""
		}
		return strings.TrimSpace(row[i])
	}
	p.Name, p.Source = oneLine(field("place")), oneLine(field("basis"))
	if p.Name == "" {
		return p, "it has no name"
	}
	lat, latOK := parseDegrees([]byte(field("lat")))
	lon, lonOK := parseDegrees([]byte(field("lon")))
	switch {
	case !latOK || lat <= -90*Unit || lat >= 90*Unit:
		return p, fmt.Sprintf("%q is no latitude", clip(field("lat")))
	case !lonOK || lon < -180*Unit || lon > 180*Unit:
		return p, fmt.Sprintf("%q is no longitude", clip(field("lon")))
	}
	p.At = Point{int32(lon), int32(lat)}
	return p, p.setPeriod(field("held_from"), field("held_to"))
}

// setPeriod reads when the place was held.
func (p *Place) setPeriod(from, to string) (fault string) {
	const beginning = "before-"
	switch {
	case from == "" && to != "":
		return "it has a held_to without a held_from"
	case from == "":
		return ""
	case strings.HasPrefix(from, beginning):
		year := brief.Date(strings.TrimPrefix(from, beginning))
		if len(year) != 4 || year.Check() != nil {
			return fmt.Sprintf("%q is no year: write before-2022", clip(from))
		}
		for _, digit := range []byte(year) {
			p.Before = p.Before*10 + int(digit-'0')
		}
	case !brief.Date(from).Day():
		return fmt.Sprintf("held_from %q is no day of the calendar", clip(from))
	default:
		p.Since = brief.Date(from)
	}
	if to != "" && !brief.Date(to).Day() {
		return fmt.Sprintf("held_to %q is no day of the calendar", clip(to))
	}
	p.Held, p.Until = true, brief.Date(to)
	switch {
	case p.Until == "":
	case p.Until < p.Since:
		return fmt.Sprintf("held_to %s is before held_from %s", p.Until, p.Since)
	case p.Until == p.Since:
		return fmt.Sprintf("it was held from %s to the same day, which is no day at all", p.Since)
	case p.Before > 0 && p.Until < brief.Date(fmt.Sprintf("%04d-01-01", p.Before)):
		return fmt.Sprintf("held_to %s is before the year of %s", p.Until, from)
	}
	return ""
}

// twin finds an earlier row of the same place.
func (t *placeTable) twin(p *Place, line int) (fault string) {
	name := strings.ToLower(p.Name)
	if at, is := t.names[name]; is {
		return fmt.Sprintf("it stands already in line %d", at)
	}
	if at, is := t.spots[p.At]; is {
		return fmt.Sprintf("the place of line %d has the same position", at)
	}
	t.names[name], t.spots[p.At] = line, line
	return ""
}
