package brief

import (
	"sort"
	"time"
)

// Reading is what the program made of one report: the JSON of `livebrief read --format json`. Offsets are bytes
// into Report.Text. Lists are empty, never nil; unknown strings are empty; every finding names its rule.
type Reading struct {
	Report ReadReport `json:"report"`
	// Rules names the rules that read, empty in a reading from outside that says none.
	Rules      string          `json:"rules"`
	Paragraphs []Paragraph     `json:"paragraphs"`
	Sentences  []Span          `json:"sentences"`
	Statements []ReadStatement `json:"statements"`
	Dates      []ReadDate      `json:"dates"`
	Places     []ReadPlace     `json:"places"`
	Figures    []ReadFigure    `json:"figures"`
	SeeAlso    []ReadSeeAlso   `json:"see_also"`
	Promos     []ReadPromo     `json:"promos"`
	// Track and Kind are proposals for a development from this report; Deciding are the words that decided them.
	Track    string          `json:"track"`
	Kind     DevelopmentKind `json:"kind"`
	Deciding []Deciding      `json:"deciding"`
	Warnings []string        `json:"warnings"`
}

// ReadReport is the report as the reader took it.
type ReadReport struct {
	Title     string    `json:"title"`
	Published time.Time `json:"published,omitzero"`
	Language  string    `json:"language"`
	Source    string    `json:"source"`
	URL       string    `json:"url"`
	Text      string    `json:"text"`
}

// SentenceOf gives the sentence that holds a span, or the span itself. Sentences are in the order of the text.
func (r Reading) SentenceOf(span Span) Span {
	next := sort.Search(len(r.Sentences), func(i int) bool { return r.Sentences[i].Start > span.Start })
	if next > 0 && span.End <= r.Sentences[next-1].End {
		return r.Sentences[next-1]
	}
	return span
}

// Said gives the stretch of a sentence that a statement's content takes up: from its first part in the sentence to its
// last.
func (s ReadStatement) Said(sentence Span) Span {
	var said Span
	for _, m := range s.Content {
		if sentence.Start <= m.Start && m.End <= sentence.End && m.Start < m.End {
			if said.End == 0 {
				said.Start = m.Start
			}
			said.End = m.End
		}
	}
	return said
}

// ParagraphKind sorts paragraphs: body headline byline dateline promo see_also caption stamp related.
type ParagraphKind string

// The kinds of paragraph.
const (
	ParaBody     ParagraphKind = "body"
	ParaHeadline ParagraphKind = "headline"
	ParaByline   ParagraphKind = "byline"
	ParaDateline ParagraphKind = "dateline"
	ParaPromo    ParagraphKind = "promo"
	ParaSeeAlso  ParagraphKind = "see_also"
	ParaCaption  ParagraphKind = "caption"
	ParaStamp    ParagraphKind = "stamp"
	ParaRelated  ParagraphKind = "related"
)

// Paragraph is one paragraph of the report's text.
type Paragraph struct {
	Span
	Kind ParagraphKind `json:"kind"`
	Rule string        `json:"rule"`
}

// ReadStatement is somebody's speech act as the report gives it.
type ReadStatement struct {
	Kind    DevelopmentKind `json:"kind"`
	Speaker ReadSpeaker     `json:"speaker"`
	Cue     Mention         `json:"cue"`
	Content []Mention       `json:"content"`
	// Speech is direct, mixed or indirect; Modality flat or hedged.
	Speech    string `json:"speech"`
	Modality  string `json:"modality"`
	SaidOn    SaidOn `json:"said_on"`
	Addressee string `json:"addressee"`
	// Outlet is the newspaper, agency or station to which or through which it was said, where the text tells one.
	Outlet   Outlet     `json:"outlet"`
	Language string     `json:"language"`
	Terms    []ReadTerm `json:"terms"`
	Rule     string     `json:"rule"`
}

// ReadSpeaker is who said it: the span is the mention in that sentence, the name is whom it resolves to.
type ReadSpeaker struct {
	Name string `json:"name"`
	Role string `json:"role"`
	Span
}

// Outlet is who carried a statement, as the text names it, and where.
type Outlet struct {
	Name string `json:"name"`
	Span
}

// Mention is a span with its text.
type Mention struct {
	Span
	Text string `json:"text"`
}

// SaidOn is the day of a statement as a TIMEX3 value, with where the text says so. Mod is BEFORE when the text tells only
// that it was said before that day, and empty otherwise.
type SaidOn struct {
	Value string `json:"value"`
	Mod   string `json:"mod,omitempty"`
	Span
}

// ReadTerm is one of the things that a statement says.
type ReadTerm struct {
	Mention
	Due     Due     `json:"due"`
	Penalty Penalty `json:"penalty"`
}

// Due is the window of a forecast or a deadline, with the rule that worked it out.
type Due struct {
	From string `json:"from"`
	To   string `json:"to"`
	Rule string `json:"rule"`
}

// Penalty is the range that a law sets.
type Penalty struct {
	Min  string `json:"min"`
	Max  string `json:"max"`
	Unit string `json:"unit"`
}

// ReadDate is a time expression with its TIMEX3 type and value.
type ReadDate struct {
	Mention
	Type  string `json:"type"`
	Value string `json:"value"`
	Mod   string `json:"mod"`
	Rule  string `json:"rule"`
}

// ReadPlace is a place the text names. Lat and Lon are degrees, both 0 when the text leaves open which of several
// places of that name is meant.
type ReadPlace struct {
	Mention
	Name    string  `json:"name"`
	Country string  `json:"country"`
	Lat     float64 `json:"lat"`
	Lon     float64 `json:"lon"`
	Rule    string  `json:"rule"`
}

// Located tells whether it is known where the place lies.
func (p ReadPlace) Located() bool { return p.Lat != 0 || p.Lon != 0 }

// ReadFigure is a number with what it counts and who counts. The numbers are decimal text. Value is empty for a range; Low
// and High are empty on the side on which the number is open. Of is what became of the counted, from a closed list.
type ReadFigure struct {
	Mention
	Value     string `json:"value"`
	Low       string `json:"low"`
	High      string `json:"high"`
	Qualifier string `json:"qualifier"`
	Unit      string `json:"unit"`
	Of        string `json:"of"`
	By        string `json:"by"`
	Rule      string `json:"rule"`
}

// ReadSeeAlso is a line that leads to another story.
type ReadSeeAlso struct {
	Span
	Title string `json:"title"`
	Rule  string `json:"rule"`
}

// ReadPromo is a box that advertises, the outlet's own live briefing above all.
type ReadPromo struct {
	Span
	Rule string `json:"rule"`
}

// Deciding is a word or phrase that spoke for the proposed track, or, when Track is empty, for the proposed kind.
type Deciding struct {
	Mention
	Track string `json:"track"`
	// Weight is how much it counted.
	Weight int    `json:"weight"`
	Rule   string `json:"rule"`
}
