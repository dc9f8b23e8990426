package reading

import (
	"strings"
	"testing"

	"livebrief/internal/brief"
)

// TestNegatedAndDeniedWordsAreKnown marks negated words with - and denied ones with ~.
func TestNegatedAndDeniedWordsAreKnown(t *testing.T) {
	for _, want := range []string{
		"no -troops -were -sent and shelling went on",
		"shells fell without -civilian -casualties, and a tank burned",
		"without -food, -water -or -heating, the town waits",
		"the army did not -shell -the -town",
		"the army didn't -shell -the -town; it left",
		"the army did not stop the shelling",
		"not only troops but tanks came",
		"no fewer than five civilians died",
		"Westmark denied ~that ~refugees, ~women ~among ~them, ~were ~shelled",
		"Westmark denied ~a ~strike, but drones came",
		"Westmark did not -deny the strike",
		"refugees were denied entry to the town",
		"Westmark rejected ~all ~claims ~of ~shelling",
		"Westmark rejected the peace talks",
		"neither -tanks -nor -drones -came because fog lay on the front",
		"nobody -was -hurt: shelling had ended",
		"they could not -say -whether -troops -would -come -back -again -soon that night",
	} {
		text := strings.NewReplacer("-", "", "~", "").Replace(want)
		f := tokens(text, brief.Span{End: len(text)}, nil)
		in := scopes(f, foldedWords(f))
		got, end := "", 0
		for i, tok := range f {
			got += text[end:tok.Start]
			if tok.kind == word {
				got += map[scope]string{affirmed: "", underDenial: "~", underNegation: "-"}[in[i]]
			}
			got, end = got+tok.Of(text), tok.End
		}
		if got != want {
			t.Errorf("%q\nwant\n%q", got, want)
		}
	}
}
