package newsroom

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"os"
	"slices"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"

	"livebrief/internal/brief"
	"livebrief/internal/mirror"
	"livebrief/internal/record"
	"livebrief/internal/store"
)

// evidence is what somebody shows of how far readers have seen a record.
type evidence struct {
	// keys are public keys that were named, by the origin of their record.
	keys map[string][]string
}

// shown reads the keys of --key.
func (k *restoreCommand) shown() (*evidence, error) {
	e := &evidence{keys: map[string][]string{}}
	for _, text := range k.Key {
		if _, err := record.NewVerifier(text); err != nil {
			raw, err := readSmall(text, "--key")
			if err != nil {
				return nil, err
			}
			text = string(raw)
		}
		v, err := record.NewVerifier(text)
		if err != nil {
			return nil, usageError{errors.New("--key is no public key of a record, and no file that holds one")}
		}
		e.keys[v.Name()] = append(e.keys[v.Name()], strings.TrimSpace(text))
	}
	return e, nil
}

// keysOf gives the public keys by which a briefing's checkpoints are known: those that were named, those of the key and
// the root in the data folder, and those that the record declares where one of these is among them or is its root.
func (e *evidence) keysOf(ctx context.Context, st *store.Store, ring keyring, row store.BriefingRow) ([]string, error) {
	known := map[string]bool{}
	for _, key := range e.keys[row.Origin] {
		known[key] = true
	}
	for _, kind := range []string{keyFile, rootFile} {
		if secret, err := ring.read(row.ID, kind); err == nil {
			if public, err := record.VerifierKey(secret); err == nil {
				known[public] = true
			}
		}
	}
	succession, err := st.Keys(ctx, row.ID)
	if err != nil {
		return nil, err
	}
	vouched := slices.ContainsFunc(succession.List(), func(d record.Declared) bool { return known[d.Key] || known[d.Before] || known[d.Root] })
	for _, d := range succession.List() {
		if vouched {
			known[d.Key] = true
		}
		delete(known, d.Root) // it signs declarations and nothing else
	}
	return slices.Sorted(maps.Keys(known)), nil
}

// openShown opens a checkpoint by any of the keys.
func openShown(signed []byte, origin string, keys []string) (record.Tree, note.Verifiers, error) {
	var known []note.Verifier
	for _, key := range keys {
		v, err := record.NewVerifier(key)
		if err != nil {
			return record.Tree{}, nil, err
		}
		known = append(known, v)
	}
	list := note.VerifierList(known...)
	t, err := record.OpenCheckpoint(signed, origin, list)
	return t, list, err
}

// verdict is what became of one briefing.
type verdict struct {
	Briefing brief.Name `json:"briefing"`
	Entries  brief.Seq  `json:"entries"`
	// Shown is the size of the largest checkpoint that the record was found to extend, 0 when none was shown.
	Shown int64 `json:"shown"`
	// Taken is how many entries came from mirrors.
	Taken int `json:"taken"`
	// Held says why nothing can be published; empty when it can.
	Held string `json:"held,omitempty"`
}

// trial looks at what is shown of the briefings of one store.
type trial struct {
	*evidence
	st      *store.Store
	ring    keyring
	rows    map[string]*store.BriefingRow
	verdict map[string]*verdict
	// against is why a briefing stays held although something was shown.
	against map[string]error
}

// judge holds the records against everything that was shown, takes from mirrors what the store lacks, releases what
// nothing speaks against, and prints what became of each briefing.
func (k *restoreCommand) judge(ctx context.Context, std *Streams, c *Common, f *folder, st *store.Store, shown *evidence) error {
	rows, err := st.Briefings(ctx)
	if err != nil {
		return err
	}
	t := &trial{evidence: shown, st: st, ring: f.keys(), rows: map[string]*store.BriefingRow{}, verdict: map[string]*verdict{}, against: map[string]error{}}
	for i := range rows {
		t.rows[rows[i].Origin] = &rows[i]
		t.verdict[rows[i].Origin] = &verdict{Briefing: rows[i].Name}
	}
	for _, name := range k.Mirror {
		if err := t.mirror(ctx, name); err != nil {
			return err
		}
	}
	for _, name := range k.Checkpoint {
		if err := t.checkpoint(ctx, name); err != nil {
			return err
		}
	}
	list := []verdict{}
	var refused error
	for i := range rows {
		v, err := t.close(ctx, rows[i].Origin)
		if err != nil {
			return err
		}
		refused = errors.Join(refused, t.against[rows[i].Origin])
		list = append(list, *v)
	}
	err = c.print(std.Out, list, func(w io.Writer) {
		for _, v := range list {
			v.print(w)
		}
	})
	if refused != nil {
		refused = brief.Conflict(refused.Error(), "")
	}
	return errors.Join(err, refused)
}

