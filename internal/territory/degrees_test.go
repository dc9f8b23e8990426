package territory

import (
	"math/big"
	"testing"
)

func TestDegreesAreRoundedFromTheirText(t *testing.T) {
	for text, want := range map[string]int64{
		"0": 0, "-0": 0, "0.0000000": 0, "30.5": 305_000_000, "-30.5": -305_000_000, "+30.5": 305_000_000,
		"36.2304": 362_304_000, "179.9999999": 1_799_999_999, "180": 1_800_000_000,
		// Fourteen decimals, as one source writes them.
		"37.54131469726562": 375_413_147, "48.99999994999999": 490_000_000 - 1, "48.99999995000001": 490_000_000,
		"33.66301174163818": 336_630_117, "46.63694305419921": 466_369_431,
		// On the half to the even neighbour; a double between text and grid gets some of these wrong.
		"0.00000005": 0, "0.00000015": 2, "0.00000025": 2, "0.00000035": 4, "-0.00000015": -2, "-0.00000025": -2,
		"30.00000005": 300_000_000, "30.00000015": 300_000_002, "35.12345675": 351_234_568, "35.12345665": 351_234_566,
		"0.000000050000000000000000000000000001": 1, "0.00000004999999999999999999999999999999": 0,
		"0.99999995": 10_000_000, "9.99999994": 99_999_999,
		"3.05e1": 305_000_000, "305E-1": 305_000_000, "0.000305e+5": 305_000_000, "1e-8": 0, "5e-8": 0, "15e-8": 2,
		".5": 5_000_000, "5.": 50_000_000, "00030": 300_000_000,
		"1000": outOfReach, "1e400": outOfReach, "-1e400": -outOfReach, "1e999999999999999999999": outOfReach,
		"1e-999999999999999999999": 0, "0e999999999999999999999": 0, "123456789012345678901234567890": outOfReach,
	} {
		if got, ok := parseDegrees([]byte(text)); !ok || got != want {
			t.Errorf("%s is %d (%v), want %d", text, got, ok, want)
		}
	}
}

func TestWhatIsNoNumberIsNoDegrees(t *testing.T) {
	for _, text := range []string{"", "-", ".", "+.", "1e", "1e+", "1.2.3", "1,5", "NaN", "Infinity", "0x10", "1_0", " 1", "1 ",
		"--1", "30°", "30.5N", "1e5.5", "٣"} {
		if got, ok := parseDegrees([]byte(text)); ok {
			t.Errorf("%q was taken as %d", text, got)
		}
	}
}

// TestDegreesAgreeWithFractions compares with fractions of whole numbers, which round nothing before the end.
func TestDegreesAgreeWithFractions(t *testing.T) {
	digits := "0123456789"
	for i := range 20_000 {
		// What follows the seventh decimal is a half, or next to one, or nothing.
		n := int64(i) * 7919
		text := "-"[:i%2] + string(digits[n%10]) + string(digits[n/10%10]) + "." + string(digits[n/100%10]) + "12345" +
			string(digits[n/1000%10]) + []string{"5", "50000000", "49999999", "50000001", "00000000"}[i%5]
		want, _ := new(big.Rat).SetString(text)
		got, ok := parseDegrees([]byte(text))
		if !ok || got != halfEven(want.Mul(want, big.NewRat(Unit, 1))) {
			t.Fatalf("%s is %d", text, got)
		}
	}
}

// halfEven gives the whole number nearest to a fraction, of two the even one.
func halfEven(r *big.Rat) int64 {
	twice := new(big.Int).Mul(r.Num(), big.NewInt(2))
	low := new(big.Int).Div(new(big.Int).Sub(twice, r.Denom()), new(big.Int).Mul(r.Denom(), big.NewInt(2))) // ceil or floor of r-1/2
	best, least := int64(0), new(big.Rat).SetInt64(2)
	for n := low.Int64() - 1; n <= low.Int64()+2; n++ {
		d := new(big.Rat).Sub(r, new(big.Rat).SetInt64(n))
		if c := d.Abs(d).Cmp(least); c < 0 || c == 0 && n%2 == 0 {
			best, least = n, d
		}
	}
	return best
}
