package series

import (
	"fmt"
	"slices"
	"time"

	"github.com/shopspring/decimal"

	"livebrief/internal/brief"
)

// oldestQuote is how many days a rate may be old where a day has none of its own.
const oldestQuote = 7

// precision is to how many places after the point a division is carried.
const precision = 20

// Quote is a rate that can be used for a day.
type Quote struct {
	// Rate is how much of the currency one unit of the base is.
	Rate decimal.Decimal
	// Day is that of the rate: the day asked for, or the last one before it that has one.
	Day brief.Date
	// Older is by how many days it is older than what was asked for.
	Older int
}

// On gives the rate of a currency for a day: that of the day, or the last one before it, at most a week old. NotFound where there is none;
// then nothing is converted. The base itself is 1.
func (r *Rates) On(currency string, day brief.Date) (Quote, error) {
	if !day.Day() {
		return Quote{}, brief.Invalid(fmt.Sprintf("%.40q is no day", string(day)), "write 2022-09-24")
	}
	if currency == Base {
		return Quote{Rate: decimal.NewFromInt(1), Day: day}, nil
	}
	column := slices.Index(r.currencies, currency)
	if column < 0 {
		return Quote{}, brief.NotFound(fmt.Sprintf("there are no rates of %.20q", currency), "show the amount as it was told, or bring a rate with its source")
	}
	at, known := slices.BinarySearch(r.days, day)
	if !known {
		at--
	}
	for ; at >= 0; at-- {
		older := daysBetween(r.days[at], day)
		if older > oldestQuote {
			break
		}
		if rate := r.rows[at][column]; rate.Sign() > 0 {
			return Quote{rate, r.days[at], older}, nil
		}
	}
	return Quote{}, brief.NotFound(fmt.Sprintf("there is no rate of %s on %s or in the %d days before", currency, day, oldestQuote),
		"show the amount as it was told, or bring a rate with its source")
}

func daysBetween(from, to brief.Date) int {
	a, errA := time.Parse(time.DateOnly, string(from))
	b, errB := time.Parse(time.DateOnly, string(to))
	if errA != nil || errB != nil {
		return 0
	}
	return int(b.Sub(a).Hours() / 24)
}

// Average gives the mean rate of a currency over a period, both days included, and how many quotes it is of. NotFound where there is none.
func (r *Rates) Average(currency string, from, to brief.Date) (rate decimal.Decimal, quotes int, err error) {
	if !from.Day() || !to.Day() || to < from {
		return rate, 0, brief.Invalid(fmt.Sprintf("%.40q to %.40q is no period", string(from), string(to)), "give two days, the earlier first")
	}
	if currency == Base {
		return decimal.NewFromInt(1), 0, nil
	}
	column := slices.Index(r.currencies, currency)
	sum := decimal.Decimal{}
	at, _ := slices.BinarySearch(r.days, from)
	for ; column >= 0 && at < len(r.days) && r.days[at] <= to; at++ {
		if one := r.rows[at][column]; one.Sign() > 0 {
			sum, quotes = sum.Add(one), quotes+1
		}
	}
	if quotes == 0 {
		return rate, 0, brief.NotFound(fmt.Sprintf("there is no rate of %.20q from %s to %s", currency, from, to), "show the amount as it was told, or bring a rate with its source")
	}
	return sum.DivRound(decimal.NewFromInt(int64(quotes)), precision), quotes, nil
}

// Convert gives an amount, decimal text in a currency, in the base at a rate, rounded to places after the point, halves to the even
// neighbour.
func Convert(amount string, rate decimal.Decimal, places int32) (string, error) {
	d, ok := parseDecimal(amount)
	if !ok {
		return "", brief.Invalid(fmt.Sprintf("%.60q is no amount", amount), "write digits with a point")
	}
	if rate.Sign() <= 0 {
		return "", brief.Invalid("a rate is not above zero", "correct it")
	}
	return d.DivRound(rate, precision).RoundBank(places).String(), nil
}

// Sum adds amounts, decimal text of one currency, exactly.
func Sum(amounts ...string) (string, error) {
	sum := decimal.Decimal{}
	for _, a := range amounts {
		d, ok := parseDecimal(a)
		if !ok {
			return "", brief.Invalid(fmt.Sprintf("%.60q is no amount", a), "write digits with a point")
		}
		sum = sum.Add(d)
	}
	return sum.String(), nil
}
