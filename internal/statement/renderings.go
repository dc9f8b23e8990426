package statement

import (
	"slices"
	"time"

	"livebrief/internal/brief"
)

// checkRenderings holds the renderings to the rules rendered and not-before.
func checkRenderings(s brief.Statement, zone *time.Location) error {
	if len(s.Renderings) == 0 {
		return refuse(Rendered, "say which report or address has it", "nobody is named who reported it")
	}
	seen := map[brief.RenderingID]bool{}
	for _, r := range s.Renderings {
		if err := first(checkID(string(r.ID), 'r'), checkOnce(seen, r.ID), checkRendering(s, r), checkNotBefore(s, r, zone)); err != nil {
			return err
		}
	}
	return nil
}

func checkRendering(s brief.Statement, r brief.Rendering) error {
	switch {
	case r.Report == "" && r.URL == "":
		return refuse(Rendered, "give the report or the address", "the rendering %s leads to nothing", r.ID)
	case r.Outlet == "":
		return refuse(Rendered, "name the outlet", "the rendering %s does not say who reported", r.ID)
	}
	if err := first(checkDate("day of publication", r.On), checkOptional("day of retraction", r.Retracted)); err != nil {
		return err
	}
	if r.Retracted != "" && r.Retracted.Last() < r.On.First() {
		return refuse(WellFormed, "look at the two days", "the rendering %s was taken back on %s, before it was published on %s", r.ID, r.Retracted, r.On)
	}
	covered := map[brief.TermID]bool{}
	for _, c := range r.Covers {
		if _, ok := termOf(s, c.Term); !ok {
			return refuse(Connected, "record the term first", "the rendering %s is of a term %.40q that is not there", r.ID, string(c.Term))
		}
		if covered[c.Term] {
			return refuse(WellFormed, "say once how it gives the term", "the rendering %s gives %s twice", r.ID, c.Term)
		}
		covered[c.Term] = true
		if !slices.Contains(brief.Forces, c.Force) {
			return refuse(WellFormed, "use "+listed(brief.Forces), "%.40q is not how firmly a rendering puts a term", string(c.Force))
		}
	}
	return nil
}

// zoneSlack is how much earlier a day can be elsewhere: from UTC-12 to UTC+14.
const zoneSlack = 26 * time.Hour

// checkNotBefore is the rule not-before. Where both times are known to the minute they are compared; days can be a day
// apart by their zones.
func checkNotBefore(s brief.Statement, r brief.Rendering, zone *time.Location) error {
	early := false
	if !r.At.IsZero() && s.Said.Precision == brief.ToMinute {
		early = r.At.Before(s.Said.From)
	} else {
		_, next, err := spanOf(r.On)
		early = err == nil && next.Add(zoneSlack).Before(s.Said.From.In(zoneOf(s, zone)))
	}
	if early {
		return refuse(NotBefore, "look at the two dates, and at the zone", "%s (%s) reported it on %s, before it was said on %s",
			r.Outlet, r.ID, r.On, SaidOn(s, zone))
	}
	return nil
}

// spanOf gives the first moment of a date in UTC and the one after its last.
func spanOf(d brief.Date) (from, next time.Time, err error) {
	if from, err = time.Parse(time.DateOnly, string(d.First())); err != nil {
		return from, next, err
	}
	last, err := time.Parse(time.DateOnly, string(d.Last()))
	return from, last.AddDate(0, 0, 1), err
}
