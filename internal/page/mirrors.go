package page

import (
	"cmp"
	"io"
	"net/url"
	"strings"

	"livebrief/internal/edition"
)

// mirrorsView says where copies of the briefing stand, how to check one, and how to make one.
type mirrorsView struct {
	frame
	Heading, Sub, Empty string
	List                []mirrorLine
	Alone               link // the same list as a file that travels alone
	Fingerprint         string
	Check, Make         []command
	Verifier            link
}

// mirrorLine is the address of one mirror; one that a browser cannot open is printed without a link.
type mirrorLine struct{ Href, Text, Note string }

// command is a line for a terminal; its option, where it has one, stands apart because no line may break inside it.
type command struct{ Text, Option, Value string }

// WriteMirrors writes the list of mirrors as the desk set it, and what to do with a copy.
func WriteMirrors(w io.Writer, s Shelf) error {
	m := newMaker(s, "mirrors")
	words := &m.words.Copies
	v := mirrorsView{frame: m.frame(words.Mirrors, words.Says, edition.OfBriefing()), Heading: words.Mirrors, Sub: words.Says,
		Empty: words.Empty, List: m.mirrors(), Alone: link{Href: m.link("mirrors.txt"), Text: words.Signed},
		Verifier: link{Href: m.link("verify.html"), Text: m.words.Verify}}
	if len(v.List) == 0 {
		v.Sub = ""
	}
	if m.Fingerprint != "" {
		v.Fingerprint = fill(words.Fingerprint, m.Fingerprint)
	}
	address := "https://mirror.example/"
	if len(v.List) > 0 {
		address = v.List[0].Text
	}
	for _, what := range []string{quoted(address), "FOLDER", "FILE.zip", "FILE.html"} {
		v.Check = append(v.Check, m.verifying(what))
	}
	v.Make = []command{m.verifying("FOLDER"), {Text: "livebrief mirror serve FOLDER"}}
	return render(w, "mirrors", v)
}

// mirrors lists the addresses in the order to try them in.
func (m *maker) mirrors() []mirrorLine {
	var list []mirrorLine
	for _, address := range m.b.Mirrors {
		line := mirrorLine{Href: outgoing(address), Text: address}
		if u, err := url.Parse(address); err == nil && strings.HasSuffix(u.Hostname(), ".onion") {
			line.Note = m.words.Copies.Onion
		}
		list = append(list, line)
	}
	return list
}

// verifying gives the command that checks a copy by the fingerprint of the record's key.
func (m *maker) verifying(what string) command {
	return command{Text: "livebrief verify " + what, Option: "--key", Value: `"` + cmp.Or(m.Fingerprint, "FINGERPRINT") + `"`}
}

// quoted makes one word of an address for a shell, whatever stands in it.
func quoted(address string) string {
	if strings.ContainsFunc(address, func(c rune) bool {
		return !(c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.ContainsRune("-._~:/", c))
	}) {
		return "'" + strings.ReplaceAll(address, "'", `'\''`) + "'"
	}
	return address
}