func (v *verdict) print(w io.Writer) {
	fmt.Fprintf(w, "%s: %d entries, checked", v.Briefing, v.Entries)
	if v.Taken > 0 {
		fmt.Fprintf(w, ", %d of them from a mirror", v.Taken)
	}
	if v.Held != "" {
		fmt.Fprintf(w, "; held\n  %s\n", v.Held)
		return
	}
	if v.Shown > 0 {
		fmt.Fprintf(w, "; it begins with the %d entries that were shown", v.Shown)
	}
	fmt.Fprintln(w, "; it can be published in")
}

// of finds the briefing of an origin with its keys.
func (t *trial) of(ctx context.Context, what, origin string) (*store.BriefingRow, []string, error) {
	row := t.rows[origin]
	if row == nil {
		return nil, nil, brief.Invalid(fmt.Sprintf("%s is of the record %.80q, and there is none like that here", what, origin), "check what it is of")
	}
	keys, err := t.keysOf(ctx, t.st, t.ring, *row)
	if err != nil {
		return nil, nil, err
	}
	if len(keys) == 0 {
		return nil, nil, brief.Invalid(fmt.Sprintf("%s cannot be checked: the key of %s is not in the data folder", what, row.Name),
			"bring the key back, or name the public key with --key")
	}
	return row, keys, nil
}

// checkpoint looks at a checkpoint that was shown.
func (t *trial) checkpoint(ctx context.Context, name string) error {
	signed, err := readShown(ctx, name)
	if err != nil {
		return err
	}
	origin, _, _ := strings.Cut(string(signed), "\n")
	row, keys, err := t.of(ctx, "the checkpoint "+name, origin)
	if err != nil {
		return err
	}
	seen, _, err := openShown(signed, origin, keys)
	if err != nil {
		return err
	}
	return t.saw(ctx, row, seen)
}

// saw holds the record against a tree that readers have seen. One that it does not begin with is remembered: from now
// on the data folder knows that it is behind.
func (t *trial) saw(ctx context.Context, row *store.BriefingRow, seen record.Tree) error {
	reason := continues(ctx, t.st, *row, seen)
	if reason == nil {
		v := t.verdict[row.Origin]
		v.Shown = max(v.Shown, seen.Size)
		return nil
	}
	t.against[row.Origin] = reason
	if old, found, err := marks(t.ring).read(row.ID); err == nil && found && old.Size > seen.Size {
		return nil
	}
	return marks(t.ring).write(row.ID, seen)
}

// close releases a briefing that nothing speaks against, when something was shown.
func (t *trial) close(ctx context.Context, origin string) (*verdict, error) {
	row, v := t.rows[origin], t.verdict[origin]
	v.Briefing, v.Entries = row.Name, row.Seq
	reason := t.against[origin]
	if reason == nil {
		reason = behind(ctx, t.st, marks(t.ring), *row)
		if _, found, err := marks(t.ring).read(row.ID); err == nil && !found && v.Shown > 0 {
			reason = nil
		}
	}
	if reason != nil {
		v.Held = reason.Error()
		return v, nil
	}
	now, err := treeAt(ctx, t.st, row.ID, row.Seq)
	if err != nil {
		return nil, err
	}
	return v, marks(t.ring).write(row.ID, now)
}

