package record

import (
	"encoding/hex"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/tlog"
)

// TestOneElementOfAListIsProvedWithoutTheOthers holds each element to the root by its proof, as RFC 6962 has it.
func TestOneElementOfAListIsProvedWithoutTheOthers(t *testing.T) {
	list := []map[string]any{{"id": "a", "value": "350.88"}, {"value": "358.40", "id": "b"}, {"id": "c"}, {"id": "d"}, {"id": "e"}}
	root, err := ListRoot(list)
	if err != nil {
		t.Fatal(err)
	}
	for i, canonical := range []string{`{"id":"a","value":"350.88"}`, `{"id":"b","value":"358.40"}`, `{"id":"c"}`, `{"id":"d"}`, `{"id":"e"}`} {
		proof, err := ListProof(list, i)
		if err != nil {
			t.Fatal(err)
		}
		var hashes tlog.RecordProof
		for _, p := range proof {
			raw, err := hex.DecodeString(p)
			if err != nil {
				t.Fatal(err)
			}
			hashes = append(hashes, tlog.Hash(raw))
		}
		raw, _ := hex.DecodeString(root)
		if err := tlog.CheckRecord(hashes, int64(len(list)), tlog.Hash(raw), int64(i), tlog.RecordHash([]byte(canonical))); err != nil {
			t.Errorf("element %d: %v", i, err)
		}
	}
	empty, err := ListRoot([]string{})
	if err != nil || empty != "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" {
		t.Errorf("the empty list has the root %s, %v", empty, err)
	}
}

func TestNumbersAreHeldToTheRootThatTheyState(t *testing.T) {
	root, err := ListRoot([]map[string]string{{"id": "a"}, {"id": "b"}})
	if err != nil {
		t.Fatal(err)
	}
	good := `{"count":2,"root":"` + root + `","versions":[{"id":"a"},{"id":"b"}]}`
	if err := CheckNumbers([]byte(good)); err != nil {
		t.Error(err)
	}
	for name, bad := range map[string]string{"another number": strings.Replace(good, `"b"`, `"c"`, 1), "one left out": strings.Replace(good, `,{"id":"b"}`, ``, 1),
		"another order": strings.Replace(good, `{"id":"a"},{"id":"b"}`, `{"id":"b"},{"id":"a"}`, 1), "another count": strings.Replace(good, `"count":2`, `"count":3`, 1), "no JSON": "x"} {
		if err := CheckNumbers([]byte(bad)); err == nil {
			t.Errorf("%s was taken", name)
		}
	}
	if err := CheckNumbers([]byte(`{"versions":[{"id":"a"}]}`)); err != nil {
		t.Error(err)
	}
}
