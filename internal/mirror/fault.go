package mirror

import (
	"fmt"
	"strings"
)

// Verdict is what a copy is worth, gravest first.
type Verdict int

// The verdicts. The first that holds is the copy's.
const (
	// Tampered copies hold something that the publisher did not sign.
	Tampered Verdict = iota
	// Incomplete copies lack something that the publisher signed.
	Incomplete
	// Stale copies are older than the reader asked for, or no continuation of what was seen before.
	Stale
	// Unknown copies are intact, but who signed them is not known.
	Unknown
	// Intact copies are what that publisher signed.
	Intact
)

// String gives the verdict's word.
func (v Verdict) String() string {
	return [...]string{"tampered", "incomplete", "stale", "publisher unknown", "ok"}[v]
}

// Fault is one thing that is wrong with a copy.
type Fault struct {
	Verdict Verdict `json:"-"`
	// Where is the file or the entry at fault.
	Where string `json:"where"`
	What  string `json:"what"`
}

// String gives the fault as a line.
func (f Fault) String() string {
	return fmt.Sprintf("%s  %s: %s", f.Verdict, printable(f.Where), f.What)
}

// printable keeps names of a stranger's copy from playing tricks with a terminal, or with the eye.
func printable(name string) string {
	if strings.ContainsFunc(name, func(c rune) bool { return c < ' ' || c > '~' }) {
		return fmt.Sprintf("%+q", name)
	}
	return name
}

func tampered(where, what string) Fault   { return Fault{Tampered, where, what} }
func incomplete(where, what string) Fault { return Fault{Incomplete, where, what} }
