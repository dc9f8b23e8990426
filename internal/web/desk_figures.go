package web

import (
	"strings"

	"livebrief/internal/brief"
	"livebrief/internal/desk"
)

// figuresMeant lists the figures of a reading, each with its words in the report and what they mean.
func figuresMeant(figures []brief.ReadFigure) []string {
	var list []string
	for _, f := range figures {
		list = append(list, "“"+f.Text+"”: "+figureMeant(f))
	}
	return list
}

// figureMeant says a figure in full: how many, of what, what became of them, and who says so.
func figureMeant(f brief.ReadFigure) string {
	s := strings.TrimSpace(amountMeant(f) + " " + f.Unit)
	if f.Of != "" {
		s += ", " + strings.ReplaceAll(f.Of, "_", " ")
	}
	if f.By != "" {
		s += ", according to " + f.By
	}
	return s
}

// behindNumber are the qualifiers that stand after their number.
var behindNumber = map[string]bool{"or more": true, "and more": true, "or so": true, "or fewer": true, "or less": true, "plus": true, "odd": true}

// amountMeant says a value with what keeps it from being exact, or the ends of a range.
func amountMeant(f brief.ReadFigure) string {
	switch {
	case f.Value != "" && behindNumber[f.Qualifier]:
		return thousands(f.Value) + " " + f.Qualifier
	case f.Value != "":
		return strings.TrimSpace(f.Qualifier + " " + thousands(f.Value))
	case f.Low != "" && f.High != "":
		return strings.TrimSpace(f.Qualifier + " " + thousands(f.Low) + " to " + thousands(f.High))
	case f.Low != "":
		return thousands(f.Low) + " or more"
	}
	return "up to " + thousands(f.High)
}

// thousands parts the digits before the point of a decimal text in threes. Readings from outside may have any text here.
func thousands(s string) string {
	whole, part, dot := strings.Cut(s, ".")
	sign := ""
	if strings.HasPrefix(whole, "-") {
		sign, whole = "-", whole[1:]
	}
	if strings.Trim(whole, "0123456789") != "" {
		return s
	}
	var b strings.Builder
	b.WriteString(sign)
	for i, c := range whole {
		if i > 0 && (len(whole)-i)%3 == 0 {
			b.WriteByte(',')
		}
		b.WriteRune(c)
	}
	if dot {
		b.WriteString("." + part)
	}
	return b.String()
}

// fitRow is a figure of a report beside the series that it seems to belong to.
type fitRow struct{ Text, Series, Stands, Difference, Href string }

// fits offers the figures of a report as new numbers of the series that they seem to belong to.
func (s *deskServer) fits(c *call, d *dossier, r *brief.Report, reading *brief.Reading) ([]fitRow, error) {
	if s.Trackers == nil || d == nil {
		return nil, nil
	}
	standing, err := s.Trackers.Standing(c.ctx(), d.id)
	if err != nil {
		return nil, err
	}
	var out []fitRow
	for _, f := range desk.FitFigures(r.Text, reading.Figures, standing) {
		v := &f.Standing.Version
		row := fitRow{Text: f.Figure.Text, Series: f.Standing.Series.Title, Stands: thousands(v.Value), Difference: f.Difference}
		if f.Difference == "0" {
			row.Difference = "the same"
		}
		if desk.Can(c.who.Role, desk.ProposeNumbers) == nil {
			q := []string{"series", string(f.Standing.Series.ID), "value", f.Figure.Value, "url", webAddress(r.URL)}
			if f.Standing.Series.Cumulative {
				q = append(q, "from", string(v.From), "to", string(brief.DateOf(r.Published.In(d.zone))))
			}
			row.Href = d.at("numbers") + query(q...) + "#number"
		}
		out = append(out, row)
	}
	return out, nil
}

// citable lists the latest number of each series, for developments to cite.
func citable(d *dossier) []choice {
	var out []choice
	for _, t := range d.state.Trackers() {
		for i := range t.Series {
			is := &t.Series[i]
			if leaves := is.Leaves(""); len(leaves) > 0 && leaves[0].Version.Event == nil {
				v := leaves[0].Version
				out = append(out, choice{Value: string(is.ID) + "/" + string(v.ID), Name: is.Title + ": " + latestOf(is)})
			}
		}
	}
	return out
}
