package territory

import "bytes"

// gridDigits is the number of decimal places that the grid holds.
const gridDigits = 7

// outOfReach is an amount of degrees that no position has, in grid steps.
const outOfReach = 1000 * Unit

// parseDegrees reads a decimal number as grid steps, rounded half to even from the text itself: a binary fraction in
// between would move positions that lie on a half. Beyond any position it gives outOfReach with the sign.
func parseDegrees(text []byte) (steps int64, ok bool) {
	sign, rest := int64(1), text
	if len(rest) > 0 && (rest[0] == '-' || rest[0] == '+') {
		if rest[0] == '-' {
			sign = -1
		}
		rest = rest[1:]
	}
	whole, rest := leadingDigits(rest)
	var fraction []byte
	if len(rest) > 0 && rest[0] == '.' {
		fraction, rest = leadingDigits(rest[1:])
	}
	exponent, ok := parseExponent(rest)
	if !ok || len(whole)+len(fraction) == 0 {
		return 0, false
	}
	// The value is 0.DIGITS times ten to the power of point.
	digits, point := bytes.Join([][]byte{whole, fraction}, nil), len(whole)+exponent
	for len(digits) > 0 && digits[0] == '0' {
		digits, point = digits[1:], point-1
	}
	return sign * roundHalfEven(digits, point+gridDigits), true
}

func leadingDigits(text []byte) (digits, rest []byte) {
	n := 0
	for n < len(text) && '0' <= text[n] && text[n] <= '9' {
		n++
	}
	return text[:n], text[n:]
}

// parseExponent reads what follows the digits: nothing, or e and a whole number. One beyond a hundred million is held
// there, which is further than any file has digits.
func parseExponent(text []byte) (exponent int, ok bool) {
	if len(text) == 0 {
		return 0, true
	}
	if text[0] != 'e' && text[0] != 'E' {
		return 0, false
	}
	text = text[1:]
	negative := false
	if len(text) > 0 && (text[0] == '-' || text[0] == '+') {
		negative, text = text[0] == '-', text[1:]
	}
	digits, rest := leadingDigits(text)
	if len(digits) == 0 || len(rest) > 0 {
		return 0, false
	}
	for _, d := range digits {
		exponent = min(exponent*10+int(d-'0'), 100_000_000)
	}
	if negative {
		exponent = -exponent
	}
	return exponent, true
}

// roundHalfEven gives the whole number nearest to 0.DIGITS times ten to the power of point; digits begins with none
// or with one that is not 0.
func roundHalfEven(digits []byte, point int) int64 {
	if len(digits) == 0 || point < 0 {
		return 0
	}
	if point > 10 {
		return outOfReach
	}
	var n int64
	for i := range point {
		n *= 10
		if i < len(digits) {
			n += int64(digits[i] - '0')
		}
	}
	if point >= len(digits) {
		return n
	}
	next, tail := digits[point], bytes.TrimRight(digits[point+1:], "0")
	if next > '5' || next == '5' && (len(tail) > 0 || n%2 == 1) {
		n++
	}
	return n
}

// ParsePosition reads a latitude and a longitude in decimal degrees; ok is false for what is no place between the poles.
func ParsePosition(lat, lon string) (p Point, ok bool) {
	y, yOK := parseDegrees([]byte(lat))
	x, xOK := parseDegrees([]byte(lon))
	if !yOK || !xOK || y < -90*Unit || y > 90*Unit || x < -180*Unit || x > 180*Unit {
		return Point{}, false
	}
	return Point{Lon: int32(x), Lat: int32(y)}, true
}
