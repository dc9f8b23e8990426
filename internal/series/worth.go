package series

import (
	"github.com/shopspring/decimal"

	"livebrief/internal/brief"
)

// Conversion is how money of a tracker is told in another currency besides its own.
type Conversion struct {
	// Rule is announcement (the rate of the first day that the number is about), average (the mean over its period) or fixed (that of Day).
	Rule brief.WorthRule
	Day  brief.Date
	// Rates are those that are used, Source names them.
	Rates  *Rates
	Source string
}

// maxWorthPlaces is to how many places after the point a converted amount is told, where the amount itself has fewer.
const maxWorthPlaces = 2

// Convert tells a version of a currency in the base besides, with the rate that was used. It does nothing where there is no amount, no
// day, or no rate; where the source states the amount itself; and where the currency is the base.
func (c *Conversion) Convert(v *brief.Version, unit string) {
	if c == nil || c.Rates == nil || v.Value == "" || !isMoney(unit) || unit == Base || InCurrency(v, unit, Base) != "" {
		return
	}
	rate, day, ok := c.rate(v, unit)
	if !ok {
		return
	}
	value, err := Convert(v.Value, rate, max(maxWorthPlaces, places(v.Value)))
	if err != nil {
		return
	}
	v.Worth = append(v.Worth, brief.Worth{Currency: Base, Value: value, Rule: c.Rule, Rate: rate.String(), RateDay: day, RateSource: c.Source})
}

// rate gives the rate by the rule; the day is that of the quote, empty for a mean.
func (c *Conversion) rate(v *brief.Version, unit string) (rate decimal.Decimal, day brief.Date, ok bool) {
	on := c.Day
	switch c.Rule {
	case brief.WorthAverage:
		to := v.To
		if to == "" {
			to = v.From
		}
		rate, _, err := c.Rates.Average(unit, v.From.First(), to.Last())
		return rate.Round(precision), "", err == nil
	case brief.WorthAnnouncement:
		on = v.From
		if on.Check() == nil && !on.Day() && on != "" { // a month: its last day, by which it was announced
			on = on.Last()
		}
	}
	q, err := c.Rates.On(unit, on)
	return q.Rate, q.Day, err == nil
}

// places counts the digits after the point.
func places(text string) int32 {
	d, _ := parseDecimal(text)
	return max(0, -d.Exponent())
}

// InCurrency gives what a version of a unit is worth in a currency, decimal text in the scale of its series; empty where it is not known.
func InCurrency(v *brief.Version, unit, currency string) string {
	if unit == currency {
		return v.Value
	}
	for _, w := range v.Worth {
		if w.Currency == currency {
			return w.Value
		}
	}
	return ""
}
