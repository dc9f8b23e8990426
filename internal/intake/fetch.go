package intake

import (
	"bufio"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"syscall"
	"time"

	"livebrief/internal/brief"
)

// Validators are what a server gave to ask by whether something changed.
type Validators struct {
	ETag         string
	LastModified string
}

// Fetched is an answer.
type Fetched struct {
	// Status is the HTTP status, 0 when no answer came.
	Status int
	// NotModified says that nothing changed since the validators were given; Body is empty then.
	NotModified bool
	// Body is decompressed and otherwise as it came.
	Body        []byte
	ContentType string
	// FinalURL is where the redirects ended.
	FinalURL   string
	Validators Validators
	// RetryAfter is how long the server asks to be left alone, zero when it does not. It is set beside an error too.
	RetryAfter time.Duration
}

var errTooManyRedirects = brief.Unavailable(fmt.Sprintf("the address was redirected more than %d times", maxRedirects),
	"look at it in a browser and use the address where it ends", nil)

// Fetch gets one address. An error is brief.Invalid when the address can never be fetched, and brief.Unavailable
// when another time it may; either is a sentence for the desk.
func (c *Client) Fetch(ctx context.Context, address string, v Validators) (Fetched, error) {
	u, err := c.parse(address)
	if err != nil {
		return Fetched{}, err
	}
	ctx, cancel := context.WithTimeout(ctx, c.opts.Timeout)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return Fetched{}, brief.Invalid("this is not an address", "use one like https://news.example/feed")
	}
	req.Header.Set("User-Agent", c.agent)
	req.Header.Set("Accept", "application/atom+xml, application/rss+xml, application/feed+json, text/html;q=0.9, text/plain;q=0.8, */*;q=0.5")
	// Asking by name keeps the transport from unpacking by itself, so that the limit counts what comes out.
	req.Header.Set("Accept-Encoding", "gzip, deflate")
	if v.ETag != "" {
		req.Header.Set("If-None-Match", v.ETag)
	}
	if v.LastModified != "" {
		req.Header.Set("If-Modified-Since", v.LastModified)
	}
	resp, err := c.http.Do(req)
	if err != nil {
		return Fetched{}, c.explain(ctx, err)
	}
	defer resp.Body.Close()
	return c.read(ctx, resp, v)
}

// read takes the answer in.
func (c *Client) read(ctx context.Context, resp *http.Response, sent Validators) (Fetched, error) {
	got := Fetched{Status: resp.StatusCode, ContentType: resp.Header.Get("Content-Type"), FinalURL: resp.Request.URL.String(),
		Validators: Validators{header(resp, "ETag"), header(resp, "Last-Modified")},
		RetryAfter: retryAfter(resp.Header.Get("Retry-After"), c.opts.Now())}
	switch {
	case resp.StatusCode == http.StatusNotModified:
		got.NotModified = true
		if got.Validators == (Validators{}) {
			got.Validators = sent
		}
		return got, nil
	case resp.StatusCode == http.StatusNoContent:
		return got, nil
	case resp.StatusCode != http.StatusOK:
		what := strings.TrimSpace(fmt.Sprintf("the server answered %d %s", resp.StatusCode, http.StatusText(resp.StatusCode)))
		return got, brief.Unavailable(what, "look at the address in a browser", nil)
	}
	body, err := c.body(resp)
	if err != nil {
		return got, c.explain(ctx, err)
	}
	got.Body = body
	return got, nil
}

// header gives a validator that can be kept and sent back, empty when it cannot.
func header(resp *http.Response, name string) string {
	v := resp.Header.Get(name)
	for _, b := range []byte(v) {
		if b < 0x20 || b > 0x7e {
			return ""
		}
	}
	if len(v) > 512 {
		return ""
	}
	return v
}

// body reads and decompresses. Both sides are limited: what comes out, against bombs, and what comes in, against
// streams that never give anything.
func (c *Client) body(resp *http.Response) ([]byte, error) {
	if resp.ContentLength > c.opts.MaxBytes {
		return nil, c.tooLarge()
	}
	in := io.LimitReader(resp.Body, c.opts.MaxBytes+64<<10)
	out, err := decompress(in, resp.Header.Get("Content-Encoding"))
	if err != nil {
		return nil, err
	}
	body, err := io.ReadAll(io.LimitReader(out, c.opts.MaxBytes+1))
	if int64(len(body)) > c.opts.MaxBytes {
		return nil, c.tooLarge()
	}
	if err != nil {
		return nil, fmt.Errorf("reading the answer: %w", err)
	}
	return body, nil
}

