package wire

import (
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"

	"livebrief/internal/brief"
)

var xmlDeclaration = regexp.MustCompile(`^\s*<\?xml[^>]*\?>`)

// guarded is a feed that is safe to hand to the library, with the number of items left out at its end.
type guarded struct {
	text string
	left int
}

// guardXML reads the feed's markup before the library does. It refuses a DOCTYPE, with which entities that grow
// without end would be declared, refuses depth, and cuts off what stands after the last item we take. The XML
// declaration goes, because the text is UTF-8 by now whatever it says. Markup that is broken further on is left for
// the library to judge.
func guardXML(text string) (guarded, error) {
	text = strings.Map(func(r rune) rune {
		if !legalXML(r) {
			return -1
		}
		return r
	}, xmlDeclaration.ReplaceAllString(text, ""))
	dec := xml.NewDecoder(strings.NewReader(text))
	dec.Strict = false
	var open []string
	items, start, above := 0, 0, 0
	for tokens := 0; ; tokens++ {
		if tokens > maxXMLTokens {
			return cutAt(text, start, open[:min(above, len(open))], items-1)
		}
		before := int(dec.InputOffset())
		tok, err := dec.RawToken()
		if err != nil {
			return guarded{text: text}, nil
		}
		switch tok := tok.(type) {
		case xml.Directive:
			return guarded{}, brief.Invalid("the feed holds a document type declaration", "tell its owner to leave it out")
		case xml.StartElement:
			if len(open) <= 2 && isItem(tok.Name.Local) {
				items, start, above = items+1, before, len(open)
				if items > MaxItems {
					return cutAt(text, start, open, items-1)
				}
			}
			open = append(open, rawName(tok.Name))
			if len(open) > maxXMLDepth {
				return guarded{}, brief.Invalid(fmt.Sprintf("the feed nests more than %d elements in one another", maxXMLDepth),
					"tell its owner to check it with a validator")
			}
		case xml.EndElement:
			if len(open) > 0 {
				open = open[:len(open)-1]
			}
		}
	}
}

func isItem(local string) bool {
	return strings.EqualFold(local, "item") || strings.EqualFold(local, "entry")
}

// cutAt closes what is open at the start of an item, of which whole ones stand before it, and counts those left out.
func cutAt(text string, start int, open []string, whole int) (guarded, error) {
	if whole < 1 {
		return guarded{}, brief.Invalid("the feed holds more markup than any feed needs", "tell its owner to check it with a validator")
	}
	var b strings.Builder
	b.WriteString(text[:start])
	for _, name := range slices.Backward(open) {
		b.WriteString("</" + name + ">")
	}
	rest := strings.ToLower(text[start:])
	return guarded{text: b.String(), left: max(1, strings.Count(rest, "<item")+strings.Count(rest, "<entry"))}, nil
}

func rawName(n xml.Name) string {
	if n.Space == "" {
		return n.Local
	}
	return n.Space + ":" + n.Local
}

// checkJSON refuses depth that no feed needs, before a decoder recurses into it.
func checkJSON(text string) error {
	dec := json.NewDecoder(strings.NewReader(text))
	depth := 0
	for {
		tok, err := dec.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return brief.Invalid("the feed is not valid JSON", "tell its owner to check it with a validator")
		}
		switch tok {
		case json.Delim('{'), json.Delim('['):
			if depth++; depth > maxXMLDepth {
				return brief.Invalid(fmt.Sprintf("the feed nests more than %d lists in one another", maxXMLDepth),
					"tell its owner to check it with a validator")
			}
		case json.Delim('}'), json.Delim(']'):
			depth--
		}
	}
}

// legalXML tells whether XML 1.0 allows the character (its production 2, Char).
func legalXML(r rune) bool {
	return r == '\t' || r == '\n' || r == '\r' || r >= 0x20 && r <= 0xD7FF || r >= 0xE000 && r <= 0xFFFD || r >= 0x10000
}
