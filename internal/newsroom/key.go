package newsroom

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"strings"

	"livebrief/internal/brief"
	"livebrief/internal/record"
	"livebrief/internal/web"
)

// keyCommand holds the acts on the keys of a record.
type keyCommand struct {
	Show    keyShow    `cmd:"" help:"Print which key signs the record of a briefing, and until when."`
	Rotate  keyRotate  `cmd:"" help:"Let a new key sign from now on, where the root key is still on the server."`
	Request keyRequest `cmd:"" help:"Prepare a new key and print its declaration, for the root to sign elsewhere."`
	Sign    keySign    `cmd:"" help:"Sign a request with the root key. Stands alone: do it on a machine without a network."`
	Install keyInstall `cmd:"" help:"Put a signed declaration on the record; the new key signs from then on."`
}

func keysPath(b string) string { return "/api/briefings/" + url.PathEscape(b) + "/keys" }

type keyShow struct {
	Briefing string `help:"Name or id of the briefing." required:"" placeholder:"B"`
}

// Run prints the key in force.
func (k *keyShow) Run(ctx context.Context, std *Streams, c *Common) error {
	cl, err := c.client()
	if err != nil {
		return err
	}
	var is web.KeyStanding
	if err := cl.do(ctx, request{method: "GET", path: keysPath(k.Briefing)}, &is); err != nil {
		return err
	}
	return c.print(std.Out, is, func(out io.Writer) {
		fmt.Fprintf(out, "record  %s\nkey     %s\n        %s\n", is.Origin, is.Fingerprint, is.Key)
		if is.Root == "" {
			fmt.Fprintln(out, "root    none: `livebrief key rotate` makes one and declares it")
			return
		}
		fmt.Fprintf(out, "        the %s of this record, since entry %d, until %s\nroot    %s\n        %s\n", ordinal(is.Number), is.Since, is.Expires,
			is.RootFingerprint, is.Root)
		if is.RootHere {
			fmt.Fprintln(out, "        its secret half is still on the server: move the .root file of the folder keys to a place without a network")
		}
	})
}

// ordinal writes first, second, third, 4th.
func ordinal(n int) string {
	if names := []string{"", "first", "second", "third"}; n < len(names) {
		return names[n]
	}
	return fmt.Sprintf("%dth", n)
}

// keyWish are the flags of a new key.
type keyWish struct {
	Briefing string `help:"Name or id of the briefing." required:"" placeholder:"B"`
	Lost     bool   `help:"The key before is lost or stolen: it does not sign, the root alone vouches."`
	Expires  string `help:"Last day of the new key, YYYY-MM-DD; a year from now when not given." placeholder:"DATE"`
}

func (w *keyWish) wish() web.KeyWish { return web.KeyWish{Lost: w.Lost, Expires: w.Expires} }

type keyRotate struct {
	keyWish
	Note string `help:"Public sentence on why the key changes." placeholder:"TEXT"`
}

// Run replaces the key.
func (k *keyRotate) Run(ctx context.Context, std *Streams, c *Common) error {
	return declareKey(ctx, std, c, k.Briefing, map[string]any{"rotate": true, "lost": k.Lost, "expires": k.Expires, "note": k.Note})
}

// declareKey asks the desk to declare a key and says what came of it.
func declareKey(ctx context.Context, std *Streams, c *Common, b string, body map[string]any) error {
	cl, err := c.client()
	if err != nil {
		return err
	}
	var answer actAnswer
	if err := cl.do(ctx, request{method: "POST", path: keysPath(b), body: body}, &answer); err != nil {
		return err
	}
	if err := c.said(std, answer); err != nil {
		return err
	}
	var is web.KeyStanding
	if err := cl.do(ctx, request{method: "GET", path: keysPath(b)}, &is); err != nil {
		return err
	}
	fmt.Fprintf(std.Err, "the record is signed with %s until %s; tell readers the new fingerprint by another way than the page\n", is.Fingerprint, is.Expires)
	return nil
}

type keyRequest struct {
	keyWish
	To string `help:"File to write; standard output when not given." placeholder:"FILE"`
}

// Run prepares a key.
func (k *keyRequest) Run(ctx context.Context, std *Streams, c *Common) error {
	cl, err := c.client()
	if err != nil {
		return err
	}
	var answer struct{ Request string }
	if err := cl.do(ctx, request{method: "POST", path: keysPath(k.Briefing) + "/request", body: k.wish()}, &answer); err != nil {
		return err
	}
	return writeNote(std, k.To, answer.Request)
}

// writeNote writes a signed note to a file, or to standard output where none is named.
func writeNote(std *Streams, to, text string) error {
	if to == "" {
		_, err := io.WriteString(std.Out, text)
		return err
	}
	return unwritable(writeBytes(to, publicFile, []byte(text)), to)
}

type keySign struct {
	Request string `arg:"" help:"File of the request; - for standard input."`
	Root    string `help:"File of the root key." required:"" placeholder:"FILE"`
	To      string `help:"File to write; standard output when not given." placeholder:"FILE"`
	Yes     bool   `help:"Sign without asking, for scripts."`
}

// Run shows what is about to be signed, and signs it.
func (k *keySign) Run(std *Streams) error {
	raw, err := readInput(k.Request, std.In)
	if err != nil {
		return err
	}
	secret, err := readInput(k.Root, nil)
	if err != nil {
		return err
	}
	root, err := record.NewSigner(strings.TrimSpace(string(secret)))
	if err != nil {
		return brief.Invalid(k.Root+" holds no root key", "name the .root file that was made with the briefing")
	}
	d, err := record.OpenRequest(raw)
	if err != nil {
		return err
	}
	short, err := record.Fingerprint(d.Key)
	if err != nil {
		return err
	}
	fmt.Fprintf(std.Err, "Declaration %d of %s: %s signs until %s (%s).\n", d.Number, d.Origin, short, d.Expires, d.Reason)
	if !k.Yes {
		if err := agreed(std, k.Request); err != nil {
			return err
		}
	}
	whole, err := record.Countersign(raw, root)
	if err != nil {
		return err
	}
	return writeNote(std, k.To, string(whole))
}

// agreed asks the person on the terminal.
func agreed(std *Streams, from string) error {
	if from == "-" {
		return usageError{errors.New("the request comes from standard input, so nobody can be asked; compare it and add --yes")}
	}
	fmt.Fprint(std.Err, "Compare the fingerprint with what the server's side reads out to you. Sign? [y/N] ")
	var answer string
	if _, err := fmt.Fscanln(std.In, &answer); err != nil || !strings.EqualFold(answer, "y") && !strings.EqualFold(answer, "yes") {
		return brief.Forbidden("nothing was signed", "answer y to sign, or add --yes")
	}
	return nil
}

type keyInstall struct {
	Declaration string `arg:"" help:"File of the signed declaration; - for standard input."`
	Briefing    string `help:"Name or id of the briefing." required:"" placeholder:"B"`
	Note        string `help:"Public sentence on why the key changes." placeholder:"TEXT"`
}

// Run puts the declaration on the record.
func (k *keyInstall) Run(ctx context.Context, std *Streams, c *Common) error {
	raw, err := readInput(k.Declaration, std.In)
	if err != nil {
		return err
	}
	return declareKey(ctx, std, c, k.Briefing, map[string]any{"declaration": string(raw), "note": k.Note})
}
