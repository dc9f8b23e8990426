package newsroom

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"runtime/debug"
	"strconv"
	"strings"
	"time"

	"livebrief/internal/brief"
	"livebrief/internal/mirror"
	"livebrief/internal/record"
)

// verifyCommand checks a copy that somebody hands over. It stands alone: no server, no data folder.
type verifyCommand struct {
	Copy     string        `arg:"" help:"A folder, a zip, a copy in one HTML file, the address of a mirror, the proof of one item, or a list of mirrors." placeholder:"DIR|ZIP|HTML|URL"`
	Key      string        `help:"The publisher's key, a file that holds it, or its fingerprint; got by another way than the copy." placeholder:"KEY|FILE"`
	Pin      bool          `help:"Remember key and checkpoint, and demand from then on that the record only grew."`
	PinFile  string        `help:"Where pins are kept; in your own configuration folder when not given." type:"path" placeholder:"FILE"`
	MinSize  int64         `help:"Entries that the record must have at least." placeholder:"N"`
	MaxAge   time.Duration `help:"Greatest age of the last entry, such as 36h." placeholder:"D"`
	Witness  []string      `help:"\"KEY URL\" of a witness to hold the copy against: does it show the record that the witness has cosigned? May be repeated." placeholder:"WITNESS" sep:"none"`
	Evidence string        `help:"Folder to keep both checkpoints in when copy and witness contradict each other." type:"path" placeholder:"DIR"`
}

// The exit codes of verdicts.
const (
	exitTampered   = 1
	exitStale      = 2
	exitIncomplete = 3
	exitUnknown    = 4
)

// verdictError carries a verdict that is not ok to the exit code.
type verdictError struct {
	verdict mirror.Verdict
	error
}

func (e verdictError) code() int {
	switch e.verdict {
	case mirror.Incomplete:
		return exitIncomplete
	case mirror.Stale:
		return exitStale
	case mirror.Unknown:
		return exitUnknown
	}
	return exitTampered
}

// spareMemory is how much of its live memory, in percent, a check lets garbage take before it is collected. A record of
// a million entries has tens of megabytes that stay, and readers' machines are small.
const spareMemory = 30

// Run checks the copy and says what it is worth.
func (k *verifyCommand) Run(ctx context.Context, std *Streams, c *Common) error {
	defer debug.SetGCPercent(debug.SetGCPercent(spareMemory))
	key, err := keyNamed(k.Key)
	if err != nil {
		return err
	}
	o := mirror.Options{Key: key, MinSize: k.MinSize, MaxAge: k.MaxAge, Now: time.Now(), Progress: progressOf(std.Progress)}
	if o.Witnesses, err = k.witnesses(ctx); err != nil {
		return err
	}
	if k.Pin || k.PinFile != "" {
		if o.Pins, err = k.pins(); err != nil {
			return err
		}
	}
	result, err := k.check(ctx, o)
	if err != nil {
		return err
	}
	fmt.Fprint(std.Progress, "\r\033[K")
	if err := k.print(std, c, result); err != nil {
		return err
	}
	if err := k.keepViews(std.Err, result); err != nil {
		return err
	}
	if v := result.Verdict(); v != mirror.Intact {
		return verdictError{v, fmt.Errorf("%s: %s", k.Copy, judgement(v))}
	}
	if o.Pins != nil {
		o.Pins.Learn(result)
		return k.keep(o.Pins)
	}
	return nil
}

// check finds out what the copy is worth.
func (k *verifyCommand) check(ctx context.Context, o mirror.Options) (*mirror.Result, error) {
	raw, ok := k.single()
	one := ok && (mirror.IsOneFile(k.Copy, raw) || mirror.IsMirrors(k.Copy, raw) || len(raw) <= maxSingle && mirror.IsProof(raw))
	if one && len(o.Witnesses) > 0 {
		return nil, usageError{errors.New("a part of a record cannot be held against a witness; verify a whole copy")}
	}
	switch {
	case ok && mirror.IsOneFile(k.Copy, raw):
		return mirror.VerifyOneFile(raw, o), nil
	case ok && mirror.IsMirrors(k.Copy, raw):
		return mirror.VerifyMirrors(raw, o), nil
	case ok && len(raw) <= maxSingle && mirror.IsProof(raw):
		return mirror.VerifyProof(raw, o), nil
	}
	copied, done, err := openCopy(ctx, k.Copy)
	if err != nil {
		return nil, err
	}
	defer done()
	return mirror.Verify(ctx, copied, o)
}

