package relay

import (
	"fmt"
	"slices"
	"sync"

	"golang.org/x/mod/sumdb/note"

	"livebrief/internal/brief"
	"livebrief/internal/record"
)

// Known is a publisher as it was met: the key that signed last, and the root that answers for it, empty where the record
// declares none.
type Known struct{ Origin, Key, Root string }

// Judge says which key must have signed a checkpoint, by the keys that the record declares up to there.
type Judge func(*record.Succession) (note.Verifier, error)

// Trust knows whose records are followed. The zero value trusts whoever comes first under an origin.
type Trust struct {
	// Given are public keys and fingerprints that somebody brought by another way: only records for which one of them
	// answers are followed. With none, the first that is met under an origin is believed, and kept.
	Given []string
	// Keep makes what was met last over a restart; nil keeps it in memory.
	Keep func([]Known) error
	// Met hears of a publisher who is met for the first time, with the fingerprint of the key, and whether a given key
	// answers for it.
	Met func(k Known, fingerprint string, given bool)

	mu    sync.Mutex
	known map[string]Known
}

// Remember takes in what was met in earlier runs.
func (t *Trust) Remember(list []Known) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.known = map[string]Known{}
	for _, k := range list {
		t.known[k.Origin] = k
	}
}

// Of gives whom a record was met with.
func (t *Trust) Of(origin string) (Known, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	k, met := t.known[origin]
	return k, met
}

// publisher is who signs a record, by what it declares; offered is the key that came with it, which counts where the
// record declares none.
func publisher(origin, offered string, keys *record.Succession) (Known, error) {
	now, declared := keys.Current()
	switch {
	case !declared:
		return Known{Origin: origin, Key: offered}, nil
	case now.Origin != origin:
		return Known{}, brief.Invalid(fmt.Sprintf("the record %s declares the key of another record, %s", origin, now.Origin), "")
	}
	return Known{Origin: origin, Key: now.Key, Root: now.Root}, nil
}

// Judge gives the judge of a record that is met under an origin with a key.
func (t *Trust) Judge(origin, offered string) Judge {
	return func(keys *record.Succession) (note.Verifier, error) {
		k, err := publisher(origin, offered, keys)
		if err != nil {
			return nil, err
		}
		if err := t.admit(k, keys); err != nil {
			return nil, err
		}
		return record.NewVerifier(k.Key)
	}
}

// admit tells whether a record with these keys may be followed.
func (t *Trust) admit(k Known, keys *record.Succession) error {
	if len(t.Given) > 0 && !slices.ContainsFunc(t.Given, func(given string) bool { return answers(given, k, keys) }) {
		return t.stranger(k, "is signed by %s, and no key that was given answers for it", "give the publisher's key with --key")
	}
	t.mu.Lock()
	was, met := t.known[k.Origin]
	t.mu.Unlock()
	switch {
	case !met:
	case was.Root != "" && k.Root != "" && was.Root != k.Root:
		return t.stranger(k, "is signed by %s, and another root answers for it than when it was met first", strangerDo)
	case !answers(was.Key, k, keys) && (was.Root == "" || !answers(was.Root, k, keys)):
		return t.stranger(k, "is signed by %s, which is not the publisher who was met first", strangerDo)
	}
	return nil
}

// strangerDo is what to do about a publisher who is another than before.
const strangerDo = "ask the publisher; if the record was begun anew, follow it from an empty data folder"

func (t *Trust) stranger(k Known, what, do string) error {
	short, err := record.Fingerprint(k.Key)
	if err != nil {
		return brief.Invalid(fmt.Sprintf("the record %.80q comes with a key that is none", k.Origin), "")
	}
	return brief.Forbidden(fmt.Sprintf("the record %s "+what, k.Origin, short), do)
}

// answers tells whether a key or a fingerprint speaks for a publisher: it is the key that signs, the root, or one from
// which the record leads to the one that signs.
func answers(given string, k Known, keys *record.Succession) bool {
	lines := []string{k.Key, k.Root}
	for _, d := range keys.List() {
		lines = append(lines, d.Key, d.Before)
	}
	return slices.ContainsFunc(lines, func(line string) bool {
		if line == "" {
			return false
		}
		short, err := record.Fingerprint(line)
		return given == line || err == nil && record.SameFingerprint(given, short)
	})
}

// meet keeps whose record it is, once it is proved.
func (t *Trust) meet(k Known) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	was, met := t.known[k.Origin]
	if was == k {
		return nil
	}
	if t.known == nil {
		t.known = map[string]Known{}
	}
	t.known[k.Origin] = k
	if !met && t.Met != nil {
		if short, err := record.Fingerprint(k.Key); err == nil {
			t.Met(k, short, len(t.Given) > 0)
		}
	}
	if t.Keep == nil {
		return nil
	}
	list := make([]Known, 0, len(t.known))
	for _, one := range t.known {
		list = append(list, one)
	}
	return t.Keep(list)
}
