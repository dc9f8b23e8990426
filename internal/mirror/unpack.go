package mirror

import (
	"bytes"
	"io"

	"livebrief/internal/brief"
)

// Unpack writes a zip of ours into a folder as [WriteFolder] writes an edition: only what changed is touched.
func Unpack(dir string, zipped io.ReaderAt, size int64) (*Manifest, Written, error) {
	c, err := OpenZip(zipped, size, Limits{})
	if err != nil {
		return nil, Written{}, err
	}
	s, err := openFolder(dir)
	if err != nil {
		return nil, Written{}, err
	}
	defer s.root.Close()
	key, err := c.Read(keyPath, maxKey)
	if err != nil {
		return nil, Written{}, err
	}
	verifier, err := readKey(key)
	if err != nil {
		return nil, Written{}, err
	}
	signed, err := c.Read(manifestPath, c.limits.File)
	if err != nil {
		return nil, Written{}, err
	}
	m, err := openManifest(signed, verifier)
	if err != nil {
		return nil, Written{}, err
	}
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
	c, err := OpenZip(zipped, size, Limits{})
	if err != nil {
		return nil, err
	}
	key, err := c.Read(keyPath, maxKey)
	if err != nil {
		return nil, err
	}
	verifier, err := readKey(key)
	if err != nil {
		return nil, err
	}
	signed, err := c.Read(manifestPath, c.limits.File)
	if err != nil {
		return nil, err
	}
	return openManifest(bytes.Clone(signed), verifier)
}
