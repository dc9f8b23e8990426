package backup

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"strconv"
	"strings"

	"livebrief/internal/brief"
)

// Reader reads a backup once, from its beginning to its end. What it gives is to be trusted only when [Reader.Table]
// has given io.EOF: only then has the whole been held against its SHA-256.
type Reader struct {
	raw    *tail
	packed *gzip.Reader
	lines  *bufio.Reader
	header Header
	table  Table
	rows   map[string]int64
	// next is a line that was read ahead and belongs to no row of the table.
	next []byte
	done bool
}

// NewReader reads the first lines of a backup.
func NewReader(r io.Reader) (*Reader, error) {
	b := &Reader{raw: newTail(r), rows: map[string]int64{}}
	if err := b.first(); err != nil {
		return nil, err
	}
	var err error
	if b.packed, err = gzip.NewReader(b.raw); err != nil {
		return nil, b.broken("it ends after its first line, or goes on with something else", err)
	}
	b.lines = bufio.NewReaderSize(b.packed, 64<<10)
	line, err := b.line()
	if err != nil {
		return nil, b.broken("it cannot be unpacked", err)
	}
	if err := json.Unmarshal(line, &b.header); err != nil {
		return nil, b.broken("it does not say what it is of", err)
	}
	return b, nil
}

// Header says what the backup is of.
func (b *Reader) Header() Header { return b.header }

// first reads the line that says what this is.
func (b *Reader) first() error {
	var line []byte
	for one := make([]byte, 1); len(line) < 64; {
		if _, err := io.ReadFull(b.raw, one); err != nil {
			if b.raw.failed != nil {
				return b.raw.failed
			}
			break
		}
		if one[0] == '\n' {
			break
		}
		line = append(line, one[0])
	}
	version, ok := strings.CutPrefix(string(line), title)
	if !ok {
		return brief.Invalid("this is not a backup of livebrief", "name a file that `livebrief backup` wrote")
	}
	n, err := strconv.Atoi(version)
	if err != nil || n < 1 || strconv.Itoa(n) != version {
		return damaged("its first line is not that of a backup", err)
	}
	if n > Version {
		return brief.Invalid(fmt.Sprintf("the backup was made by a newer livebrief (form %d, this one reads %d)", n, Version),
			"install the newer version, and restore with it")
	}
	return nil
}

// Table goes to the next table, behind the rows of the one before, and gives io.EOF when the backup is at its end and
// whole.
func (b *Reader) Table() (Table, error) {
	if b.done {
		return Table{}, io.EOF
	}
	for b.next == nil {
		if _, err := b.Row(); err != nil && !errors.Is(err, io.EOF) {
			return Table{}, err
		}
	}
	line := b.next
	b.next = nil
	if bytes.HasPrefix(line, []byte(`{"end":`)) {
		return Table{}, b.finish(line)
	}
	b.table = Table{}
	if err := json.Unmarshal(line, &b.table); err != nil {
		return Table{}, b.broken(b.where(), err)
	}
	if _, again := b.rows[b.table.Name]; again || b.table.Name == "" {
		return Table{}, b.broken(fmt.Sprintf("the table %.40q is in it twice", b.table.Name), nil)
	}
	b.rows[b.table.Name] = 0
	return b.table, nil
}

// Row gives the next row of the table, one value for each column, and io.EOF behind the last.
func (b *Reader) Row() ([]any, error) {
	if b.next != nil || b.done {
		return nil, io.EOF
	}
	line, err := b.line()
	if err != nil {
		return nil, b.broken(b.where(), err)
	}
	if line[0] == '{' {
		b.next = bytes.Clone(line)
		return nil, io.EOF
	}
	row, err := b.row(line)
	if err != nil {
		return nil, b.broken(b.where(), err)
	}
	b.rows[b.table.Name]++
	return row, nil
}

// row reads the values of a line.
func (b *Reader) row(line []byte) ([]any, error) {
	var raw []json.RawMessage
	if err := json.Unmarshal(line, &raw); err != nil {
		return nil, err
	}
	if len(raw) != len(b.table.Columns) {
		return nil, fmt.Errorf("%d values for %d columns", len(raw), len(b.table.Columns))
	}
	row := make([]any, len(raw))
	for i, v := range raw {
		var err error
		if row[i], err = value(v, b.table.Columns[i].Kind); err != nil {
			return nil, fmt.Errorf("column %s: %w", b.table.Columns[i].Name, err)
		}
	}
	return row, nil
}

// value reads one value of a kind.
func value(raw json.RawMessage, kind Kind) (any, error) {
	switch {
	case kind == Int:
		return strconv.ParseInt(string(raw), 10, 64)
	case kind == Bytes && raw[0] == '[':
		var packed []string
		if err := json.Unmarshal(raw, &packed); err != nil || len(packed) != 1 {
			return nil, errors.Join(errors.New("no bytes"), err)
		}
		return base64.StdEncoding.DecodeString(packed[0])
	case kind != Bytes && kind != Text || raw[0] != '"':
		return nil, fmt.Errorf("no %.20s", kind)
	}
	var text string
	err := json.Unmarshal(raw, &text)
	if kind == Bytes {
		return []byte(text), err
	}
	return text, err
}

// finish holds the whole against its counts and its SHA-256.
func (b *Reader) finish(line []byte) error {
	var said end
	if err := json.Unmarshal(line, &said); err != nil {
		return b.broken("its end cannot be read", err)
	}
	if _, err := b.lines.ReadByte(); !errors.Is(err, io.EOF) {
		return b.broken("something stands behind its end", err)
	}
	sum, last := b.raw.ends()
	switch {
	case b.raw.failed != nil:
		return b.raw.failed
	case string(last) != lastLine(sum):
		return damaged("it has another SHA-256 than its last line says", nil)
	case !maps.Equal(said.End, b.rows):
		return damaged("it has other rows than its end says", nil)
	}
	b.done = true
	return io.EOF
}

// where names the place that was reached.
func (b *Reader) where() string {
	if b.table.Name == "" {
		return "before its first table"
	}
	return fmt.Sprintf("in the table %.40s, behind %d rows", b.table.Name, b.rows[b.table.Name])
}

// broken names what does not fit, unless the bytes could not be got at all: that is nobody's damage.
func (b *Reader) broken(where string, err error) error {
	if b.raw.failed != nil {
		return b.raw.failed
	}
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		where = "it ends too early, " + where
	}
	return damaged(where, err)
}

// line reads one line without its end; it stays valid until the next.
func (b *Reader) line() ([]byte, error) {
	line, err := b.lines.ReadSlice('\n')
	if errors.Is(err, bufio.ErrBufferFull) {
		long := bytes.Clone(line)
		for errors.Is(err, bufio.ErrBufferFull) && len(long) <= maxLine {
			line, err = b.lines.ReadSlice('\n')
			long = append(long, line...)
		}
		line = long
	}
	switch {
	case err != nil && errors.Is(err, io.EOF):
		return nil, io.ErrUnexpectedEOF
	case err != nil:
		return nil, err
	case len(line) > maxLine || len(line) < 2:
		return nil, errors.New("a line that is none")
	}
	return line[:len(line)-1], nil
}
