package web

import (
	"errors"
	"net/http"
	"net/url"
	"strconv"

	"livebrief/internal/brief"
	"livebrief/internal/desk"
)

// do has the desk act, and marks the reports that a new development rests on as used.
func (s *deskServer) do(c *call, ch desk.Change) (desk.Outcome, error) {
	out, err := s.Desk.Do(c.ctx(), c.now, c.who, ch)
	if err != nil || ch.Kind != brief.Publish {
		return out, err
	}
	for _, ref := range ch.Development.RestsOn {
		if ref.Report == "" {
			continue
		}
		// The act is on the record already; a report that is gone meanwhile does not undo it.
		if err := s.Reports.SetReportState(c.ctx(), ref.Report, brief.ReportUsed); err != nil && brief.KindOf(err) != brief.KindNotFound {
			return out, err
		}
	}
	return out, nil
}

// actForm publishes what the form says. When somebody was faster, both versions are shown and nothing is lost.
func (s *deskServer) actForm(c *call) error {
	d, f, base, err := s.asked(c)
	if err != nil {
		return err
	}
	ch, err := f.change(d, base)
	if err != nil {
		return s.refuseForm(c, d, &f, err)
	}
	out, err := s.do(c, ch)
	switch {
	case brief.KindOf(err) == brief.KindConflict && f.Item != "":
		return s.showConflict(c, d, &f, ch, err)
	case err != nil:
		return s.refuseForm(c, d, &f, err)
	}
	if err := s.dropDraft(c, d, f.Draft); err != nil {
		return err
	}
	if out.Entry != nil {
		return c.to(d.at("items/" + url.PathEscape(string(out.Entry.Item))))
	}
	return c.to(d.at("drafts"))
}

// refuseForm shows the form again where the person can mend it.
func (s *deskServer) refuseForm(c *call, d *dossier, f *actForm, err error) error {
	if !badForm(err) {
		return err
	}
	return s.showForm(c, d, f, http.StatusUnprocessableEntity, err)
}

// conflictView sets what somebody wrote against what stands meanwhile.
type conflictView struct {
	Frame        frame
	Name         brief.Name
	Item         brief.ItemID
	What, Do     string
	Rev          int
	Compared     []compared
	Mine, Theirs brief.Development
	Hidden       []pair
}

// showConflict offers to go on with one's own text on top of the revision that stands now.
func (s *deskServer) showConflict(c *call, d *dossier, f *actForm, ch desk.Change, conflict error) error {
	_, now, rev, err := s.standing(c, d, f.Item)
	if err != nil {
		return errors.Join(conflict, err)
	}
	mine := ch.Development
	mine.Note = ch.Note
	what, do := sentences(conflict)
	f.IfRev, f.Key = rev, newKey()
	return s.show(c, http.StatusConflict, "conflict", conflictView{Frame: s.frameOf(c, d, "Somebody was faster", "write"), Name: d.name(),
		Item: f.Item, What: sentence(what), Do: sentence(do), Rev: rev, Compared: compareAll(now, mine), Mine: mine, Theirs: now, Hidden: f.all()})
}

// redactView is the form that takes text out of the record.
type redactView struct {
	Frame          frame
	Name           brief.Name
	Item           brief.ItemID
	Headline, Key  string
	Classes        []choice
	Reason, Strike string
}

// redactPage opens the form, or says after the act what is left to do.
func (s *deskServer) redactPage(c *call) error {
	if entry, err := strconv.ParseUint(c.query("entry"), 10, 53); err == nil {
		return s.showRedacted(c, brief.Seq(entry))
	}
	return s.showRedact(c, http.StatusOK, nil)
}

// redactedView says which mirrors still have what was removed.
type redactedView struct {
	Frame   frame
	Entry   brief.Seq
	Mirrors []string
	Back    string
}

func (s *deskServer) showRedacted(c *call, entry brief.Seq) error {
	d, err := s.dossier(c)
	if err != nil {
		return err
	}
	if entry < 1 || entry > d.state.Seq {
		return noSuchDeskPage()
	}
	return s.show(c, http.StatusOK, "redacted", redactedView{Frame: s.frameOf(c, d, "Removed", ""), Entry: entry,
		Mirrors: d.state.Briefing.Mirrors, Back: d.at(redactedFrom(brief.ItemID(c.path("item"))))})
}

// redactedFrom is the page that a redaction of the item came from.
func redactedFrom(item brief.ItemID) string {
	if item == brief.ItemGlance {
		return "glance"
	}
	return "items/" + url.PathEscape(string(item))
}

func (s *deskServer) showRedact(c *call, status int, wrong *trouble) error {
	d, err := s.dossier(c)
	if err != nil {
		return err
	}
	item := brief.ItemID(c.path("item"))
	view := redactView{Frame: s.frameOf(c, d, "Remove text", ""), Name: d.name(), Item: item, Key: c.field("key"),
		Classes: choices([]string{"law", "safety", "other"}, c.field("class")), Reason: c.field("reason"), Strike: c.field("strike")}
	view.Frame.Trouble = wrong
	if view.Key == "" {
		view.Key = newKey()
	}
	if item != brief.ItemGlance {
		_, now, _, err := s.standing(c, d, item)
		if err != nil {
			return err
		}
		view.Headline = now.Headline
	}
	return s.show(c, status, "redact", view)
}

// redact takes text out of the record, for somebody who said that they are sure.
func (s *deskServer) redact(c *call) error {
	d, err := s.dossier(c)
	if err != nil {
		return err
	}
	item := brief.ItemID(c.path("item"))
	var out desk.Outcome
	if c.field("sure") != "yes" {
		err = brief.Invalid("you have not said that you are sure", "a redaction cannot be undone; mark the box when you are")
	} else {
		out, err = s.Desk.Redact(c.ctx(), c.now, c.who, desk.RedactOrder{Briefing: d.id, Item: item, Class: c.field("class"),
			Reason: c.field("reason"), Strike: lines(c.form.Get("strike")), Key: c.field("key")})
	}
	switch {
	case err != nil && badForm(err):
		return s.showRedact(c, http.StatusUnprocessableEntity, troubleOf(err))
	case err != nil:
		return err
	case out.Entry != nil && len(d.state.Briefing.Mirrors) > 0:
		return c.to(d.at("items/" + url.PathEscape(string(item)) + "/redact?entry=" + strconv.FormatUint(uint64(out.Entry.Seq), 10)))
	}
	return c.to(d.at(redactedFrom(item)))
}
