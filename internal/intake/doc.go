// Package intake brings reports in: from feeds and pages that it asks for politely, from folders that it watches,
// and from bytes that somebody hands over. It owns the one HTTP client that reaches out, the schedule of looks at
// the sources, and the sentence that tells how each of them is. It never decides what is published, and it never
// connects to an address that is not public unless the operator allowed it by name.
//
// Who uses it hands it a place to keep reports through the small interfaces declared here.
package intake
