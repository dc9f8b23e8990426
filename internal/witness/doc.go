// Package witness cosigns the checkpoints of briefings that it follows, as long as their records only grow: C2SP's
// tlog-witness and tlog-cosignature. Of each record it remembers the newest checkpoint that it cosigned, and that is on the
// disk before a cosignature leaves the house. Two checkpoints that contradict each other are kept as evidence for good, and
// nothing of that record is cosigned until a person has looked.
//
// It touches the sockets that it is handed and its own folder, and nothing else: whatever it fetches, the caller fetches for
// it. It never sees what a briefing says, it writes down nobody's address, and it believes nothing that is not signed.
package witness
