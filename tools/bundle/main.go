// Command bundle makes the pages' scripts, live.js, map.js and numbers.js in internal/page/assets, out of the modules in live/src, map/src and numbers/src. Run
// it in tools/ as "go run ./bundle"; with -check it changes nothing and exits with 1 when a file is not what the modules make.
package main

import (
	"bytes"
	"compress/gzip"
	"flag"
	"fmt"
	"os"

	"github.com/evanw/esbuild/pkg/api"
)

func main() {
	check := flag.Bool("check", false, "only tell whether the scripts are up to date")
	flag.Parse()
	for from, to := range scripts {
		if err := run(from, to, *check); err != nil {
			fmt.Fprintln(os.Stderr, "bundle:", err)
			os.Exit(1)
		}
	}
}

// scripts are the first module of each script, and the script.
var scripts = map[string]string{
	"live/src/main.ts":    "../internal/page/assets/live.js",
	"map/src/main.ts":     "../internal/page/assets/map.js",
	"numbers/src/main.ts": "../internal/page/assets/numbers.js",
}

func run(from, to string, check bool) error {
	script, err := bundle(from)
	if err != nil {
		return err
	}
	if check {
		old, err := os.ReadFile(to)
		if err != nil {
			return err
		}
		if !bytes.Equal(old, script) {
			return fmt.Errorf("%s is not what the modules make; run \"make assets\" and commit it", to)
		}
		return nil
	}
	if err := os.WriteFile(to, script, 0o644); err != nil {
		return err
	}
	fmt.Printf("%s: %d bytes, %d compressed\n", to, len(script), compressed(script))
	return nil
}

// bundle gives one classic script: it must run from a file and in browsers some years old.
func bundle(from string) ([]byte, error) {
	result := api.Build(api.BuildOptions{
		EntryPoints:       []string{from},
		Bundle:            true,
		Format:            api.FormatIIFE,
		Target:            api.ES2019,
		Charset:           api.CharsetUTF8,
		MinifyWhitespace:  true,
		MinifyIdentifiers: true,
		MinifySyntax:      true,
		LogLevel:          api.LogLevelWarning,
	})
	if len(result.Errors) > 0 {
		return nil, fmt.Errorf("%s: %s", from, result.Errors[0].Text)
	}
	return result.OutputFiles[0].Contents, nil
}

func compressed(script []byte) int {
	var out bytes.Buffer
	w, err := gzip.NewWriterLevel(&out, gzip.BestCompression)
	if err == nil {
		_, err = w.Write(script)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		panic(err) // writing to memory at a level that exists
	}
	return out.Len()
}
