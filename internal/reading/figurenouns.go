package reading

import "strings"

// The nouns that are counted, in the singular; those whose plural is no rule's stand with it, and those that are the same
// in both with a mark of equality.
const (
	countedPeople = `person/people individual/people human/people man/men woman/women child/children kid/children boy girl baby infant toddler teenager
		teen adolescent minor adult civilian soldier troop troops= serviceman/servicemen servicewoman/servicewomen servicemember personnel=
		officer policeman/policemen police= paramilitary fighter militant insurgent rebel separatist terrorist gunman/gunmen guard conscript recruit
		reservist draftee mercenary pilot sailor marine cadet crewman/crewmen crewmember prisoner pow detainee inmate hostage captive convict
		refugee migrant asylum-seeker evacuee deportee returnee resident inhabitant villager islander local citizen foreigner immigrant voter
		protester protestor/protesters demonstrator activist striker journalist worker employee miner firefighter fireman/firemen rescuer medic doctor nurse
		patient student pupil schoolchild/schoolchildren schoolgirl schoolboy teacher passenger tourist motorist pedestrian commuter
		fisherman/fishermen farmer victim survivor suspect pensioner orphan pilgrim worshipper peacekeeper volunteer veteran bystander
		attacker hijacker gangster priest monk nun staff=`
	countedHomes  = `family household customer consumer subscriber home house apartment settlement town village building`
	countedThings = `tank missile rocket drone uav shell round bomb bomblet mine landmine grenade torpedo aircraft= airplane aeroplane plane jet helicopter warplane
		airliner bomber vehicle truck lorry ship boat vessel submarine warship frigate cruiser destroyer ferry tanker
		howitzer mortar launcher rifle weapon warhead gun cannon apc projectile munition cartridge bullet ambulance
		vote ballot signature airstrike checkpoint bridge brigade battalion body grave coffin`
	// loose are also told in passing, so that a few of them without a fate are left alone.
	countedLoosely = `car bus train school hospital church clinic factory city community district country nation seat job case dose sample violation attack strike
		explosion blast raid clash fire wildfire flight facility position shelter refinery substation reactor parcel container earthquake aftershock`
	// told are people of whom news speaks without counting them: two officials said.
	countedByFate = `official leader minister expert witness analyst lawyer player member politician lawmaker delegate senator commander general representative reporter
		relative scientist researcher engineer driver judge deputy businessman/businessmen couple aide employer/employers director editor
		other/others defendant candidate athlete climber actor artist`
	// Names that are adjectives too (Chinese, Swiss) are left out: four Swiss sites.
	namesOfPeoples = `israelis iraqis pakistanis palestinians afghans poles turks germans czechs slovaks finns swedes danes norwegians
		kurds tatars arabs jews muslims christians britons greeks serbs croats bosniaks albanians kosovars uzbeks tajiks kazakhs kyrgyz
		chechens roma koreans americans mexicans africans ugandans kenyans tibetans uighurs uyghurs sikhs hindus shiites sunnis filipinos thais bangladeshis yemenis saudis kuwaitis somalis`
)

// englishNouns lists the forms of all nouns.
func englishNouns() map[string]nounWord {
	m := map[string]nounWord{}
	add := func(list string, proto nounWord) {
		for _, w := range strings.Fields(list) {
			single, many, irregular := strings.Cut(w, "/")
			n := proto
			if same, ok := strings.CutSuffix(single, "="); ok {
				n.unit, n.either = same, true
				m[same] = n
				continue
			}
			if !irregular {
				many = pluralOf(single)
			}
			n.unit = many
			m[many] = n
			n.one = true
			m[single] = n
		}
	}
	add(countedByFate, nounWord{class: living, told: true})
	add(countedLoosely, nounWord{class: things, loose: true})
	add(countedThings, nounWord{class: things})
	add(countedHomes, nounWord{class: homes})
	add(countedPeople, nounWord{class: living})
	for _, w := range []string{"family", "families"} {
		n := m[w]
		n.class |= living
		m[w] = n
	}
	for w := range set("home homes house houses apartment apartments settlement settlements town towns village villages building buildings household households") {
		n := m[w]
		n.class |= things
		m[w] = n
	}
	m["persons"] = m["people"]
	for w := range set(namesOfPeoples) {
		m[w] = nounWord{class: living}
	}
	return m
}

// pluralOf is the plural of an English noun that follows the rules.
func pluralOf(s string) string {
	switch {
	case strings.HasSuffix(s, "y") && !strings.HasSuffix(s, "ay") && !strings.HasSuffix(s, "ey") && !strings.HasSuffix(s, "oy"):
		return s[:len(s)-1] + "ies"
	case strings.HasSuffix(s, "s"), strings.HasSuffix(s, "sh"), strings.HasSuffix(s, "ch"), strings.HasSuffix(s, "x"):
		return s + "es"
	}
	return s + "s"
}

// englishMeasures are the units that a number is measured in, by each of their forms. A ton may be any of three, and a
// pound a weight or money, which figureunit.go tells apart.
var englishMeasures = forms(
	"km: km kms kilometer kilometers kilometre kilometres", "m: meter meters metre metres", "cm: cm centimeter centimeters centimetre centimetres",
	"mi: mile miles", "ft: foot feet ft", "in: inch inches", "yd: yard yards", "ha: hectare hectares ha", "acres: acre acres",
	"t: tonne tonnes", "tons: ton tons", "kt: kiloton kilotons", "Mt: megaton megatons", "kg: kg kilogram kilograms kilo kilos kilogramme kilogrammes",
	"g: gram grams gramme grammes", "lb: lb lbs", "oz: ounce ounces", "l: liter liters litre litres", "gal: gallon gallons", "barrels: barrel barrels",
	"MW: mw megawatt megawatts", "GW: gw gigawatt gigawatts", "kW: kw kilowatt kilowatts", "kWh: kwh kilowatt-hour kilowatt-hours",
	"MWh: mwh megawatt-hour megawatt-hours", "GWh: gwh gigawatt-hour gigawatt-hours", "TWh: twh terawatt-hour terawatt-hours",
	"kV: kv kilovolt kilovolts", "mph: mph", "km/h: kph kmh", "knots: knot knots", "magnitude: magnitude", "hp: horsepower")

