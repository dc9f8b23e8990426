package web

import (
	"io"
	"mime"
	"net/http"
	"strconv"
	"time"

	"livebrief/internal/brief"
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
	out, err := s.listed(c, list)
	if err != nil {
		return err
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
	apart, err := s.Echoes.Apart(c.ctx(), r)
	if err != nil {
		return err
	}
	name, err := s.called(c, &r)
	if err != nil {
		return err
	}
	hints, err := s.hints(c, r)
	if err != nil {
		return err
	}
	return c.answer(struct {
		Report   brief.Report     `json:"report"`
		Called   string           `json:"called"`
		Seen     []SeenElsewhere  `json:"seen"`
		Apart    []brief.ReportID `json:"apart"`
		Proposes []statement.Hint `json:"proposes"`
	}{r, name, seen, some(apart), hints})
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
