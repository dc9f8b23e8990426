package web

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"livebrief/internal/brief"
	"livebrief/internal/desk"
)

// office is the desk's listener over a library, with everything else it needs kept in memory.
type office struct {
	*library
	t testing.TB
	h http.Handler
	// conf is what the handler was made with.
	conf DeskConfig
	log  *bytes.Buffer
	id   brief.BriefingID

	mu       sync.Mutex
	people   []brief.Person
	tokens   map[[32]byte]brief.PersonID
	reports  []brief.Report
	readings map[brief.ReportID]brief.Reading
	sources  []brief.Source
	audit    []brief.Audit
	*pile
	lists map[brief.ListName]brief.DeskList
	// apart are the reports that are not the same; rules is the name of the rules that read.
	apart [][2]brief.ReportID
	rules string
	saved int // drafts that were ever kept
}

// The tokens of the three people at the office.
const (
	reporterToken = "token-of-the-reporter"
	editorToken   = "token-of-the-editor"
	chiefToken    = "token-of-the-chief"
)

func newOffice(t testing.TB) *office {
	t.Helper()
	o := &office{library: newLibrary(), t: t, log: &bytes.Buffer{}, pile: &pile{}, tokens: map[[32]byte]brief.PersonID{}, readings: map[brief.ReportID]brief.Reading{}, lists: map[brief.ListName]brief.DeskList{}}
	o.id = o.war(t, "ukraine")
	o.put(t, o.id, brief.Publish, "first", event("First headline"))
	for role, token := range map[brief.Role]string{brief.Reporter: reporterToken, brief.Editor: editorToken, brief.Chief: chiefToken} {
		if _, err := o.AddPerson(t.Context(), brief.Person{ID: brief.PersonID(role), Name: "The " + string(role), Role: role}, sha256.Sum256([]byte(token))); err != nil {
			t.Fatal(err)
		}
	}
	o.conf = DeskConfig{Desk: desk.New(desk.Ports{Record: o, Facts: knowledge{o.library}, Ledger: knowledge{o.library}, Proposals: o.pile,
		Maps: knowledge{o.library}, MapDrafts: o, Random: rand.Reader}), Editions: o.library, Texts: o.library, People: o, Reports: o,
		Readings: o, Sources: o, Drafts: o, Ledger: knowledge{o.library}, Proposals: o.pile, Auditor: o, Lists: o, Intake: o, Read: readSentences, ReadBy: func(context.Context, brief.Report) string { return o.rules }, Echoes: o,
		Origin:  func(n brief.Name) string { return "news.example/" + string(n) },
		Readers: "https://news.example", Logger: slog.New(slog.NewJSONHandler(o.log, nil)),
		Now: func() time.Time { return o.clock }, Random: rand.Reader}
	o.open()
	return o
}

// open makes the handler anew.
func (o *office) open() {
	o.t.Helper()
	h, err := NewDesk(o.conf)
	if err != nil {
		o.t.Fatal(err)
	}
	o.h = h
}

// call asks the API in somebody's name; body may be empty.
func (o *office) api(token, method, path, body string, headers ...string) *httptest.ResponseRecorder {
	o.t.Helper()
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	o.h.ServeHTTP(w, r)
	return w
}

// browser keeps the cookie of one session.
type browser struct {
	o      *office
	cookie *http.Cookie
}

// signIn opens a session in a browser.
func (o *office) signIn(token string) *browser {
	o.t.Helper()
	b := &browser{o: o}
	if w := b.post("/sign-in", url.Values{"token": {token}}); w.Code != http.StatusSeeOther || b.cookie == nil {
		o.t.Fatalf("signing in: %d %s", w.Code, w.Body)
	}
	return b
}

func (b *browser) get(path string) *httptest.ResponseRecorder { return b.send("GET", path, nil) }

func (b *browser) post(path string, form url.Values) *httptest.ResponseRecorder {
	return b.send("POST", path, form)
}

func (b *browser) send(method, path string, form url.Values, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, path, strings.NewReader(form.Encode()))
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Sec-Fetch-Site", "same-origin")
	}
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	if b.cookie != nil {
		r.AddCookie(b.cookie)
	}
	w := httptest.NewRecorder()
	b.o.h.ServeHTTP(w, r)
	for _, c := range w.Result().Cookies() {
		b.cookie = c
	}
	return w
}

// What follows is the office's memory.

func (o *office) Append(_ context.Context, acts ...brief.Act) ([]brief.Entry, error) {
	var list []brief.Entry
	for _, a := range acts {
		if had, ok := o.keys[a.Key]; ok && a.Key != "" {
			return had, nil
		}
		if _, ok := o.books[a.Briefing]; !ok && a.Kind == brief.EntryBriefing {
			o.books[a.Briefing] = &book{id: a.Briefing}
			o.order = append(o.order, a.Briefing)
		}
		e, err := o.append(a)
		if err != nil {
			return nil, err
		}
		list = append(list, e)
		if a.Key != "" {
			o.keys[a.Key] = list
		}
	}
	return list, nil
}

func (o *office) CreateBriefing(ctx context.Context, a brief.Act, origin string) (brief.Entry, error) {
	if origin == "" {
		return brief.Entry{}, brief.Invalid("no origin", "")
	}
	list, err := o.Append(ctx, a)
	if err != nil {
		return brief.Entry{}, err
	}
	return list[0], nil
}

func (o *office) Embargo(_ context.Context, a brief.Act) (brief.Draft, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	d := brief.Draft{ID: fmt.Sprint("draft", len(o.drafts)), Briefing: a.Briefing, Kind: a.Kind, Item: a.Item, Body: a.Body,
		EmbargoUntil: a.EmbargoUntil, Person: a.Person, Saved: o.clock}
	o.drafts = append(o.drafts, d)
	return d, nil
}

