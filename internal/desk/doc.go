// Package desk decides what may enter the record: who may do what, what an act must bring, and what is worth a
// warning before it is published. It owns the acts on developments, on the glance, on briefings and on what has
// to be removed; the rules of the lint; and the templates.
//
// A rule that is broken stops the act with a sentence that says what to do. A warning never stops it: people
// decide. The desk writes nothing itself and reads no clock: it hands acts to the record and is told the time.
package desk
