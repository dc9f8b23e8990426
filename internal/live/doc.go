// Package live carries the record to readers as it grows: a ring of pre-encoded frames per briefing, the event
// stream that follows it, and the two small answers (head and segment) for readers whose network has no streams.
// A reader is a connection and the next sequence; replay moves that cursor, and whoever asks for what the ring no
// longer holds is told so by an explicit reset that names the page to fetch. It owns the ring and the sockets
// handed to it. It never makes a frame's content, never keeps anything about a reader beyond the connection, and
// is never the only copy: every ring can be thrown away and reloaded from the record.
package live
