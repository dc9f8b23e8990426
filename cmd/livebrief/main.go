// Command livebrief serves a live briefing and everything round it; `livebrief --help` lists what it does.
package main

import (
	"context"
	"os"

	"livebrief/internal/newsroom"
)

func main() {
	os.Exit(newsroom.Main(context.Background(), os.Args[1:], newsroom.Std()))
}
