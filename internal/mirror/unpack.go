package mirror

import (
	"io"

	"livebrief/internal/brief"
)

// Unpack writes a zip of ours into a folder as [WriteFolder] writes an edition: only what changed is touched.
func Unpack(dir string, zipped io.ReaderAt, size int64) (*Manifest, Written, error) {
	c := OpenZip(zipped, size, Limits{})
	m, signed, err := c.head()
	if err != nil {
		return nil, Written{}, err
	}
	s, err := openFolder(dir)
	if err != nil {
		return nil, Written{}, err
	}
	defer s.root.Close()
	for _, f := range m.Files {
		body, err := c.Read(f.Path, f.Size)
		if err != nil {
			return nil, Written{}, err
		}
		if !f.holds(body) {
			return nil, Written{}, brief.Unavailable("the copy arrived damaged: "+f.Path+" is not what its manifest says", "try again", nil)
		}
		if err := s.put(f.Path, body); err != nil {
			return nil, Written{}, err
		}
	}
	if err := s.put(manifestPath, signed); err != nil {
		return nil, Written{}, err
	}
	return m, s.did, s.sweep(m)
}

// ReadManifest finds the manifest of a zip that this program just wrote or fetched, for what it says of the copy.
func ReadManifest(zipped io.ReaderAt, size int64) (*Manifest, error) {
	m, _, err := OpenZip(zipped, size, Limits{}).head()
	return m, err
}

// head opens the manifest by the key beside it. It says what the copy is, not whose.
func (c *Zip) head() (*Manifest, []byte, error) {
	broken := func(err error) error {
		return brief.Unavailable("the copy arrived damaged", "try again", err)
	}
	key, err := c.Read(keyPath, maxKey)
	if err != nil {
		return nil, nil, broken(err)
	}
	verifier, err := readKey(key)
	if err != nil {
		return nil, nil, broken(err)
	}
	signed, err := c.Read(manifestPath, c.limits.File)
	if err != nil {
		return nil, nil, broken(err)
	}
	m, err := openManifest(signed, verifier)
	if err != nil {
		return nil, nil, broken(err)
	}
	return m, signed, nil
}
