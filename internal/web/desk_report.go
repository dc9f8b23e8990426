package web

import (
	"cmp"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"sort"
	"strconv"
	"strings"
	"time"

	"livebrief/internal/brief"
	"livebrief/internal/desk"
)

// reportView shows a report and its reading side by side.
type reportView struct {
	Frame              frame
	ID                 brief.ReportID
	Outlet, URL        string
	Published, Fetched string
	State              brief.ReportState
	Briefings          []choice
	Moves              []choice
	WriteAll           string
	Paragraphs         []reportParagraph
	Proposal           *reportProposal
	Statements         []reportStatement
	Figures            []string
	Fits               []fitRow
	Dates              []string
	Places             []string
	// AddPlace leads to the form for a row of the table behind a sketch; empty where there is no sketch.
	AddPlace string
	Warnings []string
	Hints    []hintRow
	Seen     []seenLine
	Apart    []apartFrom
	// MayPart says that this person may say which reports are not the same.
	MayPart bool
	// Outside says that the reading was brought from outside.
	Outside bool
}

// apartFrom is a report of which a person said that it is not the same.
type apartFrom struct {
	ID    brief.ReportID
	Title string
}

type reportParagraph struct {
	Kind brief.ParagraphKind
	Runs []run
}

// run is a stretch of text under the same marks. Pick leads to a form that publishes the sentence that ends with it.
type run struct{ Text, Marks, Title, Pick string }

type reportStatement struct {
	Speaker, Role, SaidOn, Addressee string
	Kind, Speech, Modality, Rule     string
	Content, Terms                   []string
	// Write publishes a development from it, Record puts it into the ledger.
	Write, Record string
}

// reading gives what is read in a report.
func (s *deskServer) reading(c *call, r *brief.Report) (brief.Reading, error) {
	reading, _, err := s.readingOf(c, r)
	return reading, err
}

// readingOf gives the reading that was brought from outside, or else reads the report now, by the rules as they are.
// Looking keeps nothing, so that a change of the rules shows at once, and only where somebody looks: what was published
// stands in the record.
func (s *deskServer) readingOf(c *call, r *brief.Report) (reading brief.Reading, outside bool, err error) {
	reading, outside, err = s.Readings.Reading(c.ctx(), r.ID)
	if err != nil || outside {
		reading.Report.Title, reading.Report.URL = r.Title, r.URL
		return reading, outside, err
	}
	return s.Read(c.ctx(), *r), false, nil
}

// reportPage shows a report with what was read in it, and the ways on from there.
func (s *deskServer) reportPage(c *call) error {
	r, err := s.Reports.Report(c.ctx(), brief.ReportID(c.path("id")))
	if err != nil {
		return err
	}
	reading, outside, err := s.readingOf(c, &r)
	if err != nil {
		return err
	}
	all, err := s.dossiers(c)
	if err != nil {
		return err
	}
	view := reportView{Frame: s.frame(c, headingOr(reading.Heading(), &r), "/inbox"), ID: r.ID, Outlet: r.Outlet, URL: webAddress(r.URL), State: r.State,
		Published: clock(r.Published, time.UTC), Fetched: clock(r.Fetched, time.UTC), Warnings: reading.Warnings}
	into := target(c, all, &r)
	for _, d := range all {
		view.Briefings = append(view.Briefings, choice{string(d.name()), d.state.Briefing.Title, d == into})
	}
	for _, m := range []choice{{Value: string(brief.ReportAside), Name: "Set aside"}, {Value: string(brief.ReportUsed), Name: "Mark as used"},
		{Value: string(brief.ReportNew), Name: "Back to new"}} {
		if m.Value != string(r.State) {
			view.Moves = append(view.Moves, m)
		}
	}
	view.Outside, view.MayPart = outside, desk.Can(c.who.Role, desk.Apart) == nil
	seen, err := s.seen(c, r)
	if err != nil {
		return err
	}
	if view.Seen, err = s.seenLines(c, seen, nil); err != nil {
		return err
	}
	if view.Apart, err = s.apartFrom(c, r); err != nil {
		return err
	}
	write := writer(func(brief.Span, brief.Span, brief.DevelopmentKind) string { return "" })
	if into != nil && s.mayOpen(c.who.Role, "/b/{b}/write") {
		view.WriteAll = into.at("write") + query("report", string(r.ID))
		write = func(sentence, said brief.Span, kind brief.DevelopmentKind) string {
			q := []string{"report", string(r.ID), "start", strconv.Itoa(sentence.Start), "end", strconv.Itoa(sentence.End), "kind", string(kind)}
			if said.End > said.Start {
				q = append(q, "from", strconv.Itoa(said.Start), "to", strconv.Itoa(said.End))
			}
			return into.at("write") + query(q...)
		}
	}
	view.Paragraphs = paragraphs(&r, &reading, write)
	view.Proposal = proposalOf(&reading, into)
	view.Statements = statements(&reading, write)
	if into != nil && s.mayOpen(c.who.Role, "/b/{b}/statements/new") {
		for i := range view.Statements {
			view.Statements[i].Record = into.at("statements/new") + query("report", string(r.ID), "statement", strconv.Itoa(i+1))
		}
	}
	if view.Hints, err = s.hintRows(c, r, into); err != nil {
		return err
	}
	if err := s.showFound(c, &view, into, &r, &reading); err != nil {
		return err
	}
	return s.show(c, http.StatusOK, "report", view)
}

