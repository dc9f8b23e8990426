package web

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"livebrief/internal/brief"
	"livebrief/internal/desk"

	"github.com/alexedwards/scs/v2"
)

// People keeps who may sign in. A token is known by its SHA-256 only.
type People interface {
	PersonByToken(ctx context.Context, tokenHash [32]byte) (brief.Person, error)
	People(ctx context.Context) ([]brief.Person, error)
	// AddPerson keeps somebody and gives them back with an id.
	AddPerson(ctx context.Context, p brief.Person, tokenHash [32]byte) (brief.Person, error)
	// RevokePerson ends a person's access at once.
	RevokePerson(ctx context.Context, id brief.PersonID) error
}

// ReportQuery narrows a list of reports; empty fields do not. Before goes on behind a report.
type ReportQuery struct {
	Briefing brief.BriefingID
	State    brief.ReportState
	Source   brief.SourceID
	Limit    int
	Before   brief.ReportID
}

// Reports keeps incoming coverage.
type Reports interface {
	// AddReport stores a report once: the same bytes again give the same id and fresh is false.
	AddReport(ctx context.Context, r brief.Report) (id brief.ReportID, fresh bool, err error)
	Report(ctx context.Context, id brief.ReportID) (brief.Report, error)
	// Reports lists the newest first, without Raw and Text.
	Reports(ctx context.Context, q ReportQuery) ([]brief.Report, error)
	SetReportState(ctx context.Context, id brief.ReportID, state brief.ReportState) error
}

// Readings keeps what was made of reports outside of the program; what the rules read is made when it is asked for.
type Readings interface {
	Reading(ctx context.Context, id brief.ReportID) (brief.Reading, bool, error)
	SaveReading(ctx context.Context, id brief.ReportID, reading brief.Reading, by string) error
	// RemoveReading takes away what was brought, and tells whether there was anything.
	RemoveReading(ctx context.Context, id brief.ReportID) (bool, error)
}

// Sources keeps where coverage comes from.
type Sources interface {
	Sources(ctx context.Context) ([]brief.Source, error)
	// AddSource keeps a source and gives it back with an id.
	AddSource(ctx context.Context, s brief.Source) (brief.Source, error)
	RemoveSource(ctx context.Context, id brief.SourceID) error
}

// Drafts keeps what is written and not in the record.
type Drafts interface {
	Drafts(ctx context.Context, id brief.BriefingID) ([]brief.Draft, error)
	// SaveDraft keeps a draft, a new one when its id is empty.
	SaveDraft(ctx context.Context, d brief.Draft) (brief.Draft, error)
	DeleteDraft(ctx context.Context, id brief.BriefingID, draft string) error
}

// ProposalList lists the outcomes that wait for somebody's decision.
type ProposalList interface {
	Proposals(ctx context.Context, id brief.BriefingID, limit int) ([]brief.Proposal, error)
}

// Auditor keeps who did what. Acts on the record are noted by the store in the act's own transaction; Audit is
// for the others.
type Auditor interface {
	Audit(ctx context.Context, a brief.Audit) error
	AuditLog(ctx context.Context, limit int) ([]brief.Audit, error)
}

// Lists keeps what the desk teaches the reader.
type Lists interface {
	// List gives a list, of revision 0 when nobody has written it.
	List(ctx context.Context, id brief.BriefingID, name brief.ListName) (brief.DeskList, error)
	// SaveList keeps a list in place of the revision that it has, and notes in the audit, under the verb, who did it.
	// It is a conflict when another revision stands.
	SaveList(ctx context.Context, l brief.DeskList, verb string) (brief.DeskList, error)
	// AuditOf gives the newest lines of the audit for one briefing and verb.
	AuditOf(ctx context.Context, id brief.BriefingID, verb string, limit int) ([]brief.Audit, error)
}

// Trial is what one look at an address brought.
type Trial struct {
	Format   string       `json:"format"`
	Title    string       `json:"title"`
	Sentence string       `json:"sentence"`
	Items    []TrialEntry `json:"items"`
}

// TrialEntry is one report that the address would bring.
type TrialEntry struct {
	Title string `json:"title"`
	URL   string `json:"url"`
}

// Intake makes reports of what is handed in. The reports have no id yet; Text, Raw, SHA256 and Decoder are set.
type Intake interface {
	// Decode reads bytes of any format that wire knows; a feed gives many reports.
	Decode(ctx context.Context, raw []byte, contentType, name string) ([]brief.Report, error)
	// Fetch gets an address, as a source would.
	Fetch(ctx context.Context, address string) ([]brief.Report, error)
	Test(ctx context.Context, address string) (Trial, error)
}

