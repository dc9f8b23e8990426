package intake

import (
	"context"
	"net/http"

	"livebrief/internal/brief"
)

// Ask sends a GET with the given headers and hands the answer over as it comes: no redirect is followed and nothing is
// unpacked, so that what stands between can be looked at. HTTP/2 is spoken where the other side does. The body is the
// caller's to bound and to close, and ctx to end. Errors are those of [Client.Fetch].
func (c *Client) Ask(ctx context.Context, address string, header http.Header) (*http.Response, error) {
	u, err := c.parse(address)
	if err != nil {
		return nil, err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return nil, brief.Invalid("this is not an address", "use one like https://live.example")
	}
	req.Header = header.Clone()
	req.Header.Set("User-Agent", c.agent)
	resp, err := c.asks.Do(req)
	if err != nil {
		return nil, c.explain(ctx, err)
	}
	return resp, nil
}

// asking makes the client of Ask, which dials under the same guard.
func asking(way *http.Transport) *http.Client {
	way = way.Clone()
	way.ForceAttemptHTTP2, way.DisableCompression = true, true
	return &http.Client{Transport: way, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
}
