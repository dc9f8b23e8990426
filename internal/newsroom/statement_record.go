package newsroom

import (
	"context"
	"fmt"
	"net/url"
	"strings"
	"time"

	"livebrief/internal/brief"
	"livebrief/internal/desk"
	"livebrief/internal/statement"
)

// statementRecord records a statement.
type statementRecord struct {
	ledgerFlags
	From      string `arg:"" optional:"" name:"file" help:"The whole statement as JSON; - reads standard input."`
	Report    string `help:"Id of the report whose reading has it." placeholder:"ID"`
	Statement int    `help:"Number of the statement of that reading, from 1." placeholder:"N"`
	statedFlags
	renderingFlags
	Terms []string `name:"term" help:"What it says, a thing at a time; may be repeated. \"TEXT @ 2023-01-31\" gives the day by which it is due." placeholder:"TEXT" sep:"none"`
}

// statedFlags are the facts of a statement that a command line can set. What is not given stays as it is.
type statedFlags struct {
	Title       string `help:"What the ledger calls it." placeholder:"TEXT"`
	Summary     string `help:"A sentence or two in the desk's words." placeholder:"TEXT"`
	Kind        string `help:"pledge, threat, forecast, order, law_change, assertion, denial, figure, appeal or no_comment." placeholder:"KIND"`
	Track       string `help:"Id of the track." placeholder:"TRACK"`
	Speaker     string `help:"Id, name or alias of the speaker in the register." placeholder:"WHO"`
	Role        string `help:"Office held that day; the register's when there was exactly one." placeholder:"OFFICE"`
	Addressee   string `help:"To whom." placeholder:"WHOM"`
	Spoken      string `help:"Language in which it was said." placeholder:"TAG"`
	Channel     string `help:"address, video, decree, interview, briefing, post, ..." placeholder:"WORD"`
	Said        string `help:"When: 2022, 2022-09, 2022-09-24, 2022-09-24T18 or 2022-09-24T18:30 in --said-zone." placeholder:"TIME"`
	SaidZone    string `help:"Zone of --said; the briefing's when not given." placeholder:"ZONE"`
	Denies      string `help:"What a denial denies: the id of a statement, or words." placeholder:"WHAT"`
	Proposition string `help:"Name that joins statements which claim the same." placeholder:"NAME"`
}

// Run records.
func (k *statementRecord) Run(ctx context.Context, std *Streams, c *Common) error {
	cl, err := c.client()
	if err != nil {
		return err
	}
	s, err := k.begin(ctx, std, cl)
	if err != nil {
		return err
	}
	register, err := k.register(ctx, cl)
	if err != nil {
		return err
	}
	if err := k.complete(ctx, cl, s, register); err != nil {
		return err
	}
	var answer actAnswer
	if err := cl.do(ctx, request{method: "POST", path: k.at("statements"), body: statementEdit{Class: brief.Publish, Body: s, Dated: k.Dated}, key: k.Key}, &answer); err != nil {
		return err
	}
	return c.said(std, answer)
}

// begin gives the statement that the flags are laid over: from JSON, from a reading, or an empty one.
func (k *statementRecord) begin(ctx context.Context, std *Streams, cl *client) (*brief.Statement, error) {
	switch {
	case k.From != "":
		return readStatement(k.From, std)
	case k.Report == "" && k.Statement != 0:
		return nil, usageError{fmt.Errorf("--statement needs --report")}
	case k.Statement == 0:
		return &brief.Statement{}, nil
	}
	report, reading, err := cl.read(ctx, k.Report)
	if err != nil {
		return nil, err
	}
	register, err := k.register(ctx, cl)
	if err != nil {
		return nil, err
	}
	zone, err := cl.location(ctx, k.Briefing)
	if err != nil {
		return nil, err
	}
	s, err := desk.StatementFrom(report, reading, k.Statement, register, zone)
	return &s, err
}

// complete lays the flags over a statement.
func (k *statementRecord) complete(ctx context.Context, cl *client, s *brief.Statement, register statement.Register) error {
	for _, f := range []struct {
		to   *string
		from string
	}{{&s.Title, k.Title}, {&s.Summary, k.Summary}, {(*string)(&s.Kind), k.Kind}, {(*string)(&s.Track), k.Track}, {&s.Addressee, k.Addressee},
		{&s.Language, k.Spoken}, {&s.Channel, k.Channel}, {(*string)(&s.Proposition), k.Proposition}} {
		if f.from != "" {
			*f.to = f.from
		}
	}
	if k.Denies != "" {
		s.Targets = append(s.Targets, targetOf(k.Denies))
	}
	zone, err := cl.location(ctx, k.Briefing)
	if err != nil {
		return err
	}
	if k.Said != "" {
		name := k.SaidZone
		if name == "" {
			name = zone.String()
		}
		if s.Said, err = parseEvent(k.Said, name); err != nil {
			return err
		}
	}
	if len(k.Terms) > 0 {
		s.Terms = nil
		for _, t := range k.Terms {
			s.Terms = append(s.Terms, desk.ParseTerm(t))
		}
	}
	if k.given() {
		r, err := k.rendering(zone)
		if err != nil {
			return err
		}
		s.Renderings = append(s.Renderings, r)
	}
	return k.speak(s, register, zone)
}

// speak finds the speaker in the register, and the office of that day.
func (k *statementRecord) speak(s *brief.Statement, register statement.Register, zone *time.Location) error {
	if k.Speaker != "" {
		id, ok := brief.SpeakerID(k.Speaker), true
		if _, known := register[id]; !known {
			id, ok = register.Owner(statement.FoldName(k.Speaker))
		}
		if !ok {
			return brief.NotFound(fmt.Sprintf("the register has no speaker %q", k.Speaker), "add one with `livebrief speaker add`")
		}
		s.Speaker = id
	}
	if k.Role == "" {
		return nil
	}
	who := register[s.Speaker]
	s.As = brief.Capacity{Name: who.Name, Role: k.Role}
	for _, r := range who.Roles {
		if r.Title == k.Role {
			s.As.Organisation, s.As.Side = r.Organisation, r.Side
		}
	}
	return nil
}

// targetOf takes the id of a statement, which is one word of 16 letters and digits, or the words that are denied.
func targetOf(text string) brief.Target {
	if len(text) == 16 && strings.Trim(text, "0123456789abcdefghjkmnpqrstvwxyz") == "" {
		return brief.Target{Statement: brief.StatementID(text)}
	}
	return brief.Target{Text: text}
}

// read fetches a report with its reading.
func (c *client) read(ctx context.Context, id string) (brief.Report, brief.Reading, error) {
	var r struct {
		Report brief.Report `json:"report"`
	}
	var reading brief.Reading
	path := "/api/reports/" + url.PathEscape(id)
	if err := c.do(ctx, request{method: "GET", path: path}, &r); err != nil {
		return r.Report, reading, err
	}
	err := c.do(ctx, request{method: "GET", path: path + "/reading"}, &reading)
	return r.Report, reading, err
}

// location fetches the briefing's zone.
func (c *client) location(ctx context.Context, b string) (*time.Location, error) {
	name, err := c.zone(ctx, b)
	if err != nil {
		return nil, err
	}
	return time.LoadLocation(name)
}
