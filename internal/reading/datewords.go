package reading

import "strings"

// lexeme is what the first word of a time expression can be.
type lexeme uint8

const (
	notTime    lexeme = iota
	monthWord         // January; n is its number
	dayWord           // Monday; n is its number, Monday first
	daysWord          // Mondays
	nowWord           // today; n is how many days it is from now
	pickWord          // last, next, the same, first: picks one of several; n is an ordinal
	countWord         // two, several, a
	seasonWord        // summer
	partWord          // morning, noon
	unitWord          // year
	unitsWord         // years
	setWord           // annual
	everyWord         // every, each
	feastWord         // Christmas, New Year's Eve
)

// lexical is one word of time: its sort, a number, and how TIMEX3 writes it.
type lexical struct {
	sort  lexeme
	n     int
	value string
}

// timeWords are the words that may begin a time expression, or be its head.
var timeWords = lexicon()

func lexicon() map[string]lexical {
	m := map[string]lexical{}
	for w, n := range months {
		m[w] = lexical{sort: monthWord, n: n}
	}
	for w, n := range days {
		m[w] = lexical{sort: dayWord, n: n}
		m[w+"s"] = lexical{sort: daysWord, n: n}
	}
	for w, n := range numerals {
		m[w] = lexical{sort: countWord, n: n}
	}
	for w := range set("several few many couple half a an hundred") {
		m[w] = lexical{sort: countWord}
	}
	for w, n := range map[string]int{"today": 0, "yesterday": -1, "tomorrow": 1, "tonight": 0} {
		m[w] = lexical{sort: nowWord, n: n}
	}
	for w := range join(fromNow, fromTold, set("past final latter")) {
		m[w] = lexical{sort: pickWord}
	}
	for i, w := range ordinalWords {
		m[w] = lexical{sort: pickWord, n: i + 1}
	}
	for w, v := range map[string]string{"spring": "SP", "summer": "SU", "autumn": "FA", "fall": "FA", "winter": "WI"} {
		m[w] = lexical{sort: seasonWord, value: v}
	}
	for _, part := range []string{"Q1", "Q2", "Q3", "Q4", "H1", "H2"} {
		m[strings.ToLower(part)] = lexical{sort: seasonWord, value: part}
	}
	for w, v := range map[string]string{"morning": "TMO", "noon": "T12:00", "midday": "TMI", "afternoon": "TAF",
		"evening": "TEV", "night": "TNI", "midnight": "T00:00"} {
		m[w] = lexical{sort: partWord, value: v}
	}
	for w, v := range map[string]string{"second": "TS", "minute": "TM", "hour": "TH", "day": "D", "week": "W", "month": "M",
		"quarter": "Q", "year": "Y", "decade": "DE", "fortnight": "F", "weekend": "WE"} {
		if m[w].sort == notTime {
			m[w] = lexical{sort: unitWord, value: v}
		}
		m[w+"s"] = lexical{sort: unitsWord, value: v}
	}
	m["century"], m["centuries"] = lexical{sort: unitWord, value: "CE"}, lexical{sort: unitsWord, value: "CE"}
	for w, v := range map[string]string{"annual": "P1Y", "annually": "P1Y", "yearly": "P1Y", "daily": "P1D", "day-to-day": "P1D",
		"weekly": "P1W", "monthly": "P1M", "quarterly": "P1Q", "hourly": "PT1H", "nightly": "P1D", "fortnightly": "P2W",
		"biennial": "P2Y"} {
		m[w] = lexical{sort: setWord, value: v}
	}
	m["every"], m["each"] = lexical{sort: everyWord}, lexical{sort: everyWord}
	m["christmas"], m["new"] = lexical{sort: feastWord}, lexical{sort: feastWord}
	return m
}

var (
	// fromNow pick a period that is counted from the day of publication; n is how many periods it is away.
	fromNow = set("last this next current coming upcoming")
	// fromTold pick one that is counted from the time told last.
	fromTold = set("following ensuing previous preceding same that")
	// pickSteps are how many periods away the picked one lies.
	pickSteps = map[string]int{"last": -1, "this": 0, "next": 1, "current": 0, "coming": 1, "upcoming": 1,
		"following": 1, "ensuing": 1, "previous": -1, "preceding": -1, "same": 0, "that": 0}

	ordinalWords = []string{"first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
		"eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth",
		"nineteenth", "twentieth"}

	// periodAdjectives may stand between what picks a period and its name.
	periodAdjectives = set("financial fiscal calendar business trading school same")
	// lengthAdjectives may stand between a count and its unit.
	lengthAdjectives = set("consecutive straight full more further additional long whole successive extra bloody")

	// zones are the zones that a clock time may name, with their difference from UTC; empty where a name has two.
	zones = map[string]string{"utc": "Z", "gmt": "Z", "est": "-05:00", "edt": "-04:00", "cst": "-06:00", "cdt": "-05:00",
		"mst": "-07:00", "mdt": "-06:00", "pst": "-08:00", "pdt": "-07:00", "bst": "+01:00", "cet": "+01:00", "cest": "+02:00",
		"eet": "+02:00", "eest": "+03:00", "msk": "+03:00", "jst": "+09:00", "kst": "+09:00", "aest": "+10:00", "aedt": "+11:00",
		"nzst": "+12:00", "ist": "", "et": "", "pt": "", "ct": ""}

	// yearBefore are the words before four digits that make them a year.
	yearBefore = join(prepositions, determiners, set(`since until till before after during throughout mid early late and or not but than by around about least approximately roughly
		year years circa ca c our your both through summer spring autumn winter fall christmas it's`))
	// yearAfterNever are nouns that four digits count though they do not end in s.
	yearAfterNever = set("people men women children troops police dead feet percent homes mw km kg tonnes per more other euro dead injured miles")
	// endsInS are words in s that are no plural nouns.
	endsInS = set("was is has as its this his us always perhaps across does thus less plus towards besides unless whereas sees marks brings remains was's ends begins")
	// titlesOfLaw stand before "of 1934" in the name of a law.
	titlesOfLaw = set("act acts code law treaty convention resolution ordinance statute")
	// namedDays are weekdays that a word before them makes a name.
	namedDays = set("black bloody good ash palm holy super cyber easter giving ruby")

	// afterPeriodNever follow "the day" or "the year" where it is another than the running one.
	afterPeriodNever = set("of that when which before after he she it they we i the to a an long old ahead")
	// runBefore stand before "the day" or "the year" where it means the running one.
	runBefore = set("over during through throughout end ends ended ending close closes closed finish finished finishing start starts started begin begins began open opened")
)
