package web

import (
	"cmp"
	"fmt"
	"mime/multipart"
	"net/http"
	"strconv"
	"strings"

	"livebrief/internal/brief"
	"livebrief/internal/desk"
	"livebrief/internal/series"
	tables "livebrief/internal/sheet"
)

// numbersLimit is the largest import of a table in bytes: the table, its mapping, and the fields beside them.
const numbersLimit = tables.MaxBytes + 1<<20

// tableUpload is a table as it came in, with its mapping and the fields of the form.
type tableUpload struct {
	fields  map[string]string
	mapping *series.Mapping
	name    string
	raw     []byte
}

// readTable takes a form with a table.
func readTable(c *call) (*tableUpload, error) {
	u := &tableUpload{fields: map[string]string{}}
	return u, eachPart(c, "the request is neither JSON nor a form with a table", brief.Invalid("the form has too many fields", "bring one table at a time"), u.part)
}

func (u *tableUpload) part(p *multipart.Part) error {
	limit := int64(fieldLimit)
	if p.FormName() == "file" {
		limit = tables.MaxBytes
	}
	raw, err := readPart(p, limit)
	switch {
	case err != nil:
		return err
	case p.FormName() == "mapping" && len(raw) > 0:
		u.mapping, err = series.ReadMapping(cmp.Or(p.FileName(), "the mapping"), raw)
		return err
	case p.FormName() == "file":
		if u.raw != nil && len(raw) > 0 {
			return brief.Invalid("two tables came at once", "bring one at a time: each has its own report")
		}
		if len(raw) > 0 { // what a browser sends for a field that nobody filled
			u.name, u.raw = p.FileName(), raw
		}
		return nil
	case p.FileName() != "":
		return malformed(fmt.Sprintf("nothing takes a file as %.40q", p.FormName()), "use file or mapping")
	}
	u.fields[p.FormName()] = strings.TrimSpace(string(raw))
	return nil
}

// dialect is how the table is written, as the mapping or the form has it.
func (u *tableUpload) dialect(m *series.Mapping) (tables.Dialect, error) {
	d := tables.Dialect{}
	if m != nil {
		d = m.Dialect
	}
	d.Delimiter, d.Decimal = cmp.Or(delimiters[u.fields["delimiter"]], u.fields["delimiter"], d.Delimiter), cmp.Or(u.fields["decimal"], d.Decimal)
	d.Sheet = cmp.Or(u.fields["sheet"], d.Sheet)
	if said := u.fields["header_row"]; said != "" {
		n, err := strconv.Atoi(said)
		if err != nil || n < 1 {
			return d, brief.Invalid(quoted(said)+" is no row", "give the row of the header, counted from 1")
		}
		d.HeaderRow = n
	}
	return d, nil
}

// delimiters are the names of signs that forms cannot hold well.
var delimiters = map[string]string{"tab": "\t", "comma": ",", "semicolon": ";", "bar": "|"}

// standingMapping is the mapping that was kept with the last import of a tracker, nil for none.
func (s *deskServer) standingMapping(c *call, d *dossier, tracker string) (*series.Mapping, error) {
	t, _ := d.state.TrackerOf(tracker)
	raw, err := t.MappingText(func(seqs []brief.Seq) (map[brief.Seq]brief.Published, error) {
		return s.Texts.Bodies(c.ctx(), d.id, seqs)
	})
	if err != nil || len(raw) == 0 {
		return nil, err
	}
	return series.ReadMapping("the mapping that stands", raw)
}

// readNumbers makes numbers of the table.
func (s *deskServer) readNumbers(c *call, d *dossier, u *tableUpload) (*series.Imported, *series.Mapping, *tables.Table, error) {
	if u.raw == nil {
		return nil, nil, nil, brief.Invalid("there is no table", "hand in a CSV, a TSV or a workbook")
	}
	m := u.mapping
	var err error
	if m == nil && u.fields["tracker"] != "" {
		if m, err = s.standingMapping(c, d, u.fields["tracker"]); err != nil {
			return nil, nil, nil, err
		}
	}
	dialect, err := u.dialect(m)
	if err != nil {
		return nil, nil, nil, err
	}
	t, err := tables.Read(u.name, u.raw, tables.Options{Dialect: dialect})
	if err != nil {
		return nil, nil, nil, err
	}
	if series.IsExport(t.Header) {
		read, err := series.ReadExport(t)
		return read, nil, t, err
	}
	if m == nil && len(t.HXL) > 0 && u.fields["tracker"] != "" {
		if m, err = series.MappingFromHXL(t, u.fields["tracker"], cmp.Or(u.fields["title"], u.fields["source"]), u.source()); err != nil {
			return nil, nil, nil, err
		}
	}
	if m == nil {
		return nil, nil, nil, brief.Invalid(fmt.Sprintf("nobody said what the columns of %.80s mean: %.400s", u.name, strings.Join(t.Header, ", ")), "hand in a mapping, see docs/numbers.md")
	}
	if err := u.confirm(m, t); err != nil {
		return nil, nil, nil, err
	}
	read, err := m.Read(t, cmp.Or(brief.Date(u.fields["known"]), brief.DateOf(c.now.In(d.zone))))
	return read, m, t, err
}

