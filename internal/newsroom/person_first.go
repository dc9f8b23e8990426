package newsroom

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"fmt"
	"io"

	"livebrief/internal/brief"
)

// firstPerson makes a chief when nobody is there yet, says so once, and leaves the token in the data folder for
// the commands on this machine.
func (r *Room) firstPerson(ctx context.Context, out io.Writer) error {
	people, err := r.store.People(ctx)
	if err != nil || len(people) > 0 {
		return err
	}
	token, err := newToken()
	if err != nil {
		return err
	}
	// The token is kept before the person: a token of nobody is drawn again at the next start, a person whose token
	// is lost would lock the desk for ever.
	if err := r.folder.writeDesk(deskFile{Token: token}); err != nil {
		return err
	}
	first := brief.Person{Name: "First chief", Role: brief.Chief, Added: r.now().UTC()}
	if _, err := r.store.AddPerson(ctx, first, sha256.Sum256([]byte(token))); err != nil {
		return fmt.Errorf("adding the first person: %w", err)
	}
	fmt.Fprintf(out, "The first person of the desk is made, a chief. Sign in with the token %s; it is also in %s of the data folder.\n",
		token, deskFileName)
	return nil
}

// newToken draws a token of 160 random bits.
func newToken() (string, error) {
	a, err := brief.NewID[string](rand.Reader)
	if err != nil {
		return "", err
	}
	b, err := brief.NewID[string](rand.Reader)
	return "lb-" + a + b, err
}
