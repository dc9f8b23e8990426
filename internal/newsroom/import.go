package newsroom

import (
	"context"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"livebrief/internal/brief"
	"livebrief/internal/desk"
)

// importCommand brings in what others keep.
type importCommand struct {
	Control importControl `cmd:"" help:"Bring control maps: GeoJSON, KML or KMZ with the mapping of their source, or a table of towns to draw a sketch from. Nothing is published by it."`
	Aid     importAid     `cmd:"" help:"Bring numbers of aid from a table. Nothing is published by it."`
	Figures importTable   `cmd:"" help:"Bring other numbers from a table, such as people killed or displaced. Nothing is published by it."`
	Rates   importRates   `cmd:"" help:"Bring the reference rates by which money is converted."`
}

// importControl brings control maps. What they would change is printed and waits for somebody to approve it.
type importControl struct {
	Files     []string  `arg:"" optional:"" name:"file" help:"Maps of one source." type:"existingfile"`
	Briefing  string    `help:"Name or id of the briefing." required:"" placeholder:"B"`
	Source    string    `help:"Name of the source; that of the mapping must be the same." placeholder:"NAME"`
	Mapping   string    `help:"What the source's styles mean, as JSON; see docs/maps.md." type:"existingfile" placeholder:"FILE"`
	Places    string    `help:"Table of towns, CSV, to draw a sketch from." type:"existingfile" placeholder:"FILE"`
	Reference string    `help:"Areas by somebody else to stand beside a sketch, JSON." type:"existingfile" placeholder:"FILE"`
	Party     string    `help:"Who holds what a sketch draws as held." placeholder:"NAME"`
	Credit    string    `help:"Whom to thank for a sketch." placeholder:"TEXT"`
	From      string    `help:"First day of a sketch." placeholder:"DATE"`
	Until     string    `help:"Last day of a sketch." placeholder:"DATE"`
	Series    string    `help:"Name of the series in addresses: map, or sketch." placeholder:"NAME"`
	Title     string    `help:"What readers see above the maps." placeholder:"TEXT"`
	Correct   bool      `help:"The maps correct what stands; needs --note."`
	Redrawn   bool      `help:"What differs is a correction of the map, not movement on the ground."`
	Note      string    `help:"Public note." placeholder:"TEXT"`
	Dated     time.Time `help:"When it was so; only in a reconstruction." format:"2006-01-02T15:04:05Z07:00" placeholder:"TIME"`
}

// Run brings the maps.
func (k *importControl) Run(ctx context.Context, std *Streams, c *Common) error {
	switch {
	case k.Places != "" && (k.Mapping != "" || len(k.Files) > 0):
		return usageError{fmt.Errorf("--places draws a sketch; leave out the mapping and the files")}
	case k.Places == "" && (k.Mapping == "" || len(k.Files) == 0):
		return usageError{fmt.Errorf("give the maps with --mapping, or a table of towns with --places")}
	}
	cl, err := c.client()
	if err != nil {
		return err
	}
	f := ledgerFlags{Briefing: k.Briefing}
	var p mapProposal
	if err := sendForm(ctx, cl, std, f.at("maps"), k.write, &p); err != nil {
		return err
	}
	return c.print(std.Out, p, p.tell)
}

// write sends the form: fields and mapping first, then the maps one after the other, as fast as the desk takes them.
func (k *importControl) write(w *multipart.Writer, progress io.Writer) error {
	fields := [][2]string{{"series", k.Series}, {"title", k.Title}, {"source", k.Source}, {"credit", k.Credit}, {"party", k.Party}, {"from", k.From}, {"until", k.Until}, {"note", k.Note}}
	if k.Correct {
		fields = append(fields, [2]string{"class", string(brief.Correct)})
	}
	if k.Redrawn {
		fields = append(fields, [2]string{"redrawn", "yes"})
	}
	if err := sendFields(w, k.Dated, fields); err != nil {
		return err
	}
	files := [][2]string{{"mapping", k.Mapping}, {"reference", k.Reference}, {"places", k.Places}}
	for _, f := range k.Files {
		files = append(files, [2]string{"file", f})
	}
	begin := time.Now()
	for i, f := range files {
		if f[1] == "" {
			continue
		}
		if err := sendFile(w, f[0], f[1]); err != nil {
			return err
		}
		if done := i - len(files) + len(k.Files) + 1; done > 0 {
			fmt.Fprintf(progress, "\r\033[K%s %d of %d maps, %.0f a second", bar(done, len(k.Files)), done, len(k.Files), float64(done)/max(time.Since(begin).Seconds(), 0.001))
		}
	}
	return w.Close()
}

