package newsroom

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"path/filepath"
	"strings"
	"time"

	"livebrief/internal/brief"
	"livebrief/internal/mirror"
	"livebrief/internal/record"
	"livebrief/internal/witness"
)

// witnesses reads --witness. Like the copy itself, a witness may be anywhere that the reader can reach.
func (k *verifyCommand) witnesses(ctx context.Context) ([]mirror.Witness, error) {
	named, err := parseWitnesses(k.Witness)
	if err != nil {
		return nil, err
	}
	var list []mirror.Witness
	for _, one := range named {
		if _, err := record.NewWitnessVerifier(one.Key); err != nil {
			return nil, usageError{fmt.Errorf("--witness: %w", err)}
		}
		list = append(list, mirror.Witness{Key: one.Key, Ask: func(origin string) ([]byte, error) {
			return askWitness(ctx, strings.TrimRight(one.URL, "/"), origin)
		}})
	}
	return list, nil
}

// askWitness gets the newest checkpoint of a record that a witness has cosigned.
func askWitness(ctx context.Context, address, origin string) ([]byte, error) {
	away := func(err error) error {
		return brief.Unavailable("the witness at "+address+" does not say what it has cosigned of "+origin, "try again later, or leave it out", err)
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address+"/checkpoint?origin="+url.QueryEscape(origin), nil)
	if err != nil {
		return nil, away(err)
	}
	res, err := (&http.Client{Timeout: time.Minute}).Do(req)
	if err != nil {
		return nil, away(err)
	}
	defer res.Body.Close()
	raw, err := io.ReadAll(io.LimitReader(res.Body, maxWitnessAnswer))
	if err != nil || res.StatusCode != http.StatusOK {
		return nil, away(err)
	}
	return raw, nil
}

// keepViews keeps both checkpoints where a copy and a witness contradict each other, or prints them.
func (k *verifyCommand) keepViews(out io.Writer, r *mirror.Result) error {
	for _, v := range r.Views {
		if k.Evidence == "" {
			fmt.Fprintf(out, "keep both of these, they prove it (--evidence DIR keeps them in files):\n\n%s\n%s\n", v.Copy, v.Theirs)
			continue
		}
		e := witness.Evidence{First: []byte(v.Theirs), Second: []byte(v.Copy), Finding: fmt.Sprintf(
			"A copy of %s at edition %d contradicts what the witness %s has cosigned: no record that only grows has both.", r.Origin, r.Edition, v.Witness)}
		if v.Small != int64(r.Edition) {
			e.Proof = witness.EncodeFork(v.Fork, v.Small)
		}
		folder, err := witness.WriteEvidence(k.Evidence, r.Origin, e)
		if err != nil {
			return cannotWrite("the evidence cannot be kept in "+k.Evidence, "name another folder with --evidence", err)
		}
		fmt.Fprintf(out, "the evidence is in %s\n", filepath.ToSlash(folder))
	}
	return nil
}
