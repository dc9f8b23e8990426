package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestTokensStandAsInPrint(t *testing.T) {
	for _, c := range []struct{ tokens, want string }{
		{"The mayor , Ada Brun , said : `` We wait . ''", `The mayor, Ada Brun, said: "We wait."`},
		{`" It is late , " she said , " and cold . "`, `"It is late," she said, "and cold."`},
		{"He did n't go ; they 're late , we 've time and she 'll wait .", "He didn't go; they're late, we've time and she'll wait."},
		{"It ' s late , we ' re told .", "It's late, we're told."},
		{"I' ll go , said Michael O' Leary and Tom O 'Reilly .", "I'll go, said Michael O'Leary and Tom O'Reilly."},
		{"The ships ' owners and Northland 's crews .", "The ships' owners and Northland's crews."},
		{"The film , ' Two Ships ' from Oldford , and ` cut the rope ' .", "The film, 'Two Ships' from Oldford, and 'cut the rope'."},
		{"This 'switch ' , he said , is from '82 .", "This 'switch', he said, is from '82."},
		{"`` They say , ` well , it is over , ' '' he said .", `"They say, 'well, it is over,'" he said.`},
		{"the facts : ''I' d write , '' it said .", `the facts: "I'd write," it said.`},
		{"a $ 11bn deal , US$ 2.5 bn , US $ 199 and $ 149 / £ 99", "a $11bn deal, US$2.5 bn, US$199 and $149/£99"},
		{"( GB # 20.1 billion ) and ¥ 1 trillion", "(GB£20.1 billion) and ¥1 trillion"},
		{"up 3.5 % to 10,000 at 18:00 , or 3 : 30 local time", "up 3.5% to 10,000 at 18:00, or 3:30 local time"},
		{"June 13 , 2005", "June 13, 2005"},
		{"fell by -36 , from 290 + seats ( GMT +8 )", "fell by -36, from 290+ seats (GMT +8)"},
		{"Wal - Mart sold piano - and guitar-playing lessons - or two ships", "Wal-Mart sold piano- and guitar-playing lessons - or two ships"},
		{"a need -- and a hope -- for 30 -- 40 days", "a need – and a hope – for 30–40 days"},
		{"Two ships ... sank . ... I wait ...", "Two ships... sank. ... I wait..."},
		{"He works at Motor Co. .", "He works at Motor Co."},
		{"Motor Inc., C. E. Brun and Jr. , of the U.S. , met .", "Motor Inc., C. E. Brun and Jr., of the U.S., met."},
		{"such [ music ] content", "such [music] content"},
		{"the test ] was late", "the test was late"},
		{"in the minutes : : Secretary Carl Vell : `` No . ''", `in the minutes: Secretary Carl Vell: "No."`},
		{": Secretary Carl Vell", "Secretary Carl Vell"},
		{"see http://oldford.example/a-b , or Oldford.com .", "see http://oldford.example/a-b, or Oldford.com."},
		{"audio / video , R&D and S & P !", "audio/video, R&D and S & P!"},
		{"that '' ... ] costs stay high . ''", `that "... costs stay high."`},
	} {
		var s spacing
		if got := s.sentence(strings.Fields(c.tokens)); got != c.want {
			t.Errorf("%s\n got %s\nwant %s", c.tokens, got, c.want)
		}
	}
}

func TestQuotationOverTwoSentencesStaysInOneParagraph(t *testing.T) {
	a := article{ID: "1", Sentences: [][]string{
		strings.Fields("A title"), strings.Fields("May 4 , 2031"), strings.Fields("One ."), strings.Fields("Two ."),
		strings.Fields(`She said , " We wait .`), strings.Fields(`We hope . "`), strings.Fields("said the crew ."),
		strings.Fields("Others sing ` hey ."), strings.Fields("' The end ."),
	}}
	text, spans := plain(a)
	want := "A title\n\nMay 4, 2031\n\nOne. Two. She said, \"We wait. We hope.\" said the crew.\n\nOthers sing 'hey.' The end.\n"
	if text != want {
		t.Errorf("got %q\nwant %q", text, want)
	}
	if s := spans[5]; text[s.start:s.end] != `We hope."` {
		t.Errorf("sentence 6 is %q", text[s.start:s.end])
	}
}

func TestLostLetterIsFound(t *testing.T) {
	a := article{ID: "1", Sentences: [][]string{{"Oldford", "2"}}}
	if err := sameLetters(a, "Oldford\n"); err == nil {
		t.Error("a lost digit passed")
	}
	if err := sameLetters(a, "Oldford, 2."); err != nil {
		t.Error(err)
	}
}

// The committed texts are what the tool makes of the public set, where that is at hand.
func TestTextsAreWhatTheSetMakes(t *testing.T) {
	shared := os.Getenv("LIVEBRIEF_SHARED")
	if shared == "" {
		t.Skip("LIVEBRIEF_SHARED does not name the folder with the public sets")
	}
	made := t.TempDir()
	if err := texts(filepath.Join(shared, "data/eval/semeval2015-timeline"), made); err != nil {
		t.Fatal(err)
	}
	names, err := os.ReadDir(made)
	if err != nil || len(names) != 122 {
		t.Fatalf("%d files, %v", len(names), err)
	}
	for _, n := range names {
		got, _ := os.ReadFile(filepath.Join(made, n.Name()))
		want, err := os.ReadFile(filepath.Join("..", home, n.Name()))
		if err != nil || string(got) != string(want) {
			t.Errorf("%s is not what the set makes; run \"go run ./wikinews texts\"", n.Name())
		}
	}
}

func TestDateOfPublicationIsTheLineBelowTheTitle(t *testing.T) {
	for line, want := range map[string]string{"March 06 , 2008": "2008-03-06", "June 9 , 2009": "2009-06-09"} {
		if got, err := published(strings.Fields(line)); err != nil || got != want {
			t.Errorf("%s: %q, %v", line, got, err)
		}
	}
	if _, err := published([]string{"Snow", "fell"}); err == nil {
		t.Error("a line that is no date passed")
	}
}
