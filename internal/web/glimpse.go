package web

import (
	"cmp"
	"runtime"
	"slices"
	"strings"
	"sync"

	"golang.org/x/sync/errgroup"

	"livebrief/internal/brief"
)

// Glimpse is what was read in a report, in as few words as a list has room for.
type Glimpse struct {
	// Called is the report's title, its headline, or the beginning of its first sentence.
	Called string `json:"called"`
	// Rules names the rules that read; Outside says that the reading was brought from outside.
	Rules   string `json:"rules"`
	Outside bool   `json:"outside"`
	// Statements are the first of the reading; Said is how many it has.
	Statements []GlimpsedStatement `json:"statements"`
	Said       int                 `json:"said"`
	// Places are the names of the first, each once.
	Places []string `json:"places"`
	// Figures are the first that count people.
	Figures []GlimpsedFigure `json:"figures"`
	// Track is what the reading proposes.
	Track string `json:"track"`
}

// GlimpsedStatement is who said what, shortly. Words are the first of its content; Due is the first window among its
// terms.
type GlimpsedStatement struct {
	Kind    brief.DevelopmentKind `json:"kind"`
	Speaker string                `json:"speaker"`
	Role    string                `json:"role"`
	Words   string                `json:"words"`
	Due     brief.Due             `json:"due"`
}

// GlimpsedFigure is a figure of people: as the text has it, and what became of them.
type GlimpsedFigure struct {
	Text string `json:"text"`
	Of   string `json:"of"`
}

// How much a glimpse shows, and in how many characters.
const (
	glimpsedStatements = 3
	glimpsedPlaces     = 3
	glimpsedFigures    = 3
	glimpsedWords      = 140
	glimpsedName       = 80
)

func glimpseOf(r *brief.Reading, outside bool) Glimpse {
	g := Glimpse{Called: r.Heading(), Rules: r.Rules, Outside: outside, Said: len(r.Statements), Track: r.Track,
		Statements: []GlimpsedStatement{}, Places: []string{}, Figures: []GlimpsedFigure{}}
	for _, s := range r.Statements[:min(len(r.Statements), glimpsedStatements)] {
		g.Statements = append(g.Statements, glimpsedStatement(&s))
	}
	for _, p := range r.Places {
		name := brief.FirstWords(cmp.Or(p.Name, p.Text), glimpsedName)
		if len(g.Places) < glimpsedPlaces && name != "" && !slices.Contains(g.Places, name) {
			g.Places = append(g.Places, name)
		}
	}
	for _, f := range r.Figures {
		if len(g.Figures) < glimpsedFigures && countsPeople(f) {
			g.Figures = append(g.Figures, GlimpsedFigure{Text: brief.FirstWords(f.Text, glimpsedName), Of: strings.ReplaceAll(f.Of, "_", " ")})
		}
	}
	return g
}

// countsPeople tells figures of people from those of money and shares.
func countsPeople(f brief.ReadFigure) bool {
	return f.Unit == "people" || f.Rule == "people" || f.Rule == "fate"
}

func glimpsedStatement(s *brief.ReadStatement) GlimpsedStatement {
	var words []string
	for _, m := range s.Content {
		words = append(words, brief.FirstWords(m.Text, glimpsedWords))
	}
	g := GlimpsedStatement{Kind: s.Kind, Speaker: brief.FirstWords(s.Speaker.Name, glimpsedName), Role: brief.FirstWords(s.Speaker.Role, glimpsedName),
		Words: brief.FirstWords(strings.Join(words, " … "), glimpsedWords)}
	for _, t := range s.Terms {
		if t.Due.From != "" || t.Due.To != "" {
			g.Due = t.Due
			break
		}
	}
	return g
}

// glimpses keeps what was glimpsed in the reports that were listed last, so that a list does not read them anew. It holds
// two generations: what nobody asked for since the one before began is forgotten.
type glimpses struct {
	mu       sync.Mutex
	changes  int // how often something was dropped
	new, old map[brief.ReportID]glimpsed
}

// glimpsed is a glimpse with the name of what it was read by.
type glimpsed struct {
	Glimpse
	by string
}

// glimpsesKept is how many reports a generation holds.
const glimpsesKept = 1000

// of gives what is kept of a report when it was read by the same, and a mark for keep.
func (k *glimpses) of(by string, id brief.ReportID) (g Glimpse, ok bool, mark int) {
	k.mu.Lock()
	defer k.mu.Unlock()
	kept, ok := k.new[id]
	if !ok {
		if kept, ok = k.old[id]; ok {
			k.put(id, kept)
		}
	}
	return kept.Glimpse, ok && kept.by == by, k.changes
}

// keep keeps a glimpse, unless something was dropped since the mark: then the reading may be of before that.
func (k *glimpses) keep(by string, id brief.ReportID, g Glimpse, mark int) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if mark == k.changes {
		k.put(id, glimpsed{g, by})
	}
}

func (k *glimpses) put(id brief.ReportID, g glimpsed) {
	if k.new == nil || len(k.new) >= glimpsesKept {
		k.new, k.old = make(map[brief.ReportID]glimpsed), k.new
	}
	k.new[id] = g
}

// drop forgets a report, whose reading was brought or taken away.
func (k *glimpses) drop(id brief.ReportID) {
	k.mu.Lock()
	defer k.mu.Unlock()
	delete(k.new, id)
	delete(k.old, id)
	k.changes++
}

// glimpse gives what was read in each report of a list. Those that nobody listed before are read now, on every core.
func (s *deskServer) glimpse(c *call, list []brief.Report) ([]Glimpse, error) {
	out := make([]Glimpse, len(list))
	var g errgroup.Group
	g.SetLimit(runtime.GOMAXPROCS(0))
	for i := range list {
		by := s.ReadBy(c.ctx(), list[i])
		kept, ok, mark := s.glimpsed.of(by, list[i].ID)
		if ok {
			out[i] = kept
			continue
		}
		g.Go(func() error {
			r, err := s.Reports.Report(c.ctx(), list[i].ID)
			if err != nil {
				return err
			}
			reading, outside, err := s.readingOf(c, &r)
			if err != nil {
				return err
			}
			out[i] = glimpseOf(&reading, outside)
			s.glimpsed.keep(by, r.ID, out[i], mark)
			return nil
		})
	}
	return out, g.Wait()
}
