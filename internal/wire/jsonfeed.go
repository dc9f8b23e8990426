package wire

import (
	"encoding/json"
	"fmt"
	"io"
	"time"
)

// The members of JSON Feed 1.1. Its rule for extensions is a member that begins with an underscore.
type jsonDoc struct {
	Version     string       `json:"version"`
	Title       string       `json:"title"`
	Home        string       `json:"home_page_url,omitempty"`
	Self        string       `json:"feed_url,omitempty"`
	Description string       `json:"description,omitempty"`
	Language    string       `json:"language,omitempty"`
	Authors     []jsonPerson `json:"authors,omitempty"`
	Extension   *jsonFeedExt `json:"_livebrief,omitempty"`
	Items       []jsonItem   `json:"items"`
}

type jsonFeedExt struct {
	About     string `json:"about"`
	ID        string `json:"id,omitempty"`
	Key       string `json:"key,omitempty"`
	Generator string `json:"generator,omitempty"`
}

type jsonPerson struct {
	Name string `json:"name"`
}

type jsonItem struct {
	ID        string       `json:"id"`
	URL       string       `json:"url,omitempty"`
	Title     string       `json:"title,omitempty"`
	HTML      string       `json:"content_html,omitempty"`
	Text      string       `json:"content_text,omitempty"`
	Summary   string       `json:"summary,omitempty"`
	Published string       `json:"date_published,omitempty"`
	Modified  string       `json:"date_modified,omitempty"`
	Authors   []jsonPerson `json:"authors,omitempty"`
	Tags      []string     `json:"tags,omitempty"`
	Language  string       `json:"language,omitempty"`
	Extension *jsonItemExt `json:"_livebrief,omitempty"`
}

type jsonItemExt struct {
	Withdrawn string `json:"withdrawn"`
	Note      string `json:"note,omitempty"`
}

// EncodeJSONFeed writes the feed as JSON Feed 1.1. A withdrawn item stays under the same id with the title it was
// given and the note as its text; the extension says when it was withdrawn.
func EncodeJSONFeed(w io.Writer, f Feed) error {
	f = f.forXML()
	out := jsonDoc{Version: "https://jsonfeed.org/version/1.1", Title: f.Title, Home: f.Home, Self: f.Self,
		Description: f.Subtitle, Language: f.Language, Authors: people(f.Author), Items: make([]jsonItem, 0, len(f.Items))}
	if f.ID != "" || f.Key != "" || f.Generator != "" {
		out.Extension = &jsonFeedExt{"the feed's lasting id and the key that signs the record it is made from", f.ID, f.Key, f.Generator}
	}
	for _, it := range f.Items {
		item := jsonItem{ID: it.ID, URL: it.URL, Title: it.Title, HTML: it.ContentHTML, Summary: it.Summary,
			Published: optional(it.Published), Authors: people(it.Author), Tags: it.Tags}
		if it.Language != f.Language {
			item.Language = it.Language
		}
		if t := it.changed(); t.After(it.Published) {
			item.Modified = optional(t)
		}
		if !it.Withdrawn.IsZero() {
			item.HTML, item.Summary, item.Text = "", "", it.Note
			item.Extension = &jsonItemExt{stamp(it.Withdrawn), it.Note}
		} else if item.HTML == "" {
			// The format asks for one of the two.
			item.Text = firstOf(it.Summary, it.Title)
		}
		out.Items = append(out.Items, item)
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", " ")
	if err := enc.Encode(out); err != nil {
		return fmt.Errorf("writing a feed: %w", err)
	}
	return nil
}

func people(name string) []jsonPerson {
	if name == "" {
		return nil
	}
	return []jsonPerson{{name}}
}

func optional(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return stamp(t)
}
