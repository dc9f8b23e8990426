package desk

import (
	"context"
	"io"

	"livebrief/internal/brief"
)

// Record is where acts become entries.
type Record interface {
	// Append gives acts of one briefing their place, all or none.
	Append(ctx context.Context, acts ...brief.Act) ([]brief.Entry, error)
	// Embargo keeps an act until its embargo lifts.
	Embargo(ctx context.Context, act brief.Act) (brief.Draft, error)
	// CreateBriefing makes a briefing with its first entry.
	CreateBriefing(ctx context.Context, act brief.Act, origin string) (brief.Entry, error)
	// History gives every entry of an item, oldest first, with what may be shown of its body.
	History(ctx context.Context, id brief.BriefingID, item brief.ItemID) ([]brief.Published, error)
}

// Facts is how things stand before an act.
type Facts interface {
	// Briefing gives the briefing as published and its revision.
	Briefing(ctx context.Context, id brief.BriefingID) (brief.Briefing, int, error)
	// Glance gives the list as published and its revision, 0 before the first.
	Glance(ctx context.Context, id brief.BriefingID) (brief.Glance, int, error)
	// Current gives the entry that holds the item's text now.
	Current(ctx context.Context, id brief.BriefingID, item brief.ItemID) (brief.Published, error)
}

// Ports is what the desk needs of others.
type Ports struct {
	Record Record
	Facts  Facts
	// Ledger and Proposals are asked by acts on statements only.
	Ledger    Ledger
	Proposals Proposals
	// Maps and MapDrafts are asked by acts on control maps only.
	Maps      Maps
	MapDrafts MapDrafts
	// Trackers are asked by acts on numbers only; what waits of those is kept with the maps that wait.
	Trackers Trackers
	// Random draws ids.
	Random io.Reader
	// ReportText gives the text of a report, for marked sentences to be held against it. Nil leaves that out.
	ReportText func(ctx context.Context, id brief.ReportID) (string, error)
	// Figures reads the figures of a text. Nil leaves the warnings about numbers out.
	Figures func(text, lang string) []brief.ReadFigure
	// Known finds the item that was published with the same text before. Nil leaves that warning out.
	Known func(ctx context.Context, id brief.BriefingID, key TextKey) (brief.ItemID, bool)
}

// Desk carries out acts. Its methods can be called at once from many goroutines if its ports can.
type Desk struct{ ports Ports }

// New makes a desk.
func New(p Ports) *Desk { return &Desk{ports: p} }

// Warning is something that a person should look at before or after publishing. It stops nothing.
type Warning struct {
	// Rule is the name of the rule that found it.
	Rule string `json:"rule"`
	// Sentence says what was found and what could be done.
	Sentence string `json:"sentence"`
}

// Outcome is what became of an act: an entry of the record, or a draft under embargo. Warnings is never nil.
type Outcome struct {
	Entry    *brief.Entry `json:"entry,omitempty"`
	Draft    *brief.Draft `json:"draft,omitempty"`
	Warnings []Warning    `json:"warnings"`
}

// outcome puts the parts together.
func outcome(entry *brief.Entry, draft *brief.Draft, warnings []Warning) Outcome {
	if warnings == nil {
		warnings = []Warning{}
	}
	return Outcome{Entry: entry, Draft: draft, Warnings: warnings}
}
