package territory

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"livebrief/internal/brief"
)

// TestPlacesAreReadAsTheirCasesSay runs testdata/places.txtar; its comment tells its form.
func TestPlacesAreReadAsTheirCasesSay(t *testing.T) {
	a, err := txtar.ParseFile("testdata/places.txtar")
	if err != nil || len(a.Files) == 0 || len(a.Files)%2 != 0 {
		t.Fatalf("a case is a table and what it wants: %d files, %v", len(a.Files), err)
	}
	for i := 0; i < len(a.Files); i += 2 {
		folder, name, _ := strings.Cut(a.Files[i].Name, "/")
		t.Run(folder, func(t *testing.T) {
			got := tellPlaces(ReadPlaces(name, a.Files[i].Data))
			if want := string(a.Files[i+1].Data); got != want {
				t.Errorf("read\n%swant\n%s", got, want)
			}
		})
	}
}

func tellPlaces(places []Place, err error) string {
	if err != nil {
		return fmt.Sprintf("refused %s: %v\n", brief.KindOf(err), err)
	}
	var b strings.Builder
	for _, p := range places {
		held := "not held"
		if p.Held {
			since, until := string(p.Since), string(p.Until)
			if p.Before > 0 {
				since = fmt.Sprint("before ", p.Before)
			}
			if until == "" {
				until = "-"
			}
			held = "held from " + since + " to " + until
		}
		fmt.Fprintln(&b, strings.TrimSpace(fmt.Sprintf("%s %d,%d %s %s", p.Name, p.At.Lon, p.At.Lat, held, p.Source)))
	}
	return b.String()
}

func TestAPlaceIsHeldFromItsFirstDayToTheDayBeforeItsLast(t *testing.T) {
	once := Place{Held: true, Since: "2022-03-02", Until: "2022-09-08"}
	before := Place{Held: true, Before: 2022}
	never := Place{}
	for _, c := range []struct {
		p    Place
		day  brief.Date
		want bool
	}{
		{once, "2022-03-01", false}, {once, "2022-03-02", true}, {once, "2022-09-07", true}, {once, "2022-09-08", false},
		{before, "2021-01-01", true}, {before, "2030-01-01", true}, {never, "2022-03-02", false},
	} {
		if got := c.p.HeldOn(c.day); got != c.want {
			t.Errorf("%+v on %s: %v", c.p, c.day, got)
		}
	}
}

func TestATableFullOfFaultsIsToldInBrief(t *testing.T) {
	_, err := ReadPlaces("p.csv", []byte("place,lat,lon,held_from,held_to\n"+strings.Repeat("A,x,1,,\n", 5000)))
	if err == nil || !strings.Contains(err.Error(), "rows that cannot be taken: 5000. line 2 A:") ||
		!strings.Contains(err.Error(), "line 21 A: \"x\" is no latitude; and further rows: 4980; correct") {
		t.Errorf("%v", err)
	}
}

func TestTablesBeyondTheLimitsAreRefused(t *testing.T) {
	const head = "place,lat,lon,held_from,held_to\n"
	var many strings.Builder
	many.WriteString(head)
	for i := range maxPlaces + 1 {
		fmt.Fprintf(&many, "Town %d,48.%05d,38,,\n", i, i)
	}
	for _, c := range []struct{ text, want string }{
		{many.String(), "p.csv: the table has more than 20000 places; sketch a smaller area"},
		{head + strings.Repeat(" ", maxPlaceFile), "p.csv: the table is larger than 8 MB; split it"},
	} {
		if _, err := ReadPlaces("p.csv", []byte(c.text)); err == nil || err.Error() != c.want {
			t.Errorf("%v, want %s", err, c.want)
		}
	}
}

// sharedPlaces reads the table of the sample and skips where it is not at hand.
func sharedPlaces(t testing.TB) []Place {
	t.Helper()
	raw := sharedFile(t, "control/places_2022.csv")
	places, err := ReadPlaces("places_2022.csv", raw)
	if err != nil {
		t.Fatal(err)
	}
	return places
}

func sharedFile(t testing.TB, name string) []byte {
	t.Helper()
	shared := os.Getenv("LIVEBRIEF_SHARED")
	if shared == "" {
		t.Skip("LIVEBRIEF_SHARED is not set: its data are not read")
	}
	raw, err := os.ReadFile(filepath.Join(shared, "data", name))
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

func TestTheTableOf2022IsRead(t *testing.T) {
	if places := sharedPlaces(t); len(places) != 190 {
		t.Errorf("%d places, want 190", len(places))
	}
}

func FuzzReadPlaces(f *testing.F) {
	f.Add([]byte("place,lat,lon,held_from,held_to,basis\nOldford,48.4691,38.7974,before-2022,2022-03-01,x\n"))
	f.Add([]byte("lat,lon,place,held_from,held_to\n1,2,\"a\nb\",2022-01-01,\n1,2,c,,"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		places, err := ReadPlaces("places.csv", raw)
		if err != nil {
			if brief.KindOf(err) != brief.KindInvalid || strings.ContainsAny(err.Error(), "\n\x00") || len(places) > 0 {
				t.Fatalf("a refusal is a line, and nothing beside it: %q", err)
			}
			return
		}
		for _, p := range places {
			if p.Name == "" || p.Since != "" && !p.Since.Day() || p.Until != "" && (!p.Until.Day() || p.Until <= p.Since) {
				t.Fatalf("taken: %+v", p)
			}
		}
	})
}
