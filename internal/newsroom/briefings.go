package newsroom

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"slices"
	"strings"
	"time"

	"livebrief/internal/brief"
)

// briefingCommand holds the acts on briefings.
type briefingCommand struct {
	Create briefingCreate `cmd:"" help:"Make a briefing from a template."`
	Edit   briefingEdit   `cmd:"" help:"Change a briefing; what is not given stays."`
	List   briefingList   `cmd:"" help:"List briefings."`
}

// briefingFlags are the facts of a briefing that a command line can set.
type briefingFlags struct {
	Title      *string  `help:"Title." placeholder:"TEXT"`
	Standfirst *string  `help:"The sentence under the title." placeholder:"TEXT"`
	Zone       *string  `help:"The one zone in which pages tell the time, such as Europe/Kyiv." placeholder:"ZONE"`
	Language   []string `help:"Languages, the desk's own first." placeholder:"TAG"`
	Track      []string `help:"Tracks as \"id=Name\" or \"id=Name@2022-09-01..2022-12-31\"; replaces all tracks." placeholder:"TRACK" sep:"none"`
	Section    []string `help:"Sections shown: glance, coverage, statements, map, aid, civilians." placeholder:"SECTION"`
	State      *string  `help:"open, quiet or closed." placeholder:"STATE"`
	Outlet     *string  `help:"Name of the newsroom or organisation." placeholder:"NAME"`
	Logo       *string  `help:"File of the logo: PNG, JPEG or SVG, at most 16 KB." placeholder:"FILE"`
	Colour     *string  `help:"Accent on light paper, #rrggbb." placeholder:"COLOUR"`
	ColourDark *string  `help:"Accent on dark paper, #rrggbb." placeholder:"COLOUR"`
	Home       *string  `help:"Address of the newsroom's site." placeholder:"URL"`
	Imprint    *string  `help:"Address of the imprint." placeholder:"URL"`
	Privacy    *string  `help:"Address of the privacy page." placeholder:"URL"`
	Contact    *string  `help:"Mail or web address of the desk." placeholder:"ADDRESS"`
	MapDelay   *int     `help:"Minutes that an approved map waits before readers see it." placeholder:"N"`
	MapJump    *int     `help:"Percent by which a map may differ from the one before without a second person; 0 for the usual share." placeholder:"N"`
	MapView    *string  `name:"map-viewpoint" help:"Borders of its maps: recognised; or disputed, with a dashed line besides round what another state claims and administers." placeholder:"VIEWPOINT"`
	Mirror     []string `help:"Address of a copy for readers to turn to; replaces all; \"\" for none. May be repeated." placeholder:"URL" sep:"none"`
	Witness    []string `help:"\"KEY URL\" of a witness that cosigns the record; replaces all; \"\" for none. May be repeated." placeholder:"WITNESS" sep:"none"`
}

// briefingAnswer is the answer of GET /api/briefings/{b}.
type briefingAnswer struct {
	ID       brief.BriefingID `json:"id"`
	Rev      int              `json:"rev"`
	Seq      brief.Seq        `json:"seq"`
	Briefing brief.Briefing   `json:"briefing"`
}

// fields gives the JSON fields that the flags set.
func (f *briefingFlags) fields() (map[string]any, error) {
	fields, identity := map[string]any{}, map[string]any{}
	put := func(m map[string]any, name string, v *string) {
		if v != nil {
			m[name] = *v
		}
	}
	put(fields, "title", f.Title)
	put(fields, "standfirst", f.Standfirst)
	put(fields, "zone", f.Zone)
	put(fields, "state", f.State)
	put(fields, "map_viewpoint", f.MapView)
	put(identity, "name", f.Outlet)
	put(identity, "colour", f.Colour)
	put(identity, "colour_dark", f.ColourDark)
	put(identity, "home", f.Home)
	put(identity, "imprint", f.Imprint)
	put(identity, "privacy", f.Privacy)
	put(identity, "contact", f.Contact)
	if len(f.Language) > 0 {
		fields["languages"] = f.Language
	}
	if len(f.Section) > 0 {
		fields["sections"] = f.Section
	}
	if f.Logo != nil {
		logo, err := logoAddress(*f.Logo)
		if err != nil {
			return nil, err
		}
		identity["logo"] = logo
	}
	if len(identity) > 0 {
		fields["identity"] = identity
	}
	if f.MapDelay != nil {
		fields["map_delay"] = *f.MapDelay
	}
	if f.MapJump != nil {
		fields["map_jump"] = *f.MapJump
	}
	if f.Mirror != nil {
		fields["mirrors"] = given(f.Mirror)
	}
	if f.Witness != nil {
		witnesses, err := parseWitnesses(given(f.Witness))
		if err != nil {
			return nil, err
		}
		fields["witnesses"] = witnesses
	}
	if len(f.Track) > 0 {
		tracks, err := parseTracks(f.Track)
		if err != nil {
			return nil, err
		}
		fields["tracks"] = tracks
	}
	return fields, nil
}

// given leaves out the empty text by which a list is emptied.
func given(texts []string) []string {
	return slices.DeleteFunc(slices.Clone(texts), func(s string) bool { return strings.TrimSpace(s) == "" })
}

