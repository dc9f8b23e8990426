// Package faults breaks things on purpose and holds the whole program to what it promises: what was acknowledged is
// never lost, nothing is published twice, and damage is found and named. Its tests build the real command, run it as
// a process on a data folder of their own and let it be killed, let the power fail under it, and flip bits in what it
// left behind. Each campaign is also run against a program, a disk or a check that is broken on purpose, and must
// notice.
//
// Short campaigns are part of `go test`; LIVEBRIEF_LONG=1 runs the long ones, and LIVEBRIEF_SEED=N repeats a run
// whose seed was printed. There is no code here but tests: nothing imports this package, it opens no address but
// loopback, and it ends only processes that it started.
package faults
