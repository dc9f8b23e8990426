package page

import "html/template"

// The view structs are what the templates are given: strings that are ready to print. Whoever fills them decides
// everything; a template only places.

// link is an address with its words.
type link struct {
	Href, Text string
	Lang       string // of a link that leads to another language
	Current    bool   // the page it stands on
	Out        bool   // leads to another site
}

// feedLink announces a feed to programs.
type feedLink struct{ Type, Title, Href string }

// frame is what every page has round its content.
type frame struct {
	W                             *Words
	Lang, Dir, Title, Description string
	OpenGraph                     string // the title on a card, empty for no card
	OGImage                       string // the picture on it, absolute
	Canonical                     string // absolute, empty when the public address is unknown
	Brand, BrandHref              string
	Sheets                        []string
	Style                         template.CSS // in place of sheets, of a page that is one file
	Policy                        string       // the page's own, where no server sets one
	Script                        string
	Feeds                         []feedLink
	Nav, Foot                     []link
	Kicker                        *link
	Masthead                      masthead
	ReconstructionSays, Notice    string
	Apart                         string // says that an edge has lost its newsroom
	Fallback                      *link  // says that the text is not in the language that was asked for
	AsOf                          *asOfBanner
	Signed, PrintedFrom           string
}

type asOfBanner struct{ Says, Href, To string }

// masthead is the line above the title: state, time, edition, and how to check it.
type masthead struct {
	W                *Words
	Class            string // dot, or state for everything that is not live
	State, Says      string
	Time             moment
	Edition          string
	Check, Permanent string
	Witnessed        *witnessed
}

// witnessed says how many witnesses have cosigned the edition, and how long ago.
type witnessed struct{ Href, Text, ISO, Ago string }

// glance is the list that comes first.
type glance struct {
	W     *Words
	Lines []line
}

// line is one line of the glance.
type line struct {
	ID, Hue, Track, Text string
	Said                 string
	SaidISO              string
	Href                 string   // its history
	Corrected            string   // "corrected", empty when the line never was
	Refs                 []string // the developments it sums up
}

// tracks is the row of headings with how much stands under each.
type tracks struct {
	W    *Words
	List []trackLink
}

type trackLink struct {
	Href, Name, Count string
	Current           bool
}

// stories are cards of the outlet's own coverage.
type stories struct {
	W    *Words
	List []story
	More string
}

type story struct {
	ID, Hue, Track, Headline, Summary, Outlet, Href string
	Out                                             bool
	When                                            moment
	Mark                                            string // held, corrected; empty for none
}

// development is one item as a reader meets it in a list.
type development struct {
	W                         *Words
	ID, Hue, Lang             string
	Day, When                 string // YYYY-MM-DD and RFC 3339, for the script
	DayName                   string // of a fragment that may open a new day
	Time                      moment
	Tag                       string // "Home fronts · Pledge"
	Headline                  string
	Text                      template.HTML
	Unverified                string
	Fixes                     []fix // what was wrong, held, or said about a version
	Gone                      *gone // nil for an item that still stands
	Refs                      []reference
	Quotes                    bool // at least one reference has a sentence to show
	Claims                    []claim
	Numbers                   []citedNumber
	Also                      []link
	Label, Happened, Place    string
	Byline, Updated, Versions string
	Href, History             string
	Open                      bool // what was read is shown at once
}

// fix is the box that says what was wrong.
type fix struct {
	Class, Says, Note string
	Compare           string // address of the comparison, empty for none
}

// gone stands where a text was: withdrawn, or removed openly.
type gone struct{ Mark, Says, Reason string }

// reference is one report that a development rests on. The quote is in three parts, the one in the middle marked.
type reference struct {
	Outlet, Title, Href   string
	Before, Marked, After string
}

// Quote tells whether there is a sentence to show.
func (r reference) Quote() bool { return r.Before+r.Marked+r.After != "" }

// daySet is one day's developments on a page.
type daySet struct {
	Day, Text, Href string
	List            []development
}

// list is a run of developments by day, with its pages.
type list struct {
	W     *Words
	Days  []daySet
	Empty string
	Pager pager
}

// pager leads to the pages beside this one; the zero value prints nothing.
type pager struct {
	W                  *Words
	Newer, Older, Text string
}
