package newsroom

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"livebrief/internal/mirror"
)

// scriptSave keeps what an address of the readers answers: save FILE PATH.
func scriptSave(ts *testscript.TestScript, _ bool, args []string) {
	res, err := http.Get(ts.Getenv("READERS") + args[1])
	ts.Check(err)
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		ts.Fatalf("save %s: status %d", args[1], res.StatusCode)
	}
	body, err := io.ReadAll(res.Body)
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), body, 0o600))
}

func TestVerdictsHaveTheirExitCodes(t *testing.T) {
	for verdict, want := range map[mirror.Verdict]int{mirror.Tampered: 1, mirror.Incomplete: 3, mirror.Stale: 2, mirror.Unknown: 4} {
		err := fmt.Errorf("wrapped: %w", verdictError{verdict, errors.New("a sentence")})
		if got := exitCode(err); got != want {
			t.Errorf("%s ends with %d, not %d", verdict, got, want)
		}
	}
}
