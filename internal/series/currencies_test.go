package series

import (
	"slices"
	"testing"

	"golang.org/x/text/currency"
)

// TestTheCodesAreThoseOfTheStandard holds the list to the one of the Unicode consortium, which is older than some of the codes.
func TestTheCodesAreThoseOfTheStandard(t *testing.T) {
	if !slices.IsSorted(currencyCodes) || len(slices.Compact(slices.Clone(currencyCodes))) != len(currencyCodes) {
		t.Error("the codes are not in order, or one is there twice")
	}
	younger := []string{"MRU", "SLE", "VES", "XCG", "ZWG"}
	for _, code := range currencyCodes {
		if _, err := currency.ParseISO(code); err != nil && !slices.Contains(younger, code) {
			t.Errorf("%s: %v", code, err)
		}
	}
	for _, unit := range []string{"persons", "items", "percent", "TIV", "EUR", "UAH", "NOK", "AED", "ZWL"} {
		if !IsUnit(unit) {
			t.Errorf("%s is no unit", unit)
		}
	}
	for _, unit := range []string{"", "EURO", "eur", "XXX", "XTS", "XAU", "AAA", "ZZZ", "people"} {
		if IsUnit(unit) {
			t.Errorf("%s is a unit", unit)
		}
	}
}
