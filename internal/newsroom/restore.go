package newsroom

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"livebrief/internal/backup"
	"livebrief/internal/brief"
	"livebrief/internal/store"
)

// restoreCommand fills a data folder from a backup, and shows checkpoints to one whose publishing is held.
type restoreCommand struct {
	Backup     string   `arg:"" optional:"" help:"The backup." placeholder:"FILE"`
	Release    bool     `help:"Restore nothing: show a checkpoint or a mirror to the data folder that is there."`
	Checkpoint []string `help:"A checkpoint that readers were shown: a file, or an address that ends in /record/checkpoint; may be given again." placeholder:"FILE|URL" sep:"none"`
	Mirror     []string `help:"A copy of a briefing. What it has and the backup lacks is taken over; may be given again." placeholder:"DIR|ZIP|URL" sep:"none"`
	Key        []string `help:"Public key of a record, or a file with it; those of the data folder are known." placeholder:"KEY|FILE" sep:"none"`
	Identity   []string `help:"File of the age identity, or of the SSH key, that opens an encrypted backup." placeholder:"FILE" sep:"none"`
	Store      string   `help:"Store to fill: a file, sqlite:///FILE or postgres://...; a file in the data folder when not given." placeholder:"URL" env:"LIVEBRIEF_STORE"`
}

// Run restores the backup, then looks at what was shown.
func (k *restoreCommand) Run(ctx context.Context, std *Streams, c *Common) error {
	if (k.Backup == "") != k.Release {
		return usageError{errors.New("name the backup to restore, or say --release and what to show to a data folder that is there")}
	}
	shown, err := k.shown()
	if err != nil {
		return err
	}
	if k.Release {
		if len(k.Checkpoint)+len(k.Mirror) == 0 {
			return usageError{errors.New("nothing is shown; name a checkpoint with --checkpoint or a copy with --mirror")}
		}
		here := *c
		here.Server = "" // it is done in the data folder, whichever server is named
		err := here.alone(ctx, k.Store, func(f *folder, st *store.Store) error { return k.judge(ctx, std, c, f, st, shown) })
		if errors.Is(err, errServed) {
			return cannotWrite("the data folder "+c.Data+" is in use by another livebrief", "stop the server, show it, and start the server again", nil)
		}
		return err
	}
	f, err := k.restore(ctx, std, c, shown)
	if err != nil {
		return err
	}
	defer f.Close()
	address := k.Store
	if address == "" {
		address = f.database()
	}
	st, err := store.Open(ctx, address, store.Options{})
	if err != nil {
		return err
	}
	defer st.Close()
	if err := chiefOfRestore(ctx, std.Err, f, st); err != nil {
		return err
	}
	err = k.judge(ctx, std, c, f, st, shown)
	if err != nil {
		fmt.Fprintln(std.Err, "The backup is restored. What was shown with it did not release every briefing; show something else with --release.")
	}
	return err
}

// restore fills the data folder and gives it with its lock. Nothing is left of one that fails.
func (k *restoreCommand) restore(ctx context.Context, std *Streams, c *Common, shown *evidence) (_ *folder, err error) {
	known, err := identities(k.Identity)
	if err != nil {
		return nil, err
	}
	file, err := os.Open(k.Backup)
	if err != nil {
		return nil, brief.Invalid(fmt.Sprintf("%s cannot be read (%v)", k.Backup, rootCause(err)), "name a file that `livebrief backup` wrote")
	}
	defer file.Close()
	plain, err := opened(file, known)
	if err != nil {
		return nil, err
	}
	keys, err := takeKeys(plain)
	if err != nil {
		return nil, err
	}
	from, err := backup.NewReader(plain)
	if err != nil {
		return nil, err
	}
	b, err := k.site(c)
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, b.clear())
		}
	}()
	if err := b.keep(keys); err != nil {
		return nil, err
	}
	if err := b.fill(ctx, from, shown, std.Progress); err != nil {
		return nil, err
	}
	return b.folder, b.finish()
}

// building is a data folder while it is restored.
type building struct {
	folder *folder
	// target is the store that is filled. Where it is a file it becomes final when all is well; both are paths then.
	target, final string
	// made are the files that were made, and the folders, in that order.
	made []string
}

// site takes the data folder, and refuses one in which a newsroom is.
func (k *restoreCommand) site(c *Common) (*building, error) {
	b := &building{target: k.Store}
	for _, path := range []string{filepath.Join(c.Data, "lock"), filepath.Join(c.Data, keysName), c.Data} {
		if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
			b.made = append(b.made, path)
		}
	}
	if k.Store == "" {
		if err := unused(c.Data); err != nil {
			return nil, err
		}
	}
	var err error
	if b.folder, err = openFolder(c.Data); err != nil {
		return nil, err
	}
	if k.Store == "" {
		b.target = b.folder.database()
	}
	if err := b.besideFile(); err != nil {
		return nil, errors.Join(err, b.folder.Close())
	}
	return b, nil
}

