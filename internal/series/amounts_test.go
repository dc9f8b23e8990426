package series

import (
	"strings"
	"testing"

	"livebrief/internal/brief"
)

func TestAmountsAreReadAsSourcesWriteThem(t *testing.T) {
	none, commas, dots := Signs{}, Signs{Thousands: ","}, Signs{Thousands: ".", Decimal: ","}
	for _, c := range []struct {
		text                        string
		signs                       Signs
		qualifier, value, low, high string
	}{
		{"1250.50", none, "", "1250.50", "", ""},
		{"358.40", none, "", "358.40", "", ""},
		{"0", none, "", "0", "", ""},
		{"-110400000", none, "", "-110400000", "", ""},
		{"\u2212110,4", none, "", "-110.4", "", ""},
		{"+7", none, "", "7", "", ""},
		{".5", none, "", "0.5", "", ""},
		{"1.250.000,50", commas, "", "1250000.50", "", ""},
		{"1,250,000.50", dots, "", "1250000.50", "", ""},
		{"1507538,00", commas, "", "1507538.00", "", ""},
		{"40,000", commas, "", "40000", "", ""},
		{"40,000", Signs{Decimal: "."}, "", "40000", "", ""},
		{"40,000", Signs{Decimal: ","}, "", "40.000", "", ""},
		{"40,000", Signs{Thousands: " "}, "", "40.000", "", ""},
		{"115.381", commas, "", "115.381", "", ""},
		{"115.381", Signs{",", ","}, "", "115.381", "", ""},
		{"40,000", Signs{",", ","}, "", "40000", "", ""},
		{"115.381", dots, "", "115381", "", ""},
		{"0.125", none, "", "0.125", "", ""},
		{"0,125", none, "", "0.125", "", ""},
		{"1,250,000", none, "", "1250000", "", ""},
		{"1 250 000,5", none, "", "1250000.5", "", ""},
		{"1\u00a0250\u202f000", none, "", "1250000", "", ""},
		{"1'250", none, "", "1250", "", ""},
		{">20", none, ">", "20", "", ""},
		{"> 1,250", commas, ">", "1250", "", ""},
		{"≥5", none, ">=", "5", "", ""},
		{">=7110", none, ">=", "7110", "", ""},
		{"At least 5", none, ">=", "5", "", ""},
		{"20+", none, ">=", "20", "", ""},
		{"up to 5", none, "<=", "5", "", ""},
		{"fewer than 5", none, "<", "5", "", ""},
		{"<5", none, "<", "5", "", ""},
		{"~5", none, "~", "5", "", ""},
		{"about 5", none, "~", "5", "", ""},
		{"ca. 5", none, "~", "5", "", ""},
		{"5-9", none, "", "", "5", "9"},
		{"5–9", none, "", "", "5", "9"},
		{"5 - 9", none, "", "", "5", "9"},
		{"5 to 9", none, "", "", "5", "9"},
		{"between 5 and 9", none, "", "", "5", "9"},
		{"about 5-9", none, "~", "", "5", "9"},
		{"-9 - -5", none, "", "", "-9", "-5"},
	} {
		a, err := ReadAmount(c.text, c.signs)
		if err != nil || a.Qualifier != c.qualifier || a.Value != c.value || a.Low != c.low || a.High != c.high {
			t.Errorf("%q with %+v: %+v, %v", c.text, c.signs, a, err)
		}
	}
}

func TestAnAmountIsNeverGuessed(t *testing.T) {
	for text, says := range map[string]string{
		"1,250": "may be 1250 or 1.250", "1.250": "may be 1250 or 1.250", ">1,250": "may be 1250 or 1.250", "5-1,250": "may be 1250 or 1.250", "": "no number", "x": "no number", "12 dead": "no number",
		"1e5": "no number", "1.2.3": "no number", "1,25,000": "no number", "1.250,000,5": "no number", "12,": "no number", "--5": "no number", "–5": "no number", "5-": "no number", "5.-9": "no number",
		"overall": "no number", "1 25": "no number", "1.250.00": "no number", "٣": "no number", "$5": "no number", ">5-9": "a range and a bound", "at least": "no number", "1,2,3.4.5": "no number",
		strings.Repeat("9", 41): "no number", "5%": "no number", "1 250 000,5,5": "no number", "1''250": "no number",
	} {
		if a, err := ReadAmount(text, Signs{}); brief.KindOf(err) != brief.KindInvalid || !strings.Contains(err.Error(), says) {
			t.Errorf("%q: %+v, %v", text, a, err)
		}
	}
}

func TestOtherSignsThanTheRestAreNoticed(t *testing.T) {
	for text, odd := range map[string]bool{"1.250.000,50": true, "1507538,00": true, "1,250": false, "12.5": false, "1 250": true, "7": false} {
		if a, err := ReadAmount(text, Signs{Thousands: ",", Decimal: "."}); err != nil || a.Odd != odd {
			t.Errorf("%q: %+v, %v", text, a, err)
		}
	}
}

func TestAQualifierMayHaveAColumnOfItsOwn(t *testing.T) {
	for text, want := range map[string]string{"": "", "about": "~", "More than": ">", ">=": ">=", "at least": ">="} {
		if q, err := readQualifier(text); err != nil || q != want {
			t.Errorf("%q: %q, %v", text, q, err)
		}
	}
	for _, text := range []string{"recorded", "about five", "=", "5+"} {
		if q, err := readQualifier(text); brief.KindOf(err) != brief.KindInvalid {
			t.Errorf("%q became %q", text, q)
		}
	}
}
