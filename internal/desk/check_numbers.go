package desk

import (
	"fmt"
	"slices"
	"strings"

	"livebrief/internal/brief"
)

// The limits of what numbers say in words, and of the power of ten of a series.
const (
	maxScale   = 12
	maxMapping = 64 << 10
)

// checkNumbers holds what a body says of its tracker, and the texts of its versions, to the rules.
func checkNumbers(b *brief.Numbers, t *Tracker, versions []brief.Version, today brief.Date) error {
	if err := first(required("title of the tracker", b.Title, maxShort, false), required("name of the source", b.Source.Name, maxShort, false),
		checkShort(b.Source.Credit, b.Source.Licence), checkText("caveat", b.Source.Caveat, maxNote, false), checkText("note", b.Change.Note, maxNote, true),
		checkLinks("note", b.Change.Note)); err != nil {
		return err
	}
	if b.Source.Address != "" {
		if err := checkAddress("address of the source", b.Source.Address); err != nil {
			return err
		}
	}
	switch {
	case !slices.Contains(brief.Topics, b.Topic):
		return brief.Invalid(fmt.Sprintf("there is no page of numbers %.40q", string(b.Topic)), "use aid, civilians or other")
	case t.Item != "" && t.Body.Source.Name != b.Source.Name:
		return brief.Invalid(fmt.Sprintf("the tracker %q is of %q, these numbers are of %q", b.Tracker, t.Body.Source.Name, b.Source.Name),
			"begin a tracker of its own for each source: they are never mixed")
	case len(b.Mapping) > maxMapping:
		return brief.Invalid("the mapping is too long", "leave out what it does not need")
	}
	for i := range b.Series {
		if err := checkNumberSeries(&b.Series[i], t, b.Tracker); err != nil {
			return err
		}
	}
	for i := range versions {
		if err := checkNumberVersion(&versions[i], b, t, today); err != nil {
			return err
		}
	}
	return nil
}

// checkNumberSeries holds the description of a series to the rules.
func checkNumberSeries(s *brief.Series, t *Tracker, tracker string) error {
	if err := first(s.ID.Check(), required("title of the series", s.Title, maxShort, false), checkShort(s.Actor, s.Recipient, s.Place, s.PlaceCode, s.PlaceSystem),
		checkText("method", s.Method, maxNote, false)); err != nil {
		return err
	}
	refuse := func(what, do string) error { return brief.Invalid(fmt.Sprintf("series %s: %s", s.ID, what), do) }
	holder := t.Holder(s.ID)
	switch {
	case holder != "" && holder != tracker:
		return refuse(fmt.Sprintf("the tracker %q keeps a series of that name", holder), "give it another name")
	case !slices.Contains(brief.AllCounted, s.Counted):
		return refuse(fmt.Sprintf("there is nothing counted as %.40q", string(s.Counted)), "use killed, injured, casualties, refugees, displaced, returned, aid, gdp, losses or other")
	case s.Unit == "" || len(s.Unit) > 20 || strings.ContainsAny(s.Unit, "<>&\n"):
		return refuse(fmt.Sprintf("%.40q is no unit", s.Unit), "use persons, items, percent, or a code of ISO 4217")
	case s.Scale < 0 || s.Scale > maxScale:
		return refuse(fmt.Sprintf("10 to the power of %d is no scale", s.Scale), "use 0, 3, 6 or 9")
	case s.Category != "" && !slices.Contains(brief.AidCategories, s.Category):
		return refuse(fmt.Sprintf("there is no kind of aid %.40q", string(s.Category)), "use military, financial, humanitarian or other")
	case s.Measure != "" && !slices.Contains(brief.AidMeasures, s.Measure):
		return refuse(fmt.Sprintf("there is no measure %.40q", string(s.Measure)), "use pledged, committed, allocated, disbursed, delivered or cancelled")
	case s.Counted == brief.CountedAid && s.Measure == "":
		return refuse("aid without its measure", "say how far it has got: pledged, committed, allocated, disbursed, delivered or cancelled")
	case !slices.Contains(brief.Valuations, s.Valuation):
		return refuse(fmt.Sprintf("there is no valuation %.40q", string(s.Valuation)), "use market, replacement, book or face")
	}
	return nil
}

// checkNumberVersion holds the texts of a version to the rules; its numbers are those of series.Enter.
func checkNumberVersion(v *brief.Version, b *brief.Numbers, t *Tracker, today brief.Date) error {
	_, known := t.Series[v.Series]
	if !known && !slices.ContainsFunc(b.Series, func(s brief.Series) bool { return s.ID == v.Series }) {
		return brief.Invalid(fmt.Sprintf("a number is of the series %.90q, which nobody described", string(v.Series)), "say what the series counts")
	}
	v.Reason = tidyText(v.Reason)
	if err := first(checkShort(v.By, v.Label, v.Locator, v.Source.Outlet, v.Source.Title), checkText("reason", v.Reason, maxNote, false), checkLinks("reason", v.Reason)); err != nil {
		return err
	}
	if v.Source.URL != "" {
		if err := checkAddress("address of the source", v.Source.URL); err != nil {
			return err
		}
	}
	if v.Known > today {
		return brief.Invalid(fmt.Sprintf("a number would be known from %s on, which is still to come", v.Known), "give the day on which it became known")
	}
	if e := v.Event; e != nil {
		return first(checkShort(e.Row, e.Commitment, e.Parent, e.Form, e.Item), checkText("title of the event", e.Title, maxHeadline, false))
	}
	return nil
}
