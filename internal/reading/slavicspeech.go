package reading

import (
	"strings"
	"unicode"

	"livebrief/internal/brief"
)

// statements finds quotations with their speaker, and what is reported behind a plain cue. It also counts the statements
// whose speaker the text leaves open.
func (r *slavicReader) statements() ([]brief.ReadStatement, int) {
	s := slavicSpeech{slavicReader: r, out: []brief.ReadStatement{}}
	for _, p := range r.d.paras {
		if p.searched() {
			for _, fr := range frames(r.d.text, p) {
				s.frame(fr)
			}
		}
	}
	unknown := 0
	for i := range s.out {
		st := &s.out[i]
		st.Speaker.Name = s.fullest(st.Speaker.Name)
		s.finish(st)
		if st.Speaker.Name == "" && st.Speaker.Role == "" {
			unknown++
		}
	}
	return s.out, unknown
}

type slavicSpeech struct {
	*slavicReader
	out   []brief.ReadStatement
	names []slavicName // whom the text named in full, with their roles
	last  slavicName   // who spoke last
}

// slavicName is somebody by name and role as the text gives them.
type slavicName struct {
	brief.Span
	name, role string
	to         int // the token behind
}

// frame reads one sentence.
func (s *slavicSpeech) frame(fr frame) {
	f := fr.f
	if s.sourced(fr) {
		return
	}
	for i := range f {
		c, ok := s.w.cues[f[i].low]
		if !ok || f[i].kind != word {
			continue
		}
		if q := quoteBefore(f, i); q >= 0 {
			who := s.nameFrom(f, i+1)
			if who.name == "" && who.role == "" {
				who = s.nameBefore(f, i)
			}
			s.add(fr, i, c, who, "direct", "quote-cue", s.quotations(fr, 0, len(f)))
			return
		}
		who := s.nameBefore(f, i)
		if who.name == "" && who.role == "" || s.refuses(f, i) {
			continue
		}
		if k := i + 1; low(f, k) == ":" && k+1 < len(f) && f[k+1].kind == quoted {
			s.add(fr, i, c, who, "direct", "cue-quote", s.quotations(fr, k+1, len(f)))
			return
		}
		if k := i + 2; low(f, i+1) == "," && low(f, k) == s.w.that && k+1 < sentenceEnd(f) {
			s.add(fr, i, c, who, "", "cue-that", []brief.Span{{Start: f[k+1].Start, End: f[sentenceEnd(f)-1].End}})
			return
		}
		if end := s.objectEnd(f, i+1); c.object && end > i+1 {
			s.add(fr, i, c, who, "", "cue-object", []brief.Span{{Start: f[i+1].Start, End: f[end-1].End}})
			return
		}
	}
	if s.signed(fr) {
		return
	}
	s.remember(f)
}

// refuses tells whether the verb at i is said not to be done: "не сказал".
func (s *slavicSpeech) refuses(f []token, i int) bool { return low(f, i-1) == "не" }

// objectEnd is where the object of a verb ends: at a mark, or the end of the sentence.
func (s *slavicSpeech) objectEnd(f []token, i int) int {
	k := i
	for k < len(f) && f[k].kind != punct {
		k++
	}
	return k
}

// laws are the things that are signed.
var slavicLaws = set("закон закони закона указ указы укази указа поправки поправку постанова постанову постановление законопроект")

// signed reads "X підписав закон".
func (s *slavicSpeech) signed(fr frame) bool {
	f := fr.f
	for i := range f {
		if w := f[i].low; (strings.HasPrefix(w, "підписа") || strings.HasPrefix(w, "подписа")) && slavicLaws[low(f, i+1)] {
			who := s.nameBefore(f, i)
			if who.name == "" && who.role == "" {
				return false
			}
			s.add(fr, i, cue{kind: brief.KindLawChange}, who, "", "cue-object", []brief.Span{{Start: f[i+1].Start, End: f[sentenceEnd(f)-1].End}})
			return true
		}
		if w := f[i].low; (strings.HasPrefix(w, "відмови") || strings.HasPrefix(w, "отказа")) && strings.HasPrefix(low(f, i+1), "коммент") ||
			(strings.HasPrefix(w, "відмови") && strings.HasPrefix(low(f, i+1), "комент")) {
			who := s.nameBefore(f, i)
			s.add(fr, i, cue{kind: brief.KindNoComment}, who, "", "cue-alone", []brief.Span{{Start: f[i+1].Start, End: f[sentenceEnd(f)-1].End}})
			return true
		}
	}
	return false
}