// bar draws how much is done.
func bar(done, of int) string {
	const wide = 24
	out := []rune{}
	for i := range wide {
		if i*of < done*wide {
			out = append(out, '█')
		} else {
			out = append(out, '░')
		}
	}
	return string(out)
}

// sendForm sends the form that write writes as it is written, for as long as that takes, and takes the answer.
func sendForm(ctx context.Context, cl *client, std *Streams, path string, write func(*multipart.Writer, io.Writer) error, answer any) error {
	body, form := io.Pipe()
	defer body.Close()
	w := multipart.NewWriter(form)
	go func() { form.CloseWithError(write(w, std.Progress)) }()
	err := cl.long().do(ctx, request{method: http.MethodPost, path: path, raw: body, contentType: w.FormDataContentType()}, answer)
	fmt.Fprint(std.Progress, "\r\033[K")
	return err
}

// sendFields sends the fields that say something, and when it was so.
func sendFields(w *multipart.Writer, dated time.Time, fields [][2]string) error {
	if !dated.IsZero() {
		fields = append(fields, [2]string{"dated", dated.Format(time.RFC3339)})
	}
	for _, f := range fields {
		if f[1] == "" {
			continue
		}
		if err := w.WriteField(f[0], f[1]); err != nil {
			return err
		}
	}
	return nil
}

func sendFile(w *multipart.Writer, field, path string) error {
	return sendThrough(w, field, path, func(in io.Reader) io.Reader { return in })
}

// sendThrough sends a file as a part of a form, through what looks at it on the way.
func sendThrough(w *multipart.Writer, field, path string, through func(io.Reader) io.Reader) error {
	in, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("reading %s: %w", path, err)
	}
	defer in.Close()
	part, err := w.CreateFormFile(field, filepath.Base(path))
	if err != nil {
		return err
	}
	_, err = io.Copy(part, through(in))
	return err
}

// mapProposal is proposed maps as the API gives them.
type mapProposal struct {
	ID      string              `json:"id"`
	Series  string              `json:"series"`
	Source  string              `json:"source"`
	Maps    int                 `json:"maps"`
	From    brief.Date          `json:"from"`
	To      brief.Date          `json:"to"`
	Jump    string              `json:"jump,omitempty"`
	Waits   time.Time           `json:"waits,omitzero"`
	Until   time.Time           `json:"until,omitzero"`
	Changes []desk.RegionChange `json:"changes"`
	Notes   []string            `json:"notes"`
	Trouble string              `json:"trouble,omitempty"`
}

// tell says what the maps would change.
func (p *mapProposal) tell(out io.Writer) {
	if p.Trouble != "" {
		fmt.Fprintf(out, "proposal %s: %s\n", p.ID, p.Trouble)
		return
	}
	fmt.Fprintf(out, "proposal %s: %s of %s, %d maps, %s to %s\n", p.ID, p.Series, p.Source, p.Maps, p.From, p.To)
	for _, n := range p.Notes {
		fmt.Fprintf(out, "  note: %s\n", n)
	}
	for _, c := range p.Changes {
		name := c.Class
		if c.Party != "" {
			name += " (" + c.Party + ")"
		}
		if c.Region != "" {
			name = "  " + c.Region
		}
		fmt.Fprintf(out, "  %-36s %10.0f km2  +%.0f  -%.0f\n", name, c.Now, c.Gained, c.Lost)
	}
	switch {
	case !p.Waits.IsZero():
		fmt.Fprintf(out, "  approved; seen from %s\n", p.Waits.Format(time.RFC3339))
	case p.Jump != "":
		fmt.Fprintf(out, "  %s\n", p.Jump)
	}
}

// mapsCommand looks after maps that wait, and the series that stand.
type mapsCommand struct {
	List    mapsList    `cmd:"" help:"List the series of control maps, and what waits for a decision."`
	Show    mapsShow    `cmd:"" help:"Print what proposed maps would change."`
	Approve mapsApprove `cmd:"" help:"Put proposed maps on the record."`
	Decline mapsDecline `cmd:"" help:"Throw proposed maps away."`
	Place   mapsPlace   `cmd:"" help:"Propose a sketch with one more row in its table of towns."`
}

// mapFlags name a proposal.
type mapFlags struct {
	Briefing string `help:"Name or id of the briefing." required:"" placeholder:"B"`
	ID       string `arg:"" help:"Id of the proposal."`
}

