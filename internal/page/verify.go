package page

import (
	"embed"
	"path"
)

//go:embed verify
var verifier embed.FS

// VerifierFile is a file of the page that checks copies.
type VerifierFile struct {
	// Name is the file's name; the files lie side by side and refer to each other by it.
	Name string
	// Type is its media type.
	Type string
	Body []byte
}

// Verifier gives the page that checks copies, sorted by name: verify.css, verify.html and verify.js. It is the same for
// every briefing, works from a file, and asks the network for nothing.
func Verifier() []VerifierFile {
	types := map[string]string{".css": "text/css; charset=utf-8", ".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8"}
	entries, err := verifier.ReadDir("verify")
	if err != nil {
		panic(err) // the folder is part of the program
	}
	files := make([]VerifierFile, 0, len(entries))
	for _, e := range entries {
		body, err := verifier.ReadFile("verify/" + e.Name())
		if err != nil {
			panic(err)
		}
		files = append(files, VerifierFile{Name: e.Name(), Type: types[path.Ext(e.Name())], Body: body})
	}
	return files
}
