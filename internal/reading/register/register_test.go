package register

import (
	"errors"
	"strings"
	"testing"
	"unicode/utf8"

	"livebrief/internal/brief"
)

func TestTheDefaultRegisterKnowsThePeopleOfTheWar(t *testing.T) {
	for name, want := range map[string]string{
		"Zelenskyy": "Volodymyr Zelenskiy", "Volodymyr Zelensky": "Volodymyr Zelenskiy", "Vladimir Zelenskyi": "Volodymyr Zelenskiy",
		"V. Selenskyj": "Volodymyr Zelenskiy", "ZELENSKIJ": "Volodymyr Zelenskiy", "Volodymyr Oleksandrovych Zelenskii": "Volodymyr Zelenskiy",
		"Зеленський": "Volodymyr Zelenskiy", "Olena Zelenska": "Olena Zelenska",
		"Shoygu": "Sergei Shoigu", "Sergey Shoigu": "Sergei Shoigu", "Alyaksandr Lukashenka": "Alexander Lukashenko", "Lukashenko": "Alexander Lukashenko",
		"Zaluzhnyi": "Valeriy Zaluzhniy", "Vitaliy Klychko": "Vitali Klitschko", "Wladimir Klitschko": "Volodymyr Klitschko",
		"Recep Tayyip Erdoğan": "Recep Tayyip Erdogan", "Xi Jinping": "Xi Jinping", "North Atlantic Treaty Organisation": "NATO",
		// What is nobody's, or may be two people's.
		"Klitschko": "", "Klychko": "", "Anna Zelensky": "", "A. Zelensky": "", "Anton Lavrov": "", "Sergei": "", "": "", "Atlantic": "", "Organization": "",
	} {
		got, ok := Default().Find(name)
		if got.Name != want || ok != (want != "") {
			t.Errorf("%q is %q, %v; want %q", name, got.Name, ok, want)
		}
		if got.Role != "" {
			t.Errorf("%q has the role %q, which comes from no text", name, got.Role)
		}
	}
	if n := len(Default().entries); n < 60 {
		t.Errorf("%d entries; there were 60 or more", n)
	}
}

func TestSpellingsOfOneNameHaveOneKey(t *testing.T) {
	for _, same := range [][]string{
		{"Haidaiskiy", "Haidaisky", "Haidaiskyy", "Haidaiskyi", "Haidaiskij", "haidaiskii"},
		{"Petro Haidaiskiy", "Petro Haidaisky"},
		{"Volodymyr Zelenskyy", "Vladimir Zelensky", "V. Selenskyj", "Volodymyr Zelenskiy"},
		{"Shoygu", "Schoigu", "SHOIGU"}, {"Klychko", "Klitschko"}, {"D’Arc", "D'Arc"},
	} {
		for _, name := range same {
			if got, want := Default().Key(name), Default().Key(same[0]); got != want {
				t.Errorf("%q has the key %q, %q has %q", name, got, same[0], want)
			}
		}
	}
	for _, two := range [][2]string{{"Petro Haidaisky", "Ivan Haidaisky"}, {"Vitali Klitschko", "Wladimir Klitschko"}, {"Kelly", "Kelli"}, {"Murray", "Murrayi"},
		{"Zelensky", "Zelenska"}, {"Bailey", "Baily"}, {"Iiyy", "Iiy"}} {
		if Default().Key(two[0]) == Default().Key(two[1]) {
			t.Errorf("%q and %q have one key", two[0], two[1])
		}
	}
}

func TestADesksListAddsAndWins(t *testing.T) {
	x, err := Default().With("# ours\nVolodymyr Zelenskyy, President: Volodymyr Zelensky\nAda Brun, mayor of Oldford: Adda Brun, Brunn\nAnton Lavrov, -: Lavrov\nHarbor Watch, -, body: Port Watch\n")
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]Entry{
		"Selenskyj":     {Name: "Volodymyr Zelenskyy", Role: "President"},
		"Brunn":         {Name: "Ada Brun", Role: "mayor of Oldford"},
		"Adda Brunn":    {Name: "Ada Brun", Role: "mayor of Oldford"},
		"Anton Lavrov":  {Name: "Anton Lavrov"},
		"Sergey Lavrov": {Name: "Sergei Lavrov"},
		"Lavrov":        {},
		"port watch":    {Name: "Harbor Watch", Body: true},
		"Watch":         {},
	} {
		if got, _ := x.Find(name); got != want {
			t.Errorf("%q is %+v, want %+v", name, got, want)
		}
	}
	if got, _ := Default().Find("Lavrov"); got.Name != "Sergei Lavrov" {
		t.Errorf("the register that comes with the program says %q now", got.Name)
	}
	if _, known := Default().Find("Brunn"); known {
		t.Error("the register that comes with the program knows a desk's list")
	}
}

