package newsroom

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"filippo.io/age"

	"livebrief/internal/backup"
	"livebrief/internal/brief"
	"livebrief/internal/store"
)

// backupCommand writes down the whole store.
type backupCommand struct {
	To       string   `help:"A file, or a folder in which the backup gets a name with its time." required:"" placeholder:"FILE|DIR"`
	Age      []string `help:"Encrypt for this recipient (age1..., ssh-ed25519 ..., ssh-rsa ...); may be given again." placeholder:"RECIPIENT" sep:"none"`
	AgeFile  []string `help:"Encrypt for the recipients in this file, one on a line." placeholder:"FILE" sep:"none"`
	WithKeys bool     `help:"Put the keys of the records in, from the data folder here. Only into an encrypted backup."`
	Store    string   `help:"Store, when no server runs: a file, sqlite:///FILE or postgres://...; a file in the data folder when not given." placeholder:"URL" env:"LIVEBRIEF_STORE"`
}

// backupAnswer is what the command says of the backup.
type backupAnswer struct {
	To        string    `json:"to"`
	MadeAt    time.Time `json:"made_at"`
	Rows      int64     `json:"rows"`
	Bytes     int64     `json:"bytes"`
	Encrypted bool      `json:"encrypted"`
	Keys      int       `json:"keys"`
}

// Run makes the backup: by the server when one runs, from the data folder otherwise.
func (k *backupCommand) Run(ctx context.Context, std *Streams, c *Common) error {
	recipients, err := k.recipients()
	if err != nil {
		return err
	}
	if k.WithKeys && len(recipients) == 0 {
		return usageError{errors.New("keys go into an encrypted backup only; name a recipient with --age")}
	}
	answer := backupAnswer{To: k.file(time.Now(), len(recipients) > 0), Encrypted: len(recipients) > 0}
	write := func(from io.Reader) error {
		return writeWhole(answer.To, ownFile, func(f *os.File) error {
			if err := k.write(f, from, recipients, c, &answer); err != nil {
				return err
			}
			info, err := f.Stat()
			if err == nil {
				answer.Bytes = info.Size()
			}
			return err
		})
	}
	err = c.alone(ctx, k.Store, func(_ *folder, st *store.Store) error { return piped(ctx, st, write) })
	if errors.Is(err, errServed) {
		err = k.byServer(ctx, c, write)
	}
	if err != nil {
		return unwritable(err, answer.To)
	}
	return c.print(std.Out, answer, func(w io.Writer) {
		fmt.Fprintf(w, "%s: %d rows as of %s, %d bytes", answer.To, answer.Rows, answer.MadeAt.Format(time.RFC3339), answer.Bytes)
		switch {
		case answer.Keys > 0:
			fmt.Fprintf(w, ", encrypted, with %d keys\n", answer.Keys)
		case answer.Encrypted:
			fmt.Fprintln(w, ", encrypted, without keys")
		default:
			fmt.Fprintln(w, ", not encrypted, without keys")
		}
	})
}

// file names the backup: --to, or in that folder by the moment.
func (k *backupCommand) file(now time.Time, encrypted bool) string {
	if info, err := os.Stat(k.To); (err != nil || !info.IsDir()) && !strings.HasSuffix(k.To, string(filepath.Separator)) {
		return k.To
	}
	name := "livebrief-" + now.UTC().Format("20060102T150405Z") + ".backup"
	if encrypted {
		name += ".age"
	}
	return filepath.Join(k.To, name)
}

// piped hands over a backup of the store while it is made.
func piped(ctx context.Context, st *store.Store, write func(io.Reader) error) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	from, to := io.Pipe()
	made := make(chan struct{})
	go func() {
		defer close(made)
		to.CloseWithError(st.Backup(ctx, version, to))
	}()
	err := write(from)
	stop()
	from.CloseWithError(err)
	<-made
	return err
}

// byServer asks the desk for the backup.
func (k *backupCommand) byServer(ctx context.Context, c *Common, write func(io.Reader) error) error {
	desk, err := c.client()
	if err != nil {
		return err
	}
	body, err := desk.file(ctx, "/api/backup", nil)
	if err != nil {
		return err
	}
	defer body.Close()
	return desk.brokenOff(write(body))
}

// write writes what comes from a backup into a file, and reads it on the way: what does not verify is no backup.
func (k *backupCommand) write(f *os.File, from io.Reader, recipients []age.Recipient, c *Common, answer *backupAnswer) error {
	if len(recipients) == 0 {
		return copyChecked(f, from, answer)
	}
	sealed, err := age.Encrypt(f, recipients...)
	if err != nil {
		return fmt.Errorf("encrypting: %w", err)
	}
	if k.WithKeys {
		// The moment of a backup is fixed when its first bytes come, so the key of every briefing in it is here by now.
		first := make([]byte, 1)
		if _, err := io.ReadFull(from, first); err != nil {
			return err
		}
		from = io.MultiReader(strings.NewReader(string(first)), from)
		keys, err := readKeys(filepath.Join(c.Data, keysName))
		if err != nil {
			return err
		}
		if answer.Keys = len(keys); answer.Keys == 0 {
			return brief.Invalid("there are no keys in the data folder "+c.Data, "make the backup where the keys are, or leave out --with-keys")
		}
		if err := writeKeys(sealed, keys); err != nil {
			return err
		}
	}
	if err := copyChecked(sealed, from, answer); err != nil {
		return err
	}
	return sealed.Close()
}

// copyChecked copies a backup and holds it against its SHA-256.
func copyChecked(to io.Writer, from io.Reader, answer *backupAnswer) error {
	r, err := backup.NewReader(io.TeeReader(from, to))
	if err != nil {
		return err
	}
	answer.MadeAt = r.Header().MadeAt
	for {
		if _, err := r.Table(); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
		for {
			if _, err := r.Row(); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				return err
			}
			answer.Rows++
		}
	}
}
