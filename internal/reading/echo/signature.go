package echo

import (
	"encoding/binary"
	"fmt"
	"math"

	"livebrief/internal/brief"
)

// Bands of a signature. Two texts of similarity s meet in a band with 1-(1-s^rows)^bands: 0.988 at 0.7, 0.03 at 0.2.
// What they miss among longer texts is found by its samples.
const (
	bands  = 16
	rows   = 4
	hashes = bands * rows
)

// Signature stands for the shingles of a text: the least of each of 64 hashes, of which 16 bits are kept, so that two
// that differ are alike by chance once in 65,536. It is empty for a text without words.
type Signature struct {
	// Words is how many the text has.
	Words uint32
	// Exact is the hash of all words in their order: two texts with the same words have the same.
	Exact uint64
	mins  [hashes]uint16
}

// multipliers are odd numbers drawn from SplitMix64 with seedMinHash, two for each hash.
var multipliers = func() (m [hashes][2]uint64) {
	state := uint64(seedMinHash)
	for i := range m {
		for k := range m[i] {
			state += seedShingle
			m[i][k] = mix(state) | 1
		}
	}
	return m
}()

// Sign makes the signature of a text.
func Sign(text string) Signature {
	words := scan(nil, head(text))
	return sign(words, shingles(nil, words))
}

// sign takes the shingles in any order, and as often as they come.
func sign(words []word, all []uint64) Signature {
	s := Signature{Words: uint32(len(words)), Exact: exact(words)}
	if len(all) == 0 {
		return s
	}
	for i := 0; i < hashes; i += 2 {
		least := [2]uint32{math.MaxUint32, math.MaxUint32}
		m, n := multipliers[i], multipliers[i+1]
		for _, x := range all {
			least[0] = min(least[0], uint32((m[0]*x+m[1])>>32))
			least[1] = min(least[1], uint32((n[0]*x+n[1])>>32))
		}
		s.mins[i], s.mins[i+1] = uint16(least[0]), uint16(least[1])
	}
	return s
}

func exact(words []word) uint64 {
	h := uint64(seedExact)
	for _, w := range words {
		h = mix(h ^ w.hash)
	}
	return h
}

// Similarity estimates the Jaccard similarity of the texts, from 0 to 1; its standard error is at most 0.063.
func (s Signature) Similarity(o Signature) float64 {
	if s.Words == 0 || o.Words == 0 {
		return 0
	}
	same := 0
	for i := range s.mins {
		if s.mins[i] == o.mins[i] {
			same++
		}
	}
	return share(same, hashes)
}

// band gives the key of one band.
func (s *Signature) band(i int) uint64 {
	var h uint64
	for _, m := range s.mins[i*rows : (i+1)*rows] {
		h = h<<16 | uint64(m)
	}
	return mix(h ^ mix(seedBand+uint64(i)))
}

// The bytes of a signature: version, number of words, exact hash, minima; big-endian.
const (
	signatureVersion = 1
	signatureSize    = 1 + 4 + 8 + 2*hashes
)

// AppendBinary appends the 141 bytes of a signature to b. It never fails.
func (s Signature) AppendBinary(b []byte) ([]byte, error) {
	b = append(b, signatureVersion)
	b = binary.BigEndian.AppendUint32(b, s.Words)
	b = binary.BigEndian.AppendUint64(b, s.Exact)
	for _, m := range s.mins {
		b = binary.BigEndian.AppendUint16(b, m)
	}
	return b, nil
}

// MarshalBinary gives the bytes of a signature.
func (s Signature) MarshalBinary() ([]byte, error) { return s.AppendBinary(nil) }

// UnmarshalBinary takes the bytes of a signature. It refuses, as brief.Invalid, another version or length.
func (s *Signature) UnmarshalBinary(b []byte) error {
	if len(b) != signatureSize || b[0] != signatureVersion {
		return brief.Invalid(fmt.Sprintf("these %d bytes are no signature of version %d", len(b), signatureVersion), "make it again from the text")
	}
	s.Words, s.Exact = binary.BigEndian.Uint32(b[1:]), binary.BigEndian.Uint64(b[5:])
	for i := range s.mins {
		s.mins[i] = binary.BigEndian.Uint16(b[13+2*i:])
	}
	return nil
}
