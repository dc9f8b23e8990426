package series

import (
	"errors"
	"fmt"
	"slices"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	stdjson "encoding/json"

	"livebrief/internal/brief"
	"livebrief/internal/sheet"
)

// Mapping tells what the table of one source means: which rows count, and which numbers stand in a row. It is written by people, as JSON,
// for each source, and kept with what was imported, so that the next release of the table is read in the same way.
type Mapping struct {
	// Tracker is the name in addresses of the set of series that the source keeps, Title what readers see, Topic the page it stands on.
	Tracker string             `json:"tracker"`
	Title   string             `json:"title"`
	Topic   brief.Topic        `json:"topic"`
	Source  brief.NumberSource `json:"source"`
	// Header are the names of the columns as they were when somebody last looked; empty before the first import.
	Header []string `json:"header,omitempty"`
	// Dialect is how the table is written, as a person confirmed it. Its sign of decimals is used for amounts that the thousands do not decide.
	Dialect sheet.Dialect `json:"dialect,omitzero"`
	// Thousands is the sign that parts thousands: a comma, a point or a blank; empty where it is not known. It decides what "1,250" is.
	Thousands string `json:"thousands,omitempty"`
	// DayFirst says that 31.12.2024 and 31/12/2024 are days, the day before the month.
	DayFirst bool `json:"day_first,omitzero"`
	// Unknown are the texts of cells that mean not known, as an empty cell does. Left out, they are ".", "n/a", "N/A", "-" and "…".
	Unknown []string `json:"unknown,omitzero"`
	// Values gives by column what a cell stands for: {"measure": {"Allocation": "allocated"}}. Cells are trimmed before.
	Values map[string]map[string]string `json:"values,omitempty"`
	// Skip are the rows that are left out, with the reason.
	Skip []SkipRule `json:"skip,omitempty"`
	// Convert is by which rule money is told in euros where the source does not; for those who call, see [Conversion].
	Convert *ConvertRule `json:"convert,omitempty"`
	// Numbers are tried one after the other on every row: each that fits makes a version.
	Numbers []Template `json:"numbers"`
}

// Condition holds for a row by one of its columns. The cell is trimmed and then stands for what Values says. All that is given must hold.
type Condition struct {
	Column string `json:"column"`
	// Equals and Except are the texts that the cell must be one of, and none of.
	Equals []string `json:"equals,omitempty"`
	Except []string `json:"except,omitempty"`
	// Filled wants a cell that is neither empty nor unknown, Empty one that is.
	Filled bool `json:"filled,omitzero"`
	Empty  bool `json:"empty,omitzero"`
}

// SkipRule leaves rows out: those whose cell is one of Equals, or empty where Empty says so.
type SkipRule struct {
	Column string   `json:"column"`
	Equals []string `json:"equals,omitempty"`
	Empty  bool     `json:"empty,omitzero"`
	// Reason is told to people: "sum row".
	Reason string `json:"reason"`
	// Total names the column in which such a row states the total of the templates that are totalled; it is held against them.
	Total string `json:"total,omitempty"`
}

// ConvertRule is by which rule money is converted: announcement, average, or fixed with the day whose rates are used.
type ConvertRule struct {
	Rule brief.WorthRule `json:"rule"`
	Day  brief.Date      `json:"day,omitempty"`
}

