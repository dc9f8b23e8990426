package wire

import (
	"slices"
	"time"
)

// forXML gives a copy of the feed without the characters that XML cannot carry. They cannot be escaped: one of them
// makes the whole document unreadable to everybody.
func (f Feed) forXML() Feed {
	for _, s := range []*string{&f.ID, &f.Title, &f.Subtitle, &f.Language, &f.Home, &f.Self, &f.Author, &f.Generator, &f.Key} {
		*s = clean(*s)
	}
	f.Items = slices.Clone(f.Items)
	for i := range f.Items {
		it := &f.Items[i]
		for _, s := range []*string{&it.ID, &it.URL, &it.Title, &it.Summary, &it.ContentHTML, &it.Author, &it.Language, &it.Note} {
			*s = clean(*s)
		}
		it.Tags = slices.Clone(it.Tags)
		for j := range it.Tags {
			it.Tags[j] = clean(it.Tags[j])
		}
	}
	return f
}

// id gives the feed's own id.
func (f *Feed) id() string { return firstOf(f.ID, f.Self, f.Home) }

// latest is when anything in the feed last changed.
func (f *Feed) latest() time.Time {
	latest := f.Updated
	for i := range f.Items {
		if t := f.Items[i].changed(); t.After(latest) {
			latest = t
		}
	}
	return latest
}

// changed is when the item last changed.
func (it *FeedItem) changed() time.Time {
	latest := it.Published
	for _, t := range []time.Time{it.Updated, it.Withdrawn} {
		if t.After(latest) {
			latest = t
		}
	}
	return latest
}

// generator names the program and the key, so that whoever keeps a copy of the feed keeps the fingerprint with it.
func (f *Feed) generator() string {
	if f.Key == "" {
		return f.Generator
	}
	return firstOf(f.Generator, "livebrief") + ", record key " + f.Key
}

func firstOf(all ...string) string {
	for _, s := range all {
		if s != "" {
			return s
		}
	}
	return ""
}
