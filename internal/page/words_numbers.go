package page

import "livebrief/internal/brief"

// numberWords is the furniture of the pages about numbers in one language.
type numberWords struct {
	Numbers, Aid, Civilians      string // headings and navigation
	AidSays, CiviliansSays       string
	AllSays                      string
	Point                        string // between whole and part of a number
	NotTold, Withdrawn, Undated  string
	ClaimedBy                    string // takes who claims it
	ClaimSays                    string // takes who claims it
	MinimumSays                  string
	Line                         string // takes title, number, period, standing
	Was                          string // takes two numbers
	WasBefore                    string // takes a number, and the day on which it changed
	Period, Source, Value        string
	Table, Changed, ChangedSays  string
	ThisChanged                  string
	AsKnown                      string // takes a day
	KnownTitle                   string // takes a title
	AsKnownSays                  string
	ToNow                        string
	Range                        string // takes two periods
	SinceBefore                  string // takes a difference and a period
	Rows                         string // takes how many are shown and how many there are
	More                         string // takes how many
	Caveat, Method               string
	Donor, Place, Item, Measure  string
	PerGDP                       string // takes a year
	Converted, NotConverted      string // take the rules, and how many
	NotAdded                     string
	Together                     string
	DonorsTitle, MonthsTitle     string
	TotalsTitle, ItemsTitle      string
	AsOfLink, Embed              string
	Known, Published, Why, Basis string
	Supersedes, SupersededBy     string
	Recorded                     string // takes an edition
	Permanent, History           string
	Revised                      string // takes the number that stands
	Proof                        string
	Undateds                     plural
	Claim                        string
	Download                     string
	OtherSources                 string
	Open                         string
	ByPlace                      string // takes a title

	Valuations map[brief.Valuation]string
	// Topics are the names of topics in the navigation.
	Topics      map[brief.Topic]string
	Units       map[string]string
	Scales      map[int]string
	Qualifiers  map[string]string // take a number
	Bases       map[brief.Basis]string
	Changes     map[brief.NumberChange]string
	Counted     map[brief.Counted]string
	Categories  map[brief.AidCategory]string
	Measures    map[brief.AidMeasure]string
	Conversions map[brief.WorthRule]string
	// Script holds what the script of a chart says, by the names it asks for.
	Script map[string]string
}
