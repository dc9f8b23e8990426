package sheet

import (
	"math"
	"strconv"
	"strings"
	"time"
)

// format is what the number format of a cell makes of a number.
type format byte

const (
	formatPlain format = iota
	formatDate
	formatMonth // of a date only the month is shown, or with formatYear the year
	formatYear
	formatDateTime
	formatTime
	formatPercent
)

// builtIn are the formats that a workbook names by number only (ECMA-376 part 1, 18.8.30). 27 to 36 and 50 to 58 are the dates of
// East Asian editions.
func builtIn(id int) format {
	switch {
	case id == 9 || id == 10:
		return formatPercent
	case id == 17:
		return formatMonth
	case id >= 14 && id <= 16, id >= 27 && id <= 31, id == 36, id >= 50 && id <= 58:
		return formatDate
	case id >= 18 && id <= 21, id >= 32 && id <= 35, id >= 45 && id <= 47:
		return formatTime
	case id == 22:
		return formatDateTime
	}
	return formatPlain
}

// formats reads the number format of each style that cells name.
func (a *archive) formats(part string) ([]format, error) {
	if part == "" {
		return nil, nil
	}
	custom := map[int]format{}
	var list []format
	within := false // cellXfs, the styles of cells; cellStyleXfs before it has the same elements
	err := a.walk(part, func(w *walker) error {
		return w.each(func(e *element) error {
			id, err := strconv.Atoi(e.attr("numFmtId"))
			switch {
			case e.name == "cellXfs":
				within = true
			case e.name == "cellStyles", e.name == "dxfs", e.name == "cellStyleXfs":
				within = false
			case e.name == "numFmt" && err == nil:
				custom[id] = parseFormat(e.attr("formatCode"))
			case e.name == "xf" && within:
				f, ok := custom[id]
				if !ok {
					f = builtIn(id)
				}
				list = append(list, f)
			}
			return nil
		})
	})
	return list, err
}

// parseFormat tells what a format code makes of a positive number: its first section decides. Text in quotation marks, behind a
// backslash, an underscore or a star, and colours and languages in brackets say nothing; [h] counts hours.
func parseFormat(code string) format {
	var day, clock, month, year, percent bool
	code = strings.NewReplacer("AM/PM", "", "am/pm", "", "A/P", "", "a/p", "").Replace(code)
	for i := 0; i < len(code) && code[i] != ';'; i++ {
		switch c := code[i] | 0x20; {
		case code[i] == '"' || code[i] == '[':
			closing := map[byte]byte{'"': '"', '[': ']'}[code[i]]
			n := strings.IndexByte(code[i+1:], closing)
			if n < 0 {
				n = len(code) - i - 1
			}
			inner := strings.ToLower(code[i+1 : i+1+n])
			clock = clock || closing == ']' && inner != "" && strings.Trim(inner, "hms") == ""
			i += n + 1
		case code[i] == '\\' || code[i] == '_' || code[i] == '*':
			i++
		case c == 'd':
			day = true
		case c == 'y':
			year = true
		case c == 'h' || c == 's':
			clock = true
		case c == 'm':
			month = true
		case code[i] == '%':
			percent = true
		}
	}
	switch {
	case (day || year) && clock:
		return formatDateTime
	case day:
		return formatDate
	case year && month:
		return formatMonth
	case year:
		return formatYear
	case month && !clock:
		return formatDate
	case clock:
		return formatTime
	case percent:
		return formatPercent
	}
	return formatPlain
}

// number gives a stored number as text: as it is when it is short, else to 15 digits, so that 0.30000000000000004 is 0.3 as the
// spreadsheet program shows it; never with an exponent.
func number(stored string) string {
	if len(stored) <= 15 && strings.Trim(stored, "0123456789.-") == "" {
		return stored
	}
	if strings.Trim(stored, "0123456789.-+eE") != "" {
		return stored
	}
	v, err := strconv.ParseFloat(stored, 64)
	if err != nil {
		return stored
	}
	short, err := strconv.ParseFloat(strconv.FormatFloat(v, 'g', 15, 64), 64)
	if err != nil {
		return stored
	}
	return strconv.FormatFloat(short, 'f', -1, 64)
}

// The days that count as dates: from 1 March 1900, since the count before it has a 29 February 1900 that never was, to the end of
// the year 9999. A zero with a date format, which an empty cell gives when it is referred to, is thus no date.
const (
	firstDay, lastDay = 61, 2958465
	days1904          = 1462 // from the epoch of 1900 to that of 1904
)

// moment gives a stored number as a date or time of day, ok false where it is none.
func moment(stored string, f format, epoch1904 bool) (text string, ok bool) {
	v, err := strconv.ParseFloat(stored, 64)
	if err != nil || math.IsNaN(v) || v < 0 {
		return "", false
	}
	seconds := int64(math.Round(math.Min(v, 1e7) * 86400))
	if f == formatTime {
		return time.Unix(seconds, 0).UTC().Format("15:04:05"), seconds < 86400
	}
	if epoch1904 {
		seconds += days1904 * 86400
	}
	if day := seconds / 86400; day < firstDay || day > lastDay {
		return "", false
	}
	at := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC).AddDate(0, 0, int(seconds/86400)).Add(time.Duration(seconds%86400) * time.Second)
	// Who types Jan-24 gets its first day stored, which nobody said; another day was typed as such.
	switch first := seconds%86400 == 0 && at.Day() == 1; {
	case f == formatMonth && first:
		return at.Format("2006-01"), true
	case f == formatYear && first && at.Month() == time.January:
		return at.Format("2006"), true
	}
	if f == formatDate || seconds%86400 == 0 {
		return at.Format("2006-01-02"), true
	}
	return at.Format("2006-01-02T15:04:05"), true
}
