//go:build !rivals

package measure

func heavyDateRivals() []System[DatedText] { return nil }
