package newsroom

import (
	"cmp"
	"context"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"sync"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"livebrief/internal/brief"
	"livebrief/internal/record"
	"livebrief/internal/store"
)

// guard keeps a record from being continued in two ways. It remembers the newest checkpoint that was signed here, and
// holds a briefing whose record in the store does not begin with it: the store was rolled back, or is another one.
// Readers of a held briefing are served; nothing is signed for it. Every signature of a checkpoint goes through it.
type guard struct {
	keys  keyring
	marks marks
	store *store.Store
	log   *slog.Logger

	mu sync.Mutex
	// known is what readers are known to have seen, held why nothing is published.
	known map[brief.BriefingID]record.Tree
	held  map[brief.BriefingID]error
	// added counts the lines of a mark since it was written anew.
	added map[brief.BriefingID]int
}

// addedAtMost bounds a mark to some 30 KB.
const addedAtMost = 512

func newGuard(keys keyring, log *slog.Logger) *guard {
	return &guard{keys: keys, marks: marks(keys), log: log, known: map[brief.BriefingID]record.Tree{},
		held: map[brief.BriefingID]error{}, added: map[brief.BriefingID]int{}}
}

// open looks at every briefing of the store.
func (g *guard) open(ctx context.Context) error {
	rows, err := g.store.Briefings(ctx)
	for _, row := range rows {
		g.meet(ctx, row)
	}
	return err
}

