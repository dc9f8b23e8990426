package intake

import (
	"bytes"
	"context"
	"io"
	"net/http"

	"livebrief/internal/brief"
)

// Answer is what came back to something that was handed in, whatever its status.
type Answer struct {
	Status      int
	ContentType string
	// Body is at most the limit of the call.
	Body []byte
}

// Post hands a body in at an address and gives the answer, of which at most limit bytes are taken. It follows no redirect:
// what is handed in goes to the address that a person named. Errors are those of [Client.Fetch].
func (c *Client) Post(ctx context.Context, address, contentType string, body []byte, limit int64) (Answer, error) {
	u, err := c.parse(address)
	if err != nil {
		return Answer{}, err
	}
	ctx, cancel := context.WithTimeout(ctx, c.opts.Timeout)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, u.String(), bytes.NewReader(body))
	if err != nil {
		return Answer{}, brief.Invalid("this is not an address", "use one like https://witness.example")
	}
	req.Header.Set("User-Agent", c.agent)
	req.Header.Set("Content-Type", contentType)
	req.Header.Set("Accept-Encoding", "identity")
	straight := *c.http
	straight.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	resp, err := straight.Do(req)
	if err != nil {
		return Answer{}, c.explain(ctx, err)
	}
	defer resp.Body.Close()
	got, err := io.ReadAll(io.LimitReader(resp.Body, limit+1))
	if err != nil {
		return Answer{}, c.explain(ctx, err)
	}
	if int64(len(got)) > limit {
		return Answer{}, brief.Unavailable("the answer is larger than such an answer can be", "tell its owner", nil)
	}
	return Answer{Status: resp.StatusCode, ContentType: resp.Header.Get("Content-Type"), Body: got}, nil
}
