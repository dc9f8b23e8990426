package record

import (
	"crypto/sha256"
	"hash/maphash"

	"livebrief/internal/brief"
)

// itemKey stands for an item without memory beside it. An id of up to 23 characters, longer than any that livebrief
// draws, is its own key, filled up with zeros, which no id holds. A longer one is a zero and 23 bytes of its SHA-256:
// whoever wants two such ids with one key has 2^92 hashes to make.
type itemKey [24]byte

func keyOf(item brief.ItemID) (k itemKey) {
	if len(item) < len(k) {
		copy(k[:], item)
		return k
	}
	sum := sha256.Sum256([]byte(item))
	copy(k[1:], sum[:])
	return k
}

// standing is where an item stands: its revision and the entry that made it, zero before the first.
type standing struct {
	item itemKey
	rev  int
	seq  brief.Seq
}

// standings are the items of a record, each once. They take about 48 bytes an item, where a map takes twice that just
// after it has grown: a reader with little memory has to get through a record of millions. The zero value is empty.
type standings struct {
	// list has the items in the order in which they came, in pieces that never move.
	list [][]standing
	size uint32
	// places says by the item's hash where in the list it is, counted from 1; 0 is free. The seed is drawn afresh, so
	// that nobody can choose ids that all fall into one place.
	places []uint32
	seed   maphash.Seed
}

const (
	pieceOfList = 4096
	fewPlaces   = 64
)

// of gives the place where the item is kept; one that is new stands at zero there. The pointer holds for good.
func (s *standings) of(item brief.ItemID) *standing {
	if uint64(s.size)*4 >= uint64(len(s.places))*3 {
		s.grow()
	}
	key := keyOf(item)
	at := s.find(&key)
	if n := s.places[at]; n > 0 {
		return s.at(n - 1)
	}
	if s.size%pieceOfList == 0 {
		s.list = append(s.list, make([]standing, pieceOfList))
	}
	s.size++
	s.places[at] = s.size
	fresh := s.at(s.size - 1)
	fresh.item = key
	return fresh
}

func (s *standings) at(n uint32) *standing { return &s.list[n/pieceOfList][n%pieceOfList] }

// find gives the item's place, or the free one that it would take.
func (s *standings) find(key *itemKey) int {
	last := len(s.places) - 1 // their number is a power of two
	at := int(maphash.Bytes(s.seed, key[:])) & last
	for s.places[at] > 0 && s.at(s.places[at]-1).item != *key {
		at = (at + 1) & last
	}
	return at
}

// grow doubles the places and puts everything where it belongs then.
func (s *standings) grow() {
	if s.places == nil {
		s.seed = maphash.MakeSeed()
	}
	s.places = make([]uint32, max(fewPlaces, 2*len(s.places)))
	for n := range s.size {
		s.places[s.find(&s.at(n).item)] = n + 1
	}
}
