// Package relay carries the record of briefings from the newsroom that publishes them to edges: the same program on other
// machines, which serve readers and nothing else. There are two ways, each behind [Source]: the messages of a NATS
// JetStream, and the plain files of the readers' addresses, which any mirror serves too. [Outbox] fills the stream from
// the record and refills it; [Follower] is the other side.
//
// Nothing from the way is believed. A follower takes an entry when it lies under a checkpoint that the record's own key
// has signed, and only if the record goes on from what it has; [Trust] says whose key that is. What does not fit is
// refused and said, and the last verified state stands. A stream, a file and a whole edge are copies: each can be thrown
// away and is filled again.
//
// The package owns sockets to the outside and the embedded server of the stream. It never touches the database, never
// makes a page, and knows nothing of readers.
package relay