// sourced reads "по словам X, ..." and "за словами X, ...".
func (s *slavicSpeech) sourced(fr frame) bool {
	f := fr.f
	w := low(f, 1)
	if w != s.w.according[0] && w != s.w.according[1] || low(f, 0) != "по" && low(f, 0) != "за" {
		return false
	}
	who := s.nameFrom(f, 2)
	if who.to == 0 || low(f, who.to) != "," || who.to+1 >= sentenceEnd(f) {
		return false
	}
	s.add(fr, 1, cue{}, who, "", "according-to", []brief.Span{{Start: f[who.to+1].Start, End: f[sentenceEnd(f)-1].End}})
	st := &s.out[len(s.out)-1]
	st.Cue = brief.Mention{Span: brief.Span{Start: f[0].Start, End: f[1].End}}
	st.Cue.Text = st.Cue.Of(s.d.text)
	return true
}

// add makes a statement.
func (s *slavicSpeech) add(fr frame, i int, c cue, who slavicName, how, rule string, content []brief.Span) {
	if len(content) == 0 {
		return
	}
	if how == "" {
		how = "indirect"
		for _, t := range fr.f {
			if t.kind == quoted && t.Start >= content[0].Start {
				how = "mixed"
			}
		}
	}
	st := brief.ReadStatement{Kind: c.kind, Speech: how, Rule: rule, Modality: "flat", Terms: []brief.ReadTerm{}, Content: []brief.Mention{},
		Speaker: brief.ReadSpeaker{Name: who.name, Role: who.role, Span: who.Span}}
	st.Cue = brief.Mention{Span: fr.f[i].Span, Text: fr.f[i].Of(s.d.text)}
	for _, span := range content {
		st.Content = append(st.Content, brief.Mention{Span: span, Text: span.Of(s.d.text)})
	}
	if c.hedged {
		st.Modality = "hedged"
	}
	s.out = append(s.out, st)
	if who.name != "" {
		s.last = who
	}
}

// finish tells the kind where the cue does not, and whether it sounds sure.
func (s *slavicSpeech) finish(st *brief.ReadStatement) {
	if st.Kind == "" {
		st.Kind = brief.KindAssertion
	}
	for _, c := range st.Content {
		for w := range strings.FieldsFuncSeq(strings.ToLower(head(c.Text, actWindow)), func(r rune) bool { return !unicode.IsLetter(r) }) {
			if s.w.hedges[w] {
				st.Modality = "hedged"
			}
		}
	}
}

// quotations are the contents of the quotations between two tokens.
func (s *slavicSpeech) quotations(fr frame, from, to int) []brief.Span {
	var out []brief.Span
	for _, t := range fr.f[from:to] {
		if t.kind == quoted {
			if c := fr.qs[t.quote].content(s.d.text); c.Start < c.End {
				out = append(out, c)
			}
		}
	}
	return out
}

// nameFrom reads the role and the name that begin at token i.
func (s *slavicSpeech) nameFrom(f []token, i int) slavicName {
	if s.w.pronouns[low(f, i)] {
		return s.meant(f, i)
	}
	k := i
	for k < len(f) && k-i < maxSubject && f[k].kind == word && (!f[k].upper || s.w.roles[f[k].low]) && (s.w.roles[f[k].low] || k > i && s.w.roles[f[i].low]) && s.w.cues[f[k].low].kind == "" {
		k++
	}
	for n := k; k == i && n < len(f) && n < i+3; n++ {
		if f[n].kind != word || f[n].upper {
			if n > i && f[n].kind == word && low(f, i-1) != "" && s.w.cues[low(f, i-1)].quotes {
				k = n // what follows the verb is who spoke: "сказала мерка Анна Брун"
			}
			break
		}
	}
	role := k
	for k < len(f) && f[k].kind == word && f[k].upper && s.w.states[f[k].low] && role > i {
		k++
		role = k
	}
	name := k
	for k < len(f) && k-name < maxNameWords && f[k].kind == word && f[k].upper {
		k++
	}
	if k == name && (role == i || !s.w.roles[low(f, i)]) {
		return slavicName{}
	}
	return s.named(f, i, role, k)
}