// meet holds a briefing, or lets it go on from where it stands.
func (g *guard) meet(ctx context.Context, row store.BriefingRow) {
	g.mu.Lock()
	seen, known := g.known[row.ID]
	g.mu.Unlock()
	var reason error
	if known {
		reason = continues(ctx, g.store, row, seen)
	} else {
		reason = behind(ctx, g.store, g.marks, row)
	}
	var now record.Tree
	if reason == nil {
		// What stands in the store is what readers will see from now on.
		var err error
		if now, err = treeAt(ctx, g.store, row.ID, row.Seq); err != nil {
			reason = unreadable(row, err)
		} else if err := g.marks.write(row.ID, now); err != nil {
			g.log.Warn("what readers have seen could not be kept", "briefing", row.Name, "error", err)
		}
	}
	if reason != nil {
		g.hold(row.ID, reason)
		return
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	g.known[row.ID] = now
}

// behind gives why a briefing is to be held, nil when it is not.
func behind(ctx context.Context, st *store.Store, m marks, row store.BriefingRow) (reason error) {
	seen, found, err := m.read(row.ID)
	switch {
	case err != nil:
		return unreadable(row, err)
	case !found:
		return unshown(row)
	}
	return continues(ctx, st, row, seen)
}

// continues gives why the record in the store is no continuation of a tree that was seen, nil when it is one.
func continues(ctx context.Context, st *store.Store, row store.BriefingRow, seen record.Tree) (reason error) {
	if seen.Size > int64(row.Seq) {
		return rolledBack(row.Name, row.Seq, seen.Size)
	}
	begins, err := treeAt(ctx, st, row.ID, brief.Seq(seen.Size))
	if err != nil {
		return unreadable(row, err)
	}
	if begins != seen {
		return brief.Unavailable(fmt.Sprintf("the briefing %s is held: the first %d entries of its record here are not those that readers have seen", row.Name, seen.Size),
			"bring back the store that has them; to publish here would make two records of one name", nil)
	}
	return nil
}

// unreadable holds a briefing because nobody can tell.
func unreadable(row store.BriefingRow, cause error) error {
	return brief.Unavailable(fmt.Sprintf("the briefing %s is held: its record cannot be compared with what readers have seen", row.Name),
		"stop the server and run `livebrief check`; readers are served meanwhile", cause)
}

func unshown(row store.BriefingRow) error {
	return brief.Unavailable(fmt.Sprintf("the briefing %s is held: its record here has %d entries, and nobody has shown that this is not behind what readers saw", row.Name, row.Seq),
		"stop the server and show the newest checkpoint or mirror there is with `livebrief restore --release`; readers are served meanwhile", nil)
}

func rolledBack(name brief.Name, has brief.Seq, seen int64) error {
	return brief.Unavailable(fmt.Sprintf("the briefing %s is held: its record here has %d entries, and readers have seen %d", name, has, seen),
		"restore a newer backup, or stop the server and take the rest from a mirror with `livebrief restore --release --mirror`; readers are served meanwhile", nil)
}

// treeAt gives the tree over the first entries of a record.
func treeAt(ctx context.Context, st *store.Store, id brief.BriefingID, size brief.Seq) (record.Tree, error) {
	root, err := tlog.TreeHash(int64(size), st.HashReader(ctx, id))
	return record.Tree{Size: int64(size), Root: root}, err
}

// hold refuses every act on a briefing from now on. The reason is a sentence for the desk.
func (g *guard) hold(id brief.BriefingID, reason error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.held[id] == nil {
		g.log.Warn("publishing is held", "briefing", id, "reason", reason.Error())
	}
	g.held[id] = reason
}

// shown holds a briefing of which somebody outside has shown that its record went back or was changed.
func (g *guard) shown(id brief.BriefingID, reason string) {
	g.hold(id, brief.Unavailable("the briefing is held: "+reason, "stop the server and bring back the newest copy of the data folder, "+
		"or take what is missing from a mirror with `livebrief restore --release --mirror`; readers are served meanwhile", nil))
}

// reasons gives why briefings are held, in a fixed order.
func (g *guard) reasons() []error {
	g.mu.Lock()
	defer g.mu.Unlock()
	return slices.SortedFunc(maps.Values(g.held), func(a, b error) int { return cmp.Compare(a.Error(), b.Error()) })
}

// allow tells whether an act on the briefing may be taken. A store that falls behind while the server runs, as a
// database does when its standby takes over, is noticed here.
func (g *guard) allow(ctx context.Context, id brief.BriefingID) error {
	if err := g.store.MayWrite(ctx); err != nil {
		return err
	}
	// What is known is read before the store: others publish meanwhile, and the store is never behind what it had then.
	g.mu.Lock()
	seen, known := g.known[id]
	held := g.held[id]
	g.mu.Unlock()
	row, err := g.store.Briefing(ctx, id)
	switch {
	case brief.KindOf(err) == brief.KindNotFound:
		return nil // it is being made
	case err != nil:
		return err
	}
	switch {
	case held != nil:
	case !known:
		// Another server made it, and its key came here later.
		g.meet(ctx, row)
	case int64(row.Seq) < seen.Size:
		g.hold(id, rolledBack(row.Name, row.Seq, seen.Size))
	default:
		return nil
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.held[id]
}

// signer gives the key of a briefing that is not held.
func (g *guard) signer(id brief.BriefingID) (note.Signer, error) {
	if err := g.allow(context.Background(), id); err != nil {
		return nil, err
	}
	return g.keys.signer(id)
}

// declared gives the key that a declaration names, of a briefing that is not held.
func (g *guard) declared(id brief.BriefingID, public string) (note.Signer, error) {
	if err := g.allow(context.Background(), id); err != nil {
		return nil, err
	}
	return g.keys.declared(id, public)
}

// begin remembers that readers have seen nothing of a briefing that is about to be made.
func (g *guard) begin(id brief.BriefingID) error {
	root, err := tlog.TreeHash(0, nil)
	if err != nil {
		return err
	}
	nothing := record.Tree{Root: root}
	if err := g.marks.write(id, nothing); err != nil {
		return err
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	g.known[id] = nothing
	return nil
}

// forget takes back begin.
func (g *guard) forget(id brief.BriefingID) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	delete(g.known, id)
	return g.marks.drop(id)
}

// saw remembers the tree that was signed with an entry that has been committed. The entry stands whatever becomes of
// this, so that a failure is only said in the log.
func (g *guard) saw(ctx context.Context, id brief.BriefingID, seq brief.Seq) {
	now, err := g.signed(context.WithoutCancel(ctx), id)
	if err == nil && now.Size < int64(seq) {
		err = fmt.Errorf("the store has %d entries after it has committed %d", now.Size, seq)
	}
	if err == nil {
		err = g.keepMark(id, now)
	}
	if err != nil {
		g.log.Warn("what readers have seen could not be kept", "briefing", id, "error", err)
	}
}

// signed gives the tree of the newest checkpoint, which has the root: readers wait for it, and need not wait until the
// hashes of a long record are found.
func (g *guard) signed(ctx context.Context, id brief.BriefingID) (record.Tree, error) {
	checkpoint, err := g.store.Checkpoint(ctx, id)
	if err != nil {
		return record.Tree{}, err
	}
	_, now, err := record.Claimed(checkpoint)
	return now, err
}

// remember takes a tree for seen from now on; the first of a briefing makes its file.
func (g *guard) remember(id brief.BriefingID, now record.Tree) error {
	g.mu.Lock()
	_, known := g.known[id]
	g.mu.Unlock()
	if known {
		return g.keepMark(id, now)
	}
	err := g.marks.write(id, now)
	g.mu.Lock()
	defer g.mu.Unlock()
	g.known[id] = now
	return err
}

// keepMark remembers a tree that is larger than the last.
func (g *guard) keepMark(id brief.BriefingID, now record.Tree) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	if now.Size <= g.known[id].Size {
		return nil
	}
	g.known[id] = now
	if g.added[id]++; g.added[id] < addedAtMost {
		return g.marks.add(id, now)
	}
	g.added[id] = 0
	return g.marks.write(id, now)
}
