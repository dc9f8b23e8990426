package reading

import "strings"

// The words that the rules know. They are read, never written; each set says what belongs in it.

func set(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}

func join(sets ...map[string]bool) map[string]bool {
	m := map[string]bool{}
	for _, s := range sets {
		for w := range s {
			m[w] = true
		}
	}
	return m
}

var (
	// starters begin sentences and are not names.
	starters = set(`a an the this that these those he she it they we you there here his her its their our my your in on at
		by for from with without within under over after before during since until while when where why how what who if as
		and but or so yet nor also then now meanwhile however still later earlier although though because despite instead
		according asked speaking some many most few several all both each every no not one two three four five six seven
		eight nine ten hundreds thousands tens dozens millions more less about nearly almost around last next today
		yesterday tomorrow earlier officials police authorities witnesses residents such only even once first second third
		finally another other others more to of let please do don't never nothing everything it's he's she's they're i'm we're
		he'll she'll we'll they'll i've we've that's there's what's
		der die das ein eine er sie es wir im am und aber le la les un une il elle el los las en y
		он она они мы это в на но и как по он он він вона вони ми це у та але`)

	// smallTitleWords stay in lower case inside a title in title case, though they are long.
	smallTitleWords = set("with from over into upon than that after amid under about near")
	camelNames      = set("YouTube LinkedIn WhatsApp TikTok PayPal GitHub OpenAI DeepMind SpaceX HarperCollins BuzzFeed WikiLeaks FedEx RusHydro PricewaterhouseCoopers")

	// titleAbbreviations never end a sentence; numberAbbreviations do not before a digit; looseAbbreviations may.
	titleAbbreviations  = set("mr mrs ms dr prof gen lt col maj sgt capt cpl adm gov sen rep rev hon st vs msgr cmdr brig pvt mme mlle fr hr sr.a им ул гр")
	numberAbbreviations = set("no nos nr art fig sec ch vol p pp jan feb mar apr jun jul aug sep sept oct nov dec bzw ca approx ст п")
	looseAbbreviations  = set("jr sr inc ltd co corp etc dept est al bros usw z.b d.h u.s u.k u.n e.g i.e a.m p.m т.е т.д т.п г гг руб млн млрд тыс")

	days = map[string]int{"monday": 1, "tuesday": 2, "wednesday": 3, "thursday": 4, "friday": 5, "saturday": 6, "sunday": 7}

	months = map[string]int{"january": 1, "february": 2, "march": 3, "april": 4, "may": 5, "june": 6, "july": 7, "august": 8,
		"september": 9, "october": 10, "november": 11, "december": 12, "jan": 1, "feb": 2, "mar": 3, "apr": 4, "jun": 6,
		"jul": 7, "aug": 8, "sep": 9, "sept": 9, "oct": 10, "nov": 11, "dec": 12}

	// foreignMonths are read only in full dates of the form "24 MONTH [YEAR]".
	foreignMonths = map[string]int{"января": 1, "февраля": 2, "марта": 3, "апреля": 4, "мая": 5, "июня": 6, "июля": 7,
		"августа": 8, "сентября": 9, "октября": 10, "ноября": 11, "декабря": 12, "січня": 1, "лютого": 2, "березня": 3,
		"квітня": 4, "травня": 5, "червня": 6, "липня": 7, "серпня": 8, "вересня": 9, "жовтня": 10, "листопада": 11,
		"грудня": 12, "januar": 1, "februar": 2, "märz": 3, "mai": 5, "juni": 6, "juli": 7, "oktober": 10, "dezember": 12,
		"janvier": 1, "février": 2, "mars": 3, "avril": 4, "juin": 6, "juillet": 7, "août": 8, "septembre": 9,
		"octobre": 10, "novembre": 11, "décembre": 12, "enero": 1, "febrero": 2, "marzo": 3, "abril": 4, "mayo": 5,
		"junio": 6, "julio": 7, "agosto": 8, "septiembre": 9, "octubre": 10, "noviembre": 11, "diciembre": 12}

	numerals = map[string]int{"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
		"nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
		"seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60,
		"seventy": 70, "eighty": 80, "ninety": 90}

	prepositions = set(`of to for with near by from about against on in at under over among between through toward towards
		like into onto behind beside without within inside outside alongside including unlike via`)

	auxiliaries = set("has had have also then later again once is are was were has been being would will repeatedly immediately still himself herself did ever")

	pronouns = set("he she er il elle él ella он она він вона")

	// determiners begin a noun phrase.
	determiners = set("the a an its his her their this that one another our")

	nonNames = join(starters, set(`monday tuesday wednesday thursday friday saturday sunday january february march april june july
		august september october november december i`))
)
