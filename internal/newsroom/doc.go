// Package newsroom puts the house together: settings, the commands, the wiring of the rooms, start and stop. It
// owns the data folder with its lock and keys, the press that turns each new entry of the record into an edition
// and a frame for the readers, and the client through which most commands speak to a running desk. It holds no
// rule of the trade: those live in the rooms below.
package newsroom
