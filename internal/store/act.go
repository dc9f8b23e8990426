package store

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"livebrief/internal/brief"
	"livebrief/internal/record"
)

// maxKey is the longest idempotency key, in bytes.
const maxKey = 255

// checkAct judges what can be judged of an act without the database.
func checkAct(act *brief.Act) error {
	if err := checkItem(act.Kind, act.Item); err != nil {
		return err
	}
	if err := checkBody(act.Body); err != nil {
		return err
	}
	if len(act.Key) > maxKey {
		return brief.Invalid(fmt.Sprintf("the idempotency key has %d bytes", len(act.Key)), fmt.Sprintf("use at most %d", maxKey))
	}
	if err := plain("idempotency key", act.Key); err != nil {
		return err
	}
	if err := plain("person", string(act.Person)); err != nil {
		return err
	}
	if act.IfRev < -1 {
		return brief.Invalid(fmt.Sprintf("there is no revision %d", act.IfRev), "give the revision that you saw, or -1 for any")
	}
	if !act.Dated.IsZero() {
		if err := checkDate("date of the entry", act.Dated); err != nil {
			return err
		}
	}
	return nil
}

// checkForm asks the record for a trial leaf: the form of an entry is its business.
func checkForm(act *brief.Act) error {
	_, err := record.LeafBytes(entryOf(act, 1, 1, 0, time.UnixMilli(0), brief.Commit{}))
	return err
}

// entryOf gives the entry that an act becomes.
func entryOf(act *brief.Act, seq brief.Seq, rev int, prev brief.Seq, at time.Time, commit brief.Commit) brief.Entry {
	return brief.Entry{
		V: brief.EntryVersion, Seq: seq, At: keep(at), Dated: keep(act.Dated), Briefing: act.Briefing, Kind: act.Kind,
		Item: act.Item, Rev: rev, Prev: prev, Lang: act.Lang, Role: act.Role, Commit: commit,
	}
}

// checkItem tells whether an act of that kind can be about that item.
func checkItem(kind brief.EntryKind, item brief.ItemID) error {
	fixed := item == brief.ItemGlance || item == brief.ItemBriefing || item == brief.ItemKey
	fits := !fixed
	switch kind {
	case brief.EntryBriefing:
		fits = item == brief.ItemBriefing
	case brief.EntryGlance:
		fits = item == brief.ItemGlance
	case brief.EntryKey:
		fits = item == brief.ItemKey
	case brief.Redact:
		// Without its declarations a record could not be checked any more, and they hold no text of anybody.
		fits = item != brief.ItemKey
	case brief.EntryStatement, brief.EntryOutcome, brief.EntrySpeaker, brief.EntryVersions, brief.EntryMap:
	default:
		if !kind.OfDevelopment() {
			return brief.Invalid(fmt.Sprintf("the record has no entries of the kind %.40q", string(kind)),
				"use one of the change classes")
		}
	}
	if !fits {
		return brief.Invalid(fmt.Sprintf("an entry of the kind %s cannot be about the item %.80q", kind, string(item)),
			"the glance, the briefing itself and its keys are items of their own")
	}
	return nil
}

// family is what an item is, by the kind of an entry about it: all its entries are of one family, redactions apart.
func family(kind brief.EntryKind) brief.EntryKind {
	switch {
	case kind.OfDevelopment():
		return brief.Publish
	case kind == brief.EntryOutcome:
		return brief.EntryStatement
	}
	return kind
}

// checkBody insists on one canonical JSON object, because its bytes are what the commit is made over.
func checkBody(body json.RawMessage) error {
	canonical, err := record.CanonicalBytes(body)
	if err != nil {
		return err
	}
	if !bytes.Equal(canonical, body) || body[0] != '{' {
		return brief.Invalid("the body is not a JSON object in canonical form", "bring it to the form of RFC 8785")
	}
	return nil
}

// plain refuses text that one of the two databases could not keep: PostgreSQL takes neither a zero byte nor
// anything that is not UTF-8.
func plain(what string, texts ...string) error {
	for _, text := range texts {
		if !utf8.ValidString(text) || strings.ContainsRune(text, 0) {
			return brief.Invalid("the "+what+" holds bytes that are not text", "hand it in as UTF-8 without zero bytes")
		}
	}
	return nil
}
