package reading

import (
	"sort"
	"strings"

	"livebrief/internal/brief"
)

// actWindow is how much of each sentence, in bytes, is asked what it does.
const actWindow = 4 << 10

// asked is how many sentences of one statement are asked what they do.
const asked = 64

// finish tells what a statement does, how sure it sounds, and what it lists, once all of its content is there.
func (s *speech) finish(st *brief.ReadStatement) {
	if w := strings.ToLower(st.Cue.Text); st.Kind == "" && strings.HasPrefix(w, "rul") && strings.HasSuffix(w, " out") {
		st.Kind = s.ruledOut(st)
	}
	if st.Kind == "" && (st.Rule == "cue-to" || st.Rule == "cue-for") {
		st.Kind = brief.KindAppeal
	}
	if st.Kind == "" {
		st.Kind = s.actOf(st)
		if st.Kind == brief.KindAssertion && s.answers[st.Cue.Span] {
			st.Kind = brief.KindDenial
		}
	}
	if st.Modality == "flat" && s.hedges(st) {
		st.Modality = "hedged"
	}
	if st.Addressee == "" && st.Speech == "direct" {
		st.Addressee = s.addressed(st)
	}
	st.Terms = s.terms(st)
}

// ruledOut is what one does who says that something will not be: whoever decides for a body binds it, others foretell. What was
// not ruled out binds nobody.
func (s *speech) ruledOut(st *brief.ReadStatement) brief.DevelopmentKind {
	switch {
	case !s.voice(st).body:
		return brief.KindForecast
	case st.Modality == "hedged":
		return brief.KindAssertion
	}
	return brief.KindPledge
}

// actOf tells what is done by saying something: what the first sentence does that does more than assert.
func (s *speech) actOf(st *brief.ReadStatement) brief.DevelopmentKind {
	v := s.voice(st)
	if st.Rule == "headline-colon" && s.toCome(st) {
		return brief.KindForecast
	}
	left := asked
	for _, c := range st.Content {
		for _, sent := range sentences(nil, s.d.text, c.Span) {
			if left--; left < 0 {
				return brief.KindAssertion
			}
			sent.End = sent.Start + len(head(sent.Of(s.d.text), actWindow))
			if kind := s.act(sent, v); kind != "" {
				// Whoever appeals to people and then says what will happen when has foretold it to them.
				if kind == brief.KindAppeal && st.Speech == "direct" && len(s.foretold(st, false)) > 0 {
					return brief.KindForecast
				}
				return kind
			}
		}
	}
	return brief.KindAssertion
}

// toCome tells whether a headline tells what is to be: "Pier to Close".
func (s *speech) toCome(st *brief.ReadStatement) bool {
	f := tokens(s.d.text, st.Content[0].Span, nil)
	for k := 1; k+1 < len(f) && k < maxSubject; k++ {
		switch w := f[k].low; {
		case finite[w] || cues[w].that || f[k].kind == punct:
			return false
		case w == "to" && !prepositions[f[k-1].low]:
			w = f[k+1].low
			return !f[k+1].upper && actAt(f, k+1) || s.d.lower[w] || outcomes[w] || harms[w]
		}
	}
	return false
}

// voice is what of a speaker bears on whose acts are told.
type voice struct {
	direct    bool            // the speaker's own words: "we" is the speaker
	body      bool            // a body, or somebody who can decide for one
	names     map[string]bool // the words of name and role
	object    bool            // the verb has an object, which was announced: "announced two ferries"
	judges    bool            // the verb judges its object: "described the plan that will"
	announced bool
	thing     bool // a body, which is "it"
	state     bool // somebody who governs: "the government" is the speaker's
}

