package page

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"livebrief/internal/brief"
)

// countingBriefing is a briefing that shows numbers.
func countingBriefing() brief.Briefing {
	b := warBriefing()
	b.Sections = append(b.Sections, brief.SectionAid, brief.SectionCivilians)
	return b
}

// aidPair is the total of one aid release, told twice under one label.
func aidPair() brief.Numbers {
	total := brief.Series{ID: "kiel.total.allocation", Title: "aid to Ukraine, all donors", Counted: brief.CountedAid, Unit: "EUR", Scale: 9, Measure: brief.Allocated}
	norway := brief.Series{ID: "kiel.norway.allocation", Title: "Norway, total", Counted: brief.CountedAid, Unit: "EUR", Scale: 9, Measure: brief.Allocated, Actor: "Norway"}
	promised := norway
	promised.ID, promised.Measure = "kiel.norway.commitment", brief.Committed
	gdp := brief.Series{ID: "gdp.norway", Title: "Norway, output", Counted: brief.CountedGDP, Unit: "EUR", Scale: 9, Actor: "Norway"}
	v := func(id string, s brief.SeriesID, value string, known brief.Date) brief.Version {
		return brief.Version{ID: brief.VersionID(id), Series: s, From: "2022-01-24", To: "2026-04-30", Known: known, Published: known, Value: value, Basis: brief.BasisRecorded, Label: "release 29",
			Change: brief.NumberFirst, Source: brief.Reference{URL: "https://aid.example/29", Outlet: "Aid tracker"}}
	}
	second := v("v2", total.ID, "358.40", "2026-07-30")
	second.Supersedes, second.Change, second.Reason = "v1", brief.NumberExchangeRate, "Exchange rates of military equipment were mended."
	output := v("g1", gdp.ID, "415", "2022-05-01")
	output.From, output.To = "2021", ""
	return brief.Numbers{Tracker: "kiel", Title: "Aid tracker", Topic: brief.TopicAid, Source: brief.NumberSource{Name: "Aid tracker", Address: "https://aid.example/", Licence: "CC BY 4.0", Caveat: "Governments only."},
		Series:   []brief.Series{total, norway, promised, gdp},
		Versions: []brief.Version{v("v1", total.ID, "350.88", "2026-07-27"), second, v("n1", norway.ID, "10.690", "2026-08-04"), v("n2", promised.ID, "24.724", "2026-08-04"), output},
		Change:   brief.StatementChange{Class: brief.Publish}}
}

