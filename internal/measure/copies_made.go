package measure

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"time"
	"unicode"
)

// Made is a text of a source, or one that an operation made of it.
type Made struct {
	// Source is the place of its source in the list.
	Source int
	// Operation is what made it, "source" for the source itself.
	Operation string
	Text      string
	Published time.Time
	// Was and Is are the number that correct changed, empty elsewhere.
	Was, Is string
}

// notice is the boilerplate that texts of different sources share.
const notice = `This story is part of our running coverage of the day, which the desk updates around the clock. Follow the live
page for all that is known, write to the desk if you find a mistake, and say whether we may name you. All times are
local. Some names were changed for the safety of those who spoke with us. Nothing here may be sold again without a
written agreement.`

// Make multiplies texts by the operations that docs/measurements.md lists, each drawn from a fixed seed and the place
// of its text. It wants three texts or more, since some operations borrow from others.
func Make(texts []Text) []Made {
	var out []Made
	for i, t := range texts {
		random := rand.New(rand.NewPCG(seed, uint64(i)))
		other := func() Text { return texts[(i+1+random.IntN(len(texts)-1))%len(texts)] }
		add := func(operation, text string) {
			out = append(out, Made{Source: i, Operation: operation, Text: text, Published: t.Published})
		}
		add("source", t.Body)
		for _, percent := range []int{90, 75, 50} {
			add(fmt.Sprintf("truncate %d", percent), truncate(t.Body, percent))
		}
		add("re-head", rehead(random, t.Body, other().Body))
		add("insert 1", insert(random, t.Body, other().Body, 1))
		add("insert 3", insert(random, t.Body, other().Body, 3))
		if text, was, is := correct(random, t.Body); was != "" {
			add("correct", text)
			out[len(out)-1].Was, out[len(out)-1].Is = was, is
		}
		add("bullets", bullets(t))
		add("flat", strings.Join(strings.Fields(t.Body), " "))
		add("re-encode", reencode(t.Body))
		many, _, _ := correct(random, rehead(random, t.Body, other().Body))
		add("many", truncate(reencode(many), 90))
		_, body := parted(t.Body)
		wire := body[:min(3, len(body))]
		add("wire", strings.Join(wire, "\n\n"))
		_, before := parted(other().Body)
		_, after := parted(other().Body)
		longer := append(append(append([]string{}, before[:len(before)/2]...), wire...), after[len(after)/2:]...)
		add("longer", strings.Join(longer, "\n\n"))
		add("notice", body[0]+"\n\n"+notice)
	}
	return out
}

// parted cuts a text into what stands above its body, title and date, and the paragraphs of the body; a text of two
// paragraphs and less is all body.
func parted(text string) (above, body []string) {
	for p := range strings.SplitSeq(text, "\n\n") {
		if p = strings.TrimSpace(p); p != "" {
			body = append(body, p)
		}
	}
	if len(body) > 2 {
		return body[:2], body[2:]
	}
	return nil, append(body, "")[:max(1, len(body))]
}

// truncate keeps so many of 100 words, with the layout between them.
func truncate(text string, percent int) string {
	keep := len(strings.Fields(text)) * percent / 100
	within := false
	for i, r := range text {
		if space := unicode.IsSpace(r); space == within {
			if within = !space; within {
				if keep--; keep < 0 {
					return strings.TrimSpace(text[:i])
				}
			}
		}
	}
	return text
}

func rehead(random *rand.Rand, text, other string) string {
	_, body := parted(text)
	title, _, _ := strings.Cut(strings.TrimSpace(other), "\n")
	words := strings.Fields(title)
	random.Shuffle(len(words), func(i, j int) { words[i], words[j] = words[j], words[i] })
	return strings.Join(words, " ") + "\n\nOLDFORD (NPA) - " + strings.Join(body, "\n\n")
}

func insert(random *rand.Rand, text, other string, n int) string {
	above, body := parted(text)
	_, from := parted(other)
	for range n {
		at := random.IntN(len(body) + 1)
		p := from[random.IntN(len(from))]
		body = append(body[:at:at], append([]string{p}, body[at:]...)...)
	}
	return strings.Join(append(append([]string{}, above...), body...), "\n\n")
}

// correct changes one number of digits that stands by itself below the title and the date; was is empty when there is
// none.
func correct(random *rand.Rand, text string) (out, was, is string) {
	above, _ := parted(text)
	from := 0
	for _, p := range above {
		from += strings.Index(text[from:], p) + len(p)
	}
	var at [][2]int
	for i := from; i < len(text); i++ {
		end := i
		for end < len(text) && text[end] >= '0' && text[end] <= '9' {
			end++
		}
		if end > i && alone(text, i, end) {
			at = append(at, [2]int{i, end})
		}
		i = max(i, end)
	}
	if len(at) == 0 {
		return text, "", ""
	}
	n := at[random.IntN(len(at))]
	was = text[n[0]:n[1]]
	for is = was; is == was; {
		digits := []byte(was)
		for i := range digits {
			digits[i] = '0' + byte(random.IntN(10))
		}
		if digits[0] == '0' {
			digits[0] = '1'
		}
		is = string(digits)
	}
	return text[:n[0]] + is + text[n[1]:], was, is
}

// alone tells whether the digits are a whole number: no letter, digit or mark of a number is glued to them.
func alone(text string, start, end int) bool {
	glued := func(i int) bool {
		return i >= 0 && i < len(text) && (text[i] >= 0x80 || text[i] == '-' || unicode.IsLetter(rune(text[i])) || unicode.IsDigit(rune(text[i])))
	}
	mark := func(i int) bool { return i >= 0 && i < len(text) && strings.IndexByte(".,:'", text[i]) >= 0 }
	return !glued(start-1) && !glued(end) && !(mark(start-1) && glued(start-2)) && !(mark(end) && glued(end+1))
}

func bullets(t Text) string {
	var out strings.Builder
	for _, s := range t.sentences() {
		out.WriteString("• " + strings.TrimSpace(s.Of(t.Body)) + "\n")
	}
	return out.String()
}

func reencode(text string) string {
	var out strings.Builder
	open := false
	for i, r := range text {
		switch {
		case r == '"':
			open = !open
			out.WriteString(map[bool]string{true: "“", false: "”"}[open])
		case r == '\'':
			out.WriteString("’")
		case r == '-' && i > 0 && text[i-1] == ' ' && i+1 < len(text) && text[i+1] == ' ':
			out.WriteString("—")
		case r == ' ' && i > 0 && unicode.IsDigit(rune(text[i-1])) && i+1 < len(text) && unicode.IsLetter(rune(text[i+1])):
			out.WriteString("\u00a0")
		default:
			out.WriteRune(r)
		}
	}
	return out.String()
}
