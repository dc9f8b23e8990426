package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// page is a text with the spans of its sentences; sentence 1 is the title.
type page struct {
	id        string
	text      string
	sentences []span
}

// open reads the page of an id from the folder of the texts.
func open(folder, id string) (page, error) {
	text, err := os.ReadFile(filepath.Join(folder, id+".txt"))
	if err != nil {
		return page{}, fmt.Errorf("there is no text %s: %w", id, err)
	}
	list, err := os.ReadFile(filepath.Join(folder, "sentences.tsv"))
	if err != nil {
		return page{}, err
	}
	p := page{id: id, text: string(text)}
	for line := range strings.Lines(string(list)) {
		fields := strings.Split(strings.TrimSpace(line), "\t")
		if fields[0] != id {
			continue
		}
		for _, f := range fields[1:] {
			var s span
			if _, err := fmt.Sscanf(f, "%d-%d", &s.start, &s.end); err != nil || s.end > len(text) {
				return page{}, fmt.Errorf("sentences.tsv: %q is no span of %s.txt", f, id)
			}
			p.sentences = append(p.sentences, s)
		}
	}
	if p.sentences == nil {
		return page{}, fmt.Errorf("sentences.tsv does not know %s", id)
	}
	return p, nil
}

// numbered gives the text with the number of every sentence, a blank line between paragraphs.
func (p page) numbered() string {
	var b strings.Builder
	for i, s := range p.sentences {
		if i > 0 && strings.Contains(p.text[p.sentences[i-1].end:s.start], "\n") {
			b.WriteByte('\n')
		}
		fmt.Fprintf(&b, "%3d  %s\n", i+1, p.text[s.start:s.end])
	}
	return b.String()
}

// skip stands for the words that a long citation leaves out.
const skip = " [...] "

// find gives the span that a citation means: words of sentence n as they stand, with " [...] " for what is left out
// of a long one, then where it is needed " @5" or " @5-6" for other sentences, and " #2" for the second of several.
func (p page) find(citation string, n int) (span, error) {
	words, nth := tail(citation, " #")
	words, place := tail(words, " @")
	first, last := n, n
	if place != "" {
		from, to, more := strings.Cut(place, "-")
		first, _ = strconv.Atoi(from)
		if last = first; more {
			last, _ = strconv.Atoi(to)
		}
	}
	if first < 1 || last < first || last > len(p.sentences) {
		return span{}, fmt.Errorf("%s.txt has sentences 1 to %d; mend the number", p.id, len(p.sentences))
	}
	within := span{p.sentences[first-1].start, p.sentences[last-1].end}
	head, end, long := strings.Cut(words, skip)
	found := p.occurrences(head, within)
	if k, _ := strconv.Atoi(nth); nth != "" {
		if k < 1 || k > len(found) {
			return span{}, fmt.Errorf("%q stands there %d times; mend \"#%s\"", head, len(found), nth)
		}
		found = found[k-1 : k]
	}
	switch {
	case len(found) == 0:
		return span{}, fmt.Errorf("%q does not stand in sentence %s as whole words; cite it as it is printed", head, numbers(first, last))
	case len(found) > 1:
		return span{}, fmt.Errorf("%q stands %d times in sentence %s; add #1, #2 or more words", head, len(found), numbers(first, last))
	case !long:
		return found[0], nil
	}
	ends := p.occurrences(end, span{found[0].end, within.end})
	if len(ends) != 1 {
		return span{}, fmt.Errorf("%q stands %d times after %q; it must be once, so cite more or fewer words", end, len(ends), head)
	}
	return span{found[0].start, ends[0].end}, nil
}

func numbers(first, last int) string {
	if first == last {
		return strconv.Itoa(first)
	}
	return fmt.Sprintf("%d-%d", first, last)
}

// tail parts "words #2" or "words @5-6" before the mark, when nothing but a number follows it.
func tail(s, mark string) (words, number string) {
	i := strings.LastIndex(s, mark)
	if i < 0 || strings.Trim(s[i+len(mark):], "0123456789-") != "" || i+len(mark) == len(s) {
		return s, ""
	}
	return s[:i], s[i+len(mark):]
}

// occurrences finds words that begin and end where words of the text do.
func (p page) occurrences(words string, within span) []span {
	var out []span
	for at := within.start; words != ""; {
		i := strings.Index(p.text[at:within.end], words)
		if i < 0 {
			break
		}
		s := span{at + i, at + i + len(words)}
		if p.whole(s) {
			out = append(out, s)
		}
		at = s.start + 1
	}
	return out
}

func (p page) whole(s span) bool {
	before, _ := utf8.DecodeLastRuneInString(p.text[:s.start])
	first, _ := utf8.DecodeRuneInString(p.text[s.start:])
	last, _ := utf8.DecodeLastRuneInString(p.text[:s.end])
	after, _ := utf8.DecodeRuneInString(p.text[s.end:])
	return !(inWord(before) && inWord(first)) && !(inWord(last) && inWord(after))
}

func inWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
