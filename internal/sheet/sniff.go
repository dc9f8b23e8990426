package sheet

import "strings"

// delimiters are the signs that part cells, in the order in which a draw is decided: a comma also stands within numbers and
// names, a tab hardly anywhere else.
var delimiters = []string{"\t", ";", "|", ","}

// sniffRecords and sniffBytes bound how much of a text decides about its delimiter.
const (
	sniffRecords = 50
	sniffBytes   = 256 << 10
)

// isDelimiter tells whether sign is one of the four.
func isDelimiter(sign string) bool {
	for _, d := range delimiters {
		if d == sign {
			return true
		}
	}
	return false
}

// spell names a delimiter for people.
func spell(sign string) string {
	return map[string]string{"\t": "a tab", ";": "a semicolon", "|": "a bar", ",": "a comma"}[sign]
}

// sniff finds the delimiter: the one by which most of the first records have as many cells as the first; at a draw, the one
// that gives more cells. The rival is another one that parts every record evenly too, empty where there is none. A text that no
// sign parts has one column, and a comma will do.
func sniff(text []byte) (sign, rival string) {
	best, bestEven, bestCount := ",", 0.0, 0
	for _, d := range delimiters {
		even, count := evenness(text, d[0])
		if count == 0 {
			continue
		}
		if even > bestEven || even == bestEven && count > bestCount {
			if bestEven == 1 {
				rival = best
			}
			best, bestEven, bestCount = d, even, count
		} else if even == 1 {
			rival = d
		}
	}
	return best, rival
}

// evenness gives which part of the first records holds the sign as often as the first record does, and how often that is.
// Signs within quotation marks part nothing.
func evenness(text []byte, sign byte) (even float64, count int) {
	var same, records, here int
	var quoted, written bool // written: the record holds anything
	start := true            // at the beginning of a cell
	end := func() {
		if written {
			if records == 0 {
				count = here
			}
			if here == count {
				same++
			}
			records++
		}
		here, written, start = 0, false, true
	}
	for i := 0; i < len(text) && i < sniffBytes && records < sniffRecords; i++ {
		switch c := text[i]; {
		case quoted:
			quoted = c != '"'
		case c == '"':
			// A doubled mark within quotes closes and opens again, which comes to the same.
			quoted = start || i > 0 && text[i-1] == '"'
			start, written = false, true
		case c == '\n':
			end()
		case c == sign:
			here++
			start, written = true, true
		case c != '\r':
			start, written = false, true
		}
	}
	if len(text) <= sniffBytes {
		end()
	}
	if records == 0 {
		return 0, 0
	}
	return float64(same) / float64(records), count
}

// decimals counts what cells say about the sign of decimals.
type decimals struct{ point, comma int }

// sign gives the sign when all cells that are clear agree, else nothing.
func (d *decimals) sign() string {
	switch {
	case d.point > 0 && d.comma == 0:
		return "."
	case d.comma > 0 && d.point == 0:
		return ","
	}
	return ""
}

// see looks at a cell. "12.5" and "1.234,5" are clear; "1.234" may be a thousand and is not, while "0.234" is; "1.234.567" parts
// thousands by the point, so decimals would have the comma.
func (d *decimals) see(cell string) {
	number := strings.Trim(cell, " <>=~+-%\u00a0")
	last := strings.LastIndexAny(number, ".,")
	if last <= 0 || last == len(number)-1 || len(number) > 40 {
		return
	}
	points, commas := 0, 0
	for i := range len(number) {
		switch c := number[i]; {
		case c == '.':
			points++
		case c == ',':
			commas++
		case c < '0' || c > '9':
			return
		}
	}
	decimal := number[last]
	switch {
	case points > 0 && commas > 0:
		if points > 1 && commas > 1 {
			return
		}
	case points+commas > 1:
		if !grouped(number, decimal) {
			return // a date such as 1.2.2024
		}
		decimal ^= '.' ^ ','
	case len(number)-last-1 == 3 && number[0] != '0' && last <= 3:
		return
	}
	if decimal == '.' {
		d.point++
	} else {
		d.comma++
	}
}

// grouped tells whether a number is written in thousands: 1.234.567.
func grouped(number string, by byte) bool {
	for i, part := range strings.Split(number, string(by)) {
		if i == 0 && len(part) > 3 || i > 0 && len(part) != 3 {
			return false
		}
	}
	return true
}