// showFound shows the figures, dates and places of a reading, and where they could go.
func (s *deskServer) showFound(c *call, view *reportView, into *dossier, r *brief.Report, reading *brief.Reading) (err error) {
	view.Figures = figuresMeant(reading.Figures)
	if view.Fits, err = s.fits(c, into, r, reading); err != nil {
		return err
	}
	for _, d := range reading.Dates {
		view.Dates = append(view.Dates, d.Text+": "+d.Value)
	}
	view.Places = placesMeant(reading.Places)
	if into != nil {
		view.AddPlace = s.placeLink(c, into, strings.Trim(r.Outlet+": "+r.Title+" "+webAddress(r.URL), ": "), reading.Places)
	}
	return nil
}

// writer gives the address that publishes a sentence, with what was said in it marked; the latter may be empty.
type writer func(sentence, said brief.Span, kind brief.DevelopmentKind) string

// target is the briefing that the page writes for: the one asked for, the report's own, or the only one.
func target(c *call, all []*dossier, r *brief.Report) *dossier {
	for _, d := range all {
		if q := c.query("briefing"); q != "" && string(d.name()) == q {
			return d
		}
	}
	for _, d := range all {
		if d.id == r.Briefing {
			return d
		}
	}
	if len(all) > 0 {
		return all[0]
	}
	return nil
}

// webAddress lets http and https addresses through; a report can claim any other.
func webAddress(raw string) string {
	u, err := url.Parse(raw)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return ""
	}
	return u.String()
}

func statements(reading *brief.Reading, write writer) []reportStatement {
	list := make([]reportStatement, 0, len(reading.Statements))
	for _, st := range reading.Statements {
		v := reportStatement{Speaker: st.Speaker.Name, Role: st.Speaker.Role, SaidOn: st.SaidOn.Value, Addressee: st.Addressee,
			Kind: strings.ReplaceAll(string(st.Kind), "_", " "), Speech: st.Speech, Modality: st.Modality, Rule: st.Rule}
		for _, m := range st.Content {
			v.Content = append(v.Content, m.Text)
		}
		for _, t := range st.Terms {
			v.Terms = append(v.Terms, t.Text)
		}
		if len(st.Content) > 0 {
			sentence := reading.SentenceOf(st.Content[0].Span)
			v.Write = write(sentence, st.Said(sentence), st.Kind)
		}
		list = append(list, v)
	}
	return list
}

// mark is a class on a stretch of text, with what a pointer resting on it says.
type mark struct {
	brief.Span
	class, title string
}

// paragraphs cuts the text into paragraphs and runs. A text without a reading is one paragraph.
func paragraphs(r *brief.Report, reading *brief.Reading, write writer) []reportParagraph {
	parts := reading.Paragraphs
	if len(parts) == 0 && r.Text != "" {
		parts = []brief.Paragraph{{Span: brief.Span{End: len(r.Text)}, Kind: brief.ParaBody}}
	}
	kinds := statedIn(reading)
	ends := make([]mark, len(reading.Sentences))
	for i, s := range reading.Sentences {
		st := kinds[s]
		ends[i] = mark{Span: s, class: write(s, st.said, st.kind)}
	}
	all, sentences := byStart(marksOf(reading)), byStart(ends)
	list := make([]reportParagraph, 0, len(parts))
	for _, p := range parts {
		if p.Span.Of(r.Text) != "" {
			list = append(list, reportParagraph{Kind: p.Kind, Runs: runs(r.Text, p.Span, all.within(p.Span), sentences.within(p.Span))})
		}
	}
	return list
}

// marks are in the order in which they begin, with the furthest end so far beside each.
type marks struct {
	list []mark
	ends []int
}

