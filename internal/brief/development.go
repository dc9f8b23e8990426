package brief

import (
	"encoding/json"
	"time"
)

// DevelopmentKind says what sort of thing a development tells: something that happened, one of the kinds of
// statement, or a story of the outlet's own.
type DevelopmentKind string

// The kinds of development. KindStory marks the outlet's own coverage: it becomes a story card.
const (
	KindEvent     DevelopmentKind = "event"
	KindAssertion DevelopmentKind = "assertion"
	KindDenial    DevelopmentKind = "denial"
	KindNoComment DevelopmentKind = "no_comment"
	KindPledge    DevelopmentKind = "pledge"
	KindThreat    DevelopmentKind = "threat"
	KindForecast  DevelopmentKind = "forecast"
	KindOrder     DevelopmentKind = "order"
	KindLawChange DevelopmentKind = "law_change"
	KindFigure    DevelopmentKind = "figure"
	KindAppeal    DevelopmentKind = "appeal"
	KindStory     DevelopmentKind = "story"
)

// DevelopmentKinds lists every kind.
var DevelopmentKinds = []DevelopmentKind{KindEvent, KindAssertion, KindDenial, KindNoComment, KindPledge, KindThreat,
	KindForecast, KindOrder, KindLawChange, KindFigure, KindAppeal, KindStory}

// Label says how well a development is established.
type Label string

// The labels. An unverified development always prints a sentence that says so.
const (
	Witnessed  Label = "witnessed"
	Official   Label = "official"
	Reported   Label = "reported"
	Verified   Label = "verified"
	Unverified Label = "unverified"
)

// Labels lists every label.
var Labels = []Label{Witnessed, Official, Reported, Verified, Unverified}

// Precision says how exactly a time is known.
type Precision string

// Precisions from fine to coarse.
const (
	ToMinute Precision = "minute"
	ToHour   Precision = "hour"
	ToDay    Precision = "day"
	ToMonth  Precision = "month"
	ToYear   Precision = "year"
)

// EventTime is when something happened, as far as it is known.
type EventTime struct {
	From time.Time `json:"from,omitzero"`
	// To is zero for a moment or a single day.
	To        time.Time `json:"to,omitzero"`
	Precision Precision `json:"precision,omitempty"`
	// Zone is the IANA name of the zone in which From was told.
	Zone string `json:"zone,omitempty"`
}

// Development is the body of the entries publish, update, correct, refile, hold and withdraw. Text is a subset of
// Markdown: paragraphs, emphasis, links, lists and quotes.
type Development struct {
	Headline string          `json:"headline"`
	Text     string          `json:"text"`
	Track    TrackID         `json:"track"`
	Kind     DevelopmentKind `json:"kind"`
	Event    EventTime       `json:"event,omitzero"`
	Place    string          `json:"place,omitempty"`
	// Position is where on the map it is, of a development that maps should show.
	Position   Position      `json:"position,omitzero"`
	Byline     string        `json:"byline,omitempty"`
	Label      Label         `json:"label"`
	RestsOn    []Reference   `json:"rests_on"`
	Statements []StatementID `json:"statements,omitempty"`
	Numbers    []string      `json:"numbers,omitempty"`
	Images     []Image       `json:"images,omitempty"`
	SeeAlso    []Link        `json:"see_also,omitempty"`
	// Note is public: for a correction it says what was wrong, for a withdrawal why.
	Note string `json:"note,omitempty"`
}

// Reference is one thing that a development rests on: a stored report, or an address, or both.
type Reference struct {
	Report ReportID `json:"report,omitempty"`
	URL    string   `json:"url,omitempty"`
	Outlet string   `json:"outlet,omitempty"`
	Title  string   `json:"title,omitempty"`
	// Span marks the bytes of the report's text that carry the development.
	Span *Span `json:"span,omitempty"`
	// Quote is the marked sentence, the most that readers see of somebody else's report: the text at Span, with line breaks
	// of one kind.
	Quote string `json:"quote,omitempty"`
	// Mark is the stretch of Quote, in its bytes, that the development was made from.
	Mark *Span `json:"mark,omitempty"`
}

// Span is a half-open range of bytes of a text: text[Start:End].
type Span struct {
	Start int `json:"start"`
	End   int `json:"end"`
}

// Of re-slices text, empty when the span does not lie in it.
func (s Span) Of(text string) string {
	if s.Start < 0 || s.End < s.Start || s.End > len(text) {
		return ""
	}
	return text[s.Start:s.End]
}

// Image is a picture by the hash of its bytes, never an address elsewhere.
type Image struct {
	SHA256 string `json:"sha256"`
	Alt    string `json:"alt"`
	Credit string `json:"credit,omitempty"`
	Width  int    `json:"width"`
	Height int    `json:"height"`
}

// Link is an address with its title.
type Link struct {
	Title string `json:"title"`
	URL   string `json:"url"`
}

// Glance is the body of a glance entry: the whole list as it stands from then on, and what changed.
type Glance struct {
	Lines   []Line       `json:"lines"`
	Changes []LineChange `json:"changes"`
}

// Line is one sentence of the glance, at most 45 words.
type Line struct {
	ID    LineID  `json:"id"`
	Text  string  `json:"text"`
	Track TrackID `json:"track,omitempty"`
	// Refs are the developments that the line sums up.
	Refs []ItemID `json:"refs"`
	// SaidOn is a date, YYYY-MM-DD.
	SaidOn string `json:"said_on,omitempty"`
}

// LineChange says what happened to one line and of which class it was: publish for a new line, update, correct,
// refile, or withdraw for one taken off the list.
type LineChange struct {
	ID    LineID    `json:"id"`
	Class EntryKind `json:"class"`
	Note  string    `json:"note,omitempty"`
}

// Redaction is the body of a redact entry.
type Redaction struct {
	Target ItemID `json:"target"`
	// Class is law, safety or other.
	Class  string `json:"class"`
	Reason string `json:"reason"`
	// Removed lists the entries whose body and salt are gone.
	Removed []Removed `json:"removed"`
}

// Removed is one entry that lost its body, with what stands in its place: nothing, or the same body with the
// offending words struck out, so that one name does not cost a whole list.
type Removed struct {
	Seq Seq `json:"seq"`
	// Replacement is a Development or a Glance; nil when nothing stands in its place.
	Replacement json.RawMessage `json:"replacement,omitempty"`
}
