package newsroom

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"livebrief/internal/brief"
	"livebrief/internal/store"
)

// checkCommand checks a data folder, whether a server runs on it or not.
type checkCommand struct {
	Store string `help:"Store: a file, sqlite:///FILE or postgres://...; a file in the data folder when not given." placeholder:"URL" env:"LIVEBRIEF_STORE"`
}

// Run checks the database, every entry of every record, and the editions that are kept. Where a server holds the folder
// it reads beside it.
func (k *checkCommand) Run(ctx context.Context, std *Streams, c *Common) error {
	if _, err := os.Stat(filepath.Join(c.Data, keysName)); err != nil {
		return brief.Invalid(c.Data+" is no data folder", "name one with --data")
	}
	open, alone := store.Open, true
	folder, err := openFolder(c.Data)
	if errors.Is(err, errInUse) {
		alone = false
		fmt.Fprintln(std.Out, "another livebrief holds the data folder: reading beside it, each record as it stands when its turn comes")
		folder, open, err = besideFolder(c.Data), store.OpenReading, nil
	}
	if err != nil {
		return err
	}
	defer folder.Close()
	address := k.Store
	if address == "" {
		address = folder.database()
		if _, err := os.Stat(address); errors.Is(err, fs.ErrNotExist) {
			return brief.Invalid("the data folder "+c.Data+" holds no database", "name another with --data, or the store with --store")
		}
	}
	st, err := open(ctx, address, store.Options{Signers: folder.keys().signer})
	if err != nil {
		return err
	}
	defer st.Close()
	if alone {
		if err := folder.keys().settle(ctx, st); err != nil {
			return err
		}
	}
	found, err := checking{st, folder.keys(), std.Progress}.all(ctx)
	fmt.Fprint(std.Progress, "\r\033[K")
	if err != nil {
		return err
	}
	for _, f := range found {
		fmt.Fprintln(std.Out, f)
	}
	fmt.Fprintf(std.Out, "ok  database: %s\n", st.Probed())
	return nil
}

// checking looks over a store, and says on a terminal how far it is.
type checking struct {
	store *store.Store
	keys  keyring
	tell  io.Writer
}

// sound is what was found in order about one briefing.
type sound struct {
	name        brief.Name
	entries     brief.Seq
	kept        int
	fingerprint string
}

// String gives the line that says so.
func (s sound) String() string {
	return fmt.Sprintf("ok  %s: %d entries, every leaf, text and the root agree; signed by %s; kept editions that agree: %d", s.name, s.entries, s.fingerprint, s.kept)
}

// all checks the records first: what is kept of them is compared with what they say.
func (k checking) all(ctx context.Context) ([]sound, error) {
	rows, err := k.store.Briefings(ctx)
	if err != nil {
		return nil, err
	}
	fmt.Fprint(k.tell, "\r\033[Kthe database itself")
	var found []sound
	err = k.store.CheckTelling(ctx, func(p store.Progress) {
		fmt.Fprintf(k.tell, "\r\033[K%s: %d of %d entries", p.Briefing, p.Done, p.Of)
		if p.Done == p.Of {
			found = append(found, sound{name: p.Briefing, entries: p.Of})
		}
	})
	if err != nil {
		return nil, err
	}
	ids := map[brief.Name]brief.BriefingID{}
	for _, row := range rows {
		ids[row.Name] = row.ID
	}
	for i := range found {
		f := &found[i]
		id, ok := ids[f.name]
		if !ok {
			return nil, brief.Unavailable(fmt.Sprintf("the briefing %s was made or renamed just now", f.name), "check again", nil)
		}
		f.fingerprint = k.keys.fingerprint(id)
		if f.kept, err = k.editions(ctx, id, f); err != nil {
			return nil, err
		}
	}
	return found, nil
}
