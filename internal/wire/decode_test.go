package wire

import (
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"livebrief/internal/brief"
)

const russian = "Президент Украины Владимир Зеленский обратился к российским солдатам и пообещал тем, кто сдастся в плен, три гарантии. " +
	"Об этом он сказал в обращении 24 сентября, перейдя на русский язык."

func encode(t *testing.T, cm *charmap.Charmap, s string) []byte {
	t.Helper()
	out, err := cm.NewEncoder().Bytes([]byte(s))
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestPlainTextIsTheDecodedInputUnchanged(t *testing.T) {
	utf16, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().Bytes([]byte(russian))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, contentType string
		raw               []byte
		text, decoder     string
		warning           string
	}{
		{"line ends and blanks stay", "text/plain", []byte("  One.\r\n\r\n\tTwo\u00a0x. \n"), "  One.\r\n\r\n\tTwo\u00a0x. \n", "text/1", ""},
		{"no type at all", "", []byte("He said <no>."), "He said <no>.", "text/1", ""},
		{"byte order mark goes", "text/plain; charset=utf-8", []byte("\xef\xbb\xbfOne"), "One", "text/1", ""},
		{"mark wins over label", "text/plain; charset=windows-1251", []byte("\xef\xbb\xbfДа"), "Да", "text/1", ""},
		{"UTF-16", "text/plain", utf16, russian, "text/1+utf-16le", ""},
		{"declared windows-1251", "text/plain; charset=Windows-1251", encode(t, charmap.Windows1251, "Да"), "Да", "text/1+windows-1251", ""},
		{"guessed windows-1251", "", encode(t, charmap.Windows1251, russian), russian, "text/1+windows-1251", "it was read as windows-1251"},
		{"guessed KOI8-R", "text/plain", encode(t, charmap.KOI8R, russian), russian, "text/1+koi8-r", "it was read as koi8-r"},
		{"wrongly declared UTF-8", "text/plain; charset=utf-8", encode(t, charmap.Windows1251, russian), russian, "text/1+windows-1251", "windows-1251"},
		{"damaged UTF-8", "text/plain; charset=utf-8", []byte("Киев\xff Львов"), "Киев\uFFFD Львов", "text/1", "not valid UTF-8"},
		{"cut UTF-8", "", []byte("Киев\xd0"), "Киев\uFFFD", "text/1", "not valid UTF-8"},
		{"unknown label", "text/plain; charset=klingon", []byte("One"), "One", "text/1", `"klingon" is not known`},
		{"text type with a feed's words", "text/plain", []byte("The <rss> tag is old."), "The <rss> tag is old.", "text/1", ""},
		{"says HTML, holds none", "text/html", []byte("One.\nTwo."), "One.\nTwo.", "text/1", ""},
		{"begins like an archive", "", []byte("BZhytomyr was hit."), "BZhytomyr was hit.", "text/1", ""},
		{"other JSON", "application/json", []byte(`{"a":1}`), `{"a":1}`, "text/1", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := Decode(c.raw, c.contentType, "")
			if err != nil {
				t.Fatal(err)
			}
			if got.Text != c.text || got.Decoder != c.decoder || got.Format != Text || got.Feed != nil {
				t.Errorf("got %q by %s (%s)", got.Text, got.Decoder, got.Format)
			}
			all := strings.Join(got.Warnings, " ")
			if c.warning == "" && all != "" || !strings.Contains(all, c.warning) {
				t.Errorf("warnings %q, want %q", all, c.warning)
			}
		})
	}
}

func TestRefusalsSayWhatItIs(t *testing.T) {
	for _, c := range []struct{ name, contentType, raw, says string }{
		{"nothing", "text/plain", "", "the report is empty"},
		{"blanks", "text/plain", " \r\n\t ", "the report is empty"},
		{"a mark alone", "text/plain", "\xef\xbb\xbf", "the report is empty"},
		{"PDF", "text/plain", "%PDF-1.7\n...", "a PDF file"},
		{"PNG", "image/png", "\x89PNG\r\n\x1a\n\x00\x00", "a PNG picture"},
		{"JPEG", "", "\xff\xd8\xff\xe0", "a JPEG picture"},
		{"word document", "application/msword", "PK\x03\x04word", "a ZIP archive or an office document"},
		{"gzip", "text/html", "\x1f\x8b\x08\x00", "a gzip archive"},
		{"WebP", "", "RIFF\x24\x00\x00\x00WEBPVP8 ", "a WebP picture"},
		{"unknown RIFF", "", "RIFF\x24\x00\x00\x00????VP8 ", "a binary file"},
		{"ELF", "", "\x7fELF\x02", "a program"},
		{"Windows program", "", "MZ\x90\x00" + strings.Repeat("\x00", 80), "a program"},
		{"zeros in text", "text/plain", "abc\x00def", "a binary file"},
		{"UTF-16 that holds zeros", "", "\xff\xfea\x00\x00\x00b\x00", "a binary file"},
		{"declared UTF-16 in vain", "text/plain; charset=utf-16le", "a\x00\x00\x00", "a binary file"},
		{"too large", "text/plain", strings.Repeat("a", MaxReport+1), "the report has 8.0 MB"},
		{"other XML", "application/xml", `<?xml version="1.0"?><iati-activities/>`, "neither a feed nor a page"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := Decode([]byte(c.raw), c.contentType, "")
			if brief.KindOf(err) != brief.KindInvalid {
				t.Fatalf("got %v, %v", got.Format, err)
			}
			if !strings.Contains(err.Error(), c.says) || !strings.Contains(err.Error(), "; ") {
				t.Errorf("says %q", err)
			}
		})
	}
}

func TestSniffTrustsBytesBeforeLabels(t *testing.T) {
	for _, c := range []struct {
		contentType, raw string
		want             Format
	}{
		{"text/html", "<?xml version='1.0'?>\n<!-- x --><rss version='2.0'>", FeedDoc},
		{"text/plain", "\n<feed xmlns='http://www.w3.org/2005/Atom'/>", FeedDoc},
		{"text/xml", "<rdf:RDF xmlns='x'>", FeedDoc},
		{"application/json", `{"title":"x","version":"https://jsonfeed.org/version/1.1"}`, FeedDoc},
		{"application/json", `{"version": "https:\/\/jsonfeed.org\/version\/1"}`, FeedDoc},
		{"application/json", `{"version": "1"}`, Text},
		{"text/plain", "<!DOCTYPE html><p>x", HTML},
		{"", "<?xml version='1.0'?><!DOCTYPE html PUBLIC '-//W3C//DTD XHTML 1.0//EN' 'x'><html>", HTML},
		{"", "<!DOCTYPE rss [<!ENTITY a 'b'>]><rss>", FeedDoc},
		{"", "<p>x", HTML},
		{"text/plain", "<p>x", Text},
		{"text/html", "a &amp; b", HTML},
		{"", "<3 this town", Text},
		{"", "GIF89a", Binary},
		{"text/plain", "\xff\xfeH\x00i\x00", Text},
	} {
		if got := Sniff([]byte(c.raw), c.contentType); got != c.want {
			t.Errorf("%q as %q: got %s, want %s", c.raw, c.contentType, got, c.want)
		}
	}
}