func (k *mapFlags) ask(ctx context.Context, c *Common, method string, out any, how ...string) error {
	cl, err := c.client()
	if err != nil {
		return err
	}
	f := ledgerFlags{Briefing: k.Briefing}
	return cl.do(ctx, request{method: method, path: f.at(append([]string{"maps", k.ID}, how...)...)}, out)
}

type mapsShow struct{ mapFlags }

// Run prints.
func (k *mapsShow) Run(ctx context.Context, std *Streams, c *Common) error {
	var p mapProposal
	if err := k.ask(ctx, c, http.MethodGet, &p); err != nil {
		return err
	}
	return c.print(std.Out, p, p.tell)
}

type mapsApprove struct{ mapFlags }

// Run approves.
func (k *mapsApprove) Run(ctx context.Context, std *Streams, c *Common) error {
	var answer actAnswer
	if err := k.ask(ctx, c, http.MethodPost, &answer, "approve"); err != nil {
		return err
	}
	return c.said(std, answer)
}

type mapsDecline struct{ mapFlags }

// Run declines.
func (k *mapsDecline) Run(ctx context.Context, std *Streams, c *Common) error {
	if err := k.ask(ctx, c, http.MethodPost, nil, "decline"); err != nil {
		return err
	}
	return c.print(std.Out, map[string]string{"declined": k.ID}, func(out io.Writer) { fmt.Fprintf(out, "declined %s\n", k.ID) })
}

type mapsList struct {
	Briefing string `help:"Name or id of the briefing." required:"" placeholder:"B"`
}

// Run lists.
func (k *mapsList) Run(ctx context.Context, std *Streams, c *Common) error {
	cl, err := c.client()
	if err != nil {
		return err
	}
	var answer struct {
		Series []struct {
			ID     brief.ItemID `json:"id"`
			Rev    int          `json:"rev"`
			Series string       `json:"series"`
			Title  string       `json:"title"`
			Sketch bool         `json:"sketch"`
			Maps   int          `json:"maps"`
			From   brief.Date   `json:"from,omitempty"`
			To     brief.Date   `json:"to,omitempty"`
		} `json:"series"`
		Proposals []mapProposal `json:"proposals"`
	}
	f := ledgerFlags{Briefing: k.Briefing}
	if err := cl.do(ctx, request{method: http.MethodGet, path: f.at("maps")}, &answer); err != nil {
		return err
	}
	return c.print(std.Out, answer, func(out io.Writer) {
		for _, s := range answer.Series {
			fmt.Fprintf(out, "%s  %s: %s, %d maps, %s to %s\n", s.ID, s.Series, s.Title, s.Maps, s.From, s.To)
		}
		for i := range answer.Proposals {
			answer.Proposals[i].tell(out)
		}
	})
}

// mapsPlace adds a row to the table of a sketch.
type mapsPlace struct {
	Briefing string    `help:"Name or id of the briefing." required:"" placeholder:"B"`
	Series   string    `help:"Name of the sketch." default:"sketch" placeholder:"NAME"`
	Place    string    `arg:"" help:"Name of the town; one that is in the table gets a new row."`
	Lat      string    `help:"Latitude; a town that is in the table keeps its own." placeholder:"DEGREES"`
	Lon      string    `help:"Longitude." placeholder:"DEGREES"`
	HeldFrom string    `help:"First day on which it was held, or before-YEAR; empty when it never was." placeholder:"DATE"`
	HeldTo   string    `help:"First day on which it was held no longer." placeholder:"DATE"`
	Basis    string    `help:"What the row rests on: a report, a statement." required:"" placeholder:"TEXT"`
	Dated    time.Time `help:"When it was so; only in a reconstruction." format:"2006-01-02T15:04:05Z07:00" placeholder:"TIME"`
}

// Run proposes.
func (k *mapsPlace) Run(ctx context.Context, std *Streams, c *Common) error {
	cl, err := c.client()
	if err != nil {
		return err
	}
	body := map[string]any{"place": k.Place, "lat": k.Lat, "lon": k.Lon, "held_from": k.HeldFrom, "held_to": k.HeldTo, "basis": k.Basis}
	if !k.Dated.IsZero() {
		body["dated"] = k.Dated
	}
	f := ledgerFlags{Briefing: k.Briefing}
	var p mapProposal
	if err := cl.do(ctx, request{method: http.MethodPost, path: f.at("maps", k.Series, "places"), body: body}, &p); err != nil {
		return err
	}
	return c.print(std.Out, p, p.tell)
}
