package web

import (
	"io"
	"mime"
	"net/http"
	"strconv"
	"time"

	"livebrief/internal/brief"
	"livebrief/internal/desk"
	"livebrief/internal/statement"
)

// apiReports lists reports without their bytes, the newest first.
func (s *deskServer) apiReports(c *call) error {
	limit, err := limitOf(c.r, inboxShown)
	if err != nil {
		return err
	}
	q := ReportQuery{State: brief.ReportState(c.query("state")), Source: brief.SourceID(c.query("source")),
		Before: brief.ReportID(c.query("before")), Limit: limit}
	if name := c.query("briefing"); name != "" {
		d, err := s.briefingOf(c, name)
		if err != nil {
			return err
		}
		q.Briefing = d.id
	}
	list, err := s.Reports.Reports(c.ctx(), q)
	if err != nil {
		return err
	}
	out := make([]ListedReport, 0, len(list))
	for _, r := range list {
		seen, err := s.seen(c, r)
		if err != nil {
			return err
		}
		out = append(out, ListedReport{r, seen})
	}
	return c.answer(struct {
		Reports []ListedReport `json:"reports"`
	}{out})
}

// addAnswer says what came of a report: the first one by itself, and all of them, since a feed brings many.
type addAnswer struct {
	addedReport
	Reports []addedReport `json:"reports"`
}

// sentReport is a report that a program sends as JSON: an address to fetch, or a text.
type sentReport struct {
	URL  string `json:"url"`
	Text string `json:"text"`
}

// apiAddReport takes a report: its bytes as they are, or JSON with an address or a text.
func (s *deskServer) apiAddReport(c *call) error {
	a := arrival{title: c.query("title"), outlet: c.query("source"), file: c.query("file"), contentType: c.r.Header.Get("Content-Type")}
	var err error
	if a.published, err = parseTime(c.query("published"), time.UTC); err != nil {
		return err
	}
	if name := c.query("briefing"); name != "" {
		d, err := s.briefingOf(c, name)
		if err != nil {
			return err
		}
		a.briefing = d.id
	}
	media, _, _ := mime.ParseMediaType(a.contentType)
	if media == "application/json" {
		var sent sentReport
		if err := readJSON(c.r, &sent); err != nil {
			return err
		}
		if (sent.URL == "") == (sent.Text == "") {
			return brief.Invalid("the request holds neither an address nor a text, or both", "send one of url and text")
		}
		a.address, a.raw, a.contentType = sent.URL, []byte(sent.Text), "text/plain; charset=utf-8"
	} else if a.raw, err = io.ReadAll(c.r.Body); err != nil {
		return err
	}
	added, err := s.bring(c, a)
	if err != nil {
		return err
	}
	status := http.StatusOK
	for _, r := range added {
		if r.Fresh {
			status = http.StatusCreated
		}
	}
	return writeJSON(c.w, status, addAnswer{addedReport: added[0], Reports: added})
}

// apiReport gives one report with its text.
func (s *deskServer) apiReport(c *call) error {
	r, err := s.Reports.Report(c.ctx(), brief.ReportID(c.path("id")))
	if err != nil {
		return err
	}
	seen, err := s.seen(c, r)
	if err != nil {
		return err
	}
	hints, err := s.hints(c, r)
	if err != nil {
		return err
	}
	return c.answer(struct {
		Report   brief.Report     `json:"report"`
		Seen     []SeenElsewhere  `json:"seen"`
		Proposes []statement.Hint `json:"proposes"`
	}{r, seen, hints})
}

// apiReportRaw gives a report's bytes exactly as they came. They are somebody else's: a browser may only save them.
func (s *deskServer) apiReportRaw(c *call) error {
	r, err := s.Reports.Report(c.ctx(), brief.ReportID(c.path("id")))
	if err != nil {
		return err
	}
	h := c.w.Header()
	h.Set("Content-Type", binaryType)
	h.Set("Content-Disposition", "attachment; filename=report")
	h.Set("X-Media-Type", mediaOf(r.MediaType))
	h.Set("Content-Length", strconv.Itoa(len(r.Raw)))
	c.w.WriteHeader(http.StatusOK)
	_, _ = c.w.Write(r.Raw)
	return nil
}

// mediaOf gives a media type that can stand in a header.
func mediaOf(text string) string {
	media, params, err := mime.ParseMediaType(text)
	if err != nil {
		return binaryType
	}
	return mime.FormatMediaType(media, params)
}

// apiReading gives the reading of a report.
func (s *deskServer) apiReading(c *call) error {
	r, err := s.Reports.Report(c.ctx(), brief.ReportID(c.path("id")))
	if err != nil {
		return err
	}
	reading, err := s.reading(c, &r)
	if err != nil {
		return err
	}
	return c.answer(reading)
}

// apiSaveReading takes a reading that was made elsewhere, after checking every span against the report.
func (s *deskServer) apiSaveReading(c *call) error {
	r, err := s.Reports.Report(c.ctx(), brief.ReportID(c.path("id")))
	if err != nil {
		return err
	}
	var reading brief.Reading
	if err := readJSON(c.r, &reading); err != nil {
		return err
	}
	if err := adoptReading(&reading, r.Text, c.who.Name); err != nil {
		return err
	}
	if err := s.Readings.SaveReading(c.ctx(), r.ID, reading, string(c.who.ID)); err != nil {
		return err
	}
	if err := s.note(c, desk.AddReport, "reading of "+string(r.ID), r.Briefing); err != nil {
		return err
	}
	return c.answer(reading)
}

// apiReportState moves a report between new, used and aside.
func (s *deskServer) apiReportState(c *call) error {
	var req struct {
		State brief.ReportState `json:"state"`
	}
	if err := readJSON(c.r, &req); err != nil {
		return err
	}
	return c.nothing(s.moveReport(c, req.State))
}