// nameBefore reads the role and the name that end before token i.
func (s *slavicSpeech) nameBefore(f []token, i int) slavicName {
	e := i
	for e > 0 && f[e-1].kind == word && (f[e-1].low == "також" || f[e-1].low == "также" || f[e-1].low == "потом" || f[e-1].low == "не") {
		e--
	}
	if e > 0 && s.w.pronouns[f[e-1].low] {
		return s.meant(f, e-1)
	}
	name := e
	for name > 0 && e-name < maxNameWords && f[name-1].kind == word && f[name-1].upper && !s.w.states[f[name-1].low] && !s.w.roles[f[name-1].low] {
		name--
	}
	role := name
	for role > 0 && name-role < 8 && f[role-1].kind == word && (!f[role-1].upper || s.w.states[f[role-1].low] || s.w.roles[f[role-1].low]) && s.w.cues[f[role-1].low].kind == "" && s.w.cues[f[role-1].low].quotes == false {
		role--
		if s.w.roles[f[role].low] {
			return s.named(f, role, name, e)
		}
	}
	if role > 0 && f[role-1].kind == word && s.w.roles[f[role-1].low] && name == role {
		return s.named(f, role-1, name, e)
	}
	if name == e {
		if e > 0 && s.w.roles[f[e-1].low] {
			return s.named(f, e-1, e, e)
		}
		return slavicName{}
	}
	return s.named(f, name, name, e)
}

// named makes a name of the tokens: the role from i to name, the name from there to k.
func (s *slavicSpeech) named(f []token, i, name, k int) slavicName {
	if name > i && k-name > 2 && len(f[name].low) > len("ж.") {
		name = k - 2 // a person has two names; what stands before them says of what the role is
	}
	n := slavicName{Span: brief.Span{Start: f[i].Start, End: f[k-1].End}, to: k}
	if name > i {
		n.role = s.d.text[f[i].Start:f[name-1].End]
	}
	if k > name {
		n.name = s.d.text[f[name].Start:f[k-1].End]
	}
	if n.name != "" {
		s.keep(n)
		if n.role == "" {
			if known := s.known(n.name); known.role != "" {
				n.role = known.role
			}
		}
	}
	return n
}

// meant is whom a pronoun means: who spoke last.
func (s *slavicSpeech) meant(f []token, i int) slavicName {
	return slavicName{Span: f[i].Span, name: s.last.name, role: s.last.role, to: i + 1}
}

// remember keeps the people whom a sentence names with their role.
func (s *slavicSpeech) remember(f []token) {
	for i := range f {
		if f[i].kind == word && s.w.roles[f[i].low] {
			s.nameFrom(f, i)
		}
	}
}

// mostNames bounds whom a text is taken to name.
const mostNames = 200

func (s *slavicSpeech) keep(n slavicName) {
	if known := s.known(n.name); known.name == n.name && (known.role != "" || n.role == "") || len(s.names) >= mostNames {
		return
	}
	s.names = append(s.names, n)
}

// known finds somebody by the family name, in whatever case it stands.
func (s *slavicSpeech) known(name string) slavicName {
	stem := surnameStem(name)
	for _, n := range s.names {
		if surnameStem(n.name) == stem && n.role != "" {
			return n
		}
	}
	for _, n := range s.names {
		if surnameStem(n.name) == stem {
			return n
		}
	}
	return slavicName{}
}

// fullest is the fullest form of a name that the text has in the nominative: an inflected name gives way to it.
func (s *slavicSpeech) fullest(name string) string {
	stem, best := surnameStem(name), name
	if stem == "" {
		return name
	}
	for _, n := range s.names {
		if surnameStem(n.name) == stem && (strings.Count(n.name, " ") > strings.Count(best, " ") || strings.Count(n.name, " ") == strings.Count(best, " ") && len(n.name) < len(best)) {
			best = n.name
		}
	}
	return best
}

// surnameStem is the family name without the ending of its case, in lower case.
func surnameStem(name string) string {
	last := []rune(strings.ToLower(lastWord(name)))
	for _, ending := range []string{"ського", "ского", "ському", "скому", "ським", "ским", "ський", "ский", "ською", "ской", "ська", "ская", "ою", "ова", "ову", "овим", "овым", "у", "а", "ом", "ем", "ою", "и", "і", "я", "ю"} {
		e := []rune(ending)
		if len(last) > len(e)+2 && string(last[len(last)-len(e):]) == ending {
			return string(last[:len(last)-len(e)])
		}
	}
	return string(last)
}
