package web

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"livebrief/internal/brief"
	"livebrief/internal/compare"
	"livebrief/internal/desk"
)

// glanceView is the editor of the list at a glance.
type glanceView struct {
	Frame          frame
	Name           brief.Name
	Count, Words   int
	Rev            int
	Key            string
	Lines          []glanceLine
	Warnings       []desk.Warning
	Compared       []compared
	Reconstruction bool
	MayRedact      bool
	Dated          string
}

// glanceLine is one line as text fields, so that whatever somebody wrote comes back to them.
type glanceLine struct {
	ID, Text, Place, SaidOn, Track, Refs, Class, Note string

	New, Long bool
	Words     int
	Age       string
	Tracks    []choice
	Classes   []choice
}

// newLines is how many empty lines the editor offers.
const newLines = 2

// longLine is the number of words beyond which a line is too long.
const longLine = 45

// glancePage opens the editor with what stands.
func (s *deskServer) glancePage(c *call) error {
	d, err := s.dossier(c)
	if err != nil {
		return err
	}
	lines := make([]glanceLine, 0, len(d.state.Glance.Lines)+newLines)
	for i, l := range d.state.Glance.Lines {
		lines = append(lines, lineFields(l, i+1))
	}
	return s.showGlance(c, d, glanceView{Key: newKey(), Rev: d.state.GlanceRev, Lines: lines}, http.StatusOK)
}

func lineFields(l brief.Line, place int) glanceLine {
	refs := make([]string, 0, len(l.Refs))
	for _, r := range l.Refs {
		refs = append(refs, string(r))
	}
	return glanceLine{ID: string(l.ID), Text: l.Text, Place: strconv.Itoa(place), SaidOn: l.SaidOn, Track: string(l.Track),
		Refs: strings.Join(refs, " ")}
}

// showGlance fills in what the editor shows beside the fields.
func (s *deskServer) showGlance(c *call, d *dossier, view glanceView, status int) error {
	wrong := view.Frame.Trouble
	view.Frame = s.frameOf(c, d, "At a glance", "glance")
	view.Frame.Trouble, view.Name, view.Reconstruction = wrong, d.name(), d.state.Briefing.Reconstruction
	view.MayRedact = s.mayOpen(c.who.Role, "/b/{b}/items/{item}/redact")
	facts := desk.LintFacts{Lang: d.state.Briefing.Lang()}
	blank := 0
	for _, l := range view.Lines {
		if l.ID == "" && l.Text == "" {
			blank++
		}
	}
	for range newLines - blank {
		view.Lines = append(view.Lines, glanceLine{})
	}
	for i := range view.Lines {
		l := &view.Lines[i]
		l.New, l.Words = l.ID == "", len(strings.Fields(l.Text))
		l.Long, l.Age = l.Words > longLine, lineAge(c.now.In(d.zone), l.SaidOn)
		l.Tracks = trackChoices(d, l.Track)
		l.Classes = lineClasses(l.Class)
		if l.Text != "" {
			view.Count++
			view.Words += l.Words
			view.Warnings = append(view.Warnings, desk.LintLine(brief.Line{ID: brief.LineID(l.ID), Text: l.Text, SaidOn: l.SaidOn}, l.Note, facts)...)
		}
	}
	return s.show(c, status, "glance", view)
}

// lineAge tells how old a line is by its said-on date.
func lineAge(now time.Time, saidOn string) string {
	said, err := time.Parse(time.DateOnly, saidOn)
	if err != nil {
		return ""
	}
	today, err := time.Parse(time.DateOnly, now.Format(time.DateOnly))
	if err != nil {
		return ""
	}
	days := int(today.Sub(said).Hours() / 24)
	if days <= 0 {
		return "said today"
	}
	return "said " + count(days, "day") + " ago"
}

func lineClasses(chosen string) []choice {
	return []choice{{"", "none", chosen == ""}, {"update", "update: new facts", chosen == "update"},
		{"correct", "correction: the meaning was wrong", chosen == "correct"}, {"refile", "refile: a typo", chosen == "refile"},
		{"withdraw", "take it off the list", chosen == "withdraw"}}
}

// glanceForm publishes the list as the editor left it.
func (s *deskServer) glanceForm(c *call) error {
	d, err := s.dossier(c)
	if err != nil {
		return err
	}
	view := glanceView{Key: c.field("key"), Lines: readLines(c), Dated: c.field("dated")}
	if view.Rev, err = strconv.Atoi(c.field("if_rev")); err != nil {
		return malformed("the form holds no revision", "open the glance again")
	}
	seen, err := s.glanceAt(c, d, view.Rev)
	if err != nil {
		return err
	}
	edit, err := glanceEdit(d, seen, &view)
	if err == nil {
		_, err = s.Desk.SetGlance(c.ctx(), c.now, c.who, edit)
	}
	switch {
	case err == nil:
		return c.to(d.at("glance"))
	case brief.KindOf(err) == brief.KindConflict:
		return s.glanceConflict(c, d, view, err)
	case badForm(err):
		view.Frame.Trouble = troubleOf(err)
		return s.showGlance(c, d, view, http.StatusUnprocessableEntity)
	}
	return err
}

