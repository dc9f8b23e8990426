package newsroom

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"livebrief/internal/brief"
	"livebrief/internal/record"
	"livebrief/internal/relay"
	"livebrief/internal/store"
)

// RelaySettings say how a newsroom reaches its edges over NATS. With neither, no port is opened and nothing runs.
type RelaySettings struct {
	NATSListen string `help:"Run a NATS server for edges here, with its stream in the data folder." name:"nats-listen" placeholder:"HOST:PORT" env:"LIVEBRIEF_NATS_LISTEN"`
	NATS       string `help:"Fill the stream of another NATS with JetStream: nats://USER:PASSWORD@HOST:PORT, several parted by commas, or a file that holds the address." name:"nats" placeholder:"URL|FILE" env:"LIVEBRIEF_NATS"`
}

// edgeAddressFile is where a newsroom leaves the address by which edges reach its NATS, with their password. They can read
// the stream with it and nothing else.
const edgeAddressFile = "edge.nats"

// natsFolder is the folder of the stream within the data folder. It can be thrown away.
const natsFolder = "nats"

// openRelay opens the way to the edges, if one is wanted.
func (r *Room) openRelay() error {
	s := r.settings.RelaySettings
	switch {
	case s.NATSListen == "" && s.NATS == "":
		return nil
	case s.NATSListen != "" && s.NATS != "":
		return usageError{errors.New("--nats-listen runs a NATS server here and --nats uses another; give one of them")}
	}
	o := relay.OutboxOptions{Records: outgoing{r.followed(), copies{r.store, r.folder.keys()}, r.store}, Writes: r.writes, Log: r.log, Now: r.now}
	var err error
	if s.NATS != "" {
		if o.Address, err = natsAddress(s.NATS); err != nil {
			return err
		}
	} else if o.Embedded, err = r.startNode(s.NATSListen); err != nil {
		return err
	}
	r.node = o.Embedded
	if r.outbox, err = relay.OpenOutbox(o); err == nil {
		r.press.told = r.outbox.Wake
	}
	return err
}

// startNode starts the NATS server in the data folder, and leaves the address for edges there.
func (r *Room) startNode(listen string) (*relay.Node, error) {
	path := filepath.Join(r.folder.path, edgeAddressFile)
	password := passwordIn(path)
	if password == "" {
		password = rand.Text()
	}
	node, err := relay.StartNode(relay.NodeOptions{Listen: listen, Dir: filepath.Join(r.folder.path, natsFolder), Owner: rand.Text(), Edge: password})
	if err != nil {
		return nil, err
	}
	if err := writeBytes(path, ownFile, []byte(node.EdgeURL()+"\n")); err != nil {
		node.Close()
		return nil, cannotWrite("the address for edges cannot be kept in the data folder", "free space or check its owner", err)
	}
	return node, nil
}

// passwordIn finds the password of the edges that an earlier run made, so that they stay connected.
func passwordIn(path string) string {
	raw, err := os.ReadFile(path)
	if err != nil {
		return ""
	}
	u, err := url.Parse(strings.TrimSpace(string(raw)))
	if err != nil || u.User == nil {
		return ""
	}
	password, _ := u.User.Password()
	return password
}

// announceNode prints where edges find the NATS server.
func (r *Room) announceNode(out io.Writer) {
	if r.node != nil {
		fmt.Fprintf(out, "nats %s (edges: livebrief edge --nats %s)\n", r.node.Address(), filepath.Join(r.folder.path, edgeAddressFile))
	}
}

// closeRelay ends the way to the edges; the server last.
func (r *Room) closeRelay() {
	if r.outbox != nil {
		r.outbox.Close()
	}
	if r.node != nil {
		r.node.Close()
	}
}

// outgoing is the record as the outbox reads it.
type outgoing struct {
	followed *followed
	copies   copies
	store    *store.Store
}

// Heads gives how far every briefing has come.
func (o outgoing) Heads(ctx context.Context) ([]relay.Outgoing, error) {
	ids, err := o.followed.press.List(ctx)
	if err != nil {
		return nil, err
	}
	var list []relay.Outgoing
	for _, id := range ids {
		h, checkpoint, err := o.followed.head(ctx, id)
		if brief.KindOf(err) == brief.KindUnavailable {
			continue // its key is not here
		}
		if err != nil {
			return nil, err
		}
		state, err := o.followed.press.Current(ctx, id)
		if err != nil {
			return nil, err
		}
		mirrors, err := o.copies.Mirrors(id, state)
		if err != nil {
			return nil, err
		}
		list = append(list, relay.Outgoing{Head: h, Checkpoint: checkpoint, Mirrors: mirrors})
	}
	return list, nil
}

// Entries gives entries as they may be shown now.
func (o outgoing) Entries(ctx context.Context, id brief.BriefingID, from, to brief.Seq) ([]relay.Entry, error) {
	list, err := o.store.Entries(ctx, id, from, to)
	if err != nil {
		return nil, err
	}
	entries := make([]relay.Entry, len(list))
	for i, p := range list {
		leaf, err := record.LeafBytes(p.Entry)
		if err != nil {
			return nil, err
		}
		entries[i] = relay.Entry{Leaf: leaf, Beside: record.Beside{Seq: p.Entry.Seq, Body: p.Body, Salt: p.Salt, Removal: p.Removal}}
	}
	return entries, nil
}

// Removed lists the entries that have lost their text.
func (o outgoing) Removed(ctx context.Context, id brief.BriefingID) ([]brief.Seq, error) {
	return o.store.Removed(ctx, id)
}

// Cursor tells how far a briefing was sent.
func (o outgoing) Cursor(ctx context.Context, id brief.BriefingID) (brief.Seq, error) {
	if _, err := o.store.Head(ctx, id); err != nil {
		return 0, err
	}
	return o.store.Relayed(ctx, id)
}

// SetCursor keeps it.
func (o outgoing) SetCursor(ctx context.Context, id brief.BriefingID, seq brief.Seq) error {
	return o.store.SetRelayed(ctx, id, seq)
}
