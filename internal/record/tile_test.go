package record

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/transparency-dev/merkle/rfc6962"
	"golang.org/x/mod/sumdb/tlog"

	"livebrief/internal/brief"
)

func TestTilesHaveThePathsOfTheSpecification(t *testing.T) {
	for _, c := range []struct {
		level int
		index int64
		width int
		path  string
	}{
		{0, 0, 256, "tile/0/000"},
		{0, 0, 1, "tile/0/000.p/1"},
		{0, 7, 255, "tile/0/007.p/255"},
		{0, 999, 256, "tile/0/999"},
		{0, 1000, 256, "tile/0/x001/000"},
		{1, 67, 9, "tile/1/067.p/9"},
		{0, 1234067, 256, "tile/0/x001/x234/067"},
		{2, 1234067, 112, "tile/2/x001/x234/067.p/112"},
		{0, 100000, 256, "tile/0/x100/000"},
		{EntriesLevel, 0, 256, "tile/entries/000"},
		{EntriesLevel, 1067, 3, "tile/entries/x001/067.p/3"},
		{0, 1<<45 - 1, 255, "tile/0/x035/x184/x372/x088/831.p/255"}, // the last tile that a record can have
		{6, 0, 31, "tile/6/000.p/31"},
	} {
		if path := TilePath(c.level, c.index, c.width); path != c.path {
			t.Errorf("%d, %d, %d has the path %s, want %s", c.level, c.index, c.width, path, c.path)
		}
		level, index, width, err := ParseTilePath(c.path)
		if err != nil || level != c.level || index != c.index || width != c.width {
			t.Errorf("%s is %d, %d, %d, %v", c.path, level, index, width, err)
		}
	}
}

func TestTilesThatNoRecordCanHaveHaveNoPath(t *testing.T) {
	for _, c := range []struct {
		level int
		index int64
		width int
	}{{-2, 0, 1}, {64, 0, 1}, {7, 0, 1}, {0, -1, 1}, {0, 0, 0}, {0, 0, -1}, {0, 0, 257}, {0, 1<<45 - 1, 256}, {0, 1 << 45, 1},
		{0, 1<<63 - 1, 1}, {6, 0, 32}, {6, 1, 1}, {1 << 62, 0, 1}} {
		if path := TilePath(c.level, c.index, c.width); path != "" {
			t.Errorf("%v has the path %s", c, path)
		}
		if b, err := TileBytes(c.level, c.index, c.width, &Hashes{}); err == nil {
			t.Errorf("%v has the bytes %x", c, b)
		}
		if w := TileWidth(MaxSize, c.level, c.index); c.width == 1 && w != 0 {
			t.Errorf("%v has the width %d", c, w)
		}
	}
}

func TestATilePathHasOneSpelling(t *testing.T) {
	for _, path := range []string{"", "tile", "tile/", "tile/0", "tile/0/", "tile/0/0", "tile/0/00", "tile/0/0000", "tile/0/0001",
		"tile/00/000", "tile/+0/000", "tile/-0/000", "tile/-1/000", "tile/x/000", "tile/64/000", "tile/7/000", "tile/0/x000", "tile/0/x000/000",
		"tile/0/001/000", "tile/0/x001000", "tile/0/X001/000", "tile/0/x001/x000", "tile/0/+01", "tile/0/-01", "tile/0/0x1",
		"tile/0/000.p", "tile/0/000.p/", "tile/0/000.p/0", "tile/0/000.p/01", "tile/0/000.p/256", "tile/0/000.p/+1",
		"tile/0/000.p/1.p/1", "tile/0/000.p/1/", "/tile/0/000", "tile/0/000/", "tile//000", "tile/0//000", "tile/0/../000",
		"tile/Entries/000", "tile/entries/", "tile/8/0/000", "tile/0/٠٠٠", "tile/0/000\n", "tile/0/000?", "tile/0/000%2e",
		"0/000", "entries/000", "tile/0/x999/x999/x999/x999/x999/x999/999", "tile/0/" + strings.Repeat("x999/", 1000) + "999"} {
		level, index, width, err := ParseTilePath(path)
		if brief.KindOf(err) != brief.KindNotFound || level != 0 || index != 0 || width != 0 {
			t.Errorf("%q is %d, %d, %d, %v", path, level, index, width, err)
		}
	}
}

