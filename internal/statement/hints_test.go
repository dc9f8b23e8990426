package statement

import (
	"testing"
	"time"

	"livebrief/internal/brief"
)

// heard is a reading with one statement by Brun whose content is the first sentence, and the rest of the text as sentences.
func heard(sentences ...string) brief.Reading {
	var r brief.Reading
	for _, s := range sentences {
		from := len(r.Report.Text)
		r.Report.Text += s + " "
		r.Sentences = append(r.Sentences, brief.Span{Start: from, End: from + len(s)})
	}
	if len(sentences) > 0 {
		r.Statements = []brief.ReadStatement{{Kind: brief.KindPledge, Speaker: brief.ReadSpeaker{Name: "Brun"},
			Content: []brief.Mention{{Span: r.Sentences[0], Text: sentences[0]}}}}
	}
	return r
}

func TestTheProgramProposesAndNothingMore(t *testing.T) {
	day := func(d string) time.Time {
		at, err := time.Parse(time.DateOnly, d)
		if err != nil {
			t.Fatal(err)
		}
		return at.Add(12 * time.Hour)
	}
	register := Register{"brun": {Speaker: brief.Speaker{Name: "Ada Brun", Aliases: []string{"Brun"}}}, "vell": {Speaker: brief.Speaker{Name: "Carl Vell"}}}
	vow := func(speaker brief.SpeakerID) Candidate {
		return Candidate{"s1", brief.Statement{Kind: brief.KindPledge, Title: "A ferry for the island", Speaker: speaker,
			Said:       brief.EventTime{From: day("2022-09-24"), Precision: brief.ToDay},
			Terms:      []brief.Term{{ID: "t1", Text: "the ferry sails to the island by the end of October"}},
			Renderings: []brief.Rendering{{ID: "r1", Reference: brief.Reference{URL: "https://known.example/1"}}}}}
	}
	for _, c := range []struct {
		name      string
		published string
		url       string
		reading   brief.Reading
		candidate Candidate
		rule      string
		stance    brief.Stance
	}{
		{"the next day, in other words", "2022-09-25", "", heard("A ferry will sail to the island in October."), vow("brun"), SameStatement, ""},
		{"a month later", "2022-11-25", "", heard("We like ferries."), vow("brun"), "", ""},
		{"by somebody else", "2022-09-25", "", heard("A ferry will sail to the island in October."), vow("vell"), LaterWord, brief.Supports},
		{"of something else", "2022-09-25", "", heard("The school gets a roof this winter."), vow("brun"), "", ""},
		{"known already", "2022-09-25", "https://known.example/1", heard("A ferry will sail to the island in October."), vow("brun"), "", ""},
		{"it came", "2022-11-02", "", heard("Nothing new.", "The ferry sailed to the island at the end of October."), vow("brun"), LaterWord, brief.Supports},
		{"it did not come", "2022-11-02", "", heard("Nothing new.", "No ferry sailed to the island by the end of October."), vow("brun"), LaterWord, brief.Contradicts},
		{"before it was said", "2022-09-01", "", heard("Nothing new.", "No ferry sailed to the island by the end of October."), vow("brun"), "", ""},
		{"an empty report", "2022-11-02", "", heard(), vow("brun"), "", ""},
	} {
		got := Hints(brief.Report{URL: c.url, Published: day(c.published)}, c.reading, register, []Candidate{c.candidate}, time.UTC)
		switch {
		case c.rule == "" && len(got) > 0:
			t.Errorf("%s: %+v", c.name, got)
		case c.rule != "" && (len(got) != 1 || got[0].Rule != c.rule || got[0].Stance != c.stance || got[0].Statement != "s1"):
			t.Errorf("%s: %+v, want %s %s", c.name, got, c.rule, c.stance)
		}
	}
}
