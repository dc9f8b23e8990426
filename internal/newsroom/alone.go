package newsroom

import (
	"context"
	"errors"
	"os"
	"path/filepath"

	"livebrief/internal/brief"
	"livebrief/internal/store"
)

// errServed says that a server holds the data folder.
var errServed = errors.New("a server holds the data folder")

// alone does work on the data folder and the store at address, the folder's own when it is empty. It gives errServed
// when a server has them: then the server does it.
func (c *Common) alone(ctx context.Context, address string, work func(*folder, *store.Store) error) error {
	if c.Server != "" {
		return errServed
	}
	if _, err := os.Stat(filepath.Join(c.Data, keysName)); err != nil {
		return brief.Unavailable("there is no newsroom in the data folder "+c.Data, "name it with --data", err)
	}
	folder, err := openFolder(c.Data)
	if err != nil {
		if _, served := os.Stat(filepath.Join(c.Data, deskFileName)); served == nil {
			return errServed
		}
		return err
	}
	defer folder.Close()
	if address == "" {
		address = folder.database()
	}
	st, err := store.Open(ctx, address, store.Options{Signers: folder.keys().signer})
	if err != nil {
		return err
	}
	defer st.Close()
	if err := folder.keys().settle(ctx, st); err != nil {
		return err
	}
	return work(folder, st)
}
