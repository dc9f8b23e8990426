package newsroom

import (
	"context"
	"fmt"
	"strings"
	"time"

	"livebrief/internal/brief"
	"livebrief/internal/desk"
)

// renderingFlags are how an outlet reported a statement.
type renderingFlags struct {
	URL        string     `help:"Address of the report." placeholder:"URL"`
	Outlet     string     `help:"Who reported it." placeholder:"NAME"`
	Headline   string     `help:"Title of the report." placeholder:"TEXT"`
	On         brief.Date `help:"Day of publication." placeholder:"DATE"`
	At         time.Time  `help:"Moment of publication, where it is known." format:"2006-01-02T15:04:05Z07:00" placeholder:"TIME"`
	Language   string     `help:"Language of the report." placeholder:"TAG"`
	Translator string     `help:"Who translated it." placeholder:"NAME"`
	Verb       string     `help:"Reporting verb: said, claimed, promised." placeholder:"WORD"`
	Via        string     `help:"Chain by which it came." placeholder:"TEXT"`
	Quote      string     `help:"A sentence of the report, the most that readers see of it." placeholder:"TEXT"`
	Covers     []string   `help:"Term that it has: \"t1\", \"t1 quoted\", \"t1 hedged: WORDS\", \"t1 quoted hedged: WORDS\", with attributed for a distance such as claimed; may be repeated." placeholder:"TERM" sep:"none"`
}

// given tells whether the flags name a report.
func (f *renderingFlags) given() bool { return f.URL != "" || f.Outlet != "" }

// rendering makes one of the flags.
func (f *renderingFlags) rendering(zone *time.Location) (brief.Rendering, error) {
	r := brief.Rendering{Reference: brief.Reference{URL: f.URL, Outlet: f.Outlet, Title: f.Headline, Quote: f.Quote}, On: f.On, At: f.At,
		Language: f.Language, Translator: f.Translator, Verb: f.Verb, Via: f.Via}
	if r.On == "" && !f.At.IsZero() {
		r.On = brief.DateOf(f.At.In(zone))
	}
	r.Covers = []brief.Coverage{}
	for _, text := range f.Covers {
		c, err := desk.ParseCoverage(text)
		if err != nil {
			return r, err
		}
		r.Covers = append(r.Covers, c)
	}
	return r, nil
}

// statementTerm adds a term, or says when one is looked at again.
type statementTerm struct {
	ledgerFlags
	ID          string     `arg:"" help:"Id of the statement."`
	Of          string     `name:"term" help:"Term to review; without it a new one is added." placeholder:"TERM"`
	Text        string     `help:"What is said." placeholder:"TEXT"`
	Condition   string     `help:"What has to come first." placeholder:"TEXT"`
	Addressee   string     `help:"To whom, if not to all." placeholder:"WHOM"`
	DueFrom     brief.Date `help:"First day of its window." placeholder:"DATE"`
	DueTo       brief.Date `help:"Last day of its window." placeholder:"DATE"`
	DueRule     string     `help:"Rule that worked the window out." placeholder:"NAME"`
	DueWords    string     `help:"Words that tell the window." placeholder:"TEXT"`
	Criteria    string     `help:"How the desk will tell what became of it." placeholder:"TEXT"`
	ReviewOn    brief.Date `help:"Day on which somebody looks again." placeholder:"DATE"`
	Hedged      bool       `help:"It was put with a reserve."`
	PenaltyMin  string     `help:"Least penalty of a law." placeholder:"N"`
	PenaltyMax  string     `help:"Most penalty of a law." placeholder:"N"`
	PenaltyUnit string     `help:"years, months, or a currency." placeholder:"UNIT"`
	InForceFrom brief.Date `help:"Day from which a law is in force." placeholder:"DATE"`
	Eligibility string     `help:"For whom a law is." placeholder:"TEXT"`
	Value       string     `help:"Value of a figure." placeholder:"N"`
	Unit        string     `help:"Unit of a figure." placeholder:"UNIT"`
	CountedBy   string     `help:"Who counted." placeholder:"WHO"`
}

// Run adds or reviews.
func (k *statementTerm) Run(ctx context.Context, std *Streams, c *Common) error {
	return k.change(ctx, std, c, k.ID, func(*caseAnswer) (statementEdit, error) {
		if k.Of != "" {
			return statementEdit{Class: brief.Update, Review: []termReview{{Term: brief.TermID(k.Of), ReviewOn: k.ReviewOn, Criteria: k.Criteria, InForceFrom: k.InForceFrom}}}, nil
		}
		t := brief.Term{Text: k.Text, Condition: k.Condition, Addressee: k.Addressee, Criteria: k.Criteria, ReviewOn: k.ReviewOn,
			Due:    brief.DueWindow{From: k.DueFrom, To: k.DueTo, Rule: k.DueRule, Words: k.DueWords},
			Law:    brief.LawTerm{PenaltyMin: k.PenaltyMin, PenaltyMax: k.PenaltyMax, PenaltyUnit: k.PenaltyUnit, InForceFrom: k.InForceFrom, Eligibility: k.Eligibility},
			Figure: brief.FigureTerm{Value: k.Value, Unit: k.Unit, CountedBy: k.CountedBy}}
		if k.Hedged {
			t.Force = brief.Hedged
		}
		return statementEdit{Class: brief.Update, Add: statementParts{Terms: []brief.Term{t}}}, nil
	})
}

