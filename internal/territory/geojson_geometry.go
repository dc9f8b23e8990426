package territory

import (
	"bytes"
	"fmt"
	"strconv"

	"github.com/go-json-experiment/json/jsontext"
)

// members are the members of one JSON object, each as it is written.
type members map[string]jsontext.Value

// readMembers reads the members of an object that is known to be whole.
func readMembers(raw jsontext.Value) (members, error) {
	if raw.Kind() != '{' {
		return nil, complaint{fmt.Sprintf("%s stands where an object should", clip(string(raw))), notGeoJSON.do}
	}
	held := members{}
	err := eachMember(raw, func(name string, value jsontext.Value) { held[name] = value })
	return held, err
}

// eachMember goes over the members of an object in their order.
func eachMember(raw jsontext.Value, visit func(name string, value jsontext.Value)) error {
	dec := decoder(raw)
	dec.ReadToken()
	for dec.PeekKind() == '"' {
		key, err := dec.ReadToken()
		if err != nil {
			return err
		}
		name := key.String()
		value, err := dec.ReadValue()
		if err != nil {
			return err
		}
		// The decoder may use its buffer again, the text itself stays.
		end := dec.InputOffset()
		visit(name, raw[end-int64(len(value)):end])
	}
	return nil
}

func decoder(raw jsontext.Value) *jsontext.Decoder {
	return jsontext.NewDecoder(bytes.NewBuffer(raw), jsontext.AllowInvalidUTF8(true))
}

// text gives a member that is a string, otherwise nothing.
func (m members) text(name string) string {
	if m[name].Kind() != '"' {
		return ""
	}
	text, _ := jsontext.AppendUnquote(nil, m[name])
	return string(text)
}

// value writes type, coordinates, geometries and crs as an object again.
func (m members) value() jsontext.Value {
	out := []byte("{")
	for _, name := range []string{"type", "crs", "coordinates", "geometries"} {
		if v, has := m[name]; has {
			if len(out) > 1 {
				out = append(out, ',')
			}
			out = append(append(strconv.AppendQuote(out, name), ':'), v...)
		}
	}
	return append(out, '}')
}

// attributes flattens the properties of a file, up to a bound on what they take in memory: names that are joined again
// for every member could fill far more of it than the file has bytes.
type attributes struct{ left int }

// attributeCost is about what a property takes beside its letters.
const attributeCost = 64

// flatten writes the scalars of a value under names joined by dots. Null is nothing; lists, and what is nested too
// deep, are kept as they are written.
func (a *attributes) flatten(into map[string]string, name string, raw jsontext.Value, depth int) error {
	if len(raw) == 0 || raw.Kind() == 'n' {
		return nil
	}
	if raw.Kind() == '{' && depth < maxNesting {
		var failed error
		err := eachMember(raw, func(part string, value jsontext.Value) {
			if name != "" {
				part = name + "." + part
			}
			if a.left -= len(part); a.left >= 0 && failed == nil {
				failed = a.flatten(into, part, value, depth+1)
			}
		})
		if err == nil {
			err = failed
		}
		if err != nil || a.left >= 0 {
			return err
		}
	}
	if a.left -= len(name) + len(raw) + attributeCost; a.left < 0 {
		return complaint{"the attributes of the file are too many", "export it with the ones that tell the class"}
	}
	into[name] = string(raw)
	if raw.Kind() == '"' {
		text, _ := jsontext.AppendUnquote(nil, raw)
		into[name] = string(text)
	}
	return nil
}

