//go:build rivals

package measure

import (
	"reflect"
	"testing"
)

// TestDateparserGoesThroughItsAdapter says what go-dateparser finds in the text of the other rivals, and that it is scored.
func TestDateparserGoesThroughItsAdapter(t *testing.T) {
	text := newText(t, rivalText)
	if got, want := listed(text, dateparserDates(text)), []string{"Monday = DATE 2031-03-03", "May 2029 = DATE 2029-05", "2030 = DATE 2030",
		"yesterday at 5:30 pm = TIME 2031-03-04T17:30"}; !reflect.DeepEqual(got, want) {
		t.Errorf("go-dateparser: %q, want %q", got, want)
	}
	if systems := DateSystems("news"); len(systems) != 3 || systems[1].Name != "go-dateparser" {
		t.Errorf("scored are %d systems", len(systems))
	}
}
