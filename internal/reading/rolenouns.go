package reading

import "strings"

// headNouns are the nouns that name roles, each with those of a role that a later mention may mean by it: a chief
// may be a minister, but a minister is no chief.
var headNouns = headTable()

func headTable() map[string][]string {
	m := map[string][]string{
		"chief":  strings.Fields("chief minister head secretary commander director"),
		"head":   strings.Fields("head chief minister director chairman chairwoman chair"),
		"boss":   strings.Fields("boss chief head director"),
		"leader": strings.Fields("leader president premier chancellor chairman chairwoman minister king queen"),
	}
	spokespeople := strings.Fields("spokesman spokeswoman spokesperson")
	for _, w := range spokespeople {
		m[w] = spokespeople
	}
	for _, w := range strings.Fields("minister secretary president chancellor premier commander director chairman chairwoman chairperson chair mayor governor") {
		m[w] = []string{w}
	}
	for _, w := range strings.Fields(`general colonel captain major lieutenant sergeant admiral marshal ambassador envoy prosecutor judge
		executive ceo cfo coo md strategist secretary-general counsel consultant trader broker economist investor pilot astronaut aide premier dictator
	ayatollah emir sultan sheikh caliph emperor empress monk pastor priest bishop cardinal archimandrite
	negotiator diplomat consul attaché regulator magistrate justice attorney auditor inspector-general scholar
	senator lawmaker deputy professor doctor king queen prince princess pope patriarch bishop archbishop editor manager
		official officer adviser advisor analyst expert economist historian lawyer coordinator commissioner speaker
		inspector engineer teacher nurse farmer driver resident mother father brother sister witness activist volunteer
		journalist reporter researcher scientist owner founder politician congressman congresswoman representative
		superintendent warden ombudsman ombudswoman councillor councilor sheriff rabbi imam author soldier surgeon
		президент министр губернатор мэр міністр міський-голова bürgermeister bürgermeisterin ministre président präsident`) {
		m[w] = append(m[w], w)
	}
	for w := range strings.FieldsSeq(trades) {
		if m[w] == nil {
			m[w] = []string{w}
		}
	}
	return m
}

// trades are nouns of who somebody is by work, art, sport, study, faith or office. Common family names are left out of them:
// a baker, a cook, a porter.
const trades = `actor actress comedian singer songwriter rapper musician guitarist drummer bassist vocalist frontman violinist pianist
	conductor composer dancer choreographer painter sculptor artist illustrator cartoonist photographer filmmaker screenwriter playwright
	novelist poet writer essayist critic blogger columnist correspondent commentator broadcaster anchor presenter host pundit publisher
	producer promoter curator librarian archivist translator interpreter
	player coach trainer striker goalkeeper midfielder defender forward skipper batsman bowler pitcher quarterback referee umpire
	footballer cricketer golfer boxer wrestler swimmer sprinter runner athlete cyclist skier skater sailor rower racer rider jockey
	gymnast champion medallist medalist winner finalist rival teammate opponent
	archaeologist anthropologist astronomer astrophysicist biochemist biologist botanist chemist climatologist criminologist
	ecologist entomologist epidemiologist geneticist geographer geologist geophysicist hydrologist immunologist linguist
	mathematician meteorologist microbiologist neurologist neuroscientist oceanographer oncologist ornithologist palaeontologist
	paleontologist pathologist pharmacologist physician physicist physiologist psychiatrist psychologist seismologist sociologist
	statistician theologian toxicologist virologist volcanologist zoologist academic fellow lecturer tutor dean principal
	headteacher headmaster headmistress rector provost vice-chancellor student undergraduate postgraduate
	cardiologist dentist midwife paramedic paediatrician pediatrician pharmacist psychotherapist therapist veterinarian vet medic coroner
	solicitor barrister litigator notary paralegal defendant plaintiff claimant juror
	accountant banker builder businessman businesswoman contractor designer developer distributor electrician entrepreneur
	financier fisherman forester gardener grower hacker hotelier industrialist inventor landlord landowner mechanic
	merchant miner operator planner planter plumber programmer publican rancher restaurateur retailer salesman shipbuilder shopkeeper
	shopper stockbroker supplier surveyor tailor tenant trucker vendor architect technician trainee waiter waitress worker
	employee employer foreman supervisor treasurer clerk receptionist caretaker janitor guard
	co-pilot navigator crewman stewardess attendant commuter motorist pedestrian passenger traveller traveler
	tourist holidaymaker hiker climber camper pilgrim
	constable detective investigator patrolman policeman policewoman trooper forecaster firefighter fireman lifeguard rescuer ranger
	corporal brigadier commodore cadet recruit conscript veteran fighter guerrilla militant rebel insurgent gunman sniper warlord
	spy agent whistleblower informant defector exile refugee migrant asylum-seeker prisoner hostage captive detainee inmate convict
	suspect victim survivor bystander onlooker eyewitness neighbour neighbor villager islander pensioner retiree homeowner
	householder teenager youngster girl boy woman man mum mom dad grandmother grandfather aunt uncle cousin nephew niece son daughter
	wife husband widow widower girlfriend boyfriend fiancée fiancé partner friend colleague supporter backer fan follower donor
	campaigner demonstrator protester protestor marcher organiser organizer unionist dissident reformer feminist environmentalist
	conservationist philanthropist lobbyist delegate mediator arbitrator monitor observer peacekeeper
	mp mep msp cfo cto cio vp parliamentarian legislator backbencher frontbencher whip candidate contender challenger incumbent nominee statesman
	ex-president ex-minister viceroy regent monarch duke duchess baron baroness lord lady
	cleric clergyman chaplain vicar curate deacon nun friar lama guru preacher missionary evangelist mufti mullah abbot
	chef brewer winemaker beekeeper butcher breeder collector dealer auctioneer antiquarian
	insider mouthpiece ghostwriter biographer chronicler narrator interviewer interviewee caller reader viewer listener
	customer client patient buyer seller subscriber user co-founder co-owner co-author shareholder stakeholder creditor`
