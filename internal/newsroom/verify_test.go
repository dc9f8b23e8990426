package newsroom

import (
	"errors"
	"fmt"
	"testing"

	"livebrief/internal/mirror"
)

func TestVerdictsHaveTheirExitCodes(t *testing.T) {
	for verdict, want := range map[mirror.Verdict]int{mirror.Tampered: 1, mirror.Incomplete: 3, mirror.Stale: 2, mirror.Unknown: 4} {
		err := fmt.Errorf("wrapped: %w", verdictError{verdict, errors.New("a sentence")})
		if got := exitCode(err); got != want {
			t.Errorf("%s ends with %d, not %d", verdict, got, want)
		}
	}
}