func (s *speech) voice(st *brief.ReadStatement) voice {
	v := voice{direct: st.Speech == "direct", names: map[string]bool{}, object: st.Rule == "cue-object"}
	if c := cues[strings.ToLower(st.Cue.Text)]; v.object && c.object && !c.that && c.kind == "" {
		v.judges = true
	}
	v.announced = v.object && strings.HasPrefix(strings.ToLower(st.Cue.Text), "announc")
	for _, w := range strings.Fields(strings.ToLower(st.Speaker.Name + " " + st.Speaker.Role + " " + st.Speaker.Of(s.d.text))) {
		w = strings.TrimRight(trimOwner(w), ",")
		if !determiners[w] && !prepositions[w] && w != "and" {
			v.names[w] = true
		}
		v.body = v.body || companyNouns[w] || bodyEndings[w] || deciders[w]
		v.state = v.state || governors[w]
	}
	who := s.who[st.Speaker.Span]
	v.thing = who != nil && who.body
	for _, w := range strings.Fields(strings.ToLower(st.Speaker.Role)) {
		v.thing = v.thing || companyNouns[w] || governing[w] || collectives[w] && !strings.HasSuffix(w, "s")
	}
	v.body = v.body || who != nil && who.body
	for w := range v.names {
		v.body = v.body && !foreseers[w]
	}
	return v
}

var (
	// deciders speak for a body that acts; foreseers only tell what others will do.
	deciders  = set("president minister chancellor premier secretary governor mayor chairman chairwoman ceo executive chief commander general king queen prince spokesman spokeswoman spokesperson director leader leaders officials owner owners government")
	governors = set("president minister chancellor premier secretary governor mayor king queen prince general commander")
	governed  = set("government administration cabinet ministry country nation army military council")
	foreseers = set("analyst analysts expert experts economist economists strategist witness witnesses resident residents observers professor researcher researchers scientist scientists forecaster forecasters trader traders historian reports")

	// outcomes are verbs of what happens to one; harms are what one does to another; gravest need no condition.
	outcomes = set(`be have need lose fall rise win survive grow become face suffer see know get benefit fail succeed exceed remain reach
		receive get happen come last die regret run make emerge meet hurt cost drop decline increase improve recover appear seem help`)
	feelings = set("like want prefer love rather miss forget remember think feel hope mourn believe pretend")
	harms    = set(`close block cut seize bomb fire invade kill expel respond sanction withhold suspend arrest jail sue shut stop attack strike shell
		punish destroy retaliate burn crush avenge bombard annihilate hit target`)
	gravest = set("punish destroy retaliate attack burn crush avenge bombard annihilate shell bomb invade")

	imperatives = set(`avoid please stay leave stop come help remember surrender refuse boil keep stand join go run save evacuate take bring give
		call check wait let do don't don’t hide flee seek listen read watch think look release end withdraw return lay put tell ask support`)
	appealVerbs = set("appeal urge call beg implore ask plead demand recommend advise")
	promises    = set("guarantee guarantees promise promises pledge pledges vow vows undertake swear")
	acts        = set(`cut cuts closure closures plan plans layoffs injection investment ceasefire truce withdrawal event update mobilization
		mobilisation deployment sanctions aid package measures evacuation talks elections election strike strikes halt pause`)
	losers   = set("killed wounded injured died dead destroyed shot missing drowned captured")
	losses   = set("loss losses profit profits sales revenue revenues earnings income deficit surplus output toll")
	measures = set(`lost fell rose dropped grew earned sold killed wounded injured spent stood totaled totalled reached saw gained declined
		increased slipped plunged surged climbed jumped numbered died fled counted shot downed destroyed missing drowned captured received accounts equal losing lose dead`)
	participleOfLoss = set("destroyed killed hit affected hurt lost wounded injured forced defeated felt seen remembered challenged")
)

