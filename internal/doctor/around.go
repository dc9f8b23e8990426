package doctor

import (
	"bytes"
	"context"
	"net/http"
	"slices"
	"strings"
)

// exposed looks whether the desk answers where readers are.
func (x *examination) exposed(ctx context.Context) {
	for _, path := range []string{"/sign-in", "/metrics", "/ready", "/api/briefings"} {
		r, err := x.get(ctx, path)
		if err != nil {
			continue
		}
		x.seen = x.seen[:len(x.seen)-1] // what is there instead is no answer of the briefing's
		if r.status != http.StatusNotFound && r.status != http.StatusForbidden && r.status < 500 {
			x.say(Fault, "desk", "the desk, or another program, answers at "+path+" of the public address", "let the public name lead to the readers' listener only")
			return
		}
	}
	x.ok("desk", "the desk does not answer at the public address")
}

// robots looks whether somebody in front keeps search engines out; the server has no rules of its own.
func (x *examination) robots(ctx context.Context) {
	r, err := x.get(ctx, "/robots.txt")
	if err != nil {
		return
	}
	x.seen = x.seen[:len(x.seen)-1]
	shut := false
	for line := range bytes.Lines(r.body) {
		name, value, _ := strings.Cut(strings.ToLower(strings.TrimSpace(string(line))), ":")
		shut = shut || strings.TrimSpace(name) == "disallow" && strings.TrimSpace(value) == "/"
	}
	x.unless(when(r.status == http.StatusOK && shut, "a robots.txt in front keeps search engines out of the briefing"), Warning, "robots", "search engines are let in", "take its Disallow: / away, if readers should find the briefing")
}

// told are headers that something in front adds, with what each does to readers.
var told = []struct {
	name    string
	verdict Verdict
	what    string
	do      string
}{
	{"NEL", Fault, "NEL has browsers report readers' requests to somebody else", "switch network error logging off"},
	{"Report-To", Fault, "Report-To has browsers report about readers to somebody else", "switch reporting off"},
	{"Reporting-Endpoints", Fault, "Reporting-Endpoints has browsers report about readers to somebody else", "switch reporting off"},
	{"Server-Timing", Warning, "Server-Timing tells what something in front measures of each request", "switch it off"},
	{"X-Request-Id", Warning, "X-Request-Id numbers each request, as those do who log them", "switch it off, and the log that it is for"},
	{"CF-Ray", Warning, "CF-Ray numbers each request: the CDN can find it again in its logs", "have the CDN's logs switched off, or choose one that can"},
	{"X-Amz-Cf-Id", Warning, "X-Amz-Cf-Id numbers each request: the CDN can find it again in its logs", "have the CDN's logs switched off, or choose one that can"},
	{"Alt-Svc", OK, "Alt-Svc offers another way to the same server, which browsers remember", ""},
}

// everyAnswer looks over all answers for what none of them may have.
func (x *examination) everyAnswer() {
	cookies, access := []string{}, ""
	for _, r := range x.seen {
		for _, line := range r.header.Values("Set-Cookie") {
			name, _, _ := strings.Cut(line, "=")
			if name = strings.TrimSpace(name); !slices.Contains(cookies, name) && len(cookies) < 5 {
				cookies = append(cookies, name)
			}
		}
		if r.header.Get("Access-Control-Allow-Credentials") != "" {
			access = r.path
		}
	}
	x.unless(when(len(cookies) > 0, "something in front sets cookies ("+strings.Join(cookies, ", ")+"), by which readers are told apart"), Fault, "cookies", "no cookie is set",
		"switch off sticky sessions, bot management and whatever else sets them")
	if access != "" {
		x.say(Warning, "cross-origin", "other sites may ask with a reader's credentials at "+access, "take Access-Control-Allow-Credentials off")
	}
	quiet := true
	for _, h := range told {
		if !slices.ContainsFunc(x.seen, func(r *reply) bool { return r.header.Get(h.name) != "" }) {
			continue
		}
		quiet = quiet && h.verdict == OK
		x.say(h.verdict, strings.ToLower(h.name), h.what, h.do)
	}
	if quiet {
		x.ok("third parties", "no header tells of readers or has browsers report about them")
	}
}
