package echo

// The seeds of every hash. They are part of the format of a signature: another seed is another version of it.
const (
	seedWord    = 0xcbf29ce484222325 // FNV-1a, 64 bits
	primeWord   = 0x00000100000001b3
	seedShingle = 0x9e3779b97f4a7c15
	seedMinHash = 20310305
	seedBand    = 0xd1b54a32d192ed03
	seedSample  = 0x8cb92ba72f3d8dd7
	seedTerm    = 0xaef17502108ef2d9
	seedExact   = 0xdb4f0b9175ae2165
)

// mix is the finaliser of SplitMix64 (Steele, Lea and Flood 2014): every bit of x moves every bit of the result.
func mix(x uint64) uint64 {
	x ^= x >> 30
	x *= 0xbf58476d1ce4e5b9
	x ^= x >> 27
	x *= 0x94d049bb133111eb
	return x ^ x>>31
}
