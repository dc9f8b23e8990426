package page

import (
	"net/url"
	"path"
	"strconv"
	"strings"

	"livebrief/internal/brief"
)

// address is a place below a briefing, such as "track/aid/page/2"; the live page is "". These are all of them, besides
// what web serves itself (live, head, log, record, verify.html):
//
//	(live) page/{n} track/{t} track/{t}/page/{n} day/{date} p/{id} p/{id}/history glance/{line} coverage coverage/page/{n}
//	corrections witnesses as-of/{seq} as-of/{seq}/page/{n} changes/{seq} lite box embed mirrors mirrors.txt
//	feed.{atom|rss|json} track/{t}/feed.{atom|rss|json} identity.css
//
// The ledger of statements; the words kind, track, verdict, page, feed are no ids, which are random and longer:
//
//	statements statements/kind/{kind} statements/track/{t} statements/verdict/{v}, each with page/{n} below it
//	statements/{id} statements/{id}/history statements/{id}/proof statements.csv statements.json due due.ics
//	people people/page/{n} people/{id} people/{id}/page/{n} as-of/{seq}/statements as-of/{seq}/statements/page/{n}
//	as-of/{seq}/statements/{id} and feed.{atom|rss|json} below statements, outcomes, statements/kind/{kind}, people/{id}
//
// The control maps, see [ParseMap], and in few bytes:
//
//	map map/{date} map/{from}..{to} map/area map/area.csv map/{date}.{small.svg|png|geojson|csv} map/index.js map/run/{n}.js,
//	{date}, {from}..{to} and area also with .svg or /embed, the same below map/{series} and below as-of/{seq}; lite/map lite/map/{date}
//
// Numbers, see [ParseTopic] and [ParseNumber]:
//
//	aid civilians, each also as-of/{date}, .csv, .json and {chart} with .svg, .png, .csv, .json or /embed; n n/{series} n/{series}/{version}
//	n/{series}/{version}.json n/{series}/as-of/{date} and n/{series} with .svg, .png, .csv, .json or /embed; the same below as-of/{seq}
type address string

func trackAt(t brief.TrackID) address  { return address("track/" + url.PathEscape(string(t))) }
func dayAt(date string) address        { return address("day/" + url.PathEscape(date)) }
func itemAt(id brief.ItemID) address   { return address("p/" + url.PathEscape(string(id))) }
func historyAt(i brief.ItemID) address { return itemAt(i) + "/history" }
func lineAt(id brief.LineID) address   { return address("glance/" + url.PathEscape(string(id))) }
func asOfAt(seq brief.Seq) address     { return address("as-of/" + decimal(seq)) }
func changesAt(seq brief.Seq) address  { return address("changes/" + decimal(seq)) }

// The lists of the ledger.
const (
	statementsAt address = "statements"
	peopleAt     address = "people"
	dueAt        address = "due"
)

func statementAt(id brief.StatementID) address {
	return statementsAt + "/" + address(url.PathEscape(string(id)))
}
func kindAt(k brief.DevelopmentKind) address {
	return statementsAt + "/kind/" + address(url.PathEscape(string(k)))
}
func verdictAt(v brief.Verdict) address {
	return statementsAt + "/verdict/" + address(url.PathEscape(string(v)))
}
func speakerAt(id brief.SpeakerID) address {
	return peopleAt + "/" + address(url.PathEscape(string(id)))
}

func decimal(seq brief.Seq) string { return strconv.FormatUint(uint64(seq), 10) }

// page gives the address of page n of a list; the first page is the list itself.
func (a address) page(n int) address {
	if n <= 1 {
		return a
	}
	if a == "" {
		return address("page/" + strconv.Itoa(n))
	}
	return a + address("/page/"+strconv.Itoa(n))
}

// root gives the way from the page at a up to the briefing: "" or "../" as often as it takes.
func (a address) root() string { return strings.Repeat("../", strings.Count(string(a), "/")) }

// link gives the relative address that leads from a to b.
func (a address) link(b address) string {
	if root := a.root(); root != "" || b != "" {
		return root + string(b)
	}
	return "./"
}

// file gives the name under which a copy without a server keeps the page at a: what has an ending of its own keeps its
// name, every other page gets one, so that a browser knows it as a page when it opens it from a disk.
func (a address) file() address {
	if a == "" {
		return "index.html"
	}
	switch path.Ext(string(a)) {
	case ".atom", ".rss", ".json", ".css", ".html", ".txt", ".csv", ".ics", ".svg", ".png", ".geojson", ".js":
		return a
	}
	if strings.HasPrefix(string(a), "record/") {
		return a
	}
	return a + ".html"
}

// CopyPath gives the file in which a copy without a server keeps the page at an address below the briefing: index.html
// for the live page, p/ID.html for "p/ID".
func CopyPath(at string) string { return string(address(at).file()) }

// outgoing gives an address on another site if it may be linked to, "" if not: http and https only.
func outgoing(raw string) string { return allowed(raw, false) }

// contact is [outgoing] that also takes mail addresses.
func contact(raw string) string { return allowed(raw, true) }

func allowed(raw string, mail bool) string {
	u, err := url.Parse(strings.TrimSpace(raw))
	if err != nil {
		return ""
	}
	switch {
	case (u.Scheme == "http" || u.Scheme == "https") && u.Host != "":
		return u.String()
	case mail && u.Scheme == "mailto" && u.Opaque != "":
		return u.String()
	}
	return ""
}

// hostOf names a site when nobody named it: the host without "www.".
func hostOf(raw string) string {
	u, err := url.Parse(strings.TrimSpace(raw))
	if err != nil {
		return ""
	}
	return strings.TrimPrefix(u.Hostname(), "www.")
}