func (c *Client) tooLarge() error {
	size := fmt.Sprintf("%d bytes", c.opts.MaxBytes)
	if c.opts.MaxBytes >= 1<<20 {
		size = fmt.Sprintf("%d MB", c.opts.MaxBytes>>20)
	}
	return brief.Unavailable("the answer is larger than "+size, "use a feed or a page that is smaller", nil)
}

func decompress(in io.Reader, encoding string) (io.Reader, error) {
	switch strings.ToLower(strings.TrimSpace(encoding)) {
	case "", "identity":
		return in, nil
	case "gzip", "x-gzip":
		out, err := gzip.NewReader(in)
		if err != nil {
			return nil, fmt.Errorf("reading the answer: %w", err)
		}
		return out, nil
	case "deflate":
		// The standard means zlib; some servers send the bare stream.
		buf := bufio.NewReader(in)
		if head, err := buf.Peek(2); err == nil && head[0]&0x0f == 8 && (int(head[0])<<8|int(head[1]))%31 == 0 {
			out, err := zlib.NewReader(buf)
			if err != nil {
				return nil, fmt.Errorf("reading the answer: %w", err)
			}
			return out, nil
		}
		return flate.NewReader(buf), nil
	}
	return nil, brief.Unavailable(fmt.Sprintf("the server packed its answer as %.40q, unasked", encoding), "tell its owner", nil)
}

// retryAfter reads seconds or a date. A day is the longest that is honoured.
func retryAfter(v string, now time.Time) time.Duration {
	wait := time.Duration(0)
	if n, err := strconv.Atoi(strings.TrimSpace(v)); err == nil && n > 0 {
		wait = time.Duration(min(n, 1e6)) * time.Second
	} else if t, err := http.ParseTime(v); err == nil {
		wait = t.Sub(now)
	}
	return min(max(wait, 0), 24*time.Hour)
}

// explain makes a sentence of what went wrong on the way.
func (c *Client) explain(ctx context.Context, err error) error {
	var said *brief.Error
	if errors.As(err, &said) {
		return said
	}
	what, do := c.cause(ctx, err)
	return brief.Unavailable(what, do, err)
}

func (c *Client) cause(ctx context.Context, err error) (what, do string) {
	var dns *net.DNSError
	var timeout net.Error
	switch {
	case errors.Is(ctx.Err(), context.DeadlineExceeded):
		return fmt.Sprintf("the answer took longer than %s", c.opts.Timeout), "try again later"
	case errors.Is(err, context.Canceled):
		return "the fetch was stopped", "try again"
	case errors.As(err, &dns) && dns.IsNotFound:
		return fmt.Sprintf("there is no host named %.100q", dns.Name), "check the address"
	case errors.As(err, &dns):
		return fmt.Sprintf("the name %.100q could not be looked up", dns.Name), "check the network and its name server"
	case errors.Is(err, syscall.ECONNREFUSED):
		return "the server refuses connections", "check the address, or try again later"
	case errors.As(err, &timeout) && timeout.Timeout():
		return fmt.Sprintf("the server sent no headers within %s", c.opts.HeaderTimeout), "try again later"
	case errors.Is(err, gzip.ErrHeader), errors.Is(err, gzip.ErrChecksum), errors.Is(err, zlib.ErrHeader), errors.As(err, new(flate.CorruptInputError)):
		return "the answer is packed wrongly", "tell its owner"
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF), errors.Is(err, syscall.ECONNRESET):
		return "the answer broke off", "try again later"
	}
	if what := certificate(err); what != "" {
		return what, "tell its owner"
	}
	return "the server could not be reached", "check the address, or try again later"
}

// certificate says what is wrong with the server's certificate, empty when it is not that.
func certificate(err error) string {
	var host x509.HostnameError
	var invalid x509.CertificateInvalidError
	var authority x509.UnknownAuthorityError
	var record tls.RecordHeaderError
	switch {
	case errors.As(err, &host):
		return "the server's certificate is for another name"
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		return "the server's certificate has expired or is not valid yet"
	case errors.As(err, &authority):
		return "the server's certificate is signed by nobody known"
	case errors.As(err, &record), errors.As(err, &invalid), errors.Is(err, http.ErrSchemeMismatch):
		return "the server does not speak https properly"
	}
	return ""
}
