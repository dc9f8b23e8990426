package series

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"livebrief/internal/brief"
)

// Base is the currency that rates are told for, and that money is converted to.
const Base = "EUR"

// The limits of a file of rates, and how many of its faults are told at once.
const (
	maxRateFile   = 32 << 20
	maxRateFaults = 20
)

// Rates are the reference rates of a source: how much of each currency one euro was on a day.
type Rates struct {
	// days are sorted; of each day there are the rates of the currencies in their order, zero for none.
	days       []brief.Date
	currencies []string
	rows       [][]decimal.Decimal
}

// ReadRates reads the file of reference rates of the European Central Bank: CSV with a header, a column Date of ISO days, and a column
// for each currency, empty or N/A where there is no rate. Rows may come in either order. All rows that cannot be taken are told at
// once, and none is taken then.
func ReadRates(name string, raw []byte) (*Rates, error) {
	if len(raw) > maxRateFile {
		return nil, brief.Invalid(fmt.Sprintf("%.80s is larger than %d MB", name, maxRateFile>>20), "split it")
	}
	in := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(raw, []byte("\xEF\xBB\xBF"))))
	in.FieldsPerRecord = -1
	header, err := in.Read()
	if err != nil {
		return nil, brief.Invalid(fmt.Sprintf("%.80s has no header", name), "hand in the file as the bank publishes it")
	}
	r := &Rates{}
	if err := r.header(name, header); err != nil {
		return nil, err
	}
	return r, r.read(name, in)
}

// header takes the currencies from the first row.
func (r *Rates) header(name string, header []string) error {
	for len(header) > 0 && strings.TrimSpace(header[len(header)-1]) == "" { // the bank ends each line with a comma
		header = header[:len(header)-1]
	}
	if len(header) < 2 || !strings.EqualFold(strings.TrimSpace(header[0]), "date") {
		return brief.Invalid(fmt.Sprintf("%.80s does not begin with a column Date and currencies", name), "hand in the file as the bank publishes it")
	}
	for _, code := range header[1:] {
		code = strings.TrimSpace(code)
		if !isCode(code) || code == Base || slices.Contains(r.currencies, code) {
			return brief.Invalid(fmt.Sprintf("%.80s has a column %.20q, which is no currency, or there twice", name, code), "name each column by its ISO 4217 code")
		}
		r.currencies = append(r.currencies, code)
	}
	return nil
}

// isCode tells whether a text has the form of an ISO 4217 code.
func isCode(code string) bool {
	return len(code) == 3 && strings.Trim(code, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == ""
}

// read takes the rows and tells their faults together.
func (r *Rates) read(name string, in *csv.Reader) error {
	var faults []string
	seen := map[brief.Date]int{}
	for {
		row, err := in.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		var broken *csv.ParseError
		if errors.As(err, &broken) {
			faults = append(faults, fmt.Sprintf("line %d is not CSV", broken.Line))
			break
		}
		line, _ := in.FieldPos(0)
		day, rates, fault := r.row(row)
		if before, twice := seen[day]; fault == "" && twice {
			fault = fmt.Sprintf("%s stands in line %d too", day, before)
		}
		if fault != "" {
			if faults = append(faults, fmt.Sprintf("line %d: %s", line, fault)); len(faults) == maxRateFaults {
				break
			}
			continue
		}
		seen[day] = line
		at, _ := slices.BinarySearch(r.days, day)
		r.days, r.rows = slices.Insert(r.days, at, day), slices.Insert(r.rows, at, rates)
	}
	switch {
	case len(faults) > 0:
		return brief.Invalid(fmt.Sprintf("%.80s: %s", name, strings.Join(faults, "; ")), "correct these lines; nothing was taken")
	case len(r.days) == 0:
		return brief.Invalid(fmt.Sprintf("%.80s has no rates", name), "hand in the file as the bank publishes it")
	}
	return nil
}

// row reads one day; fault says what is wrong with it.
func (r *Rates) row(row []string) (day brief.Date, rates []decimal.Decimal, fault string) {
	for len(row) > len(r.currencies)+1 && strings.TrimSpace(row[len(row)-1]) == "" {
		row = row[:len(row)-1]
	}
	if len(row) != len(r.currencies)+1 {
		return "", nil, fmt.Sprintf("%d fields, the header has %d", len(row), len(r.currencies)+1)
	}
	if day = brief.Date(strings.TrimSpace(row[0])); !day.Day() {
		return "", nil, fmt.Sprintf("%.40q is no day", row[0])
	}
	rates = make([]decimal.Decimal, len(r.currencies))
	for i, text := range row[1:] {
		text = strings.TrimSpace(text)
		if text == "" || text == "N/A" {
			continue
		}
		rate, ok := parseDecimal(text)
		if !ok || rate.Sign() <= 0 {
			return "", nil, fmt.Sprintf("the rate %.40q of %s is no number above zero", text, r.currencies[i])
		}
		rates[i] = rate
	}
	return day, rates, ""
}

// maxDigits bounds the digits of a number that is read: no amount of money has more, and work grows with them.
const maxDigits = 40

// parseDecimal reads a number with a point and without anything else: no exponent, no sign of thousands.
func parseDecimal(text string) (decimal.Decimal, bool) {
	if len(text) > maxDigits || strings.Trim(text, "0123456789.-") != "" {
		return decimal.Decimal{}, false
	}
	d, err := decimal.NewFromString(text)
	return d, err == nil
}

// Days gives the first and the last day of the rates.
func (r *Rates) Days() (first, last brief.Date) { return r.days[0], r.days[len(r.days)-1] }

// Currencies lists the currencies, without the base.
func (r *Rates) Currencies() []string { return slices.Clone(r.currencies) }