// maxSingle is the most that is read of a copy that is one file: an item's text is at most a small part of that.
const maxSingle = 4 << 20

// single reads a file that may be a copy alone, or the beginning of one that is too large for that.
func (k *verifyCommand) single() ([]byte, bool) {
	info, err := os.Stat(k.Copy)
	if err != nil || !info.Mode().IsRegular() {
		return nil, false
	}
	f, err := os.Open(k.Copy)
	if err != nil {
		return nil, false
	}
	defer f.Close()
	raw, err := io.ReadAll(io.LimitReader(f, maxSingle+1))
	return raw, err == nil
}

// judgement says in a sentence what a verdict means for a reader.
func judgement(v mirror.Verdict) string {
	switch v {
	case mirror.Tampered:
		return "tampered: it holds what the publisher did not sign; get it from somewhere else"
	case mirror.Incomplete:
		return "incomplete: something that the publisher signed is missing; get it again"
	case mirror.Stale:
		return "stale: it is older than asked for, or does not continue what was seen before; look for a newer copy"
	case mirror.Unknown:
		return "intact, but whose it is is not known; compare the fingerprint with the publisher's, then give it with --key, or --pin it"
	}
	return "ok"
}

// verifyAnswer is the result as JSON.
type verifyAnswer struct {
	Verdict string `json:"verdict"`
	*mirror.Result
}

func (k *verifyCommand) print(std *Streams, c *Common, r *mirror.Result) error {
	return c.print(std.Out, verifyAnswer{r.Verdict().String(), r}, func(w io.Writer) {
		if r.Fingerprint != "" {
			fmt.Fprintf(w, "record       %s\npublisher    %s", r.Origin, r.Fingerprint)
			if r.KnownBy != "" {
				fmt.Fprintf(w, " (known by %s)", r.KnownBy)
			}
			fmt.Fprintln(w)
			printKeys(w, r)
		}
		if r.Edition > 0 {
			fmt.Fprintf(w, "edition      %d", r.Edition)
			if !r.At.IsZero() {
				fmt.Fprintf(w, ", recorded %s", r.At.UTC().Format(time.RFC3339))
			}
			fmt.Fprintf(w, "\nfiles        %d, %d bytes\n", r.Files, r.Bytes)
		}
		if p := r.Proven; p != nil {
			fmt.Fprintf(w, "proven       entry %d: %s, revision %d of item %s; whether a later one exists no proof can tell\ntext         %s\n",
				p.Entry.Seq, p.Entry.Kind, p.Entry.Rev, p.Entry.Item, strconv.QuoteToGraphic(string(p.Body)))
		}
		for _, address := range r.Mirrors {
			fmt.Fprintf(w, "mirror       %s\n", strconv.QuoteToASCII(address))
		}
		if r.Unproven != "" {
			fmt.Fprintf(w, "not shown    %s\n", r.Unproven)
		}
		for _, one := range r.Witnessed {
			fmt.Fprintf(w, "witness      %s: has cosigned edition %d, %s\n", one.Name, one.Size, one.At.UTC().Format(time.RFC3339))
		}
		for _, g := range r.Removed {
			fmt.Fprintf(w, "removed openly  entry %d, by entry %d (%s)\n", g.Seq, g.By, g.Class)
		}
		for _, f := range r.Faults {
			fmt.Fprintln(w, f)
		}
		if r.More > 0 {
			fmt.Fprintf(w, "and %d more faults\n", r.More)
		}
		if r.Verdict() == mirror.Intact {
			fmt.Fprintln(w, "ok")
		}
	})
}

// printKeys says who answers for the key, and what became of the ones before it.
func printKeys(w io.Writer, r *mirror.Result) {
	if r.Root == "" {
		return
	}
	fmt.Fprintf(w, "root         %s\n", r.RootFingerprint)
	for i, k := range r.Keys {
		if i > 0 {
			fmt.Fprintf(w, "key          entry %d replaced the key, for a %s, by %s\n", k.Seq, k.Reason, k.Fingerprint)
		}
	}
	fmt.Fprintf(w, "key          signs until %s\n", r.Keys[len(r.Keys)-1].Expires)
}

// progressOf says on a terminal how far a long check has come: by entries while the record is read, then by files.
func progressOf(w io.Writer) func(mirror.Progress) {
	return func(p mirror.Progress) {
		switch {
		case p.Entries < p.OfEntries && p.Entries%sayEntries == 0:
			fmt.Fprintf(w, "\r\033[K%d of %d entries", p.Entries, p.OfEntries)
		case p.Entries == p.OfEntries && p.Files%sayFiles == 0:
			fmt.Fprintf(w, "\r\033[K%d of %d files", p.Files, p.OfFiles)
		}
	}
}

