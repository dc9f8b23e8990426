// Package faults breaks things on purpose and holds the whole program to what it promises: what was acknowledged is
// never lost, nothing is published twice, and damage is found and named. Its tests build the real command, run it as
// a process on a data folder of their own and
//
//   - kill it, at random moments (kill_test.go) and at points that have a name (points_test.go),
//   - let the power fail under it, on a disk in memory that knows what was synced (power_linux_test.go),
//   - let calls to that disk fail, each in turn under a store (calls_linux_test.go, teller_test.go) and some under the
//     whole program (calls_crowd_linux_test.go),
//   - let its clock jump (clock_test.go, clock_program_test.go),
//   - kill the primary of a PostgreSQL pair and whichever of two servers writes to one database, or stop the latter for a
//     while (failover_test.go, takeover_test.go),
//   - kill, stop and part the nodes of a NATS cluster, edges and their newsroom (edges_test.go; what parts them is in
//     way_test.go),
//   - flip bits in its database (rot_test.go), in the log beside it (wal_test.go) and in an exported copy (mirror_test.go).
//
// Each campaign is also run against a program, a disk or a check that is broken on purpose, and must notice. The broken
// program is made by a build overlay (sabotage_test.go); the module has no line for it.
//
// Short campaigns are part of `go test`; LIVEBRIEF_LONG=1 runs the long ones, and LIVEBRIEF_SEED=N repeats a run
// whose seed was printed. There is no code here but tests: nothing imports this package, it opens no address but
// loopback, and it ends only processes that it started.
package faults
