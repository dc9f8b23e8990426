package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// texts writes the plain texts, their index and the spans of their sentences into a folder.
func texts(from, to string) error {
	all, err := articles(from)
	if err != nil {
		return err
	}
	entries := split(distinct(all))
	slices.SortFunc(entries, func(a, b entry) int { return byNumber(a.ID, b.ID) })
	index := "file\tid\ttitle\taddress\tpublished\thalf\tsets\n"
	sentences := ""
	for _, e := range entries {
		text, spans := plain(e.article)
		if err := sameLetters(e.article, text); err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(to, e.ID+".txt"), []byte(text), 0o644); err != nil {
			return err
		}
		index += strings.Join([]string{e.ID + ".txt", e.ID, text[spans[0].start:spans[0].end], e.Address, e.Published,
			e.Half, strings.Join(e.Sets, ",")}, "\t") + "\n"
		sentences += e.ID
		for _, s := range spans {
			sentences += fmt.Sprintf("\t%d-%d", s.start, s.end)
		}
		sentences += "\n"
	}
	if err := os.WriteFile(filepath.Join(to, "index.tsv"), []byte(index), 0o644); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(to, "sentences.tsv"), []byte(sentences), 0o644); err != nil {
		return err
	}
	fmt.Printf("%d documents, %d texts; letters and digits are those of the tokens\n", len(all), len(entries))
	return nil
}

// byNumber orders ids by their value: shorter numbers first.
func byNumber(a, b string) int {
	if len(a) != len(b) {
		return len(a) - len(b)
	}
	return strings.Compare(a, b)
}
