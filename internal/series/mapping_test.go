package series

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"livebrief/internal/brief"
)

// mappingFile reads a mapping of testdata.
func mappingFile(t testing.TB, name string) *Mapping {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join("testdata", name+".mapping.json"))
	if err != nil {
		t.Fatal(err)
	}
	m, err := ReadMapping(name, raw)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// smallMapping is one template; its members can be replaced by others.
func smallMapping(replace ...string) []byte {
	text := `{"tracker": "small", "title": "Small", "topic": "civilians", "source": {"name": "Nobody"}, "numbers": [
		{"id": "small.{place}", "title": "Killed in {place}", "counted": "killed", "unit": "persons", "value": "{killed}", "from": "{day}", "basis": "recorded"}]}`
	return []byte(strings.NewReplacer(replace...).Replace(text))
}

func TestAMappingComesBackFromItsCanonicalForm(t *testing.T) {
	files, err := filepath.Glob("testdata/*.mapping.json")
	if err != nil || len(files) < 7 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		m := mappingFile(t, strings.TrimSuffix(filepath.Base(file), ".mapping.json"))
		once := m.JSON()
		again, err := ReadMapping(file, once)
		if err != nil {
			t.Fatalf("%s: %v\n%s", file, err, once)
		}
		if twice := again.JSON(); !bytes.Equal(once, twice) || len(once) == 0 {
			t.Errorf("%s: %s became %s", file, once, twice)
		}
	}
	want := `{"numbers":[{"basis":"recorded","counted":"killed","from":"{day}","id":"small.{place}","title":"Killed in {place}","unit":"persons","value":"{killed}"}],` +
		`"source":{"name":"Nobody"},"title":"Small","topic":"civilians","tracker":"small","unknown":[".","n/a","N/A","-","…"]}`
	if m, err := ReadMapping("small", smallMapping()); err != nil || string(m.JSON()) != want {
		t.Errorf("%s, %v", m.JSON(), err)
	}
}

func TestNothingUnknownIsNotTheSameAsTheDefault(t *testing.T) {
	m, err := ReadMapping("small", smallMapping(`"numbers"`, `"unknown": [], "numbers"`))
	if err != nil || len(m.Unknown) != 0 {
		t.Fatal(m, err)
	}
	if again, err := ReadMapping("small", m.JSON()); err != nil || len(again.Unknown) != 0 {
		t.Error(again.Unknown, err)
	}
}

