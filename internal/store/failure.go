package store

import (
	"context"
	"errors"
	"fmt"
	"syscall"

	"livebrief/internal/brief"
)

// trouble is what an error of the database means to the person who meets it.
type trouble int

const (
	unknown trouble = iota
	diskFull
	damaged
	busy
	denied
	readOnly
	failing
	unreachable
	duplicate
	tooBig
)

// troubles are what the kinds are called where they are counted.
var troubles = [...]string{"other", "disk full", "damaged", "busy", "denied", "read only", "failing", "unreachable", "duplicate", "too big"}

// afterDamage does not send anybody straight to a backup: SQLite calls a file damaged too when the disk did not give it.
const afterDamage = "run `livebrief check`; if it finds damage restore the last backup, if not look at the disk"

// explain gives an error a kind and a sentence. Errors that have one pass as they are; those that nobody can do
// anything about are wrapped with what was being done, and an ended context stays recognisable.
func (s *Store) explain(doing string, err error) error {
	var sentence *brief.Error
	switch {
	case err == nil:
		return nil
	case errors.As(err, &sentence):
		return err
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return fmt.Errorf("%s: %w", doing, err)
	}
	kind := s.dialect.sort(err)
	if s.opts.Failed != nil {
		s.opts.Failed(troubles[kind])
	}
	switch cause := fmt.Errorf("%s: %w", doing, err); kind {
	case diskFull:
		return brief.Unavailable("the disk is full", "free space and try again, nothing was lost", cause)
	case damaged:
		return &brief.Error{Kind: brief.KindUnavailable, What: "the database is damaged",
			Do: afterDamage, Err: cause}
	case busy:
		return brief.Unavailable("the database is busy", "try again in a moment, nothing was lost", cause)
	case denied:
		return brief.Unavailable("the database cannot be opened for reading and writing",
			"check that it exists and who may write to it and to its folder", cause)
	case readOnly:
		return brief.Unavailable("the database takes no changes: it is a standby, or set to be only read",
			"nothing was lost; lead to the server that takes them, with both hosts in the address and target_session_attrs=read-write", cause)
	case failing:
		return brief.Unavailable("the disk or the memory of the machine failed",
			"look at the machine, then run `livebrief check`", cause)
	case unreachable:
		return brief.Unavailable("the database server does not answer", "start it or check its address, then try again", cause)
	case duplicate:
		return &brief.Error{Kind: brief.KindConflict, What: "somebody else wrote the same thing at the same moment",
			Do: "look at it again and retry", Err: cause}
	case tooBig:
		return &brief.Error{Kind: brief.KindInvalid, What: "this is too large to be kept",
			Do: "hand it in in parts", Err: cause}
	default:
		return cause
	}
}

func isDiskFull(err error) bool {
	return errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT)
}
