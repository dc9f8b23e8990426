package page

import (
	"html/template"
	"strconv"
	"strings"

	"livebrief/internal/brief"
)

// Words is the furniture of the pages in one language: everything a reader sees that the desk did not write. A language
// is added by one more value of this type and one more case in [WordsFor].
type Words struct {
	Tag string // BCP 47

	LiveBriefing, Latest, AllCoverage, Corrections, TextOnly, Skip, BriefingNav string
	Live, Quiet, Closed, Reconstruction, AsItStood                              string
	QuietSays, ClosedSays, ReconstructionSays                                   string
	Untranslated                                                                string // takes the language of the text
	Edition, LastChanged                                                        string // take an edition's number
	Check, Permanent, And, ToNow                                                string
	Follows                                                                     string // takes the tracks
	AsOfSays                                                                    string // takes the edition and its time

	AtAGlance, GlanceEmpty, LineLink, LineGone, LineHistory, More                  string
	SaidOn, CorrectedMark                                                          string // take a date or an hour
	Developments, DevelopmentsEmpty, All, Tracks, TrackEmpty, Days, DayEmpty       string
	TrackUntil                                                                     string // takes a date
	Stories, StoriesEmpty, StoriesMore, SeeAlso, LatestCorrections, AllCorrections string

	Corrected, Updated, Withdrawn                                              string // take a time
	Removed                                                                    string // takes the reason and a time
	PartRemoved                                                                string // takes the reason
	RemovedWhy                                                                 string // takes an entry's number
	HeldSays, Held, Compare, WithdrawnMark, RemovedMark, RemovedSays, ItemGone string
	UnverifiedSays, RestsOn, WhatWasRead, LinkToThis                           string
	By, Happened                                                               string // take a name, and a time
	FromTo                                                                     string // takes two times
	About                                                                      string // takes a time

	History, HistorySays, ItemBack, TextWithheld, SameText                                                  string
	Change                                                                                                  string // takes a number
	CorrectionsSays, CorrectionsEmpty, RowsMore                                                             string
	ChangesTitle                                                                                            string // takes an edition
	ChangesSays                                                                                             string // takes two editions
	ChangesNone, ChangedNew, ChangedUpdated, ChangedCorrected, ChangedHeld, ChangedWithdrawn, ChangedGlance string
	Newer, Older, Pages                                                                                     string
	ApartCut, ApartRefused                                                                                  string // take a time
	PageOf                                                                                                  string // takes two numbers

	TrackFeed, BoxLabel, EmbedLabel, Imprint, Privacy, Contact, CoverageHere                                               string
	CoverageOf                                                                                                             string // takes the newsroom's name
	Private, Verify, SignedAs, ReadAll, Briefings, BriefingsEmpty, Home, Preview, PreviewSays, Printed, LiteSays, FullPage string

	Witnesses, WitnessesSay, WitnessesEmpty, WitnessesProveTitle, WitnessesProve, WitnessesNotTitle, WitnessesNot string
	Witnessed                                                                                                     string // takes how many of how many
	NotWitnessed, JustNow, WitnessNothing, WitnessProof                                                           string
	OnDate                                                                                                        string // takes a date
	WitnessNewest                                                                                                 string // takes an edition; a time follows
	WitnessBehind                                                                                                 string // takes an edition and how many are missing; a time follows

	Kinds                           map[brief.DevelopmentKind]string
	Labels                          map[brief.Label]string
	Changes                         map[brief.EntryKind]string
	Reasons                         map[string]string // classes of a redaction
	Months, MonthNames, ShortMonths [12]string        // as in "24 September", "September 2022", "24 Sep"
	AfterWeekday                    string            // between "Saturday" and the date
	Weekdays                        [7]string         // from Sunday
	Zones                           map[string]string // IANA name to what people call it; others are named by their city

	Versions, WitnessCount, MinutesAgo, HoursAgo, ItemsCounted, DaysCounted plural

	// Copies is what pages say of copies and mirrors.
	Copies copyWords

	// Maps is what pages say of control maps.
	Maps mapWords

	// Numbers is what pages say of numbers: aid and civilians.
	Numbers numberWords

	// Ledger is what pages say of statements and of what came of them.
	Ledger ledgerWords

	// Script holds what the script of the live page says, by the names it asks for; counted words have a plural
	// category of CLDR at the end and %d for the number.
	Script map[string]string
}

// plural holds the forms of a counted noun; languages with two forms leave Few equal to Many.
type plural struct{ One, Few, Many string }

// WordsFor gives the furniture in the language of a BCP 47 tag, English where there is none.
func WordsFor(tag string) *Words {
	base, _, _ := strings.Cut(strings.ToLower(tag), "-")
	switch base {
	case "uk":
		return &ukrainian
	case "ru":
		return &russian
	}
	return &english
}

// count gives "1 version", "3 versions", by the rule of the language.
func (w *Words) count(n int, p plural) string {
	form := p.Many
	switch {
	case w.Tag == "en":
		if n == 1 {
			form = p.One
		}
	case n%10 == 1 && n%100 != 11:
		form = p.One
	case n%10 >= 2 && n%10 <= 4 && (n%100 < 12 || n%100 > 14):
		form = p.Few
	}
	return w.number(n) + "\u00a0" + form
}

// number parts thousands by a narrow space that does not break, the same in every language.
func (w *Words) number(n int) string {
	digits := strconv.Itoa(n)
	var b strings.Builder
	for i, d := range digits {
		if left := len(digits) - i; i > 0 && left%3 == 0 {
			b.WriteString("\u202f")
		}
		b.WriteRune(d)
	}
	return b.String()
}

// scriptWords gives the words of the script as attributes, in the order of their names.
func (w *Words) scriptWords() template.HTMLAttr { return scriptAttrs(w.Script) }

// list joins names: "World, Fighting and Civilians".
func (w *Words) list(names []string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	last := len(names) - 1
	return strings.Join(names[:last], ", ") + " " + w.And + " " + names[last]
}

// rightToLeft holds the languages whose script runs from right to left.
var rightToLeft = map[string]bool{"ar": true, "ckb": true, "dv": true, "fa": true, "he": true, "ps": true, "sd": true, "ug": true,
	"ur": true, "yi": true}

// direction gives the value of the dir attribute for a language.
func direction(tag string) string {
	base, _, _ := strings.Cut(strings.ToLower(tag), "-")
	if rightToLeft[base] {
		return "rtl"
	}
	return "ltr"
}