// knowledge tells the desk how things stand.
type knowledge struct{ l *library }

func (k knowledge) Briefing(ctx context.Context, id brief.BriefingID) (brief.Briefing, int, error) {
	state, err := k.l.Current(ctx, id)
	if err != nil {
		return brief.Briefing{}, 0, err
	}
	return state.Briefing, state.BriefingRev, nil
}

func (k knowledge) Glance(ctx context.Context, id brief.BriefingID) (brief.Glance, int, error) {
	state, err := k.l.Current(ctx, id)
	if err != nil {
		return brief.Glance{}, 0, err
	}
	return state.Glance, state.GlanceRev, nil
}

func (k knowledge) Current(ctx context.Context, id brief.BriefingID, item brief.ItemID) (brief.Published, error) {
	history, err := k.l.History(ctx, id, item)
	if err != nil || len(history) == 0 {
		return brief.Published{}, errors.Join(err, brief.NotFound("there is no such item", ""))
	}
	return history[len(history)-1], nil
}

func (o *office) PersonByToken(_ context.Context, hash [32]byte) (brief.Person, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, p := range o.people {
		if id, ok := o.tokens[hash]; ok && p.ID == id {
			return p, nil
		}
	}
	return brief.Person{}, brief.Forbidden("this token opens nothing", "")
}

func (o *office) People(context.Context) ([]brief.Person, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return slices.Clone(o.people), nil
}

func (o *office) AddPerson(_ context.Context, p brief.Person, hash [32]byte) (brief.Person, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if p.ID == "" {
		p.ID = brief.PersonID(fmt.Sprint("person", len(o.people)))
	}
	o.people, o.tokens[hash] = append(o.people, p), p.ID
	return p, nil
}

func (o *office) RevokePerson(_ context.Context, id brief.PersonID) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	for i := range o.people {
		if o.people[i].ID == id {
			o.people[i].Revoked = o.clock
			return nil
		}
	}
	return brief.NotFound("nobody has this id", "")
}

func (o *office) AddReport(_ context.Context, r brief.Report) (brief.ReportID, bool, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, had := range o.reports {
		if bytes.Equal(had.Raw, r.Raw) {
			return had.ID, false, nil
		}
	}
	r.ID = brief.ReportID(fmt.Sprint("report", len(o.reports)))
	o.reports = append(o.reports, r)
	return r.ID, true, nil
}

func (o *office) Report(_ context.Context, id brief.ReportID) (brief.Report, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, r := range o.reports {
		if r.ID == id {
			return r, nil
		}
	}
	return brief.Report{}, brief.NotFound("there is no such report", "")
}

func (o *office) Reports(_ context.Context, q ReportQuery) ([]brief.Report, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	var list []brief.Report
	for _, r := range slices.Backward(o.reports) {
		if (q.Briefing == "" || q.Briefing == r.Briefing) && (q.State == "" || q.State == r.State) && len(list) < q.Limit {
			r.Raw, r.Text = nil, ""
			list = append(list, r)
		}
	}
	return list, nil
}

func (o *office) SetReportState(_ context.Context, id brief.ReportID, state brief.ReportState) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	for i := range o.reports {
		if o.reports[i].ID == id {
			o.reports[i].State = state
			return nil
		}
	}
	return brief.NotFound("there is no such report", "")
}

func (o *office) Reading(_ context.Context, id brief.ReportID) (brief.Reading, bool, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	r, ok := o.readings[id]
	return r, ok, nil
}

func (o *office) SaveReading(_ context.Context, id brief.ReportID, r brief.Reading, _ string) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.readings[id] = r
	return nil
}

func (o *office) RemoveReading(_ context.Context, id brief.ReportID) (bool, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	_, had := o.readings[id]
	delete(o.readings, id)
	return had, nil
}

func (o *office) Sources(context.Context) ([]brief.Source, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return slices.Clone(o.sources), nil
}

func (o *office) AddSource(_ context.Context, s brief.Source) (brief.Source, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	s.ID = brief.SourceID(fmt.Sprint("source", len(o.sources)))
	o.sources = append(o.sources, s)
	return s, nil
}

func (o *office) RemoveSource(_ context.Context, id brief.SourceID) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	n := len(o.sources)
	o.sources = slices.DeleteFunc(o.sources, func(s brief.Source) bool { return s.ID == id })
	if len(o.sources) == n {
		return brief.NotFound("there is no such source", "")
	}
	return nil
}

func (o *office) Drafts(_ context.Context, id brief.BriefingID) ([]brief.Draft, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return slices.Clone(o.drafts), nil
}

func (o *office) SaveDraft(_ context.Context, d brief.Draft) (brief.Draft, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	for i := range o.drafts {
		if o.drafts[i].ID == d.ID {
			o.drafts[i] = d
			return d, nil
		}
	}
	if d.ID != "" {
		return d, brief.NotFound("there is no such draft", "")
	}
	o.saved++
	d.ID = fmt.Sprint("draft", o.saved)
	o.drafts = append(o.drafts, d)
	return d, nil
}

func (o *office) DeleteDraft(_ context.Context, _ brief.BriefingID, id string) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	n := len(o.drafts)
	o.drafts = slices.DeleteFunc(o.drafts, func(d brief.Draft) bool { return d.ID == id })
	if len(o.drafts) == n {
		return brief.NotFound("there is no such draft", "")
	}
	return nil
}

func (o *office) Audit(_ context.Context, a brief.Audit) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.audit = append(o.audit, a)
	return nil
}

func (o *office) AuditLog(context.Context, int) ([]brief.Audit, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return slices.Clone(o.audit), nil
}
