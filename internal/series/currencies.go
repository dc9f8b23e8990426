package series

import (
	"slices"
	"strings"
)

// currencyCodes are the codes of ISO 4217 for money in circulation, those that ended in this century's tables of aid, and the special
// drawing rights of the Monetary Fund. Metals, bonds and the codes for tests are no money that anybody gives.
var currencyCodes = strings.Fields(`
AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP CNY COP CRC CUP CVE CZK
DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HRK HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR
KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LTL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB
PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SLL SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD
TZS UAH UGX USD UYU UZS VES VND VUV WST XAF XCD XCG XDR XOF XPF YER ZAR ZMW ZWG ZWL`)

// plainUnits are the units of what is no money. TIV is SIPRI's index of arms.
var plainUnits = []string{"persons", "items", "percent", "TIV"}

// isCurrency tells whether a code is that of money.
func isCurrency(code string) bool {
	_, is := slices.BinarySearch(currencyCodes, code)
	return is
}

// IsUnit tells whether a number can be told in a unit: persons, items, percent, TIV, or a currency by its code of ISO 4217.
func IsUnit(unit string) bool { return slices.Contains(plainUnits, unit) || isCurrency(unit) }
