package doctor

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// connection looks at how readers reach the address at all.
func (x *examination) connection(ctx context.Context) {
	u, err := url.Parse(x.base)
	if err != nil {
		return
	}
	if u.Scheme == "http" {
		private := net.ParseIP(u.Hostname()).IsLoopback() || strings.HasSuffix(u.Hostname(), ".onion") || u.Hostname() == "localhost"
		if private {
			x.say(Warning, "https", "this way is in clear text, which is right on one machine and for an onion service only", "examine the address that readers use")
			return
		}
		x.say(Fault, "https", "readers are served in clear text: everybody on the way sees what they read", "put TLS before the server, or give it --tls-cert and --tls-key")
		return
	}
	x.ok("https", "the address speaks TLS with a certificate that is trusted")
	last := x.seen[len(x.seen)-1]
	x.unless(when(last.proto < 2, "only HTTP/1.1 is spoken: a browser has six connections and a stream takes one"), Warning, "http2", "HTTP/2 is spoken",
		"switch HTTP/2 on (nginx: http2 on)")
	x.unless(when(last.header.Get("Strict-Transport-Security") == "", "no Strict-Transport-Security: the first request of a reader can be led astray"), Warning, "hsts",
		"browsers are told to stay with https", "give the server --public-url https://..., or set the header in front")
	x.plainDoor(ctx, *u)
}

// plainDoor looks at what clear text gets at the same name.
func (x *examination) plainDoor(ctx context.Context, u url.URL) {
	if u.Port() != "" {
		return
	}
	u.Scheme = "http"
	u.Path += x.below("")
	r, err := x.fetch(ctx, u.String(), x.below(""))
	if err != nil {
		x.ok("redirect", "nothing answers in clear text")
		return
	}
	x.seen = x.seen[:len(x.seen)-1] // it is no answer of the briefing's
	to := r.header.Get("Location")
	good := (r.status == http.StatusMovedPermanently || r.status == http.StatusPermanentRedirect) && strings.HasPrefix(to, "https://"+u.Hostname())
	x.unless(when(!good, fmt.Sprintf("clear text is answered with status %d instead of a lasting way to https", r.status)), Fault, "redirect",
		"clear text leads to https", "answer 301 to the same address with https")
}

// when gives the sentence when something is so.
func when(so bool, sentence string) string {
	if so {
		return sentence
	}
	return ""
}

// page looks at the live page: its bytes, its life in caches, its strict headers.
func (x *examination) page(ctx context.Context) {
	r, err := x.get(ctx, x.below(""))
	if err != nil || r.status != http.StatusOK {
		x.say(Fault, "page", "the page does not come a second time", "look at the server")
		return
	}
	x.bytes(r)
	x.life("page cache", r, "s-maxage", "stale-while-revalidate", "stale-if-error")
	x.age(r, "page age", longestAge)
	x.strict(r)
	skew := time.Duration(0)
	if at, err := http.ParseTime(r.header.Get("Date")); err == nil && r.header.Get("Age") == "" {
		skew = r.at.Sub(at).Abs()
	}
	x.unless(when(skew > 30*time.Second, fmt.Sprintf("the clocks there and here are %d s apart: times on pages, or those of this machine, are wrong", skew/time.Second)), Warning, "clock",
		"the clocks there and here agree", "let both follow a time server")
}

// longestAge is how old an answer with text may be: the five minutes that it may be handed out, and some way.
const longestAge = 6 * time.Minute

// tagOf is the ETag that the server gives bytes: a hash of their content, without an encoding.
func tagOf(body []byte) string {
	sum := sha256.Sum256(body)
	return base64.RawURLEncoding.EncodeToString(sum[:15])
}

// bytes tells whether the page is the server's, byte for byte: its ETag is a hash of it.
func (x *examination) bytes(r *reply) {
	tag := r.header.Get("ETag")
	switch {
	case tag == "":
		x.say(Fault, "page bytes", "the page has no ETag: something on the way has taken it off, as those do that change pages", "switch off whatever rewrites pages, minifies them or adds scripts")
	case strings.HasPrefix(tag, "W/"):
		x.say(Fault, "page bytes", "the ETag is weak: something on the way packs or changes the page itself", "let the server's own packing pass (nginx: gzip off; a CDN: no transformation)")
	case strings.Trim(tag, `"`) != tagOf(r.body):
		x.say(Fault, "page bytes", fmt.Sprintf("the page is not what the server sent: it holds %d scripts, of which %d from elsewhere or inline", scripts(r.body), foreign(r.body)),
			"switch off whatever adds to pages (analytics, e-mail hiding, speed features of a CDN)")
	default:
		x.ok("page bytes", "the page is what the server sent, byte for byte")
	}
}

func scripts(body []byte) int { return bytes.Count(bytes.ToLower(body), []byte("<script")) }

