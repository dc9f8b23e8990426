package doctor

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"time"

	"livebrief/internal/brief"
)

// Options of an examination.
type Options struct {
	// Now is the clock here, against which the server's is held; time.Now when nil.
	Now func() time.Time
	// Patience is how long an answer, and the first word of a stream, may take; 10 s when zero.
	Patience time.Duration
	// Quick leaves out the wait for a stream's sign of life.
	Quick bool
	// Key is the publisher's public key, empty for the one that the record itself declares first.
	Key string
}

// examination is one look at an address.
type examination struct {
	ask  Ask
	o    Options
	base string // without a slash at its end
	name string // of the briefing
	seen []*reply
	// seq is the newest entry, as head tells it.
	seq    brief.Seq
	report *Report
}

// Examine looks at the briefing at an address: its own, or that of a server, whose first briefing it is then. The error
// says that nothing answers there, or nothing that is a briefing.
func Examine(ctx context.Context, ask Ask, address string, o Options) (*Report, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Patience == 0 {
		o.Patience = 10 * time.Second
	}
	x := &examination{ask: ask, o: o, report: &Report{Findings: []Finding{}, NotShown: notShown}}
	if err := x.find(ctx, address); err != nil {
		return nil, err
	}
	x.report.Address = x.base + "/" + x.name + "/"
	for _, check := range []func(context.Context){x.connection, x.page, x.packing, x.validation, x.head, x.segment, x.stream, x.checkpoint, x.tile, x.exposed, x.robots} {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		check(ctx)
	}
	x.everyAnswer()
	return x.report, nil
}

func (x *examination) say(v Verdict, check, what, do string) {
	x.report.Findings = append(x.report.Findings, Finding{Check: check, Verdict: v, What: what, Do: do})
}

func (x *examination) ok(check, what string) { x.say(OK, check, what, "") }

// unless says that all is well, or else what is wrong.
func (x *examination) unless(wrong string, v Verdict, check, well, do string) {
	if wrong == "" {
		x.ok(check, well)
		return
	}
	x.say(v, check, wrong, do)
}

// linked finds the first link to a briefing on a page that lists them.
var linked = regexp.MustCompile(`<a href="(?:\./)?([a-z0-9][a-z0-9.-]*)/"`)

// find takes the address apart: where the server is, and which briefing to look at.
func (x *examination) find(ctx context.Context, address string) error {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" {
		return brief.Invalid(fmt.Sprintf("%q is not an address such as https://live.example.org", address), "give the one that readers use")
	}
	x.base = strings.TrimSuffix(u.String(), "/")
	first, err := x.get(ctx, "/")
	if err != nil {
		return err
	}
	if isBriefing(first) {
		cut := strings.LastIndexByte(x.base, '/')
		x.base, x.name = x.base[:cut], x.base[cut+1:]
		return nil
	}
	name, ok := strings.CutSuffix(strings.TrimPrefix(first.header.Get("Location"), "./"), "/")
	if m := linked.FindSubmatch(first.body); !ok && m != nil {
		name, ok = string(m[1]), true
	}
	if ok && brief.Name(name).Check() == nil {
		x.name = name
		page, err := x.get(ctx, "/"+name+"/")
		if err != nil {
			return err
		}
		if isBriefing(page) {
			return nil
		}
	}
	return brief.Unavailable(fmt.Sprintf("there is no briefing at %s (status %d)", address, first.status), "give the address of a briefing as readers use it", nil)
}

// isBriefing tells whether an answer is a briefing's live page.
func isBriefing(r *reply) bool {
	return r.status == http.StatusOK && strings.Contains(string(r.body), "feed.atom")
}

// below gives the path of something that belongs to the briefing.
func (x *examination) below(rest string) string { return "/" + x.name + "/" + rest }
