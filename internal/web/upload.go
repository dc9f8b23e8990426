package web

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"time"

	"livebrief/internal/brief"
)

// The bounds of a form with files: a field beside them in bytes, how many parts there may be, and how long one may take to arrive and be
// read.
const (
	fieldLimit   = 64 << 10
	partsLimit   = 4000
	partPatience = 2 * time.Minute
)

// eachPart takes the parts of a form one after the other, as they arrive. It refuses a request that is no form with what, and one of more
// than partsLimit parts with tooMany.
func eachPart(c *call, what string, tooMany error, take func(*multipart.Part) error) error {
	parts, err := c.r.MultipartReader()
	if err != nil {
		return withStatus(http.StatusUnsupportedMediaType, brief.Invalid(what, "send it as multipart/form-data"))
	}
	for n := 0; ; n++ {
		_ = http.NewResponseController(c.w).SetReadDeadline(time.Now().Add(partPatience)) // where that cannot be set, the server's own patience holds
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err == nil && n == partsLimit {
			err = tooMany
		}
		if err == nil {
			err = take(part)
		}
		if err != nil {
			return err
		}
	}
}

// readPart reads a part of at most limit bytes.
func readPart(p *multipart.Part, limit int64) ([]byte, error) {
	raw, err := io.ReadAll(io.LimitReader(p, limit+1))
	if err == nil && int64(len(raw)) > limit {
		err = withStatus(http.StatusRequestEntityTooLarge, brief.Invalid(fmt.Sprintf("%.80q is larger than %d KB", cmp.Or(p.FileName(), p.FormName()), limit>>10), "split it"))
	}
	return raw, err
}