// Template makes a version of a number from a row. Texts may name columns in braces, "Aid from {donor}"; two braces stand for one. A
// column whose cell is empty or unknown gives an empty text.
type Template struct {
	// When are conditions that must all hold.
	When []Condition `json:"when,omitempty"`

	// The texts of the series, see brief.Series. What comes from a column into the id is slugged: lower-case letters of ASCII and digits,
	// anything else a hyphen.
	ID          string `json:"id"`
	Title       string `json:"title"`
	Counted     string `json:"counted"`
	Unit        string `json:"unit"`
	Scale       int    `json:"scale,omitzero"`
	Cumulative  bool   `json:"cumulative,omitzero"`
	LowerBound  bool   `json:"lower_bound,omitzero"`
	Actor       string `json:"actor,omitempty"`
	Recipient   string `json:"recipient,omitempty"`
	Place       string `json:"place,omitempty"`
	PlaceCode   string `json:"place_code,omitempty"`
	PlaceSystem string `json:"place_system,omitempty"`
	Category    string `json:"category,omitempty"`
	Measure     string `json:"measure,omitempty"`
	Valuation   string `json:"valuation,omitempty"`
	Method      string `json:"method,omitempty"`

	// The texts of the version, see brief.Version: amounts as [ReadAmount] reads them, days as [ReadDay] does. A version without a locator
	// is told where it stands in the table.
	Value     string `json:"value,omitempty"`
	Low       string `json:"low,omitempty"`
	High      string `json:"high,omitempty"`
	Qualifier string `json:"qualifier,omitempty"`
	From      string `json:"from,omitempty"`
	To        string `json:"to,omitempty"`
	Known     string `json:"known,omitempty"`
	Published string `json:"published,omitempty"`
	Basis     string `json:"basis"`
	By        string `json:"by,omitempty"`
	Label     string `json:"label,omitempty"`
	Locator   string `json:"locator,omitempty"`
	URL       string `json:"url,omitempty"`
	Outlet    string `json:"outlet,omitempty"`
	Reason    string `json:"reason,omitempty"`

	// The texts of an event of aid, see brief.AidEvent. A template with a row makes events, also such whose amount or day is not known.
	Row        string `json:"row,omitempty"`
	Commitment string `json:"commitment,omitempty"`
	Parent     string `json:"parent,omitempty"`
	EventTitle string `json:"event_title,omitempty"`
	Form       string `json:"form,omitempty"`
	Item       string `json:"item,omitempty"`
	Count      string `json:"count,omitempty"`

	// Worth is what the source itself states in other currencies.
	Worth []WorthText `json:"worth,omitempty"`
	// Sum adds the rows of a series and period exactly into one version; its locator tells how many they are.
	Sum bool `json:"sum,omitzero"`
	// Totalled says that the source's sum row is the total of the rows of this template.
	Totalled bool `json:"totalled,omitzero"`
}

// WorthText is what a row is worth in another currency: its code, and the amount.
type WorthText struct {
	Currency string `json:"currency"`
	Value    string `json:"value"`
}

// The limits of a mapping.
const (
	maxMappingFile      = 64 << 10
	maxMappingTemplates = 200
	maxMappingScale     = 12
)

// unknownTexts mean not known where a mapping does not say otherwise.
var unknownTexts = []string{".", "n/a", "N/A", "-", "…"}

// ReadMapping reads and checks a mapping. A member that is not known is refused: it is a typing error that would change numbers. All
// faults are told together, as one error of the kind Invalid. A header that the mapping has must hold every column it speaks of.
func ReadMapping(name string, raw []byte) (*Mapping, error) {
	if len(raw) > maxMappingFile {
		return nil, brief.Invalid(fmt.Sprintf("%.80s is larger than %d KB", name, maxMappingFile>>10), "keep only rules in it")
	}
	m := &Mapping{}
	if err := json.Unmarshal(raw, m, json.RejectUnknownMembers(true)); err != nil {
		return nil, misreadMapping(name, err)
	}
	if m.Unknown == nil {
		m.Unknown = slices.Clone(unknownTexts)
	}
	if faults := m.faults(); len(faults) > 0 {
		return nil, brief.Invalid(fmt.Sprintf("%.80s: %s", name, tellFaults(faults)), "correct the mapping; docs/numbers.md shows how it is written")
	}
	return m, nil
}

// misreadMapping says where a mapping cannot be read.
func misreadMapping(name string, err error) error {
	var semantic *json.SemanticError
	var syntax *jsontext.SyntacticError
	switch {
	case errors.As(err, &semantic) && errors.Is(err, json.ErrUnknownName):
		return brief.Invalid(fmt.Sprintf("%.80s: %.80s is no member of a mapping", name, string(semantic.JSONPointer)), "check its spelling")
	case errors.As(err, &semantic):
		return brief.Invalid(fmt.Sprintf("%.80s: %.80s cannot be read: it has the wrong kind of value", name, string(semantic.JSONPointer)), "docs/numbers.md shows how it is written")
	case errors.As(err, &syntax) && errors.Is(err, jsontext.ErrDuplicateName):
		return brief.Invalid(fmt.Sprintf("%.80s: %.80s stands twice", name, string(syntax.JSONPointer)), "keep one")
	}
	return brief.Invalid(fmt.Sprintf("%.80s is no JSON", name), "check commas and quotation marks")
}

// JSON gives the mapping for keeping, canonical (RFC 8785): the same mapping has the same bytes, and [ReadMapping] reads them again.
func (m *Mapping) JSON() stdjson.RawMessage {
	raw, err := json.Marshal(m)
	if err != nil {
		return nil // a text that is not UTF-8, which no mapping that was read has
	}
	value := jsontext.Value(raw)
	if err := value.Canonicalize(); err != nil {
		return nil
	}
	return stdjson.RawMessage(value)
}
