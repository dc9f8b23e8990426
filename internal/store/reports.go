package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"livebrief/internal/brief"
)

func scanReport(r row) (brief.Report, error) {
	var p brief.Report
	var published, fetched int64
	var text []byte
	err := r.Scan(&p.ID, &p.Source, &p.Outlet, &p.Briefing, &p.Title, &p.URL, &p.Language, &published, &fetched,
		&p.MediaType, &p.Decoder, &p.SHA256, &p.State, &p.Summary, &p.By, &text, &p.Raw)
	p.Published, p.Fetched, p.Text = moment(published), moment(fetched), string(text)
	return p, err
}

// AddReport keeps a report with its bytes. The same bytes are the same report: then its id comes back and fresh is
// false. Id, hash and time of arrival are filled in when they are empty.
func (s *Store) AddReport(ctx context.Context, r brief.Report) (id brief.ReportID, fresh bool, err error) {
	if err := s.complete(&r); err != nil {
		return "", false, err
	}
	err = s.transact(ctx, func(run runner) error {
		n, err := run.exec(ctx, "report.Add", r.ID, r.Source, r.Outlet, r.Briefing, r.Title, r.URL, r.Language,
			millis(r.Published), millis(r.Fetched), r.MediaType, r.Decoder, r.SHA256, r.State, r.Summary, r.By,
			[]byte(r.Text), notNil(r.Raw))
		if err != nil {
			return err
		}
		id, fresh = r.ID, n > 0
		if !fresh {
			id, err = one(ctx, run, scan[brief.ReportID], "report.BySHA256", r.SHA256)
		}
		return err
	})
	return id, fresh, s.explain("keeping a report", err)
}

// complete fills in what the store knows best, and refuses what it could not give back as it came.
func (s *Store) complete(r *brief.Report) error {
	sum := sha256.Sum256(r.Raw)
	hash := hex.EncodeToString(sum[:])
	if r.SHA256 == "" {
		r.SHA256 = hash
	}
	if r.SHA256 != hash {
		return brief.Invalid("the hash of the report is not that of its bytes", "leave the hash out")
	}
	if r.ID == "" {
		id, err := brief.NewID[brief.ReportID](s.opts.Random)
		if err != nil {
			return err
		}
		r.ID = id
	}
	if r.State == "" {
		r.State = brief.ReportNew
	}
	if r.Fetched.IsZero() {
		r.Fetched = s.now()
	}
	if err := checkState(r.State); err != nil {
		return err
	}
	return plain("report", string(r.ID), string(r.Source), r.Outlet, string(r.Briefing), r.Title, r.URL, r.Language,
		r.MediaType, r.Decoder, r.Summary, string(r.By), r.Text)
}

func checkState(state brief.ReportState) error {
	if slices.Contains([]brief.ReportState{brief.ReportNew, brief.ReportUsed, brief.ReportAside}, state) {
		return nil
	}
	return brief.Invalid(fmt.Sprintf("a report cannot be %.40q", string(state)), "use new, used or aside")
}

// Report gives one report with its bytes and its text.
func (s *Store) Report(ctx context.Context, id brief.ReportID) (brief.Report, error) {
	r, err := one(ctx, s.reader(), scanReport, "report.One", id)
	return r, s.explain("looking up a report", noReport(err, id))
}

// Latest gives the newest report that a source brought of an address, and false when there is none.
func (s *Store) Latest(ctx context.Context, source brief.SourceID, address string) (brief.Report, bool, error) {
	r, err := one(ctx, s.reader(), scanReport, "report.Latest", source, address)
	if errors.Is(err, sql.ErrNoRows) {
		return brief.Report{}, false, nil
	}
	return r, err == nil, s.explain("looking up a report", err)
}

// ReportFilter narrows a list of reports; empty fields let everything through.
type ReportFilter struct {
	Briefing brief.BriefingID
	State    brief.ReportState
	Source   brief.SourceID
	// Limit is at most 1,000; 0 asks for 100.
	Limit int
	// Before continues after the last report of the list before.
	Before brief.ReportID
}

// Reports lists reports without their bytes and their text, those that came last first.
func (s *Store) Reports(ctx context.Context, f ReportFilter) ([]brief.Report, error) {
	list, err := many(ctx, s.reader(), scanReport, "report.List", f.Briefing, f.Briefing, f.State, f.State,
		f.Source, f.Source, f.Before, f.Before, atMost(f.Limit))
	return list, s.explain("listing the reports", err)
}

// SetReportState says where a report stands on the desk.
func (s *Store) SetReportState(ctx context.Context, id brief.ReportID, state brief.ReportState) error {
	if err := checkState(state); err != nil {
		return err
	}
	n, err := s.change(ctx, "report.SetState", state, id)
	if err == nil && n == 0 {
		err = noReport(sql.ErrNoRows, id)
	}
	return s.explain("sorting a report", err)
}

// SaveReading keeps what was made of a report outside of the program, in place of what was kept before. What the rules
// read is never kept. By is the id of who brought it.
func (s *Store) SaveReading(ctx context.Context, id brief.ReportID, reading brief.Reading, by string) error {
	if err := plain("name of the reader", by); err != nil {
		return err
	}
	kept, err := json.Marshal(reading)
	if err != nil {
		return brief.Invalid("this reading cannot be written as JSON", "check its numbers")
	}
	err = s.transact(ctx, func(r runner) error {
		if _, err := one(ctx, r, scan[int64], "report.Known", id); err != nil {
			return noReport(err, id)
		}
		_, err := r.exec(ctx, "reading.Set", id, by, millis(s.now()), kept)
		return err
	})
	return s.explain("keeping a reading", err)
}

// RemoveReading takes away the reading that somebody brought, and tells whether there was one.
func (s *Store) RemoveReading(ctx context.Context, id brief.ReportID) (bool, error) {
	n, err := s.change(ctx, "reading.Remove", id)
	return n > 0, s.explain("taking a reading away", err)
}

// Reading gives the reading that somebody brought of a report, false when nobody did.
func (s *Store) Reading(ctx context.Context, id brief.ReportID) (brief.Reading, bool, error) {
	list, err := many(ctx, s.reader(), func(r row) (brief.Reading, error) {
		var kept []byte
		var reading brief.Reading
		if err := r.Scan(&kept); err != nil {
			return reading, err
		}
		err := json.Unmarshal(kept, &reading)
		return reading, err
	}, "reading.One", id)
	if err != nil || len(list) == 0 {
		return brief.Reading{}, false, s.explain("looking up a reading", err)
	}
	return list[0], true, nil
}

func noReport(err error, id brief.ReportID) error {
	return absent(err, fmt.Sprintf("there is no report with the id %.80q", string(id)), "look it up with `livebrief inbox`")
}
