package page

import (
	"bytes"
	"html/template"
	"strings"

	"github.com/microcosm-cc/bluemonday"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// The subset has paragraphs, emphasis, links, lists and quotes. Nothing else is parsed, so a heading, a table or a
// piece of HTML stands on the page as the characters it is written with.
var subset = parser.NewParser(
	parser.WithBlockParsers(
		util.Prioritized(parser.NewListParser(), 300),
		util.Prioritized(parser.NewListItemParser(), 400),
		util.Prioritized(parser.NewBlockquoteParser(), 800),
		util.Prioritized(parser.NewParagraphParser(), 1000)),
	parser.WithInlineParsers(
		util.Prioritized(parser.NewLinkParser(), 200),
		util.Prioritized(parser.NewEmphasisParser(), 500)),
)

var toHTML = renderer.NewRenderer(renderer.WithNodeRenderers(util.Prioritized(html.NewRenderer(), 1000)))

// wall is the second look at what the first made: only these elements, only these kinds of address.
var wall = func() *bluemonday.Policy {
	p := bluemonday.NewPolicy()
	p.AllowElements("p", "em", "strong", "ul", "ol", "li", "blockquote")
	p.AllowAttrs("href").OnElements("a")
	p.AllowURLSchemes("http", "https", "mailto")
	p.RequireParseableURLs(true)
	p.RequireNoReferrerOnLinks(true)
	p.RequireNoFollowOnLinks(false)
	return p
}()

// MarkdownToHTML gives safe HTML for a text in the briefing's subset of Markdown. Links lead to http, https and mailto
// addresses only and send no referrer.
func MarkdownToHTML(source string) template.HTML {
	src := []byte(strings.ToValidUTF8(source, "\uFFFD"))
	var out bytes.Buffer
	if err := toHTML.Render(&out, src, subset.Parse(text.NewReader(src))); err != nil {
		return template.HTML(template.HTMLEscapeString(source)) // a buffer does not fail; the text is never lost
	}
	return template.HTML(strings.TrimSpace(wall.SanitizeReader(&out).String()))
}

// MarkdownToText gives the same text without marks, for feeds, descriptions and structured data: paragraphs parted by
// an empty line, list items by a dash, a link as its words.
func MarkdownToText(source string) string {
	src := []byte(strings.ToValidUTF8(source, "\uFFFD"))
	var b strings.Builder
	write := func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		switch n := n.(type) {
		case *ast.Text:
			if entering {
				b.Write(util.UnescapePunctuations(n.Segment.Value(src)))
				if n.SoftLineBreak() || n.HardLineBreak() {
					b.WriteByte(' ')
				}
			}
		case *ast.String:
			if entering {
				b.Write(n.Value)
			}
		case *ast.ListItem:
			if entering {
				b.WriteString("– ")
			}
		case *ast.Paragraph:
			if !entering {
				b.WriteString("\n\n")
			}
		case *ast.TextBlock:
			if !entering {
				b.WriteByte('\n')
			}
		case *ast.List:
			if !entering {
				b.WriteByte('\n')
			}
		}
		return ast.WalkContinue, nil
	}
	if err := ast.Walk(subset.Parse(text.NewReader(src)), write); err != nil {
		return source // the walk returns no error of its own
	}
	return strings.TrimSpace(b.String())
}

// firstSentences cuts a plain text to at most n characters at the end of a word, with an ellipsis when it was cut.
func firstSentences(plain string, n int) string {
	plain = strings.Join(strings.Fields(plain), " ")
	runes := []rune(plain)
	if len(runes) <= n {
		return plain
	}
	cut := string(runes[:n])
	if i := strings.LastIndexByte(cut, ' '); i > 0 {
		cut = cut[:i]
	}
	return strings.TrimRight(cut, " ,;:–—-") + "…"
}
