package newsroom

import (
	"io"
	"log"
)

// silent is the log of the HTTP servers themselves: their lines name the address of whoever sent a broken request,
// and no reader's address is ever written down.
func silent() *log.Logger { return log.New(io.Discard, "", 0) }
