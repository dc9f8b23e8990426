package statement

import (
	"testing"
	"time"

	"livebrief/internal/brief"
)

// Two cases of autumn 2022 in the desk's own words, and the register they rest on.

func kyiv(t testing.TB) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Kyiv")
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

// on is the beginning of a day in Kyiv.
func on(t testing.TB, day string) time.Time {
	t.Helper()
	at, err := time.ParseInLocation(time.DateOnly, day, kyiv(t))
	if err != nil {
		t.Fatal(err)
	}
	return at
}

func register() Register {
	return Register{
		"zelenskiy": {Speaker: brief.Speaker{Name: "Volodymyr Zelenskiy", Aliases: []string{"Zelenskiy", "Зеленський"},
			Roles: []brief.SpeakerRole{{Title: "president", Organisation: "Ukraine", Side: "Ukraine", From: "2019-05-20"}}}, Rev: 1},
		"reznikov": {Speaker: brief.Speaker{Name: "Oleksiy Reznikov", Aliases: []string{"Reznikov"},
			Roles: []brief.SpeakerRole{{Title: "defence minister", Organisation: "Ukraine", Side: "Ukraine", From: "2021-11-04", To: "2023-09-05"}}}, Rev: 1},
		"peskov": {Speaker: brief.Speaker{Name: "Dmitry Peskov", Roles: []brief.SpeakerRole{{Title: "spokesman", Organisation: "Kremlin", Side: "Russia", From: "2012"}}}, Rev: 1},
		"putin":  {Speaker: brief.Speaker{Name: "Vladimir Putin", Roles: []brief.SpeakerRole{{Title: "president", Organisation: "Russia", Side: "Russia", From: "2012-05-07"}}}, Rev: 1},
		"gone":   {Speaker: brief.Speaker{Name: "O. Reznikov", MergedInto: "reznikov"}, Rev: 2},
	}
}

func evidence(id brief.EvidenceID, term brief.TermID, date brief.Date, stance brief.Stance, side brief.Side) brief.Evidence {
	return brief.Evidence{ID: id, Terms: []brief.TermID{term}, Date: date, Stance: stance, Side: side, Text: "What was found.",
		Reference: brief.Reference{URL: "https://press.example/" + string(id), Outlet: "Press"}}
}

func rendering(id brief.RenderingID, day brief.Date, covers ...brief.Coverage) brief.Rendering {
	return brief.Rendering{ID: id, Reference: brief.Reference{URL: "https://outlet.example/" + string(id), Outlet: "An Outlet"}, On: day, Covers: covers}
}

func quotedFlat(term brief.TermID) brief.Coverage {
	return brief.Coverage{Term: term, Verbatim: true, Force: brief.Flat}
}

// guarantees is the pledge of 24 September 2022 with the evidence of three years.
func guarantees(t testing.TB) brief.Statement {
	e := []brief.Evidence{
		evidence("e1", "t1", "2022-11-15", brief.Contradicts, brief.Independent),
		evidence("e2", "t1", "2024-03-26", brief.Supports, brief.Independent),
		evidence("e3", "t2", "2022-12-15", brief.Supports, brief.SpeakerSide),
		evidence("e4", "t2", "2025-04-15", brief.Contradicts, brief.Independent),
		evidence("e5", "t3", "2022-11-12", brief.Contradicts, brief.Independent),
		evidence("e6", "t3", "2022-11-16", brief.Supports, brief.SpeakerSide),
		evidence("e7", "t2", "2023-05-18", brief.Context, brief.Independent),
	}
	return brief.Statement{Kind: brief.KindPledge, Title: "Three guarantees to soldiers who surrender", Speaker: "zelenskiy",
		As:        brief.Capacity{Name: "Volodymyr Zelenskiy", Role: "president", Organisation: "Ukraine", Side: "Ukraine"},
		Addressee: "Russian soldiers", Language: "ru", Channel: "address", Said: brief.EventTime{From: on(t, "2022-09-24"), Precision: brief.ToDay, Zone: "Europe/Kyiv"},
		Terms: []brief.Term{
			{ID: "t1", Text: "treated by the conventions", Force: brief.Flat, ReviewOn: "2025-03-24"},
			{ID: "t2", Text: "nobody learns that it was voluntary", Force: brief.Flat},
			{ID: "t3", Text: "no exchange for who fears it", Condition: "fear of return", Force: brief.Flat}},
		Renderings: []brief.Rendering{rendering("r1", "2022-09-24", quotedFlat("t1"), quotedFlat("t2"), quotedFlat("t3")),
			rendering("r2", "2022-09-25", brief.Coverage{Term: "t1", Force: brief.Flat}, brief.Coverage{Term: "t3", Force: brief.Attributed})},
		Evidence: e, Change: brief.StatementChange{Class: brief.Publish}}
}

