package mirror

import (
	"cmp"
	"fmt"
	"slices"

	"livebrief/internal/brief"
	"livebrief/internal/record"
)

// KeyChange is a key that the record declared.
type KeyChange struct {
	// Seq is the entry that declares it.
	Seq         brief.Seq        `json:"seq"`
	Fingerprint string           `json:"fingerprint"`
	Reason      record.KeyReason `json:"reason"`
	// Expires is the last day on which it signs, YYYY-MM-DD in UTC.
	Expires string `json:"expires"`
}

// How somebody knows the publisher.
const (
	byKey      = "key"
	byRoot     = "root"
	byEarlier  = "earlier key"
	byPin      = "pin"
	byFirstPin = "first pin"
)

// declared takes the keys that the record declares, and holds the key of the copy to them. It waits for the whole
// record: up to a fault in it, an older key stands.
func (v *check) declared() error {
	keys := v.chain.Keys()
	now, known := keys.Current()
	if !known || v.chain.Tree() != v.tree {
		return nil
	}
	for _, d := range keys.List() {
		short, err := record.Fingerprint(d.Key)
		if err != nil {
			return err
		}
		v.Keys = append(v.Keys, KeyChange{Seq: d.Seq, Fingerprint: short, Reason: d.Reason, Expires: d.Expires})
	}
	var err error
	v.Root = now.Root
	if v.RootFingerprint, err = record.Fingerprint(now.Root); err != nil {
		return err
	}
	switch {
	case now.Origin != v.Origin:
		v.fault(tampered(wholeRecord, fmt.Sprintf("entry %d declares the key of another record, %s", now.Seq, printable(now.Origin))))
	case now.Key != v.Result.Key && !v.listed(v.Result.Key):
		v.fault(Fault{Unknown, keyPath, "the copy is signed by " + v.Fingerprint + ", a key that its record never declares"})
	case now.Key != v.Result.Key:
		v.fault(tampered(keyPath, fmt.Sprintf("it is not the key that signs since entry %d", now.Seq)))
	case now.Expired(v.At):
		v.fault(Fault{Unknown, keyPath, fmt.Sprintf("the key was to sign until %s, and the last entry is of %s; ask the publisher for its new key",
			now.Expires, v.At.UTC().Format("2006-01-02"))})
	}
	return nil
}

// listed tells whether the record ever declares a key.
func (v *check) listed(key string) bool {
	return slices.ContainsFunc(v.chain.Keys().List(), func(d record.Declared) bool { return d.Key == key || d.Before == key })
}

// knows tells how a key or a fingerprint speaks for the copy: it is the one that signs, the root, or one from which the
// record leads to the one that signs; empty when it does not.
func (v *check) knows(key string) string {
	is := func(line string) bool {
		if key == line {
			return true
		}
		short, err := record.Fingerprint(line)
		return err == nil && record.SameFingerprint(key, short)
	}
	if is(v.Result.Key) {
		return byKey
	}
	if v.Root == "" || !v.listed(v.Result.Key) {
		return ""
	}
	if is(v.Root) {
		return byRoot
	}
	for _, d := range v.chain.Keys().List() {
		if is(d.Key) || d.Before != "" && is(d.Before) {
			return byEarlier
		}
	}
	return ""
}

// publisher settles whose copy it is.
func (v *check) publisher() {
	old, pinned := v.Pins[v.Origin]
	switch {
	case v.Options.Key != "":
		if v.KnownBy = v.knows(v.Options.Key); v.KnownBy == "" {
			v.fault(Fault{Unknown, keyPath, "the copy is signed by " + v.Fingerprint + ", not by the key that was given"})
		}
	case pinned && old.RootKey != "" && v.Root != "" && old.RootKey != v.Root:
		v.fault(Fault{Unknown, keyPath, "another root answers for this record than was pinned"})
	case pinned && (v.knows(old.Key) != "" || old.RootKey != "" && v.knows(old.RootKey) != ""):
		v.KnownBy = byPin
	case pinned:
		short, _ := record.Fingerprint(old.Key)
		v.fault(Fault{Unknown, keyPath, "the copy is signed by " + v.Fingerprint + ", and the key pinned for this record is " + cmp.Or(short, "another")})
	case v.Pins != nil:
		v.KnownBy = byFirstPin
	default:
		v.fault(Fault{Unknown, keyPath, "the copy is signed by " + v.Fingerprint + "; compare that with what the publisher says elsewhere"})
	}
}
