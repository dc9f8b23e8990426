package page

import (
	"bytes"
	"encoding/base64"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"livebrief/internal/brief"
)

// TestEveryHueCanBeRead measures the tokens of the style sheet: words on paper and on card, light and dark.
func TestEveryHueCanBeRead(t *testing.T) {
	css, _, _ := Asset("live.css")
	light, rest, _ := strings.Cut(string(css), "@media (prefers-color-scheme:dark)")
	dark, _, _ := strings.Cut(rest, "}}")
	for scheme, block := range map[string]string{"light": light, "dark": dark} {
		tokens := map[string]string{}
		for _, m := range regexp.MustCompile(`--([a-z0-9-]+):(#[0-9a-f]{3,6})\b`).FindAllStringSubmatch(block, -1) {
			value := m[2]
			if len(value) == 4 {
				value = "#" + strings.Repeat(value[1:2], 2) + strings.Repeat(value[2:3], 2) + strings.Repeat(value[3:4], 2)
			}
			tokens[m[1]] = value
		}
		if want := map[string]string{"light": paperLight, "dark": paperDark}[scheme]; tokens["paper"] != want {
			t.Errorf("%s paper is %s, identity colours are measured against %s", scheme, tokens["paper"], want)
		}
		for _, hue := range strings.Fields("ink ink-2 live link world home fighting civilians aid t0 t1 t2 t3 t4") {
			for _, ground := range []string{"paper", "card"} {
				if ratio, ok := contrast(tokens[hue], tokens[ground]); !ok || ratio < leastContrast {
					t.Errorf("%s: %s on %s has %.2f", scheme, hue, ground, ratio)
				}
			}
		}
		for _, ground := range []string{"add", "cut"} {
			if ratio, ok := contrast(tokens["ink"], tokens[ground]); !ok || ratio < leastContrast {
				t.Errorf("%s: ink on %s has %.2f", scheme, ground, ratio)
			}
		}
	}
}

func TestIdentityColoursOnlyWhatCanBeRead(t *testing.T) {
	png := "data:image/png;base64," + base64.StdEncoding.EncodeToString([]byte("\x89PNG"))
	for _, c := range []struct {
		name         string
		id           brief.Identity
		want, unwant []string
	}{
		{"nothing set", brief.Identity{}, nil, []string{"{"}},
		{"dark red on paper", brief.Identity{Colour: "#8B0000"}, []string{"--brand:#8b0000;--brand-ink:#8b0000"}, nil},
		{"yellow colours no text on light paper", brief.Identity{Colour: "#ffdd00"}, []string{":root{--brand:#ffdd00;}", "--brand-ink:#ffdd00"}, nil},
		{"own colour in the dark", brief.Identity{Colour: "#8b0000", ColourDark: "#ffb3b3"}, []string{"--brand-ink:#ffb3b3"}, nil},
		{"not a colour", brief.Identity{Colour: "red;}body{display:none", ColourDark: "#12345g"}, nil, []string{"{"}},
		{"logo", brief.Identity{Logo: png}, []string{`background-image:url("` + png + `")`}, nil},
		{"logo that is a page", brief.Identity{Logo: `data:text/html;base64,PGI+`}, nil, []string{"{"}},
		{"logo that leaves its quotes", brief.Identity{Logo: `data:image/png;base64,AAAA");}*{x:url("//evil.example`}, nil, []string{"{"}},
		{"logo that breaks its line", brief.Identity{Logo: "data:image/png;base64,AAAA\nAAAA"}, nil, []string{"{"}},
		{"logo from elsewhere", brief.Identity{Logo: `https://evil.example/pixel.png`}, nil, []string{"{"}},
		{"logo too heavy", brief.Identity{Logo: "data:image/png;base64," + base64.StdEncoding.EncodeToString(make([]byte, maxLogo+1))}, nil, []string{"{"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			var b bytes.Buffer
			if err := WriteIdentityCSS(&b, brief.Briefing{Identity: c.id}); err != nil {
				t.Fatal(err)
			}
			for _, want := range c.want {
				if !strings.Contains(b.String(), want) {
					t.Errorf("lacks %s in\n%s", want, b.String())
				}
			}
			for _, unwant := range c.unwant {
				if strings.Contains(b.String(), unwant) {
					t.Errorf("holds %s:\n%s", unwant, b.String())
				}
			}
		})
	}
}

func TestAssetsAreFoundByTheHashOfTheirContent(t *testing.T) {
	body, kind, ok := Asset("live.css")
	if !ok || kind != "text/css; charset=utf-8" || len(body) == 0 {
		t.Fatalf("live.css: %q %v", kind, ok)
	}
	hashed, _, ok := Asset(AssetHash("live.css"))
	if !ok || !bytes.Equal(body, hashed) {
		t.Errorf("%s is not live.css", AssetHash("live.css"))
	}
	for _, name := range []string{"live.00000000.css", "", "..", "../asset.go", "live.css.css", "a/live.css", `..\live.css`, "nothing.css", "asset.go"} {
		if _, _, ok := Asset(name); ok {
			t.Errorf("%q is given out", name)
		}
	}
}

// TestEveryLanguageHasEveryWord holds the languages to the English words: none empty, and the same places to fill.
func TestEveryLanguageHasEveryWord(t *testing.T) {
	same := func(t *testing.T, name, en, other string) {
		t.Helper()
		if other == "" || strings.Count(en, "%s") != strings.Count(other, "%s") {
			t.Errorf("%s: %q for %q", name, other, en)
		}
	}
	for _, tag := range []string{"en", "uk", "ru"} {
		w := WordsFor(tag)
		if w.Tag != tag {
			t.Errorf("there are no words for %q", tag)
		}
		en, other := reflect.ValueOf(english), reflect.ValueOf(*w)
		for i := range en.NumField() {
			name, a, b := tag+" "+en.Type().Field(i).Name, en.Field(i), other.Field(i)
			switch a.Kind() {
			case reflect.String:
				same(t, name, a.String(), b.String())
			case reflect.Array:
				for k := range a.Len() {
					same(t, name, a.Index(k).String(), b.Index(k).String())
				}
			case reflect.Struct:
				for k := range a.NumField() {
					same(t, name, a.Field(k).String(), b.Field(k).String())
				}
			case reflect.Map:
				for _, key := range a.MapKeys() {
					if !b.MapIndex(key).IsValid() {
						t.Errorf("%s lacks %v", name, key)
					}
				}
			}
		}
	}
}

func TestCountedWordsFollowTheLanguage(t *testing.T) {
	for _, c := range []struct {
		tag  string
		n    int
		want string
	}{{"en", 1, "1 version"}, {"en", 2, "2 versions"}, {"ru", 1, "1 версия"}, {"ru", 3, "3 версии"}, {"ru", 5, "5 версий"}, {"ru", 11, "11 версий"},
		{"ru", 21, "21 версия"}, {"ru", 1204, "1\u202f204 версии"}, {"uk", 2, "2 версії"}, {"uk", 12, "12 версій"}} {
		w := WordsFor(c.tag)
		if got := strings.ReplaceAll(w.count(c.n, w.Versions), "\u00a0", " "); got != c.want {
			t.Errorf("%s %d: %q, want %q", c.tag, c.n, got, c.want)
		}
	}
}

func TestScriptsThatRunFromRightToLeftSaySo(t *testing.T) {
	for tag, want := range map[string]string{"en": "ltr", "uk": "ltr", "fa": "rtl", "ar-EG": "rtl"} {
		if got := direction(tag); got != want {
			t.Errorf("%s runs %s", tag, got)
		}
	}
}
