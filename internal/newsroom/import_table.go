package newsroom

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"os"
	"strings"
	"time"

	"livebrief/internal/brief"
	"livebrief/internal/desk"
)

// importTable brings numbers from a table. What they would change is printed and waits for somebody to approve it.
type importTable struct {
	File      string    `arg:"" help:"CSV, TSV or workbook; a CSV that livebrief wrote itself needs no mapping." type:"existingfile"`
	Briefing  string    `help:"Name or id of the briefing." required:"" placeholder:"B"`
	Tracker   string    `help:"Name of the tracker in addresses; that of the mapping." placeholder:"NAME"`
	Title     string    `help:"What readers see above the tracker." placeholder:"TEXT"`
	Topic     string    `help:"The page it stands on: aid, civilians or other." placeholder:"TOPIC"`
	Source    string    `help:"Name of the source." placeholder:"NAME"`
	Credit    string    `help:"How the source wants to be thanked." placeholder:"TEXT"`
	Licence   string    `help:"What the source allows." placeholder:"TEXT"`
	Address   string    `help:"Where the source publishes." placeholder:"URL"`
	Caveat    string    `help:"A sentence that stands with every number of it." placeholder:"TEXT"`
	Mapping   string    `help:"What the columns mean, as JSON; see docs/numbers.md. Left out, that of the last import is used." type:"existingfile" placeholder:"FILE"`
	Confirm   bool      `help:"The table is written as the program found; asked of the first import of a source."`
	Delimiter string    `help:"What parts cells: comma, semicolon, tab or bar." placeholder:"SIGN"`
	Decimal   string    `help:"What stands before decimals: a point or a comma." placeholder:"SIGN"`
	Sheet     string    `help:"Sheet of a workbook." placeholder:"NAME"`
	HeaderRow int       `help:"Row of the header, counted from 1." placeholder:"N"`
	Known     string    `help:"Day on which the numbers became known, where the table does not say: today." placeholder:"DATE"`
	Label     string    `help:"What the publisher calls the release." placeholder:"TEXT"`
	Change    string    `help:"Why numbers that stand change: update, correction, method or exchange_rate." placeholder:"KIND"`
	Reason    string    `help:"The same in words that readers see; needed for all but update." placeholder:"TEXT"`
	Convert   string    `help:"By which rule money is told in euros besides: announcement, average, fixed:DATE or none." placeholder:"RULE"`
	Note      string    `help:"Public note." placeholder:"TEXT"`
	Dated     time.Time `help:"When it was so; only in a reconstruction." format:"2006-01-02T15:04:05Z07:00" placeholder:"TIME"`
}

// Run brings the numbers.
func (k *importTable) Run(ctx context.Context, std *Streams, c *Common) error {
	cl, err := c.client()
	if err != nil {
		return err
	}
	f := ledgerFlags{Briefing: k.Briefing}
	var p numbersProposal
	if err := sendForm(ctx, cl, std, f.at("numbers"), k.write, &p); err != nil {
		return err
	}
	return c.print(std.Out, p, p.tell)
}

// write sends the form: fields and mapping first, then the table with how much of it has gone.
func (k *importTable) write(w *multipart.Writer, progress io.Writer) error {
	fields := [][2]string{{"tracker", k.Tracker}, {"title", k.Title}, {"topic", k.Topic}, {"source", k.Source}, {"credit", k.Credit}, {"licence", k.Licence}, {"address", k.Address},
		{"caveat", k.Caveat}, {"delimiter", k.Delimiter}, {"decimal", k.Decimal}, {"sheet", k.Sheet}, {"known", k.Known}, {"label", k.Label}, {"change", k.Change}, {"reason", k.Reason},
		{"convert", k.Convert}, {"note", k.Note}}
	if k.Confirm {
		fields = append(fields, [2]string{"confirm", "yes"})
	}
	if k.HeaderRow > 0 {
		fields = append(fields, [2]string{"header_row", fmt.Sprint(k.HeaderRow)})
	}
	if err := sendFields(w, k.Dated, fields); err != nil {
		return err
	}
	if k.Mapping != "" {
		if err := sendFile(w, "mapping", k.Mapping); err != nil {
			return err
		}
	}
	if err := sendWatched(w, "file", k.File, progress); err != nil {
		return err
	}
	fmt.Fprintf(progress, "\r\033[K%s sent; the desk reads it", bar(1, 1))
	return w.Close()
}

// sendWatched sends a file and shows how much of it has gone.
func sendWatched(w *multipart.Writer, field, path string, progress io.Writer) error {
	about, err := os.Stat(path)
	if err != nil {
		return fmt.Errorf("reading %s: %w", path, err)
	}
	sent := &meter{of: about.Size(), out: progress}
	return sendThrough(w, field, path, func(in io.Reader) io.Reader { return io.TeeReader(in, sent) })
}

// meter shows how much of a file has gone, in steps of a twentieth.
type meter struct {
	done, of int64
	step     int64
	out      io.Writer
}

// Write counts.
func (m *meter) Write(p []byte) (int, error) {
	m.done += int64(len(p))
	if step := m.done * 20 / max(m.of, 1); step > m.step {
		m.step = step
		fmt.Fprintf(m.out, "\r\033[K%s %d of %d KB", bar(int(m.done>>10), int(m.of>>10)), m.done>>10, m.of>>10)
	}
	return len(p), nil
}