// confirm holds the header to the mapping, and wants a person to confirm how the table is written before it is read for the first time.
func (u *tableUpload) confirm(m *series.Mapping, t *tables.Table) error {
	if err := m.CheckHeader(t.Header); err != nil {
		return err
	}
	unsaid := m.Dialect.Delimiter == "" && m.Dialect.Sheet == "" || m.Dialect.Decimal == "" && t.Dialect.Decimal != "" && m.Thousands == ""
	if unsaid && u.fields["confirm"] != "yes" {
		return brief.Invalid(fmt.Sprintf("%.80s was taken for %s", u.name, spellDialect(t)), "look whether that is so, and confirm it (--confirm)")
	}
	m.Dialect, m.Header = t.Dialect, t.Header
	return nil
}

// spellDialect says how a table is written.
func spellDialect(t *tables.Table) string {
	d := t.Dialect
	text := "a workbook, sheet " + quoted(d.Sheet)
	if d.Delimiter != "" {
		names := map[string]string{",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
		text = "cells parted by " + names[d.Delimiter] + ", in " + cmp.Or(d.Charset, "utf-8")
	}
	if d.Decimal != "" {
		text += ", with " + quoted(d.Decimal) + " before decimals"
	}
	return text + fmt.Sprintf(", the header in line %d, %d rows", d.HeaderRow, len(t.Rows))
}

func (u *tableUpload) source() brief.NumberSource {
	return brief.NumberSource{Name: u.fields["source"], Credit: u.fields["credit"], Licence: u.fields["licence"], Address: u.fields["address"], Caveat: u.fields["caveat"]}
}

// proposeTable makes the table a draft that waits for somebody to approve it.
func (s *deskServer) proposeTable(c *call, d *dossier, u *tableUpload) (brief.Draft, error) {
	dated, err := parseTime(u.fields["dated"], d.zone)
	if err != nil {
		return brief.Draft{}, err
	}
	read, m, t, err := s.readNumbers(c, d, u)
	if err != nil {
		return brief.Draft{}, err
	}
	o := desk.NumbersOrder{Briefing: d.id, Tracker: u.fields["tracker"], Title: u.fields["title"], Topic: brief.Topic(u.fields["topic"]), Source: u.source(), Series: read.Series, Versions: read.Versions,
		Change: brief.NumberChange(u.fields["change"]), Reason: u.fields["reason"], Note: u.fields["note"], Dated: dated, Notes: append(read.Report.Sentences(), t.Notes...)}
	if m != nil {
		o.Tracker, o.Title, o.Topic = cmp.Or(o.Tracker, m.Tracker), cmp.Or(o.Title, m.Title), cmp.Or(o.Topic, m.Topic)
		if o.Source.Name == "" {
			o.Source = m.Source
		}
		o.Mapping = m.JSON()
	}
	if label := u.fields["label"]; label != "" {
		for i := range o.Versions {
			o.Versions[i].Label = label
		}
	}
	if o.Convert, err = s.conversion(c, d, u, m); err != nil {
		return brief.Draft{}, err
	}
	if m != nil && m.Convert != nil && o.Convert == nil && u.fields["convert"] == "" {
		o.Notes = append(o.Notes, "Money was not told in euros besides: there are no rates.")
	}
	return s.Desk.ProposeNumbers(c.ctx(), c.now, c.who, o)
}

// conversion is by which rule money is told in euros besides: that of the form, of the mapping, or none.
func (s *deskServer) conversion(c *call, d *dossier, u *tableUpload, m *series.Mapping) (*series.Conversion, error) {
	rule := series.ConvertRule{}
	if m != nil && m.Convert != nil {
		rule = *m.Convert
	}
	if said, day, _ := strings.Cut(u.fields["convert"], ":"); said != "" {
		rule = series.ConvertRule{Rule: brief.WorthRule(said), Day: brief.Date(day)}
	}
	switch rule.Rule {
	case "", "none":
		return nil, nil
	case brief.WorthAnnouncement, brief.WorthAverage:
	case brief.WorthFixed:
		if !rule.Day.Day() {
			return nil, brief.Invalid("the day whose rates are used is missing", "write fixed:2024-12-31")
		}
	default:
		return nil, brief.Invalid(quoted(string(rule.Rule))+" is no rule of conversion", "use announcement, average, fixed:DATE or none")
	}
	rates, _, err := s.rates(c, d)
	if err != nil {
		return nil, err
	}
	if rates == nil && u.fields["convert"] == "" { // the mapping's wish, for which nobody asked now
		return nil, nil
	}
	if rates == nil {
		return nil, brief.Invalid("there are no rates to convert money by", "bring them with livebrief import rates, or convert nothing")
	}
	return &series.Conversion{Rule: rule.Rule, Day: rule.Day, Rates: rates, Source: ratesSource}, nil
}

// ratesSource names the rates: the program reads those of one bank.
const ratesSource = "European Central Bank"

// apiImportNumbers takes a table and proposes what it changes.
func (s *deskServer) apiImportNumbers(c *call, d *dossier) error {
	u, err := readTable(c)
	if err != nil {
		return err
	}
	draft, err := s.proposeTable(c, d, u)
	if err != nil {
		return err
	}
	return s.tellNumbers(c, d, draft.ID, http.StatusCreated)
}
