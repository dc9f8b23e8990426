package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// annotate checks .said and .when files, all of a folder when none is named, and writes the .ann file of each that
// has no fault beside it. With only, it writes nothing and tells which .ann files are not what their sources make.
func annotate(folder string, files []string, only bool) error {
	if len(files) == 0 {
		for _, pattern := range []string{"*.said", "*.when", "second/*.said", "second/*.when"} {
			found, err := filepath.Glob(filepath.Join(folder, pattern))
			if err != nil {
				return err
			}
			files = append(files, found...)
		}
	}
	wrong := 0
	for _, file := range files {
		ann, faults, err := standoff(folder, file)
		if err != nil {
			return err
		}
		if len(faults) == 0 {
			faults, err = keep(file+".ann", ann, only)
		}
		if err != nil {
			return err
		}
		for _, fault := range faults {
			fmt.Printf("%s: %s\n", filepath.Base(file), fault)
		}
		if len(faults) > 0 {
			wrong++
		}
	}
	if wrong > 0 {
		return fmt.Errorf("%d of %d files want mending", wrong, len(files))
	}
	fmt.Printf("%d files are in order\n", len(files))
	return nil
}

// keep writes a file, or only compares it.
func keep(name, body string, only bool) (faults, error) {
	if !only {
		return nil, os.WriteFile(name, []byte(body), 0o644)
	}
	old, err := os.ReadFile(name)
	if errors.Is(err, os.ErrNotExist) || err == nil && string(old) != body {
		return faults{"its .ann file is not what it makes; run \"go run ./wikinews ann\" and commit it"}, nil
	}
	return nil, err
}

// standoff gives the .ann form of a .said or .when file, or what is to be mended in it.
func standoff(folder, file string) (string, faults, error) {
	body, err := os.ReadFile(file)
	if err != nil {
		return "", nil, err
	}
	id, layer, _ := strings.Cut(filepath.Base(file), ".")
	p, err := open(folder, id)
	if err != nil {
		return "", nil, err
	}
	switch layer {
	case "said":
		statements, faults := readSaid(p, string(body))
		if len(faults) > 0 {
			return "", faults, nil
		}
		return saidAnn(p, statements), nil, nil
	case "when":
		times, faults := readWhen(p, string(body))
		if len(faults) > 0 {
			return "", faults, nil
		}
		return whenAnn(p, times), nil, nil
	}
	return "", nil, fmt.Errorf("%s: name a file that ends in .said or .when", file)
}