// englishPairs are units of two words.
var englishPairs = pairForms(
	"km2: square km/kilometer/kilometers/kilometre/kilometres, sq km", "m2: square meter/meters/metre/metres, sq m", "sq mi: square mile/miles",
	"sq ft: square foot/feet", "m3: cubic meter/meters/metre/metres", "cu ft: cubic foot/feet", "nmi: nautical mile/miles", "t: metric ton/tons/tonne/tonnes",
	"°C: degrees celsius/centigrade/c, degree celsius", "°F: degrees fahrenheit/f, degree fahrenheit", "basis points: basis point/points",
	"percentage points: percentage point/points, percent point/points")

// forms reads lines of a unit and its forms.
func forms(lines ...string) map[string]string {
	m := map[string]string{}
	for _, line := range lines {
		unit, list, _ := strings.Cut(line, ": ")
		for _, w := range strings.Fields(list) {
			m[w] = unit
		}
	}
	return m
}

// pairForms reads lines of a unit and its forms of two words, where a stroke parts second words.
func pairForms(lines ...string) map[wordPair]string {
	m := map[wordPair]string{}
	for _, line := range lines {
		unit, list, _ := strings.Cut(line, ": ")
		for _, form := range strings.Split(list, ", ") {
			first, seconds, _ := strings.Cut(form, " ")
			for _, second := range strings.Split(seconds, "/") {
				m[wordPair{first, second}] = unit
			}
		}
	}
	return m
}

// moneyWords tell in which currency an amount is.
type moneyWords struct {
	signs    map[string]string   // $
	before   map[string]string   // letters before a sign: US$, C$
	names    map[string]string   // dollars, euros
	ofNation map[wordPair]string // Canadian dollars, Swiss francs
	codes    map[string]bool     // USD, in upper case
	scales   map[string]int      // only beside money: $5m
}

func englishMoney() moneyWords {
	return moneyWords{
		signs:  map[string]string{"$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "₴": "UAH", "₽": "RUB", "₹": "INR", "₺": "TRY", "₪": "ILS", "₩": "KRW"},
		before: map[string]string{"us": "USD", "u.s.": "USD", "c": "CAD", "ca": "CAD", "can": "CAD", "a": "AUD", "au": "AUD", "nz": "NZD", "hk": "HKD", "nt": "TWD", "r": "BRL", "s": "SGD"},
		names: map[string]string{"dollar": "USD", "dollars": "USD", "euro": "EUR", "euros": "EUR", "ruble": "RUB", "rubles": "RUB", "rouble": "RUB", "roubles": "RUB",
			"hryvnia": "UAH", "hryvnias": "UAH", "hryvnya": "UAH", "hryvnyas": "UAH", "hryvna": "UAH", "zloty": "PLN", "zlotys": "PLN", "yen": "JPY", "yuan": "CNY", "renminbi": "CNY",
			"shekel": "ILS", "shekels": "ILS", "forint": "HUF", "forints": "HUF", "lari": "GEL", "tenge": "KZT", "baht": "THB"},
		ofNation: nationMoney("USD: us/u.s./american dollar/dollars", "CAD: canadian dollar/dollars", "AUD: australian dollar/dollars", "NZD: zealand dollar/dollars",
			"HKD: kong dollar/dollars", "TWD: taiwan dollar/dollars", "SGD: singapore dollar/dollars", "GBP: british pound/pounds", "GBP: pounds sterling", "GBP: pound sterling",
			"EGP: egyptian pound/pounds", "CHF: swiss franc/francs", "INR: indian rupee/rupees", "PKR: pakistani rupee/rupees", "CZK: czech crown/crowns/koruna", "SEK: swedish krona/kronor/crowns",
			"NOK: norwegian krone/kroner/crowns", "DKK: danish krone/kroner/crowns", "TRY: turkish lira/liras", "MXN: mexican peso/pesos", "ARS: argentine peso/pesos",
			"BYN: belarusian ruble/rubles/rouble/roubles", "RUB: russian ruble/rubles/rouble/roubles", "UAH: ukrainian hryvnia/hryvnias", "JPY: japanese yen", "CNY: chinese yuan",
			"PLN: polish zloty/zlotys", "MDL: moldovan leu/lei", "RON: romanian leu/lei", "KRW: korean won", "BRL: brazilian real/reais"),
		codes:  set("usd eur gbp jpy uah rub pln chf cad aud nzd cny try ils huf czk sek nok dkk ron mdl gel kzt byn inr hkd sgd brl mxn krw"),
		scales: map[string]int{"m": 6, "b": 9, "k": 3, "tr": 12},
	}
}

func nationMoney(lines ...string) map[wordPair]string {
	m := map[wordPair]string{}
	for _, line := range lines {
		code, form, _ := strings.Cut(line, ": ")
		firsts, seconds, _ := strings.Cut(form, " ")
		for _, first := range strings.Split(firsts, "/") {
			for _, second := range strings.Split(seconds, "/") {
				m[wordPair{first, second}] = code
			}
		}
	}
	return m
}