func byStart(list []mark) marks {
	slices.SortStableFunc(list, func(a, b mark) int { return cmp.Compare(a.Start, b.Start) })
	m := marks{list: list, ends: make([]int, len(list))}
	for i, one := range list {
		m.ends[i] = one.End
		if i > 0 {
			m.ends[i] = max(m.ends[i-1], one.End)
		}
	}
	return m
}

// within gives the marks that a span can share bytes with: those that begin before its end, from the first on whose end, or
// that of one before it, lies behind its start.
func (m marks) within(s brief.Span) []mark {
	from := sort.Search(len(m.ends), func(i int) bool { return m.ends[i] > s.Start })
	to := sort.Search(len(m.list), func(i int) bool { return m.list[i].Start >= s.End })
	return m.list[min(from, to):to]
}

func marksOf(reading *brief.Reading) []mark {
	var marks []mark
	add := func(s brief.Span, class, title string) {
		if s.End > s.Start {
			marks = append(marks, mark{s, class, title})
		}
	}
	for _, st := range reading.Statements {
		add(st.Speaker.Span, "speaker", st.Speaker.Name)
		add(st.Cue.Span, "cue", st.Rule)
		for _, m := range st.Content {
			add(m.Span, "content", string(st.Kind))
		}
		for _, t := range st.Terms {
			add(t.Span, "term", t.Due.From+" "+t.Due.To)
		}
	}
	for _, d := range reading.Dates {
		add(d.Span, "date", d.Value)
	}
	for _, p := range reading.Places {
		add(p.Span, "place", placeMeant(p))
	}
	for _, f := range reading.Figures {
		add(f.Span, "figure", figureMeant(f))
	}
	return marks
}

// placesMeant lists each place once, with the spellings that the report has for it besides its name.
func placesMeant(places []brief.ReadPlace) []string {
	var order []string
	spelled := map[string][]string{}
	for _, p := range places {
		meant := placeMeant(p)
		if _, listed := spelled[meant]; !listed {
			order = append(order, meant)
			spelled[meant] = nil
		}
		if !strings.EqualFold(p.Text, p.Name) && !slices.Contains(spelled[meant], p.Text) {
			spelled[meant] = append(spelled[meant], p.Text)
		}
	}
	for i, meant := range order {
		if others := spelled[meant]; len(others) > 0 {
			order[i] = meant + " (" + strings.Join(others, ", ") + ")"
		}
	}
	return order
}

// placeMeant says which place a name means, with its position to three decimals, about a hundred metres.
func placeMeant(p brief.ReadPlace) string {
	name := strings.Trim(p.Name+", "+p.Country, ", ")
	if !p.Located() {
		return name + ", which one is open"
	}
	return fmt.Sprintf("%s, %.3f %.3f", name, p.Lat, p.Lon)
}

// runs cuts one paragraph wherever a mark or a sentence begins or ends. The class of a sentence is the address that
// publishes it.
func runs(text string, within brief.Span, marks, sentences []mark) []run {
	cuts := []int{within.Start, within.End}
	for _, m := range slices.Concat(marks, sentences) {
		for _, at := range [2]int{m.Start, m.End} {
			if within.Start < at && at < within.End {
				cuts = append(cuts, at)
			}
		}
	}
	slices.Sort(cuts)
	cuts = slices.Compact(cuts)
	links := map[int]string{}
	for _, m := range sentences {
		links[m.End] = m.class
	}
	list := make([]run, 0, len(cuts)-1)
	var open []mark
	next := 0
	for i := 0; i+1 < len(cuts); i++ {
		piece := brief.Span{Start: cuts[i], End: cuts[i+1]}
		open = slices.DeleteFunc(open, func(m mark) bool { return m.End < piece.End })
		for ; next < len(marks) && marks[next].Start <= piece.Start; next++ {
			if marks[next].End >= piece.End {
				open = append(open, marks[next])
			}
		}
		r := run{Text: piece.Of(text), Pick: links[piece.End]}
		for _, m := range open {
			if !strings.Contains(r.Marks, m.class) {
				r.Marks, r.Title = strings.TrimSpace(r.Marks+" "+m.class), strings.TrimSpace(m.title)
			}
		}
		list = append(list, r)
	}
	return list
}

// stated is what a statement says in a sentence, and its kind.
type stated struct {
	kind brief.DevelopmentKind
	said brief.Span
}

// statedIn gives for each sentence what the first statement that it holds says there.
func statedIn(reading *brief.Reading) map[brief.Span]stated {
	out := map[brief.Span]stated{}
	for _, st := range reading.Statements {
		for _, m := range st.Content {
			s := reading.SentenceOf(m.Span)
			if _, had := out[s]; !had {
				out[s] = stated{st.Kind, st.Said(s)}
			}
		}
	}
	return out
}
