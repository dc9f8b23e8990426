package desk

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"time"

	"livebrief/internal/brief"
	"livebrief/internal/record"
	"livebrief/internal/statement"
)

// Ledger is how the statements of a briefing stand before an act.
type Ledger interface {
	// Case gives a statement with its outcomes, and its revision; NotFound when it is not on the record.
	Case(ctx context.Context, id brief.BriefingID, st brief.StatementID) (statement.Case, int, error)
	// Register gives the speakers of a briefing as they stand, with their revisions.
	Register(ctx context.Context, id brief.BriefingID) (statement.Register, error)
	// RestingOn lists the statements that have a rendering or evidence of a report or an address.
	RestingOn(ctx context.Context, id brief.BriefingID, ref brief.Reference) ([]brief.StatementID, error)
}

// StatementParts is what an update adds. Parts without an id get the next one.
type StatementParts struct {
	Terms      []brief.Term      `json:"terms,omitempty"`
	Renderings []brief.Rendering `json:"renderings,omitempty"`
	Evidence   []brief.Evidence  `json:"evidence,omitempty"`
}

// TermReview is what becomes known of a term later. Empty fields stay as they are.
type TermReview struct {
	Term        brief.TermID `json:"term"`
	ReviewOn    brief.Date   `json:"review_on,omitempty"`
	Criteria    string       `json:"criteria,omitempty"`
	InForceFrom brief.Date   `json:"in_force_from,omitempty"`
}

// Retraction says that the source of a rendering or of evidence took it back.
type Retraction struct {
	// Ref is the id of the rendering or evidence: r1, e1.
	Ref string     `json:"ref"`
	On  brief.Date `json:"on"`
}

// StatementEdit records a statement or changes one.
type StatementEdit struct {
	Briefing brief.BriefingID `json:"-"`
	// Statement is empty for a new one: the desk draws an id.
	Statement brief.StatementID `json:"-"`
	// Class is publish, update, correct, refile or withdraw.
	Class brief.EntryKind `json:"class"`
	// Body is the whole statement, of publish, correct and refile. Its change is filled in from here.
	Body *brief.Statement `json:"body,omitempty"`
	// Add, Review and Retract are what an update does.
	Add     StatementParts `json:"add,omitzero"`
	Review  []TermReview   `json:"review,omitempty"`
	Retract []Retraction   `json:"retract,omitempty"`
	// Note is public: for a correction what was wrong, for a withdrawal why.
	Note  string    `json:"note,omitempty"`
	Dated time.Time `json:"dated,omitzero"`
	IfRev int       `json:"-"`
	Key   string    `json:"-"`
}

// SetStatement carries the edit out.
func (d *Desk) SetStatement(ctx context.Context, now time.Time, who brief.Person, e StatementEdit) (Outcome, error) {
	if err := may(who, RecordStatement); err != nil {
		return Outcome{}, err
	}
	b, _, err := d.ports.Facts.Briefing(ctx, e.Briefing)
	if err != nil {
		return Outcome{}, err
	}
	act, err := d.statementAct(ctx, now, who, b, e)
	if err != nil {
		return Outcome{}, err
	}
	return d.commit(ctx, now, act, nil)
}

// statementAct makes the edit an act, or refuses it.
func (d *Desk) statementAct(ctx context.Context, now time.Time, who brief.Person, b brief.Briefing, e StatementEdit) (brief.Act, error) {
	e.Dated = keep(e.Dated)
	if err := checkDated(now, b, e.Dated); err != nil {
		return brief.Act{}, err
	}
	var was *brief.Statement
	if e.Class == brief.Publish {
		if e.Statement != "" {
			return brief.Act{}, brief.Invalid("a new statement gets its id from the desk", "leave the id out, or update the statement")
		}
		id, err := brief.NewID[brief.StatementID](d.ports.Random)
		if err != nil {
			return brief.Act{}, err
		}
		e.Statement, e.IfRev = id, 0
	} else {
		var err error
		if was, err = d.base(ctx, &e); err != nil {
			return brief.Act{}, err
		}
	}
	is, err := e.apply(was)
	if err != nil {
		return brief.Act{}, err
	}
	register, err := d.ports.Ledger.Register(ctx, e.Briefing)
	if err != nil {
		return brief.Act{}, err
	}
	is.frozen(register, b.Location())
	if err := d.checkStatement(ctx, b, e, is.Statement, was, register); err != nil {
		return brief.Act{}, err
	}
	body, err := record.Canonical(is.Statement)
	if err != nil {
		return brief.Act{}, err
	}
	return brief.Act{Briefing: e.Briefing, Kind: brief.EntryStatement, Item: brief.ItemID(e.Statement), Lang: b.Lang(), Dated: e.Dated, Body: body,
		IfRev: e.IfRev, Key: e.Key, Person: who.ID, Role: who.Role}, nil
}

