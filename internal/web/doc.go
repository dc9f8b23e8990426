// Package web holds the routes of livebrief's two listeners: [NewReaders] for everybody and [NewDesk] for the
// people who decide. It owns addresses, methods, headers, sessions, the cache of rendered pages and the table
// from kinds of error to HTTP status. Every handler reads in one order: who, form, check, act, answer.
//
// It never decides what may be published (desk does), never makes a reader's page (page does), never opens a
// database, a file or an outgoing connection (newsroom hands in what it needs), and it never writes a reader's
// address, browser or query anywhere: what could tell them is taken off a request before any handler sees it.
package web