// parseWitnesses reads "KEY URL".
func parseWitnesses(texts []string) ([]brief.Witness, error) {
	witnesses := []brief.Witness{}
	for _, text := range texts {
		parts := strings.Fields(text)
		if len(parts) != 2 {
			return nil, usageError{fmt.Errorf("the witness %q is not \"KEY URL\"", text)}
		}
		witnesses = append(witnesses, brief.Witness{Key: parts[0], URL: parts[1]})
	}
	return witnesses, nil
}

// parseTracks reads "id=Name@from..to".
func parseTracks(texts []string) ([]brief.Track, error) {
	var tracks []brief.Track
	for i, text := range texts {
		id, rest, ok := strings.Cut(text, "=")
		name, dates, _ := strings.Cut(rest, "@")
		from, to, _ := strings.Cut(dates, "..")
		if !ok || id == "" || name == "" {
			return nil, usageError{fmt.Errorf("the track %q is not \"id=Name\" or \"id=Name@from..to\"", text)}
		}
		for _, date := range []string{from, to} {
			if _, err := time.Parse(time.DateOnly, date); date != "" && err != nil {
				return nil, usageError{fmt.Errorf("the date %q of track %s is not YYYY-MM-DD", date, id)}
			}
		}
		tracks = append(tracks, brief.Track{ID: brief.TrackID(id), Name: name, Order: i + 1, From: from, To: to})
	}
	return tracks, nil
}

type briefingCreate struct {
	briefingFlags
	Name           string    `arg:"" help:"Address name of the briefing."`
	Template       string    `help:"war, disaster, election or blank." enum:"war,disaster,election,blank" default:"blank"`
	Reconstruction bool      `help:"Entries carry a claimed date; every page says so."`
	Dated          time.Time `help:"Claimed date of the first entry of a reconstruction." format:"2006-01-02T15:04:05Z07:00" placeholder:"TIME"`
}

// Run makes the briefing.
func (b *briefingCreate) Run(ctx context.Context, std *Streams, c *Common) error {
	cl, err := c.client()
	if err != nil {
		return err
	}
	fields, err := b.fields()
	if err != nil {
		return err
	}
	fields["name"], fields["template"] = b.Name, b.Template
	if b.Reconstruction {
		fields["reconstruction"] = true
	}
	if !b.Dated.IsZero() {
		fields["dated"] = b.Dated
	}
	var answer briefingAnswer
	if err := cl.do(ctx, request{method: "POST", path: "/api/briefings", body: fields}, &answer); err != nil {
		return err
	}
	return c.print(std.Out, answer, func(out io.Writer) {
		fmt.Fprintf(out, "briefing %s is %s\n", answer.Briefing.Name, answer.ID)
	})
}

type briefingEdit struct {
	briefingFlags
	Briefing string `arg:"" help:"Name or id of the briefing."`
}

// Run changes the briefing.
func (b *briefingEdit) Run(ctx context.Context, std *Streams, c *Common) error {
	cl, err := c.client()
	if err != nil {
		return err
	}
	fields, err := b.fields()
	if err != nil {
		return err
	}
	path := "/api/briefings/" + url.PathEscape(b.Briefing)
	var now briefingAnswer
	if err := cl.do(ctx, request{method: "GET", path: path}, &now); err != nil {
		return err
	}
	if given, ok := fields["identity"].(map[string]any); ok {
		whole, err := overlay(now.Briefing.Identity, given)
		if err != nil {
			return err
		}
		fields["identity"] = whole
	}
	var answer briefingAnswer
	if err := cl.do(ctx, request{method: "PATCH", path: path, body: fields, ifMatch: revision(now.Rev)}, &answer); err != nil {
		return err
	}
	return c.print(std.Out, answer, func(out io.Writer) {
		fmt.Fprintf(out, "briefing %s changed, revision %d\n", answer.Briefing.Name, answer.Rev)
	})
}

// overlay lays fields over a value's own JSON fields.
func overlay(value any, fields map[string]any) (map[string]any, error) {
	raw, err := json.Marshal(value)
	if err != nil {
		return nil, fmt.Errorf("laying fields over: %w", err)
	}
	whole := map[string]any{}
	if err := json.Unmarshal(raw, &whole); err != nil {
		return nil, fmt.Errorf("laying fields over: %w", err)
	}
	for k, v := range fields {
		whole[k] = v
	}
	return whole, nil
}

type briefingList struct{}

// Run lists briefings.
func (b *briefingList) Run(ctx context.Context, std *Streams, c *Common) error {
	cl, err := c.client()
	if err != nil {
		return err
	}
	var answer struct {
		Briefings []briefingAnswer `json:"briefings"`
	}
	if err := cl.do(ctx, request{method: "GET", path: "/api/briefings"}, &answer); err != nil {
		return err
	}
	return c.print(std.Out, answer.Briefings, func(out io.Writer) {
		for _, b := range answer.Briefings {
			fmt.Fprintf(out, "%s  %-20s  %-6s  edition %d  %s\n", b.ID, b.Briefing.Name, b.Briefing.State, b.Seq, b.Briefing.Title)
		}
	})
}
