package newsroom

import (
	"context"

	"livebrief/internal/brief"
	"livebrief/internal/store"
)

// follow takes for shown what another server shows its readers, as long as it goes on from what was seen here: a server
// that stands by has marks of its own, and they are older, or there are none. A record that does not go on is held here
// too. What cannot be read is looked at again the next time.
func (g *guard) follow(ctx context.Context, row store.BriefingRow) {
	g.mu.Lock()
	seen, known := g.known[row.ID]
	held := g.held[row.ID]
	g.mu.Unlock()
	if held != nil || known && seen.Size == int64(row.Seq) {
		return
	}
	var err error
	if !known {
		if seen, known, err = g.marks.read(row.ID); err != nil {
			return
		}
	}
	now, err := treeAt(ctx, g.store, row.ID, row.Seq)
	if err == nil && known && seen.Size <= now.Size {
		_, err = treeAt(ctx, g.store, row.ID, brief.Seq(seen.Size))
	}
	if err != nil {
		return
	}
	if known {
		if reason := continues(ctx, g.store, row, seen); reason != nil {
			g.hold(row.ID, reason)
			return
		}
	}
	if err := g.remember(row.ID, now); err != nil {
		g.log.Warn("what readers have seen could not be kept", "briefing", row.Name, "error", err)
	}
}

// again looks at every briefing before this server begins to write. A database that cannot be read now holds nothing:
// another attempt comes in a moment.
func (g *guard) again(ctx context.Context, rows []store.BriefingRow) error {
	for _, row := range rows {
		if _, err := treeAt(ctx, g.store, row.ID, row.Seq); err != nil {
			return err
		}
	}
	for _, row := range rows {
		g.mu.Lock()
		held := g.held[row.ID]
		g.mu.Unlock()
		if held == nil {
			g.meet(ctx, row)
		}
	}
	return nil
}
