package wire

import (
	"strings"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// hidden elements hold nothing that is read.
var hidden = map[atom.Atom]bool{atom.Script: true, atom.Style: true, atom.Template: true, atom.Noscript: true,
	atom.Head: true, atom.Svg: true, atom.Math: true, atom.Iframe: true, atom.Object: true, atom.Select: true,
	atom.Textarea: true, atom.Button: true, atom.Canvas: true, atom.Noframes: true, atom.Datalist: true}

// blocks begin and end a paragraph.
var blocks = map[atom.Atom]bool{atom.P: true, atom.Div: true, atom.H1: true, atom.H2: true, atom.H3: true, atom.H4: true,
	atom.H5: true, atom.H6: true, atom.Li: true, atom.Ul: true, atom.Ol: true, atom.Blockquote: true, atom.Tr: true,
	atom.Table: true, atom.Section: true, atom.Article: true, atom.Header: true, atom.Footer: true, atom.Figure: true,
	atom.Figcaption: true, atom.Pre: true, atom.Dl: true, atom.Dt: true, atom.Dd: true, atom.Aside: true, atom.Main: true,
	atom.Nav: true, atom.Address: true, atom.Form: true, atom.Fieldset: true, atom.Hr: true, atom.Caption: true,
	atom.Details: true, atom.Summary: true, atom.Center: true, atom.Br: true, atom.Body: true, atom.Html: true}

// paragraphs gives the text that a reader would see below n, one line per paragraph, with runs of white space made
// one space. Marks that only steer line breaking go, because they would hide words from a reader of the text.
func paragraphs(n *html.Node) string {
	var w textWriter
	w.walk(n)
	w.endLine()
	return strings.Join(w.lines, "\n")
}

// textWriter collects lines. The tree's depth is limited before it is built, so walk may recurse.
type textWriter struct {
	lines []string
	line  strings.Builder
}

func (w *textWriter) walk(n *html.Node) {
	switch n.Type {
	case html.TextNode:
		w.line.WriteString(n.Data)
		return
	case html.ElementNode:
		if hidden[tagOf(n)] || isHidden(n) {
			return
		}
	case html.CommentNode, html.DoctypeNode:
		return
	}
	tag := tagOf(n)
	block := blocks[tag]
	if block {
		w.endLine()
	}
	for c := range n.ChildNodes() {
		w.walk(c)
	}
	if tag == atom.Td || tag == atom.Th {
		w.line.WriteByte(' ')
	}
	if block {
		w.endLine()
	}
}

// tagOf gives the element's tag. Elements that the extractor made itself have a name only.
func tagOf(n *html.Node) atom.Atom {
	if n.Type != html.ElementNode || n.DataAtom != 0 {
		return n.DataAtom
	}
	return atom.Lookup([]byte(n.Data))
}

func (w *textWriter) endLine() {
	if s := squeeze(w.line.String()); s != "" {
		w.lines = append(w.lines, s)
	}
	w.line.Reset()
}

// isHidden tells whether the element says of itself that it is not shown.
func isHidden(n *html.Node) bool {
	for _, a := range n.Attr {
		switch {
		case a.Key == "hidden":
			return true
		case a.Key == "style" && strings.Contains(strings.ReplaceAll(strings.ToLower(a.Val), " ", ""), "display:none"):
			return true
		}
	}
	return false
}

// squeeze makes runs of white space one space and drops control and line-breaking marks. The joiners stay: Persian,
// Arabic and Indic words and some emoji need them.
func squeeze(s string) string {
	var b strings.Builder
	space := false
	for _, r := range s {
		switch {
		case unicode.IsSpace(r):
			space = b.Len() > 0
		case r == '\u00AD' || r == '\u200B' || r == '\uFEFF' || unicode.IsControl(r):
		default:
			if space {
				b.WriteByte(' ')
				space = false
			}
			b.WriteRune(r)
		}
	}
	return b.String()
}

// cleanLines splits plain text into its paragraphs.
func cleanLines(s string) []string {
	var lines []string
	for line := range strings.Lines(s) {
		if line = squeeze(line); line != "" {
			lines = append(lines, line)
		}
	}
	return lines
}

// oneLine makes a title of s.
func oneLine(s string) string { return clip(squeeze(strings.ToValidUTF8(s, "")), maxTitle) }

// textOf gives all text below n as it stands.
func textOf(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return b.String()
}

// attr gives an attribute's value, empty when it is not there.
func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key && a.Namespace == "" {
			return a.Val
		}
	}
	return ""
}