func FuzzAParsedTilePathWritesBack(f *testing.F) {
	for _, seed := range []string{"tile/0/x001/x234/067", "tile/entries/000.p/255", "tile/6/000.p/31", "tile/0/0x1", "tile/0/x000/000"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, path string) {
		level, index, width, err := ParseTilePath(path)
		if err != nil {
			return
		}
		if again := TilePath(level, index, width); again != path {
			t.Fatalf("%q writes back as %q", path, again)
		}
		if strings.Contains(path, "..") || strings.Trim(path, "abcdefghijklmnopqrstuvwxyz0123456789./") != "" {
			t.Fatalf("%q is no path to open", path)
		}
		if most := TileWidth(MaxSize, level, index); width > most {
			t.Fatalf("%q is wider than the largest record makes it, %d", path, most)
		}
	})
}

// The example of the specification: a tree of 70,000 leaves.
func TestATreeHasTheTilesOfTheSpecification(t *testing.T) {
	for _, c := range []struct {
		size  int64
		level int
		index int64
		width int
	}{
		{70000, 0, 0, 256}, {70000, 0, 272, 256}, {70000, 0, 273, 112}, {70000, 0, 274, 0},
		{70000, EntriesLevel, 272, 256}, {70000, EntriesLevel, 273, 112}, {70000, EntriesLevel, 274, 0},
		{70000, 1, 0, 256}, {70000, 1, 1, 17}, {70000, 1, 2, 0},
		{70000, 2, 0, 1}, {70000, 2, 1, 0}, {70000, 3, 0, 0},
		{256, 0, 0, 256}, {256, 0, 1, 0}, {256, 1, 0, 1}, {255, 0, 0, 255}, {255, 1, 0, 0}, {257, 0, 1, 1},
		{0, 0, 0, 0}, {0, EntriesLevel, 0, 0}, {-1, 0, 0, 0},
	} {
		if got := TileWidth(c.size, c.level, c.index); got != c.width {
			t.Errorf("of %d entries, tile %d/%d has %d hashes, want %d", c.size, c.level, c.index, got, c.width)
		}
	}
}

func TestATilesHashIsTheRootOfTheTileBelow(t *testing.T) {
	const size = 600
	tree, leaves := grow(t, size)
	for index := range int64(3) {
		width := TileWidth(size, 0, index)
		tile, err := TileBytes(0, index, width, tree)
		if err != nil || !bytes.Equal(tile, bytes.Join(leaves[index*256:index*256+int64(width)], nil)) {
			t.Errorf("tile 0/%d of width %d is not the leaf hashes, %v", index, width, err)
		}
	}
	tile, err := TileBytes(1, 0, TileWidth(size, 1, 0), tree)
	want := append(rootOf(leaves[:256]), rootOf(leaves[256:512])...)
	if err != nil || !bytes.Equal(tile, want) {
		t.Errorf("tile 1/0 = %x, %v; want %x", tile, err, want)
	}
	if b, err := TileBytes(0, 2, 89, tree); brief.KindOf(err) != brief.KindNotFound {
		t.Errorf("a hash more than there is: %d bytes, %v", len(b), err)
	}
	if b, err := TileBytes(EntriesLevel, 0, 1, tree); brief.KindOf(err) != brief.KindNotFound {
		t.Errorf("a bundle as a tile: %x, %v", b, err)
	}
	few := tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) { return make([]tlog.Hash, len(indexes)-1), nil })
	if b, err := TileBytes(0, 0, 2, few); err == nil {
		t.Errorf("of a reader that gives too few: %x", b)
	}
	broken := errors.New("broken")
	fails := tlog.HashReaderFunc(func([]int64) ([]tlog.Hash, error) { return nil, broken })
	if _, err := TileBytes(0, 0, 2, fails); !errors.Is(err, broken) {
		t.Errorf("of a reader that fails: %v", err)
	}
}

// rootOf hashes a perfect tree level by level with the second implementation.
func rootOf(leaves [][]byte) []byte {
	for len(leaves) > 1 {
		var up [][]byte
		for i := 0; i < len(leaves); i += 2 {
			up = append(up, rfc6962.DefaultHasher.HashChildren(leaves[i], leaves[i+1]))
		}
		leaves = up
	}
	return leaves[0]
}

