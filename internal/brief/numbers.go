package brief

import (
	"encoding/json"
	"fmt"
	"strings"
)

// Numbers is the body of a versions entry: versions of numbers from one source, approved together.
type Numbers struct {
	// Tracker is the name in addresses of the set of series that the source keeps, Title what readers see, Topic the page it stands on.
	Tracker string       `json:"tracker"`
	Title   string       `json:"title"`
	Topic   Topic        `json:"topic"`
	Source  NumberSource `json:"source"`
	// Series are those that the entry begins or describes anew; the others stand as they were.
	Series   []Series  `json:"series,omitempty"`
	Versions []Version `json:"versions"`
	// Root is the root of the Merkle tree (RFC 6962) over the canonical versions in their order, 64 hexadecimal digits; Count is how many.
	Root  string `json:"root"`
	Count int    `json:"count"`
	// Mapping is how the source's table was read, for the next one: JSON, see docs/numbers.md. An entry without one leaves it as it was.
	Mapping json.RawMessage `json:"mapping,omitempty"`
	// Notes are the sentences of the import: what was kept, what was left out and why.
	Notes  []string        `json:"notes,omitempty"`
	Change StatementChange `json:"change"`
}

// Topic is a page of numbers.
type Topic string

// The topics. Other numbers, such as losses that a party claims, stand on the list of all numbers only.
const (
	TopicAid       Topic = "aid"
	TopicCivilians Topic = "civilians"
	TopicOther     Topic = "other"
)

// Topics lists every topic.
var Topics = []Topic{TopicAid, TopicCivilians, TopicOther}

// Section gives the section of the briefing that shows a topic; numbers of no topic are shown with any.
func (t Topic) Section() Section { return Section(t) }

// NumberSource is where a tracker comes from. A tracker has one.
type NumberSource struct {
	Name string `json:"name"`
	// Credit is how the source wants to be thanked, Licence what it allows, Address where it publishes.
	Credit  string `json:"credit,omitempty"`
	Licence string `json:"licence,omitempty"`
	Address string `json:"address,omitempty"`
	// Caveat is a sentence that stands with every number of it.
	Caveat string `json:"caveat,omitempty"`
}

// Series is numbers of one kind through time: what is counted, in which unit, by whom, where.
type Series struct {
	ID    SeriesID `json:"id"`
	Title string   `json:"title"`
	// Counted is what the numbers count.
	Counted Counted `json:"counted"`
	// Unit is persons, items, percent, an index such as TIV, or for money an ISO 4217 code. Scale is the power of ten in which values are
	// told: 9 for billions.
	Unit  string `json:"unit"`
	Scale int    `json:"scale,omitempty"`
	// Cumulative numbers count from a beginning on: that of a later period holds that of an earlier one.
	Cumulative bool `json:"cumulative,omitempty"`
	// LowerBound numbers are a minimum, and are always printed with "at least".
	LowerBound bool `json:"lower_bound,omitempty"`
	// Actor is the donor, or whose losses are counted; empty for all together. Recipient is who gets it.
	Actor     string `json:"actor,omitempty"`
	Recipient string `json:"recipient,omitempty"`
	// Place is a country, region or settlement, nothing finer; Code is that of the system that PlaceSystem names.
	Place       string `json:"place,omitempty"`
	PlaceCode   string `json:"place_code,omitempty"`
	PlaceSystem string `json:"place_system,omitempty"`
	// Category, Measure and Valuation are those of aid; an empty category is all together.
	Category  AidCategory `json:"category,omitempty"`
	Measure   AidMeasure  `json:"measure,omitempty"`
	Valuation Valuation   `json:"valuation,omitempty"`
	// Method is a sentence on how it is counted.
	Method string `json:"method,omitempty"`
}

// Counted is what a number counts.
type Counted string

// What numbers count. Casualties are killed and injured together: the three never stand for each other.
const (
	CountedKilled     Counted = "killed"
	CountedInjured    Counted = "injured"
	CountedCasualties Counted = "casualties"
	CountedRefugees   Counted = "refugees"
	CountedDisplaced  Counted = "displaced"
	CountedReturned   Counted = "returned"
	CountedAid        Counted = "aid"
	CountedGDP        Counted = "gdp"
	CountedLosses     Counted = "losses"
	CountedOther      Counted = "other"
)

