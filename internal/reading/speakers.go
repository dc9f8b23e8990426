package reading

import (
	"strings"

	"livebrief/internal/brief"
)

// sighting is a person named in a paragraph.
type sighting struct {
	who   *person
	para  int
	at    int  // the byte of the text
	spoke bool // was the speaker of a statement
}

// maxSeen is how many of the latest sightings pronouns are compared with.
const maxSeen = 32

// notice remembers the people whom a sentence names, outside its quotations.
func (s *speech) notice(f []token) {
	for i := range f {
		if f[i].kind != word || !f[i].upper || !s.d.nameWord(f, i) || i+1 < len(f) && s.d.nameWord(f, i+1) && !f[i].owns {
			continue
		}
		m, ok := s.d.named(f, i)
		if !ok {
			continue
		}
		if m.role == "" {
			if i+1 < len(f) && f[i+1].low == "," {
				if m.role = s.roleAfter(f, i+1); m.role == "" && low(f, m.first-1) == "," {
					full, _ := s.d.roleThenName(f, m.first-1, i+1)
					m.role = full.role
				}
			}
			if who := s.people.find(m.name); who != nil {
				s.see(who, f[i].Start)
				if m.role == "" {
					continue
				}
			}
		}
		if bodyName(m.name) || m.role == "" && (low(f, m.first) == "the" || shouted(m.name)) {
			if strings.Contains(m.name, " ") {
				s.see(s.people.addBody(m.name), f[i].Start)
			}
			continue
		}
		if m.role == "" && !strings.Contains(m.name, " ") {
			continue
		}
		s.see(s.people.add(m.name, m.role), f[i].Start)
	}
}

// shouted tells whether a word of a name is all in capitals, as in names of bodies.
func shouted(name string) bool {
	for _, w := range strings.Fields(name) {
		if len(w) > 1 && w == strings.ToUpper(w) && !strings.Contains(w, ".") {
			return true
		}
	}
	return false
}

// roleAfter is the role between the comma at i and the next one.
func (s *speech) roleAfter(f []token, i int) string {
	for k := i + 1; k < len(f) && k-i < maxApposition; k++ {
		if f[k].kind == punct {
			return s.d.apposition(f[i+1 : k])
		}
	}
	return ""
}

// bodyName tells whether a name is that of a body, which is no person.
func bodyName(name string) bool {
	words := strings.Fields(strings.ToLower(name))
	for _, w := range words {
		if collectives[w] || w == "the" || w == "of" || w == "&" {
			return true
		}
	}
	return len(words) > 0 && bodyEndings[words[len(words)-1]]
}

// see notes that a person was named at a byte of the paragraph being read.
func (s *speech) see(who *person, at int) {
	if n := len(s.seen); n > 0 && s.seen[n-1].who == who && s.seen[n-1].para == s.para {
		return
	}
	if len(s.seen) >= maxSeen {
		s.seen = append(s.seen[:0], s.seen[1:]...)
	}
	s.seen = append(s.seen, sighting{who: who, para: s.para, at: at})
}

// resolve names the speaker of a statement, or leaves the name empty.
func (s *speech) resolve(st *brief.ReadStatement, m mention) {
	if st.Speaker.Span = m.Span; m.Start >= m.End {
		return
	}
	var who *person
	switch m.kind {
	case byName:
		if who = s.people.find(m.name); who == nil {
			who = s.newcomer(m)
		}
		if !who.body && len(m.role) > len(who.role) {
			who = s.people.add(m.name, m.role)
		}
	case byPronoun:
		who = s.pronoun(m.name, m.Start)
	case byDescription:
		st.Speaker.Role = m.role
		if strings.HasPrefix(strings.ToLower(m.Of(s.d.text)), "the ") {
			if who = s.people.described(roleWords(m.role)); who == nil && companyNouns[strings.ToLower(m.role)] {
				who = s.pronoun(strings.ToLower(m.role), m.Start)
			}
		}
	}
	if who != nil {
		st.Speaker.Name, st.Speaker.Role = who.name, who.role
		s.who[st.Speaker.Span] = who
		s.see(who, m.Start)
		s.seen[len(s.seen)-1].spoke = true
	}
}

// companyNouns with "the" mean the one body that was named last.
var companyNouns = set("company firm airline carrier bank manufacturer automaker carmaker corporation group agency ministry newspaper organization organisation union")

// newcomer remembers a name that was not known yet. One word, without a role, is a body until the report says more.
func (s *speech) newcomer(m mention) *person {
	if bodyName(m.name) || m.role == "" && !strings.Contains(m.name, " ") {
		return s.people.addBody(m.name)
	}
	return s.people.add(m.name, m.role)
}

// pronoun finds the one person whom a pronoun at a byte can mean, named before it in this paragraph or else in the
// one before: who spoke last, if nobody was named since, or else the only one.
func (s *speech) pronoun(word string, at int) *person {
	n := len(s.seen)
	for n > 0 && s.seen[n-1].at > at {
		n--
	}
	if n == 0 {
		return nil
	}
	if last := s.seen[n-1]; last.spoke && last.para >= s.before() && last.who.fits(word) {
		return last.who
	}
	return s.only(word, n)
}

// only is the one person whom a pronoun can mean among the first n sightings: of this paragraph, or else of the one
// before.
func (s *speech) only(word string, n int) *person {
	for _, near := range []int{s.para, s.before()} {
		var who *person
		for i := n - 1; i >= 0 && s.seen[i].para >= near; i-- {
			c := s.people.fullest(s.seen[i].who)
			if s.seen[i].para != near || !c.fits(word) || c == who {
				continue
			}
			if who != nil {
				return nil
			}
			who = c
		}
		if who != nil {
			return who
		}
	}
	return nil
}

// before is the paragraph of prose before this one.
func (s *speech) before() int {
	for i := s.para - 1; i >= 0; i-- {
		if s.d.paras[i].searched() {
			return i
		}
	}
	return s.para
}
