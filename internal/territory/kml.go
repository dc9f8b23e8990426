package territory

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"

	"golang.org/x/net/html/charset"
)

// maxFolders is how deep folders may stand in folders; maxElements bounds the elements of a file, because an empty one
// takes many times its letters in memory.
const (
	maxFolders  = 32
	maxElements = 1_000_000
)

// kmlReader reads one KML file, a placemark at a time. Styles may stand behind what they style, so they are given to
// the features at the end.
type kmlReader struct {
	name    string
	dec     *xml.Decoder
	source  *countedXML
	plot    *plotter
	file    File
	styles  kmlStyles
	open    []string // elements that contain others
	folders []string // their names
	images  int
}

// ReadKML reads the placemarks of a KML file with their styles. It opens nothing else: a document type, a network link
// or a style elsewhere is refused or noted, never fetched.
func ReadKML(name string, raw []byte, axes Axes) (File, error) {
	if len(raw) > maxFileBytes {
		return File{}, refuse(name, 0, "", tooLarge(len(raw)))
	}
	source := &countedXML{Decoder: xml.NewDecoder(bytes.NewReader(raw)), left: maxElements}
	source.CharsetReader = charset.NewReaderLabel
	r := &kmlReader{name: name, dec: xml.NewTokenDecoder(source), source: source, plot: newPlotter(axes),
		styles: kmlStyles{shared: map[string]kmlStyle{}, maps: map[string]kmlPair{}}}
	if err := r.read(); err != nil {
		return File{}, refuse(name, 0, "", err)
	}
	for i := range r.file.Features {
		r.styles.dress(&r.file.Features[i])
		r.file.Features[i].settle()
	}
	if r.images > 0 {
		r.file.Notes = append(r.file.Notes, fmt.Sprintf("images laid over the map are left out: %d", r.images))
	}
	return r.file, nil
}

// countedXML is a decoder that gives only so many elements.
type countedXML struct {
	*xml.Decoder
	left int
}

// Token gives the next token of the file.
func (c *countedXML) Token() (xml.Token, error) {
	token, err := c.Decoder.Token()
	if _, is := token.(xml.StartElement); is {
		if c.left--; c.left < 0 {
			return nil, complaint{fmt.Sprintf("the file has more than %d elements", maxElements), "split it"}
		}
	}
	return token, err
}

// read goes over the elements that contain placemarks.
func (r *kmlReader) read() error {
	rooted := false
	for {
		token, err := r.dec.Token()
		if err == io.EOF && rooted {
			return nil
		}
		if err != nil {
			return r.broken(err)
		}
		switch token := token.(type) {
		case xml.Directive:
			return complaint{"the file declares a document type", "export it without one: no map needs it"}
		case xml.StartElement:
			if !rooted && token.Name.Local != "kml" {
				return complaint{fmt.Sprintf("its first element is %q, not kml", clip(token.Name.Local)), notGeoJSON.do}
			}
			if rooted && len(r.open) == 0 {
				return complaint{"more follows after the end of the map", "hand in one map a file"}
			}
			rooted = true
			if err := r.element(token); err != nil {
				return err
			}
		case xml.EndElement:
			r.open, r.folders = r.open[:len(r.open)-1], r.folders[:len(r.folders)-1]
		}
	}
}

// element enters one element, reads it or passes over it.
func (r *kmlReader) element(start xml.StartElement) error {
	switch start.Name.Local {
	case "kml", "Document", "Folder":
		if len(r.open) > maxFolders {
			return complaint{fmt.Sprintf("folders stand more than %d deep", maxFolders), "flatten them"}
		}
		r.open, r.folders = append(r.open, start.Name.Local), append(r.folders, "")
		return nil
	case "name":
		var text string
		err := r.decode(&text, start)
		if last := len(r.open) - 1; r.open[last] == "Folder" {
			r.folders[last] = clip(text)
		}
		return err
	case "Style":
		var s kmlStyle
		err := r.decode(&s, start)
		r.styles.shared[s.ID] = s
		return err
	case "StyleMap":
		var m kmlStyleMap
		err := r.decode(&m, start)
		r.styles.maps[m.ID] = m.normal()
		return err
	case "Placemark":
		return r.placemark(start)
	case "NetworkLink":
		return complaint{"the map itself is elsewhere, behind a NetworkLink", "fetch the linked file and hand in that"}
	case "GroundOverlay", "PhotoOverlay", "ScreenOverlay":
		r.images++
	}
	if err := r.dec.Skip(); err != nil {
		return r.broken(err)
	}
	return nil
}