// AllCounted lists everything that is counted, in the order of a page.
var AllCounted = []Counted{CountedKilled, CountedInjured, CountedCasualties, CountedRefugees, CountedDisplaced, CountedReturned, CountedAid, CountedGDP,
	CountedLosses, CountedOther}

// AidCategory is the kind of aid.
type AidCategory string

// AidCategories lists the kinds of aid, in the order of a page.
var AidCategories = []AidCategory{"military", "financial", "humanitarian", "other"}

// AidMeasure is how far aid has got. Numbers of different measures are never added.
type AidMeasure string

// The measures, in the order in which aid passes them.
const (
	Pledged   AidMeasure = "pledged"
	Committed AidMeasure = "committed"
	Allocated AidMeasure = "allocated"
	Disbursed AidMeasure = "disbursed"
	Delivered AidMeasure = "delivered"
	Cancelled AidMeasure = "cancelled"
)

// AidMeasures lists every measure in its order.
var AidMeasures = []AidMeasure{Pledged, Committed, Allocated, Disbursed, Delivered, Cancelled}

// Valuation is at which prices aid in kind is counted. Numbers of different valuations are never added.
type Valuation string

// Valuations lists every valuation; the empty one is not known.
var Valuations = []Valuation{"", "market", "replacement", "book", "face"}

// AidEvent is one event of a commitment: a promise, an envelope or a tranche of one.
type AidEvent struct {
	// Row is the event's lasting name at its source. Its versions are one chain, also where its day changes.
	Row string `json:"row"`
	// Commitment is what it is part of, Parent the row of the envelope that holds it: the two are never added.
	Commitment string `json:"commitment,omitempty"`
	Parent     string `json:"parent,omitempty"`
	Title      string `json:"title,omitempty"`
	// Form is cash, in-kind, loan or guarantee.
	Form string `json:"form,omitempty"`
	// Item and Count are what was given in kind: decimal text, empty where the count is not known.
	Item  string `json:"item,omitempty"`
	Count string `json:"count,omitempty"`
}

// Worth is what a version is worth in another currency, with how that was worked out. It is kept with the version: new rates do not
// change it.
type Worth struct {
	Currency string `json:"currency"`
	Value    string `json:"value"`
	// Rule is stated (by the source itself), announcement, average or fixed.
	Rule WorthRule `json:"rule"`
	// Rate is how much of the version's currency one unit of the other is, of the day RateDay, as RateSource has it.
	Rate       string `json:"rate,omitempty"`
	RateDay    Date   `json:"rate_day,omitempty"`
	RateSource string `json:"rate_source,omitempty"`
}

// WorthRule is by which rule money is converted.
type WorthRule string

// The rules: as the source says, by the day's rate, the mean of the period, the rate of one day for all.
const (
	WorthStated       WorthRule = "stated"
	WorthAnnouncement WorthRule = "announcement"
	WorthAverage      WorthRule = "average"
	WorthFixed        WorthRule = "fixed"
)

// CheckTracker tells whether a name can stand for a tracker of numbers in addresses: 1 to 40 lower-case letters, digits and hyphens,
// beginning with a letter.
func CheckTracker(name string) error {
	if SeriesID(name).Check() != nil || strings.Contains(name, ".") || len(name) > 40 {
		return Invalid(fmt.Sprintf("%.60q cannot name a tracker of numbers", name), "use up to 40 lower-case letters, digits and hyphens, beginning with a letter")
	}
	return nil
}

// Check tells whether a name can stand for a series of numbers in addresses: 1 to 80 lower-case letters, digits, hyphens and points,
// beginning with a letter.
func (id SeriesID) Check() error {
	plain := id != "" && len(id) <= 80 && id[0] >= 'a' && id[0] <= 'z' && strings.Trim(string(id), "abcdefghijklmnopqrstuvwxyz0123456789-.") == "" &&
		!strings.Contains(string(id), "..") && !strings.HasSuffix(string(id), ".")
	for _, ending := range []string{".csv", ".json", ".svg", ".png"} { // files stand beside series
		plain = plain && !strings.HasSuffix(string(id), ending)
	}
	if !plain {
		return Invalid(fmt.Sprintf("%.90q cannot name a series of numbers", string(id)), "use up to 80 lower-case letters, digits, hyphens and points, beginning with a letter, and not the ending of a file")
	}
	return nil
}
