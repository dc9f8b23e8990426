package page

import (
	"livebrief/internal/brief"
	"livebrief/internal/edition"
)

// PerPage is how many developments or stories stand on one page of a list.
const PerPage = 20

// Shelf is what every page of a briefing is made from.
type Shelf struct {
	// Name is the address under which the reader came: the first part of the path.
	Name  brief.Name
	State *edition.State
	// AsOf marks an older edition: its pages say so and lead to the latest.
	AsOf bool
	// Static marks a copy without a server behind it: no script, no live addresses, links to files.
	Static bool
	// Kept are the editions that a copy has at their lasting addresses; a page of it leads to no other.
	Kept map[brief.Seq]bool
	// Public is the absolute https address of "/", without a trailing slash, "" when unknown.
	Public string
	// Origin and Fingerprint are those of the key that signs the record; empty prints neither.
	Origin, Fingerprint string
	// Witnessed is how far the witnesses have come; nil where a page does not say it.
	Witnessed *Witnessed
	// Apart says that the page comes from an edge that has lost its newsroom; nil where it has not.
	Apart *Apart
	// Languages are the names under which the briefing stands in other languages; with fewer than two none are shown.
	Languages []Language
}

// Language is a name of the briefing in one language.
type Language struct {
	Name brief.Name
	Tag  string // BCP 47
}

// Bodies gives the entries with these sequences, with what may be shown of them. The caller of a page hands it over;
// a page asks once or twice for all it shows.
type Bodies func(seqs []brief.Seq) (map[brief.Seq]brief.Published, error)

// Fragment is a piece of the live page that an entry changes.
type Fragment struct {
	// ID of the element: "d-ITEM", "glance", "tracks", "stories" or "masthead".
	ID string `json:"id"`
	// Place is "insert" for a new development and "replace" for everything else.
	Place string `json:"place"`
	HTML  string `json:"html"`
}

// ErrorView is what an error page says.
type ErrorView struct {
	Status int
	// What happened, and what the reader can do.
	What, Do string
	// Home is the address of "/" as seen from the page, relative, ending in a slash; the static files are looked for there.
	Home string
}
