package reading

import "strings"

// fateWord is a form of a word that says what became of the counted.
type fateWord struct {
	of   string
	sort fateSort
}

// fateSort tells where the counted stand.
type fateSort uint8

const (
	noFate   fateSort = iota
	suffered          // killed: after it as its object, or before it in the passive
	doing             // kill, killing: after it as its object
	done              // died, fled: before it
	being             // dead, missing: beside it
	tally             // deaths: counted themselves
)

// fates that only the living have, and only things; the others both can.
var (
	fatesOfLiving = set(`killed dead injured casualties missing displaced fled evacuated rescued released exchanged called_up deployed arrested charged sentenced deported
		hospitalized infected abducted surrendered captured trained`)
	fatesOfThings = set("destroyed damaged shot_down delivered launched captured missing")
	fatesOfHomes  = set("without_power without_water without_heat evacuated destroyed damaged captured displaced")
)

// fits tells whether what is counted can have had that fate. Of people who are in homes a home's fate is told too.
func (c class) fits(of string) bool {
	return c&living != 0 && (fatesOfLiving[of] || strings.HasPrefix(of, "without_")) || c&things != 0 && fatesOfThings[of] || c&homes != 0 && fatesOfHomes[of]
}

// englishFates are the words of one word; each line has the fate, then the forms that the counted suffer, do, are.
func englishFates() map[string]fateWord {
	m := map[string]fateWord{}
	add := func(of, suffers, does, did, is, events string) {
		for sort, list := range map[fateSort]string{suffered: suffers, doing: does, done: did, being: is, tally: events} {
			for _, w := range strings.Fields(list) {
				m[w] = fateWord{of, sort}
			}
		}
	}
	add("killed", "killed slain slaughtered massacred murdered assassinated executed", "kill kills killing slaughtering murdering executing", "", "", "")
	add("dead", "", "", "died die dies dying perished drowned", "dead", "deaths death fatalities fatality")
	add("injured", "injured wounded hurt maimed", "injure injures injuring wound wounds wounding hurting", "", "", "injuries injury")
	add("casualties", "", "", "", "", "casualties casualty")
	add("missing", "", "", "vanished disappeared", "missing unaccounted", "")
	add("displaced", "displaced uprooted", "displace displaces displacing uprooting", "", "homeless", "")
	add("fled", "", "", "fled flee flees fleeing", "", "")
	add("evacuated", "evacuated", "evacuate evacuates evacuating", "", "", "")
	add("rescued", "rescued", "rescue rescues rescuing", "", "", "")
	add("captured", "captured seized", "capture captures capturing seizing seize", "", "", "")
	add("abducted", "abducted kidnapped kidnaped", "abducting kidnapping abduct kidnap", "", "", "")
	add("released", "released freed", "release releases releasing freeing", "", "", "")
	add("exchanged", "exchanged swapped", "exchange exchanging swapping swap", "", "", "")
	add("surrendered", "", "", "surrendered surrender surrendering", "", "")
	add("called_up", "mobilized mobilised conscripted drafted", "mobilize mobilise mobilizing mobilising conscript conscripting drafting", "", "", "")
	add("deployed", "deployed redeployed", "deploy deploys deploying", "", "", "")
	add("trained", "trained", "training train", "", "", "")
	add("arrested", "arrested detained apprehended", "arrest arrests arresting detain detains detaining", "", "", "")
	add("charged", "indicted", "indicting", "", "", "")
	add("sentenced", "sentenced jailed imprisoned convicted", "sentencing jailing imprisoning convicting", "", "", "")
	add("deported", "deported expelled", "deport deports deporting expelling expel expels", "", "", "")
	add("hospitalized", "hospitalized hospitalised", "hospitalizing hospitalising", "", "", "")
	add("infected", "infected", "infecting infect", "", "", "")
	add("delivered", "delivered supplied donated", "deliver delivers delivering supply supplying donate donating", "", "", "")
	add("launched", "launched fired", "launch launches launching fires firing", "", "", "")
	add("shot_down", "downed intercepted", "intercept intercepting downing", "", "", "")
	add("destroyed", "destroyed demolished flattened", "destroy destroys destroying demolishing", "", "", "")
	add("damaged", "damaged", "damage damages damaging", "", "", "")
	return m
}

// englishVerbs are the words of two words.
var englishVerbs = map[wordPair]fateWord{
	{"called", "up"}: {"called_up", suffered}, {"call", "up"}: {"called_up", doing}, {"calling", "up"}: {"called_up", doing}, {"calls", "up"}: {"called_up", doing},
	{"shot", "down"}: {"shot_down", suffered}, {"shoot", "down"}: {"shot_down", doing}, {"shooting", "down"}: {"shot_down", doing}, {"shoots", "down"}: {"shot_down", doing},
	{"brought", "down"}: {"shot_down", suffered}, {"shot", "dead"}: {"killed", suffered}, {"blown", "up"}: {"destroyed", suffered}, {"burned", "down"}: {"destroyed", suffered},
	{"taken", "prisoner"}: {"captured", suffered}, {"taken", "captive"}: {"captured", suffered}, {"taken", "hostage"}: {"abducted", suffered},
	{"went", "missing"}: {"missing", done}, {"gone", "missing"}: {"missing", done}, {"set", "free"}: {"released", suffered}, {"lost", "power"}: {"without_power", done},
	{"lost", "electricity"}: {"without_power", done}, {"lose", "power"}: {"without_power", done}, {"without", "power"}: {"without_power", being},
	{"without", "electricity"}: {"without_power", being}, {"without", "light"}: {"without_power", being}, {"without", "water"}: {"without_water", being},
	{"without", "heat"}: {"without_heat", being}, {"without", "heating"}: {"without_heat", being}, {"tested", "positive"}: {"infected", done},
}

// englishActs are nouns of what is done to those who are told after "of".
func englishActs() map[string]string {
	return forms("killed: killing killings murder murders massacre execution executions", "dead: death deaths", "displaced: displacement", "evacuated: evacuation",
		"rescued: rescue", "captured: capture", "abducted: abduction kidnapping", "released: release", "exchanged: exchange swap",
		"called_up: mobilization mobilisation conscription call-up", "deployed: deployment", "arrested: arrest arrests detention", "deported: deportation expulsion",
		"delivered: delivery supply", "launched: launch", "destroyed: destruction", "trained: training", "missing: disappearance", "injured: wounding")
}

// englishTolls are the words for how many there are of a fate; of the toll alone nobody knows of what.
func englishTolls() map[string]string {
	return forms("dead: dead deaths fatalities", "casualties: casualties", "injured: injured wounded injuries", "killed: killed", "missing: missing",
		"displaced: displaced", "arrested: arrests")
}
