package reading

import (
	"livebrief/internal/brief"
)

// title is a headline that may tell who says what: "Mayor: Pier to close".
type title struct {
	fr   frame
	m    mention
	from int // the first token behind the colon
}

// maxTitles is how many headlines of one report are asked.
const maxTitles = 16

// noteTitle keeps a headline with a colon until it is known who speaks in the report.
func (s *speech) noteTitle(fr frame) bool {
	f := fr.f
	for k := 1; k < len(f)-1 && k < maxNameWords; k++ {
		if f[k].low != ":" || f[k].kind != punct {
			continue
		}
		m, ok := s.phraseFrom(f, 0, k-1, false)
		if !ok || len(s.titles) == maxTitles {
			return false
		}
		s.titles = append(s.titles, title{fr, m, k + 1})
		return true
	}
	return false
}

// readTitles makes statements of the headlines whose words before the colon are somebody who speaks: a title or a
// body, or a name that speaks further on.
func (s *speech) readTitles() {
	var out []brief.ReadStatement
	for _, t := range s.titles {
		if t.m.kind == byName && t.m.role == "" && !bodyName(t.m.name) && !s.speaks(t.m.name) {
			continue
		}
		f := t.fr.f
		st, ok := s.clause(t.fr, t.from, sentenceEnd(f), "headline-colon", map[int]bool{})
		if !ok {
			continue
		}
		s.resolve(&st, t.m)
		st.Cue = brief.Mention{}
		out = append(out, st)
	}
	if len(out) > 0 {
		s.out = append(out, s.out...)
	}
}

// speaks tells whether somebody of this name is the speaker of a statement.
func (s *speech) speaks(name string) bool {
	who := s.people.find(name)
	for _, other := range s.who {
		if who != nil && other == who {
			return true
		}
	}
	return false
}
