package relay

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"time"

	"livebrief/internal/brief"
)

const (
	// shortWait bounds a small answer, stalled how long a large one may stand still.
	shortWait = 5 * time.Second
	stalled   = 20 * time.Second
)

// client is the way out to one upstream. It sends no cookie and no Referer, follows no redirect to another host, and
// bounds every answer in bytes and time.
type client struct {
	base *url.URL
	http *http.Client
}

// CheckUpstream reads the address of an upstream: https, or http on this machine.
func CheckUpstream(text string) (*url.URL, error) {
	bad := brief.Invalid(fmt.Sprintf("%.200q is no address of a briefing server or mirror", text), "use one like https://live.example.org/")
	u, err := url.Parse(text)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" {
		return nil, bad
	}
	if u.Scheme == "http" && !local(u.Hostname()) {
		return nil, brief.Invalid("the upstream is asked without encryption", "use https; http is for a server on this machine")
	}
	u.Path = strings.TrimRight(u.Path, "/") + "/"
	return u, nil
}

// local tells whether a host is this machine.
func local(host string) bool {
	addr, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && addr.IsLoopback()
}

func newClient(base *url.URL, agent string) *client {
	c := &client{base: base}
	transport := &http.Transport{
		DialContext:            (&net.Dialer{Timeout: shortWait}).DialContext,
		TLSHandshakeTimeout:    shortWait,
		ResponseHeaderTimeout:  stalled,
		MaxResponseHeaderBytes: 64 << 10,
		MaxIdleConnsPerHost:    2,
		IdleConnTimeout:        30 * time.Second,
		ForceAttemptHTTP2:      true,
	}
	c.http = &http.Client{Transport: named{agent, transport}, CheckRedirect: func(req *http.Request, via []*http.Request) error {
		if req.URL.Host != base.Host || req.URL.Scheme != base.Scheme || len(via) > 3 {
			return errElsewhere
		}
		req.Header.Del("Referer")
		return nil
	}}
	return c
}

// named says who asks.
type named struct {
	agent string
	http.RoundTripper
}

// RoundTrip sends the request under the program's name.
func (n named) RoundTrip(req *http.Request) (*http.Response, error) {
	req = req.Clone(req.Context())
	req.Header.Set("User-Agent", n.agent)
	return n.RoundTripper.RoundTrip(req)
}

var errElsewhere = errors.New("it leads to another host")

// answer is a small answer.
type answer struct {
	body []byte
	tag  string
	// age is how long it has been in caches on the way.
	age time.Duration
	// same says that nothing changed since the tag that was sent.
	same bool
}

// errGone is an address at which there is nothing.
var errGone = errors.New("there is nothing at this address")

// get fetches something of at most limit bytes; tag is that of the answer before, "" where there is none.
func (c *client) get(ctx context.Context, path string, limit int64, tag string) (answer, error) {
	ctx, cancel := context.WithTimeout(ctx, shortWait)
	defer cancel()
	res, err := c.ask(ctx, path, tag)
	if err != nil {
		return answer{}, err
	}
	defer res.Body.Close()
	a := answer{tag: res.Header.Get("ETag"), age: age(res.Header.Get("Age"))}
	if res.StatusCode == http.StatusNotModified {
		a.tag, a.same = tag, true
		return a, nil
	}
	a.body, err = io.ReadAll(io.LimitReader(res.Body, limit+1))
	switch {
	case int64(len(a.body)) > limit:
		return answer{}, tooLarge(path, limit)
	case err != nil:
		return answer{}, c.away(err)
	}
	return a, nil
}

func tooLarge(path string, limit int64) error {
	return brief.Invalid(fmt.Sprintf("the upstream's %s is larger than %d bytes, more than any such file has", path, limit), "check what answers at its address")
}

// ask sends a request, and again when the upstream asks for some seconds of patience.
func (c *client) ask(ctx context.Context, path, tag string) (res *http.Response, err error) {
	for range askedAgain {
		var wait time.Duration
		if res, wait, err = c.once(ctx, path, tag); wait == 0 {
			return res, err
		}
		timer := time.NewTimer(wait)
		select {
		case <-ctx.Done():
		case <-timer.C:
		}
		timer.Stop()
	}
	return res, err
}

const (
	// askedAgain is how often something is asked for, longestWait how long an upstream may make us wait for it.
	askedAgain  = 4
	longestWait = 15 * time.Second
)

// once sends a request and judges the status of the answer. Wait is how long the upstream wants to be left alone, 0 where
// it does not say or it is too long.
func (c *client) once(ctx context.Context, path, tag string) (res *http.Response, wait time.Duration, err error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, c.base.String()+path, nil)
	if err != nil {
		return nil, 0, brief.Invalid("the upstream has an address that is none", "check it")
	}
	if tag != "" {
		req.Header.Set("If-None-Match", tag)
	}
	if res, err = c.http.Do(req); err != nil {
		return nil, 0, c.away(err)
	}
	switch res.StatusCode {
	case http.StatusOK, http.StatusNotModified:
		return res, 0, nil
	case http.StatusTooManyRequests:
		if wait = age(res.Header.Get("Retry-After")); wait > longestWait {
			wait = 0
		}
		err = brief.Unavailable("the upstream wants to be asked less often", "it is asked again later; --network-rate there is the limit", nil)
	case http.StatusNotFound, http.StatusGone:
		err = brief.Unavailable(fmt.Sprintf("the upstream has no %s", path), "check that its address is that of a briefing server or a mirror", errGone)
	default:
		err = brief.Unavailable(fmt.Sprintf("the upstream answers %d %s", res.StatusCode, http.StatusText(res.StatusCode)), "it is asked again", nil)
	}
	return nil, wait, errors.Join(err, res.Body.Close())
}

// away is an upstream that is out of reach. The address is left out: the log has it once.
func (c *client) away(err error) error {
	var in *url.Error
	if errors.As(err, &in) {
		err = in.Err
	}
	if errors.Is(err, errElsewhere) {
		return brief.Unavailable("the upstream sends on to another host", "give the address where it ends", err)
	}
	var op *net.OpError
	if errors.As(err, &op) {
		err = op.Err
	}
	return brief.Unavailable(fmt.Sprintf("the upstream is out of reach (%v)", err), "it is asked again", err)
}

// open begins a large answer. Whoever reads it is stopped when nothing more comes for a while; close ends it.
func (c *client) open(ctx context.Context, path string) (body io.Reader, done func(), err error) {
	ctx, cancel := context.WithCancel(ctx)
	res, err := c.ask(ctx, path, "")
	if err != nil {
		cancel()
		return nil, nil, err
	}
	patience := time.AfterFunc(stalled, cancel)
	stop := func() { patience.Stop(); cancel() }
	return patient{res.Body, patience}, func() { stop(); _ = res.Body.Close() }, nil
}

// patient is a body that is given up when nothing comes.
type patient struct {
	body     io.Reader
	patience *time.Timer
}

// Read reads what has come.
func (p patient) Read(b []byte) (int, error) {
	n, err := p.body.Read(b)
	if n > 0 {
		p.patience.Reset(stalled)
	}
	return n, err
}

// age reads a number of seconds, such as that for which an answer has been in caches; what is no number is none.
func age(text string) time.Duration {
	d, err := time.ParseDuration(text + "s")
	if err != nil || d < 0 {
		return 0
	}
	return min(d, 24*time.Hour)
}
