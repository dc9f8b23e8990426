package newsroom

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"livebrief/internal/brief"
	"livebrief/internal/mirror"
	"livebrief/internal/record"
	"livebrief/internal/relay"
	"livebrief/internal/store"
)

// keeping is the store of an edge, as the follower sees it.
type keeping struct{ store *store.Store }

// Stands tells how far a briefing has come here.
func (k keeping) Stands(ctx context.Context, id brief.BriefingID) (relay.Stand, error) {
	row, err := k.store.Briefing(ctx, id)
	if brief.KindOf(err) == brief.KindNotFound {
		return relay.Stand{}, nil
	}
	if err != nil {
		return relay.Stand{}, err
	}
	stand := relay.Stand{Origin: row.Origin, At: row.At}
	if row.Seq == 0 {
		stand.Gathered, err = k.store.Gathered(ctx, id)
		return stand, err
	}
	if stand.Shown, err = treeAt(ctx, k.store, id, row.Seq); err != nil {
		return stand, err
	}
	stand.Keys, err = k.store.Keys(ctx, id)
	return stand, err
}

// Gather keeps entries of a record that is not shown yet.
func (k keeping) Gather(ctx context.Context, id brief.BriefingID, origin string, entries []relay.Entry) error {
	return k.store.Gather(ctx, id, origin, func(take func(leaf []byte, beside record.Beside) error) error {
		for _, e := range entries {
			if err := take(e.Leaf, e.Beside); err != nil {
				return err
			}
		}
		return nil
	})
}

// Settle proves and shows what was gathered.
func (k keeping) Settle(ctx context.Context, id brief.BriefingID, checkpoint []byte, judge relay.Judge) error {
	return k.store.Settle(ctx, id, checkpoint, store.Judge(judge))
}

// Drop forgets what was gathered.
func (k keeping) Drop(ctx context.Context, id brief.BriefingID) error { return k.store.Drop(ctx, id) }

// Follow proves and shows what a record has grown by.
func (k keeping) Follow(ctx context.Context, id brief.BriefingID, checkpoint []byte, judge relay.Judge, walk func(take func(relay.Entry) error) error) error {
	_, err := k.store.Follow(ctx, id, checkpoint, store.Judge(judge), func(take func(leaf []byte, beside record.Beside) error) error {
		return walk(func(e relay.Entry) error { return take(e.Leaf, e.Beside) })
	})
	return err
}

// publishersFile is where an edge keeps whose records it follows, in the form of pins. It outlasts the database.
const publishersFile = "publishers.json"

// publishers reads whom the edge has met.
func (f *folder) publishers() ([]relay.Known, error) {
	raw, err := os.ReadFile(filepath.Join(f.path, publishersFile))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, brief.Unavailable("the file "+publishersFile+" in the data folder cannot be read", "check its owner", err)
	}
	pins, err := mirror.ParsePins(raw)
	if err != nil {
		return nil, brief.Invalid("the file "+publishersFile+" in the data folder is damaged", "name the publisher's key with --key, and remove the file")
	}
	var list []relay.Known
	for _, p := range pins {
		list = append(list, relay.Known{Origin: p.Origin, Key: p.Key, Root: p.RootKey})
	}
	return list, nil
}

// keepPublishers writes whom the edge has met. How far a record went stands in its checkpoint, and not here.
func (f *folder) keepPublishers(list []relay.Known) error {
	pins, nothing := mirror.Pins{}, record.EmptyTree().Root.String()
	for _, k := range list {
		pins[k.Origin] = mirror.Pin{Origin: k.Origin, Key: k.Key, RootKey: k.Root, Root: nothing}
	}
	raw, err := pins.Encode()
	if err != nil {
		return err
	}
	return writeBytes(filepath.Join(f.path, publishersFile), ownFile, raw)
}
