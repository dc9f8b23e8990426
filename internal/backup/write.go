package backup

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"hash"
	"io"
	"unicode/utf8"
)

// Writer writes a backup. It is for one goroutine, and after an error of no further use.
type Writer struct {
	to     io.Writer
	sum    hash.Hash
	packed *gzip.Writer
	line   bytes.Buffer
	json   *json.Encoder
	table  Table
	rows   map[string]int64
}

// NewWriter begins a backup on w.
func NewWriter(w io.Writer, h Header) (*Writer, error) {
	b := &Writer{to: w, sum: sha256.New(), rows: map[string]int64{}}
	all := io.MultiWriter(w, b.sum)
	if _, err := io.WriteString(all, firstLine(Version)); err != nil {
		return nil, err
	}
	// The server that is copied has better things to do than to press hard.
	packed, err := gzip.NewWriterLevel(all, gzip.BestSpeed)
	if err != nil {
		return nil, err
	}
	b.packed = packed
	b.json = json.NewEncoder(&b.line)
	b.json.SetEscapeHTML(false)
	h.MadeAt = h.MadeAt.UTC()
	return b, b.put(h)
}

// put writes one line.
func (b *Writer) put(v any) error {
	b.line.Reset()
	if err := b.json.Encode(v); err != nil {
		return fmt.Errorf("writing a line of the backup: %w", err)
	}
	_, err := b.packed.Write(b.line.Bytes())
	return err
}

// Table begins a table; the rows that follow are its.
func (b *Writer) Table(t Table) error {
	b.table = t
	b.rows[t.Name] = 0
	return b.put(t)
}

// Row writes a row: an int64, a string or a []byte for each column, as its kind says.
func (b *Writer) Row(values []any) error {
	if len(values) != len(b.table.Columns) {
		return fmt.Errorf("a row of %s has %d values for %d columns", b.table.Name, len(values), len(b.table.Columns))
	}
	out := make([]any, len(values))
	for i, v := range values {
		var fits bool
		switch v := v.(type) {
		case int64:
			out[i], fits = v, b.table.Columns[i].Kind == Int
		case string:
			// JSON has no other text: it would come back changed, and nobody would notice.
			out[i], fits = v, b.table.Columns[i].Kind == Text && utf8.ValidString(v)
		case []byte:
			out[i], fits = bytesForm(v), b.table.Columns[i].Kind == Bytes
		}
		if !fits {
			return fmt.Errorf("a row of %s has a %T that cannot stand in the column %s", b.table.Name, v, b.table.Columns[i].Name)
		}
	}
	b.rows[b.table.Name]++
	return b.put(out)
}

// bytesForm keeps what is text readable and well compressed.
func bytesForm(b []byte) any {
	if utf8.Valid(b) {
		return string(b)
	}
	return [1]string{base64.StdEncoding.EncodeToString(b)}
}

// Close ends the backup. Without it a backup is a cut one. What it was written to stays open.
func (b *Writer) Close() error {
	if err := b.put(end{b.rows}); err != nil {
		return err
	}
	if err := b.packed.Close(); err != nil {
		return err
	}
	_, err := io.WriteString(b.to, lastLine(b.sum.Sum(nil)))
	return err
}
