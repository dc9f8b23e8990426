package reading

import (
	"strings"

	"livebrief/internal/reading/register"
)

// person is somebody whom the report has named, with the role that it gave last.
type person struct {
	name, role string
	words      map[string]bool // of the role, made comparable
	gender     byte            // 'm', 'f' or 0
	body       bool            // a company, a ministry, a newspaper
}

// people is who has been named so far, in the order of the text, so that a role is the one of that moment.
type people struct {
	byName map[string]*person
	byLast map[string][]*person
	byHead map[string][]*person // bodies by the beginnings of their names, and by their initials
	roles  []*person            // those with a role, in the order in which they got it

	register *register.Register
	keys     map[string]string // of names, as the register gives them
}

// maxRoles is how many of the people with a role, latest first, a description such as "the defense chief" is
// compared with.
const maxRoles = 64

func newPeople(known *register.Register) *people {
	return &people{byName: map[string]*person{}, byLast: map[string][]*person{}, byHead: map[string][]*person{},
		register: known, keys: map[string]string{}}
}

// key is the same for all spellings of a name. People are kept under the keys of their names.
func (p *people) key(name string) string {
	k, known := p.keys[name]
	if !known {
		k = p.register.Key(name)
		p.keys[name] = k
	}
	return k
}

// add remembers a name and, if given, its role. A longer name takes over from the short one that was all there was.
func (p *people) add(name, role string) *person {
	key := p.key(name)
	who := p.byName[key]
	if who == nil {
		who = p.short(name)
	}
	if who == nil {
		who = &person{name: name}
		p.byLast[lastName(key)] = append(p.byLast[lastName(key)], who)
	} else if len(name) > len(who.name) {
		who.name = name
	}
	p.byName[key], who.body = who, false
	if role != "" && role != who.role {
		who.role, who.words = role, roleWords(role)
		p.roles = append(p.roles, who)
	}
	if g := genderOf(role); g != 0 {
		who.gender = g
	}
	return who
}

// addBody remembers the name of a body, under its beginnings and its initials too.
func (p *people) addBody(name string) *person {
	low, key := strings.ToLower(name), p.key(name)
	if who := p.byName[key]; who != nil {
		return who
	}
	who := &person{name: name, body: true}
	p.byName[key] = who
	if !strings.Contains(low, " ") {
		p.byLast[key] = append(p.byLast[key], who)
	}
	for i, r := range low {
		if r == ' ' && corporate(low[i+1:]) {
			p.byHead[low[:i]] = append(p.byHead[low[:i]], who)
		}
	}
	if short := initials(name); len(short) > 1 {
		p.byHead[short] = append(p.byHead[short], who)
	}
	return who
}

// corporate tells whether the words that a longer name has more are such as short names leave out.
func corporate(rest string) bool {
	for _, w := range strings.Fields(rest) {
		if !corporateWords[strings.Trim(w, ".,")] {
			return false
		}
	}
	return true
}

var corporateWords = set("inc corp corporation company co ltd plc llc ag gmbh sa spa group holding holdings computer motor motors airlines airways international industries systems limited association agency newspaper")

// initials of the words of a name that begin in upper case, in lower case.
func initials(name string) string {
	out := ""
	for _, w := range strings.Fields(name) {
		if startsUpper(w) {
			out += strings.ToLower(string(firstRune(w)))
		}
	}
	return out
}

// fullest is the body of which who is the short name, who itself if the report has no fuller one.
func (p *people) fullest(who *person) *person {
	if who == nil || !who.body {
		return who
	}
	best := who
	for range maxNameWords {
		if best = p.longest(best); best == who {
			break
		}
		who = best
	}
	return best
}

// longest is the longest name that goes on from that of who or has it as its initials, if all others that do are
// beginnings of it; who itself otherwise.
func (p *people) longest(who *person) *person {
	best := who
	longer := p.byHead[strings.ToLower(who.name)]
	for _, c := range longer {
		if len(c.name) > len(best.name) {
			best = c
		}
	}
	for _, c := range longer {
		if !strings.HasPrefix(best.name, c.name) {
			return who
		}
	}
	return best
}

// short finds the one person to whom a name belongs who is so far known by another part of it: by the last name
// only, or by the full name when this is the last.
func (p *people) short(name string) *person {
	same := p.byLast[lastName(p.key(name))]
	if len(same) != 1 {
		return nil
	}
	if !strings.Contains(name, " ") || !strings.Contains(same[0].name, " ") {
		return same[0]
	}
	return nil
}