func TestTheSpeakersOfALedgerAreKnown(t *testing.T) {
	x := Default().Knowing([]brief.Speaker{{Name: "Ada Brun", Aliases: []string{"Adda Brunn", "Бруно"}}, {Name: "Harbor Watch", Aliases: []string{"Port Watch"}, Body: true},
		{Name: "Volodymyr Zelenskyy", Aliases: []string{"Volodymyr Zelensky"}}, {Name: "Carl Vell", Aliases: []string{"Vell"}}, {Name: "Ivo Vell"},
		{Name: "Dora Brandt", MergedInto: "s1"}, {Name: " "}, {Name: strings.Repeat("a b ", maxWords)}})
	for name, want := range map[string]Entry{"Brunn": {Name: "Ada Brun"}, "Бруно": {Name: "Ada Brun"}, "port watch": {Name: "Harbor Watch", Body: true},
		"Selenskyj": {Name: "Volodymyr Zelenskyy"}, "Carl Vell": {Name: "Carl Vell"}, "Ivo Vell": {Name: "Ivo Vell"}, "Vell": {}, "Dora Brandt": {}} {
		if got, _ := x.Find(name); got != want {
			t.Errorf("%q is %+v, want %+v", name, got, want)
		}
	}
	if _, known := Default().Find("Brunn"); known {
		t.Error("the register that comes with the program knows the speakers of a ledger")
	}
}

func TestAWrongLineIsToldByItsNumber(t *testing.T) {
	for text, want := range map[string]string{
		": Brunn":                          "a name must stand at its beginning",
		"Ada Brun":                         `"Ada Brun" has neither another spelling nor a role`,
		"Ada Brun, -: ,":                   `"Ada Brun" has neither another spelling nor a role`,
		"Ada Brun, mayor, town: Brun":      `"town" is not the word body, which tells a body from a person`,
		"Ada Brun, a, body, c: Brun":       "a name, a role and the word body may stand before the colon, parted by commas; a role has none itself",
		"Ada: " + strings.Repeat("a ", 13): `"a a a a a a a a a a a a a" has more than 12 words`,
	} {
		_, err := Default().With("# ours\n\n" + text + "\n")
		var bad *brief.BadLines
		if !errors.As(err, &bad) || len(bad.Lines) != 1 || bad.Lines[0] != (brief.BadLine{Line: 3, What: want}) || bad.List != brief.ListOfNames {
			t.Errorf("%q: %v", text, err)
		}
	}
}

// FuzzWith feeds any list: it is taken, or refused as invalid in words, and what was taken is found by its name.
func FuzzWith(f *testing.F) {
	for _, seed := range []string{"", "#", "Ada Brun: Brunn", "A, -, body: B", ":", ",,,,", "Ада Брун, мер: Брунн", "A. Iyy: yyiy, iy", "Зеленський: Zelensky"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		x, err := Default().With(text)
		if err != nil {
			if brief.KindOf(err) != brief.KindInvalid || !utf8.ValidString(err.Error()) {
				t.Fatalf("refused with %v", err)
			}
			return
		}
		for _, e := range x.entries {
			if e.Name == "" {
				t.Fatalf("took %+v", e)
			}
			if got, ok := x.Find(e.Name); ok && x.Key(got.Name) != x.Key(e.Name) {
				t.Fatalf("%q is found as %q", e.Name, got.Name)
			}
			if again := x.Key(x.Key(e.Name)); again != x.Key(e.Name) && len(x.whole[again]) < 2 {
				t.Fatalf("the key %q of %q has the key %q", x.Key(e.Name), e.Name, again)
			}
		}
	})
}
