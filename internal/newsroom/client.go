package newsroom

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"livebrief/internal/brief"
)

// deskFile is what serve leaves in the data folder for the commands on the same machine: where the desk listens
// and the token of the first person. Only the folder's owner can read it.
type deskFile struct {
	Desk  string `json:"desk"`
	Token string `json:"token"`
	// Pin names the key of the desk's certificate, empty when it speaks clear text.
	Pin string `json:"pin,omitempty"`
}

const deskFileName = "desk.json"

// client speaks to the API of a running desk.
type client struct {
	base, token string
	http        *http.Client
}

// client finds the desk: by --server and --token, or in the data folder.
func (c *Common) client() (*client, error) {
	found := deskFile{}
	if c.Server == "" || c.Token == "" {
		raw, err := os.ReadFile(filepath.Join(c.Data, deskFileName))
		switch {
		case errors.Is(err, os.ErrNotExist):
			return nil, brief.Unavailable(fmt.Sprintf("no desk is known to the data folder %s", c.Data),
				"start `livebrief serve --data "+c.Data+"` first, or name --server and --token", err)
		case err != nil:
			return nil, fmt.Errorf("finding the desk: %w", err)
		}
		if err := json.Unmarshal(raw, &found); err != nil {
			return nil, brief.Invalid("the file "+deskFileName+" in the data folder is damaged", "restart `livebrief serve`")
		}
	}
	if c.Server != "" {
		found.Desk, found.Pin = c.Server, ""
	}
	if c.Token != "" {
		found.Token = c.Token
	}
	way := http.DefaultTransport
	if found.Pin != "" {
		way = pinned(found.Pin)
	}
	return &client{base: found.Desk, token: found.Token, http: &http.Client{Transport: way, Timeout: 2 * time.Minute}}, nil
}

// request is one call of the API.
type request struct {
	method, path string
	query        url.Values
	// body is sent as JSON unless raw is set.
	body        any
	raw         io.Reader
	contentType string
	key         string
	// ifMatch is the revision that the person saw, as revision() writes it; empty for none.
	ifMatch string
}

// revision writes an item's revision as If-Match wants it.
func revision(rev int) string { return strconv.Quote(strconv.Itoa(rev)) }

// do sends the request and decodes the answer into out, which may be nil.
func (c *client) do(ctx context.Context, r request, out any) error {
	req, err := c.prepare(ctx, r)
	if err != nil {
		return err
	}
	res, err := c.http.Do(req)
	if err != nil {
		return c.silent(err)
	}
	defer res.Body.Close()
	raw, err := io.ReadAll(io.LimitReader(res.Body, 64<<20))
	if err != nil {
		return brief.Unavailable("the desk at "+c.base+" broke off its answer", "try again", err)
	}
	if res.StatusCode >= 300 {
		return refusal(res.StatusCode, raw)
	}
	if out == nil || len(raw) == 0 {
		return nil
	}
	if err := json.Unmarshal(raw, out); err != nil {
		return brief.Unavailable("the answer of "+c.base+" is not a desk's", "check --server", err)
	}
	return nil
}

// silent says that the desk gave no answer.
func (c *client) silent(err error) error {
	if said := unknownCertificate(c.base, err); said != nil {
		return said
	}
	return brief.Unavailable("the desk at "+c.base+" does not answer", "start `livebrief serve`, or check --server", err)
}

// long gives the client as it is for requests that take as long as the person waits.
func (c *client) long() *client {
	patient := *c
	patient.http = &http.Client{Transport: c.http.Transport}
	return &patient
}

// text asks for a text, with its ETag without quotation marks.
func (c *client) text(ctx context.Context, path string) (text, tag string, err error) {
	req, err := c.prepare(ctx, request{method: http.MethodGet, path: path})
	if err != nil {
		return "", "", err
	}
	res, err := c.http.Do(req)
	if err != nil {
		return "", "", c.silent(err)
	}
	defer res.Body.Close()
	raw, err := io.ReadAll(io.LimitReader(res.Body, brief.MaxListText+1))
	if err != nil {
		return "", "", brief.Unavailable("the desk at "+c.base+" broke off its answer", "try again", err)
	}
	if res.StatusCode != http.StatusOK {
		return "", "", refusal(res.StatusCode, raw)
	}
	return string(raw), strings.Trim(res.Header.Get("ETag"), `"`), nil
}

// file asks for a file. It can be large, and may take as long as the person waits.
func (c *client) file(ctx context.Context, path string, query url.Values) (io.ReadCloser, error) {
	req, err := c.prepare(ctx, request{method: http.MethodGet, path: path, query: query})
	if err != nil {
		return nil, err
	}
	res, err := c.long().http.Do(req)
	if err != nil {
		return nil, c.silent(err)
	}
	if res.StatusCode != http.StatusOK {
		defer res.Body.Close()
		raw, _ := io.ReadAll(io.LimitReader(res.Body, 1<<20))
		return nil, refusal(res.StatusCode, raw)
	}
	return res.Body, nil
}

// brokenOff says in words that the desk stopped in the middle of a file.
func (c *client) brokenOff(err error) error {
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return brief.Unavailable("the desk at "+c.base+" broke off its answer", "try again", err)
	}
	return err
}

func (c *client) prepare(ctx context.Context, r request) (*http.Request, error) {
	body := r.raw
	contentType := r.contentType
	if r.body != nil {
		raw, err := json.Marshal(r.body)
		if err != nil {
			return nil, fmt.Errorf("writing the request: %w", err)
		}
		body, contentType = bytes.NewReader(raw), "application/json"
	}
	address := c.base + r.path
	if len(r.query) > 0 {
		address += "?" + r.query.Encode()
	}
	req, err := http.NewRequestWithContext(ctx, r.method, address, body)
	if err != nil {
		return nil, brief.Invalid(fmt.Sprintf("%q is no address of a desk", c.base), "check --server")
	}
	req.Header.Set("Authorization", "Bearer "+c.token)
	req.Header.Set("Accept", "application/json")
	if contentType != "" {
		req.Header.Set("Content-Type", contentType)
	}
	if r.key != "" {
		req.Header.Set("Idempotency-Key", r.key)
	}
	if r.ifMatch != "" {
		req.Header.Set("If-Match", r.ifMatch)
	}
	return req, nil
}

// refusal turns an error of the API back into one of our own kinds.
func refusal(status int, raw []byte) error {
	var told struct {
		Error struct{ Kind, What, Do string }
	}
	if json.Unmarshal(raw, &told) != nil || told.Error.What == "" {
		return brief.Unavailable(fmt.Sprintf("the server answered with status %d and no sentence", status), "check --server", nil)
	}
	return &brief.Error{Kind: brief.ParseKind(told.Error.Kind), What: told.Error.What, Do: told.Error.Do}
}
