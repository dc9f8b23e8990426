// Command wikinews keeps the annotated news texts of internal/reading/testdata/wikinews. Run it in tools/:
//
//	go run ./wikinews texts FOLDER    make the texts out of the tokens of the public set in FOLDER
package main

import (
	"errors"
	"fmt"
	"os"
)

// home is where the texts and what people noted in them are kept.
const home = "../internal/reading/testdata/wikinews"

var errUsage = errors.New("say \"texts FOLDER\"")

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "wikinews:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) == 2 && args[0] == "texts" {
		return texts(args[1], home)
	}
	return errUsage
}
