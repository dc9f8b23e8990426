package desk

import (
	"regexp"
	"strings"
)

// English words of the rules. They are made for the short sentences of a briefing: better to let one pass than to
// warn of every second one.
var (
	saysWho = regexp.MustCompile(`(?i)\b(?:according to|citing|quoted|quotes|statement|no comment)\b`)

	passingTime = regexp.MustCompile(`(?i)\b(?:overnight|today|tonight|yesterday|tomorrow|(?:this|last|next) (?:morning|afternoon|evening|night|` +
		`week|weekend|month|year|monday|tuesday|wednesday|thursday|friday|saturday|sunday))\b`)

	dateInText = regexp.MustCompile(`(?i)\b(?:` + months + `\.? \d{1,2}|\d{1,2}(?:st|nd|rd|th)?(?: of)? ` + months + `|\d{4}-\d{2}-\d{2})\b`)

	judging = regexp.MustCompile(`(?i)\b(claim(?:ed|s|ing)|admit(?:ted|s|ting))\b`)
	// noun tells from what stands before "claims" that it is a thing and not an act.
	noun = regexp.MustCompile(`(?i)(?:\b(?:the|these|those|his|her|their|its|our|my|such|any|some|of|no|false|rival|conflicting|similar|earlier|` +
		`insurance|asylum|all|many|several|other)|['’]s?) $`)
	// idiom tells from what stands after it that it does not judge anybody.
	idiom = regexp.MustCompile(`(?i)^ (?:responsibility|(?:the |at least |more than )?[\w,]* ?lives|to (?:a |the )?hospital)`)

	saysUnverified = regexp.MustCompile(`(?i)\bunverified\b|\bunconfirmed\b|\b(?:not|cannot|can't|couldn't)\b[^.]{0,40}\b(?:verif|confirm|establish)|` +
		`\bno (?:independent )?(?:confirmation|verification)\b`)
)

// saying are verbs by which somebody says something, in their plain form; the regular endings are made from it.
const saying = "accuse acknowledge add admit advise affirm agree allege announce appeal argue ask assert assess assure " +
	"attribute blame call caution charge claim comment complain concede condemn confirm contend count counter criticise " +
	"criticize decide declare decline decree demand deny describe disclose dismiss emphasise emphasize endorse estimate expect " +
	"explain express forecast guarantee hint indicate inform insist instruct maintain mention note observe offer order plead " +
	"pledge point post praise predict present proclaim promise propose publish put question quote recall refuse reject " +
	"remark repeat reply report request respond reveal sign state stress suggest testify threaten tweet urge vow warn welcome"

// said are the irregular ones.
const said = "said say says saying told tell tells telling spoke speak speaks speaking wrote write writes writing " +
	"puts putting pleaded admitted admitting forecasts"

// sayers holds every form of those verbs.
var sayers = verbForms(saying, said)

func verbForms(regular, irregular string) map[string]bool {
	forms := map[string]bool{}
	for _, v := range strings.Fields(irregular) {
		forms[v] = true
	}
	for _, v := range strings.Fields(regular) {
		stem, past, third := v, v+"ed", v+"s"
		switch {
		case strings.HasSuffix(v, "e"):
			stem, past = strings.TrimSuffix(v, "e"), v+"d"
		case strings.HasSuffix(v, "y") && !strings.HasSuffix(v, "ay"):
			past, third = strings.TrimSuffix(v, "y")+"ied", strings.TrimSuffix(v, "y")+"ies"
		case strings.HasSuffix(v, "s"), strings.HasSuffix(v, "sh"), strings.HasSuffix(v, "ch"):
			third = v + "es"
		}
		for _, form := range []string{v, past, third, stem + "ing"} {
			forms[form] = true
		}
	}
	return forms
}

// tellsWho tells whether some words of the text attribute it.
func tellsWho(text string) bool {
	if saysWho.MatchString(text) {
		return true
	}
	for _, w := range words(strings.ToLower(text)) {
		if sayers[w] {
			return true
		}
	}
	return false
}

const months = `(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:t(?:ember)?)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)`

var (
	sentenceEnd  = regexp.MustCompile(`[.!?…]+["'”’»)\]]*(?:\s+|$)`)
	abbreviation = regexp.MustCompile(`(?:^|[\s(])(?:\p{Lu}\.?|\p{Lu}(?:\.\p{Lu})+|Mr|Mrs|Ms|Dr|Prof|Gen|Lt|Col|Maj|Sgt|Capt|Adm|Gov|Sen|Rep|Rev|St|No|Jr|Sr|vs|etc|` +
		`e\.g|i\.e|approx|Jan|Feb|Mar|Apr|Aug|Sept?|Oct|Nov|Dec)\.$`)
)

// sentences cuts a text at full stops that are no abbreviation's, and at line breaks.
func sentences(text string) []string {
	var out []string
	for line := range strings.Lines(text) {
		start := 0
		for _, at := range sentenceEnd.FindAllStringIndex(line, -1) {
			upTo := strings.TrimRight(line[:at[1]], " \t\n")
			if abbreviation.MatchString(upTo) && at[1] < len(line) {
				continue
			}
			out = append(out, strings.TrimSpace(line[start:at[1]]))
			start = at[1]
		}
		if rest := strings.TrimSpace(line[start:]); rest != "" {
			out = append(out, rest)
		}
	}
	return out
}