// harm is verified killed by two sources, a claim beside them, and a range by place.
func harm() []brief.Numbers {
	killed := brief.Series{ID: "ohchr.killed", Title: "civilians killed", Counted: brief.CountedKilled, Unit: "persons", Cumulative: true, LowerBound: true}
	version := func(id string, s brief.SeriesID, to brief.Date, value string) brief.Version {
		return brief.Version{ID: brief.VersionID(id), Series: s, From: "2022-02-24", To: to, Known: to, Value: value, Basis: brief.BasisVerified, Change: brief.NumberFirst}
	}
	un := brief.Numbers{Tracker: "ohchr", Title: "Civilian harm", Topic: brief.TopicCivilians, Source: brief.NumberSource{Name: "OHCHR", Caveat: "The real figures are considerably higher."},
		Series:   []brief.Series{killed},
		Versions: []brief.Version{version("k1", killed.ID, "2022-12-26", "6884"), version("k2", killed.ID, "2023-01-29", "7110")}, Change: brief.StatementChange{Class: brief.Publish}}
	displaced := func(name string, values ...string) brief.Numbers {
		s := brief.Series{ID: brief.SeriesID(name + ".displaced"), Title: "displaced within Ukraine, " + name, Counted: brief.CountedDisplaced, Unit: "persons"}
		n := brief.Numbers{Tracker: name, Title: "Displaced", Topic: brief.TopicCivilians, Source: brief.NumberSource{Name: strings.ToUpper(name)}, Series: []brief.Series{s}, Change: brief.StatementChange{Class: brief.Publish}}
		for i, value := range values {
			n.Versions = append(n.Versions, brief.Version{ID: brief.VersionID(fmt.Sprintf("%s%d", name, i)), Series: s.ID, From: brief.Date(fmt.Sprint(2016 + i)), Known: "2022-06-01", Value: value, Basis: brief.BasisEstimated, Change: brief.NumberFirst})
		}
		return n
	}
	east := brief.Series{ID: "harm.east", Title: "injured, Estmark East", Counted: brief.CountedInjured, Unit: "persons", Place: "Estmark East", PlaceCode: "XX03"}
	south := east
	south.ID, south.Place, south.PlaceCode = "harm.south", "Estmark South", "XX02"
	north := east
	north.ID, north.Place, north.PlaceCode = "harm.north", "Estmark North", "XX01"
	places := brief.Numbers{Tracker: "harm", Title: "By place", Topic: brief.TopicCivilians, Source: brief.NumberSource{Name: "Invented monitor"}, Series: []brief.Series{east, south, north},
		Versions: []brief.Version{{ID: "p1", Series: east.ID, From: "2025-01-31", Known: "2025-02-01", Value: "20", Qualifier: ">", Basis: brief.BasisRecorded, Change: brief.NumberFirst},
			{ID: "p2", Series: south.ID, From: "2025-01-31", Known: "2025-02-01", Basis: brief.BasisRecorded, Change: brief.NumberFirst},
			{ID: "p3", Series: north.ID, From: "2025-01-31", Known: "2025-02-01", Value: "0", Low: "0", High: "9", Basis: brief.BasisRecorded, Change: brief.NumberFirst}},
		Change: brief.StatementChange{Class: brief.Publish}}
	losses := brief.Series{ID: "losses.personnel", Title: "Russian losses of personnel", Counted: brief.CountedLosses, Unit: "persons", Cumulative: true}
	claim := version("l1", losses.ID, "2023-01-30", "127500")
	claim.Basis, claim.Qualifier, claim.By = brief.BasisClaimed, "~", "Ukraine’s General Staff"
	claimed := brief.Numbers{Tracker: "losses", Title: "Claimed losses", Topic: brief.TopicOther, Source: brief.NumberSource{Name: "Ukraine’s General Staff"}, Series: []brief.Series{losses},
		Versions: []brief.Version{claim}, Change: brief.StatementChange{Class: brief.Publish}}
	return []brief.Numbers{un, displaced("unhcr", "1800000", "1800000", "1500002"), displaced("idmc", "1653000", "800000", "800000"), places, claimed}
}

// counted is a chronicle with all of these.
func counted(t testing.TB, lang string) *chronicle {
	b := countingBriefing()
	b.Languages = []string{lang}
	c := newChronicle(t, b)
	c.add(brief.EntryVersions, "t-aid", aidPair())
	for _, n := range harm() {
		c.add(brief.EntryVersions, brief.ItemID("t-"+n.Tracker), n)
	}
	return c
}

// number writes what an address about numbers asks for.
func (c *chronicle) number(at string) string {
	c.t.Helper()
	a, err := ParseNumbers(c.state, at)
	if err != nil {
		c.t.Fatalf("%s: %v", at, err)
	}
	var out bytes.Buffer
	if err := WriteNumbers(&out, c.shelf(), c.bodies, a); err != nil {
		c.t.Fatalf("%s: %v", at, err)
	}
	return out.String()
}

// TestTheReleaseThatChangedUnderOneLabelIsToldAsOfAnyDay is the pair of one published release.
func TestTheReleaseThatChangedUnderOneLabelIsToldAsOfAnyDay(t *testing.T) {
	c := counted(t, "en")
	first, second, now := c.number("aid/as-of/2026-07-28"), c.number("aid/as-of/2026-08-05"), c.number("aid")
	if !strings.Contains(first, "350.88") || strings.Contains(first, "358.40") {
		t.Error("as of 28 July 2026 the first number is not shown alone")
	}
	for name, page := range map[string]string{"as of 5 August": second, "now": now} {
		for _, says := range []string{"358.40\u00a0billion EUR", "was 350.88, now 358.40 (+7.52)", "exchange rates: Exchange rates of military equipment were mended"} {
			if !strings.Contains(page, says) {
				t.Errorf("%s: %q is not on the page", name, says)
			}
		}
	}
	version := c.number("n/kiel.total.allocation/v1")
	for _, says := range []string{"350.88\u00a0billion EUR", "This number was changed later", "358.40", "release 29"} {
		if !strings.Contains(version, says) {
			t.Errorf("the page of the first version does not say %q", says)
		}
	}
	if share := c.number("aid"); !strings.Contains(share, "2.58\u00a0%") || !strings.Contains(share, "% of GDP of 2021") {
		t.Error("what Norway gave of its output is not shown with the year")
	}
}

