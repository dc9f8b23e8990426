package page

import (
	"path"
	"strconv"
	"strings"
	"time"

	"livebrief/internal/brief"
)

// clock tells the time of one page: one zone, always absolute, with the zone by its name.
type clock struct {
	zone  *time.Location
	name  string
	words *Words
}

func clockFor(b *brief.Briefing, w *Words) clock {
	zone := b.Location()
	return clock{zone, zoneName(w, zone.String()), w}
}

// zoneName gives what people call a zone.
func zoneName(w *Words, zone string) string {
	if name := w.Zones[zone]; name != "" {
		return name
	}
	return strings.ReplaceAll(path.Base(zone), "_", " ")
}

// moment is a time as the templates print it.
type moment struct {
	ISO  string // for the datetime attribute, in UTC
	Text string
	Zone string // named beside the text; empty when the text holds it or there is no hour
}

// iso gives the value of a datetime attribute.
func iso(t time.Time) string { return t.UTC().Format(time.RFC3339) }

// hour gives "21:12".
func (c clock) hour(t time.Time) string { return t.In(c.zone).Format("15:04") }

// date gives "24 September 2022".
func (c clock) date(t time.Time) string {
	t = t.In(c.zone)
	return strconv.Itoa(t.Day()) + "\u00a0" + c.words.Months[t.Month()-1] + "\u00a0" + strconv.Itoa(t.Year())
}

// full gives "24 September 2022, 21:40 Kyiv".
func (c clock) full(t time.Time) string { return c.date(t) + ", " + c.hour(t) + "\u00a0" + c.name }

// near gives "19:05" on the day of ref and "25 September 2022, 19:05" on any other.
func (c clock) near(t, ref time.Time) string {
	if c.dayOf(t) == c.dayOf(ref) {
		return c.hour(t)
	}
	return c.date(t) + ", " + c.hour(t)
}

// dayOf gives YYYY-MM-DD in the briefing's zone.
func (c clock) dayOf(t time.Time) string { return t.In(c.zone).Format(time.DateOnly) }

// weekday gives "Saturday 24 September 2022" for a YYYY-MM-DD, and the text itself when it is not one.
func (c clock) weekday(day string) string {
	t, err := time.ParseInLocation(time.DateOnly, day, c.zone)
	if err != nil {
		return day
	}
	return c.words.Weekdays[t.Weekday()] + c.words.AfterWeekday + c.date(t)
}

// said gives a said-on date in words.
func (c clock) said(day string) moment {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return moment{ISO: "", Text: day}
	}
	return moment{ISO: day, Text: strconv.Itoa(t.Day()) + "\u00a0" + c.words.Months[t.Month()-1] + "\u00a0" + strconv.Itoa(t.Year())}
}

// calendar gives a date as far as it is known: "24 September 2022", "September 2022", "2022".
func (c clock) calendar(d brief.Date) string { return c.dated(d, &c.words.MonthNames) }

// until gives the same for behind "by" and "from", which many languages follow with another case.
func (c clock) until(d brief.Date) string { return c.dated(d, &c.words.Months) }

func (c clock) dated(d brief.Date, months *[12]string) string {
	switch t, err := time.Parse("2006-01", string(d)); {
	case len(d) == len(time.DateOnly):
		return c.said(string(d)).Text
	case err == nil:
		return months[t.Month()-1] + "\u00a0" + strconv.Itoa(t.Year())
	}
	return string(d)
}

// full as a moment.
func (c clock) moment(t time.Time) moment { return moment{ISO: iso(t), Text: c.full(t)} }

// place is a development's time in its column: the hour with the zone. In a reconstruction an event known only to the
// day shows the day, since an hour would be invented.
func (c clock) place(when time.Time, event brief.EventTime, reconstruction bool) moment {
	if reconstruction && coarse(event.Precision) {
		t := when.In(c.zone)
		return moment{ISO: c.dayOf(when), Text: strconv.Itoa(t.Day()) + "\u00a0" + c.words.ShortMonths[t.Month()-1]}
	}
	return moment{ISO: iso(when), Text: c.hour(when), Zone: c.name}
}

func coarse(p brief.Precision) bool {
	return p == brief.ToDay || p == brief.ToMonth || p == brief.ToYear
}

// event tells when something happened as far as it is known, "" when the event has no time. Days, months and years
// are those of the place where they were told; hours are put into the zone of the page.
func (c clock) event(e brief.EventTime) string {
	if e.From.IsZero() {
		return ""
	}
	from := c.eventPart(e, e.From)
	if e.To.IsZero() || e.To.Equal(e.From) {
		return from
	}
	if to := c.eventPart(e, e.To); to != from {
		return fill(c.words.FromTo, from, to)
	}
	return from
}

func (c clock) eventPart(e brief.EventTime, t time.Time) string {
	there := c
	if zone, err := time.LoadLocation(e.Zone); err == nil && e.Zone != "" && coarse(e.Precision) {
		there.zone = zone
	}
	local := t.In(there.zone)
	switch e.Precision {
	case brief.ToYear:
		return strconv.Itoa(local.Year())
	case brief.ToMonth:
		return c.words.MonthNames[local.Month()-1] + "\u00a0" + strconv.Itoa(local.Year())
	case brief.ToDay:
		return there.date(t)
	case brief.ToHour:
		return fill(c.words.About, c.full(t))
	}
	return c.full(t)
}

// fill puts the values into a sentence of [Words] in place of its %s.
func fill(sentence string, values ...string) string {
	for _, v := range values {
		before, after, ok := strings.Cut(sentence, "%s")
		if !ok {
			break
		}
		sentence = before + strings.ReplaceAll(v, "%s", "%\u200bs") + after
	}
	return sentence
}