// foreign counts scripts that are not the server's: those have an address on the server.
func foreign(body []byte) int {
	n := 0
	for _, part := range bytes.Split(bytes.ToLower(body), []byte("<script"))[1:] {
		tag, _, _ := bytes.Cut(part, []byte(">"))
		if !bytes.Contains(tag, []byte("static/")) && !bytes.Contains(tag, []byte("ld+json")) || bytes.Contains(tag, []byte("//")) {
			n++
		}
	}
	return n
}

// life looks whether the Cache-Control of an answer still has what the server put in.
func (x *examination) life(check string, r *reply, wanted ...string) {
	has := r.directives()
	var missing []string
	for _, name := range wanted {
		if _, ok := has[name]; !ok {
			missing = append(missing, name)
		}
	}
	if v, ok := has["no-store"]; ok && v == "" {
		missing = append([]string{"public"}, missing...)
	}
	x.unless(when(len(missing) > 0, "Cache-Control has lost "+strings.Join(missing, ", ")), Fault, check, "caches are told how long the answer lives",
		"let Cache-Control pass as it comes from the server (nginx: no expires, no add_header Cache-Control)")
	if vary := r.vary(); len(vary) > 1 || len(vary) == 1 && vary[0] != "accept-encoding" {
		x.say(Fault, check+" vary", "Vary names "+strings.Join(vary, ", ")+": caches keep a copy for each kind of reader, or none", "leave Vary at Accept-Encoding")
	}
}

// age looks how old an answer out of a cache is.
func (x *examination) age(r *reply, check string, most time.Duration) {
	seconds, err := strconv.Atoi(strings.TrimSpace(r.header.Get("Age")))
	if err != nil {
		return
	}
	x.unless(when(time.Duration(seconds)*time.Second > most, fmt.Sprintf("a cache hands out an answer that is %d s old", seconds)), Fault, check,
		fmt.Sprintf("a cache hands out an answer that is %d s old", seconds), "let the cache follow s-maxage and not a life of its own")
}

// strictHeaders stand on every page, with a word of what each holds.
var strictHeaders = []struct{ name, holds string }{
	{"Content-Security-Policy", "default-src 'none'"}, {"Content-Security-Policy", "require-trusted-types-for 'script'"}, {"X-Content-Type-Options", "nosniff"},
	{"Referrer-Policy", "no-referrer"}, {"Permissions-Policy", "geolocation=()"}, {"Cross-Origin-Opener-Policy", "same-origin"},
}

// strict looks whether the headers still stand that keep scripts out and readers unseen.
func (x *examination) strict(r *reply) {
	var lost []string
	for _, h := range strictHeaders {
		if values := r.header.Values(h.name); len(values) != 1 || !strings.Contains(values[0], h.holds) {
			if len(lost) == 0 || lost[len(lost)-1] != h.name {
				lost = append(lost, h.name)
			}
		}
	}
	x.unless(when(len(lost) > 0, strings.Join(lost, ", ")+" did not arrive as sent"), Fault, "strict headers", "the strict headers arrive as sent",
		"do not set, add to or take off these headers in front")
}

// packing looks whether the server's own packing arrives, and whether its forms are told apart.
func (x *examination) packing(ctx context.Context) {
	tags := map[string]string{}
	for _, form := range []string{"br", "gzip"} {
		r, err := x.get(ctx, x.below(""), "Accept-Encoding", form)
		if err != nil || r.status != http.StatusOK {
			x.say(Fault, form, "the page does not come packed as "+form, "let Accept-Encoding pass to the server")
			continue
		}
		if got := r.header.Get("Content-Encoding"); got != form {
			x.say(Warning, form, fmt.Sprintf("the page comes packed as %q when a reader asks for %s, and is larger than it has to be", got, form), "let Accept-Encoding pass to the server, and keep each form in the cache by it")
			continue
		}
		plain, err := r.plain()
		tag := strings.Trim(r.header.Get("ETag"), `"`)
		if err != nil || tag != tagOf(plain)+"-"+form {
			x.say(Fault, form, "what comes packed as "+form+" is not the server's form of the page", "let the server's own packing pass (nginx: gzip off)")
			continue
		}
		if tags[tag] != "" {
			x.say(Fault, form, "two forms of the page have one ETag", "let ETag pass as it comes")
			continue
		}
		tags[tag] = form
		x.ok(form, fmt.Sprintf("the server's %s form arrives, %d bytes", form, len(r.body)))
	}
}

// validation looks whether who has the page already is told so.
func (x *examination) validation(ctx context.Context) {
	r, err := x.get(ctx, x.below(""))
	if err != nil || r.header.Get("ETag") == "" {
		return // said before
	}
	again, err := x.get(ctx, x.below(""), "If-None-Match", r.header.Get("ETag"))
	moved := err == nil && again.header.Get("ETag") != r.header.Get("ETag") // published in between
	x.unless(when(err != nil || again.status != http.StatusNotModified && !moved, "who has the page gets it whole again"), Warning, "304", "who has the page is told so in a few bytes",
		"let If-None-Match and ETag pass")
}
