package witness

import (
	"bufio"
	"bytes"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"livebrief/internal/brief"
	"livebrief/internal/record"
)

// Followed is one record that a witness looks after.
type Followed struct {
	Origin string
	// Keys are those that may sign its checkpoints; one is enough.
	Keys []string
	// Addresses are where readers find the briefing, and copies of it, each without a slash at its end; all of them are
	// looked at. With none, the witness only waits for what is handed in.
	Addresses []string
}

// maxFollowed bounds the file of what is followed, in bytes.
const maxFollowed = 1 << 20

// ParseFollowed reads the file of what is followed: KEY [ADDRESS] on a line, # before a comment. A record may have several
// lines, for more keys or more addresses.
func ParseFollowed(raw []byte) ([]Followed, error) {
	if len(raw) > maxFollowed {
		return nil, brief.Invalid("the list of what is followed is larger than 1 MB", "hand in fewer records")
	}
	var list []Followed
	lines := bufio.NewScanner(bytes.NewReader(raw))
	lines.Buffer(nil, maxFollowed+1)
	for n := 1; lines.Scan(); n++ {
		text, _, _ := strings.Cut(lines.Text(), "#")
		words := strings.Fields(text)
		if len(words) == 0 {
			continue
		}
		bad := func(what string) error {
			return brief.Invalid(fmt.Sprintf("line %d of the list of what is followed %s", n, what), "write one record to a line: KEY ADDRESS, or KEY alone")
		}
		verifier, err := record.NewVerifier(words[0])
		if err != nil || len(words) > 2 {
			return nil, bad("does not begin with the public key of a record, or has more than a key and an address")
		}
		address := ""
		if len(words) == 2 {
			u, err := url.Parse(words[1])
			if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" {
				return nil, bad("has an address that no briefing can have")
			}
			address = strings.TrimRight(u.String(), "/")
		}
		list = follow(list, verifier.Name(), words[0], address)
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("reading what is followed: %w", err)
	}
	if len(list) == 0 {
		return nil, brief.Invalid("the list of what is followed names no record", "write one to a line: KEY ADDRESS, or KEY alone")
	}
	return list, nil
}

// follow adds a line's key and address to the record that they belong to.
func follow(list []Followed, origin, key, address string) []Followed {
	i := slices.IndexFunc(list, func(f Followed) bool { return f.Origin == origin })
	if i < 0 {
		list = append(list, Followed{Origin: origin})
		i = len(list) - 1
	}
	f := &list[i]
	if !slices.Contains(f.Keys, key) {
		f.Keys = append(f.Keys, key)
	}
	if address != "" && !slices.Contains(f.Addresses, address) {
		f.Addresses = append(f.Addresses, address)
	}
	return list
}