// geometry adds one geometry to the feature of the plotter.
func (r *geoReader) geometry(raw jsontext.Value, depth int) error {
	held, err := readMembers(raw)
	if err != nil {
		return err
	}
	if err := checkCRS(held["crs"]); err != nil {
		return err
	}
	kind, coordinates := held.text("type"), held["coordinates"]
	if kind == "GeometryCollection" {
		return r.collection(held["geometries"], depth)
	}
	if len(coordinates) == 0 {
		return complaint{fmt.Sprintf("the geometry %q has no coordinates", clip(kind)), notGeoJSON.do}
	}
	f := r.plot.feature
	switch kind {
	case "Polygon":
		return r.polygon(decoder(coordinates))
	case "MultiPolygon":
		return list(decoder(coordinates), "a list of polygons", r.polygon)
	case "Point":
		f.Points++
	case "LineString":
		f.Lines++
	case "MultiPoint":
		return list(decoder(coordinates), "a list of points", skip(&f.Points))
	case "MultiLineString":
		return list(decoder(coordinates), "a list of lines", skip(&f.Lines))
	default:
		return complaint{fmt.Sprintf("%q is no geometry of GeoJSON", clip(kind)), notGeoJSON.do}
	}
	return nil
}

func (r *geoReader) collection(raw jsontext.Value, depth int) error {
	if depth == maxNesting {
		return complaint{fmt.Sprintf("collections are nested more than %d deep", maxNesting), "flatten them"}
	}
	if len(raw) == 0 {
		return complaint{"a GeometryCollection has no geometries", notGeoJSON.do}
	}
	return list(decoder(raw), "a list of geometries", func(dec *jsontext.Decoder) error {
		value, err := dec.ReadValue()
		if err != nil {
			return err
		}
		return r.geometry(value.Clone(), depth+1)
	})
}

// list reads an array whose parts are read by part; what names it in a refusal.
func list(dec *jsontext.Decoder, what string, part func(*jsontext.Decoder) error) error {
	if dec.PeekKind() != '[' {
		return complaint{"the coordinates are not " + what, notGeoJSON.do}
	}
	dec.ReadToken()
	for dec.PeekKind() != ']' {
		if err := part(dec); err != nil {
			return err
		}
	}
	_, err := dec.ReadToken()
	return err
}

// skip counts a part without reading it.
func skip(count *int) func(*jsontext.Decoder) error {
	return func(dec *jsontext.Decoder) error {
		*count++
		return dec.SkipValue()
	}
}

func (r *geoReader) polygon(dec *jsontext.Decoder) error {
	r.plot.startPolygon()
	var shell Ring
	var holes []Ring
	err := list(dec, "a list of rings", func(dec *jsontext.Decoder) error {
		r.plot.startRing()
		var ring Ring
		err := list(dec, "a list of positions", func(dec *jsontext.Decoder) error {
			at, err := r.position(dec)
			ring = append(ring, at)
			return err
		})
		if err == nil {
			ring, err = r.plot.finishRing(ring)
		}
		if r.plot.ring == 1 {
			shell = ring
		} else if ring != nil {
			holes = append(holes, ring)
		}
		return err
	})
	r.plot.addPolygon(shell, holes)
	return err
}

// position reads two numbers and passes over the height and whatever follows it.
func (r *geoReader) position(dec *jsontext.Decoder) (Point, error) {
	if err := r.plot.next(); err != nil {
		return Point{}, err
	}
	if dec.PeekKind() != '[' {
		return Point{}, r.plot.complain(notGeoJSON.do, "is not a list of numbers")
	}
	dec.ReadToken()
	var pair [2][]byte
	n := 0
	for ; dec.PeekKind() != ']'; n++ {
		kind := dec.PeekKind()
		value, err := dec.ReadValue()
		switch {
		case err != nil:
			return Point{}, err
		case n > 1:
		case kind != '0':
			return Point{}, r.plot.complain("write degrees as decimal numbers", "has %s for a number", clip(string(value)))
		default:
			pair[n] = append(pair[n], value...)
		}
	}
	if _, err := dec.ReadToken(); err != nil {
		return Point{}, err
	}
	if n < 2 {
		return Point{}, r.plot.complain("write longitude and latitude", "has fewer than two numbers")
	}
	return r.plot.place(pair[0], pair[1])
}
