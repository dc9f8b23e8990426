package territory

import (
	"fmt"
	"strconv"
	"strings"
)

// kmlStyle is a Style, shared or inline.
type kmlStyle struct {
	ID   string `xml:"id,attr"`
	Poly struct {
		Color string `xml:"color"`
		Fill  string `xml:"fill"`
	} `xml:"PolyStyle"`
	Line struct {
		Color string `xml:"color"`
	} `xml:"LineStyle"`
}

// kmlPair points to a shared style, adds one of its own, or both.
type kmlPair struct {
	URL   string    `xml:"styleUrl"`
	Style *kmlStyle `xml:"Style"`
}

// kmlStyleMap has a style for an area as it lies there and one for when the pointer is on it.
type kmlStyleMap struct {
	ID    string `xml:"id,attr"`
	Pairs []struct {
		Key string `xml:"key"`
		kmlPair
	} `xml:"Pair"`
}

func (m kmlStyleMap) normal() kmlPair {
	for _, pair := range m.Pairs {
		if strings.TrimSpace(pair.Key) == "normal" {
			return pair.kmlPair
		}
	}
	return kmlPair{}
}

// kmlStyles are the styles of one file and, for each feature, what it wears.
type kmlStyles struct {
	shared map[string]kmlStyle
	maps   map[string]kmlPair
	worn   []kmlPair
}

// dress writes the style of a feature into its properties; what stands inline goes over what is shared.
func (s *kmlStyles) dress(f *Feature) {
	if problem := s.wear(f, s.worn[f.Index-1], 0); problem != "" {
		f.Notes = append(f.Notes, problem)
	}
}

func (s *kmlStyles) wear(f *Feature, pair kmlPair, depth int) (problem string) {
	if url := strings.TrimSpace(pair.URL); url != "" {
		before, id, local := strings.Cut(url, "#")
		if !local {
			before, id = "", url
		}
		style, is := s.shared[id]
		mapped, isMap := s.maps[id]
		switch {
		case before != "":
			problem = fmt.Sprintf("its style %q is in another file", clip(url))
		case is:
			problem = style.paint(f)
		case isMap && depth < maxNesting:
			problem = s.wear(f, mapped, depth+1)
		case isMap:
			problem = fmt.Sprintf("its style %q leads to itself", clip(url))
		default:
			problem = fmt.Sprintf("its style %q is not in the file", clip(url))
		}
	}
	if pair.Style != nil {
		if own := pair.Style.paint(f); own != "" {
			problem = own
		}
	}
	return problem
}

// paint writes the colours of a style in the words of simplestyle.
func (s *kmlStyle) paint(f *Feature) (problem string) {
	for _, c := range [][2]string{{"fill", s.Poly.Color}, {"stroke", s.Line.Color}} {
		text := strings.TrimSpace(c[1])
		if text == "" {
			continue
		}
		colour, opacity, ok := kmlColour(text)
		if !ok {
			problem = fmt.Sprintf("%q is no colour of KML", clip(text))
			continue
		}
		f.Properties[c[0]], f.Properties[c[0]+"-opacity"] = colour, opacity
	}
	if strings.TrimSpace(s.Poly.Fill) == "0" {
		f.Properties["fill"] = "none"
		delete(f.Properties, "fill-opacity")
	}
	return problem
}

// kmlColour turns aabbggrr into #rrggbb and an opacity of two decimals.
func kmlColour(text string) (colour, opacity string, ok bool) {
	text = strings.ToLower(strings.TrimPrefix(text, "#"))
	alpha, err := strconv.ParseUint(text, 16, 32)
	if err != nil || len(text) != 8 {
		return "", "", false
	}
	opacity = strconv.FormatFloat(float64(alpha>>24)/255, 'f', 2, 64)
	return "#" + text[6:8] + text[4:6] + text[2:4], opacity, true
}
