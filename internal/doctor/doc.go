// Package doctor looks at a public address as a reader would, and says what stands between it and the server does to the
// briefing: what is kept back, changed, compressed twice, remembered or told to others. Every check gives one line, and
// what to do about it.
//
// It knows what the server answers and compares; it never writes anything there, asks only what readers ask for, and
// cannot see what it says it cannot see: whether somebody keeps logs.
package doctor