// mirror looks at a copy: it is verified whole, then it is a checkpoint that was shown; where it is ahead, the store
// takes the rest from it.
func (t *trial) mirror(ctx context.Context, name string) error {
	c, done, err := openCopy(ctx, name)
	if err != nil {
		return err
	}
	defer done()
	what := "the mirror " + name
	key, err := c.Read("key", maxSmall)
	if err != nil {
		return brief.Invalid(what+" has no key", "name a copy that `livebrief export` made")
	}
	v, err := record.NewVerifier(string(key))
	if err != nil {
		return err
	}
	row, keys, err := t.of(ctx, what, v.Name())
	if err != nil {
		return err
	}
	result, err := verifyBy(ctx, c, keys)
	if err != nil {
		return err
	}
	if worth := result.Verdict(); worth != mirror.Intact {
		return brief.Invalid(fmt.Sprintf("%s is not taken: %s", what, judgement(worth)), "nothing was taken from it")
	}
	signed, err := c.Read("record/checkpoint", maxSmall)
	if err != nil {
		return fmt.Errorf("reading the checkpoint of the copy: %w", err)
	}
	// An intact copy is signed by a key that is known, or by one to which its record leads from there.
	seen, known, err := openShown(signed, row.Origin, []string{result.Key})
	if err != nil {
		return err
	}
	if seen.Size > int64(row.Seq) {
		if err := t.take(ctx, row, c, signed, known, seen.Size); err != nil {
			return err
		}
	}
	return t.saw(ctx, row, seen)
}

// verifyBy verifies a copy by whichever of the keys is its own.
func verifyBy(ctx context.Context, c mirror.Copy, keys []string) (*mirror.Result, error) {
	var result *mirror.Result
	for _, key := range keys {
		var err error
		if result, err = mirror.Verify(ctx, c, mirror.Options{Key: key, Now: time.Now()}); err != nil || result.Verdict() != mirror.Unknown {
			return result, err
		}
	}
	return result, nil
}

// take appends what the store lacks.
func (t *trial) take(ctx context.Context, row *store.BriefingRow, c mirror.Copy, signed []byte, known note.Verifiers, size int64) error {
	n, err := t.st.Adopt(ctx, row.ID, signed, known, func(take func([]byte, record.Beside) error) error {
		return mirror.Entries(c, size, take)
	})
	if err != nil {
		return err
	}
	if err := t.st.Check(ctx); err != nil {
		return err
	}
	rows, err := t.st.Briefings(ctx)
	if err != nil {
		return err
	}
	for _, now := range rows {
		if now.ID == row.ID {
			*row = now
		}
	}
	t.verdict[row.Origin].Taken += n
	return nil
}

// readShown reads a checkpoint from a file or an address.
func readShown(ctx context.Context, name string) ([]byte, error) {
	if !isAddress(name) {
		raw, err := os.ReadFile(name)
		if err != nil || len(raw) > maxSmall {
			return nil, brief.Invalid(fmt.Sprintf("the checkpoint %s cannot be read", name), "name a file that holds one, or its address")
		}
		return raw, nil
	}
	away := func(err error) error {
		return brief.Unavailable("there is no checkpoint at "+name, "try again later, or show one from a file", err)
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, name, nil)
	if err != nil {
		return nil, usageError{fmt.Errorf("%q is no address of a checkpoint", name)}
	}
	res, err := (&http.Client{Timeout: time.Minute}).Do(req)
	if err != nil {
		return nil, away(err)
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		return nil, away(fmt.Errorf("status %d", res.StatusCode))
	}
	raw, err := io.ReadAll(io.LimitReader(res.Body, maxSmall))
	if err != nil {
		return nil, away(err)
	}
	return raw, nil
}

// chiefOfRestore makes a chief for the commands on this machine where their token is not one of the people's: a backup
// holds no tokens, and whoever restores must not be locked out.
func chiefOfRestore(ctx context.Context, out io.Writer, f *folder, st *store.Store) error {
	left, err := f.readDesk()
	if err != nil {
		return err
	}
	if _, err := st.PersonByToken(ctx, sha256.Sum256([]byte(left.Token))); brief.KindOf(err) != brief.KindForbidden {
		return err
	}
	people, err := st.People(ctx)
	if err != nil || len(people) == 0 {
		return err // serve makes the first one
	}
	token, err := newToken()
	if err != nil {
		return err
	}
	if err := f.writeDesk(deskFile{Token: token}); err != nil {
		return err
	}
	if _, err := st.AddPerson(ctx, brief.Person{Name: "Chief of the restore", Role: brief.Chief}, sha256.Sum256([]byte(token))); err != nil {
		return fmt.Errorf("adding a chief: %w", err)
	}
	fmt.Fprintf(out, "A chief is made for the commands on this machine, since a backup holds no tokens. Theirs is in %s of the data folder; the others keep their own.\n", deskFileName)
	return nil
}