func TestBadMappingsAreRefused(t *testing.T) {
	for name, c := range map[string]struct {
		replace []string
		says    string
	}{
		"no JSON":                   {[]string{`"numbers": [`, `"numbers" [`}, "is no JSON"},
		"an unknown member":         {[]string{`"numbers"`, `"nubmers"`}, "/nubmers is no member"},
		"an unknown text":           {[]string{`"basis"`, `"bassis": "x", "basis"`}, "/numbers/0/bassis is no member"},
		"a member twice":            {[]string{`"basis"`, `"unit": "items", "basis"`}, "stands twice"},
		"a wrong kind":              {[]string{`"recorded"`, `7`}, "wrong kind of value"},
		"a tracker with a point":    {[]string{`"small",`, `"sm.all",`}, "lower-case letters, digits and hyphens"},
		"no topic":                  {[]string{"civilians", "war"}, `topic "war"`},
		"no source":                 {[]string{"Nobody", " "}, "name of the source is missing"},
		"thousands by letters":      {[]string{`"numbers"`, `"thousands": "k", "numbers"`}, "no comma, point or blank"},
		"decimals by letters":       {[]string{`"numbers"`, `"dialect": {"decimal": "k"}, "numbers"`}, "no point or comma"},
		"values that say nothing":   {[]string{`"numbers"`, `"values": {"a": {}}, "numbers"`}, "say nothing"},
		"an unknown rule":           {[]string{`"numbers"`, `"convert": {"rule": "best"}, "numbers"`}, "convert wants"},
		"a fixed rule without day":  {[]string{`"numbers"`, `"convert": {"rule": "fixed"}, "numbers"`}, "convert wants"},
		"a skip without reason":     {[]string{`"numbers"`, `"skip": [{"column": "a", "empty": true}], "numbers"`}, "skip 1 wants"},
		"a total of nothing":        {[]string{`"numbers"`, `"skip": [{"column": "a", "empty": true, "reason": "sum", "total": "b"}], "numbers"`}, "wants templates that are totalled"},
		"no numbers":                {[]string{`{"id": "small.{place}", "title": "Killed in {place}", "counted": "killed", "unit": "persons", "value": "{killed}", "from": "{day}", "basis": "recorded"}`, ""}, "0 templates"},
		"an open brace":             {[]string{"{killed}", "{killed"}, "brace"},
		"an empty brace":            {[]string{"{killed}", "{}"}, "brace"},
		"a closing brace":           {[]string{"{killed}", "killed}"}, "brace"},
		"no id":                     {[]string{`"id": "small.{place}", `, ""}, "id is missing"},
		"no such count":             {[]string{`"counted": "killed"`, `"counted": "wounded"`}, `nothing counted as "wounded"`},
		"no such unit":              {[]string{"persons", "people"}, `"people" is no unit`},
		"no such basis":             {[]string{"recorded", "rumoured"}, `no basis "rumoured"`},
		"no such currency":          {[]string{`"basis"`, `"worth": [{"currency": "EURO", "value": "{a}"}], "basis"`}, "currency of ISO 4217"},
		"no day":                    {[]string{`"from": "{day}", `, ""}, "from is missing"},
		"a day that is none":        {[]string{`{day}`, "2024-02-30"}, "is no date"},
		"no number":                 {[]string{`"value": "{killed}", `, ""}, "no value, low, high, worth or count"},
		"aid without measure":       {[]string{`"counted": "killed"`, `"counted": "aid"`}, "aid without its measure"},
		"a scale beyond":            {[]string{`"basis"`, `"scale": 13, "basis"`}, "is no scale"},
		"an event without row":      {[]string{`"basis"`, `"item": "{item}", "basis"`}, "without row"},
		"events that are added":     {[]string{`"basis"`, `"row": "{a}", "sum": true, "basis"`}, "added by their values alone"},
		"a condition of nothing":    {[]string{`"basis"`, `"when": [{"column": "a"}], "basis"`}, "a condition wants"},
		"full and empty":            {[]string{`"basis"`, `"when": [{"column": "a", "filled": true, "empty": true}], "basis"`}, "a condition wants"},
		"a column that is not":      {[]string{`"numbers"`, `"header": ["place", "day"], "numbers"`}, `a column "killed", which the table does not have`},
		"a column that is twice":    {[]string{`"numbers"`, `"header": ["place", "day", "killed", "killed"], "numbers"`}, "2 times"},
		"two faults told together":  {[]string{"persons", "people", "recorded", "rumoured"}, `no basis "rumoured"`},
		"a qualifier of no meaning": {[]string{`"basis"`, `"qualifier": "maybe", "basis"`}, `no qualifier "maybe"`},
	} {
		_, err := ReadMapping("small", smallMapping(c.replace...))
		if brief.KindOf(err) != brief.KindInvalid || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := ReadMapping("large", bytes.Repeat([]byte(" "), maxMappingFile+1)); brief.KindOf(err) != brief.KindInvalid {
		t.Error(err)
	}
}

func TestAHeaderThatChangedIsTold(t *testing.T) {
	was := []string{"a", "b", "c", "d", "e"}
	for name, c := range map[string]struct {
		is   []string
		says string // empty for no fault
	}{
		"the same":        {[]string{"a", "b", "c", "d", "e"}, ""},
		"one more":        {[]string{"a", "b", "c", "d", "e", "f"}, `added: "f"`},
		"one in between":  {[]string{"a", "b", "x", "c", "d", "e"}, `added: "x"`},
		"one less":        {[]string{"a", "b", "d", "e"}, `lost: "c"`},
		"another name":    {[]string{"a", "b", "C", "d", "e"}, `column 3 is "C" and was "c"`},
		"another place":   {[]string{"e", "a", "b", "c", "d"}, `moved: "e"`},
		"two exchanged":   {[]string{"b", "a", "c", "d", "e"}, `moved: "a"`},
		"one there twice": {[]string{"a", "b", "c", "d", "e", "a"}, `added: "a (2)"`},
		"nothing":         {nil, `lost: "a", "b", "c", "d", "e"`},
		"all at once":     {[]string{"A", "c", "b", "e", "f"}, `column 1 is "A" and was "a"; added: "f"; lost: "d"; moved: "b"`},
	} {
		err := (&Mapping{Header: was}).CheckHeader(c.is)
		if c.says == "" {
			if err != nil {
				t.Errorf("%s: %v", name, err)
			}
			continue
		}
		if brief.KindOf(err) != brief.KindConflict || !strings.Contains(err.Error(), ": "+c.says) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := (&Mapping{}).CheckHeader(was); err != nil {
		t.Error(err)
	}
}

func TestTheIDOfASeriesIsSlugged(t *testing.T) {
	for text, want := range map[string]string{"Union Institutions": "union-institutions", "kiel.total.allocation": "kiel-total-allocation", " EU (Council) ": "eu-council",
		"Türkiye": "turkiye", "Côte d'Ivoire": "cote-divoire", "Łódź": "lodz", "Åland/Öland": "aland-oland", "2024": "2024"} {
		if got, fault := slug(text); fault != "" || got != want {
			t.Errorf("%q: %q %s", text, got, fault)
		}
	}
	for _, text := range []string{"Донецьк", "北京", "...", "", "Ω"} {
		if got, fault := slug(text); fault == "" {
			t.Errorf("%q became %q", text, got)
		}
	}
}

func TestTwoBracesAreOne(t *testing.T) {
	pieces, ok := cutText("{{a}} {b}{c} d")
	if want := []piece{{letters: "{a} "}, {column: "b"}, {column: "c"}, {letters: " d"}}; !ok || !slices.Equal(pieces, want) {
		t.Errorf("%+v", pieces)
	}
}
