// Package register knows people and bodies by the spellings of their names, so that Zelenskyy and Zelensky are one
// person. It reads the list that comes with the program and a desk's own. It knows nothing of texts, and it never
// guesses between two people.
package register