// forecast is that of 30 December 2022.
func forecast(t testing.TB) brief.Statement {
	absent := evidence("e1", "t1", "2023-02-01", brief.Absence, brief.Independent)
	absent.Searched = []brief.Search{{For: "closed borders", Where: "four agencies", On: "2023-02-01"}}
	early := evidence("e2", "t1", "2023-01-06", brief.Absence, brief.SpeakerSide)
	early.Searched = []brief.Search{{For: "closed borders", Where: "one agency", On: "2023-01-06"}}
	return brief.Statement{Kind: brief.KindForecast, Title: "Closed borders in January", Speaker: "reznikov",
		As:   brief.Capacity{Name: "Oleksiy Reznikov", Role: "defence minister", Organisation: "Ukraine", Side: "Ukraine"},
		Said: brief.EventTime{From: on(t, "2022-12-30").Add(23 * time.Hour), Precision: brief.ToMinute, Zone: "Europe/Kyiv"},
		Terms: []brief.Term{
			{ID: "t1", Text: "borders close to men", Force: brief.Flat, Due: brief.DueWindow{From: "2023-01-01", To: "2023-01-10", Rule: "month-first-third"}},
			{ID: "t2", Text: "Belarus likewise", Force: brief.Hedged, Due: brief.DueWindow{To: "2023-01"}}},
		Renderings: []brief.Rendering{rendering("r1", "2022-12-31", quotedFlat("t1"), brief.Coverage{Term: "t2", Force: brief.Hedged}),
			rendering("r2", "2022-12-31", brief.Coverage{Term: "t2", Force: brief.Flat})},
		Evidence: []brief.Evidence{absent, early, evidence("e3", "t1", "2023-02-12", brief.Contradicts, brief.SpeakerSide)},
		Change:   brief.StatementChange{Class: brief.Publish}}
}

// denial is that of 13 September 2022; surrender the law of the 24th.
func denial(t testing.TB) brief.Statement {
	return brief.Statement{Kind: brief.KindDenial, Title: "No talk of mobilisation", Speaker: "peskov",
		As:      brief.Capacity{Name: "Dmitry Peskov", Role: "spokesman", Organisation: "Kremlin", Side: "Russia"},
		Said:    brief.EventTime{From: on(t, "2022-09-13"), Precision: brief.ToDay},
		Targets: []brief.Target{{Text: "that mobilisation is considered"}},
		Terms:   []brief.Term{{ID: "t1", Text: "no talk of it at this point", Force: brief.Hedged}}, Renderings: []brief.Rendering{rendering("r1", "2022-09-13")},
		Evidence: []brief.Evidence{evidence("e1", "t1", "2022-09-21", brief.Contradicts, brief.SpeakerSide), evidence("e2", "t1", "2022-09-22", brief.Supports, brief.Independent)},
		Change:   brief.StatementChange{Class: brief.Publish}}
}

func surrender(t testing.TB) brief.Statement {
	return brief.Statement{Kind: brief.KindLawChange, Title: "Penalties for surrender", Speaker: "putin", As: brief.Capacity{Name: "Vladimir Putin", Role: "president"},
		Said:       brief.EventTime{From: on(t, "2022-09-24"), Precision: brief.ToDay},
		Terms:      []brief.Term{{ID: "t1", Text: "three to ten years", Force: brief.Flat, Law: brief.LawTerm{PenaltyMin: "3", PenaltyMax: "10", PenaltyUnit: "years", InForceFrom: "2022-09-24"}}},
		Renderings: []brief.Rendering{rendering("r1", "2022-09-24", quotedFlat("t1"))},
		Evidence:   []brief.Evidence{evidence("e1", "t1", "2022-09-24", brief.Supports, brief.Independent), evidence("e2", "t1", "2024-04-11", brief.Supports, brief.Independent)},
		Change:     brief.StatementChange{Class: brief.Publish}}
}

// known is what statements are judged against here: the register, and one statement on the record.
func known(t testing.TB) Known {
	return Known{Speaker: register().Speaker, Statement: func(id brief.StatementID) bool { return id == "recorded" }, Zone: kyiv(t)}
}

// decided is a case with verdicts on some of its terms, entry 10 the first.
func decided(s brief.Statement, outcomes ...brief.Outcome) Case {
	c := Case{Statement: s}
	for i, o := range outcomes {
		c.Outcomes = append(c.Outcomes, Decided{Seq: brief.Seq(10 + i), Outcome: o})
	}
	return c
}
