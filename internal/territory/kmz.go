package territory

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"path"
	"strings"
)

// The limits of an archive. A map packs ten to one; what packs a hundred to one is made to fill memory.
const (
	maxEntries = 200
	maxRatio   = 100
	freeRatio  = 64 << 10 // up to here no ratio is asked for: short files full of spaces pack well
)

// ReadKMZ reads the KML of a KMZ archive: doc.kml, or else the first one. Nothing else in it is unpacked.
func ReadKMZ(name string, raw []byte, axes Axes) (File, error) {
	if len(raw) > maxFileBytes {
		return File{}, refuse(name, 0, "", tooLarge(len(raw)))
	}
	entry, err := kmlEntry(raw)
	if err != nil {
		return File{}, refuse(name, 0, "", err)
	}
	text, err := unpack(entry)
	if err != nil {
		return File{}, refuse(name, 0, "", err)
	}
	return ReadKML(name+"/"+oneLine(entry.Name), text, axes)
}

// kmlEntry finds the entry that is the map.
func kmlEntry(raw []byte) (*zip.File, error) {
	archive, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		return nil, complaint{"the archive is damaged or cut off", "fetch it again"}
	}
	if len(archive.File) > maxEntries {
		return nil, complaint{fmt.Sprintf("the archive has %d entries, more than %d", len(archive.File), maxEntries),
			"unpack it and hand in its doc.kml"}
	}
	var first *zip.File
	for _, f := range archive.File {
		if strings.EqualFold(f.Name, "doc.kml") {
			return f, nil
		}
		if first == nil && strings.EqualFold(path.Ext(f.Name), ".kml") {
			first = f
		}
	}
	if first == nil {
		return nil, complaint{"the archive has no KML in it", notGeoJSON.do}
	}
	return first, nil
}

// unpack reads an entry and counts what comes, whatever the archive says about sizes.
func unpack(f *zip.File) ([]byte, error) {
	if f.Flags&1 != 0 {
		return nil, complaint{"the archive is locked with a password", "unlock it first"}
	}
	limit := min(maxFileBytes, max(freeRatio, maxRatio*min(f.CompressedSize64, maxFileBytes)))
	in, err := f.Open()
	if err != nil {
		return nil, complaint{"the archive packs its map in a way that is not known here", "unpack it and hand in its doc.kml"}
	}
	defer in.Close()
	text, err := io.ReadAll(io.LimitReader(in, int64(limit)+1))
	switch {
	case uint64(len(text)) > limit && limit == maxFileBytes:
		return nil, complaint{fmt.Sprintf("the map in it has more than %d MB", maxFileBytes>>20), "split or simplify it"}
	case uint64(len(text)) > limit:
		return nil, complaint{fmt.Sprintf("the map in it unpacks to more than %d times its size", maxRatio),
			"unpack it and hand in its doc.kml if you trust it"}
	case err != nil:
		return nil, complaint{"the archive is damaged or cut off", "fetch it again"}
	}
	return text, nil
}