func (r *kmlReader) decode(into any, start xml.StartElement) error {
	if err := r.dec.DecodeElement(into, &start); err != nil {
		return r.broken(err)
	}
	return nil
}

// broken turns an error of the syntax into a sentence with its line.
func (r *kmlReader) broken(err error) error {
	line, _ := r.source.InputPos()
	var syntax *xml.SyntaxError
	var known complaint
	switch {
	case errors.As(err, &known):
		return known
	case errors.Is(err, io.EOF), errors.As(err, &syntax) && strings.Contains(syntax.Msg, "unexpected EOF"):
		return complaint{fmt.Sprintf("the file ends in the middle, in line %d", line), "fetch it again"}
	case syntax != nil && strings.Contains(syntax.Msg, "entity"):
		return complaint{fmt.Sprintf("line %d has an entity that XML does not know", line), "write the character itself"}
	case syntax != nil:
		return complaint{fmt.Sprintf("line %d is no XML", line), "fetch or export the file again"}
	}
	return complaint{fmt.Sprintf("line %d cannot be read as KML", line), "fetch or export the file again"}
}

// kmlPlacemark is a placemark as it is written.
type kmlPlacemark struct {
	ID          string    `xml:"id,attr"`
	Name        string    `xml:"name"`
	Description string    `xml:"description"`
	Visibility  string    `xml:"visibility"`
	Begin       string    `xml:"TimeSpan>begin"`
	End         string    `xml:"TimeSpan>end"`
	When        string    `xml:"TimeStamp>when"`
	Data        []kmlData `xml:"ExtendedData>Data"`
	Simple      []struct {
		Name  string `xml:"name,attr"`
		Value string `xml:",chardata"`
	} `xml:"ExtendedData>SchemaData>SimpleData"`
	kmlPair
	Map *kmlStyleMap `xml:"StyleMap"`
	kmlGeometry
}

type kmlData struct {
	Name  string `xml:"name,attr"`
	Value string `xml:"value"`
}

// placemark reads one feature.
func (r *kmlReader) placemark(start xml.StartElement) error {
	f := Feature{Index: len(r.file.Features) + 1}
	if f.Index > maxFeatures {
		return complaint{fmt.Sprintf("the file has more than %d features", maxFeatures), "split it"}
	}
	var p kmlPlacemark
	if err := r.decode(&p, start); err != nil {
		return refuse(r.name, f.Index, p.Name, err)
	}
	f.Name, f.Properties = oneLine(p.Name), p.properties(r.folders)
	r.plot.begin(&f)
	if err := r.plot.kmlGeometry(p.kmlGeometry, 0); err != nil {
		return refuse(r.name, f.Index, f.Name, err)
	}
	r.plot.end()
	if p.Map != nil && p.URL == "" && p.Style == nil {
		p.kmlPair = p.Map.normal()
	}
	r.styles.worn = append(r.styles.worn, p.kmlPair)
	r.file.Features = append(r.file.Features, f)
	return nil
}

// properties gives what is written beside the geometry, empty texts left out.
func (p *kmlPlacemark) properties(folders []string) map[string]string {
	held := map[string]string{}
	put := func(key, value string) {
		if value = strings.TrimSpace(value); value != "" && key != "" {
			held[key] = value
		}
	}
	for _, d := range p.Data {
		put(d.Name, d.Value)
	}
	for _, s := range p.Simple {
		put(s.Name, s.Value)
	}
	put("id", p.ID)
	put("name", p.Name)
	put("description", p.Description)
	put("visibility", p.Visibility)
	put("begin", p.Begin)
	put("end", p.End)
	put("when", p.When)
	put("styleUrl", p.URL)
	path := make([]string, 0, len(folders))
	for _, name := range folders {
		if name != "" {
			path = append(path, name)
		}
	}
	put("folder", strings.Join(path, " / "))
	return held
}
