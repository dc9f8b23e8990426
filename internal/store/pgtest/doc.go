// Package pgtest gives tests a PostgreSQL server of their own: made in a temporary folder, reachable only through a
// socket in it, gone when the tests are. It owns that one process and that folder. It never touches a server that is
// already there, and nothing but tests may import it.
package pgtest
