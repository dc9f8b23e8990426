package newsroom

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	mathrand "math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"livebrief/internal/brief"
	"livebrief/internal/intake"
	"livebrief/internal/record"
	"livebrief/internal/witness"
)

// witnessCommand is a witness of other people's records. It stands alone: no server, no database.
type witnessCommand struct {
	Run      witnessRunCommand      `cmd:"" default:"withargs" help:"Run a witness, or tell with --status how far it came."`
	Evidence witnessEvidenceCommand `cmd:"" help:"Tell whether two checkpoints prove that the owner of a key signed two histories."`
}

// witnessRunCommand runs a witness.
type witnessRunCommand struct {
	Listen   string        `help:"Where checkpoints are handed in and read." default:"127.0.0.1:8090" placeholder:"HOST:PORT" env:"LIVEBRIEF_WITNESS_LISTEN"`
	Name     string        `help:"Name of a new witness, such as witness.example/w1; it stays for ever." placeholder:"NAME"`
	Follow   string        `help:"File with one record on a line: KEY, and the ADDRESS of the briefing to look at it there too." type:"path" placeholder:"FILE"`
	Every    time.Duration `help:"Pause between two looks at an address." default:"60s" placeholder:"D"`
	AllowNet []string      `help:"Networks (CIDR) that may be reached although they are not public." placeholder:"NET" env:"LIVEBRIEF_ALLOW_NET"`
	Status   bool          `help:"Print how far the witness came and what it found, and exit; 1 when a contradiction waits for a person."`
}

const (
	// witnessFolder is the folder of a witness in the data folder.
	witnessFolder = "witness"
	// witnessPatience is how long a request to a witness may take.
	witnessPatience = 30 * time.Second
	// maxFetched bounds what a witness fetches: checkpoints and tiles.
	maxFetched = 64 << 10
)

// Run serves until it is told to stop.
func (k *witnessRunCommand) Run(ctx context.Context, std *Streams, c *Common) error {
	dir := filepath.Join(c.Data, witnessFolder)
	if k.Status {
		return k.status(std, c, dir)
	}
	if k.Follow == "" || k.Every < time.Second {
		return usageError{errors.New("name the file of what is followed with --follow, and a pause of a second or more with --every")}
	}
	raw, err := readInput(k.Follow, std.In)
	if err != nil {
		return err
	}
	follows, err := witness.ParseFollowed(raw)
	if err != nil {
		return err
	}
	allow, err := parseNets("--allow-net", k.AllowNet)
	if err != nil {
		return err
	}
	client := intake.NewClient(intake.Options{Allow: allow, MaxBytes: maxFetched})
	defer client.Close()
	w, err := witness.Open(dir, follows, witness.Options{Name: k.Name, Every: k.Every, Fetch: fetching(client), Random: mathrand.Float64, Now: time.Now,
		Log: slog.New(slog.NewTextHandler(std.Err, &slog.HandlerOptions{Level: slog.LevelWarn}))})
	if err != nil {
		return err
	}
	return errors.Join(k.serve(ctx, std.Out, w), w.Close())
}

// serve answers and looks around until ctx ends or the listener fails.
func (k *witnessRunCommand) serve(ctx context.Context, out io.Writer, w *witness.Witness) error {
	at, err := listen(k.Listen, "--listen")
	if err != nil {
		return err
	}
	server := &http.Server{Handler: w.Handler(), ReadHeaderTimeout: 10 * time.Second, ReadTimeout: witnessPatience, WriteTimeout: witnessPatience,
		IdleTimeout: time.Minute, MaxHeaderBytes: 32 << 10, ErrorLog: silent()}
	fmt.Fprintf(out, "witness http://%s\nkey %s\n", at.Addr(), w.Key())
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	failed := make(chan error, 1)
	var looking sync.WaitGroup
	looking.Go(func() { w.Run(ctx) })
	go func() {
		if err := server.Serve(at); !errors.Is(err, http.ErrServerClosed) {
			failed <- err
		}
	}()
	select {
	case <-ctx.Done():
	case err = <-failed:
	}
	stop()
	_, ended := shutDown(server) // who is cut asks again
	err = errors.Join(err, ended)
	looking.Wait()
	return err
}

// status prints how far the witness came.
func (k *witnessRunCommand) status(std *Streams, c *Common, dir string) error {
	s, err := witness.ReadStatus(dir)
	if err != nil {
		return err
	}
	err = c.print(std.Out, s, func(w io.Writer) {
		fmt.Fprintf(w, "witness   %s\nkey       %s\n", s.Name, s.Key)
		for _, r := range s.Records {
			fmt.Fprintf(w, "cosigned  %s: edition %d, %s\n", r.Origin, r.Size, r.At.Format(time.RFC3339))
			if r.Stopped != "" {
				fmt.Fprintf(w, "stopped   %s: look at the evidence, then remove %s\n", r.Origin, r.Stopped)
			}
		}
		for _, f := range s.Evidence {
			fmt.Fprintf(w, "evidence  %s\n          %s\n", f.Folder, f.Finding)
		}
	})
	if err == nil && s.Stopped() {
		err = &brief.Error{Kind: brief.KindOther, What: "two checkpoints of one record contradict each other", Do: "look at the evidence, and tell those who rely on it"}
	}
	return err
}

// witnessEvidenceCommand judges evidence.
type witnessEvidenceCommand struct {
	Files []string `arg:"" help:"A folder of evidence, or two files with a checkpoint each." placeholder:"DIR | FILE FILE" type:"path"`
	Key   string   `help:"The publisher's public key, or a file that holds it." required:"" placeholder:"KEY|FILE"`
}

// Run says whether the evidence proves itself.
func (k *witnessEvidenceCommand) Run(std *Streams, c *Common) error {
	e, err := k.read()
	if err != nil {
		return err
	}
	key := strings.TrimSpace(k.Key)
	if _, err := record.NewVerifier(key); err != nil {
		raw, err := os.ReadFile(k.Key)
		if err != nil {
			return usageError{errors.New("--key is no public key of a record and no file that can be read")}
		}
		key = strings.TrimSpace(string(raw))
	}
	origin, err := e.Check(key)
	if err != nil {
		return err
	}
	short, err := record.Fingerprint(key)
	if err != nil {
		return err
	}
	return c.print(std.Out, map[string]string{"proven": origin, "fingerprint": short}, func(w io.Writer) {
		fmt.Fprintf(w, "proven: the owner of the key %s signed two histories of %s\n", short, origin)
	})
}

func (k *witnessEvidenceCommand) read() (witness.Evidence, error) {
	switch len(k.Files) {
	case 1:
		return witness.ReadEvidence(k.Files[0])
	case 2:
		var e witness.Evidence
		var err error
		if e.First, err = readInput(k.Files[0], nil); err == nil {
			e.Second, err = readInput(k.Files[1], nil)
		}
		return e, err
	}
	return witness.Evidence{}, usageError{errors.New("name a folder of evidence, or two files with a checkpoint each")}
}
