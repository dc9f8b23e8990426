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

// head opens the manifest by the key beside it.
func (c *Zip) head() (*Manifest, []byte, error) {
	m, signed, err := readHead(c, c.limits.File)
	if err != nil {
		return nil, nil, brief.Unavailable("the copy arrived damaged", "try again", err)
	}
	return m, signed, nil
}

// readHead opens the manifest of a copy by the key beside it. It says what the copy is, not whose.
func readHead(c Copy, limit int64) (*Manifest, []byte, error) {
	key, err := c.Read(keyPath, maxKey)
	if err != nil {
		return nil, nil, err
	}
	verifier, err := readKey(key)
	if err != nil {
		return nil, nil, err
	}
	signed, err := c.Read(manifestPath, limit)
	if err != nil {
		return nil, nil, err
	}
	m, err := openManifest(signed, verifier)
	return m, signed, err
}
