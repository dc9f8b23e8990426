package newsroom

import (
	"context"
	"encoding/base64"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"livebrief/internal/brief"
	"livebrief/internal/record"
	"livebrief/internal/store"
)

// cosign hands the newest checkpoint to a witness, by C2SP's tlog-witness, and keeps the cosignature that it answers
// with. An error says in words what came instead.
func (w *witnesses) cosign(ctx context.Context, a asking) error {
	w.mu.Lock()
	old := a.stand.newest.Size
	w.mu.Unlock()
	for range 3 { // a witness that stands elsewhere says where
		_, checkpoint, tree, err := w.checkpoint(ctx, a.briefing)
		if err != nil {
			return err
		}
		if old > tree.Size {
			return w.suspect(ctx, a, fmt.Sprintf("it says that it has cosigned edition %d, and there is no such edition here", old))
		}
		proof, err := record.ProveConsistency(old, tree.Size, w.store.HashReader(ctx, a.briefing))
		if err != nil {
			return err
		}
		answer, err := w.post(ctx, a.url+"/add-checkpoint", "text/plain; charset=utf-8", pushBody(old, proof, checkpoint), maxWitnessAnswer)
		if err != nil {
			return err
		}
		switch answer.Status {
		case http.StatusOK:
			return w.accept(ctx, a, checkpoint, tree, answer.Body)
		case http.StatusConflict:
			size, err := strconv.ParseInt(strings.TrimSuffix(string(answer.Body), "\n"), 10, 64)
			if err != nil || size < 0 || size > record.MaxSize {
				return brief.Unavailable("it answered that it stands elsewhere, and not where", "tell its owner", nil)
			}
			if size == old {
				return w.suspect(ctx, a, fmt.Sprintf("it has cosigned another edition %d than there is here", size))
			}
			old = size
		case http.StatusForbidden, http.StatusUnprocessableEntity:
			return w.suspect(ctx, a, refusedBy(answer.Status, answer.Body))
		default:
			return brief.Unavailable(refusedBy(answer.Status, answer.Body), "tell its owner", nil)
		}
	}
	return brief.Unavailable("it stands elsewhere every time it is asked", "tell its owner", nil)
}

// pushBody is the body of add-checkpoint.
func pushBody(old int64, proof tlog.TreeProof, checkpoint []byte) []byte {
	b := fmt.Appendf(nil, "old %d\n", old)
	for _, h := range proof {
		b = append(b, base64.StdEncoding.EncodeToString(h[:])+"\n"...)
	}
	b = append(b, '\n')
	return append(b, checkpoint...)
}

// refusedBy tells a refusal with the first words that came with it, which a stranger wrote.
func refusedBy(status int, body []byte) string {
	said := strings.Join(strings.FieldsFunc(string(body), func(r rune) bool { return unicode.IsSpace(r) || !unicode.IsPrint(r) }), " ")
	if r := []rune(said); len(r) > 120 {
		said = string(r[:120]) + "…"
	}
	if status == http.StatusNotFound {
		return "it does not follow this briefing, or there is no witness at this address"
	}
	return strings.TrimSpace(fmt.Sprintf("it answered %d %s %s", status, http.StatusText(status), said))
}

// accept verifies a cosignature and keeps it.
func (w *witnesses) accept(ctx context.Context, a asking, checkpoint []byte, tree record.Tree, answer []byte) error {
	signed, err := record.FindCosignature(checkpoint, answer, a.verifier)
	if err != nil {
		return brief.Invalid("its answer is no cosignature by the key that the briefing names", "compare the key with the one its owner prints")
	}
	return w.take(ctx, store.Cosignature{Briefing: a.briefing, Witness: a.witness, Size: tree.Size, Line: signed.Line, At: signed.At})
}

// suspect looks what a witness has when it does not take our record as the continuation of what it cosigned. Where it
// shows a checkpoint that our own key signed and this record does not continue, an older copy of the record was brought
// back: publishing on it would fork it, and is stopped. A bare word of a witness stops nobody, since whoever takes over a
// witness could silence the desk with it.
func (w *witnesses) suspect(ctx context.Context, a asking, says string) error {
	reason, err := w.contradiction(ctx, a)
	if err != nil {
		return brief.Unavailable(says+"; what it has cosigned it does not show, or not under this briefing's key", "ask its owner", err)
	}
	if reason == "" {
		return brief.Unavailable(says, "ask its owner", nil)
	}
	return w.stop(a, reason)
}

// stop holds a briefing of which a witness has shown that its record went back or was changed. The error is what the desk
// is told.
func (w *witnesses) stop(a asking, reason string) error {
	w.hold(a.briefing, reason)
	w.mu.Lock()
	known := strings.HasPrefix(a.stand.says, reason)
	w.mu.Unlock()
	if !known {
		w.log.Error("a witness shows that the record went back or was changed", "briefing", a.briefing, "witness", a.witness, "reason", reason)
	}
	return brief.Unavailable(reason, "bring back the newest copy of the data folder, or take what is missing from a mirror", nil)
}

// contradiction compares what a witness has cosigned with the record, as it stands after the answer. It is empty where
// the record continues it.
func (w *witnesses) contradiction(ctx context.Context, a asking) (string, error) {
	origin, _, _, err := w.checkpoint(ctx, a.briefing)
	if err != nil {
		return "", err
	}
	raw, err := w.get(ctx, a.url+"/checkpoint?origin="+url.QueryEscape(origin))
	if err != nil {
		return "", err
	}
	verifiers, err := w.publicKeys(ctx, a.briefing)
	if err != nil {
		return "", err
	}
	return w.contradicts(ctx, a, raw, origin, verifiers)
}

func (w *witnesses) contradicts(ctx context.Context, a asking, raw []byte, origin string, verifiers note.Verifiers) (string, error) {
	theirs, err := record.OpenCheckpoint(raw, origin, verifiers)
	if err != nil {
		return "", err
	}
	_, _, ours, err := w.checkpoint(ctx, a.briefing)
	if err != nil || theirs.Size == 0 {
		return "", err
	}
	name, _, _ := strings.Cut(a.witness, "+")
	if theirs.Size > ours.Size {
		return fmt.Sprintf("the witness %s shows a checkpoint over %d entries that this briefing's key signed, and the record here has %d: an older copy was brought back",
			name, theirs.Size, ours.Size), nil
	}
	root, err := tlog.TreeHash(theirs.Size, w.store.HashReader(ctx, a.briefing))
	if err != nil {
		return "", err
	}
	if root != theirs.Root {
		return fmt.Sprintf("the witness %s shows a checkpoint over %d entries that this briefing's key signed, and the first %d entries here are others: an older copy was brought back and published on",
			name, theirs.Size, theirs.Size), nil
	}
	return "", nil
}