// glanceAt gives the list at the revision that the editor was opened with, so that what somebody changed is told
// from what changed meanwhile.
func (s *deskServer) glanceAt(c *call, d *dossier, rev int) (brief.Glance, error) {
	if rev == d.state.GlanceRev {
		return d.state.Glance, nil
	}
	history, err := s.Texts.History(c.ctx(), d.id, brief.ItemGlance)
	if err != nil {
		return brief.Glance{}, err
	}
	for _, p := range history {
		if p.Entry.Kind != brief.EntryGlance || p.Entry.Rev != rev || p.Text() == nil {
			continue
		}
		var g brief.Glance
		if err := json.Unmarshal(p.Text(), &g); err != nil {
			return g, fmt.Errorf("decoding entry %d: %w", p.Entry.Seq, err)
		}
		return g, nil
	}
	return brief.Glance{}, nil
}

// glanceConflict opens the editor with what somebody wrote, compared with the list that stands meanwhile.
func (s *deskServer) glanceConflict(c *call, d *dossier, view glanceView, conflict error) error {
	view.Frame.Trouble, view.Rev, view.Key = troubleOf(conflict), d.state.GlanceRev, newKey()
	stands := map[string]brief.Line{}
	for _, l := range d.state.Glance.Lines {
		stands[string(l.ID)] = l
	}
	for i := range view.Lines {
		l := &view.Lines[i]
		old, known := stands[l.ID]
		if l.ID != "" && !known {
			l.ID = "" // it was taken off meanwhile; sent again it is a new line
		}
		if old.Text != l.Text {
			view.Compared = append(view.Compared, compared{"Line " + l.Place, compare.Compare(old.Text, l.Text)})
		}
		delete(stands, l.ID)
	}
	for _, l := range d.state.Glance.Lines {
		if _, missing := stands[string(l.ID)]; missing {
			view.Lines = append(view.Lines, lineFields(l, len(view.Lines)+1))
		}
	}
	return s.showGlance(c, d, view, http.StatusConflict)
}

// readLines takes the editor's lines from the form.
func readLines(c *call) []glanceLine {
	at := func(name string, i int) string {
		if values := c.form[name]; i < len(values) {
			return strings.TrimSpace(values[i])
		}
		return ""
	}
	var list []glanceLine
	for i := range c.form["line-text"] {
		l := glanceLine{ID: at("line-id", i), Text: strings.Join(strings.Fields(at("line-text", i)), " "), Place: at("line-place", i),
			SaidOn: at("line-said", i), Track: at("line-track", i), Refs: at("line-refs", i), Class: at("line-class", i), Note: at("line-note", i)}
		if l.ID != "" || l.Text != "" {
			list = append(list, l)
		}
	}
	return list
}

// glanceEdit makes the edit that leads from the list that somebody saw to what the editor holds.
func glanceEdit(d *dossier, seen brief.Glance, view *glanceView) (desk.GlanceEdit, error) {
	edit := desk.GlanceEdit{Briefing: d.id, IfRev: view.Rev, Key: view.Key}
	var err error
	if edit.Dated, err = parseTime(view.Dated, d.zone); err != nil {
		return edit, err
	}
	known := map[brief.LineID]brief.Line{}
	for _, l := range seen.Lines {
		known[l.ID] = l
	}
	placed := make([]placedLine, 0, len(view.Lines))
	for i, l := range view.Lines {
		line := brief.Line{ID: brief.LineID(l.ID), Text: l.Text, Track: brief.TrackID(l.Track), Refs: itemIDs(l.Refs), SaidOn: l.SaidOn}
		old, stood := known[line.ID]
		switch class := brief.EntryKind(l.Class); {
		case !stood:
			line.ID = ""
			edit.Add = append(edit.Add, line)
			placed = append(placed, placedLine{brief.LineID("+" + strconv.Itoa(len(edit.Add))), placeOf(l.Place, len(view.Lines)+i)})
			continue
		case class == brief.Withdraw:
			edit.Remove = append(edit.Remove, desk.LineRemoval{ID: line.ID, Note: l.Note})
			continue
		case class != "":
			edit.Change = append(edit.Change, desk.LineEdit{ID: line.ID, Class: class, Text: &line.Text, Track: &line.Track,
				Refs: line.Refs, SaidOn: &line.SaidOn, Note: l.Note})
		case !sameLine(old, line):
			return edit, brief.Invalid("line "+strconv.Itoa(i+1)+" has changed and nothing says how", "choose update, correction or refile for it")
		}
		placed = append(placed, placedLine{line.ID, placeOf(l.Place, i)})
	}
	slices.SortStableFunc(placed, func(a, b placedLine) int { return a.place - b.place })
	for _, p := range placed {
		edit.Order = append(edit.Order, p.id)
	}
	return edit, nil
}

type placedLine struct {
	id    brief.LineID
	place int
}

func placeOf(text string, otherwise int) int {
	if n, err := strconv.Atoi(text); err == nil {
		return n
	}
	return otherwise + 1
}

func sameLine(a, b brief.Line) bool {
	return a.Text == b.Text && a.Track == b.Track && a.SaidOn == b.SaidOn && slices.Equal(a.Refs, b.Refs)
}

func itemIDs(text string) []brief.ItemID {
	list := []brief.ItemID{}
	for _, id := range strings.FieldsFunc(text, func(r rune) bool { return r == ' ' || r == ',' || r == '\n' }) {
		list = append(list, brief.ItemID(id))
	}
	return list
}

// lines gives the lines of a text field that hold something.
func lines(text string) []string {
	var list []string
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			list = append(list, line)
		}
	}
	return list
}
