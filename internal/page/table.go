package page

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"

	"livebrief/internal/brief"
	"livebrief/internal/edition"
	"livebrief/internal/statement"
)

// rowsAtOnce is how many statements of the whole ledger are in memory at once.
const rowsAtOnce = 200

// eachDocket shows every statement of the ledger with its texts and the outcomes that it asks for, a part of the ledger at
// a time.
func (m *maker) eachDocket(bodies Bodies, all bool, show func(d *docket, shown bool) error) error {
	var part []edition.Statement
	var failed error
	flush := func() bool {
		m.texts = map[brief.Seq]brief.Published{}
		failed = m.showPart(bodies, part, show)
		part = part[:0]
		return failed == nil
	}
	m.State.Ledger(func(r edition.Statement) bool {
		if !all {
			r.Outcomes = nil
			for _, t := range r.Terms {
				if t.Seq != 0 {
					r.Outcomes = append(r.Outcomes, t.Seq)
				}
			}
		}
		part = append(part, r)
		return len(part) < rowsAtOnce || flush()
	})
	if failed == nil {
		flush()
	}
	return failed
}

func (m *maker) showPart(bodies Bodies, part []edition.Statement, show func(d *docket, shown bool) error) error {
	var seqs []brief.Seq
	for _, r := range part {
		seqs = append(seqs, r.Outcomes...)
	}
	if err := m.fetchRows(bodies, part, seqs...); err != nil {
		return err
	}
	for _, r := range part {
		d, shown, err := m.docket(r)
		if err == nil {
			err = show(&d, shown)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// tableHead names the columns of the ledger as CSV; one row is one term.
var tableHead = []string{"statement", "status", "kind", "track", "title", "speaker", "name", "role", "organisation", "side", "addressee", "language", "channel",
	"said_from", "said_to", "said_precision", "said_zone", "term", "text", "condition", "term_addressee", "force", "due_from", "due_to", "due_words", "due_rule", "criteria", "review_on",
	"penalty_min", "penalty_max", "penalty_unit", "in_force_from", "eligibility", "figure", "figure_low", "figure_high", "figure_unit", "figure_scope", "figure_as_of", "counted_by",
	"verdict", "as_of", "decided_in", "rationale", "weak", "under_review", "renderings", "evidence_for", "evidence_against", "evidence_absent", "address"}

// WriteTable writes the whole ledger as CSV (RFC 4180), a row for each term, in the order of the ids; a statement without
// terms has one row, and so has one that was withdrawn or removed. It holds a part of the ledger in memory at a time.
func WriteTable(w io.Writer, s Shelf, bodies Bodies) error {
	m := newMaker(s, "statements.csv")
	if !m.ledger() {
		return noLedger()
	}
	out := csv.NewWriter(w)
	out.UseCRLF = true
	if err := out.Write(tableHead); err != nil {
		return fmt.Errorf("writing the ledger: %w", err)
	}
	err := m.eachDocket(bodies, false, func(d *docket, shown bool) error {
		for _, row := range m.tableRows(d, shown) {
			for i := range row {
				row[i] = plainCell(row[i])
			}
			if err := out.Write(row); err != nil {
				return fmt.Errorf("writing the ledger: %w", err)
			}
		}
		return nil
	})
	out.Flush()
	if err != nil {
		return err
	}
	return out.Error()
}

// plainCell keeps a spreadsheet from taking a text for a formula: one that begins like a formula gets an apostrophe in
// front. So does one that begins like such a text, so that taking one apostrophe away again gives what was there.
func plainCell(s string) string {
	bare := strings.TrimLeft(s, "'")
	if bare != "" && strings.ContainsRune("=+-@\t\r", rune(bare[0])) {
		return "'" + s
	}
	return s
}

// tableRows gives the rows of one statement.
func (m *maker) tableRows(d *docket, shown bool) [][]string {
	b := &d.body
	status := string(d.row.Status)
	if !shown || d.row.Status == edition.Withdrawn {
		row := make([]string, len(tableHead))
		row[0], row[1], row[len(row)-1] = string(d.row.ID), status, m.whereabouts(d.row.ID)
		return [][]string{row}
	}
	head := []string{string(d.row.ID), status, string(b.Kind), string(b.Track), b.Title, string(b.Speaker), b.As.Name, b.As.Role, b.As.Organisation, b.As.Side,
		b.Addressee, b.Language, b.Channel, stamp(b.Said.From.IsZero(), iso(b.Said.From)), stamp(b.Said.To.IsZero(), iso(b.Said.To)), string(b.Said.Precision), b.Said.Zone}
	terms := b.Terms
	if len(terms) == 0 {
		terms = []brief.Term{{}}
	}
	var out [][]string
	for i, t := range terms {
		var st statement.TermState
		if i < len(d.row.Terms) {
			st = d.row.Terms[i]
		}
		out = append(out, append(append(append([]string{}, head...), termCells(t)...), m.outcomeCells(d, t.ID, st)...))
	}
	return out
}

// stamp gives a time, or nothing where there is none.
func stamp(none bool, text string) string {
	if none {
		return ""
	}
	return text
}

func termCells(t brief.Term) []string {
	return []string{string(t.ID), t.Text, t.Condition, t.Addressee, string(t.Force), string(t.Due.From), string(t.Due.To), t.Due.Words, t.Due.Rule, t.Criteria, string(t.ReviewOn),
		t.Law.PenaltyMin, t.Law.PenaltyMax, t.Law.PenaltyUnit, string(t.Law.InForceFrom), t.Law.Eligibility,
		t.Figure.Value, t.Figure.Low, t.Figure.High, t.Figure.Unit, t.Figure.Scope, string(t.Figure.AsOf), t.Figure.CountedBy}
}

func (m *maker) outcomeCells(d *docket, term brief.TermID, st statement.TermState) []string {
	o, ok := d.latest(st)
	var seq string
	if ok {
		seq = decimal(o.seq)
	}
	count := map[brief.Stance]int{}
	for _, e := range d.body.Evidence {
		for _, id := range e.Terms {
			if id == term && e.Retracted == "" {
				count[e.Stance]++
			}
		}
	}
	return []string{string(st.Verdict), string(st.AsOf), seq, o.Rationale, yes(st.Weak), yes(st.Review), strconv.Itoa(len(d.body.Renderings)),
		strconv.Itoa(count[brief.Supports]), strconv.Itoa(count[brief.Contradicts]), strconv.Itoa(count[brief.Absence]), m.whereabouts(d.row.ID)}
}

func yes(b bool) string {
	if b {
		return "yes"
	}
	return ""
}

// whereabouts gives the public address of a statement, or the one below the briefing.
func (m *maker) whereabouts(id brief.StatementID) string {
	if here := m.absolute(statementAt(id)); here != "" {
		return here
	}
	return string(statementAt(id))
}

// jsonStatement is one statement of the ledger as JSON: as it is recorded, where it stands, and every outcome.
type jsonStatement struct {
	ID        brief.StatementID `json:"id"`
	Status    edition.Status    `json:"status"`
	Verdict   brief.Verdict     `json:"verdict,omitempty"`
	Terms     []jsonTerm        `json:"terms"`
	Statement *brief.Statement  `json:"statement,omitempty"`
	Outcomes  []jsonOutcome     `json:"outcomes"`
}

type jsonTerm struct {
	ID      brief.TermID  `json:"id"`
	Verdict brief.Verdict `json:"verdict"`
	AsOf    brief.Date    `json:"as_of,omitempty"`
	Seq     brief.Seq     `json:"decided_in,omitempty"`
	Weak    bool          `json:"weak,omitempty"`
	Review  bool          `json:"under_review,omitempty"`
}

type jsonOutcome struct {
	Seq brief.Seq `json:"seq"`
	At  string    `json:"at"`
	brief.Outcome
}

// WriteLedgerJSON writes the whole ledger as one JSON document, in the order of the ids, a part of it in memory at a time.
func WriteLedgerJSON(w io.Writer, s Shelf, bodies Bodies) error {
	m := newMaker(s, "statements.json")
	if !m.ledger() {
		return noLedger()
	}
	name, err := json.Marshal(m.Name)
	if err != nil {
		return err
	}
	if _, err := fmt.Fprintf(w, "{\"briefing\":%s,\"changed_in\":%d,\"statements\":[", name, s.State.Version(edition.OfLedger())); err != nil {
		return fmt.Errorf("writing the ledger: %w", err)
	}
	before := "\n"
	err = m.eachDocket(bodies, true, func(d *docket, shown bool) error {
		raw, err := json.Marshal(m.jsonStatement(d, shown))
		if err != nil {
			return err
		}
		if _, err := fmt.Fprintf(w, "%s%s", before, raw); err != nil {
			return fmt.Errorf("writing the ledger: %w", err)
		}
		before = ",\n"
		return nil
	})
	if err == nil {
		_, err = io.WriteString(w, "\n]}\n")
	}
	return err
}

func (m *maker) jsonStatement(d *docket, shown bool) jsonStatement {
	out := jsonStatement{ID: d.row.ID, Status: d.row.Status, Terms: []jsonTerm{}, Outcomes: []jsonOutcome{}}
	if !shown {
		return out
	}
	out.Statement, out.Verdict = &d.body, d.row.State.Verdict
	for _, t := range d.row.Terms {
		out.Terms = append(out.Terms, jsonTerm{t.Term, t.Verdict, t.AsOf, t.Seq, t.Weak, t.Review})
	}
	for _, o := range d.outcomes {
		out.Outcomes = append(out.Outcomes, jsonOutcome{o.seq, iso(m.when(o.seq)), o.Outcome})
	}
	return out
}