func TestABundleHasTheBytesOfTheSpecification(t *testing.T) {
	long := bytes.Repeat([]byte{'x'}, 258)
	bundle, err := EntryBundle([][]byte{[]byte("ab"), {}, long})
	if want := "\x00\x02ab\x00\x00\x01\x02" + string(long); err != nil || string(bundle) != want {
		t.Errorf("bundle = %q, %v", bundle, err)
	}
	leaves, err := ParseEntryBundle(bundle)
	if err != nil || len(leaves) != 3 || string(leaves[0]) != "ab" || len(leaves[1]) != 0 || !bytes.Equal(leaves[2], long) {
		t.Errorf("leaves = %q, %v", leaves, err)
	}
	if full, err := EntryBundle([][]byte{make([]byte, 65535)}); err != nil || len(full) != 65537 {
		t.Errorf("the longest leaf: %d bytes, %v", len(full), err)
	}
}

func TestABundleThatIsNotWholeIsRefused(t *testing.T) {
	for _, bundle := range []string{"", "\x00", "\x00\x01", "\x00\x02a", "\x00\x01a\x00", "\x00\x01a\xff\xffbc", strings.Repeat("\x00\x00", 257)} {
		if leaves, err := ParseEntryBundle([]byte(bundle)); brief.KindOf(err) != brief.KindInvalid {
			t.Errorf("%.20q holds %d leaves, %v", bundle, len(leaves), err)
		}
	}
	for name, leaves := range map[string][][]byte{"no leaf": nil, "257 leaves": make([][]byte, 257), "a leaf too long": {make([]byte, 65536)}} {
		if bundle, err := EntryBundle(leaves); brief.KindOf(err) != brief.KindInvalid {
			t.Errorf("%s: %d bytes, %v", name, len(bundle), err)
		}
	}
}

func FuzzAParsedBundleWritesBack(f *testing.F) {
	f.Add([]byte("\x00\x02ab\x00\x00"))
	f.Add([]byte(strings.Repeat("\x00\x00", 256)))
	f.Fuzz(func(t *testing.T, bundle []byte) {
		leaves, err := ParseEntryBundle(bundle)
		if err != nil {
			return
		}
		if again, err := EntryBundle(leaves); err != nil || !slices.Equal(again, bundle) {
			t.Fatalf("%q writes back as %q, %v", bundle, again, err)
		}
	})
}

// TestSumsOfTilesAreThoseOfTheTilesThemselves adds leaf by leaf and compares with tiles made from all stored hashes.
func TestSumsOfTilesAreThoseOfTheTilesThemselves(t *testing.T) {
	looked := map[int64]bool{1: true, 255: true, 256: true, 257: true, 511: true, 512: true, 65_535: true, 65_536: true, 65_537: true, 65_792: true}
	var sums TileSums
	var all Hashes
	if _, ok := sums.Sum(0, 0, 1); ok {
		t.Error("an empty record has a tile")
	}
	for size := int64(1); size <= 65_792; size++ {
		leaf := tlog.RecordHash([]byte{byte(size), byte(size >> 8), byte(size >> 16)})
		sums.Add(leaf)
		if err := all.Append(leaf); err != nil {
			t.Fatal(err)
		}
		if !looked[size] {
			continue
		}
		tiles := 0
		for level := range 4 {
			for index := int64(0); ; index++ {
				width := TileWidth(size, level, index)
				if width == 0 {
					break
				}
				tiles++
				want, err := TileBytes(level, index, width, &all)
				if err != nil {
					t.Fatal(err)
				}
				if got, ok := sums.Sum(level, index, width); !ok || got != sha256.Sum256(want) {
					t.Fatalf("of %d entries, the tile %s has another sum", size, TilePath(level, index, width))
				}
			}
		}
		for _, no := range []struct {
			level int
			index int64
			width int
		}{{-1, 0, 1}, {0, -1, 256}, {0, size/FullTile + 1, 1}, {0, size / FullTile, int(size%FullTile) + 1}, {0, size / FullTile, 0}, {0, 0, 300}, {4, 0, 1}} {
			if _, ok := sums.Sum(no.level, no.index, no.width); ok {
				t.Errorf("of %d entries, there is a tile %v", size, no)
			}
		}
		if want := map[int64]int{1: 1, 256: 2, 257: 3, 65_536: 258, 65_537: 259, 65_792: 260}[size]; want > 0 && tiles != want {
			t.Errorf("%d entries have %d tiles, not %d", size, tiles, want)
		}
	}
}
