package wire

import (
	"encoding/xml"
	"fmt"
	"io"
	"time"
)

// The elements of RFC 4287, with the deleted-entry of RFC 6721. A prefix stands in the name itself, because
// encoding/xml has no prefixes of its own.
type atomFeed struct {
	XMLName   xml.Name      `xml:"feed"`
	NS        string        `xml:"xmlns,attr"`
	NSDeleted string        `xml:"xmlns:at,attr,omitempty"`
	Lang      string        `xml:"xml:lang,attr,omitempty"`
	ID        string        `xml:"id"`
	Title     string        `xml:"title"`
	Subtitle  string        `xml:"subtitle,omitempty"`
	Updated   string        `xml:"updated"`
	Author    *atomPerson   `xml:"author"`
	Links     []atomLink    `xml:"link"`
	Generator string        `xml:"generator,omitempty"`
	Deleted   []atomDeleted `xml:"at:deleted-entry"`
	Entries   []atomEntry   `xml:"entry"`
}

type atomPerson struct {
	Name string `xml:"name"`
}

type atomLink struct {
	Rel  string `xml:"rel,attr"`
	Type string `xml:"type,attr,omitempty"`
	Href string `xml:"href,attr"`
}

type atomEntry struct {
	Lang       string         `xml:"xml:lang,attr,omitempty"`
	ID         string         `xml:"id"`
	Title      string         `xml:"title"`
	Updated    string         `xml:"updated"`
	Published  string         `xml:"published,omitempty"`
	Author     *atomPerson    `xml:"author"`
	Links      []atomLink     `xml:"link"`
	Categories []atomCategory `xml:"category"`
	Summary    string         `xml:"summary,omitempty"`
	Content    *atomText      `xml:"content"`
}

type atomCategory struct {
	Term string `xml:"term,attr"`
}

type atomText struct {
	Type string `xml:"type,attr"`
	Body string `xml:",chardata"`
}

type atomDeleted struct {
	Ref     string `xml:"ref,attr"`
	When    string `xml:"when,attr"`
	Comment string `xml:"at:comment,omitempty"`
}

// EncodeAtom writes the feed as Atom. It is the master form: an edit moves an entry's updated time under the same
// id, and a withdrawn item becomes a deleted-entry that says when and why.
func EncodeAtom(w io.Writer, f Feed) error {
	f = f.forXML()
	out := atomFeed{NS: "http://www.w3.org/2005/Atom", Lang: f.Language, ID: f.id(), Title: f.Title,
		Subtitle: f.Subtitle, Updated: stamp(f.latest()), Generator: f.generator(),
		Author: &atomPerson{Name: firstOf(f.Author, f.Title, "unknown")}}
	out.Links = links(atomLink{"self", "application/atom+xml", f.Self}, atomLink{"alternate", "text/html", f.Home})
	for _, it := range f.Items {
		if !it.Withdrawn.IsZero() {
			out.NSDeleted = "http://purl.org/atompub/tombstones/1.0"
			out.Deleted = append(out.Deleted, atomDeleted{it.ID, stamp(it.Withdrawn), it.Note})
			continue
		}
		e := atomEntry{ID: it.ID, Title: it.Title, Updated: stamp(it.changed()), Summary: it.Summary,
			Links: links(atomLink{"alternate", "text/html", it.URL})}
		if it.Language != f.Language {
			e.Lang = it.Language
		}
		if !it.Published.IsZero() {
			e.Published = stamp(it.Published)
		}
		if it.Author != "" {
			e.Author = &atomPerson{it.Author}
		}
		for _, tag := range it.Tags {
			e.Categories = append(e.Categories, atomCategory{tag})
		}
		if it.ContentHTML != "" {
			e.Content = &atomText{"html", it.ContentHTML}
		}
		out.Entries = append(out.Entries, e)
	}
	return writeXML(w, out)
}

// writeXML writes a document with its declaration and a line end.
func writeXML(w io.Writer, doc any) error {
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return fmt.Errorf("writing a feed: %w", err)
	}
	enc := xml.NewEncoder(w)
	enc.Indent("", " ")
	if err := enc.Encode(doc); err != nil {
		return fmt.Errorf("writing a feed: %w", err)
	}
	if _, err := io.WriteString(w, "\n"); err != nil {
		return fmt.Errorf("writing a feed: %w", err)
	}
	return nil
}

// stamp writes a time as RFC 3339 in UTC to the second.
func stamp(t time.Time) string { return t.UTC().Format(time.RFC3339) }

// links keeps those that lead somewhere.
func links(all ...atomLink) []atomLink {
	var out []atomLink
	for _, l := range all {
		if l.Href != "" {
			out = append(out, l)
		}
	}
	return out
}
