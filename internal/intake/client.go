package intake

import (
	"cmp"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"time"

	"livebrief/internal/wire"
)

// Options of a Client. The zero value is what a server on the open network wants.
type Options struct {
	// Public is the server's own public address; it is named to those who are asked, so that they can ask back.
	Public string
	// Allow lists prefixes that may be reached although they are not public, on any port: feeds of the own house.
	Allow []netip.Prefix
	// Proxy, when set, is used for every request. It resolves the names, so only the operator can keep it from
	// leading inside; addresses given as numbers are still checked here. The environment is never asked for one.
	Proxy *url.URL
	// HeaderTimeout bounds the wait for the connection and for the headers, 10 s when zero; Timeout a whole request
	// with its redirects and its body, 30 s when zero.
	HeaderTimeout time.Duration
	Timeout       time.Duration
	// MaxBytes bounds the body after decompression, wire.MaxReport when zero.
	MaxBytes int64
	// Now is the clock by which Retry-After dates are read, time.Now when nil.
	Now func() time.Time
}

// Client is the one way out. It keeps no cookies, sends no Referer and names itself.
type Client struct {
	opts  Options
	guard *guard
	http  *http.Client
	asks  *http.Client
	agent string
}

const maxRedirects = 5

// NewClient makes the client. Close it to give its connections back.
func NewClient(opts Options) *Client {
	opts.HeaderTimeout = cmp.Or(opts.HeaderTimeout, 10*time.Second)
	opts.Timeout = cmp.Or(opts.Timeout, 30*time.Second)
	opts.MaxBytes = cmp.Or(opts.MaxBytes, int64(wire.MaxReport))
	if opts.Now == nil {
		opts.Now = time.Now
	}
	c := &Client{opts: opts, guard: newGuard(opts.Allow), agent: "livebrief"}
	if opts.Public != "" {
		c.agent += " (+" + strings.TrimSpace(opts.Public) + ")"
	}
	dialer := &net.Dialer{Timeout: opts.HeaderTimeout, Control: c.guard.control}
	transport := &http.Transport{
		DialContext:            dialer.DialContext,
		TLSHandshakeTimeout:    opts.HeaderTimeout,
		ResponseHeaderTimeout:  opts.HeaderTimeout,
		MaxResponseHeaderBytes: 64 << 10,
		MaxIdleConnsPerHost:    1,
		IdleConnTimeout:        opts.Timeout,
	}
	if opts.Proxy != nil {
		transport.Proxy = http.ProxyURL(opts.Proxy)
		// The guard would refuse a proxy of the own house; nothing but the proxy is dialled then.
		transport.DialContext = (&net.Dialer{Timeout: opts.HeaderTimeout}).DialContext
	}
	c.http, c.asks = &http.Client{Transport: transport, CheckRedirect: c.redirect}, asking(transport)
	return c
}

// Close gives idle connections back.
func (c *Client) Close() {
	c.http.CloseIdleConnections()
	c.asks.CloseIdleConnections()
}

// redirect checks each hop as if somebody had typed it, and takes away the Referer that net/http adds: an address
// of a private feed can hold a secret.
func (c *Client) redirect(req *http.Request, via []*http.Request) error {
	if len(via) > maxRedirects {
		return errTooManyRedirects
	}
	req.Header.Del("Referer")
	return c.check(req.URL)
}
