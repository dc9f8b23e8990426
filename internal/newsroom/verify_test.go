package newsroom

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
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

// A record without pages is read for minutes before the first file is done; a terminal hears of its entries.
func TestProgressTellsOfEntriesAndThenOfFiles(t *testing.T) {
	var out strings.Builder
	tell := progressOf(&out)
	for _, p := range []mirror.Progress{
		{Files: 16, OfFiles: 1000, Entries: 2048, OfEntries: 5000},
		{Files: 17, OfFiles: 1000, Entries: 2304, OfEntries: 5000},
		{Files: 32, OfFiles: 1000, Entries: 4096, OfEntries: 5000},
		{Files: 40, OfFiles: 1000, Entries: 5000, OfEntries: 5000},
		{Files: 500, OfFiles: 1000, Entries: 5000, OfEntries: 5000},
		{Files: 501, OfFiles: 1000, Entries: 5000, OfEntries: 5000},
	} {
		tell(p)
	}
	if want := "\r\033[K2048 of 5000 entries\r\033[K4096 of 5000 entries\r\033[K500 of 1000 files"; out.String() != want {
		t.Errorf("said %q, want %q", out.String(), want)
	}
}
