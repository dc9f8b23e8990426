package web

import (
	"io"
	"net/http"

	"livebrief/internal/brief"
	"livebrief/internal/desk"
	"livebrief/internal/series"
)

// ratesLimit is the largest file of rates that is taken, in bytes.
const ratesLimit = brief.MaxRatesText + 4096

// ratesAnswer is the file of rates that stands, as programs get it.
type ratesAnswer struct {
	Rev        int        `json:"rev"`
	From       brief.Date `json:"from,omitempty"`
	To         brief.Date `json:"to,omitempty"`
	Currencies []string   `json:"currencies"`
}

func answerRates(rev int, r *series.Rates) ratesAnswer {
	a := ratesAnswer{Rev: rev, Currencies: []string{}}
	if r != nil {
		a.From, a.To = r.Days()
		a.Currencies = r.Currencies()
	}
	return a
}

// rates gives the rates of a briefing, nil when nobody brought any.
func (s *deskServer) rates(c *call, d *dossier) (*series.Rates, ratesAnswer, error) {
	l, err := s.Lists.List(c.ctx(), d.id, brief.ListOfRates)
	if err != nil || l.Text == "" {
		return nil, answerRates(l.Rev, nil), err
	}
	r, err := series.ReadRates("the rates that stand", []byte(l.Text))
	return r, answerRates(l.Rev, r), err
}

// apiRates tells which rates stand.
func (s *deskServer) apiRates(c *call) error {
	d, err := s.dossier(c)
	if err != nil {
		return err
	}
	_, a, err := s.rates(c, d)
	if err != nil {
		return err
	}
	return c.answer(a)
}

// apiSaveRates takes a file of rates in place of the one that stands. What is published was converted by the rates of its time, and stays.
func (s *deskServer) apiSaveRates(c *call) error {
	d, err := s.dossier(c)
	if err != nil {
		return err
	}
	raw, err := io.ReadAll(c.r.Body)
	if err != nil {
		return err
	}
	a, err := s.saveRates(c, d, "the file of rates", raw)
	if err != nil {
		return err
	}
	return writeJSON(c.w, http.StatusOK, a)
}

// saveRates holds a file of rates to its form and keeps it.
func (s *deskServer) saveRates(c *call, d *dossier, name string, raw []byte) (ratesAnswer, error) {
	r, err := series.ReadRates(name, raw)
	if err != nil {
		return ratesAnswer{}, err
	}
	stands, err := s.Lists.List(c.ctx(), d.id, brief.ListOfRates)
	if err == nil && stands.Text != string(raw) {
		stands, err = s.Lists.SaveList(c.ctx(), brief.DeskList{Briefing: d.id, Name: brief.ListOfRates, Rev: stands.Rev, Text: string(raw), Person: c.who.ID}, string(desk.Lists))
	}
	return answerRates(stands.Rev, r), err
}
