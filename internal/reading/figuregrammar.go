package reading

// figureGrammar are the words of one language that stand about what is counted and what became of it.
type figureGrammar struct {
	be              map[string]bool // forms of be, and verbs like it: were killed, got killed
	have            map[string]bool // have died
	beside          map[string]bool // between the counted and the word of their fate, besides these two
	before          map[string]bool // between a verb and the number that is its object
	afterParticiple map[string]bool // begin what may follow a participle that has no object
	otherClause     map[string]bool // begin another clause, whose verb is not that of the counted
	ofToll          map[string]bool // between a toll and its number
	include         map[string]bool // the dead INCLUDE three children
	takes           map[string]bool // verbs that take lives
	stops           map[string]bool // end the search for what is counted
	adjectives      map[string]bool // in -ed and -ing, before nouns; other words in these endings are verbs
	models          map[string]bool // before models and behind numbers: five NEW 737 aircraft
	ofDeaths        map[string]bool // between a number and the noun of a fate, besides names and those who had it
}

var englishFigureGrammar = figureGrammar{
	be:   set("was were is are been being be get gets got getting remain remains remained"),
	have: set("has have had"),
	beside: set(`also then later still already all both reportedly allegedly apparently since either each now once again immediately instantly officially feared believed estimated reported
		presumed confirmed thought known said left found declared pronounced listed being to been have may might could would will fatally seriously severely critically slightly badly
		lightly mortally not never only therefore who which that forcibly themselves who've more others`),
	before: set("another a an further additional the its their his all just only well some possibly even reportedly these those perhaps maybe slightly far"),
	afterParticiple: join(prepositions, set(`and or but when as while since after before because so during including last this yesterday today overnight amid where there here
		were was are is have had has by alone each more across later near per over throughout if though although who which that across then despite due every
		yet earlier included include includes if nationwide worldwide early late simultaneously outright to`)),
	otherClause: set("when while after before as because where whose if though although until since they we i you"),
	ofToll:      set("to at of is was reached reaches reaching hit passed exceeded topped exceeds from : as stood surpassed surpasses past"),
	include:     set("include includes included were are was is"),
	takes:       set("claimed claiming cost costing took taken taking lost"),
	stops: join(prepositions, pronouns, determiners, auxiliaries, set(`and or but who whom whose which that than as when where while if because so is are was were had be am do does
		not no they we i you him them us me these those each every all both some any to up out off down away back again here there
		yet already now then later earlier ago left right went go gone came come got took take makes made make gave give more-than next last remain remains remained
		stand stands stood live lives lived work works worked feel felt hold held die`)),
	adjectives: set(`armed unarmed uniformed masked armored armoured guided unguided unmanned occupied affected suspected alleged united retired trained untrained elected
		registered exhausted reinforced loaded advanced ballistic old-fashioned remaining surviving visiting serving striking protesting flying fighting living neighboring neighbouring
		ageing aging leading training wheeled tracked towed motorized mechanized mechanised unexploded unidentified unconfirmed accused hooded elderly red`),
	models:   set("new old older newer newest latest larger smaller bigger standard modern upgraded original existing basic"),
	ofDeaths: set("civilian military combat confirmed reported traffic more other additional further new total war battlefield coronavirus"),
}
