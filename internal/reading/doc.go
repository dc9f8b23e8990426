// Package reading makes a first reading of one report: its paragraphs and their kinds, its sentences, who said
// what, the dates, the places, the figures, the lines that lead elsewhere and the boxes that advertise.
// Every finding is a span of bytes of the report's text and names the rule that made it.
//
// It works by rules, prefers silence to a guess, and says in words what it left unread. It never fetches, stores,
// or decides anything, never reads a clock, and never panics whatever the text.
//
// Each reader is a few files: prose (prose, kinds and what it asks: boxes, stamps, bylines, captions, seealso, glue,
// recurring; sentences, items; wording), time (the files date*), speech (quotes, attribution, reports, passives, nouns,
// verdicts, titles, clauses, clausebounds, scene, speakers, people, names, mentions, subject, phrases, acts, futures, terms,
// outlets, listing, penalties, and the package register), places (the files place*, and the package gazetteer), figures (the
// files figure*), language (language, letters, others, and for Ukrainian and Russian the files slavic*), tracks (the files
// track*, and the package pattern). The words that the rules know stand in words.go, cues.go and beside the rules; lists
// tells how a desk's lists add to them.
package reading
