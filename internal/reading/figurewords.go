package reading

import "strings"

// figureWords are the words of one language that figures are told by. A language is a value of this type. The rules of the
// other files still have little words of English in them (among, per, a); a language whose grammar differs needs its own.
type figureWords struct {
	point, comma string // of decimals, and between thousands

	numbers    map[string]numberWord // one, twenty, hundred, million, dozen
	glued      map[string]int        // scales that are glued to digits: 5bn
	plurals    map[string]plural     // dozens, hundreds, millions
	several    map[string]bool       // before a scale: several hundred
	articles   map[string]bool       // before a scale: a million
	half       string
	halfAnd    string // between a number and its half: two AND a half
	quarter    string
	couple     string // a couple of
	of         string
	to, or     string // between the ends of a range
	and        string // between the ends of a range after between, and in numbers: one hundred and two
	from       string
	between    map[string]bool
	changes    map[string]bool // verbs and nouns after which "from 20 to 40" is two numbers and no range
	qualifiers map[string][]qualifier
	phrasal    map[string]bool // verbs that take a qualifier as their own: handed OVER 20 bodies
	behind     []qualifier     // after the number
	hyphenated map[string]qualifier
	fractions  map[string]bool // two THIRDS
	labels     map[string]bool // before a number that counts nothing: Article 5
	aged       map[string]bool // before an age

	money    moneyWords
	measures map[string]string     // by their written forms: what the unit is called here
	pairs    map[wordPair]string   // units of two words
	rates    map[string]string     // after a, per, each: day
	nouns    map[string]nounWord   // what is counted
	peoples  []string              // endings of the names of peoples
	fates    map[string]fateWord   // what became of it
	verbs    map[wordPair]fateWord // in two words: called up
	acts     map[string]string     // nouns before "of": the evacuation of 300 people
	tolls    map[string]string     // nouns that numbers are given of: casualties rose to 40
	grammar  figureGrammar
	nobody   map[string]bool // no one, nobody
}

type wordPair [2]string

// numberWord is a word of a spelled number.
type numberWord struct {
	n     int64
	sort  numberSort
	power int // of a scale: how many zeros
}

type numberSort uint8

const (
	notNumber numberSort = iota
	ones                 // one to nine
	teens                // ten to nineteen
	tens                 // twenty to ninety
	hundred
	scale
	dozen
)

// plural is a count of which only the size is told: hundreds have as many digits as a hundred has.
type plural struct {
	zeros     int
	low, high string // where the size says more
}

// qualifier are words that keep a number from being exact, and on which side it is open then.
type qualifier struct {
	words []string
	side  side
}

type side uint8

const (
	both side = iota
	up        // at least
	down      // at most
)

// nounWord is a form of what is counted.
type nounWord struct {
	unit   string
	class  class
	one    bool // the singular
	either bool // the same in both
	loose  bool // common beside numbers that nobody would keep: not counted with a few alone
	told   bool // counted only with what became of it: two officials
}

// class tells which fates a unit can have.
type class uint8

const (
	things class = 1 << iota
	living
	homes // where people live, and who lives there
)

func englishNumbers() map[string]numberWord {
	m := map[string]numberWord{"hundred": {100, hundred, 2}, "dozen": {12, dozen, 0}}
	for word, n := range numerals {
		sort := tens
		if n < 10 {
			sort = ones
		} else if n < 20 {
			sort = teens
		}
		m[word] = numberWord{n: int64(n), sort: sort}
	}
	for word, zeros := range map[string]int{"thousand": 3, "million": 6, "billion": 9, "trillion": 12, "lakh": 5, "crore": 7} {
		m[word] = numberWord{sort: scale, power: zeros}
	}
	return m
}

// qualifying lists the qualifiers by their last word, the longest first.
func qualifying(open, low, high string) map[string][]qualifier {
	m := map[string][]qualifier{}
	for _, list := range []struct {
		text string
		side side
	}{{open, both}, {low, up}, {high, down}} {
		for _, phrase := range strings.Split(list.text, ",") {
			words := strings.Fields(phrase)
			last := words[len(words)-1]
			at := 0
			for at < len(m[last]) && len(m[last][at].words) >= len(words) {
				at++
			}
			m[last] = append(m[last][:at:at], append([]qualifier{{words, list.side}}, m[last][at:]...)...)
		}
	}
	return m
}

