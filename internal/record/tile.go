package record

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/tlog"

	"livebrief/internal/brief"
)

// FullTile is the number of hashes of a full tile and of leaves of a full entry bundle.
const FullTile = 256

// EntriesLevel stands for the level of a tile where a bundle of leaves is meant.
const EntriesLevel = -1

// maxLeaf is the longest leaf that a bundle can hold. Those of [LeafBytes] stay far below.
const maxLeaf = 1<<16 - 1

// topLevel is the highest level that the largest record reaches.
const topLevel = 6

// TilePath gives the path of a tile below the address of the record, as in C2SP's tlog-tiles: tile/0/x001/067, with
// .p/W at the end when its width W is below 256; tile/entries/... for [EntriesLevel]. It is empty for a tile that no
// record can have.
func TilePath(level int, index int64, width int) string {
	if checkTile(level, index, width) != nil {
		return ""
	}
	var b strings.Builder
	b.WriteString("tile/")
	if level == EntriesLevel {
		b.WriteString("entries")
	} else {
		b.WriteString(strconv.Itoa(level))
	}
	digits := strconv.FormatInt(index, 10)
	digits = strings.Repeat("0", (3-len(digits)%3)%3) + digits
	for ; len(digits) > 3; digits = digits[3:] {
		b.WriteString("/x" + digits[:3])
	}
	b.WriteString("/" + digits)
	if width < FullTile {
		b.WriteString(".p/" + strconv.Itoa(width))
	}
	return b.String()
}

// ParseTilePath is the inverse of [TilePath]. It takes exactly what that writes.
func ParseTilePath(path string) (level int, index int64, width int, err error) {
	level, index, width, ok := splitTilePath(path)
	if !ok || TilePath(level, index, width) != path {
		return 0, 0, 0, brief.NotFound(fmt.Sprintf("%.80q is not the path of a tile", path), "")
	}
	return level, index, width, nil
}

// splitTilePath reads the parts leniently; the comparison with what they write back is the judge.
func splitTilePath(path string) (level int, index int64, width int, ok bool) {
	rest, _ := strings.CutPrefix(path, "tile/")
	first, rest, ok := strings.Cut(rest, "/")
	if !ok {
		return 0, 0, 0, false
	}
	level, err := strconv.Atoi(first)
	if first == "entries" {
		level, err = EntriesLevel, nil
	}
	number, part, partial := strings.Cut(rest, ".p/")
	width = FullTile
	var errWidth error
	if partial {
		width, errWidth = strconv.Atoi(part)
	}
	number = strings.ReplaceAll(strings.ReplaceAll(number, "/", ""), "x", "")
	index, errIndex := strconv.ParseInt(number, 10, 64)
	return level, index, width, err == nil && errWidth == nil && errIndex == nil
}

// checkTile tells whether some record can have the tile.
func checkTile(level int, index int64, width int) error {
	noSuch := brief.NotFound(fmt.Sprintf("no record has a tile at level %d, index %d, width %d", level, index, width), "")
	if level < EntriesLevel || level > topLevel || width < 1 || width > FullTile || index < 0 || index > MaxSize/FullTile {
		return noSuch
	}
	if index*FullTile+int64(width) > MaxSize>>(8*max(level, 0)) {
		return noSuch
	}
	return nil
}

// TileWidth gives how many hashes of a tile, or leaves of a bundle, there are when the record has size entries: 0
// when the tile does not exist yet, 256 when it is full and will never change.
func TileWidth(size int64, level int, index int64) int {
	if checkTile(level, index, 1) != nil || size < 0 {
		return 0
	}
	there := size>>(8*max(level, 0)) - index*FullTile
	return int(min(max(there, 0), FullTile))
}

// TileBytes gives the content of a tile: width hashes of 32 bytes, one after the other. The reader must hold the
// stored hashes that they are made of; see [TileWidth] for what there is.
func TileBytes(level int, index int64, width int, r tlog.HashReader) ([]byte, error) {
	if level == EntriesLevel {
		return nil, brief.NotFound("a bundle of leaves is not a tile of hashes", "")
	}
	if err := checkTile(level, index, width); err != nil {
		return nil, err
	}
	stored := make([]int64, width)
	for i := range stored {
		stored[i] = tlog.StoredHashIndex(8*level, index*FullTile+int64(i))
	}
	hashes, err := r.ReadHashes(stored)
	if err != nil {
		return nil, fmt.Errorf("reading the hashes of %s: %w", TilePath(level, index, width), err)
	}
	if len(hashes) != width {
		return nil, fmt.Errorf("reading the hashes of %s: got %d of %d", TilePath(level, index, width), len(hashes), width)
	}
	tile := make([]byte, 0, width*tlog.HashSize)
	for _, h := range hashes {
		tile = append(tile, h[:]...)
	}
	return tile, nil
}

