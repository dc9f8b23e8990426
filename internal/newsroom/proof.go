package newsroom

import (
	"context"
	"fmt"

	"livebrief/internal/brief"
	"livebrief/internal/mirror"
	"livebrief/internal/store"
)

// proofs show that entries lie in the record, under the key that signs it.
type proofs struct {
	store  *store.Store
	public func(brief.BriefingID) (string, error)
}

// Proof shows that an entry lies in the record as the newest checkpoint has it.
func (c proofs) Proof(ctx context.Context, id brief.BriefingID, seq brief.Seq) ([]byte, error) {
	key, err := c.public(id)
	if err != nil {
		return nil, err
	}
	checkpoint, err := c.store.Checkpoint(ctx, id)
	if err != nil {
		return nil, err
	}
	list, err := c.store.Bodies(ctx, id, []brief.Seq{seq})
	if err != nil {
		return nil, err
	}
	entry, ok := list[seq]
	if !ok {
		return nil, fmt.Errorf("the record has no entry %d", seq)
	}
	var redaction *brief.Published
	if entry.Removal != nil {
		if list, err = c.store.Bodies(ctx, id, []brief.Seq{entry.Removal.By}); err != nil {
			return nil, err
		}
		if by, ok := list[entry.Removal.By]; ok {
			redaction = &by
		}
	}
	return mirror.WriteProof(key, checkpoint, c.store.HashReader(ctx, id), entry, redaction)
}
