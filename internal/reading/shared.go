package reading

// sharedMost is how many tokens may lie between a subject and a verb that shares it, and how far into a sentence
// its subject is sought.
const sharedMost = 120

// sharedSubject is the subject that a verb after "and" shares: that of the verb before, or the one with which the
// sentence began. Another person in between makes it unsure.
func (s *speech) sharedSubject(f []token, e int, earlier []report) (mention, bool) {
	var m mention
	ok := false
	if last, is := mainOf(earlier); is && !last.source {
		m, ok = last.subject, true
	} else {
		m, ok = s.opening(f, e)
	}
	if !ok || e-m.last > sharedMost {
		return m, false
	}
	for i := m.last + 1; i < e; i++ {
		if pronouns[f[i].low] && (m.kind != byPronoun || m.name != f[i].low) {
			return m, false
		}
		if !f[i].upper || f[i].kind != word {
			continue
		}
		other, named := s.d.named(f, i)
		if !named || other.first <= m.last || under(f, other) || i+1 < len(f) && (f[i+1].kind != word || prepositions[f[i+1].low] || f[i+1].low == "and") {
			continue
		}
		if who := s.people.find(other.name); who != nil && who != s.people.find(m.name) {
			return m, false
		}
	}
	return m, true
}

// opening is the noun phrase with which a sentence begins, after an introduction up to a comma too.
func (s *speech) opening(f []token, e int) (mention, bool) {
	if m, ok := s.forward(f, 0); ok && m.first == 0 {
		return m, true
	}
	if at := s.pastOpeners(f, 0, e); at > 0 && at < e {
		if m, ok := s.forward(f, at); ok {
			return m, true
		}
	}
	for i := 1; i < min(e, sharedMost); i++ {
		if f[i-1].low != "," {
			continue
		}
		m, ok := s.forward(f, i)
		if ok && m.first == i && m.last+1 < e && f[m.last+1].kind == word && !f[m.last+1].upper {
			return m, true
		}
	}
	return mention{}, false
}
