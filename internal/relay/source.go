package relay

import (
	"context"

	"livebrief/internal/record"
)

// Entry is one entry on its way: its leaf, and what stands beside it.
type Entry struct {
	Leaf   []byte
	Beside record.Beside
}

// Source is a way from a newsroom. What it gives is not verified. An error is brief.Unavailable when another time may be
// better, and brief.Invalid when what came is nothing that a newsroom sends.
type Source interface {
	// News gives what was heard last.
	News(ctx context.Context) (News, error)
	// Checkpoint gives the checkpoint that a head names, or a newer one.
	Checkpoint(ctx context.Context, h Head) ([]byte, error)
	// Entries hands over the entries from and to of a record of size entries, both included, in order. It ends with the
	// first error of take.
	Entries(ctx context.Context, h Head, size, from, to int64, take func(Entry) error) error
	// Mirrors gives the signed list of mirrors; nil where there is none.
	Mirrors(ctx context.Context, h Head) ([]byte, error)
	// Wait returns when there may be something new, or ctx ends. failed says that the last attempt came to nothing.
	Wait(ctx context.Context, failed bool)
	// Missed says that an entry was wanting or was not the one that was signed, to a newsroom that can mend it.
	Missed(ctx context.Context, h Head, from, to int64)
	// Close gives connections back.
	Close()
}
