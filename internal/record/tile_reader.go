package record

import (
	"fmt"

	"golang.org/x/mod/sumdb/tlog"

	"livebrief/internal/brief"
)

// TileHashes reads the hashes of a tree from its tiles, wherever they are kept. Every hash that is given out is proved to
// lie under the root of the tree, so the tiles may come from a stranger. Fetch gets a tile by its path below the record,
// such as tile/0/x001/067; a tile that is gone since it is full by now is looked for under its full path.
func TileHashes(t Tree, fetch func(path string) ([]byte, error)) tlog.HashReader {
	return tlog.TileHashReader(tlog.Tree{N: t.Size, Hash: t.Root}, tileFetcher(fetch))
}

// tileFetcher is a tlog.TileReader over the paths of C2SP's tlog-tiles.
type tileFetcher func(path string) ([]byte, error)

// Height of a tile in levels of the tree.
func (tileFetcher) Height() int { return 8 }

// ReadTiles gets tiles one after the other.
func (f tileFetcher) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	data := make([][]byte, len(tiles))
	for i, t := range tiles {
		raw, err := f.read(t)
		if err != nil {
			return nil, err
		}
		if len(raw) < t.W*tlog.HashSize {
			return nil, brief.Invalid(fmt.Sprintf("the tile %s breaks off", TilePath(t.L, t.N, t.W)), "fetch it again")
		}
		data[i] = raw[:t.W*tlog.HashSize]
	}
	return data, nil
}

func (f tileFetcher) read(t tlog.Tile) ([]byte, error) {
	path := TilePath(t.L, t.N, t.W)
	raw, err := f(path)
	if err == nil {
		return raw, nil
	}
	if full, err := f(TilePath(t.L, t.N, FullTile)); err == nil && t.W < FullTile {
		return full, nil
	}
	return nil, fmt.Errorf("fetching %s: %w", path, err)
}

// SaveTiles keeps nothing: what a tree needs is asked for once.
func (tileFetcher) SaveTiles([]tlog.Tile, [][]byte) {}
