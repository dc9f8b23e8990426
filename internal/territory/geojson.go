package territory

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// geoReader reads one GeoJSON file, a feature at a time.
type geoReader struct {
	dec  *jsontext.Decoder
	raw  []byte
	plot *plotter
	all  attributes
	file File
	name string
}

// ReadGeoJSON reads a FeatureCollection, a Feature or a geometry of RFC 7946, or of the draft of 2008 as long as its crs
// is WGS 84. Heights are dropped. Refusals name the file, the feature and the reason.
func ReadGeoJSON(name string, raw []byte, axes Axes) (File, error) {
	if len(raw) > maxFileBytes {
		return File{}, refuse(name, 0, "", tooLarge(len(raw)))
	}
	raw = bytes.TrimPrefix(raw, []byte("\xEF\xBB\xBF"))
	// A letter in a wrong encoding must not cost a day of the map.
	r := &geoReader{name: name, raw: raw, plot: newPlotter(axes), all: attributes{left: maxFileBytes},
		dec: jsontext.NewDecoder(bytes.NewBuffer(raw), jsontext.AllowInvalidUTF8(true))}
	if err := r.top(); err != nil {
		return File{}, refuse(name, 0, "", err)
	}
	return r.file, nil
}

func tooLarge(size int) error {
	return complaint{fmt.Sprintf("the file has %d MB, more than %d", size>>20, maxFileBytes>>20), "split or simplify it"}
}

var notGeoJSON = complaint{"this is no GeoJSON object", "export the map as GeoJSON, KML or KMZ"}

// top reads the outermost object; the features of a collection are read as they come, the rest is kept until its type
// is known.
func (r *geoReader) top() error {
	if r.dec.PeekKind() != '{' {
		if _, err := r.dec.ReadToken(); err != nil && err != io.EOF {
			return r.broken(err)
		}
		return notGeoJSON
	}
	r.dec.ReadToken()
	held, collected := members{}, false
	for r.dec.PeekKind() == '"' {
		key, err := r.dec.ReadToken()
		if err != nil {
			return r.broken(err)
		}
		name := key.String()
		if name == "features" && r.dec.PeekKind() == '[' {
			if err := r.features(); err != nil {
				return err
			}
			collected = true
			continue
		}
		value, err := r.dec.ReadValue()
		if err != nil {
			return r.broken(err)
		}
		held[name] = value.Clone()
	}
	if _, err := r.dec.ReadToken(); err != nil {
		return r.broken(err)
	}
	if _, err := r.dec.ReadToken(); err != io.EOF {
		return complaint{"more follows after the end of the map", "hand in one map a file"}
	}
	return r.whole(held, collected)
}

// whole judges the outermost object by its type.
func (r *geoReader) whole(held members, collected bool) error {
	kind := held.text("type")
	if collected != (kind == "FeatureCollection") {
		return complaint{fmt.Sprintf("features stand in a FeatureCollection, and this is a %q", clip(kind)), notGeoJSON.do}
	}
	switch kind {
	case "FeatureCollection":
		return checkCRS(held["crs"])
	case "Feature":
		return r.feature(held)
	}
	return r.feature(members{"type": jsontext.Value(`"Feature"`), "geometry": held.value()})
}

func (r *geoReader) features() error {
	r.dec.ReadToken()
	for r.dec.PeekKind() != ']' {
		value, err := r.dec.ReadValue()
		if err != nil {
			return r.brokenFeature(err)
		}
		held, err := readMembers(value)
		if err != nil {
			return refuse(r.name, len(r.file.Features)+1, "", err)
		}
		if kind := held.text("type"); kind != "Feature" {
			return refuse(r.name, len(r.file.Features)+1, "", complaint{
				fmt.Sprintf("its type is %q, not Feature", clip(kind)), "put every geometry into a Feature"})
		}
		if err := r.feature(held); err != nil {
			return err
		}
	}
	_, err := r.dec.ReadToken()
	return err
}

// feature reads one feature from its members.
func (r *geoReader) feature(held members) error {
	f := Feature{Index: len(r.file.Features) + 1, Properties: map[string]string{}}
	if f.Index > maxFeatures {
		return complaint{fmt.Sprintf("the file has more than %d features", maxFeatures), "split it"}
	}
	err := r.attributes(&f, held)
	r.plot.begin(&f)
	if err == nil {
		err = checkCRS(held["crs"])
	}
	if geometry := held["geometry"]; err == nil && len(geometry) > 0 && geometry.Kind() != 'n' {
		err = r.geometry(geometry, 0)
	}
	if err != nil {
		return refuse(r.name, f.Index, f.Name, err)
	}
	r.plot.end()
	r.file.Features = append(r.file.Features, f)
	return nil
}

// attributes gives the feature its properties, its id among them, and its name.
func (r *geoReader) attributes(f *Feature, held members) error {
	if held["properties"].Kind() == '{' {
		if err := r.all.flatten(f.Properties, "", held["properties"], 0); err != nil {
			return err
		}
	}
	if _, has := f.Properties["id"]; !has {
		if err := r.all.flatten(f.Properties, "id", held["id"], 0); err != nil {
			return err
		}
	}
	f.settle()
	return nil
}

// brokenFeature places an error of the syntax in the feature that is being read.
func (r *geoReader) brokenFeature(err error) error {
	return refuse(r.name, len(r.file.Features)+1, "", r.broken(err))
}

// broken turns an error of the syntax into a sentence with its line.
func (r *geoReader) broken(err error) error {
	var syntax *jsontext.SyntacticError
	if !errors.As(err, &syntax) {
		return complaint{"the file ends in the middle", "fetch it again"}
	}
	at := min(int(syntax.ByteOffset), len(r.raw))
	line := 1 + bytes.Count(r.raw[:at], []byte("\n"))
	for _, word := range []string{"NaN", "Infinity", "nan", "inf"} {
		if !bytes.HasPrefix(r.raw[at:], []byte(word)) {
			continue
		}
		if at > 0 && r.raw[at-1] == '-' {
			word = "-" + word
		}
		return complaint{fmt.Sprintf("line %d has %s for a number", line, word), "write degrees as decimal numbers"}
	}
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF):
		return complaint{fmt.Sprintf("the file ends in the middle, in line %d", line), "fetch it again"}
	case errors.Is(err, jsontext.ErrDuplicateName):
		return complaint{fmt.Sprintf("line %d names the same member twice", line), "keep one of them"}
	}
	return complaint{fmt.Sprintf("line %d is no JSON (byte %d)", line, at), "fetch or export the file again"}
}

// checkCRS takes the coordinate systems that are WGS 84 by any of their names.
func checkCRS(raw jsontext.Value) error {
	if len(raw) == 0 || raw.Kind() == 'n' {
		return nil
	}
	flat := map[string]string{}
	all := attributes{left: 4096}
	if err := all.flatten(flat, "", raw, 0); err != nil {
		return complaint{"its coordinate system is too long to be read", "export it as EPSG:4326"}
	}
	named := flat["properties.name"]
	tail := strings.FieldsFunc(strings.ToUpper(named), func(c rune) bool { return c == ':' || c == '/' || c == '#' })
	if flat["type"] == "name" && len(tail) > 1 {
		switch last := tail[len(tail)-1]; {
		case last == "CRS84", last == "4326" && strings.Contains(strings.ToUpper(named), "EPSG"):
			return nil
		}
	}
	if named == "" {
		named = "one that is not named"
	}
	return complaint{"its coordinate system is " + clip(named) + ", not WGS 84", "export it as EPSG:4326"}
}
