package brief

import "time"

// SourceKind says whose coverage a source brings.
type SourceKind string

// The kinds of source. Own coverage becomes story cards.
const (
	SourcePress     SourceKind = "press"
	SourceOfficial  SourceKind = "official"
	SourcePartisan  SourceKind = "partisan"
	SourceState     SourceKind = "state"
	SourceAnonymous SourceKind = "anonymous"
	SourceOwn       SourceKind = "own"
)

// SourceKinds lists every kind.
var SourceKinds = []SourceKind{SourcePress, SourceOfficial, SourcePartisan, SourceState, SourceAnonymous, SourceOwn}

// Health is the outcome of the last look at a source.
type Health string

// Fresh, unchanged, empty and failed are four things: an empty feed is valid and holds nothing.
const (
	HealthNew       Health = "new"
	HealthFresh     Health = "fresh"
	HealthUnchanged Health = "unchanged"
	HealthEmpty     Health = "empty"
	HealthFailed    Health = "failed"
)

// Source is where coverage comes from: a feed, a page or a folder.
type Source struct {
	ID       SourceID   `json:"id"`
	Name     string     `json:"name"`
	Kind     SourceKind `json:"kind"`
	Language string     `json:"language,omitempty"`
	// Address is an http(s) address, or the path of a watched folder.
	Address string `json:"address"`
	// Briefing receives the reports; empty means the desk sorts them.
	Briefing BriefingID `json:"briefing,omitempty"`
	// Every is the time between two looks when all goes well.
	Every time.Duration `json:"every"`
	// AddedBy answers for what an own source publishes as story cards.
	AddedBy PersonID `json:"added_by,omitempty"`

	Health   Health    `json:"health"`
	Sentence string    `json:"sentence"`
	Checked  time.Time `json:"checked,omitzero"`
	Changed  time.Time `json:"changed,omitzero"`
	Next     time.Time `json:"next,omitzero"`
	Failures int       `json:"failures"`
	// ETag and LastModified are the validators of the last answer, sent back so that an unchanged feed costs
	// its owner nothing.
	ETag         string `json:"etag,omitempty"`
	LastModified string `json:"last_modified,omitempty"`
}

// ReportState is where a report stands on the desk.
type ReportState string

// A report is new until somebody used it for a development or set it aside.
const (
	ReportNew   ReportState = "new"
	ReportUsed  ReportState = "used"
	ReportAside ReportState = "aside"
)

// Report is one piece of incoming coverage, kept exactly as it came.
type Report struct {
	ID       ReportID   `json:"id"`
	Source   SourceID   `json:"source_id,omitempty"`
	Outlet   string     `json:"source"`
	Briefing BriefingID `json:"briefing,omitempty"`
	Title    string     `json:"title"`
	URL      string     `json:"url"`
	Language string     `json:"language"`
	// Published is when the outlet says it published, zero when unknown.
	Published time.Time `json:"published,omitzero"`
	// Fetched is when the bytes arrived here.
	Fetched   time.Time `json:"fetched"`
	MediaType string    `json:"media_type"`
	// Decoder names what made Text of Raw, with its version: "html/1".
	Decoder string `json:"decoder"`
	// SHA256 of Raw in lower-case hex.
	SHA256 string      `json:"sha256"`
	State  ReportState `json:"state"`
	// Text is UTF-8; every span of a reading is counted in its bytes.
	Text string `json:"text,omitempty"`
	// Raw is what came, byte for byte.
	Raw []byte `json:"-"`
	// Summary is the outlet's own teaser, for story cards of own sources.
	Summary string `json:"summary,omitempty"`
	// By is who added it, empty for a source.
	By PersonID `json:"-"`
}