// EntryBundle gives the content of an entry bundle: each leaf after its length as two bytes, the higher one first.
// It takes 1 to 256 leaves of at most 65,535 bytes.
func EntryBundle(leaves [][]byte) ([]byte, error) {
	if len(leaves) < 1 || len(leaves) > FullTile {
		return nil, brief.Invalid(fmt.Sprintf("a bundle of %d leaves", len(leaves)), "bundle 1 to 256")
	}
	var bundle []byte
	for _, leaf := range leaves {
		if len(leaf) > maxLeaf {
			return nil, brief.Invalid(fmt.Sprintf("a leaf has %d bytes; the longest possible has %d", len(leaf), maxLeaf), "")
		}
		bundle = binary.BigEndian.AppendUint16(bundle, uint16(len(leaf)))
		bundle = append(bundle, leaf...)
	}
	return bundle, nil
}

// ParseEntryBundle is the inverse of [EntryBundle]. The leaves share memory with the bundle.
func ParseEntryBundle(bundle []byte) ([][]byte, error) {
	var leaves [][]byte
	for rest := bundle; len(rest) > 0; {
		if len(rest) < 2 || len(rest)-2 < int(binary.BigEndian.Uint16(rest)) {
			return nil, brief.Invalid("a bundle of leaves breaks off", "fetch it again")
		}
		end := 2 + int(binary.BigEndian.Uint16(rest))
		leaves = append(leaves, rest[2:end:end])
		rest = rest[end:]
	}
	if len(leaves) < 1 || len(leaves) > FullTile {
		return nil, brief.Invalid(fmt.Sprintf("a bundle holds %d leaves", len(leaves)), "fetch it again")
	}
	return leaves, nil
}

// TileSums finds out, while the leaf hashes of a record go by, which bytes its tiles must have, and keeps their SHA-256
// only: 32 bytes for 256 entries, and one unfinished tile a level. The zero value stands before entry 1.
type TileSums struct {
	levels []tileLevel
}

type tileLevel struct {
	// open are the hashes of the tile that is not full yet, full the sums of those that are.
	open []byte
	full [][sha256.Size]byte
}

// Add takes the leaf hash of the next entry.
func (s *TileSums) Add(leaf tlog.Hash) { s.add(0, leaf) }

func (s *TileSums) add(level int, h tlog.Hash) {
	if level == len(s.levels) {
		s.levels = append(s.levels, tileLevel{open: make([]byte, 0, FullTile*tlog.HashSize)})
	}
	l := &s.levels[level]
	if l.open = append(l.open, h[:]...); len(l.open) < cap(l.open) {
		return
	}
	l.full = append(l.full, sha256.Sum256(l.open))
	root := rootOfFull(l.open)
	l.open = l.open[:0]
	s.add(level+1, root)
}

// rootOfFull gives the root over the hashes of a full tile, which is one hash of the level above.
func rootOfFull(tile []byte) tlog.Hash {
	var hashes [FullTile]tlog.Hash
	for i := range hashes {
		hashes[i] = tlog.Hash(tile[i*tlog.HashSize:])
	}
	for n := FullTile / 2; n > 0; n /= 2 {
		for i := range n {
			hashes[i] = tlog.NodeHash(hashes[2*i], hashes[2*i+1])
		}
	}
	return hashes[0]
}

// Sum gives the SHA-256 of what the tile must hold after the entries so far; false when they make no such tile.
func (s *TileSums) Sum(level int, index int64, width int) ([sha256.Size]byte, bool) {
	if level < 0 || level >= len(s.levels) || index < 0 {
		return [sha256.Size]byte{}, false
	}
	l := &s.levels[level]
	switch full := int64(len(l.full)); {
	case index < full && width == FullTile:
		return l.full[index], true
	case index == full && width > 0 && width*tlog.HashSize == len(l.open):
		return sha256.Sum256(l.open), true
	}
	return [sha256.Size]byte{}, false
}