// find resolves a name: itself, or the one person with that last name. Two of them make it stay as it stands.
func (p *people) find(name string) *person {
	key := p.key(name)
	if who := p.byName[key]; who != nil && (strings.Contains(name, " ") || len(p.byLast[key]) < 2) {
		return who
	}
	return p.short(name)
}

// described resolves a description by role: every word of it is in the role of exactly one person, the head noun
// up to words that mean the same.
func (p *people) described(words map[string]bool) *person {
	var found *person
	from := max(0, len(p.roles)-maxRoles)
	for _, who := range p.roles[from:] {
		if who == found || !covers(who.words, words) {
			continue
		}
		if found != nil {
			return nil
		}
		found = who
	}
	return found
}

func covers(role, description map[string]bool) bool {
	heads := 0
	for w := range description {
		alike := headNouns[w]
		if alike != nil {
			heads++
		}
		if role[w] {
			continue
		}
		if alike == nil {
			return false
		}
		ok := false
		for _, a := range alike {
			ok = ok || role[a]
		}
		if !ok {
			return false
		}
	}
	return heads > 0
}

// roleWords are the words of a role, lower case, without articles and endings that do not tell roles apart.
func roleWords(role string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.FieldsFunc(strings.ToLower(role), func(r rune) bool { return r == ' ' || r == ',' || r == '-' }) {
		w = strings.TrimSuffix(strings.TrimSuffix(w, "'s"), "’s")
		if w == "defence" {
			w = "defense"
		}
		if !determiners[w] && !prepositions[w] {
			m[w] = true
		}
	}
	return m
}

func genderOf(role string) byte {
	for w := range roleWords(role) {
		switch w {
		case "spokeswoman", "chairwoman", "queen", "princess", "mrs.", "ms.", "congresswoman", "policewoman", "businesswoman", "sister", "mother":
			return 'f'
		case "spokesman", "chairman", "king", "prince", "mr.", "congressman", "policeman", "businessman", "brother", "father":
			return 'm'
		}
	}
	return 0
}

// fits tells whether a pronoun can stand for the person.
func (p *person) fits(pronoun string) bool {
	if companyNouns[pronoun] {
		return p.body && p.isA(pronoun)
	}
	if p.body {
		return pronoun == "it"
	}
	switch pronoun {
	case "it", "they":
		return false
	case "she", "elle", "ella", "она", "вона":
		return p.gender != 'm'
	case "he", "il", "él", "он", "він":
		return p.gender != 'f'
	}
	return true
}

// firms are nouns for any body that trades; other nouns are said only of a body that has them in its name.
var firms = set("company firm carrier manufacturer automaker carmaker corporation")

// civic are words in the names of bodies that do not trade.
var civic = set(`ministry council court parliament senate congress reserve commission police army navy government union nations
	department house authority committee party office board states kingdom`)

// isA tells whether a body can be meant by "the" and a noun.
func (p *person) isA(noun string) bool {
	for _, w := range strings.Fields(strings.ToLower(p.name)) {
		if w == noun {
			return true
		}
		if civic[w] {
			return false
		}
	}
	return firms[noun]
}

// lastName is the last word of a name's key.
func lastName(key string) string {
	if i := strings.LastIndexByte(key, ' '); i >= 0 {
		return key[i+1:]
	}
	return key
}

// collectives are nouns of bodies and crowds that speak without a name.
var collectives = set(`ministry government police army military court company agency commission council office party union parliament
	embassy officials authorities prosecutors witnesses residents rescuers doctors analysts experts sources investigators
	firefighters organizers organisers hospital university bank committee department administration spokespeople lawyers
	campaigners activists scientists researchers villagers survivors leaders ministers lawmakers soldiers farmers workers`)

// collective tells nouns of bodies and crowds, the plurals of roles among them: the owners.
func collective(low string) bool {
	one, plural := strings.CutSuffix(low, "s")
	return collectives[low] || plural && headNouns[low] == nil && headNouns[one] != nil
}

// roleModifiers are lower-case words that a role has before its noun.
var roleModifiers = set(`foreign defense defence interior deputy prime vice press chief former acting police army military presidential
	government ministry health finance energy economy city regional state senior top national federal local security
	intelligence naval air force border education justice transport environment culture central bank party opposition
	executive managing general fire rescue harbor harbour port district county provincial village town school hospital
	company union council parliamentary human rights political independent policy affairs trade migration humanitarian election media diplomatic refugee agriculture
	labor labour infrastructure science medical weather then-president first second assistant co`)
