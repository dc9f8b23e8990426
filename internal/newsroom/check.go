package newsroom

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"livebrief/internal/brief"
	"livebrief/internal/store"
)

// checkCommand checks a data folder that no server uses.
type checkCommand struct {
	Store string `help:"Store: a file, sqlite:///FILE or postgres://...; a file in the data folder when not given." placeholder:"URL" env:"LIVEBRIEF_STORE"`
}

// Run checks the database and every entry of every record.
func (k *checkCommand) Run(ctx context.Context, std *Streams, c *Common) error {
	if _, err := os.Stat(filepath.Join(c.Data, keysName)); err != nil {
		return brief.Invalid(c.Data+" is no data folder", "name one with --data")
	}
	folder, err := openFolder(c.Data)
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
	st, err := store.Open(ctx, address, store.Options{Signers: folder.keys().signer})
	if err != nil {
		return err
	}
	defer st.Close()
	if err := folder.keys().settle(ctx, st); err != nil {
		return err
	}
	if err := st.Check(ctx); err != nil {
		return err
	}
	rows, err := st.Briefings(ctx)
	if err != nil {
		return err
	}
	for _, row := range rows {
		fmt.Fprintf(std.Out, "ok  %s: %d entries, every leaf, text and the root agree\n", row.Name, row.Seq)
	}
	fmt.Fprintln(std.Out, "ok  database")
	return nil
}
