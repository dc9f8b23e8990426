package desk

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"livebrief/internal/brief"
	"livebrief/internal/territory"
)

var sha256Hex = regexp.MustCompile(`^[0-9a-f]{64}$`)

// checkDevelopment holds a development to the rules.
func checkDevelopment(b brief.Briefing, d *brief.Development) error {
	story := d.Kind == brief.KindStory
	if story && d.Label == "" {
		d.Label = brief.Reported
	}
	if err := first(
		required("headline", d.Headline, maxHeadline, false),
		checkText("text", d.Text, maxText, true),
		checkText("note", d.Note, maxNote, true),
		checkText("place", d.Place, maxShort, false),
		checkText("byline", d.Byline, maxShort, false),
		checkLinks("text", d.Text),
		checkLinks("note", d.Note),
		checkKind(d.Kind), checkLabel(d.Label),
		checkEvent(d.Event), checkPosition(d.Position),
		checkTrack(b, d.Track, story),
		checkReferences(d.RestsOn), checkImages(d.Images), checkSeeAlso(d.SeeAlso),
		checkIDs("statements", d.Statements), checkCites(d.Numbers),
	); err != nil {
		return err
	}
	if story && strings.TrimSpace(d.Text) == "" && (len(d.RestsOn) == 0 || d.RestsOn[0].URL == "") {
		return brief.Invalid("a story card leads to a story, and there is neither an address nor a text",
			"give the story's address as the first thing it rests on, or write it here")
	}
	return nil
}

// checkPosition takes a place between the poles, or none.
func checkPosition(p brief.Position) error {
	if _, ok := territory.ParsePosition(p.Lat, p.Lon); !ok && p != (brief.Position{}) {
		return brief.Invalid(fmt.Sprintf("%.60q is no place on the Earth", p.String()), "give latitude and longitude in degrees: 49.99, 36.23")
	}
	return nil
}

func checkKind(k brief.DevelopmentKind) error {
	if slices.Contains(brief.DevelopmentKinds, k) {
		return nil
	}
	return brief.Invalid(fmt.Sprintf("there is no kind of development %.40q", string(k)), "use one of "+list(brief.DevelopmentKinds))
}

func checkLabel(l brief.Label) error {
	if slices.Contains(brief.Labels, l) {
		return nil
	}
	return brief.Invalid(fmt.Sprintf("there is no label %.40q", string(l)), "use one of "+list(brief.Labels))
}

// checkTrack takes a track of the briefing, none where it has none, and none for a story.
func checkTrack(b brief.Briefing, id brief.TrackID, story bool) error {
	if id == "" && (story || len(b.Tracks) == 0) {
		return nil
	}
	if _, ok := b.Track(id); ok {
		return nil
	}
	if len(b.Tracks) == 0 {
		return brief.Invalid(fmt.Sprintf("this briefing has no tracks, so no %.40q", string(id)), "leave the track out, or add it to the briefing")
	}
	ids := make([]brief.TrackID, len(b.Tracks))
	for i, t := range b.Tracks {
		ids[i] = t.ID
	}
	return brief.Invalid(fmt.Sprintf("this briefing has no track %.40q", string(id)), "use one of "+list(ids))
}

// list joins words for a sentence.
func list[T ~string](words []T) string {
	texts := make([]string, len(words))
	for i, w := range words {
		texts[i] = string(w)
	}
	return strings.Join(texts, ", ")
}

var precisions = []brief.Precision{brief.ToMinute, brief.ToHour, brief.ToDay, brief.ToMonth, brief.ToYear}

