package page

import (
	"cmp"
	"encoding/json"
	"fmt"
	"html/template"
	"slices"
	"strings"

	"livebrief/internal/brief"
	"livebrief/internal/edition"
)

// ldDataset describes numbers to programs, as schema.org has it.
type ldDataset struct {
	Context      string       `json:"@context"`
	Type         string       `json:"@type"`
	Name         string       `json:"name"`
	Description  string       `json:"description"`
	URL          string       `json:"url,omitempty"`
	Language     string       `json:"inLanguage,omitempty"`
	Modified     string       `json:"dateModified"`
	Temporal     string       `json:"temporalCoverage,omitempty"`
	Creator      []ldAgent    `json:"creator,omitempty"`
	Publisher    *ldAgent     `json:"publisher,omitempty"`
	Licence      []string     `json:"license,omitempty"`
	Credit       string       `json:"creditText,omitempty"`
	Measured     []string     `json:"variableMeasured,omitempty"`
	Distribution []ldDownload `json:"distribution,omitempty"`
	Free         bool         `json:"isAccessibleForFree"`
}

type ldDownload struct {
	Type   string `json:"@type"`
	Format string `json:"encodingFormat"`
	URL    string `json:"contentUrl"`
}

// dataset describes the numbers of a page.
func (m *numbersMaker) dataset(a NumbersAddress, name, says string, trackers []edition.Tracker) (template.JS, error) {
	d := ldDataset{Context: schema, Type: "Dataset", Name: name, Description: says, URL: m.absolute(m.place(a.base())), Language: m.b.Lang(), Publisher: m.agent(), Free: true}
	var credits []string
	var from, to brief.Date
	for i := range trackers {
		t := &trackers[i]
		d.Modified = max(d.Modified, iso(t.Changed))
		d.Creator = append(d.Creator, ldAgent{Type: "Organization", Name: t.Source.Name, URL: outgoing(t.Source.Address)})
		if l := t.Source.Licence; l != "" && !slices.Contains(d.Licence, l) {
			d.Licence = append(d.Licence, l)
		}
		credits = append(credits, cmp.Or(t.Source.Credit, t.Source.Name))
		for k := range t.Series {
			d.Measured = append(d.Measured, t.Series[k].Title)
			for _, n := range t.Series[k].Numbers {
				v := n.Now()
				if v.From != "" && (from == "" || v.From < from) {
					from = v.From
				}
				to = max(to, v.End())
			}
		}
	}
	d.Measured = d.Measured[:min(len(d.Measured), 20)]
	if d.Credit = strings.Join(credits, "; "); from != "" {
		d.Temporal = string(from.First()) + "/" + string(to)
	}
	for _, f := range [][2]string{{"text/csv", string(NumbersCSV)}, {"application/json", string(NumbersJSON)}} {
		if to := m.absolute(m.place(a.base() + address(f[1]))); to != "" {
			d.Distribution = append(d.Distribution, ldDownload{"DataDownload", f[0], to})
		}
	}
	body, err := json.Marshal(d)
	if err != nil {
		return "", fmt.Errorf("describing numbers: %w", err)
	}
	return template.JS(body), nil //nolint:gosec // JSON with < > & escaped by the encoder
}