func TestTwoSourcesAreTwoLines(t *testing.T) {
	page := counted(t, "en").number("civilians")
	for _, says := range []string{"1 800 000", "800 000", "UNHCR, people", "IDMC, people", "at least 7 110", "These numbers are a minimum", "The real figures are considerably higher."} {
		if !strings.Contains(page, strings.ReplaceAll(says, " 000", "\u202f000")) && !strings.Contains(page, strings.NewReplacer("1 800", "1\u202f800", " 000", "\u202f000", "7 110", "7\u202f110").Replace(says)) {
			t.Errorf("%q is not on the page", says)
		}
	}
	if strings.Contains(page, "1\u202f300\u202f000") {
		t.Error("two sources were averaged")
	}
}

// TestEmptyZeroAndMoreThanStayThreeThings holds them apart on the page and in the CSV.
func TestEmptyZeroAndMoreThanStayThreeThings(t *testing.T) {
	c := counted(t, "en")
	page := c.number("civilians")
	for _, says := range []string{"more than 20", "not told", ">0 (0–9)<"} {
		if !strings.Contains(page, says) {
			t.Errorf("%q is not on the page", says)
		}
	}
	rows, err := csv.NewReader(strings.NewReader(c.number("civilians/injured-by-place.csv"))).ReadAll()
	if err != nil || len(rows) != 5 {
		t.Fatal(len(rows), err)
	}
	at := slices.Index(rows[0], "value")
	if got := []string{rows[1][at], rows[2][at], rows[3][at], rows[4][at]}; !slices.Equal(got, []string{"#indicator+value", ">20", "0", ""}) {
		t.Errorf("the CSV has %q", got)
	}
}

func TestAClaimIsDrawnAndWordedAsAClaim(t *testing.T) {
	c := counted(t, "en")
	page := c.number("n/losses.personnel")
	for _, says := range []string{"Claimed by Ukraine’s General Staff, not verified", "about 127\u202f500", "These numbers are a claim of Ukraine’s General Staff and have not been verified."} {
		if !strings.Contains(page, says) {
			t.Errorf("%q is not on the page", says)
		}
	}
	if strings.Contains(c.number("civilians"), "127") {
		t.Error("claimed losses stand among civilians")
	}
}

// TestNumbersCanBeHadInEveryForm asks for everything in every language and holds it to its form.
func TestNumbersCanBeHadInEveryForm(t *testing.T) {
	for _, lang := range []string{"en", "uk", "ru"} {
		c := counted(t, lang)
		for _, at := range []string{"n", "aid", "civilians", "aid/as-of/2026-07-28", "n/ohchr.killed", "n/ohchr.killed/as-of/2022-12-31", "n/harm.east", "n/gdp.norway", "n/kiel.total.allocation/v2", "civilians/killed/embed", "n/ohchr.killed/as-of/2022-12-31/embed", "civilians/as-of/2022-12-31/killed/embed"} {
			page := c.number(at)
			if strings.Contains(page, "%!") || strings.Contains(page, "NaN") || strings.Contains(page, "ZgotmplZ") {
				t.Errorf("%s %s: %s", lang, at, page)
			}
		}
		for _, at := range []string{"aid/donors.svg", "aid/totals.svg", "civilians/killed.svg", "civilians/displaced.svg", "civilians/injured-by-place.svg", "n/losses.personnel.svg", "civilians/as-of/2022-12-31/killed.svg", "n/ohchr.killed/as-of/2022-12-31.svg"} {
			d := xml.NewDecoder(strings.NewReader(c.number(at)))
			for {
				if _, err := d.Token(); err != nil {
					if err != io.EOF {
						t.Errorf("%s %s: %v", lang, at, err)
					}
					break
				}
			}
		}
		for _, at := range []string{"aid.json", "civilians/killed.json", "n/ohchr.killed.json", "n/kiel.total.allocation/v2.json", "civilians/as-of/2022-12-31.json", "aid/as-of/2026-07-28/totals.json"} {
			if !json.Valid([]byte(c.number(at))) {
				t.Errorf("%s %s is not JSON", lang, at)
			}
		}
		if png := c.number("civilians/killed.png"); !strings.HasPrefix(png, "\x89PNG") {
			t.Errorf("%s: the card is no PNG", lang)
		}
	}
}

