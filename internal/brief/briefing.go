package brief

import (
	"slices"
	"time"
)

// State of a briefing as readers are told.
type State string

// Open briefings are live; quiet ones are watched but nothing is expected; closed ones have ended.
const (
	Open   State = "open"
	Quiet  State = "quiet"
	Closed State = "closed"
)

// States lists every state in the order of a briefing's life.
var States = []State{Open, Quiet, Closed}

// Section is a part of the briefing that can be shown or not.
type Section string

// The sections that a briefing can show beside its developments.
const (
	SectionGlance     Section = "glance"
	SectionCoverage   Section = "coverage"
	SectionStatements Section = "statements"
	SectionMap        Section = "map"
	SectionAid        Section = "aid"
	SectionCivilians  Section = "civilians"
)

// Sections lists every section in the order of the page.
var Sections = []Section{SectionGlance, SectionCoverage, SectionStatements, SectionMap, SectionAid, SectionCivilians}

// Briefing is the body of a briefing entry: everything that readers see of the briefing itself.
type Briefing struct {
	Name       Name   `json:"name"`
	Title      string `json:"title"`
	Standfirst string `json:"standfirst"`
	// Template is the name of the template it was made from: war, disaster, election, blank.
	Template string  `json:"template"`
	Tracks   []Track `json:"tracks"`
	// Zone is the IANA name of the one zone in which its pages tell the time.
	Zone string `json:"zone"`
	// Languages are BCP 47 tags; the first is the language the desk writes in.
	Languages []string  `json:"languages"`
	Sections  []Section `json:"sections"`
	State     State     `json:"state"`
	// Reconstruction, allowed in the first entry only, says that entries carry a claimed date beside the
	// date at which they were recorded. Every page of such a briefing says so.
	Reconstruction bool `json:"reconstruction,omitempty"`
	// OutcomesByOne says that one person alone may decide what came of a statement; readers are told.
	OutcomesByOne bool `json:"outcomes_by_one,omitempty"`
	// MapDelay is how many minutes a map waits after it was approved, for the safety of those on the ground. MapJump is by how many
	// percent of what was held a map may differ from the one before without a second person; 0 stands for DefaultMapJump.
	MapDelay int `json:"map_delay,omitempty"`
	MapJump  int `json:"map_jump,omitempty"`
	// MapViewpoint is whose borders its maps are drawn within; empty stands for Recognised.
	MapViewpoint Viewpoint `json:"map_viewpoint,omitempty"`
	Identity     Identity  `json:"identity"`
	// Mirrors are http(s) addresses at which copies of the briefing stand, onions too, in the order to try them in.
	Mirrors []string `json:"mirrors,omitempty"`
	// Witnesses cosign the checkpoints of the record as long as it only grows.
	Witnesses []Witness `json:"witnesses,omitempty"`
	// Declaration, in the first entry only, is the signed note that says which key signs the record and which root
	// answers for it.
	Declaration string `json:"declaration,omitempty"`
}

// Viewpoint tells how a base map draws what two states claim. The outline of a country is that of its recognised borders in all of
// them, and so are areas.
type Viewpoint string

const (
	// Recognised draws internationally recognised borders and nothing else.
	Recognised Viewpoint = "recognised"
	// Disputed has a dashed line besides round what another state claims and administers, and a sentence about it.
	Disputed Viewpoint = "disputed"
)

// DefaultMapJump is the share, in percent, that counts as a jump where a briefing sets none.
const DefaultMapJump = 10

// KeyDeclared is the body of a key entry: which key signs from this entry on.
type KeyDeclared struct {
	// Declaration is a signed note, see record.Declaration.
	Declaration string `json:"declaration"`
	// Note says in public why the key changed.
	Note string `json:"note,omitempty"`
}

// Witness is somebody outside who watches over a record.
type Witness struct {
	// Key is the public key in the form of C2SP's tlog-cosignature, name+id+base64; the name is shown to readers.
	Key string `json:"key"`
	// URL is where checkpoints are handed in, by C2SP's tlog-witness: the address before "/add-checkpoint".
	URL string `json:"url"`
}

// Identity is how a newsroom signs a briefing.
type Identity struct {
	// Name of the newsroom or organisation.
	Name string `json:"name"`
	// Logo is a PNG, JPEG or SVG image as a data: address, at most 16 KB.
	Logo string `json:"logo,omitempty"`
	// Colour and ColourDark are the accent on light and on dark paper, as #rrggbb.
	Colour     string `json:"colour,omitempty"`
	ColourDark string `json:"colour_dark,omitempty"`
	// Home, Imprint and Privacy are http(s) addresses; Contact is one or a mail address.
	Home    string `json:"home,omitempty"`
	Imprint string `json:"imprint,omitempty"`
	Privacy string `json:"privacy,omitempty"`
	Contact string `json:"contact,omitempty"`
}

// Track is a lasting heading of a briefing.
type Track struct {
	ID    TrackID `json:"id"`
	Name  string  `json:"name"`
	Order int     `json:"order"`
	// From and To are dates (YYYY-MM-DD) of validity, both included; empty means without end.
	From string `json:"from,omitempty"`
	To   string `json:"to,omitempty"`
}

// ActiveOn tells whether the track is valid on the day of t in t's own zone.
func (t Track) ActiveOn(day time.Time) bool {
	d := day.Format(time.DateOnly)
	return (t.From == "" || t.From <= d) && (t.To == "" || d <= t.To)
}

// Lang gives the language the desk writes in, "en" when none is set.
func (b *Briefing) Lang() string {
	if len(b.Languages) == 0 {
		return "en"
	}
	return b.Languages[0]
}

// Shows tells whether the section is on.
func (b *Briefing) Shows(s Section) bool { return slices.Contains(b.Sections, s) }

// Track finds a track by its id.
func (b *Briefing) Track(id TrackID) (Track, bool) {
	i := slices.IndexFunc(b.Tracks, func(t Track) bool { return t.ID == id })
	if i < 0 {
		return Track{}, false
	}
	return b.Tracks[i], true
}

// Location gives the briefing's zone, UTC when it is not known to this machine.
func (b *Briefing) Location() *time.Location {
	loc, err := time.LoadLocation(b.Zone)
	if err != nil {
		return time.UTC
	}
	return loc
}
