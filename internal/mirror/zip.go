package mirror

import (
	"archive/zip"
	"fmt"
	"hash/crc32"
	"io"
	"time"

	"livebrief/internal/brief"
)

// WriteZip writes the edition as one zip. Its files are stored, not compressed: so the bytes of the zip follow from
// those of the files, whatever packs them, and [Verify] can tell when a single bit of it is another.
func WriteZip(w io.Writer, e *Edition) (*Manifest, error) {
	z := &zipSink{w: zip.NewWriter(w)}
	m, err := export(e, func(*folded, []planned) (sink, error) { return z, nil })
	if err != nil {
		return nil, err
	}
	if err := z.w.Close(); err != nil {
		return nil, fmt.Errorf("ending the zip: %w", err)
	}
	return m, nil
}

type zipSink struct{ w *zip.Writer }

func (z *zipSink) has(string, brief.Seq) (File, bool) { return File{}, false }

func (z *zipSink) put(path string, body []byte) error {
	f, err := z.w.CreateRaw(zipHeader(path, int64(len(body)), crc32.ChecksumIEEE(body)))
	if err == nil {
		_, err = f.Write(body)
	}
	if err != nil {
		return fmt.Errorf("writing %s into the zip: %w", path, err)
	}
	return nil
}

// zipHeader gives the one header that a file of that content has in a zip of ours. The time is the first that a zip
// can tell.
func zipHeader(path string, size int64, sum uint32) *zip.FileHeader {
	h := &zip.FileHeader{Name: path, Method: zip.Store, CRC32: sum, CompressedSize64: uint64(size), UncompressedSize64: uint64(size)}
	h.ModifiedDate, h.ModifiedTime = dosEpoch()
	h.SetMode(0o644)
	return h
}

// dosEpoch is the first of January 1980 as zips write it.
func dosEpoch() (date, clock uint16) {
	first := time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)
	return uint16(first.Day() + int(first.Month())<<5), 0
}
