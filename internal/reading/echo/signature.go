package echo

import (
	"encoding/binary"
	"fmt"
	"math"

	"livebrief/internal/brief"
)

// Bands of a signature. Two texts of similarity s meet in a band with 1-(1-s^rows)^bands: 0.996 at 0.7, 0.03 at 0.2.
const (
	bands  = 20
	rows   = 4
	hashes = bands * rows
)

// Signature stands for the shingles of a text: the least of each of 80 hashes, of which 16 bits are kept, so that two
// that differ are alike by chance once in 65,536. It is empty for a text without words.
type Signature struct {
	// Shingles is how many distinct ones the text has.
	Shingles uint32
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

func sign(words []word, set []uint64) Signature {
	s := Signature{Shingles: uint32(len(set)), Exact: exact(words)}
	if len(set) == 0 {
		return s
	}
	var mins [hashes]uint32
	for i := range mins {
		mins[i] = math.MaxUint32
	}
	for _, x := range set {
		for i := range mins {
			mins[i] = min(mins[i], uint32((multipliers[i][0]*x+multipliers[i][1])>>32))
		}
	}
	for i, m := range mins {
		s.mins[i] = uint16(m)
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

// Similarity estimates the Jaccard similarity of the texts, from 0 to 1; its standard error is at most 0.056.
func (s Signature) Similarity(o Signature) float64 {
	if s.Shingles == 0 || o.Shingles == 0 {
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

// The bytes of a signature: version, number of shingles, exact hash, minima; big-endian.
const (
	signatureVersion = 1
	signatureSize    = 1 + 4 + 8 + 2*hashes
)

// AppendBinary appends the 173 bytes of a signature to b. It never fails.
func (s Signature) AppendBinary(b []byte) ([]byte, error) {
	b = append(b, signatureVersion)
	b = binary.BigEndian.AppendUint32(b, s.Shingles)
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
	s.Shingles, s.Exact = binary.BigEndian.Uint32(b[1:]), binary.BigEndian.Uint64(b[5:])
	for i := range s.mins {
		s.mins[i] = binary.BigEndian.Uint16(b[13+2*i:])
	}
	return nil
}