// english are the words of English.
var english = figureWords{
	point: ".", comma: ",", numbers: englishNumbers(),
	glued: map[string]int{"million": 6, "billion": 9, "trillion": 12, "thousand": 3, "bn": 9, "mn": 6, "mln": 6, "tn": 12},
	plurals: map[string]plural{"dozens": {low: "24", high: "99"}, "scores": {low: "40", high: "99"}, "tens": {zeros: 1}, "hundreds": {zeros: 2},
		"thousands": {zeros: 3}, "millions": {zeros: 6}, "billions": {zeros: 9}, "trillions": {zeros: 12}},
	several: set("several few"), articles: set("a an"),
	half: "half", halfAnd: "a", quarter: "quarter", couple: "couple", of: "of", to: "to", or: "or", and: "and", from: "from", between: set("between"),
	changes: set(`rose rise rises rising risen grew grow grows growing grown increase increased increases increasing climbed climb climbs climbing jumped jump
		jumps fell fall falls falling fallen dropped drop drops dropping declined decline decreased decrease cut cuts cutting reduced reduce reducing raised raise raises
		raising revised went goes gone going up down lowered lower slashed swelled shrank shrunk surged doubled tripled halved expanded expand changed
		slipped plunged soared slumped moved upped hiked`),
	qualifiers: qualifying(
		`about,around,approximately,roughly,some,circa,an estimated,estimated,in the region of,in the order of,~,≈`,
		`at least,more than,over,no fewer than,not fewer than,no less than,not less than,upwards of,in excess of,above,greater than,exceeding,at a minimum,>`,
		`at most,less than,fewer than,up to,as many as,as much as,nearly,almost,under,below,no more than,not more than,close to,a maximum of,<`),
	phrasal: set("hand hands handed handing turn turned turning take took taking taken"),
	behind: []qualifier{{[]string{"or", "more"}, up}, {[]string{"and", "more"}, up}, {[]string{"or", "so"}, both}, {[]string{"or", "fewer"}, down},
		{[]string{"or", "less"}, down}, {[]string{"plus"}, up}},
	hyphenated: map[string]qualifier{"plus": {[]string{"plus"}, up}, "odd": {[]string{"odd"}, up}},
	fractions:  set("half halves third thirds quarter quarters fifth fifths sixth sixths tenth tenths"),
	labels: set(`article articles resolution section sections chapter paragraph clause no nr number flight route highway motorway room page pages point pier channel
		group gate unit brigade division battalion regiment act amendment phase stage level tier category part volume vol episode version grade block
		line platform track exit interstate boeing airbus protocol directive title proposition formula apollo soyuz windows sector zone ward district
		precinct camp reactor shaft psalm mark type class model day week game bus tram train hall terminal area gen generation leopard challenger abrams patriot per`),
	aged:     set("aged age ages"),
	money:    englishMoney(),
	measures: englishMeasures, pairs: englishPairs,
	rates: map[string]string{"day": "day", "hour": "hour", "minute": "minute", "second": "second", "week": "week", "month": "month", "year": "year", "annum": "year",
		"daily": "day", "annually": "year", "yearly": "year", "monthly": "month", "weekly": "week", "hourly": "hour"},
	nouns: englishNouns(), peoples: []string{"ians", "eans", "icans", "exans", "akhs"},
	fates: englishFates(), verbs: englishVerbs, acts: englishActs(), tolls: englishTolls(),
	grammar: englishFigureGrammar, nobody: set("nobody no-one"),
}

// figureWordsOf are the words for a text in the language of that code; nil for one that no words are written for. A
// text too short to tell its language is read as English.
func figureWordsOf(code string) *figureWords {
	if code == "" || code == "en" {
		return &english
	}
	return nil
}
