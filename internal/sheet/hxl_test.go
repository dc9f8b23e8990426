package sheet

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestParseTag(t *testing.T) {
	for text, want := range map[string]*Tag{
		"#date":                    {Name: "date"},
		"#affected+f+children":     {Name: "affected", Attributes: []string{"f", "children"}},
		" #Affected +F + Children": {Name: "affected", Attributes: []string{"f", "children"}},
		"#adm1+code_v2":            {Name: "adm1", Attributes: []string{"code_v2"}},
		"#a_1\t+\u00a0b":           nil, // HXL's blanks are those of ASCII
		"":                         nil,
		"#":                        nil,
		"date":                     nil,
		"#1":                       nil,
		"# date":                   nil,
		"#date+":                   nil,
		"#date++x":                 nil,
		"#date+1":                  nil,
		"#date x":                  nil,
		"#date-x":                  nil,
		"#dáte":                    nil,
		"#REF!":                    nil,
		"#N/A":                     nil,
	} {
		got, ok := ParseTag(text)
		if ok != (want != nil) {
			t.Errorf("%q: ok is %v", text, ok)
			continue
		}
		if want == nil {
			want = &Tag{}
		}
		if diff := cmp.Diff(*want, got); diff != "" {
			t.Errorf("%q: %s", text, diff)
		}
	}
	tag, _ := ParseTag("#affected +f +children")
	if !tag.Has("F") || !tag.Has("children") || tag.Has("affected") || tag.Has("") {
		t.Error("Has is wrong")
	}
	if got := tag.String(); got != "#affected+f+children" || (Tag{}).String() != "" {
		t.Errorf("got %q", got)
	}
}

func FuzzParseTag(f *testing.F) {
	for _, seed := range []string{"#date", "#affected +f + children", "#", "#a+", "x"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		tag, ok := ParseTag(text)
		if !ok {
			if tag.Name != "" || tag.Attributes != nil {
				t.Fatalf("not ok, and yet %+v", tag)
			}
			return
		}
		again, ok := ParseTag(tag.String())
		if diff := cmp.Diff(tag, again); !ok || diff != "" {
			t.Fatal(diff)
		}
	})
}