// besideFile lets a target that is a file be filled under another name, and refuses one that is there.
func (b *building) besideFile() error {
	path, ok := store.File(b.target)
	if !ok {
		return nil
	}
	if _, err := os.Stat(filepath.Dir(path)); err != nil {
		return cannotWrite("there is no folder "+filepath.Dir(path), "make it, or name another place", err)
	}
	b.final = path
	b.target = filepath.Join(filepath.Dir(path), ".restoring-"+filepath.Base(path))
	if _, err := os.Stat(path); err == nil {
		return cannotWrite("there is a database at "+path+" already", "name another place; nothing was changed", nil)
	}
	return b.dropTarget() // one that was cut, by the power perhaps
}

// unused refuses a folder that holds more than keys.
func unused(dir string) error {
	list, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return cannotWrite("the data folder "+dir+" cannot be used", "choose another with --data", err)
	}
	for _, f := range list {
		if f.Name() != keysName && f.Name() != "lock" && !strings.HasPrefix(f.Name(), ".restoring-") {
			return cannotWrite(fmt.Sprintf("the data folder %s is not empty: it holds %s", dir, f.Name()),
				"name a new folder with --data; only the folder of the keys may be there before", nil)
		}
	}
	return nil
}

// keep writes the keys that the backup holds. A key that is there already stays, and must be the same.
func (b *building) keep(keys map[string]string) error {
	dir := b.folder.keys().dir
	for name, text := range keys {
		path := filepath.Join(dir, name)
		there, err := os.ReadFile(path)
		switch {
		case err == nil && string(there) == text:
			continue
		case err == nil:
			return cannotWrite("the data folder has another key "+name+" than the backup", "move it away, or restore into a new folder", nil)
		}
		b.made = append([]string{path}, b.made...)
		if err := writeBytes(path, ownFile, []byte(text)); err != nil {
			return cannotWrite("the keys of the backup cannot be kept", "free space or check the owner of the data folder", err)
		}
	}
	return nil
}

// fill fills the store.
func (b *building) fill(ctx context.Context, from *backup.Reader, shown *evidence, progress io.Writer) error {
	tell := func(rows int64) {
		if rows%10_000 == 0 {
			fmt.Fprintf(progress, "\r%d rows", rows)
		}
	}
	err := store.Restore(ctx, b.target, from, tell, func(st *store.Store) error { return b.inspect(ctx, st, shown) })
	fmt.Fprint(progress, "\r\033[K")
	if brief.KindOf(err) == brief.KindConflict {
		return writeError{err}
	}
	return err
}

// inspect holds every checkpoint against the keys that are known, and forgets what an old copy of the folder of keys
// says of how far readers have seen: only what is shown now counts, and what says that the backup is behind.
func (b *building) inspect(ctx context.Context, st *store.Store, shown *evidence) error {
	rows, err := st.Briefings(ctx)
	if err != nil {
		return err
	}
	for _, row := range rows {
		signed, err := st.Checkpoint(ctx, row.ID)
		if err != nil {
			return err
		}
		keys, err := shown.keysOf(ctx, st, b.folder.keys(), row)
		if err != nil {
			return err
		}
		if len(keys) > 0 {
			if _, _, err := openShown(signed, row.Origin, keys); err != nil {
				return brief.Invalid(fmt.Sprintf("the record of %s in the backup is not signed with the key that is here", row.Name),
					"check that the keys and the backup are of the same newsroom; nothing was kept")
			}
		}
		if behind(ctx, st, marks(b.folder.keys()), row) == nil {
			if err := marks(b.folder.keys()).drop(row.ID); err != nil {
				return cannotWrite("the folder of the keys cannot be written", "check its owner", err)
			}
		}
	}
	return nil
}

// finish puts the database in its place.
func (b *building) finish() error {
	if b.final == "" {
		return nil
	}
	if _, err := os.Stat(b.target + "-wal"); err == nil {
		return brief.Unavailable("the database was not closed as it should be", "restore again", nil)
	}
	if err := os.Rename(b.target, b.final); err != nil {
		return cannotWrite("the database cannot be put in its place", "check the owner of the data folder", err)
	}
	return syncFolder(filepath.Dir(b.final))
}

// clear takes away what was made.
func (b *building) clear() error {
	err := b.dropTarget()
	for _, path := range b.made {
		if removed := os.Remove(path); removed != nil && !errors.Is(removed, fs.ErrNotExist) {
			err = errors.Join(err, removed)
		}
	}
	return errors.Join(err, b.folder.Close())
}

// dropTarget removes the file that was filled; a database on a server was emptied by whoever filled it.
func (b *building) dropTarget() error {
	if b.final == "" {
		return nil
	}
	var failed error
	for _, end := range []string{"", "-wal", "-shm", "-journal"} {
		if err := os.Remove(b.target + end); err != nil && !errors.Is(err, fs.ErrNotExist) {
			failed = errors.Join(failed, err)
		}
	}
	return failed
}
