// Package echo finds copies of a text among others, across sources: the same words, nearly the same, the same with
// another figure, one within a longer one, and different texts on one event. It only proposes: nothing is merged or
// hidden, a proposal can be turned down (Apart) and that taken back (Together), and a text can be taken out (Remove).
//
// Words are compared without case, quotation marks, dashes and layout. Four in a row are a shingle, and a text is the
// set of its shingles: similarity is the Jaccard of two sets, containment the share of one that is in the other.
// Candidates come from MinHash signatures in bands (Broder 1997; Indyk and Motwani 1998), from a sample of the
// shingles (FracMinHash, Irber and others 2022), and for stories from rare words. Every candidate is then compared in
// full, so a signature never decides by itself.
//
// The index lives in memory, bounded by its Window. It reads no clock, draws nothing at random (the seeds stand in
// hash.go), and works in time linear in a text and in its bounded candidates.
//
// Files: words (text to words), hash (seeds), shingles (sets), signature (MinHash and its bytes), postings (the
// table behind the index), index (Add, Remove, Seen), propose (candidates), match (two texts in full), changes (which
// figures differ), story (one event, different hands), group (what belongs together, and what does not), say (a
// proposal in words).
package echo
