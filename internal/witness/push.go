package witness

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/tlog"

	"livebrief/internal/record"
)

// maxRequest bounds a request of add-checkpoint in bytes.
const maxRequest = 64 << 10

// sizeType is the type of an answer that is a size.
const sizeType = "text/x.tlog.size"

// pagePolicy lets the witness's page be read and nothing else.
const pagePolicy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// Handler serves C2SP's tlog-witness at /add-checkpoint; at /checkpoint?origin=... the newest cosigned checkpoint of a
// record; at / a page that says who the witness is and how far it came.
func (w *Witness) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /add-checkpoint", w.addCheckpoint)
	mux.HandleFunc("GET /checkpoint", w.checkpoint)
	mux.HandleFunc("GET /{$}", w.page)
	return http.HandlerFunc(func(out http.ResponseWriter, in *http.Request) {
		h := out.Header()
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Content-Security-Policy", pagePolicy)
		h.Set("Referrer-Policy", "no-referrer")
		mux.ServeHTTP(out, in)
	})
}

// addCheckpoint takes a checkpoint in.
func (w *Witness) addCheckpoint(out http.ResponseWriter, in *http.Request) {
	body, err := io.ReadAll(http.MaxBytesReader(out, in.Body, maxRequest))
	var large *http.MaxBytesError
	if errors.As(err, &large) {
		http.Error(out, "a request has at most 64 KB", http.StatusRequestEntityTooLarge)
		return
	}
	if err != nil {
		http.Error(out, "the request broke off", http.StatusBadRequest)
		return
	}
	old, proof, msg, err := parsePush(body)
	if err != nil {
		http.Error(out, err.Error(), http.StatusBadRequest)
		return
	}
	line, err := w.take(msg, old, proof)
	if err != nil {
		w.refuse(out, err)
		return
	}
	plain(out, line)
}

func plain(out http.ResponseWriter, text string) {
	out.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_, _ = io.WriteString(out, text) // who asked may have gone
}

// refuse answers with the status that tlog-witness has for the reason.
func (w *Witness) refuse(out http.ResponseWriter, err error) {
	var at elsewhere
	if errors.As(err, &at) {
		out.Header().Set("Content-Type", sizeType)
		out.WriteHeader(http.StatusConflict)
		fmt.Fprintf(out, "%d\n", at.size)
		return
	}
	for _, known := range []struct {
		err    error
		status int
	}{{errMalformed, http.StatusBadRequest}, {errSmaller, http.StatusBadRequest}, {errUnknown, http.StatusNotFound},
		{errUnsigned, http.StatusForbidden}, {errStopped, http.StatusForbidden}, {errUnproved, http.StatusUnprocessableEntity}} {
		if errors.Is(err, known.err) {
			http.Error(out, known.err.Error(), known.status)
			return
		}
	}
	w.opts.Log.Error("a checkpoint could not be cosigned", "error", err)
	http.Error(out, "the witness cannot cosign just now", http.StatusInternalServerError)
}

// parsePush reads the body of add-checkpoint: "old" and a size, hashes of a consistency proof, an empty line, a checkpoint.
func parsePush(body []byte) (old int64, proof tlog.TreeProof, checkpoint []byte, err error) {
	head, rest, ok := strings.Cut(string(body), "\n\n")
	first, hashes, _ := strings.Cut(head+"\n", "\n")
	size, named := strings.CutPrefix(first, "old ")
	old, err = strconv.ParseInt(size, 10, 64)
	if !ok || !named || err != nil || old < 0 || old > record.MaxSize || strconv.FormatInt(old, 10) != size {
		return 0, nil, nil, errors.New("the request does not begin with the old size, a proof and an empty line")
	}
	if proof, err = parseHashes(hashes); err != nil {
		return 0, nil, nil, errors.New("a line of the proof is no hash in base 64")
	}
	if len(proof) > record.MaxProof {
		return 0, nil, nil, fmt.Errorf("a proof has at most %d hashes", record.MaxProof)
	}
	return old, proof, []byte(rest), nil
}

// checkpoint gives the newest cosigned checkpoint of a record: the publisher's signature, and ours.
func (w *Witness) checkpoint(out http.ResponseWriter, in *http.Request) {
	r := w.find(in.URL.Query().Get("origin"))
	if r == nil {
		http.Error(out, "this record is not followed here; ask with ?origin=", http.StatusNotFound)
		return
	}
	r.mu.Lock()
	kept := r.kept
	r.mu.Unlock()
	if kept == nil {
		http.Error(out, "nothing of this record has been cosigned yet", http.StatusNotFound)
		return
	}
	out.Header().Set("Cache-Control", "no-cache")
	plain(out, string(kept))
}
