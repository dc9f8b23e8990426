package territory

import (
	"strings"
	"testing"

	"livebrief/internal/brief"
)

const plainMappingText = `{"source": "Map", "dated": "2022-12-31", "viewpoint": "Northland", "credit": "Map",
"licence": {"name": "none", "download": "no"}, "date": {"pattern": "{YYYY}{MM}{DD}"},
"rules": [{"always": true, "class": "assessed"}]}`

func plainMapping(t *testing.T) Mapping {
	t.Helper()
	m, err := ReadMapping("m.json", []byte(plainMappingText))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// TestMappingsThatSayTooLittleAreRefused changes one thing in a mapping that is taken.
func TestMappingsThatSayTooLittleAreRefused(t *testing.T) {
	if m := plainMapping(t); m.Axes != LonLat {
		t.Errorf("without a word the axes are %q", m.Axes)
	}
	const rule = `{"always": true, "class": "assessed"}`
	for _, c := range []struct{ old, new, want string }{
		{`"source": "Map"`, `"source": " "`, "the mapping has no source; write it in: readers see it beside the map"},
		{`"credit": "Map",`, ``, "the mapping has no credit; write it in: readers see it beside the map"},
		{`"Northland"`, `""`, "the mapping has no viewpoint; write it in: readers see it beside the map"},
		{`"name": "none", `, ``, "the mapping has no licence.name; write it in: readers see it beside the map"},
		{`"no"`, `"maybe"`, "licence.download is neither yes nor no; say whether readers may download the data"},
		{`2022-12-31`, `2022-12`, `dated is "2022-12", not a day; write the day on which the mapping was last checked, as 2022-09-24`},
		{`"dated"`, `"axes": "northeast", "dated"`, `axes is "northeast"; write lonlat or latlon`},
		{`[` + rule + `]`, `[]`, "the mapping has no rules; write one for each style of the source"},
		{rule, `{"class": "assessed"}`, `rule 1 has no condition; write "when", or "always": true for a source with one style`},
		{rule, rule + `,{"always": true}`, `rule 2 gives no class; write "class", or "leave_out" with the reason`},
		{`"class": "assessed"`, `"class": "occupied"`, `rule 1 gives the class "occupied"; write assessed, claimed, contested, unknown or freed`},
		{`"class": "assessed"`, `"class": "claimed"`, `rule 1 gives a claimed area to nobody; write who claims it as "party"`},
		{`"class": "assessed"`, `"class": "freed", "party": "Westmark"`, `rule 1 names a party; only claimed and assessed areas have one`},
		{`"class": "assessed"`, `"class": "freed", "leave_out": "old"`, `rule 1 gives a class and leaves out; keep one of them`},
		{`"class": "assessed"`, `"class": "freed", "from": "2022-02-30"`, `rule 1 has "2022-02-30" for a day; write it as 2022-09-24`},
		{`"class": "assessed"`, `"class": "freed", "from": "2022-03-02", "until": "2022-03-01"`, `rule 1 ends before it begins; check from and until`},
		{rule, `{"when": [{"property": ["fill"]}], "class": "freed"}`, `rule 1 has an empty condition; write "property" and "is" or "starts"`},
		{rule, `{"when": [{"property": ["fill"], "starts": [""]}], "class": "freed"}`, `rule 1 has a beginning that every value has; write "is": [""] for a property that is not there`},
		{`"always": true`, `"always": true, "when": [{"property": ["fill"], "is": ["x"]}]`, `rule 1 has conditions and holds always; keep one of them`},
		{`"class": "assessed"`, `"clas": "assessed"`, `/rules/0/clas is no member of a mapping; check its spelling`},
		{`"always": true`, `"always": "yes"`, `/rules/0/always cannot be read: it has the wrong kind of value; docs/maps.md shows how it is written`},
		{`"credit": "Map"`, `"credit": "Map", "credit": "Other"`, `/credit stands twice; keep one`},
		{`"credit": "Map"`, `"credit": "Map",,`, `the mapping is no JSON; check commas and quotation marks`},
		{`{YYYY}{MM}{DD}`, `{YYYY}{MM}`, `date.pattern "{YYYY}{MM}" does not give one day; write a pattern like map_{YYYY}{MM}{DD}.geojson`},
		{`{YYYY}{MM}{DD}`, `{YY}{YYYY}{MM}{DD}`, `date.pattern "{YY}{YYYY}{MM}{DD}" does not give one day; write a pattern like map_{YYYY}{MM}{DD}.geojson`},
		{`{YYYY}{MM}{DD}`, `{unix}{DD}`, `date.pattern "{unix}{DD}" does not give one day; write a pattern like map_{YYYY}{MM}{DD}.geojson`},
		{`{YYYY}{MM}{DD}`, `{YYYY}{MM}{DD}{DD}`, `date.pattern has {DD} twice; write * for the second`},
		{`{YYYY}{MM}{DD}`, `{YYYY}{MM}{DD}{hh}`, `date.pattern "{YYYY}{MM}{DD}{hh}" gives half a time of day; write {hh} and {mm}`},
		{`{YYYY}{MM}{DD}`, `{YYYY}{MM}{TT}`, `date.pattern "{YYYY}{MM}{TT}" cannot be read; write a pattern like map_{YYYY}{MM}{DD}.geojson`},
		{`"{YYYY}{MM}{DD}"`, `"{unix}", "zone": "Kyiv"`, `date.zone is "Kyiv"; write an offset like +02:00`},
	} {
		text := strings.Replace(plainMappingText, c.old, c.new, 1)
		if text == plainMappingText {
			t.Fatalf("%q is not in the mapping", c.old)
		}
		_, err := ReadMapping("m.json", []byte(text))
		if err == nil || err.Error() != "m.json: "+c.want || brief.KindOf(err) != brief.KindInvalid {
			t.Errorf("%s\n got %v\nwant m.json: %s", c.new, err, c.want)
		}
	}
}

func TestMappingsBeyondTheLimitsAreRefused(t *testing.T) {
	const rule = `{"always": true, "class": "assessed"}`
	many := strings.Replace(plainMappingText, rule, rule+strings.Repeat(","+rule, maxRules), 1)
	for _, c := range []struct{ text, want string }{
		{many, "m.json: the mapping has more than 200 rules; join rules of one class"},
		{plainMappingText + strings.Repeat(" ", maxMappingBytes), "m.json: the mapping is larger than 1 MB; keep only rules in it"},
	} {
		if _, err := ReadMapping("m.json", []byte(c.text)); err == nil || err.Error() != c.want {
			t.Errorf("%v, want %s", err, c.want)
		}
	}
}

func TestDaysAreFoundByTheirPattern(t *testing.T) {
	for _, c := range []struct{ pattern, zone, text, want string }{
		{"map_{YYYY}{MM}{DD}.geojson", "", "map_20220924.geojson", "2022-09-24"},
		{"map_{YYYY}{MM}{DD}.geojson", "", "map_20220924.geojson.gz", ""},
		{"*{YYYY}-{MM}-{DD}*", "", "final 2 of 2022-09-24 (new).kml", "2022-09-24"},
		{"{DD}.{MM}.{YYYY}", "", "24.09.2022", "2022-09-24"},
		{"{DD}.{MM}.{YYYY}", "", "4.9.2022", ""},
		{"{YY}{MM}{DD}", "", "220924", "2022-09-24"},
		{"{YY}{MM}{DD}", "", "220230", ""},
		{"{YYYY}{MM}{DD}_{hh}{mm}", "", "20220924_2130", "2022-09-24 21:30:00"},
		{"{YYYY}{MM}{DD}_{hh}{mm}", "", "20220924_2460", ""},
		{"{YYYY}{MM}{DD}T{hh}{mm}{ss}Z", "", "20220924T213059Z", "2022-09-24 21:30:59"},
		{"{unix}", "", "1663966800", "2022-09-23 21:00:00"},
		{"{unix}", "+03:00", "1663966800", "2022-09-24 00:00:00"},
		{"{unix}", "", "9999999999999", ""},
		{"{unix}", "", "999999999999", ""},
		{"*{unix}*", "", "snapshot-7/", "1970-01-01 00:00:07"},
		{"{YYYY}{MM}{DD}", "", "٢٠٢٢٠٩٢٤", ""},
		{"{YYYY}{MM}{DD}", "", "", ""},
		{"*a*a*a*{YYYY}{MM}{DD}", "", strings.Repeat("a", 900) + "20220924", "2022-09-24"},
		{"*{YYYY}{MM}{DD}", "", strings.Repeat("a", 993) + "20220924", ""},
	} {
		d := DateRule{Pattern: c.pattern, Zone: c.zone}
		if err := d.check(); err != nil {
			t.Fatal(err)
		}
		m, ok := d.read(c.text)
		if !ok {
			m = moment{}
		}
		if got := strings.TrimSpace(string(m.day) + " " + m.clock); got != c.want {
			t.Errorf("%s in %.40s is %q, want %q", c.pattern, c.text, got, c.want)
		}
	}
}

func FuzzReadMapping(f *testing.F) {
	f.Add([]byte(plainMappingText), "20220924", "#aa1111")
	f.Add([]byte(`{"rules":[{"when":[{"property":["fill"],"is":["#A"]}]}]}`), "x", "")
	f.Fuzz(func(t *testing.T, raw []byte, name, fill string) {
		m, err := ReadMapping("m.json", raw)
		if err != nil {
			checkRead(t, File{}, err)
			return
		}
		f := Feature{Index: 1, Properties: map[string]string{"fill": fill}}
		at, err := m.Date.of(name, File{Features: []Feature{f}})
		if err != nil {
			checkRead(t, File{}, refuse(name, 0, "", err))
			return
		}
		if !at.day.Day() {
			t.Fatalf("%q is no day", at.day)
		}
		m.rule(&f, at.day)
	})
}
