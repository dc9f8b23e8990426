// Command basemap reduces Natural Earth's layers to what a control map is drawn on: the land, Ukraine with its oblasts,
// rivers, lakes and towns, as one small TopoJSON file in which neighbours share their border. Run it in tools/ as
// "go run ./basemap -from FOLDER"; with -check it changes nothing and exits with 1 when the file is not what the layers make.
package main

import (
	"bytes"
	"flag"
	"fmt"
	"os"
)

func main() {
	from := flag.String("from", "", "the `folder` of the layers, GeoJSON")
	to := flag.String("to", "../internal/territory/basemap/basemap.topojson", "the `file` to write")
	check := flag.Bool("check", false, "only tell whether the file is up to date")
	flag.Parse()
	if err := run(*from, *to, *check); err != nil {
		fmt.Fprintln(os.Stderr, "basemap:", err)
		os.Exit(1)
	}
}

func run(from, to string, check bool) error {
	out, err := reduce(os.DirFS(from))
	if err != nil {
		return err
	}
	if check {
		old, err := os.ReadFile(to)
		if err != nil {
			return err
		}
		if !bytes.Equal(old, out) {
			return fmt.Errorf("%s is not what the layers make; run \"make basemap\" and commit it", to)
		}
		return nil
	}
	if err := os.WriteFile(to, out, 0o644); err != nil {
		return err
	}
	fmt.Printf("%s: %d bytes\n", to, len(out))
	return nil
}
