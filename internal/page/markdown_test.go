package page

import (
	"strings"
	"testing"
)

func TestMarkdownSubset(t *testing.T) {
	for _, c := range []struct{ name, in, html, text string }{
		{"paragraphs", "One *two*.\n\nThree **four**.", "<p>One <em>two</em>.</p>\n<p>Three <strong>four</strong>.</p>", "One two.\n\nThree four."},
		{"link", "See [the law](https://a.example/x?y=1&z=2).", `<p>See <a href="https://a.example/x?y=1&amp;z=2" rel="noreferrer">the law</a>.</p>`, "See the law."},
		{"mail", "[Write](mailto:desk@a.example)", `<p><a href="mailto:desk@a.example" rel="noreferrer">Write</a></p>`, "Write"},
		{"list", "Three:\n\n- one\n- two", "<p>Three:</p>\n<ul>\n<li>one</li>\n<li>two</li>\n</ul>", "Three:\n\n– one\n– two"},
		{"ordered", "1. one\n2. two", "<ol>\n<li>one</li>\n<li>two</li>\n</ol>", "– one\n– two"},
		{"quote", "> said", "<blockquote>\n<p>said</p>\n</blockquote>", "said"},
		{"lines of a paragraph", "one\ntwo", "<p>one\ntwo</p>", "one two"},
		{"heading is text", "# Not one", "<p># Not one</p>", "# Not one"},
		{"html is text", "<b>x</b>", "<p>&lt;b&gt;x&lt;/b&gt;</p>", "<b>x</b>"},
		{"code is text", "`x`", "<p>`x`</p>", "`x`"},
		{"picture is not taken", "![x](https://a.example/pixel.gif)", "<p></p>", "x"},
		{"empty", "", "", ""},
		{"escape", `5 \* 6`, "<p>5 * 6</p>", "5 * 6"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := string(MarkdownToHTML(c.in)); got != c.html {
				t.Errorf("HTML\n got %q\nwant %q", got, c.html)
			}
			if got := MarkdownToText(c.in); got != c.text {
				t.Errorf("text\n got %q\nwant %q", got, c.text)
			}
		})
	}
}

func TestMarkdownLinksLeadNowhereDangerous(t *testing.T) {
	for _, in := range []string{
		"[x](javascript:alert(1))", "[x](JaVaScRiPt:alert(1))", "[x](&#106;avascript:alert(1))", "[x](data:text/html,<script>1</script>)",
		"[x](//evil.example)", "[x](vbscript:x)", "[x](<java\nscript:alert(1)>)", "[x](../../desk)", "[x](file:///etc/passwd)",
		"[x](\x01javascript:alert(1))", "<javascript:alert(1)>", "[x]: javascript:alert(1)\n\n[x]", `<a href="javascript:alert(1)">x</a>`,
		`[x](https://a.example" onmouseover="alert(1))`,
	} {
		got := string(MarkdownToHTML(in))
		if strings.Contains(got, "<a ") && !strings.Contains(got, `href="https://a.example`) {
			t.Errorf("%q became a link: %s", in, got)
		}
		if strings.Contains(got, "<script") || strings.Contains(got, `" onmouseover=`) {
			t.Errorf("%q became markup: %s", in, got)
		}
	}
}

func TestDeepMarkdownIsStillText(t *testing.T) {
	for _, in := range []string{strings.Repeat(">", 20000) + " x", strings.Repeat("- ", 5000) + "x", strings.Repeat("*", 20000), strings.Repeat("[", 20000)} {
		if len(MarkdownToText(in))+len(MarkdownToHTML(in)) == 0 {
			t.Errorf("%.10q… is lost", in)
		}
	}
}

func TestFirstSentencesCutAtAWord(t *testing.T) {
	if got := firstSentences("Ten years for giving up", 12); got != "Ten years…" {
		t.Errorf("got %q", got)
	}
	if got := firstSentences("short", 12); got != "short" {
		t.Errorf("got %q", got)
	}
}
