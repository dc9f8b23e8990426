package statement

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"testing"

	"livebrief/internal/brief"
)

// FuzzCheck holds whatever JSON a client sends to the rules: a refusal names its rule and says what to do, and what passes
// reads the same again, has a state, and can be revised by nothing into something that lost a part.
func FuzzCheck(f *testing.F) {
	for _, s := range []brief.Statement{guarantees(f), forecast(f)} {
		raw, err := json.Marshal(s)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(raw)
	}
	for _, kind := range Kinds { // short ones, which a few changed bytes turn into others
		f.Add(fmt.Appendf(nil, `{"kind":%q,"title":"x","speaker":"putin","as":{"name":"P"},"said":{"from":"2022-09-21T00:00:00Z","precision":"day"},`+
			`"targets":[{"text":"x"}],"terms":[{"id":"t1","text":"x","review_on":"2023","force":"flat"}],`+
			`"renderings":[{"id":"r1","url":"u","outlet":"o","on":"2022-09-21"}],"evidence":[],"change":{"class":"publish"}}`, kind))
	}
	f.Add([]byte(`{"kind":"denial","title":"x","targets":[{}],"terms":null}`))
	f.Add([]byte(`{"kind":"figure","terms":[{"id":"t1","text":"x","force":"flat","figure":{"value":"1e9","low":"-"}}]}`))
	register, zone := register(), kyiv(f)
	known := Known{Speaker: register.Speaker, Statement: func(brief.StatementID) bool { return false }, Zone: zone}
	f.Fuzz(func(t *testing.T, raw []byte) {
		var s brief.Statement
		if json.Unmarshal(raw, &s) != nil {
			return
		}
		if err := Check("fuzzed", s, known); err != nil {
			var said *brief.Error
			if RuleOf(err) == "" || !errors.As(err, &said) || said.What == "" || said.Do == "" {
				t.Fatalf("a refusal without a rule or advice: %v", err)
			}
			return
		}
		again, err := json.Marshal(s)
		if err != nil {
			t.Fatalf("what passed cannot be written: %v", err)
		}
		var back brief.Statement
		if err := json.Unmarshal(again, &back); err != nil {
			t.Fatalf("what passed cannot be read again: %v", err)
		}
		if Check("fuzzed", back, known) != nil {
			t.Fatalf("what passed is refused when it is read again: %s", again)
		}
		if st := StateOf(States(Case{Statement: back})); st.Verdict != Open || st.Decided != 0 || st.Terms != len(back.Terms) {
			t.Fatalf("a new statement stands at %+v", st)
		}
		revised := back
		revised.Change = brief.StatementChange{Class: brief.Update}
		was := known
		was.Was = &back
		if err := Check("fuzzed", revised, was); err != nil {
			t.Fatalf("an update that changes nothing is refused: %v", err)
		}
		if n := len(back.Terms); n > 0 {
			revised.Terms = back.Terms[:n-1]
			if Check("fuzzed", revised, was) == nil || !reflect.DeepEqual(was.Was.Terms, back.Terms) {
				t.Fatal("an update lost a term")
			}
		}
	})
}
