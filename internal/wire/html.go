package wire

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/url"
	"strings"
	"unicode/utf8"

	"github.com/markusmobius/go-trafilatura"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"livebrief/internal/brief"
)

// decodeHTML gives the readable text of a page: the article where one can be told from the rest, else all that a
// reader would see.
func decodeHTML(text, address string) (Result, error) {
	tags, err := checkHTML(text)
	if err != nil {
		return Result{}, err
	}
	doc, err := html.Parse(strings.NewReader(text))
	if err != nil {
		return Result{}, brief.Invalid("the page cannot be read as HTML: it is nested too deeply", "send its text instead")
	}
	res := Result{Format: HTML, Decoder: decoderHTML, Published: publishedIn(doc), Language: languageOf(doc)}
	if tags > maxHTMLTags {
		res.Warnings = append(res.Warnings, "The page is too large to find the article in it; all of its text was taken.")
	} else if res.Title, res.Text = extract(doc, address); res.Text == "" {
		res.Warnings = append(res.Warnings, "The article could not be told from the rest of the page; all of the text was taken.")
	}
	if res.Text == "" {
		res.Decoder, res.Text = decoderHTMLAll, paragraphs(container(doc))
	}
	if res.Title == "" {
		res.Title = titleOf(doc)
	}
	if res.Text == "" {
		return Result{}, brief.Invalid("the page holds no text", "it may need a script to show any; send its text instead")
	}
	return res, nil
}

// checkHTML counts the tags and refuses nesting that no page needs, before anything builds a tree: the parser and
// the extractor both walk recursively. Only elements that stay open count, so an unclosed <br> or <p> is no depth.
func checkHTML(text string) (tags int, err error) {
	depth, deepest := 0, 0
	z := html.NewTokenizer(strings.NewReader(text))
	z.SetMaxBuf(MaxReport)
	for {
		switch z.Next() {
		case html.ErrorToken:
			if !errors.Is(z.Err(), io.EOF) {
				return tags, brief.Invalid("the page cannot be read as HTML", "send its text instead")
			}
			if deepest > maxHTMLDepth {
				return tags, brief.Invalid(fmt.Sprintf("the page nests %d elements in one another", deepest),
					fmt.Sprintf("pages may nest %d; send its text instead", maxHTMLDepth))
			}
			return tags, nil
		case html.StartTagToken:
			tags++
			name, _ := z.TagName()
			if !neverNests[atom.Lookup(name)] {
				depth++
				deepest = max(deepest, depth)
			}
		case html.EndTagToken:
			name, _ := z.TagName()
			if depth > 0 && !neverNests[atom.Lookup(name)] {
				depth--
			}
		}
	}
}

// neverNests are the void elements and those whose end tag people leave out.
var neverNests = map[atom.Atom]bool{atom.Br: true, atom.Hr: true, atom.Img: true, atom.Input: true, atom.Link: true,
	atom.Meta: true, atom.Source: true, atom.Track: true, atom.Wbr: true, atom.Area: true, atom.Base: true, atom.Col: true,
	atom.Embed: true, atom.Param: true, atom.P: true, atom.Li: true, atom.Dd: true, atom.Dt: true, atom.Td: true,
	atom.Th: true, atom.Tr: true, atom.Option: true, atom.Tbody: true, atom.Thead: true, atom.Tfoot: true}

// minArticle is the length in characters below which the extractor, by its own rule, has found nothing and hands out
// a last resort: the page's paragraphs without the breaks between them, or twice.
const minArticle = 250

// extract finds the article; text is empty where there is none. The extractor is large and fed with strangers'
// pages, and a panic in it would take the whole server down for one bad page; so a panic counts as "nothing found"
// and the page is read whole.
func extract(doc *html.Node, address string) (title, text string) {
	defer func() {
		if recover() != nil {
			title, text = "", ""
		}
	}()
	opts := trafilatura.Options{EnableFallback: true, ExcludeComments: true, HtmlDateMode: trafilatura.Disabled}
	if u, err := url.Parse(address); err == nil && u.Host != "" {
		opts.OriginalURL = u
	}
	article, err := trafilatura.ExtractDocument(doc, opts)
	if err != nil || article.ContentNode == nil {
		return "", ""
	}
	title, text = oneLine(article.Metadata.Title), paragraphs(article.ContentNode)
	if utf8.RuneCountInString(text) < minArticle || glued(text, doc) {
		text = ""
	}
	return title, text
}

// glued recognises the other last resort: all of the page's text in one line, words run together where paragraphs
// met. One line that the page shows as one line is honest, and so is one that it does not show at all: that came
// from the page's structured data.
func glued(text string, doc *html.Node) bool {
	if strings.Contains(text, "\n") {
		return false
	}
	shown := paragraphs(doc)
	return !strings.Contains("\n"+shown+"\n", "\n"+text+"\n") && strings.Contains(spaceless(shown), spaceless(text))
}

func spaceless(s string) string { return strings.Join(strings.Fields(s), "") }

// container gives the element that holds the page's own text as far as the page says so: its only article, or its
// main part, or all of it.
func container(doc *html.Node) *html.Node {
	var articles, mains []*html.Node
	for n := range doc.Descendants() {
		switch n.DataAtom {
		case atom.Article:
			articles = append(articles, n)
		case atom.Main:
			mains = append(mains, n)
		}
	}
	for _, found := range [][]*html.Node{articles, mains} {
		if len(found) == 1 && paragraphs(found[0]) != "" {
			return found[0]
		}
	}
	return doc
}

// titleOf gives the document's own title.
func titleOf(doc *html.Node) string {
	for n := range doc.Descendants() {
		if n.DataAtom == atom.Title && n.Namespace == "" {
			return oneLine(textOf(n))
		}
	}
	return ""
}

// languageOf gives the language that the root element declares, as a BCP 47 tag.
func languageOf(doc *html.Node) string {
	for n := range doc.ChildNodes() {
		if n.DataAtom == atom.Html {
			return language(attr(n, "lang"))
		}
	}
	return ""
}

// language keeps a plausible language tag and drops anything else.
func language(tag string) string {
	tag = strings.ReplaceAll(strings.TrimSpace(tag), "_", "-")
	if len(tag) < 2 || len(tag) > 35 {
		return ""
	}
	for _, c := range []byte(tag) {
		if c != '-' && (c < '0' || c > '9') && (c|0x20 < 'a' || c|0x20 > 'z') {
			return ""
		}
	}
	return tag
}

// Readable gives the text of a piece of HTML, one line per paragraph. A feed's content is such a piece: it has no
// navigation to tell the article from, so nothing is left out but what a browser would not show.
func Readable(fragment string) string {
	if !strings.ContainsAny(fragment, "<&") {
		return strings.Join(cleanLines(fragment), "\n")
	}
	if _, err := checkHTML(fragment); err != nil {
		return strings.Join(cleanLines(tagless(fragment)), "\n")
	}
	doc, err := html.Parse(strings.NewReader(fragment))
	if err != nil {
		return strings.Join(cleanLines(tagless(fragment)), "\n")
	}
	return paragraphs(doc)
}

// tagless keeps the text of markup too deep to parse.
func tagless(fragment string) string {
	var b bytes.Buffer
	for z := html.NewTokenizer(strings.NewReader(fragment)); ; {
		switch z.Next() {
		case html.ErrorToken:
			return b.String()
		case html.TextToken:
			b.Write(z.Text())
			b.WriteByte(' ')
		}
	}
}
