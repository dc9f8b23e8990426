package newsroom

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"golang.org/x/mod/sumdb/tlog"

	"livebrief/internal/backup"
	"livebrief/internal/brief"
	"livebrief/internal/record"
	"livebrief/internal/store"
)

// migrateCommand moves the whole store to another database.
type migrateCommand struct {
	From string `help:"The store as it is: a file, sqlite:///FILE or postgres://..." required:"" placeholder:"URL"`
	To   string `help:"An empty database, or a file that is not there yet." required:"" placeholder:"URL"`
}

// migrateAnswer is what the command says of the move.
type migrateAnswer struct {
	Rows      int64   `json:"rows"`
	Briefings []moved `json:"briefings"`
}

// moved is a record that is the same in both databases.
type moved struct {
	Name    brief.Name `json:"name"`
	Entries int64      `json:"entries"`
	Root    string     `json:"root"`
}

// Run copies every row, holds every record in the new database to the one in the old, and keeps all of it or nothing. The
// old database stays as it is.
func (k *migrateCommand) Run(ctx context.Context, std *Streams, c *Common) error {
	release, err := k.stopServers(c)
	if err != nil {
		return err
	}
	defer release()
	from, still, err := k.source(ctx)
	if err != nil {
		return err
	}
	defer from.Close()
	defer still()
	target := &building{target: k.To}
	if err := target.besideFile(); err != nil {
		return err
	}
	answer := migrateAnswer{Briefings: []moved{}}
	err = piped(ctx, from, func(rows io.Reader) error {
		r, err := backup.NewReader(rows)
		if err != nil {
			return err
		}
		return store.Restore(ctx, target.target, r, func(rows int64) {
			if answer.Rows = rows; rows%10_000 == 0 {
				fmt.Fprintf(std.Progress, "\r%d rows", rows)
			}
		}, func(to *store.Store) error { return answer.compare(ctx, from, to, std.Progress) })
	})
	fmt.Fprint(std.Progress, "\r\033[K")
	if err == nil {
		err = target.finish()
	}
	if err != nil {
		if brief.KindOf(err) == brief.KindConflict {
			err = writeError{err}
		}
		return errors.Join(err, target.dropTarget())
	}
	return c.print(std.Out, answer, answer.tell)
}

// tell prints the answer for people.
func (a migrateAnswer) tell(w io.Writer) {
	for _, m := range a.Briefings {
		fmt.Fprintf(w, "%s: %d entries, root %s, the same in both\n", m.Name, m.Entries, m.Root)
	}
	fmt.Fprintf(w, "%d rows moved. Serve the new database from now on, with the same data folder, and never the old one again.\n", a.Rows)
}

// stopServers takes the locks of the data folder and of those in which the files lie, so that nobody serves them.
func (k *migrateCommand) stopServers(c *Common) (release func(), err error) {
	var held []*folder
	release = func() {
		for _, f := range held {
			_ = f.Close() // the lock ends with the process anyway
		}
	}
	taken := map[string]bool{}
	for _, dir := range []string{c.Data, folderOf(k.From), folderOf(k.To)} {
		if _, err := os.Stat(filepath.Join(dir, keysName)); dir == "" || err != nil {
			continue // it is no data folder
		}
		whole, err := filepath.EvalSymlinks(dir)
		if err != nil {
			return nil, err
		}
		if whole, err = filepath.Abs(whole); err != nil {
			return nil, err
		}
		if taken[whole] {
			continue
		}
		taken[whole] = true
		f, err := openFolder(dir)
		if err != nil {
			release()
			return nil, err
		}
		held = append(held, f)
	}
	return release, nil
}

// folderOf gives the folder of a database that is a file, nothing for another.
func folderOf(address string) string {
	path, ok := store.File(address)
	if !ok {
		return ""
	}
	return filepath.Dir(path)
}

// source opens the old database to read it. A file that is not in use is opened as a server would, which also mends what a
// killed one left; on a server nobody may begin to write until still is called.
func (k *migrateCommand) source(ctx context.Context) (from *store.Store, still func(), err error) {
	if path, ok := store.File(k.From); ok {
		if _, err := os.Stat(path); err != nil {
			return nil, nil, brief.Invalid(fmt.Sprintf("there is no database at %s (%v)", path, rootCause(err)), "name it with --from")
		}
		from, err := store.Open(ctx, k.From, store.Options{})
		return from, func() {}, err
	}
	if from, err = store.OpenReading(ctx, k.From, store.Options{}); err != nil {
		return nil, nil, err
	}
	if still, err = from.Still(ctx); err != nil {
		return nil, nil, errors.Join(err, from.Close())
	}
	return from, still, nil
}

// compare holds the records of the new database to those of the old: as many, as long, of the same root, which is made
// again from every leaf, under the same checkpoint.
func (a *migrateAnswer) compare(ctx context.Context, from, to *store.Store, progress io.Writer) error {
	was, err := from.Briefings(ctx)
	if err != nil {
		return err
	}
	is, err := to.Briefings(ctx)
	if err != nil {
		return err
	}
	if len(was) != len(is) {
		return unlikeSource(fmt.Sprintf("it has %d briefings and the old one %d", len(is), len(was)))
	}
	for _, row := range was {
		fmt.Fprintf(progress, "\r\033[Kcomparing %s", row.Name)
		m, err := sameRecord(ctx, from, to, row)
		if err != nil {
			return err
		}
		a.Briefings = append(a.Briefings, m)
	}
	return nil
}

func unlikeSource(what string) error {
	return brief.Invalid("the new database is not the same as the old one: "+what, "nothing was kept; run `livebrief check` on the old one, then try again")
}

// sameRecord compares one record.
func sameRecord(ctx context.Context, from, to *store.Store, row store.BriefingRow) (moved, error) {
	is, err := to.Briefing(ctx, row.ID)
	if err != nil {
		return moved{}, err
	}
	old, err := from.Checkpoint(ctx, row.ID)
	if err != nil {
		return moved{}, err
	}
	signed, err := to.Checkpoint(ctx, row.ID)
	if err != nil {
		return moved{}, err
	}
	tree, err := treeOfLeaves(ctx, to, row)
	if err != nil {
		return moved{}, err
	}
	before, err := treeAt(ctx, from, row.ID, row.Seq)
	if err != nil {
		return moved{}, err
	}
	if is != row || tree != before || string(signed) != string(old) {
		return moved{}, unlikeSource(fmt.Sprintf("the record of %s has %d entries and the root %v, and had %d and %v", row.Name, tree.Size, tree.Root, before.Size, before.Root))
	}
	return moved{Name: row.Name, Entries: tree.Size, Root: tree.Root.String()}, nil
}

// treeOfLeaves makes the tree of a record from its leaves.
func treeOfLeaves(ctx context.Context, st *store.Store, row store.BriefingRow) (record.Tree, error) {
	var hashes record.Hashes
	for from := brief.Seq(1); from <= row.Seq; from += readAtOnce {
		leaves, err := st.Leaves(ctx, row.ID, from, min(row.Seq, from+readAtOnce-1))
		if err != nil {
			return record.Tree{}, err
		}
		for _, leaf := range leaves {
			if err := hashes.Append(tlog.RecordHash(leaf)); err != nil {
				return record.Tree{}, err
			}
		}
	}
	return hashes.Tree()
}
