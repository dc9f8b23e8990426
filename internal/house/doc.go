// Package house holds the rules of this house as code: which room may open which door, what a pure room may
// not touch, how long a file or a function may grow, and that everything offered to others is documented. It
// reads the source as text, runs nothing of it and changes nothing. Its test walks the whole module, so that
// `go test ./...` finds a breach, and a second test shows that each rule can fail.
package house
