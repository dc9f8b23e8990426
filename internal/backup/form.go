package backup

import (
	"encoding/hex"
	"fmt"
	"time"

	"livebrief/internal/brief"
)

// title is the first line up to the version of the form, Version the one that this program writes and reads.
const (
	title   = "livebrief backup "
	Version = 1
)

const (
	sumTitle = "sha256 "
	// sumLine is the length of the last line in bytes.
	sumLine = len(sumTitle) + 2*32 + 1
	// maxLine is the longest line that is read. A report has at most 8 MiB of raw bytes and as many of text, and JSON
	// makes at most six bytes of one.
	maxLine = 128 << 20
)

// Header says what a backup is of.
type Header struct {
	// Schema is the version of the tables.
	Schema int64 `json:"schema"`
	// MadeAt is the moment that the backup shows, by the server's clock.
	MadeAt time.Time `json:"made_at"`
	// Program is the version of the program that made it.
	Program string `json:"program"`
}

// Kind is what the values of a column are.
type Kind string

// The kinds of a column. Truth values are integers, 0 and 1.
const (
	Int   Kind = "int"
	Text  Kind = "text"
	Bytes Kind = "bytes"
)

// Column is one column of a table.
type Column struct {
	Name string `json:"name"`
	Kind Kind   `json:"kind"`
}

// Table begins the rows of one table.
type Table struct {
	Name    string   `json:"table"`
	Columns []Column `json:"columns"`
}

// end closes the stream: how many rows each table had.
type end struct {
	End map[string]int64 `json:"end"`
}

// damaged says where a backup is not what was written.
func damaged(where string, cause error) error {
	return &brief.Error{Kind: brief.KindInvalid, What: "the backup is damaged: " + where, Do: "take another one", Err: cause}
}

func lastLine(sum []byte) string { return sumTitle + hex.EncodeToString(sum) + "\n" }

func firstLine(version int) string { return fmt.Sprintf("%s%d\n", title, version) }
