package reading

import "livebrief/internal/reading/gazetteer"

// The words by which the reader of places tells places from people, bodies and plain words.
var (
	// into stand before places, hardly before people; towardPlaces stand before both,
	// and say something only of what is a country.
	intoPlaces   = set("in near at around outside inside across into toward towards throughout within through")
	towardPlaces = set("to from between against")

	// placeNouns are the nouns before "of" and a place, or right before one: the city of Bar, the village Busk.
	placeNouns = set(`city town village settlement port capital region province district suburb suburbs outskirts hamlet
		oblast stronghold enclave cities towns villages regions outpost peninsula island republic state county hub`)
	// sidesOf stand before "of" and a place only.
	sidesOf = set(`north south east west northeast northwest southeast southwest center centre edge streets skies ruins
		residents people parts most much invasion occupation annexation bombardment shelling siege battle liberation defense
		defence bombing mayor governor president government recapture capture seizure evacuation`)

	// between a preposition and its place may stand what tells which part or state of the place is meant.
	betweenWords = set(`the occupied eastern western northern southern central northeastern northwestern southeastern
		southwestern downtown nearby neighboring neighbouring liberated besieged embattled war-torn russian-occupied
		russian-held ukrainian-held eastern-ukrainian both mainland much most all parts rural mostly`)

	// sideWords begin in upper case before a place without being part of another name.
	sideWords = set(`north south east west northern southern eastern western central northeastern northwestern southeastern
		southwestern greater downtown occupied nearby mainland neighboring neighbouring unlike`)

	// bodiesOf are capitalised nouns that make a name together with "of" and a place: Bank of Russia.
	bodiesOf = set(`bank university church institute academy college museum duke duchess prince princess earl bishop archbishop
		archdiocese diocese patriarchate patriarch metropolitan service forces council court ministry treaty convention
		chamber club radio voice times herald rus order house society association federation union hospital`)

	// paperNouns in lower case turn a place before them into the name of something else: the Minsk agreements, a US dollar.
	paperNouns = set(`agreement agreements accord accords protocol protocols convention conventions memorandum marathon derby
		syndrome consensus treaty dollar dollars`)

	// personNames are names of places that are first names or surnames first; they are places after words that hardly
	// stand before people.
	personNames = set(`jordan georgia chad victoria vladimir kirov pushkin engels chekhov roman martin tim chester lincoln florence
		charlotte virginia carolina wellington houston austin madison jackson hamilton kingston orlando diego santiago
		valencia lourdes sydney brooklyn carson marino paris salem kent troy logan tyler jos ola poa osa iza bor gagarin lenin
		kalinin korolev zhukov frunze suvorov kutuzov nakhimov lermontov shevchenko franko khmelnytsky khmelnytskyi
		khmelnitsky bologna morales leon laval regina`)
	// plainWords are names of places that are words of the language first.
	plainWords = set(`reading nice most same bar bath mobile best split sale buy enterprise plunge surprise chandler orange
		independence liberty central police mir sad hut hat man god gay elk male of police march union normal hope
		eagle buffalo phoenix champion commerce industry corona orange barking ham deal battle rugby wells rye ware sandwich
		poole hull limerick lens tours nancy angers essen hagen hof kiel singen worms hamm halle sloboda busk
		van batman ordu usak kale bor vac erd fot dej luh kez mga dno lom yar uva bo ica itu hue wau jau`)

	// stateActs follow the possessive of a capital that stands for its government.
	stateActs = set(`invasion war mobilization mobilisation forces troops army military offer demand demands claim claims decision
		government allies ally response announcement proposal position policy ambassador offensive aggression denial denials
		request plan plans intention intentions leaders leadership aim aims stance annexation diplomats refusal promise
		ultimatum support aid propaganda`)
	// wills are verbs that only somebody does; places that do them are governments.
	wills = set(`accuses accused agrees agreed rejects rejected refuses refused seeks sought hopes hoped wants wanted considers
		considered demands demanded imposed imposes supports supported condemned condemns approved backs backed plans planned
		intends insists expects expected fears offered offers proposed proposes recognizes recognises recognized recognised
		summoned expelled ordered orders blames blamed calls believes sees views regards maintains signaled signalled
		welcomed welcomes decided pledges hailed dismissed criticized criticised signed negotiated withdrew invaded launched
		annexed reacted responded retaliated threatens intensified
		recognize recognise accept agree reject refuse support back seek consider impose respond retaliate negotiate`)
	// adverbs and auxiliaries may stand between a subject and its verb.
	mayIntervene = set(`has had have also then later again once repeatedly immediately still now earlier will would could should may
		might did does do not never often officially publicly recently long already initially previously ever only formally
		swiftly quickly strongly firmly categorically flatly`)

	// rolesAhead are capitalised words that stand between a place and the noun of a role.
	rolesAhead = set(`deputy prime foreign defense defence interior regional city acting vice first police finance energy health
		justice economy education former military district oblast`)
)

// regionNounAfter tells the nouns that, after a name, make it that of a region.
func regionNounAfter(low string) bool {
	switch low {
	case "regions", "oblasts", "provinces", "governorate", "область", "області", "областью", "областю", "области":
		return true
	}
	return gazetteer.RegionNoun(low)
}
