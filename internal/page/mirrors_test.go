package page

import (
	"bytes"
	"strings"
	"testing"

	"livebrief/internal/brief"
)

func TestMirrorsStandInTheOrderOfTheDesk(t *testing.T) {
	c := fullChronicle(t)
	b := c.state.Briefing
	b.Mirrors = []string{"https://mirror.example/war/", "http://abcdefghijklmnop.onion/", "https://other.example/it's $(here)/"}
	c.add(brief.EntryBriefing, brief.ItemBriefing, b)
	var w bytes.Buffer
	if err := WriteMirrors(&w, c.shelf()); err != nil {
		t.Fatal(err)
	}
	at := 0
	for _, want := range []string{
		`<li><a href="https://mirror.example/war/" rel="noreferrer">https://mirror.example/war/</a></li>`,
		`<li><a href="http://abcdefghijklmnop.onion/" rel="noreferrer">http://abcdefghijklmnop.onion/</a> <small>onion address, for Tor Browser</small></li>`,
		`<a href="mirrors.txt">`, `<a href="verify.html">`, `<code>livebrief verify https://mirror.example/war/ <span>--key</span> &#34;1a2b3c4d&#34;</code>`,
		`The fingerprint of the key that signs this record: 1a2b3c4d.`, "cannot vouch for itself", "livebrief mirror serve FOLDER", "Signed as <code>brief.example/war 1a2b3c4d</code>",
	} {
		i := strings.Index(w.String()[at:], want)
		if i < 0 {
			t.Errorf("the page lacks %s, or has it earlier", want)
			continue
		}
		at += i
	}
}

func TestNoMirrorIsSaidInWords(t *testing.T) {
	c := fullChronicle(t)
	page := find(t, site(t, c, c.shelf()), "mirrors")
	for _, want := range []string{"has named no mirror yet", "livebrief verify https://mirror.example/ <span>--key</span>", "livebrief verify FILE.zip", "Signed as <code>brief.example/war 1a2b3c4d</code>"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
}

// What a reader copies into a shell must be one word, whatever stands in an address.
func TestAddressIsOneWordOfACommand(t *testing.T) {
	for address, want := range map[string]string{"https://a.example/b/": "https://a.example/b/", "https://a.example/?x=1&y": "'https://a.example/?x=1&y'",
		"https://a.example/$(rm)": "'https://a.example/$(rm)'", "https://a.example/it's": `'https://a.example/it'\''s'`} {
		if got := quoted(address); got != want {
			t.Errorf("%s: %s, want %s", address, got, want)
		}
	}
}
