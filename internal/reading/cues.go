package reading

import (
	"strings"

	"livebrief/internal/brief"
)

// cue is what a reporting verb can do.
type cue struct {
	quotes  bool // stands beside quotations
	that    bool // takes "that" and a clause
	bare    bool // takes a clause without "that"
	tells   bool // takes the addressee first: told reporters that
	urges   bool // takes the addressee and "to": urged drivers to
	vows    bool // takes "to" at once: promised to
	object  bool // takes a thing: denied the charge
	signs   bool // takes a law: signed a decree
	orders  bool // takes an act: ordered a curfew
	hedged  bool // the report keeps its distance
	marks   bool // reports only what it marks as quoted: condemned it as a "crime"
	gives   bool // gives a guarantee
	claims  bool // takes a thing only if it was said by another: rejected the charge
	asks    bool // takes "whether" and the like
	remains bool // says all by itself: no comment
	kind    brief.DevelopmentKind
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
	add("said says say saying added adds adding", cue{quotes: true, that: true, bare: true})
	add(`stated stressed insisted argued explained declared acknowledged admitted emphasized emphasised remarked concluded complained
		observed stressing noting insists argues explains admits acknowledges insisting arguing concluding stating maintained maintains
		contended contends asserted asserts asserting reiterated reiterates repeated testified conceded concedes states notes believed
		disclosed indicated indicates counters countered clarified lamented cautioned cautions boasted joked reasoned assessed assesses reaffirmed`,
		cue{quotes: true, that: true, bare: true})
	add(`concludes remarks affirmed affirms attested attests testifies opined opines surmised surmises joking confessed confesses
		protested protests swore swears vouched elaborated elaborates summarised summarized recounts exclaimed exclaims retorted retorts
		mused muses quips reasons declares explaining revealing emphasizes emphasises stresses emphasizing emphasising maintaining
		contending conceding admitting acknowledging noticed theorised theorized hypothesised hypothesized postulated
		reckoned reckons determined`, cue{quotes: true, that: true, bare: true})
	add("noted revealed reveals", cue{quotes: true, that: true, bare: true})
	add("announced announces announcing confirmed confirms confirming reported reports reporting report", cue{quotes: true, that: true, bare: true, object: true})
	add(`replied wrote tweeted posted continued recalled shouted commented answered quipped recounted responded writes comments replies continues reads read spoke
		enthused gushed bellowed yelled screamed cried whispered muttered murmured growled sighed sobbed interjected interrupted elaborated
		agreed disagreed reflected remembered remembers reminisced ventured pleaded wondered blogged texted emailed e-mailed countered
		rejoined rebutted fumed raged railed thundered grumbled moaned concurred chimed responding replying writing commenting continuing`, cue{quotes: true})
	add("wrote writes tweeted posted recalled commented responded", cue{quotes: true, that: true})
	add("claimed claims alleged alleges claiming alleging claim", cue{quotes: true, that: true, bare: true, vows: true})
	add("suggested suggests hinted hints speculated speculates", cue{quotes: true, that: true, hedged: true})
	add("warned warns warning", cue{quotes: true, that: true, bare: true, urges: true})
	add("told tells telling", cue{quotes: true, that: true, tells: true, urges: true})
	add("asked asks asking", cue{quotes: true, urges: true, asks: true})
	add("urged urges urging begged implored advised advises encouraged encourages pressed", cue{quotes: true, urges: true, that: true, object: true, kind: brief.KindAppeal})
	add("called calls calling appealed appeals appealing", cue{urges: true, kind: brief.KindAppeal})
	add("demanded demands demanding recommended recommends proposed proposes", cue{quotes: true, that: true, object: true, kind: brief.KindAppeal})
	add("promised pledged vowed promises pledges vows promising pledging vowing guaranteed guarantees", cue{quotes: true, that: true, bare: true, vows: true, object: true, kind: brief.KindPledge})
	add("threatened threatens threatening", cue{quotes: true, that: true, vows: true, kind: brief.KindThreat})
	add("predicted forecasted predicts predicting forecast forecasts predict", cue{quotes: true, that: true, bare: true, object: true, kind: brief.KindForecast})
	add("denied denies denying", cue{quotes: true, that: true, bare: true, object: true, kind: brief.KindDenial})
	add("rejected rejects rejecting dismissed dismisses dismissing refuted disputed disputes", cue{object: true, claims: true, kind: brief.KindDenial})
	add(`condemned condemns denounced described describes describing branded labeled labelled characterized characterised criticized criticised
		criticizes criticises praised praises hailed hails slammed slams welcomed welcomes welcoming blamed blames blame blaming thanked thanks
		accused accuses accusing lauded deplored decried ridiculed mocked credited congratulated apologized apologised justified justifies
		attributed attributes attributing`, cue{object: true})
	add("expressed expresses expressing voiced voices voicing conveyed conveys citing", cue{object: true})
	add("estimated estimates estimate", cue{that: true, bare: true})
	add("pointed points pointing", cue{that: true, object: true})
	add("passed approved adopted enacted repealed", cue{signs: true, kind: brief.KindLawChange})
	add("signed", cue{signs: true, kind: brief.KindLawChange})
	add("decreed", cue{that: true, bare: true, kind: brief.KindLawChange})
	add("ordered orders ordering instructed instructs commanded", cue{urges: true, that: true, orders: true, kind: brief.KindOrder})
	add("ruled rules held holds found finds finding", cue{that: true})
	add(`сказал сказала заявил заявила сообщил сообщила добавил добавила отметил отметила написал написала подчеркнул подчеркнула
		пояснил пояснила сказав заявив повідомив повідомила додав додала написав зазначив зазначила наголосив наголосила
		sagte erklärte betonte warnte ergänzte déclaré déclare affirmé affirme dit expliqué dijo afirmó declaró añadió aseguró`, cue{quotes: true})
	return m
}

// nounForms are reporting verbs that are plural nouns as well.
var nounForms = set("orders claims calls reports demands estimates forecasts notes comments promises pledges threats states rules appeals")

// passives before a cue take its speaker away: "was told that".
var passives = set("was were is are been being be")
