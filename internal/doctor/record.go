package doctor

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"golang.org/x/mod/sumdb/note"

	"livebrief/internal/brief"
	"livebrief/internal/record"
)

// checkpoint looks whether the signed root of the record verifies, and is as new as head.
func (x *examination) checkpoint(ctx context.Context) {
	r, err := x.get(ctx, x.below("record/checkpoint"))
	if err != nil || r.status != http.StatusOK {
		x.say(Fault, "checkpoint", "the record's checkpoint does not come", "let "+x.below("record/")+" through to the server")
		return
	}
	key, err := x.key(ctx)
	if err != nil {
		x.say(Warning, "checkpoint", "the key of the record could not be read: "+sentence(err), "give the publisher's key with --key")
		return
	}
	verifier, err := record.NewVerifier(key)
	if err != nil {
		x.say(Warning, "checkpoint", "the key is none", "give the publisher's key with --key")
		return
	}
	origin, _, _ := strings.Cut(string(r.body), "\n")
	tree, err := record.OpenCheckpoint(r.body, origin, note.VerifierList(verifier))
	switch {
	case err != nil && x.o.Key == "" && !record.SignedBy(r.body, verifier.Name(), verifier.KeyHash()):
		x.say(Warning, "checkpoint", "the checkpoint is signed by a later key than the record's first", "give the publisher's key in force with --key, or let `livebrief verify` follow the keys of a copy")
	case err != nil:
		x.say(Fault, "checkpoint", "the checkpoint does not verify: "+sentence(err), "find out who answers at this address")
	case brief.Seq(tree.Size)+segmentSize < x.seq:
		x.say(Fault, "checkpoint", fmt.Sprintf("the checkpoint covers %d entries, head tells %d: a cache keeps it for too long", tree.Size, x.seq), "let Cache-Control pass as it comes from the server")
	default:
		x.ok("checkpoint", fmt.Sprintf("the checkpoint of %d entries verifies", tree.Size))
	}
}

// key is the one that was given, or the one that the record's first entry declares.
func (x *examination) key(ctx context.Context) (string, error) {
	if x.o.Key != "" {
		return x.o.Key, nil
	}
	r, err := x.get(ctx, x.below("log/0.json"))
	if err != nil {
		return "", err
	}
	var frames []struct {
		Body struct {
			Declaration string `json:"declaration"`
		} `json:"body"`
	}
	if json.Unmarshal(r.body, &frames) != nil || len(frames) == 0 || frames[0].Body.Declaration == "" {
		return "", errors.New("the first segment declares none")
	}
	d, err := record.OpenDeclaration([]byte(frames[0].Body.Declaration))
	if err != nil {
		return "", err
	}
	return d.Key, nil
}

// tile looks whether a file of the tree may stay in caches for ever.
func (x *examination) tile(ctx context.Context) {
	if x.seq == 0 {
		return
	}
	path := "record/tile/0/000"
	if x.seq < record.FullTile {
		path = fmt.Sprintf("record/tile/0/000.p/%d", x.seq)
	}
	r, err := x.get(ctx, x.below(path))
	if err != nil || r.status != http.StatusOK || len(r.body) == 0 || len(r.body)%32 != 0 {
		x.say(Fault, "tile", "a tile of the record does not come whole", "let "+x.below("record/")+" through to the server")
		return
	}
	x.life("tile", r, "immutable")
}
