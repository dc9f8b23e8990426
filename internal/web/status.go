package web

import (
	"context"
	"errors"
	"net/http"

	"livebrief/internal/brief"
)

// statusError gives an error a status that its kind alone does not: a missing precondition, a wrong media type.
type statusError struct {
	status int
	err    error
}

func (e *statusError) Error() string { return e.err.Error() }
func (e *statusError) Unwrap() error { return e.err }

// withStatus marks err with a status of its own.
func withStatus(status int, err error) error { return &statusError{status: status, err: err} }

// malformed says that a request could not be read at all, as opposed to one that says something we refuse.
func malformed(what, do string) error {
	return withStatus(http.StatusBadRequest, brief.Invalid(what, do))
}

// unsigned says that nobody is signed in.
func unsigned() error {
	return withStatus(http.StatusUnauthorized,
		brief.Forbidden("nobody is signed in", "sign in with a token that a chief made for you"))
}

// statusOf is the one table from errors to HTTP status.
func statusOf(err error) int {
	var own *statusError
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &own):
		return own.status
	case errors.As(err, &large):
		return http.StatusRequestEntityTooLarge
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, context.Canceled):
		return http.StatusServiceUnavailable
	}
	switch brief.KindOf(err) {
	case brief.KindNotFound:
		return http.StatusNotFound
	case brief.KindInvalid:
		return http.StatusUnprocessableEntity
	case brief.KindEmbargoed, brief.KindConflict:
		return http.StatusConflict
	case brief.KindForbidden:
		return http.StatusForbidden
	case brief.KindUnavailable:
		return http.StatusServiceUnavailable
	}
	return http.StatusInternalServerError
}

// sentences gives what happened and what to do about it, in words for people. The text of an error that is
// nobody's input is never shown: it can hold SQL or a path.
func sentences(err error) (what, do string) {
	var e *brief.Error
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		return "what was sent is too large", "send less; reports may have 8 MiB, lists and everything else 256 KB"
	case errors.As(err, &e):
		return e.What, e.Do
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, context.Canceled):
		return "the answer took too long", "try again in a minute"
	}
	return "something failed here, and it is not your doing", "try again in a minute; the people who run this server have it in their log"
}

// cause gives the text of an error with what lies under it.
func cause(err error) string {
	var e *brief.Error
	if errors.As(err, &e) && e.Err != nil {
		return err.Error() + ": " + e.Err.Error()
	}
	return err.Error()
}
