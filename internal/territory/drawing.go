package territory

import "bytes"

// ReadDrawing reads a map whose format is told from its first bytes, since names lie: a zip is KMZ, what begins with a
// tag is KML, everything else is read as GeoJSON.
func ReadDrawing(name string, raw []byte, axes Axes) (File, error) {
	head := bytes.TrimLeft(bytes.TrimPrefix(raw[:min(len(raw), 512)], []byte("\xEF\xBB\xBF")), " \t\r\n")
	switch {
	case bytes.HasPrefix(raw, []byte("PK\x03\x04")), bytes.HasPrefix(raw, []byte("PK\x05\x06")):
		return ReadKMZ(name, raw, axes)
	case bytes.HasPrefix(head, []byte("<")):
		return ReadKML(name, raw, axes)
	}
	return ReadGeoJSON(name, raw, axes)
}
