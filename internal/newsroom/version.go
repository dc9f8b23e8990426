package newsroom

import "fmt"

// version is set when the program is built.
var version = "unknown"

type versionCommand struct{}

// Run prints the version.
func (v *versionCommand) Run(std *Streams) error {
	_, err := fmt.Fprintln(std.Out, "livebrief", version)
	return err
}