// base gives the revision that the edit starts from: the one that the person saw, so that an edit asked again after it was
// done is the same act, and one that comes too late is the record's conflict.
func (d *Desk) base(ctx context.Context, e *StatementEdit) (*brief.Statement, error) {
	stands, rev, err := d.ports.Ledger.Case(ctx, e.Briefing, e.Statement)
	if err != nil {
		return nil, err
	}
	if e.IfRev == -1 || e.IfRev == rev {
		e.IfRev = rev
		return &stands.Statement, nil
	}
	history, err := d.ports.Record.History(ctx, e.Briefing, brief.ItemID(e.Statement))
	if err != nil {
		return nil, err
	}
	for _, p := range slices.Backward(history) {
		if p.Entry.Kind != brief.EntryStatement || p.Entry.Rev > e.IfRev || len(p.Text()) == 0 {
			continue
		}
		var s brief.Statement
		if err := json.Unmarshal(p.Text(), &s); err != nil {
			return nil, fmt.Errorf("reading revision %d of %s: %w", p.Entry.Rev, e.Statement, err)
		}
		return &s, nil
	}
	return &stands.Statement, nil
}

// written is a statement on its way into the record.
type written struct{ brief.Statement }

// apply gives the statement as it shall stand.
func (e *StatementEdit) apply(was *brief.Statement) (written, error) {
	var is brief.Statement
	switch {
	case e.Class == brief.Publish || e.Class == brief.Correct || e.Class == brief.Refile:
		if e.Body == nil {
			return written{}, brief.Invalid("the statement is missing", "hand it in whole, or use update to add to it")
		}
		is = cloneStatement(*e.Body)
	case was == nil:
		return written{}, brief.Invalid(fmt.Sprintf("a statement is not recorded by %.40q", string(e.Class)), "use publish")
	default:
		is = cloneStatement(*was)
	}
	is.Change = brief.StatementChange{Class: e.Class, Note: tidyText(e.Note)}
	is.Withdrawn = e.Class == brief.Withdraw
	w := written{is}
	if e.Class == brief.Update {
		if err := w.add(e); err != nil {
			return w, err
		}
	}
	w.number(was)
	w.tidy()
	return w, nil
}

// add does what an update does, and says in the change what that was.
func (w *written) add(e *StatementEdit) error {
	w.Terms = append(w.Terms, e.Add.Terms...)
	w.Renderings = append(w.Renderings, e.Add.Renderings...)
	w.Evidence = append(w.Evidence, e.Add.Evidence...)
	for _, r := range e.Review {
		i := slices.IndexFunc(w.Terms, func(t brief.Term) bool { return t.ID == r.Term })
		if i < 0 {
			return brief.Invalid(fmt.Sprintf("the statement has no term %.40q", string(r.Term)), "give the id of one of its terms")
		}
		t := &w.Terms[i]
		t.ReviewOn, t.Criteria, t.Law.InForceFrom = either(r.ReviewOn, t.ReviewOn), either(r.Criteria, t.Criteria), either(r.InForceFrom, t.Law.InForceFrom)
	}
	for _, r := range e.Retract {
		if !w.retract(r) {
			return brief.Invalid(fmt.Sprintf("the statement has neither a rendering nor evidence %.40q", r.Ref), "give an id such as r1 or e1")
		}
	}
	switch {
	case len(e.Retract) > 0:
		w.Change.What, w.Change.Ref = "retraction", e.Retract[0].Ref
	case len(e.Add.Evidence) > 0:
		w.Change.What = "evidence"
	case len(e.Add.Renderings) > 0:
		w.Change.What = "rendering"
	case len(e.Add.Terms) > 0 || len(e.Review) > 0:
		w.Change.What = "term"
	default:
		return brief.Invalid("the update changes nothing", "add a term, a rendering or evidence, or correct the statement")
	}
	return nil
}

func either[T comparable](a, b T) T {
	var none T
	if a == none {
		return b
	}
	return a
}

func (w *written) retract(r Retraction) bool {
	for i := range w.Renderings {
		if string(w.Renderings[i].ID) == r.Ref {
			w.Renderings[i].Retracted = r.On
			return true
		}
	}
	for i := range w.Evidence {
		if string(w.Evidence[i].ID) == r.Ref {
			w.Evidence[i].Retracted = r.On
			return true
		}
	}
	return false
}

