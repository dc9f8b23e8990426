package newsroom

import (
	"errors"
	"syscall"

	"livebrief/internal/brief"
)

// Exit codes that others script against (the numbers of sysexits.h where it has one).
const (
	exitOK          = 0
	exitFailure     = 1
	exitUsage       = 64
	exitInput       = 65
	exitUnavailable = 69
	exitCannotWrite = 73
	exitNotAllowed  = 77
)

// usageError marks a command line that makes no sense.
type usageError struct{ error }

// writeError marks a place that cannot be written: a full disk, a folder of somebody else, one in use.
type writeError struct{ error }

func (e writeError) Unwrap() error { return e.error }

// exitCode is the one table from errors to exit codes.
func exitCode(err error) int {
	var usage usageError
	var write writeError
	var verdict verdictError
	switch {
	case err == nil:
		return exitOK
	case errors.As(err, &verdict):
		return verdict.code()
	case errors.As(err, &usage):
		return exitUsage
	case errors.As(err, &write), errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EROFS):
		return exitCannotWrite
	}
	switch brief.KindOf(err) {
	case brief.KindInvalid:
		return exitInput
	case brief.KindForbidden:
		return exitNotAllowed
	case brief.KindUnavailable:
		return exitUnavailable
	}
	return exitFailure
}
