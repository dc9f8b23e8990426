package newsroom

import (
	"crypto/rand"
	"net/url"

	"livebrief/internal/brief"
)

// newOrigin gives the first line of a record's checkpoints, fixed for ever when the briefing is made: the public
// host and the briefing's name, or a random name where no public address is known.
func newOrigin(public string, name brief.Name) (string, error) {
	if u, err := url.Parse(public); err == nil && u.Host != "" {
		return u.Host + "/" + string(name), nil
	}
	random, err := brief.NewID[string](rand.Reader)
	return "livebrief-" + random, err
}