// act tells what one sentence does: nothing when it only asserts.
func (s *speech) act(sent brief.Span, v voice) brief.DevelopmentKind {
	f := tokens(s.d.text, sent, nil)
	if len(f) == 0 || low(f, len(f)-1) == "?" {
		return ""
	}
	if v.direct {
		if unsaid(f) {
			return ""
		}
		if kind := directAct(f); kind != "" {
			return kind
		}
	}
	if v.object {
		if kind := s.objectAct(f, v); kind != "" {
			return kind
		}
	}
	for k := 0; k < len(f); k++ {
		if v.direct {
			k = pastInner(f, k)
		}
		if k == len(f) || anothersWords(f, k) {
			break
		}
		if v.judges && !strings.HasPrefix(f[k].low, "anticipat") && !strings.HasPrefix(f[k].low, "expect") {
			continue
		}
		if kind := modalAct(f, k, v); kind != "" {
			return kind
		}
		if kind := plannedAct(f, k, v); kind != "" {
			return kind
		}
	}
	if s.counts(sent) || s.measures(f) {
		return brief.KindFigure
	}
	return ""
}

// unsaid tells whether a speaker says what he does not say: "I'm not telling you that it will be easy".
func unsaid(f []token) bool {
	k := 1
	switch w := low(f, 0); {
	case w == "i'm" || w == "i’m" || w == "we're" || w == "we’re":
	case (w == "i" || w == "we") && (low(f, 1) == "am" || low(f, 1) == "are" || low(f, 1) == "will"):
		k = 2
	default:
		return false
	}
	if low(f, k) != "not" {
		return false
	}
	if k++; low(f, k) == "going" && low(f, k+1) == "to" {
		k += 2
	}
	return sayings[low(f, k)]
}

var sayings = set("tell telling say saying claim claiming ask asking pretend pretending promising")

// pastInner is the token behind a quotation within a quotation that begins at k, k itself when none does.
func pastInner(f []token, k int) int {
	if f[k].kind != punct || !contains("' ‘ “ \"", f[k].low) || k+1 == len(f) || f[k].End != f[k+1].Start || k > 0 && f[k-1].End == f[k].Start {
		return k
	}
	for i := k + 1; i < len(f) && i-k < sharedMost; i++ {
		if f[i].kind == punct && contains("' ’ ” \"", f[i].low) && (i+1 == len(f) || f[i].End < f[i+1].Start || f[i+1].kind == punct) {
			return i + 1
		}
	}
	return k
}

// answersCharge tells whether a sentence begins with a charge that it answers: "Responding to accusations that".
func answersCharge(f []token) bool {
	k := 2
	switch w := low(f, 0); {
	case (w == "responding" || w == "replying") && low(f, 1) == "to":
	case w == "answering":
		k = 1
	case w == "in" && (low(f, 1) == "response" || low(f, 1) == "reply") && low(f, 2) == "to":
		k = 3
	default:
		return false
	}
	for end := k + 3; k < end && k < len(f); k++ {
		if charges[f[k].low] {
			return low(f, k+1) != ","
		}
	}
	return false
}

var charges = set("accusation accusations allegation allegations charge charges claim claims challenges")

// anothersWords tells whether what follows k was said by somebody else before: "after Vell promised that".
func anothersWords(f []token, k int) bool {
	c, ok := cues[f[k].low]
	return ok && k > 0 && !nounCue(f, k) && (c.that && low(f, k+1) == "that" && strings.HasSuffix(f[k].low, "ed") || c.vows && c.kind == brief.KindPledge && low(f, k+1) == "to") &&
		!pronouns[f[k-1].low] && f[k-1].low != "i" && f[k-1].low != "we"
}

