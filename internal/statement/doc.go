// Package statement is the rules of the ledger: what a statement, its terms, renderings, evidence and outcomes must be
// like, which verdicts fit which kind, what state follows from the outcomes, and who a speaker is.
//
// Every rule has a name (rules.go) and stands in one place; whoever breaks one gets a sentence that names it and says what to
// do. The package is given the whole of what it judges and answers. It never stores, draws ids, reads a clock or
// publishes, and it decides no outcome: people do, two of them.
//
// Files: rules (names, refusals), verdicts (by kind), check (a statement), change (what a revision may change), terms, renderings,
// evidence, outcome (one verdict), state (what follows), force (how firmly it was said), due (what falls due), speaker (the register), merge
// (two that are one).
package statement
