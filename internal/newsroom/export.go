package newsroom

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"livebrief/internal/brief"
	"livebrief/internal/edition"
	"livebrief/internal/mirror"
	"livebrief/internal/store"
)

// exportCommand makes a copy of a briefing.
type exportCommand struct {
	Briefing string `help:"Briefing: its name or id." required:"" placeholder:"B"`
	To       string `help:"A folder, a file whose name ends in .zip, or one that ends in .html for the last seven days in one page. A folder that holds an earlier copy is brought up to date." required:"" placeholder:"DIR|FILE.zip|FILE.html"`
	Store    string `help:"Store, when no server runs: a file, sqlite:///FILE or postgres://...; a file in the data folder when not given." placeholder:"URL"`
}

// exportAnswer is what the command says of the copy.
type exportAnswer struct {
	To          string    `json:"to"`
	Edition     brief.Seq `json:"edition"`
	Files       int       `json:"files"`
	Bytes       int64     `json:"bytes"`
	Changed     int       `json:"changed"`
	Removed     int       `json:"removed"`
	Origin      string    `json:"origin"`
	Fingerprint string    `json:"fingerprint,omitempty"`
}

// Run makes the copy: by the server when one runs, from the data folder otherwise.
func (k *exportCommand) Run(ctx context.Context, std *Streams, c *Common) error {
	if ext := strings.ToLower(filepath.Ext(k.To)); ext == ".html" || ext == ".htm" {
		return k.oneFile(ctx, std, c)
	}
	answer := exportAnswer{To: k.To}
	var m *mirror.Manifest
	var did mirror.Written
	err := k.alone(ctx, c, func(e *mirror.Edition) (err error) {
		if strings.HasSuffix(k.To, ".zip") {
			err = writeWhole(k.To, func(f *os.File) error {
				m, err = mirror.WriteZip(f, e)
				return err
			})
		} else {
			m, did, err = mirror.WriteFolder(k.To, e)
		}
		return err
	})
	if errors.Is(err, errServed) {
		m, did, err = k.byServer(ctx, c)
	}
	if err != nil {
		return unwritable(err, k.To)
	}
	answer.Edition, answer.Files, answer.Bytes, answer.Origin = m.Edition, len(m.Files)+1, m.Bytes(), m.Origin
	answer.Changed, answer.Removed = did.Changed, did.Removed
	return c.print(std.Out, answer, func(w io.Writer) {
		answer.tell(w)
		if did.Changed+did.Kept > 0 {
			fmt.Fprintf(w, "%d files written, %d removed, %d stayed as they were\n", did.Changed, did.Removed, did.Kept)
		}
	})
}

// tell says what the copy is.
func (a *exportAnswer) tell(w io.Writer) {
	fmt.Fprintf(w, "%s: edition %d of %s, %d files, %d bytes\n", a.To, a.Edition, a.Origin, a.Files, a.Bytes)
}

// oneFile makes the copy of the last days in one page.
func (k *exportCommand) oneFile(ctx context.Context, std *Streams, c *Common) error {
	var one *mirror.OneFile
	err := k.alone(ctx, c, func(e *mirror.Edition) error {
		return writeWhole(k.To, func(f *os.File) (err error) {
			one, err = mirror.WriteOneFile(f, e)
			return err
		})
	})
	if errors.Is(err, errServed) {
		err = k.fetchWhole(ctx, c, "file", func(f *os.File) error {
			raw, err := os.ReadFile(f.Name())
			if err == nil {
				one, err = mirror.ReadOneFile(raw)
			}
			return err
		})
	}
	if err != nil {
		return unwritable(err, k.To)
	}
	answer := exportAnswer{To: k.To, Edition: one.Edition, Files: 1, Bytes: one.Bytes, Origin: one.Origin}
	return c.print(std.Out, answer, func(w io.Writer) { answer.tell(w) })
}

// unwritable gives a failure of the disk its own exit code.
func unwritable(err error, to string) error {
	var path *os.PathError
	var link *os.LinkError
	if errors.As(err, &path) || errors.As(err, &link) {
		return cannotWrite("the copy "+to+" cannot be written", "free space, check its owner, or name another place with --to", err)
	}
	return err
}

// errServed says that a server holds the data folder.
var errServed = errors.New("a server holds the data folder")

// alone hands over the edition from the data folder, or errServed when a server has it.
func (k *exportCommand) alone(ctx context.Context, c *Common, write func(*mirror.Edition) error) error {
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
	address := k.Store
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
	rows, err := st.Briefings(ctx)
	if err != nil {
		return err
	}
	for _, row := range rows {
		if string(row.Name) == k.Briefing || string(row.ID) == k.Briefing {
			e, err := copies{st, folder.keys()}.edition(ctx, row.ID)
			if err != nil {
				return err
			}
			return write(e)
		}
	}
	return brief.NotFound(fmt.Sprintf("there is no briefing of the name or id %q", k.Briefing), "list them with `livebrief briefing list`")
}