func TestAddressesOfNumbersThatAreNotThere(t *testing.T) {
	c := counted(t, "en")
	for _, at := range []string{"n/other", "n/ohchr.killed/zz", "n/ohchr.killed/as-of/2022", "aid/as-of/yesterday", "aid/killed", "aid/donors", "aid/donors.pdf", "civilians/killed/more", "aid/.svg", "aid.svg", "aid/as-of/2026-07-28.svg", "aid/as-of/2026-07-28/embed", "fighting",
		"n/ohchr.killed/k1.svg", "n/ohchr.killed/as-of/2022-12-31/k1", "n//k1", "aid/as-of/2026-07-28/none.csv"} {
		if a, err := ParseNumbers(c.state, at); brief.KindOf(err) != brief.KindNotFound {
			t.Errorf("%s: %+v, %v", at, a, err)
		}
	}
	off := warBriefing()
	d := newChronicle(t, off)
	d.add(brief.EntryVersions, "t-aid", aidPair())
	if _, err := ParseNumbers(d.state, "aid"); brief.KindOf(err) != brief.KindNotFound {
		t.Errorf("a section that is off is shown: %v", err)
	}
}

// TestACitedNumberSaysThatItWasRevised cites the first version of the pair.
func TestACitedNumberSaysThatItWasRevised(t *testing.T) {
	c := counted(t, "en")
	d := brief.Development{Headline: "Aid reaches a new height", Text: "Text.", Track: "aid", Kind: brief.KindFigure, Label: brief.Official, Numbers: []string{"kiel.total.allocation/v1", "gone/none"}}
	c.add(brief.Publish, "d1", d)
	var out bytes.Buffer
	if err := WriteItem(&out, c.shelf(), c.bodies, "d1"); err != nil {
		t.Fatal(err)
	}
	for _, says := range []string{"Aid to Ukraine, all donors: 350.88\u00a0billion EUR", "revised since: now 358.40", `href="../n/kiel.total.allocation/v2"`} {
		if !strings.Contains(out.String(), says) {
			t.Errorf("%q is not on the page", says)
		}
	}
	third := aidPair()
	third.Series, third.Versions = nil, third.Versions[:1]
	third.Versions[0].ID, third.Versions[0].Value, third.Versions[0].Change, third.Versions[0].Supersedes, third.Versions[0].Known = "v3", "359", brief.NumberUpdate, "v2", "2026-09-01"
	p := c.add(brief.EntryVersions, "t-aid", third)
	parts, says, err := Fragments(c.shelf(), c.bodies, p)
	if err != nil || says != "numbers" {
		t.Fatal(says, err)
	}
	var ids []string
	for _, f := range parts {
		ids = append(ids, f.ID)
	}
	if !slices.Equal(ids, []string{"numbox-aid", "d-d1", "masthead"}) {
		t.Errorf("the entry changes %v", ids)
	}
}

// TestACorrectionOfANumberIsOnTheListOfCorrections says what it was, what it is, and why.
func TestACorrectionOfANumberIsOnTheListOfCorrections(t *testing.T) {
	c := counted(t, "en")
	fixed := aidPair()
	fixed.Series, fixed.Versions, fixed.Change.Class = nil, fixed.Versions[2:3], brief.Correct
	fixed.Versions[0].ID, fixed.Versions[0].Value, fixed.Versions[0].Change, fixed.Versions[0].Supersedes, fixed.Versions[0].Reason = "n9", "11.19", brief.NumberCorrection, "n1", "A package was left out."
	c.add(brief.EntryVersions, "t-aid", fixed)
	var out bytes.Buffer
	if err := WriteCorrections(&out, c.shelf(), c.bodies); err != nil {
		t.Fatal(err)
	}
	for _, says := range []string{"Aid tracker", "Norway, total: was 10.690, now 11.19 (+0.5), 4 August 2026, correction: A package was left out.", `href="n/kiel.norway.allocation/n9"`} {
		if !strings.Contains(strings.NewReplacer("\u00a0", " ", "&#43;", "+").Replace(out.String()), says) {
			t.Errorf("%q is not on the list", says)
		}
	}
}

