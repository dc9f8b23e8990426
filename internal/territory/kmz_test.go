package territory

import (
	"archive/zip"
	"bytes"
	"fmt"
	"strings"
	"testing"
)

// packed makes an archive of names and texts, in pairs.
func packed(t testing.TB, pairs ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for i := 0; i < len(pairs); i += 2 {
		entry, err := w.Create(pairs[i])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := entry.Write([]byte(pairs[i+1])); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func named(name string) string { return "<kml><Placemark><name>" + name + "</name></Placemark></kml>" }

func TestArchiveGivesItsMap(t *testing.T) {
	for _, c := range []struct {
		pairs []string
		want  string
	}{
		{[]string{"a.kml", named("A"), "doc.kml", named("Doc")}, "Doc"},
		{[]string{"images/x.png", "PNG", "files/first.KML", named("First"), "second.kml", named("Second")}, "First"},
		{[]string{"../../etc/map.kml", named("Outside")}, "Outside"},
	} {
		file, err := ReadDrawing("day.kmz", packed(t, c.pairs...), LonLat)
		if err != nil || len(file.Features) != 1 || file.Features[0].Name != c.want {
			t.Errorf("%q: %+v, %v", c.want, file, err)
		}
	}
}

func TestHostileArchivesAreRefused(t *testing.T) {
	spaces := func(n int) string { return "<kml>" + strings.Repeat(" ", n) + "</kml>" }
	var many []string
	for i := range maxEntries + 1 {
		many = append(many, fmt.Sprintf("%d.kml", i), named("A"))
	}
	whole := packed(t, "doc.kml", named("Doc"))
	locked := bytes.Clone(whole)
	locked[6] |= 1
	locked[bytes.Index(locked, []byte("PK\x01\x02"))+8] |= 1
	for name, c := range map[string]struct {
		raw  []byte
		want string
	}{
		"bomb":        {packed(t, "doc.kml", spaces(8<<20)), "day.kmz: the map in it unpacks to more than 100 times its size; unpack it and hand in its doc.kml if you trust it"},
		"entries":     {packed(t, many...), "day.kmz: the archive has 201 entries, more than 200; unpack it and hand in its doc.kml"},
		"no map":      {packed(t, "a.txt", "x"), "day.kmz: the archive has no KML in it; export the map as GeoJSON, KML or KMZ"},
		"nothing":     {packed(t), "day.kmz: the archive has no KML in it; export the map as GeoJSON, KML or KMZ"},
		"cut off":     {whole[:len(whole)-30], "day.kmz: the archive is damaged or cut off; fetch it again"},
		"locked":      {locked, "day.kmz: the archive is locked with a password; unlock it first"},
		"broken map":  {packed(t, "doc.kml", "<kml>"), "day.kmz/doc.kml: the file ends in the middle, in line 1; fetch it again"},
		"linked map":  {packed(t, "doc.kml", "<kml><NetworkLink/></kml>"), "day.kmz/doc.kml: the map itself is elsewhere, behind a NetworkLink; fetch the linked file and hand in that"},
		"wrong bytes": {damage(whole), "day.kmz: the archive is damaged or cut off; fetch it again"},
	} {
		file, err := ReadDrawing("day.kmz", c.raw, LonLat)
		if err == nil || err.Error() != c.want {
			t.Errorf("%s: %v, want %s", name, err, c.want)
		}
		checkRead(t, file, err)
	}
	if _, err := ReadDrawing("day.kmz", packed(t, "doc.kml", spaces(60<<10)), LonLat); err != nil {
		t.Errorf("a short map full of spaces: %v", err)
	}
}

// damage changes one byte of what is packed, so that its checksum fails.
func damage(raw []byte) []byte {
	out := bytes.Clone(raw)
	out[45] ^= 0xFF
	return out
}

func FuzzReadKMZ(f *testing.F) {
	f.Add(packed(f, "doc.kml", named("Doc")))
	f.Add(packed(f, "a.txt", "x", "b.kml", "<kml><Placemark>"))
	f.Add([]byte("PK\x05\x06"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		file, err := ReadKMZ("day.kmz", raw, LonLat)
		checkRead(t, file, err)
	})
}
