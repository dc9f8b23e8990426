package series

import (
	"math/big"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"livebrief/internal/brief"
)

const few = "Date,USD,NOK,RUB\n2022-03-04,1.10,9.80,\n2022-03-02,1.11,9.90,117.2\n2022-03-01,1.12,N/A,115.0\n"

func rates(t *testing.T, text string) *Rates {
	t.Helper()
	r, err := ReadRates("rates.csv", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestARateIsThatOfTheDayOrTheLastBefore(t *testing.T) {
	r := rates(t, few)
	for _, c := range []struct {
		currency  string
		day, from brief.Date
		rate      string
		older     int
	}{
		{"USD", "2022-03-04", "2022-03-04", "1.1", 0}, {"USD", "2022-03-03", "2022-03-02", "1.11", 1}, {"USD", "2022-03-11", "2022-03-04", "1.1", 7},
		{"RUB", "2022-03-04", "2022-03-02", "117.2", 2}, {"RUB", "2022-03-09", "2022-03-02", "117.2", 7}, {"NOK", "2022-03-02", "2022-03-02", "9.9", 0}, {"EUR", "1999-01-01", "1999-01-01", "1", 0},
	} {
		q, err := r.On(c.currency, c.day)
		if err != nil || q.Day != c.from || q.Rate.String() != c.rate || q.Older != c.older {
			t.Errorf("%s on %s: %+v, %v", c.currency, c.day, q, err)
		}
	}
	for _, c := range []struct {
		currency string
		day      brief.Date
		kind     brief.Kind
	}{{"USD", "2022-03-12", brief.KindNotFound}, {"RUB", "2022-03-10", brief.KindNotFound}, {"NOK", "2022-03-01", brief.KindNotFound}, {"UAH", "2022-03-02", brief.KindNotFound},
		{"USD", "2022-02-28", brief.KindNotFound}, {"USD", "2022-03", brief.KindInvalid}, {"USD", "", brief.KindInvalid}} {
		if q, err := r.On(c.currency, c.day); brief.KindOf(err) != c.kind {
			t.Errorf("%s on %s: %+v, %v", c.currency, c.day, q, err)
		}
	}
}

func TestTheAverageIsOfWhatIsQuoted(t *testing.T) {
	r := rates(t, few)
	if rate, n, err := r.Average("RUB", "2022-03-01", "2022-03-31"); err != nil || n != 2 || rate.String() != "116.1" {
		t.Errorf("%s of %d, %v", rate, n, err)
	}
	for _, c := range [][3]string{{"RUB", "2022-03-03", "2022-03-31"}, {"UAH", "2022-03-01", "2022-03-31"}, {"USD", "2022-03-31", "2022-03-01"}, {"USD", "2022-03", "2022-04-01"}} {
		if _, _, err := r.Average(c[0], brief.Date(c[1]), brief.Date(c[2])); err == nil {
			t.Errorf("%v was taken", c)
		}
	}
}

func TestBadRatesAreToldTogether(t *testing.T) {
	for name, c := range map[string]struct{ text, says string }{
		"nothing":            {"", "no header"},
		"no rates":           {"Date,USD\n", "no rates"},
		"another table":      {"place,lat\nA,1\n", "column Date"},
		"no currency":        {"Date,US\n2022-03-01,1\n", `"US"`},
		"a currency twice":   {"Date,USD,USD\n2022-03-01,1,1\n", "there twice"},
		"the base":           {"Date,EUR\n2022-03-01,1\n", `"EUR"`},
		"a rate of zero":     {"Date,USD\n2022-03-01,0\n", "above zero"},
		"a rate below":       {"Date,USD\n2022-03-01,-1.1\n", "above zero"},
		"a decimal comma":    {"Date,USD\n2022-03-01,\"1,1\"\n", "above zero"},
		"an exponent":        {"Date,USD\n2022-03-01,1e400000000\n", "above zero"},
		"only a point":       {"Date,USD\n2022-03-01,.\n", "above zero"},
		"a day twice":        {"Date,USD\n2022-03-01,1.1\n2022-03-01,1.2\n", "line 2 too"},
		"no day":             {"Date,USD\n01.03.2022,1.1\n", "is no day"},
		"a field too many":   {"Date,USD\n2022-03-01,1.1,1.2\n", "3 fields"},
		"two faults at once": {"Date,USD\n2022-03-01,x\n2022-03-40,1\n", "line 3"},
		"a broken quote":     {"Date,USD\n\"2022-03-01,1\n", "not CSV"},
	} {
		_, err := ReadRates("rates.csv", []byte(c.text))
		if brief.KindOf(err) != brief.KindInvalid || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", name, err)
		}
	}
	rates(t, "\xEF\xBB\xBFDate, USD ,\n2022-03-01, 1.1 ,\n") // the bank's own file: a mark at the head, commas at the ends
}

// TestTheBanksRatesConvertAsPublished reads the bank's file and converts a Norwegian promise on two days.
func TestTheBanksRatesConvertAsPublished(t *testing.T) {
	shared := os.Getenv("LIVEBRIEF_SHARED")
	if shared == "" {
		t.Skip("LIVEBRIEF_SHARED is not set: the rates of the European Central Bank are not read")
	}
	raw, err := os.ReadFile(filepath.Join(shared, "data/aid/ecb_reference_rates_2022-01_2026-04.csv"))
	if err != nil {
		t.Skip("LIVEBRIEF_SHARED has no rates: the test is skipped")
	}
	r := rates(t, string(raw))
	for day, want := range map[brief.Date]string{"2023-02-06": "6.79", "2024-12-31": "6.36"} {
		q, err := r.On("NOK", day)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := Convert("75", q.Rate, 2); err != nil || got != want {
			t.Errorf("75 bn NOK on %s: %s bn EUR, %v", day, got, err)
		}
	}
	if _, err := r.On("RUB", "2022-03-10"); brief.KindOf(err) != brief.KindNotFound {
		t.Errorf("rubles after the last quote: %v", err)
	}
	if q, err := r.On("USD", "2022-04-17"); err != nil || q.Older != 3 { // Easter Sunday
		t.Errorf("%+v, %v", q, err)
	}
}

// TestSumsAreExact adds amounts as fractions and as decimals.
func TestSumsAreExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		amounts := rapid.SliceOfN(rapid.StringMatching(`-?[0-9]{1,15}(\.[0-9]{1,6})?`), 1, 60).Draw(t, "amounts")
		want := new(big.Rat)
		for _, a := range amounts {
			one, _ := new(big.Rat).SetString(a)
			want.Add(want, one)
		}
		got, err := Sum(amounts...)
		if err != nil {
			t.Fatal(err)
		}
		if is, ok := new(big.Rat).SetString(got); !ok || is.Cmp(want) != 0 {
			t.Fatalf("%v is %s, want %s", amounts, got, want)
		}
	})
	if _, err := Sum("1", "1,5"); brief.KindOf(err) != brief.KindInvalid {
		t.Error(err)
	}
	for _, bad := range []string{"", "x", "1e5", "1 000", "--1", "1.2.3", strings.Repeat("9", 41)} {
		if got, err := Convert(bad, rates(t, few).rows[0][0], 2); err == nil {
			t.Errorf("%q became %s", bad, got)
		}
	}
}

func FuzzReadRates(f *testing.F) {
	f.Add([]byte(few))
	f.Add([]byte("Date,USD,\n2022-03-01,1.1,\n"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		r, err := ReadRates("rates.csv", raw)
		if err != nil {
			return
		}
		first, last := r.Days()
		for _, c := range r.Currencies() {
			if q, err := r.On(c, last); err == nil && q.Rate.Sign() <= 0 {
				t.Fatalf("%s has the rate %s", c, q.Rate)
			}
			_, _, _ = r.Average(c, first, last)
		}
	})
}