// packages are events of aid: an envelope with a tranche under one measure, money in three currencies, a month, no day, things that are counted.
func packages() brief.Numbers {
	s := func(id brief.SeriesID, actor, unit string, measure brief.AidMeasure) brief.Series {
		return brief.Series{ID: id, Title: actor + ", " + unit, Counted: brief.CountedAid, Unit: unit, Actor: actor, Category: "military", Measure: measure}
	}
	v := func(id string, series brief.SeriesID, from brief.Date, value string, e brief.AidEvent, worth ...brief.Worth) brief.Version {
		e.Row = id
		return brief.Version{ID: brief.VersionID(id), Series: series, From: from, Known: "2025-01-10", Value: value, Basis: brief.BasisRecorded, Change: brief.NumberFirst, Event: &e, Worth: worth}
	}
	return brief.Numbers{Tracker: "packages", Title: "Packages", Topic: brief.TopicAid, Source: brief.NumberSource{Name: "Invented"}, Change: brief.StatementChange{Class: brief.Publish},
		Series: []brief.Series{s("p.north.nok", "Northland", "NOK", brief.Allocated), s("p.union.eur", "Union", "EUR", brief.Committed), s("p.north.items", "Northland", "items", brief.Delivered), s("p.west.rub", "Westreach", "RUB", brief.Allocated)},
		Versions: []brief.Version{
			v("a1", "p.north.nok", "2024-01-15", "700000000", brief.AidEvent{Item: "launcher", Count: "4"}, brief.Worth{Currency: "EUR", Value: "61890000", Rule: brief.WorthStated}),
			v("a2", "p.north.nok", "2024-03", "11.05", brief.AidEvent{Item: "launcher"}, brief.Worth{Currency: "EUR", Value: "1.00", Rule: brief.WorthAnnouncement, Rate: "11.05", RateDay: "2024-03-28", RateSource: "European Central Bank"}),
			v("a3", "p.north.nok", "", "22.10", brief.AidEvent{}, brief.Worth{Currency: "EUR", Value: "2.00", Rule: brief.WorthFixed}),
			v("u1", "p.union.eur", "2024-06-30", "50000000000", brief.AidEvent{}), v("u2", "p.union.eur", "2024-07-15", "4200000000", brief.AidEvent{Parent: "u1"}),
			v("i1", "p.north.items", "2024-02-01", "2", brief.AidEvent{Item: "launcher"}), v("r1", "p.west.rub", "2024-02-01", "5", brief.AidEvent{}),
		}}
}

func TestEventsOfAidAreAddedByDonorAndMonthOrNotAtAll(t *testing.T) {
	c := newChronicle(t, countingBriefing())
	c.add(brief.EntryVersions, "t", packages())
	page := strings.NewReplacer("\u00a0", " ", "\u202f", " ").Replace(c.number("aid"))
	for _, says := range []string{
		"Northland", "61 890 003 EUR", "1 EUR",
		"Amounts in other currencies are converted: as the source states it, by the rate of the day and by the rate of one day for all.",
		"Left out because they have no amount in this currency: 1.", "1 number without a date is not in the months",
		"Some numbers are not added up, because they hold each other or count differently.", "By month and kind: allocated", "January 2024", "March 2024",
		"at least 4", "launcher", "Delivered",
	} {
		if !strings.Contains(page, says) {
			t.Errorf("%q is not on the page", says)
		}
	}
	if strings.Contains(page, "54 200 000 000") {
		t.Error("an envelope was added to its own tranche")
	}
	version := strings.NewReplacer("\u00a0", " ", "\u202f", " ").Replace(c.number("n/p.north.nok/a2"))
	if !strings.Contains(version, "1 EUR = 11.05 NOK, 28 March 2024, European Central Bank") {
		t.Error("the rate and its day do not stand with the number")
	}
}

// TestANumberBeyondAllSizesStandsInTheTableAlone draws nothing of it, and breaks no page.
func TestANumberBeyondAllSizesStandsInTheTableAlone(t *testing.T) {
	c := newChronicle(t, countingBriefing())
	n := aidPair()
	for i := range n.Versions {
		n.Versions[i].Value = strings.Repeat("9", 40)
	}
	c.add(brief.EntryVersions, "t-aid", n)
	if page := c.number("aid"); !strings.Contains(page, "999\u202f999") || strings.Contains(page, "m-chart") {
		t.Error("the page has a drawing, or lacks the number")
	}
	a, err := ParseNumbers(c.state, "aid/totals.svg")
	if err == nil {
		err = WriteNumbers(io.Discard, c.shelf(), c.bodies, a)
	}
	if brief.KindOf(err) != brief.KindNotFound {
		t.Errorf("the drawing: %v", err)
	}
	for _, at := range NumbersInCopy(c.state) {
		if a, err := ParseNumbers(c.state, at); err != nil {
			t.Errorf("a copy has %s: %v", at, err)
		} else if err := WriteNumbers(io.Discard, c.shelf(), c.bodies, a); err != nil {
			t.Errorf("a copy has %s: %v", at, err)
		}
	}
}
