package reading

import (
	"strings"

	"livebrief/internal/brief"
)

// cue is what a reporting verb can do.
type cue struct {
	quotes bool // stands beside quotations
	that   bool // takes "that" and a clause
	bare   bool // takes a clause without "that"
	tells  bool // takes the addressee first: told reporters that
	urges  bool // takes the addressee and "to": urged drivers to
	vows   bool // takes "to" at once: promised to
	object bool // takes a thing: denied the charge
	signs  bool // takes a law: signed a decree
	orders bool // takes an act: ordered a curfew
	hedged bool // the report keeps its distance
	marks  bool // reports only what it marks as quoted: condemned it as a "crime"
	gives  bool // gives a guarantee
	kind   brief.DevelopmentKind
}

// cues are the reporting verbs. English ones take part in every pattern, the others only beside quotations.
var cues = cueTable()

func cueTable() map[string]cue {
	m := map[string]cue{}
	add := func(words string, c cue) {
		for _, w := range strings.Fields(words) {
			m[w] = c
		}
	}
	add("said says saying added adds adding", cue{quotes: true, that: true, bare: true})
	add("stated stressed noted insisted argued explained declared announced confirmed acknowledged admitted emphasized emphasised remarked concluded complained observed stressing noting",
		cue{quotes: true, that: true})
	add("replied wrote tweeted posted continued recalled shouted commented answered quipped recounted responded", cue{quotes: true})
	add("claimed claims alleged alleges claiming alleging", cue{quotes: true, that: true, bare: true, hedged: true})
	add("suggested hinted", cue{quotes: true, that: true, hedged: true})
	add("warned warns warning", cue{quotes: true, that: true, bare: true})
	add("told tells telling", cue{quotes: true, that: true, tells: true, urges: true})
	add("asked", cue{quotes: true, urges: true})
	add("urged urges urging begged implored", cue{quotes: true, urges: true, kind: brief.KindAppeal})
	add("called appealed calling appealing", cue{urges: true, kind: brief.KindAppeal})
	add("promised pledged vowed promises pledges vows promising pledging vowing", cue{quotes: true, that: true, vows: true, kind: brief.KindPledge})
	add("threatened threatens threatening", cue{quotes: true, that: true, vows: true, kind: brief.KindThreat})
	add("predicted forecasted predicts predicting", cue{quotes: true, that: true, kind: brief.KindForecast})
	add("denied denies denying", cue{quotes: true, that: true, object: true, kind: brief.KindDenial})
	add("signed", cue{signs: true, kind: brief.KindLawChange})
	add("ordered", cue{urges: true, that: true, orders: true, kind: brief.KindOrder})
	add(`сказал сказала заявил заявила сообщил сообщила добавил добавила отметил отметила написал написала подчеркнул подчеркнула
		пояснил пояснила сказав заявив повідомив повідомила додав додала написав зазначив зазначила наголосив наголосила
		sagte erklärte betonte warnte ergänzte déclaré déclare affirmé affirme dit expliqué dijo afirmó declaró añadió aseguró`, cue{quotes: true})
	return m
}

// passives before a cue take its speaker away: "was told that".
var passives = set("was were is are been being be")
