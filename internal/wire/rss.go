package wire

import (
	"encoding/xml"
	"io"
	"time"
)

// The elements of RSS 2.0, with Atom's link to itself and updated time, and the content module.
type rssDoc struct {
	XMLName   xml.Name   `xml:"rss"`
	Version   string     `xml:"version,attr"`
	NSAtom    string     `xml:"xmlns:atom,attr"`
	NSContent string     `xml:"xmlns:content,attr"`
	NSDC      string     `xml:"xmlns:dc,attr"`
	Channel   rssChannel `xml:"channel"`
}

type rssChannel struct {
	Title       string     `xml:"title"`
	Link        string     `xml:"link"`
	Description string     `xml:"description"`
	Language    string     `xml:"language,omitempty"`
	Built       string     `xml:"lastBuildDate,omitempty"`
	Generator   string     `xml:"generator,omitempty"`
	Self        []atomLink `xml:"atom:link"`
	Items       []rssItem  `xml:"item"`
}

type rssItem struct {
	Title       string   `xml:"title"`
	Link        string   `xml:"link,omitempty"`
	GUID        rssGUID  `xml:"guid"`
	Published   string   `xml:"pubDate,omitempty"`
	Updated     string   `xml:"atom:updated,omitempty"`
	Creator     string   `xml:"dc:creator,omitempty"`
	Categories  []string `xml:"category"`
	Description string   `xml:"description,omitempty"`
	Content     string   `xml:"content:encoded,omitempty"`
}

type rssGUID struct {
	Permanent string `xml:"isPermaLink,attr"`
	ID        string `xml:",chardata"`
}

// EncodeRSS writes the feed as RSS 2.0. The format has no word for a withdrawn item, so one stays under the same
// guid with the title it was given and the note in place of its content.
func EncodeRSS(w io.Writer, f Feed) error {
	f = f.forXML()
	ch := rssChannel{Title: f.Title, Link: firstOf(f.Home, f.Self), Description: firstOf(f.Subtitle, f.Title),
		Language: f.Language, Generator: f.generator(),
		Self: links(atomLink{"self", "application/rss+xml", f.Self})}
	if t := f.latest(); !t.IsZero() {
		ch.Built = mailDate(t)
	}
	for _, it := range f.Items {
		out := rssItem{Title: it.Title, Link: it.URL, GUID: rssGUID{"false", it.ID}, Creator: it.Author,
			Categories: it.Tags, Description: it.Summary, Content: it.ContentHTML}
		if !it.Withdrawn.IsZero() {
			out.Description, out.Content = it.Note, ""
		}
		if !it.Published.IsZero() {
			out.Published = mailDate(it.Published)
		}
		if t := it.changed(); t.After(it.Published) {
			out.Updated = stamp(t)
		}
		ch.Items = append(ch.Items, out)
	}
	return writeXML(w, rssDoc{Version: "2.0", NSAtom: "http://www.w3.org/2005/Atom",
		NSContent: "http://purl.org/rss/1.0/modules/content/", NSDC: "http://purl.org/dc/elements/1.1/", Channel: ch})
}

// mailDate writes a time as RSS asks, in the form of RFC 822 with a year of four digits.
func mailDate(t time.Time) string { return t.UTC().Format(time.RFC1123Z) }