// byServer asks the desk for the copy as a zip, and unpacks it when a folder is wanted.
func (k *exportCommand) byServer(ctx context.Context, c *Common) (m *mirror.Manifest, did mirror.Written, err error) {
	if strings.HasSuffix(k.To, ".zip") {
		err = k.fetchWhole(ctx, c, "zip", func(f *os.File) error {
			m, err = manifestOf(f)
			return err
		})
		return m, did, err
	}
	tmp, err := os.CreateTemp("", "livebrief-export-*.zip")
	if err != nil {
		return nil, did, err
	}
	defer os.Remove(tmp.Name())
	defer tmp.Close()
	if err := k.fetch(ctx, c, "zip", tmp); err != nil {
		return nil, did, err
	}
	size, err := tmp.Seek(0, io.SeekEnd)
	if err != nil {
		return nil, did, err
	}
	return mirror.Unpack(k.To, tmp, size)
}

// fetchWhole writes what the desk sends to where it is wanted, once look has nothing against it.
func (k *exportCommand) fetchWhole(ctx context.Context, c *Common, form string, look func(*os.File) error) error {
	return writeWhole(k.To, func(f *os.File) error {
		if err := k.fetch(ctx, c, form, f); err != nil {
			return err
		}
		return look(f)
	})
}

// fetch asks the desk for the copy in a form, zip or file.
func (k *exportCommand) fetch(ctx context.Context, c *Common, form string, to io.Writer) error {
	desk, err := c.client()
	if err != nil {
		return err
	}
	req, err := desk.prepare(ctx, request{method: http.MethodGet, path: "/api/briefings/" + url.PathEscape(k.Briefing) + "/export",
		query: url.Values{"form": {form}}})
	if err != nil {
		return err
	}
	// A copy can be large; it may take as long as the person waits.
	res, err := (&http.Client{}).Do(req)
	if err != nil {
		return brief.Unavailable("the desk at "+desk.base+" does not answer", "start `livebrief serve`, or check --server", err)
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		raw, _ := io.ReadAll(io.LimitReader(res.Body, 1<<20))
		return refusal(res.StatusCode, raw)
	}
	if _, err = io.Copy(to, res.Body); errors.Is(err, io.ErrUnexpectedEOF) {
		return brief.Unavailable("the desk at "+desk.base+" broke off its answer", "try again", err)
	}
	return err
}

func manifestOf(f *os.File) (*mirror.Manifest, error) {
	size, err := f.Seek(0, io.SeekEnd)
	if err != nil {
		return nil, err
	}
	return mirror.ReadManifest(f, size)
}

// writeWhole writes a file whole or not at all.
func writeWhole(to string, write func(*os.File) error) error {
	tmp, err := os.CreateTemp(filepath.Dir(to), "."+filepath.Base(to)+"-*")
	if err != nil {
		return err
	}
	defer os.Remove(tmp.Name())
	err = write(tmp)
	if err = errors.Join(err, tmp.Chmod(0o644), tmp.Sync(), tmp.Close()); err != nil {
		return err
	}
	return os.Rename(tmp.Name(), to)
}

// copies makes editions ready to be copied.
type copies struct {
	store *store.Store
	keys  keyring
}

// Export writes the newest edition as one zip.
func (c copies) Export(ctx context.Context, id brief.BriefingID, w io.Writer) error {
	e, err := c.edition(ctx, id)
	if err == nil {
		_, err = mirror.WriteZip(w, e)
	}
	return err
}

// ExportFile writes the last days of the newest edition as one HTML file.
func (c copies) ExportFile(ctx context.Context, id brief.BriefingID, w io.Writer) error {
	e, err := c.edition(ctx, id)
	if err == nil {
		_, err = mirror.WriteOneFile(w, e)
	}
	return err
}

// Mirrors signs the list of mirrors of an edition.
func (c copies) Mirrors(id brief.BriefingID, state *edition.State) ([]byte, error) {
	signer, err := c.keys.signer(id)
	if err != nil {
		return nil, err
	}
	key, err := c.keys.public(id)
	if err != nil {
		return nil, err
	}
	return mirror.SignMirrors(state, signer, key)
}

// edition reads the whole record up to its newest checkpoint.
func (c copies) edition(ctx context.Context, id brief.BriefingID) (*mirror.Edition, error) {
	e := &mirror.Edition{Renderer: version}
	for range 5 {
		whole, err := c.read(ctx, id, e)
		if err != nil || whole {
			return e, err
		}
	}
	return nil, brief.Unavailable("the record changes faster than it can be copied", "try again in a minute", nil)
}

// read fills the edition with keys, entries and checkpoint; it is not whole when an entry came in between.
func (c copies) read(ctx context.Context, id brief.BriefingID, e *mirror.Edition) (whole bool, err error) {
	if e.Signer, err = c.keys.signer(id); err != nil {
		return false, err
	}
	if e.Key, err = c.keys.public(id); err != nil {
		return false, err
	}
	if e.Checkpoint, err = c.store.Checkpoint(ctx, id); err != nil {
		return false, err
	}
	head, err := c.store.Head(ctx, id)
	if err != nil {
		return false, err
	}
	e.Entries = make([]brief.Published, 0, head)
	for brief.Seq(len(e.Entries)) < head {
		from := brief.Seq(len(e.Entries)) + 1
		list, err := c.store.Entries(ctx, id, from, min(head, from+readAtOnce-1))
		if err != nil {
			return false, err
		}
		if len(list) == 0 {
			return false, fmt.Errorf("the record has no entry %d", from)
		}
		e.Entries = append(e.Entries, list...)
	}
	again, err := c.store.Checkpoint(ctx, id)
	return string(again) == string(e.Checkpoint), err
}
