package relay

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"livebrief/internal/brief"
	"livebrief/internal/record"
)

// The subjects of the stream. One message stands on each: what is published again takes the place of what was there.
const (
	entryPrefix = "livebrief.entry."
	partPrefix  = "livebrief.part."
	headPrefix  = "livebrief.head."
	// beatSubject and wantPrefix are beside the stream: the newsroom's sign of life, and an edge that asks for entries.
	beatSubject = "livebrief.beat"
	wantPrefix  = "livebrief.want."
)

const (
	// maxLeaf bounds a leaf in bytes, as it stands in a message.
	maxLeaf = 2048
	// partsHeader says how many messages an entry takes.
	partsHeader = "Livebrief-Parts"
	// maxParts bounds them.
	maxParts = 4096
	// partMargin is what headers and subject may take of a server's largest message.
	partMargin = 4096
)

// token writes an id as one token of a subject: it may hold dots, which would part it.
func token(id brief.BriefingID) string { return strings.ReplaceAll(string(id), ".", "%") }

// untoken is the inverse of token.
func untoken(text string) brief.BriefingID {
	return brief.BriefingID(strings.ReplaceAll(text, "%", "."))
}

func entrySubject(id brief.BriefingID, seq brief.Seq) string {
	return entryPrefix + token(id) + "." + strconv.FormatUint(uint64(seq), 10)
}

func partSubject(id brief.BriefingID, seq brief.Seq, part int) string {
	return partPrefix + token(id) + "." + strconv.FormatUint(uint64(seq), 10) + "." + strconv.Itoa(part)
}

func headSubject(id brief.BriefingID) string { return headPrefix + token(id) }

// splitEntry reads the subject of an entry.
func splitEntry(subject string) (id brief.BriefingID, seq brief.Seq, ok bool) {
	rest, ok := strings.CutPrefix(subject, entryPrefix)
	name, number, dot := strings.Cut(rest, ".")
	n, err := strconv.ParseUint(number, 10, 53)
	if !ok || !dot || err != nil || entrySubject(untoken(name), brief.Seq(n)) != subject {
		return "", 0, false
	}
	return untoken(name), brief.Seq(n), true
}

// EncodeEntry writes an entry as it travels: the leaf, a line's end, and what stands beside it as canonical JSON.
func EncodeEntry(e Entry) ([]byte, error) {
	beside, err := record.BesideBytes(e.Beside)
	if err != nil {
		return nil, err
	}
	return bytes.Join([][]byte{e.Leaf, beside}, []byte("\n")), nil
}

// DecodeEntry reads an entry that a stranger may have written. It holds it to its form; whether it is the one that was
// signed, only the record tells.
func DecodeEntry(raw []byte) (Entry, error) {
	leaf, beside, ok := bytes.Cut(raw, []byte("\n"))
	if !ok || len(leaf) > maxLeaf {
		return Entry{}, brief.Invalid("a message of the stream is no entry", "check what writes to the stream")
	}
	first, err := record.ParseEntry(leaf)
	if err != nil {
		return Entry{}, err
	}
	b, err := record.ParseBeside(beside)
	if err != nil {
		return Entry{}, err
	}
	if b.Seq != first.Seq {
		return Entry{}, brief.Invalid(fmt.Sprintf("a message of the stream holds entry %d and what stands beside %d", first.Seq, b.Seq), "")
	}
	return Entry{Leaf: leaf, Beside: b}, nil
}

// headMessage is the message on the subject of a head.
type headMessage struct {
	Head
	// Checkpoint is the newest, with the lines of witnesses; Mirrors the signed list of mirrors, empty where there is none.
	Checkpoint string `json:"checkpoint"`
	Mirrors    string `json:"mirrors,omitempty"`
}

// decodeHead reads the message of a head.
func decodeHead(raw []byte) (headMessage, error) {
	var m headMessage
	if len(raw) > 4*maxCheckpoint || json.Unmarshal(raw, &m) != nil {
		return m, brief.Invalid("a message of the stream is no head of a briefing", "check what writes to the stream")
	}
	if err := m.check(); err != nil {
		return m, err
	}
	if m.Hash != HashOf([]byte(m.Checkpoint)) {
		return m, brief.Invalid(fmt.Sprintf("the head of the briefing %s names another checkpoint than it brings", m.Briefing), "")
	}
	return m, nil
}

// want asks a newsroom for entries that are missing or damaged in the stream.
type want struct {
	From int64 `json:"from"`
	To   int64 `json:"to"`
}

// parseWant reads what anybody on the network may have sent.
func parseWant(raw []byte) (want, bool) {
	var w want
	ok := len(raw) < 256 && json.Unmarshal(raw, &w) == nil && w.From >= 1 && w.To >= w.From && w.To <= record.MaxSize
	return w, ok
}

// split cuts a message into parts of at most size bytes, at least one.
func split(raw []byte, size int) [][]byte {
	var parts [][]byte
	for len(raw) > size {
		parts = append(parts, raw[:size])
		raw = raw[size:]
	}
	return append(parts, raw)
}
