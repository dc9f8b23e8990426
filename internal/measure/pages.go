package measure

import (
	"fmt"
	"net/url"
	"strings"
	"unicode/utf8"

	"github.com/go-shiori/go-readability"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"livebrief/internal/brief"
	"livebrief/internal/reading"
	"livebrief/internal/wire"
)

// Page is a page of the web with its main text as a person wrote it down: paragraphs and headings between them, a line
// each, without the title, bylines, stamps, captions, boxes, lists and comments.
type Page struct {
	Name string
	// HTML is UTF-8.
	HTML string
	Gold string

	titles map[string]bool // what its first headings say; a line that says the same counts nothing for anybody
}

// NewPage takes a page and its main text. It refuses, as brief.Invalid, what is not UTF-8 or too long.
func NewPage(name string, page, gold []byte) (Page, error) {
	if len(page) > maxBody || len(gold) > maxBody {
		return Page{}, brief.Invalid(name+" is longer than 4 MB", "score shorter pages")
	}
	if !utf8.Valid(page) || !utf8.Valid(gold) {
		return Page{}, brief.Invalid(name+" is not UTF-8", "convert the page and its text")
	}
	p := Page{Name: name, HTML: string(page), Gold: string(gold), titles: map[string]bool{}}
	doc, err := html.Parse(strings.NewReader(p.HTML))
	if err != nil {
		return Page{}, brief.Invalid(name+" cannot be read as HTML: it is nested too deeply", "leave it out")
	}
	for n := range doc.Descendants() {
		if n.DataAtom == atom.H1 {
			var b strings.Builder
			for d := range n.Descendants() {
				if d.Type == html.TextNode {
					b.WriteString(d.Data)
				}
			}
			p.titles[strings.Join(plainWords(b.String()), " ")] = true
		}
	}
	return p, nil
}

// PageMeasures compare words and their order, as multisets: each as often as it stands.
var PageMeasures = []Measure{
	{Name: "words", Means: "words, each as often as it stands, wherever it stands", Macro: true},
	{Name: "shingles", Means: "four words in a row, each as often as they stand", Macro: true},
}

// PageSystems are the program's main text, what its decoder gives before paragraphs are sorted, and the rivals.
func PageSystems() []System[Page] {
	return []System[Page]{
		pageSystem("livebrief", mainText),
		pageSystem("decoder alone", decoded),
		pageSystem("go-readability", readable),
		pageSystem("whole page", wholePage),
	}
}

func pageSystem(name string, text func(Page) string) System[Page] {
	return System[Page]{name, func(p Page) Sheet {
		gold, found := p.lines(p.Gold), p.lines(text(p))
		var s Sheet
		for _, n := range []int{1, shingleWords} {
			s.Tallies = append(s.Tallies, bagTally(bag(found, n), bag(gold, n)))
		}
		return s
	}}
}

// mainText is what the program takes for the text of the page: its body and the headings in it.
func mainText(p Page) string {
	got, err := wire.Decode([]byte(p.HTML), "text/html; charset=utf-8", "")
	if err != nil {
		return ""
	}
	read := reading.Read(brief.ReadReport{Title: got.Title, Text: got.Text}, reading.Options{})
	var lines []string
	for _, para := range read.Paragraphs {
		if para.Kind == brief.ParaBody || para.Kind == brief.ParaHeadline {
			lines = append(lines, para.Of(got.Text))
		}
	}
	return strings.Join(lines, "\n")
}

func decoded(p Page) string {
	got, err := wire.Decode([]byte(p.HTML), "text/html; charset=utf-8", "")
	if err != nil {
		return ""
	}
	return got.Text
}

// readable is go-readability's article, rendered like the others' text: its own plain text runs blocks together.
func readable(p Page) string {
	article, err := readability.FromReader(strings.NewReader(p.HTML), &url.URL{Scheme: "https", Host: "page.example", Path: "/"})
	if err != nil {
		return ""
	}
	return wire.Readable(article.Content)
}

// wholePage is all that a browser would show.
func wholePage(p Page) string { return wire.Readable(p.HTML) }

// shingleWords is how many words in a row are compared.
const shingleWords = 4

// lines are the words of each line of a text that is not the title.
func (p Page) lines(text string) [][]string {
	var out [][]string
	for line := range strings.Lines(text) {
		if words := plainWords(line); len(words) > 0 && !p.titles[strings.Join(words, " ")] {
			out = append(out, words)
		}
	}
	return out
}

// bag counts n words in a row, over the ends of lines too; a text of fewer words is one.
func bag(lines [][]string, n int) map[string]int {
	var words []string
	for _, l := range lines {
		words = append(words, l...)
	}
	n = min(n, len(words))
	out := map[string]int{}
	for i := 0; n > 0 && i+n <= len(words); i++ {
		out[strings.Join(words[i:i+n], " ")]++
	}
	return out
}

func bagTally(found, gold map[string]int) Tally {
	right, nf, ng := 0, 0, 0
	for w, n := range found {
		nf += n
		right += min(n, gold[w])
	}
	for _, n := range gold {
		ng += n
	}
	return count(right, nf, ng)
}

// PageMisses lists the lines that the program left out of the main text, and those that do not belong there: lines of
// which the other side has less than half.
func PageMisses(p Page) Misses {
	m := Misses{Document: p.Name, List: []Miss{}}
	gold, found := p.lines(p.Gold), p.lines(mainText(p))
	add := func(what string, lines, others [][]string) {
		for _, line := range lines {
			mine := bag([][]string{line}, shingleWords)
			if t := bagTally(mine, bag(others, min(shingleWords, len(line)))); 2*t.FoundRight < t.Found {
				miss := Miss{What: what, Sentence: fmt.Sprintf("a line of %d words", len(line))}
				if what == "missed" {
					miss.Noted = strings.Join(line, " ")
				} else {
					miss.Found = strings.Join(line, " ")
				}
				m.List = append(m.List, miss)
			}
		}
	}
	add("missed", gold, found)
	add("invented", found, gold)
	return m
}
