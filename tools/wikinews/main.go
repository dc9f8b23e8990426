// Command wikinews keeps the annotated news texts of internal/reading/testdata/wikinews, as docs/annotation.md tells.
// Run it in tools/:
//
//	go run ./wikinews show ID        print a text with numbered sentences
//	go run ./wikinews ann [FILE...]  check .said and .when files and write their .ann files
//	go run ./wikinews check          check all of them, and that every .ann file is up to date; write nothing
//	go run ./wikinews texts FOLDER   make the texts out of the tokens of the public set in FOLDER
package main

import (
	"errors"
	"fmt"
	"os"
)

// home is where the texts and what people noted in them are kept.
const home = "../internal/reading/testdata/wikinews"

var errUsage = errors.New("say \"show ID\", \"ann [FILE...]\", \"check\" or \"texts FOLDER\"")

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "wikinews:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) == 0 {
		return errUsage
	}
	switch command, rest := args[0], args[1:]; {
	case command == "show" && len(rest) == 1:
		p, err := open(home, rest[0])
		if err != nil {
			return err
		}
		fmt.Print(p.numbered())
		return nil
	case command == "ann":
		return annotate(home, rest, false)
	case command == "check" && len(rest) == 0:
		return annotate(home, nil, true)
	case command == "texts" && len(rest) == 1:
		return texts(rest[0], home)
	}
	return errUsage
}