// How many entries or files lie between two words on a terminal.
const sayEntries, sayFiles = 2048, 500

// keyNamed reads a --key: a key, a fingerprint, or a file that holds one of them; empty where nothing is named.
func keyNamed(name string) (string, error) {
	text := strings.TrimSpace(name)
	if text == "" {
		return "", nil
	}
	if !known(text) {
		raw, err := os.ReadFile(name)
		if err != nil {
			return "", usageError{fmt.Errorf("--key is no key, no fingerprint and no file that can be read")}
		}
		text = strings.TrimSpace(string(raw[:min(len(raw), 4096)]))
	}
	if !known(text) {
		return "", usageError{fmt.Errorf("the file of --key holds no key and no fingerprint")}
	}
	return text, nil
}

func known(text string) bool {
	_, err := record.NewVerifier(text)
	return err == nil || record.IsFingerprint(text)
}

// openCopy finds out what kind of copy it is: a folder, a zip or an address.
func openCopy(ctx context.Context, name string) (c mirror.Copy, done func() error, err error) {
	if isAddress(name) {
		c, err := site(ctx, name)
		return c, func() error { return nil }, err
	}
	info, err := os.Stat(name)
	if err != nil {
		return nil, nil, brief.Invalid(fmt.Sprintf("%s cannot be read (%v)", name, rootCause(err)), "name a folder, a zip or an address")
	}
	if info.IsDir() {
		folder, err := mirror.OpenFolder(name)
		if err != nil {
			return nil, nil, err
		}
		return folder, folder.Close, nil
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, nil, brief.Invalid(fmt.Sprintf("%s cannot be read (%v)", name, rootCause(err)), "check its owner")
	}
	return mirror.OpenZip(f, info.Size(), mirror.Limits{}), f.Close, nil
}

// site is a mirror at an address. Proxies of the environment are used, so that an onion can be checked too.
func site(ctx context.Context, address string) (mirror.Copy, error) {
	base, err := url.Parse(address)
	if err != nil || base.Host == "" || base.RawQuery != "" || base.Fragment != "" {
		return nil, usageError{fmt.Errorf("%q is no address of a mirror", address)}
	}
	base.Path = strings.TrimSuffix(base.Path, "index.html")
	if !strings.HasSuffix(base.Path, "/") {
		base.Path += "/"
	}
	client := &http.Client{Timeout: 5 * time.Minute}
	return mirror.NewSite(func(path string) (io.ReadCloser, error) {
		away := func(err error) error {
			return brief.Unavailable(fmt.Sprintf("the mirror at %s does not give %s", address, path), "try again later, or another mirror", err)
		}
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, base.String()+path, nil)
		if err != nil {
			return nil, away(err)
		}
		res, err := client.Do(req)
		if err != nil {
			return nil, away(err)
		}
		if res.StatusCode == http.StatusOK {
			return res.Body, nil
		}
		res.Body.Close()
		if res.StatusCode == http.StatusNotFound || res.StatusCode == http.StatusGone {
			return nil, fs.ErrNotExist
		}
		return nil, away(fmt.Errorf("status %d", res.StatusCode))
	}), nil
}

// pinsAt is the file of the pins.
func (k *verifyCommand) pinsAt() (string, error) {
	if k.PinFile != "" {
		return k.PinFile, nil
	}
	dir, err := os.UserConfigDir()
	if err != nil {
		return "", usageError{errors.New("there is no configuration folder on this machine; name a file with --pin-file")}
	}
	return filepath.Join(dir, "livebrief", "pins.json"), nil
}

func (k *verifyCommand) pins() (mirror.Pins, error) {
	name, err := k.pinsAt()
	if err != nil {
		return nil, err
	}
	raw, err := os.ReadFile(name)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("reading the pins: %w", err)
	}
	return mirror.ParsePins(raw)
}

// keep remembers what was seen.
func (k *verifyCommand) keep(pins mirror.Pins) error {
	raw, err := pins.Encode()
	if err != nil {
		return err
	}
	name, err := k.pinsAt()
	if err != nil {
		return err
	}
	if err = os.MkdirAll(filepath.Dir(name), 0o700); err == nil {
		err = writeBytes(name, publicFile, raw)
	}
	if err != nil {
		return cannotWrite("the pins cannot be kept in "+name, "name another file with --pin-file", err)
	}
	return nil
}
