package mirror

import (
	"fmt"
	"strings"
	"time"
)

// readme says in plain words what the copy is and how to check it.
func (f *folded) readme() []byte {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n\nA copy of edition %d, recorded %s. Open index.html.\n\n", f.state.Briefing.Title, f.state.Seq, f.state.At.UTC().Format(time.RFC3339))
	fmt.Fprintf(&b, "What is here: every item with its history, every day, track and line, and the record of all %d changes.\n", f.state.Seq)
	fmt.Fprintf(&b, "What is not: search, what changed since an edition of your choice, and older editions but the last one of each day.\n\n")
	fmt.Fprintf(&b, "To check that nothing was changed, added or left out:\n\n    livebrief verify FOLDER --key \"%s\"\n\n", f.shelf.Fingerprint)
	fmt.Fprintf(&b, "The fingerprint above is only worth something if you got the same one by another way: from the publisher's\n")
	fmt.Fprintf(&b, "own page, in print, or from a person you trust. A copy cannot vouch for itself.\n\nRecord: %s\n", f.shelf.Origin)
	if mirrors := f.state.Briefing.Mirrors; len(mirrors) > 0 {
		fmt.Fprintf(&b, "\nMirrors, in the order to try them in:\n\n")
		for _, address := range mirrors {
			fmt.Fprintf(&b, "    %s\n", address)
		}
	}
	return []byte(b.String())
}
