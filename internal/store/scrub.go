package store

import "context"

// scrub folds SQLite's write-ahead log into the file and empties it after a redaction, so that the removed text is
// in neither; opening the database does the same for one who died before it. A reader that is in the way is not waited for long: the next append tries again. On PostgreSQL the
// server's own vacuum and its archive of the log decide when old bytes are overwritten.
func (s *Store) scrub(ctx context.Context) {
	if s.dialect.scrub == nil || !s.unscrubbed.Load() {
		return
	}
	if s.dialect.scrub(context.WithoutCancel(ctx), s.write) {
		s.unscrubbed.Store(false)
	}
}