// number gives parts without an id the next one, counted on from the greatest that is there.
func (w *written) number(was *brief.Statement) {
	highest := func(top int, id string) int {
		if len(id) > 1 {
			if n, err := strconv.Atoi(id[1:]); err == nil && n > top {
				return n
			}
		}
		return top
	}
	terms, renderings, evidence := 0, 0, 0
	for _, s := range []*brief.Statement{was, &w.Statement} {
		if s == nil {
			continue
		}
		for _, t := range s.Terms {
			terms = highest(terms, string(t.ID))
		}
		for _, r := range s.Renderings {
			renderings = highest(renderings, string(r.ID))
		}
		for _, e := range s.Evidence {
			evidence = highest(evidence, string(e.ID))
		}
	}
	for i := range w.Terms {
		if w.Terms[i].ID == "" {
			terms++
			w.Terms[i].ID = brief.TermID("t" + strconv.Itoa(terms))
		}
	}
	for i := range w.Renderings {
		if w.Renderings[i].ID == "" {
			renderings++
			w.Renderings[i].ID = brief.RenderingID("r" + strconv.Itoa(renderings))
		}
	}
	for i := range w.Evidence {
		if w.Evidence[i].ID == "" {
			evidence++
			w.Evidence[i].ID = brief.EvidenceID("e" + strconv.Itoa(evidence))
		}
	}
}

// frozen fills in the capacity from the register where the statement leaves it open and the register has exactly one
// office for that day.
func (w *written) frozen(r statement.Register, zone *time.Location) {
	if w.As != (brief.Capacity{}) || w.Said.From.IsZero() {
		return
	}
	who, ok := r.Speaker(w.Speaker)
	if !ok {
		return
	}
	w.As.Name = who.Name
	if role, ok := statement.RoleOn(who, statement.SaidOn(w.Statement, zone)); ok {
		w.As.Role, w.As.Organisation, w.As.Side = role.Title, role.Organisation, role.Side
	}
}

// cloneStatement copies what an edit changes in place.
func cloneStatement(s brief.Statement) brief.Statement {
	s.Terms, s.Renderings, s.Evidence = slices.Clone(s.Terms), slices.Clone(s.Renderings), slices.Clone(s.Evidence)
	return s
}

// RetractOrder says that a report, or what stood at an address, was taken back by its outlet.
type RetractOrder struct {
	Briefing brief.BriefingID
	// Ref is the report or the address.
	Ref   brief.Reference
	On    brief.Date
	Note  string
	Dated time.Time
	Key   string
}

// Retract marks every rendering and all evidence from there, in one act; the verdicts that rest on it have to be judged again.
func (d *Desk) Retract(ctx context.Context, now time.Time, who brief.Person, o RetractOrder) ([]brief.Entry, error) {
	if err := may(who, RecordStatement); err != nil {
		return nil, err
	}
	if o.Ref.Report == "" && o.Ref.URL == "" {
		return nil, brief.Invalid("it is not said what was taken back", "give the report or its address")
	}
	b, _, err := d.ports.Facts.Briefing(ctx, o.Briefing)
	if err != nil {
		return nil, err
	}
	resting, err := d.ports.Ledger.RestingOn(ctx, o.Briefing, o.Ref)
	if err != nil {
		return nil, err
	}
	var acts []brief.Act
	for _, st := range resting {
		stands, rev, err := d.ports.Ledger.Case(ctx, o.Briefing, st)
		if err != nil {
			return nil, err
		}
		e := StatementEdit{Briefing: o.Briefing, Statement: st, Class: brief.Update, Retract: retractions(stands.Statement, o.Ref, o.On),
			Note: o.Note, Dated: o.Dated, IfRev: rev}
		if len(e.Retract) == 0 {
			continue
		}
		if o.Key != "" {
			e.Key = o.Key + "/" + string(st)
		}
		act, err := d.statementAct(ctx, now, who, b, e)
		if err != nil {
			return nil, err
		}
		acts = append(acts, act)
	}
	if len(acts) == 0 {
		return nil, brief.NotFound("no statement rests on that", "look how the report or the address is written")
	}
	return d.ports.Record.Append(ctx, acts...)
}

// retractions lists what of a statement comes from there and stands.
func retractions(s brief.Statement, ref brief.Reference, on brief.Date) []Retraction {
	var out []Retraction
	for _, r := range s.Renderings {
		if r.Retracted == "" && SameSource(r.Reference, ref) {
			out = append(out, Retraction{string(r.ID), on})
		}
	}
	for _, e := range s.Evidence {
		if e.Retracted == "" && SameSource(e.Reference, ref) {
			out = append(out, Retraction{string(e.ID), on})
		}
	}
	return out
}

// SameSource tells whether two references are to the same report or the same address.
func SameSource(a, b brief.Reference) bool {
	return a.Report != "" && a.Report == b.Report || a.URL != "" && a.URL == b.URL
}