// importAid is importTable for aid.
type importAid struct{ importTable }

// Run brings the numbers; they stand on the page of aid unless something else is said.
func (k *importAid) Run(ctx context.Context, std *Streams, c *Common) error {
	if k.Topic == "" && k.Mapping == "" {
		k.Topic = string(brief.TopicAid)
	}
	return k.importTable.Run(ctx, std, c)
}

// importRates brings the reference rates by which money is converted.
type importRates struct {
	File     string `arg:"" help:"Reference rates, CSV as the European Central Bank publishes them." type:"existingfile"`
	Briefing string `help:"Name or id of the briefing." required:"" placeholder:"B"`
}

// Run brings the rates. What is published was converted by the rates of its time, and stays.
func (k *importRates) Run(ctx context.Context, std *Streams, c *Common) error {
	raw, err := os.ReadFile(k.File)
	if err != nil {
		return fmt.Errorf("reading %s: %w", k.File, err)
	}
	cl, err := c.client()
	if err != nil {
		return err
	}
	var answer struct {
		Rev        int        `json:"rev"`
		From       brief.Date `json:"from"`
		To         brief.Date `json:"to"`
		Currencies []string   `json:"currencies"`
	}
	f := ledgerFlags{Briefing: k.Briefing}
	if err := cl.do(ctx, request{method: http.MethodPut, path: f.at("rates"), raw: bytes.NewReader(raw), contentType: "text/csv; charset=utf-8"}, &answer); err != nil {
		return err
	}
	return c.print(std.Out, answer, func(out io.Writer) {
		fmt.Fprintf(out, "rates of %d currencies, %s to %s\n", len(answer.Currencies), answer.From, answer.To)
	})
}

// numbersProposal is proposed numbers as the API gives them.
type numbersProposal struct {
	ID      string         `json:"id"`
	Tracker string         `json:"tracker"`
	Title   string         `json:"title"`
	Source  string         `json:"source"`
	Topic   brief.Topic    `json:"topic"`
	Count   int            `json:"count"`
	Numbers []waitingRow   `json:"numbers"`
	Movers  []desk.Mover   `json:"movers"`
	Notes   []string       `json:"notes"`
	Series  []brief.Series `json:"series"`
	Trouble string         `json:"trouble,omitempty"`
}

// waitingRow is a version that waits, beside what stands.
type waitingRow struct {
	ID         brief.VersionID    `json:"id"`
	Series     brief.SeriesID     `json:"series"`
	From       brief.Date         `json:"from,omitempty"`
	To         brief.Date         `json:"to,omitempty"`
	Row        string             `json:"row,omitempty"`
	Known      brief.Date         `json:"known"`
	Old        string             `json:"old,omitempty"`
	New        string             `json:"new,omitempty"`
	Low        string             `json:"low,omitempty"`
	High       string             `json:"high,omitempty"`
	Qualifier  string             `json:"qualifier,omitempty"`
	Difference string             `json:"difference,omitempty"`
	Unit       string             `json:"unit"`
	Scale      int                `json:"scale,omitempty"`
	Worth      []brief.Worth      `json:"worth,omitempty"`
	Change     brief.NumberChange `json:"change"`
	Reason     string             `json:"reason,omitempty"`
}

// told writes the number as the table tells it; one that it leaves empty is a dash.
func (r *waitingRow) told() string {
	text := r.Qualifier + r.New
	if r.Low != "" || r.High != "" {
		text = strings.TrimSpace(text + " (" + r.Low + "-" + r.High + ")")
	}
	for _, w := range r.Worth {
		text += ", " + w.Value + " " + w.Currency
	}
	if text == "" {
		return "-"
	}
	return text
}

// rowsTold is how many new numbers a terminal gets; those that change what stands are told all.
const rowsTold = 12

// tell says what the numbers would change.
func (p *numbersProposal) tell(out io.Writer) {
	if p.Trouble != "" {
		fmt.Fprintf(out, "proposal %s: %s\n", p.ID, p.Trouble)
		return
	}
	fmt.Fprintf(out, "proposal %s: %d numbers of %s, %s\n", p.ID, p.Count, p.Tracker, p.Source)
	for _, n := range p.Notes {
		fmt.Fprintf(out, "  note: %s\n", n)
	}
	fresh := 0
	for _, r := range p.Numbers {
		about := string(r.From)
		if r.To != "" {
			about += " to " + string(r.To)
		}
		if r.Row != "" {
			about += " " + r.Row
		}
		if r.Change != brief.NumberFirst {
			fmt.Fprintf(out, "  %s  %s %s: %s -> %s (%s), %s\n", r.ID, r.Series, about, r.Old, r.told(), r.Difference, r.Change)
			continue
		}
		if fresh++; fresh <= rowsTold {
			fmt.Fprintf(out, "  %s  %s %s: %s, new\n", r.ID, r.Series, about, r.told())
		}
	}
	if fresh > rowsTold {
		fmt.Fprintf(out, "  and %d new numbers more\n", p.Count-len(p.Numbers)+fresh-rowsTold)
	}
	for _, m := range p.Movers {
		fmt.Fprintf(out, "  moved: %s, %s, %s %s in %d numbers\n", m.Name, m.Of, m.Difference, m.Unit, m.Numbers)
	}
}
