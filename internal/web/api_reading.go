package web

import (
	"bytes"
	"encoding/json"
	"net/url"

	"livebrief/internal/brief"
	"livebrief/internal/desk"
)

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

// apiSaveReading takes a reading that was made elsewhere, after checking every span against the report. The same reading
// again changes nothing.
func (s *deskServer) apiSaveReading(c *call) error {
	r, err := s.Reports.Report(c.ctx(), brief.ReportID(c.path("id")))
	if err != nil {
		return err
	}
	var reading brief.Reading
	if err := readJSON(c.r, &reading); err != nil {
		return err
	}
	if err := adoptReading(&reading, &r, c.who.Name); err != nil {
		return err
	}
	had, outside, err := s.Readings.Reading(c.ctx(), r.ID)
	if err != nil {
		return err
	}
	if !outside || !sameReading(had, reading) {
		if err := s.Readings.SaveReading(c.ctx(), r.ID, reading, string(c.who.ID)); err != nil {
			return err
		}
		s.glimpsed.drop(r.ID)
		if err := s.note(c, desk.AddReport, "reading of "+string(r.ID), r.Briefing); err != nil {
			return err
		}
	}
	return c.answer(reading)
}

// sameReading compares as JSON, since a time has many forms in memory.
func sameReading(a, b brief.Reading) bool {
	first, err1 := json.Marshal(a)
	second, err2 := json.Marshal(b)
	return err1 == nil && err2 == nil && bytes.Equal(first, second)
}

// apiDropReading returns to what the rules read.
func (s *deskServer) apiDropReading(c *call) error { return c.nothing(s.dropReading(c)) }

// readingDrop is "Read by the rules again" on the page of a report.
func (s *deskServer) readingDrop(c *call) error {
	if err := s.dropReading(c); err != nil {
		return err
	}
	return c.to("/reports/" + url.PathEscape(c.path("id")))
}

func (s *deskServer) dropReading(c *call) error {
	r, err := s.Reports.Report(c.ctx(), brief.ReportID(c.path("id")))
	if err != nil {
		return err
	}
	had, err := s.Readings.RemoveReading(c.ctx(), r.ID)
	if err != nil || !had {
		return err
	}
	s.glimpsed.drop(r.ID)
	return s.note(c, desk.AddReport, "reading of "+string(r.ID)+" taken away", r.Briefing)
}