// DeskConfig is what the desk's listener needs.
type DeskConfig struct {
	Desk     *desk.Desk
	Editions Editions
	Texts    Texts
	People   People
	Reports  Reports
	Readings Readings
	Sources  Sources
	Drafts   Drafts
	// Ledger and Proposals are the statements of the record, and the outcomes that wait for a decision.
	Ledger    desk.Ledger
	Proposals ProposalList
	Auditor   Auditor
	Lists     Lists
	// Trackers are the numbers of briefings, and Figures reads those of a text; without them forms say nothing of numbers.
	Trackers desk.Trackers
	Figures  func(text, lang string) []brief.ReadFigure
	Intake   Intake
	Exporter Exporter
	Keys     Keys
	Backuper Backuper
	// Witnesses tells how far each witness of a briefing has come; nil when nobody asks them.
	Witnesses func(id brief.BriefingID) []WitnessState
	// Held gives a sentence for each briefing for which nothing can be published; nil when that cannot happen.
	Held func() []error
	// Tally counts the answers; nil counts nothing. Metrics writes all counts that there are, for Prometheus.
	Tally   *Tally
	Metrics func(ctx context.Context, w io.Writer)
	// Ready tells in words how the server fares, and whether it can do its work; nil when that is not known.
	Ready func(ctx context.Context) (words []string, ok bool)
	// Closing tells that the server is about to end and takes no more acts; nil when it never does.
	Closing func() bool
	// MayWrite refuses every act while another server writes to the same database; nil when there is none.
	MayWrite func(ctx context.Context) error
	// Read reads a report by the rules, by what its source repeats, and by the lists of its briefing.
	Read func(context.Context, brief.Report) brief.Reading
	// ReadBy names what Read reads a report by now: the rules, and what else it knows. When that changes, nothing is kept of
	// what was read before.
	ReadBy func(context.Context, brief.Report) string
	Echoes Echoes
	// Origin gives the origin line of a new briefing's record: "<public host>/<name>", or a random name.
	Origin func(brief.Name) string
	// Readers is the address of the readers' "/", without a trailing slash, for links to what was published.
	Readers string
	// Secure says that browsers reach the desk by https: the session's cookie is then bound to it.
	Secure bool
	Logger *slog.Logger
	Now    func() time.Time
	// Random draws ids, tokens and keys.
	Random io.Reader
}

// The lives of a session: from sign-in, and from the last request.
const (
	sessionLife = 12 * time.Hour
	sessionIdle = time.Hour
)

// deskServer serves the people who decide.
type deskServer struct {
	DeskConfig
	sessions *scs.SessionManager
	sheets   sheets
	style    string
	mux      *http.ServeMux
	glimpsed glimpses
}

// NewDesk makes the handler of the desk's listener: a JSON API for tokens and a desk in forms for browsers. It
// fails when a template is broken.
func NewDesk(c DeskConfig) (http.Handler, error) {
	pages, err := parseTemplates()
	if err != nil {
		return nil, err
	}
	s := &deskServer{DeskConfig: c, sessions: newSessions(c.Secure), sheets: pages, style: styleName(), mux: http.NewServeMux()}
	for _, route := range s.routes() {
		s.mux.Handle(route.method+" "+route.pattern, s.guarded(route))
	}
	s.mux.HandleFunc("/", s.nowhere)
	crossOrigin := http.NewCrossOriginProtection()
	crossOrigin.SetDenyHandler(http.HandlerFunc(s.denyForeign))
	return s.door(crossOrigin.Handler(s.mux)), nil
}

// nowhere answers for addresses that no route has, and for methods that the route of an address does not take.
func (s *deskServer) nowhere(w http.ResponseWriter, r *http.Request) {
	c := &call{w: w, r: r, now: s.Now()}
	err := noSuchDeskPage()
	if methods := s.methods(r); len(methods) > 0 {
		w.Header().Set("Allow", strings.Join(methods, ", "))
		err = withStatus(http.StatusMethodNotAllowed, brief.Invalid("this address does not take "+quoted(r.Method), "use "+strings.Join(methods, " or ")))
	}
	s.refuse(strings.HasPrefix(r.URL.Path, "/api/"), c, err)
}

// methods lists the methods that the address of a request takes.
func (s *deskServer) methods(r *http.Request) []string {
	var list []string
	for _, method := range []string{http.MethodGet, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete} {
		try := r.WithContext(r.Context())
		try.Method = method
		if _, pattern := s.mux.Handler(try); pattern != "/" && pattern != "" {
			list = append(list, method)
		}
	}
	return list
}

func noSuchDeskPage() error {
	return brief.NotFound("there is nothing at this address of the desk", "go back to the desk's first page")
}
