package brief

import "time"

// SeriesID names a series of numbers.
type SeriesID string

// VersionID names a version of a number for ever.
type VersionID string

// Basis is what a number rests on.
type Basis string

// The bases: counted case by case, taken from records, claimed by a party, worked out.
const (
	BasisVerified  Basis = "verified"
	BasisRecorded  Basis = "recorded"
	BasisClaimed   Basis = "claimed"
	BasisEstimated Basis = "estimated"
)

// Bases lists every basis.
var Bases = []Basis{BasisVerified, BasisRecorded, BasisClaimed, BasisEstimated}

// NumberChange is why a version takes the place of another.
type NumberChange string

// The changes of a number.
const (
	NumberFirst        NumberChange = "first"
	NumberUpdate       NumberChange = "update"
	NumberCorrection   NumberChange = "correction"
	NumberMethod       NumberChange = "method"
	NumberExchangeRate NumberChange = "exchange_rate"
	NumberWithdrawal   NumberChange = "withdrawal"
)

// NumberChanges lists every change of a number.
var NumberChanges = []NumberChange{NumberFirst, NumberUpdate, NumberCorrection, NumberMethod, NumberExchangeRate, NumberWithdrawal}

// Version is a number as it was known from a day on, for one period of a series, or for one event of aid. It is never changed; another
// takes its place.
type Version struct {
	ID     VersionID `json:"id"`
	Series SeriesID  `json:"series"`
	// From and To are the period that the number is about; To is empty for one day, month or year, and both for an event of aid whose
	// day is not known. Known is since when it was known.
	From  Date `json:"from,omitempty"`
	To    Date `json:"to,omitempty"`
	Known Date `json:"known"`
	// Value, Low and High are decimal text; all are empty for a number that was withdrawn, or that its source leaves empty.
	Value string `json:"value,omitempty"`
	Low   string `json:"low,omitempty"`
	High  string `json:"high,omitempty"`
	// Qualifier is how the source puts it: empty, >=, >, <=, < or ~.
	Qualifier string `json:"qualifier,omitempty"`
	Basis     Basis  `json:"basis"`
	// By is whose number it is, Label what the publisher calls the release, Published the publisher's own date.
	By        string    `json:"by,omitempty"`
	Label     string    `json:"label,omitempty"`
	Published Date      `json:"published,omitempty"`
	Source    Reference `json:"source,omitzero"`
	// Locator is where in the source it stands: a page, a sheet and cell, a row.
	Locator string `json:"locator,omitempty"`
	// Event is set for an event of aid, Worth for money that is told in other currencies too.
	Event *AidEvent `json:"event,omitempty"`
	Worth []Worth   `json:"worth,omitempty"`
	// Supersedes is the version whose place it takes, empty for the first; Change says why, Reason in words that readers see.
	Supersedes VersionID    `json:"supersedes,omitempty"`
	Change     NumberChange `json:"change"`
	Reason     string       `json:"reason,omitempty"`
}

// End gives the last day that the version is about; empty for an event whose day is not known.
func (v *Version) End() Date {
	d := v.To
	if d == "" {
		d = v.From
	}
	if len(d) == len(time.DateOnly) { // a day ends on itself, and thousands are asked for at once
		return d
	}
	return d.Last()
}
