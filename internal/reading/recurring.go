package reading

import (
	"hash/fnv"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"livebrief/internal/brief"
	"livebrief/internal/reading/echo"
)

// RecurringWindow bounds a Recurring. Whatever is zero takes its default.
type RecurringWindow struct {
	// Reports is how many it remembers; the one that came first goes first. Default 200.
	Reports int
}

const (
	defaultWindow = 200
	// recurLeast is in how many stories of a source a paragraph stands before it is boilerplate, and recurTelling in how
	// many one that looks like news does, with half of all stories.
	recurLeast   = 3
	recurTelling = 5
	// retold is the similarity from which two reports are versions of one story, and withinStory the share of the words
	// of the smaller one that stand in paragraphs of the other.
	retold      = 0.35
	withinStory = 0.6
	// recurWords is how many words a paragraph has at least that is remembered, recurMost how many paragraphs of one
	// report are.
	recurWords = 3
	recurMost  = 400
)

// Recurring learns which paragraphs one source puts into its reports again and again: boxes, notices, lists. It is
// given the reports of that source as they come and forgets the oldest. Versions of one story count once, so that a
// quotation that every update repeats is not taken for a box. Not safe for use by several goroutines at once.
type Recurring struct {
	window  int
	reports []remembered // the oldest first
	stories int          // how many were ever told apart; the next one's number
	holders map[uint64][]int
	came    int // how many reports ever came; holders name them by this count
}

// remembered is what is kept of a report.
type remembered struct {
	id    brief.ReportID
	story int
	sign  echo.Signature
	words int
	paras []weighed
}

// weighed is a paragraph by its hash, with how many words it has.
type weighed struct {
	hash  uint64
	words int
}

// NewRecurring makes one that has learned nothing.
func NewRecurring(w RecurringWindow) *Recurring {
	if w.Reports <= 0 {
		w.Reports = defaultWindow
	}
	return &Recurring{window: w.Reports, holders: map[uint64][]int{}}
}

// Add takes a report in; one of an id that is there changes nothing.
func (r *Recurring) Add(id brief.ReportID, text string) {
	if slices.ContainsFunc(r.reports, func(o remembered) bool { return o.id == id }) {
		return
	}
	n := remembered{id: id, sign: echo.Sign(text), paras: paragraphsOf(text)}
	for _, p := range n.paras {
		n.words += p.words
	}
	n.story = r.storyOf(n)
	if len(r.reports) == r.window {
		r.forget()
	}
	for _, p := range n.paras {
		r.holders[p.hash] = append(r.holders[p.hash], r.came)
	}
	r.reports = append(r.reports, n)
	r.came++
}

// Times gives in how many stories of the window a paragraph stands, and 0 where that says nothing about it: when it is
// short, or stands in fewer than three. A paragraph that looks like news may be the background of many stories, and only
// counts when it stands in five and in half of them all.
func (r *Recurring) Times(paragraph string) int {
	hash, words := key(paragraph)
	if words < recurWords {
		return 0
	}
	told := map[int]bool{}
	for _, at := range r.holders[hash] {
		told[r.reports[at-r.came+len(r.reports)].story] = true
	}
	n := len(told)
	if n < recurLeast || likeNews(paragraph) && (n < recurTelling || 2*n < r.known()) {
		return 0
	}
	return n
}

// known is how many stories the window has.
func (r *Recurring) known() int {
	seen := map[int]bool{}
	for _, o := range r.reports {
		seen[o.story] = true
	}
	return len(seen)
}

// forget lets the oldest report go.
func (r *Recurring) forget() {
	oldest := r.came - len(r.reports)
	for _, p := range r.reports[0].paras {
		left := slices.DeleteFunc(r.holders[p.hash], func(at int) bool { return at == oldest })
		if r.holders[p.hash] = left; len(left) == 0 {
			delete(r.holders, p.hash)
		}
	}
	r.reports = slices.Delete(r.reports, 0, 1)
}

// storyOf gives the story that a report is a version of, a new one when it is none. When it shows that two stories are
// one, they become one.
func (r *Recurring) storyOf(n remembered) int {
	story, has := -1, map[uint64]bool{}
	for _, p := range n.paras {
		has[p.hash] = true
	}
	for _, o := range r.reports {
		if o.story == story || !n.retells(o, has) {
			continue
		}
		if story < 0 {
			story = o.story
			continue
		}
		for k := range r.reports {
			if r.reports[k].story == o.story {
				r.reports[k].story = story
			}
		}
	}
	if story < 0 {
		story = r.stories
		r.stories++
	}
	return story
}

// retells tells whether two reports are versions of one story: most of their words are the same, or most of the smaller
// one stands in the other. has are the paragraphs of n.
func (n remembered) retells(o remembered, has map[uint64]bool) bool {
	if n.sign.Exact == o.sign.Exact || n.sign.Similarity(o.sign) >= retold {
		return true
	}
	shared := 0
	for _, p := range o.paras {
		if has[p.hash] {
			shared += p.words
		}
	}
	return float64(shared) >= withinStory*float64(min(n.words, o.words)) && shared > 0
}

// paragraphs are those of a text that are remembered, each once.
func paragraphsOf(text string) []weighed {
	var out []weighed
	seen := map[uint64]bool{}
	for _, s := range split(text) {
		hash, words := key(s.Of(text))
		if words < recurWords || seen[hash] {
			continue
		}
		seen[hash] = true
		if out = append(out, weighed{hash, words}); len(out) == recurMost {
			break
		}
	}
	return out
}

// key is the hash of a paragraph's words in lower case, and how many it has. Digits are no words: "Updated at 14:32" is
// the same as "Updated at 15:10".
func key(paragraph string) (hash uint64, words int) {
	if len(paragraph) > judged || !utf8.ValidString(paragraph) {
		return 0, 0
	}
	h := fnv.New64a()
	for w := range strings.FieldsFuncSeq(strings.ToLower(paragraph), func(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsMark(c) }) {
		h.Write([]byte(w))
		h.Write([]byte{' '})
		words++
	}
	return h.Sum64(), words
}

// readerWords are those by which an outlet talks to its reader.
var readerWords = set("you your yours our us we here subscribe newsletter follow sign click support donate вас вам ваш наш нас нам")

// likeNews tells whether a paragraph looks like news: it has a quotation, a number, a day, or somebody who says
// something; or it is a sentence that does not talk to the reader.
func likeNews(t string) bool {
	talks := false
	for _, tok := range tokens(t, brief.Span{End: len(t)}, nil) {
		if tok.kind == number || days[tok.low] > 0 || len(tok.low) > 3 && months[tok.low] > 0 || cues[tok.low].quotes ||
			tok.kind == punct && strings.ContainsAny(tok.low, "\"“«„") {
			return true
		}
		talks = talks || readerWords[tok.low]
	}
	return endsSentence(t) && !talks
}

// recurs gives in how many stories of its source a paragraph stands.
func (s *sorter) recurs(t string) int {
	if s.recurring == nil {
		return 0
	}
	return s.recurring(t)
}