// statementRender adds how another outlet reported it.
type statementRender struct {
	ledgerFlags
	renderingFlags
	ID       string `arg:"" help:"Id of the statement."`
	Report   string `help:"Id of the stored report." placeholder:"ID"`
	Sentence int    `help:"Number of the sentence of that report, from 1; its span is kept." placeholder:"N"`
}

// Run adds a rendering.
func (k *statementRender) Run(ctx context.Context, std *Streams, c *Common) error {
	cl, err := c.client()
	if err != nil {
		return err
	}
	zone, err := cl.location(ctx, k.Briefing)
	if err != nil {
		return err
	}
	r, err := k.rendering(zone)
	if err != nil {
		return err
	}
	if k.Report != "" {
		if err := k.stored(ctx, cl, zone, &r); err != nil {
			return err
		}
	}
	return k.change(ctx, std, c, k.ID, func(*caseAnswer) (statementEdit, error) {
		return statementEdit{Class: brief.Update, Add: statementParts{Renderings: []brief.Rendering{r}}}, nil
	})
}

// stored fills in what the desk knows of a stored report.
func (k *statementRender) stored(ctx context.Context, cl *client, zone *time.Location, r *brief.Rendering) error {
	report, reading, err := cl.read(ctx, k.Report)
	if err != nil {
		return err
	}
	r.Report = report.ID
	for _, f := range []struct {
		to   *string
		from string
	}{{&r.URL, report.URL}, {&r.Outlet, report.Outlet}, {&r.Title, report.Title}, {&r.Language, reading.Report.Language}} {
		if *f.to == "" {
			*f.to = f.from
		}
	}
	if r.On == "" && !report.Published.IsZero() {
		r.On, r.At = brief.DateOf(report.Published.In(zone)), report.Published
	}
	if k.Sentence == 0 {
		return nil
	}
	if k.Sentence < 1 || k.Sentence > len(reading.Sentences) {
		return brief.Invalid(fmt.Sprintf("the report has %d sentences, not %d", len(reading.Sentences), k.Sentence), "count them with `livebrief read`")
	}
	span := reading.Sentences[k.Sentence-1]
	r.Span, r.Quote = &span, strings.Join(strings.Fields(span.Of(reading.Report.Text)), " ")
	return nil
}

// statementEvidence adds evidence.
type statementEvidence struct {
	ledgerFlags
	ID       string     `arg:"" help:"Id of the statement."`
	Terms    []string   `name:"term" help:"Term that it is about; may be repeated." required:"" placeholder:"TERM"`
	Stance   string     `help:"supports, contradicts, absence or context." required:"" enum:"supports,contradicts,absence,context"`
	Side     string     `help:"Whose it is: the speaker's own, the opponent's, or of neither." required:"" enum:"speaker,opponent,independent"`
	Date     brief.Date `help:"When it was so or was found, as far as it is known." required:"" placeholder:"DATE"`
	Text     string     `help:"What was found, in a sentence." required:"" placeholder:"TEXT"`
	URL      string     `help:"Address." placeholder:"URL"`
	Outlet   string     `help:"Who reported it." placeholder:"NAME"`
	Report   string     `help:"Id of a stored report." placeholder:"ID"`
	Quote    string     `help:"A sentence of it." placeholder:"TEXT"`
	Searched []string   `help:"\"WHAT | WHERE | DATE\" of a search that found nothing; may be repeated." placeholder:"SEARCH" sep:"none"`
	Weak     bool       `help:"The desk itself does not rest much on it."`
}

// Run adds evidence.
func (k *statementEvidence) Run(ctx context.Context, std *Streams, c *Common) error {
	e := brief.Evidence{Date: k.Date, Stance: brief.Stance(k.Stance), Side: brief.Side(k.Side), Text: k.Text, Weak: k.Weak,
		Reference: brief.Reference{URL: k.URL, Outlet: k.Outlet, Report: brief.ReportID(k.Report), Quote: k.Quote}}
	for _, t := range k.Terms {
		e.Terms = append(e.Terms, brief.TermID(t))
	}
	for _, text := range k.Searched {
		search, err := desk.ParseSearch(text)
		if err != nil {
			return err
		}
		e.Searched = append(e.Searched, search)
	}
	return k.change(ctx, std, c, k.ID, func(*caseAnswer) (statementEdit, error) {
		return statementEdit{Class: brief.Update, Add: statementParts{Evidence: []brief.Evidence{e}}}, nil
	})
}
