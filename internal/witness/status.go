package witness

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"livebrief/internal/brief"
	"livebrief/internal/record"
)

// Status is how far a witness came, as its folder tells. It can be read while the witness runs.
type Status struct {
	Name    string         `json:"name"`
	Key     string         `json:"key"`
	Records []RecordStatus `json:"records"`
	// Evidence names the folders in which contradictions are kept, each with its finding.
	Evidence []Find `json:"evidence"`
}

// RecordStatus is where one record stands.
type RecordStatus struct {
	Origin string    `json:"origin"`
	Size   int64     `json:"size"`
	At     time.Time `json:"at"`
	// Stopped says that a contradiction waits for a person: then it is the file to remove.
	Stopped string `json:"stopped,omitempty"`
}

// Find is one contradiction that was found.
type Find struct {
	Folder  string `json:"folder"`
	Finding string `json:"finding"`
}

// Stopped tells whether a contradiction waits for a person.
func (s *Status) Stopped() bool {
	for _, r := range s.Records {
		if r.Stopped != "" {
			return true
		}
	}
	return false
}

// ReadStatus reads the folder of a witness.
func ReadStatus(dir string) (*Status, error) {
	key, err := readKey(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, brief.Unavailable("there is no witness in the folder "+dir, "name its data folder with --data", err)
	}
	if err != nil {
		return nil, err
	}
	s := &Status{Name: key.Name(), Key: key.VerifierKey(), Records: []RecordStatus{}, Evidence: []Find{}}
	ids, err := names(filepath.Join(dir, seenName))
	if err != nil {
		return nil, err
	}
	for _, id := range ids {
		r, err := recordStatus(dir, id, key)
		if err != nil {
			return nil, err
		}
		s.Records = append(s.Records, r)
	}
	s.Evidence, err = finds(dir)
	return s, err
}

func recordStatus(dir, id string, key *record.Cosigner) (RecordStatus, error) {
	var r RecordStatus
	raw, err := os.ReadFile(filepath.Join(dir, seenName, id))
	if err != nil {
		return r, err
	}
	if r.Origin, err = record.OriginOf(raw); err != nil {
		return r, err
	}
	tree, by, err := record.OpenCosigned(raw, r.Origin, key.Verifier())
	r.Size, r.At = tree.Size, by.At
	mark := filepath.Join(dir, stoppedName, id)
	if _, missing := os.Lstat(mark); !errors.Is(missing, fs.ErrNotExist) {
		r.Stopped = mark
	}
	return r, err
}

// finds lists the evidence.
func finds(dir string) ([]Find, error) {
	list := []Find{}
	folders, err := names(filepath.Join(dir, evidenceName))
	for _, name := range folders {
		folder := filepath.Join(dir, evidenceName, name)
		raw, err := os.ReadFile(filepath.Join(folder, findingName))
		if err != nil {
			raw = []byte("its finding cannot be read")
		}
		list = append(list, Find{Folder: folder, Finding: strings.TrimSpace(string(raw))})
	}
	return list, err
}
