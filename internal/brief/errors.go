package brief

import "errors"

// Kind sorts errors by what the person who meets one can do. The list is closed: one table maps it to
// HTTP status (web) and one to exit codes (newsroom).
type Kind int

const (
	// KindOther is any failure that is nobody's input: a bug, a broken disk.
	KindOther Kind = iota
	// KindNotFound means that nothing stands at that id or address.
	KindNotFound
	// KindInvalid means that what was handed in cannot be taken as it is.
	KindInvalid
	// KindEmbargoed means that the act waits for its embargo to lift.
	KindEmbargoed
	// KindConflict means that somebody else changed the same thing first.
	KindConflict
	// KindForbidden means that the person's role does not allow it, or that nobody is signed in.
	KindForbidden
	// KindUnavailable means that it may work later: a disk is full, a server is down.
	KindUnavailable
)

// kindNames are the words of the kinds in the desk's API.
var kindNames = map[Kind]string{KindOther: "failure", KindNotFound: "not_found", KindInvalid: "invalid",
	KindEmbargoed: "embargoed", KindConflict: "conflict", KindForbidden: "forbidden", KindUnavailable: "unavailable"}

// String gives the kind's word in the desk's API: not_found, invalid, ...
func (k Kind) String() string { return kindNames[k] }

// ParseKind finds the kind by its word; an unknown word is a failure.
func ParseKind(word string) Kind {
	for k, w := range kindNames {
		if w == word {
			return k
		}
	}
	return KindOther
}

// Error is an error with a sentence for people: what happened, then what to do.
type Error struct {
	Kind Kind
	// What happened, a clause without a full stop.
	What string
	// Do says what the person can do about it; it may be empty.
	Do string
	// Err is the cause, for the log; its text is never shown to a reader.
	Err error
}

// Error gives "what; do".
func (e *Error) Error() string {
	if e.Do == "" {
		return e.What
	}
	return e.What + "; " + e.Do
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Err }

// NotFound makes an error of that kind.
func NotFound(what, do string) error { return &Error{Kind: KindNotFound, What: what, Do: do} }

// Invalid makes an error of that kind.
func Invalid(what, do string) error { return &Error{Kind: KindInvalid, What: what, Do: do} }

// Embargoed makes an error of that kind.
func Embargoed(what, do string) error { return &Error{Kind: KindEmbargoed, What: what, Do: do} }

// Conflict makes an error of that kind.
func Conflict(what, do string) error { return &Error{Kind: KindConflict, What: what, Do: do} }

// Forbidden makes an error of that kind.
func Forbidden(what, do string) error { return &Error{Kind: KindForbidden, What: what, Do: do} }

// Unavailable makes an error of that kind round its cause.
func Unavailable(what, do string, err error) error {
	return &Error{Kind: KindUnavailable, What: what, Do: do, Err: err}
}

// KindOf finds the kind of err, KindOther when it has none.
func KindOf(err error) Kind {
	var e *Error
	if errors.As(err, &e) {
		return e.Kind
	}
	return KindOther
}
