// Package gate stands before the listeners: how many connections there may be, how many of them from one network, how
// often a network may ask for what is dear to make, which certificate is shown, and the sockets that a supervisor hands
// over. It owns connections before a request has been read from them, and on Linux sees to it that the pieces of an answer
// leave together (whole_linux.go).
//
// A network is the /24 of an IPv4 address or the /48 of an IPv6 one. It is kept in memory only, as a hash under a seed
// that was drawn when the program started, for as long as it is connected or among the last that asked for something
// dear. Nothing here is logged or counted by network, and nothing of it is handed on to those who answer.
package gate