// directAct reads what only the speaker's own words can do: ask at once, promise by saying so, deny.
func directAct(f []token) brief.DevelopmentKind {
	at := 0
	for at < len(f) && (f[at].kind == punct || f[at].low == "and" || f[at].low == "so" || f[at].low == "but") {
		at++
	}
	if w := low(f, at); imperatives[w] && low(f, at+1) != "," && f[at].kind == word && (f[at].upper || at > 0) && !(at+1 < len(f) && (passives[f[at+1].low] || finite[f[at+1].low] && f[at].low != "do")) {
		return brief.KindAppeal
	}
	if w := low(f, at) + " " + low(f, at+1); w == "no comment" {
		return brief.KindNoComment
	}
	if advises(f, at) {
		return brief.KindAppeal
	}
	if next := itIs(f, at); next > 0 {
		for k := next; k < len(f) && k < next+4; k++ {
			if lie := f[k].low; lie == "untrue" || lie == "lie" || lie == "lies" || lie == "false" || lie == "nonsense" || lie == "true" && low(f, k-1) == "not" {
				return brief.KindDenial
			}
		}
	}
	for k, t := range f {
		own := t.low == "i" || t.low == "we"
		switch {
		case promises[t.low] && k > 0 && (f[k-1].low == "i" || f[k-1].low == "we" || f[k-1].upper && k < 5 || f[k-1].low == "can" || f[k-1].low == "also"):
			return brief.KindPledge
		case own && wants(f, k+1):
			return brief.KindAppeal
		case t.low == "we" && (low(f, k+1) == "never" || low(f, k+1) == "didn't" || (low(f, k+1) == "did" || low(f, k+1) == "have") && low(f, k+2) == "not"):
			return brief.KindDenial
		case t.low == "regret" && k > 0 && low(f, k-1) == "will", t.low == "dearly" && low(f, k-1) == "pay":
			return brief.KindThreat
		}
	}
	return ""
}

// advises reads advice at the head of a sentence: "it is better to run than to wait", "better not to go".
func advises(f []token, at int) bool {
	if next := itIs(f, at); next > 0 && low(f, at) == "it" {
		at = next
	}
	switch low(f, at) {
	case "better", "best", "wiser", "safer":
		return low(f, at+1) == "to" || low(f, at+1) == "not" && low(f, at+2) == "to"
	}
	return false
}

// wants tells whether "I" or "we" before k asks something: "want you to", "would like to appeal".
func wants(f []token, k int) bool {
	for n := 0; n < 5 && k < len(f) && f[k].kind == word; n++ {
		switch w := f[k].low; {
		case appealVerbs[w]:
			return w != "call" && w != "ask" || low(f, k+1) == "on" || low(f, k+1) == "upon" || low(f, k+1) == "for" || w == "ask" && low(f, k+1) != "why"
		case w == "want" && low(f, k+1) == "you":
			return true
		case w != "want" && w != "would" && w != "like" && w != "to" && w != "must" && w != "strongly" && w != "also" && w != "again":
			return false
		}
		k++
	}
	return false
}

// objectAct reads what was announced or reported: an own act to come, or a number.
func (s *speech) objectAct(f []token, v voice) brief.DevelopmentKind {
	for k := 0; k < len(f) && k < 8; k++ {
		t := f[k]
		if t.kind != word || prepositions[t.low] && k > 3 {
			continue
		}
		if losses[t.low] {
			if s.numbered(f, true) {
				return brief.KindFigure
			}
		}
		if acts[t.low] && v.body && v.announced {
			return brief.KindPledge
		}
	}
	return ""
}

// counts tells whether a sentence counts people, or says of how many something became.
func (s *speech) counts(sent brief.Span) bool {
	n := sort.Search(len(s.figures), func(i int) bool { return s.figures[i].Start >= sent.Start })
	for ; n < len(s.figures) && s.figures[n].End <= sent.End; n++ {
		if s.figures[n].Rule == "people" || s.figures[n].Rule == "fate" {
			return true
		}
	}
	return false
}

// measures tells whether a sentence says by how much something went up or down, or how many it was.
func (s *speech) measures(f []token) bool {
	for k := range f {
		if f[k].kind == word && (measures[f[k].low] || losses[f[k].low] && k < 4) {
			return s.numbered(f, losers[f[k].low])
		}
	}
	return false
}

// numbered tells whether a number that is no date stands among the tokens, one in words too if asked.
func (s *speech) numbered(f []token, inWords bool) bool {
	for _, t := range f {
		if inWords && numerals[t.low] > 1 {
			return true
		}
		if t.kind != number {
			continue
		}
		n := sort.Search(len(s.dates), func(i int) bool { return s.dates[i].End > t.Start })
		if n == len(s.dates) || s.dates[n].Start > t.Start {
			return true
		}
	}
	return false
}
