package territory

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"livebrief/internal/brief"
)

// The limits of a file that is read as a map. A day of the largest map seen has 0.6 MB and 16,000 positions.
const (
	maxFileBytes  = 64 << 20
	maxPositions  = 10_000_000
	maxFeatures   = 100_000
	maxNesting    = 8
	maxNameLetter = 60
)

// Polygon is an area as a file draws it: a shell and the holes in it, in any direction, possibly crossing itself or
// others. The closing position is dropped.
type Polygon struct {
	Shell Ring
	Holes []Ring
}

// Feature is one drawn thing of a file, whatever the format.
type Feature struct {
	// Index counts the features of the file from 1.
	Index int
	// Name is the feature's own name, in one line; often empty.
	Name string
	// Properties are its attributes, nested ones under names joined by dots. Style is among them in the words of
	// simplestyle: fill, fill-opacity, stroke, stroke-opacity, with colours as #rrggbb in small letters.
	Properties map[string]string
	Polygons   []Polygon
	// Points and Lines count what is drawn beside polygons; it is left out.
	Points, Lines int
	// Notes are sentences about what was taken although it is not as it should be.
	Notes []string
}

// File is what was drawn in one file.
type File struct {
	Features []Feature
	// Notes are sentences about the file as a whole.
	Notes []string
}

// Axes is the order of the two numbers of a position.
type Axes string

// The orders of a position.
const (
	LonLat Axes = "lonlat"
	LatLon Axes = "latlon"
)

// complaint is a refusal that does not know yet in which file and feature it stands.
type complaint struct{ what, do string }

func (c complaint) Error() string { return c.what + "; " + c.do }

// refuse places a complaint in its file and, when index is not 0, in its feature.
func refuse(file string, index int, name string, err error) error {
	c, is := err.(complaint)
	if !is {
		return err
	}
	where := clip(file)
	if index > 0 {
		where += fmt.Sprintf(", feature %d", index)
	}
	if name = clip(name); name != "" {
		where += fmt.Sprintf(" %q", name)
	}
	return brief.Invalid(where+": "+c.what, c.do)
}

// clip shortens what a file says to a length that fits into a sentence, in one line.
func clip(text string) string {
	text = oneLine(text)
	if utf8.RuneCountInString(text) <= maxNameLetter {
		return text
	}
	return string([]rune(text)[:maxNameLetter-1]) + "…"
}

// oneLine takes line breaks, other control characters and runs of spaces out of a text.
func oneLine(text string) string {
	parted := func(c rune) bool { return unicode.IsSpace(c) || unicode.IsControl(c) }
	return strings.Join(strings.FieldsFunc(strings.ToValidUTF8(text, "\uFFFD"), parted), " ")
}

// settle gives the style keys one spelling and the feature its name, after all properties are in.
func (f *Feature) settle() {
	for key, value := range f.Properties {
		if key == "fill" || key == "stroke" {
			f.Properties[key] = plainColour(value)
		}
	}
	for _, key := range []string{"name", "Name", "NAME", "title"} {
		if f.Name == "" {
			f.Name = oneLine(f.Properties[key])
		}
	}
}

// plainColour writes #ABC and #AABBCC as #aabbcc and leaves every other text as it is.
func plainColour(text string) string {
	c := strings.ToLower(strings.TrimSpace(text))
	if !strings.HasPrefix(c, "#") || strings.Trim(c[1:], "0123456789abcdef") != "" {
		return text
	}
	if len(c) == 4 {
		return string([]byte{'#', c[1], c[1], c[2], c[2], c[3], c[3]})
	}
	return c
}