func checkEvent(e brief.EventTime) error {
	if e.Precision != "" && !slices.Contains(precisions, e.Precision) {
		return brief.Invalid(fmt.Sprintf("there is no precision %.40q of the event's time", string(e.Precision)), "use one of "+list(precisions))
	}
	if e.From.IsZero() && !e.To.IsZero() {
		return brief.Invalid("the event has an end and no beginning", "say when it began")
	}
	if !e.To.IsZero() && e.To.Before(e.From) {
		return brief.Invalid("the event ends before it begins", "put its times in order")
	}
	for _, t := range []time.Time{e.From, e.To} {
		if y := t.Year(); !t.IsZero() && (y < 1 || y > 9999) {
			return brief.Invalid(fmt.Sprintf("the event is in the year %d", y), "use a year between 1 and 9999")
		}
	}
	return checkZone("event's zone", e.Zone)
}

// checkZone takes the IANA name of a zone, or nothing.
func checkZone(what, zone string) error {
	if zone == "" {
		return nil
	}
	if _, err := time.LoadLocation(zone); err != nil || zone == "Local" {
		return brief.Invalid(fmt.Sprintf("the %s %.80q is not known", what, zone), "use a name such as Europe/Kyiv")
	}
	return nil
}

func checkReferences(refs []brief.Reference) error {
	if err := checkCount("things that it rests on", len(refs), maxReferences); err != nil {
		return err
	}
	for _, r := range refs {
		if r.Report == "" && r.URL == "" {
			return brief.Invalid("one thing that it rests on has neither a report nor an address", "give one of them, or take it out")
		}
		if r.URL != "" {
			if err := checkAddress("address of what it rests on", r.URL); err != nil {
				return err
			}
		}
		if r.Span != nil && (r.Report == "" || r.Span.Start < 0 || r.Span.End <= r.Span.Start) {
			return brief.Invalid("a marked sentence does not lie in a report", "mark it again in the report")
		}
		if err := first(checkText("outlet", r.Outlet, maxShort, false), checkText("title of what it rests on", r.Title, maxHeadline, false),
			checkText("quoted sentence", r.Quote, maxQuote, true), checkMark(r), checkIDs("reports", []brief.ReportID{r.Report})); err != nil {
			return err
		}
	}
	return nil
}

func checkImages(images []brief.Image) error {
	if err := checkCount("images", len(images), maxImages); err != nil {
		return err
	}
	for _, m := range images {
		switch {
		case !sha256Hex.MatchString(m.SHA256):
			return brief.Invalid("an image is not named by the SHA-256 of its bytes", "give 64 lower-case hexadecimal digits")
		case m.Width < 1 || m.Height < 1 || m.Width > 1<<16 || m.Height > 1<<16:
			return brief.Invalid("an image has no size", "give width and height in pixels")
		}
		if err := first(required("description of the image", m.Alt, maxQuote, false), checkText("credit", m.Credit, maxShort, false)); err != nil {
			return err
		}
	}
	return nil
}

func checkSeeAlso(links []brief.Link) error {
	if err := checkCount("links to other stories", len(links), maxSeeAlso); err != nil {
		return err
	}
	for _, l := range links {
		if err := first(required("title of a link", l.Title, maxHeadline, false), checkAddress("address of a link", l.URL)); err != nil {
			return err
		}
	}
	return nil
}

// checkCites holds numbers that are cited to their form: the name of a series, a slash, and the id of a version.
func checkCites(cites []string) error {
	if err := checkCount("numbers", len(cites), maxIDs); err != nil {
		return err
	}
	for _, cite := range cites {
		id, version, ok := strings.Cut(cite, "/")
		if !ok || brief.SeriesID(id).Check() != nil || version == "" || strings.Contains(version, "/") {
			return brief.Invalid(fmt.Sprintf("%.90q cites no number", cite), "write the series and the version, as in the address of its page: ohchr.killed/ID")
		}
		if err := checkText("id among the numbers", version, 64, false); err != nil {
			return err
		}
	}
	return nil
}

func checkIDs[T ~string](what string, ids []T) error {
	if err := checkCount(what, len(ids), maxIDs); err != nil {
		return err
	}
	for _, id := range ids {
		if err := checkText("id among the "+what, string(id), 64, false); err != nil {
			return err
		}
	}
	return nil
}
