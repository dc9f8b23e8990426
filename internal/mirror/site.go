package mirror

import "io"

// Site is a copy at an address. It cannot be asked what else it holds, so only what its manifest names is checked.
type Site struct {
	get func(path string) (io.ReadCloser, error)
}

// NewSite makes a copy of a way to get its files. A file that is not there is fs.ErrNotExist.
func NewSite(get func(path string) (io.ReadCloser, error)) *Site { return &Site{get} }

// List knows no names.
func (s *Site) List() (paths []string, faults []Fault, listed bool, err error) {
	return nil, nil, false, nil
}

// Read gets one file, and no more of it than a byte above the limit.
func (s *Site) Read(path string, limit int64) ([]byte, error) {
	body, err := s.get(path)
	if err != nil {
		return nil, err
	}
	defer body.Close()
	return io.ReadAll(io.LimitReader(body, limit+1))
}
