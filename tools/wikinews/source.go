package main

import (
	"encoding/xml"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// folders are where the set keeps its documents with tokens: the trial part and the three test parts. The test part
// has raw text too; it is the same tokens with spaces between them.
var folders = []string{
	"Corpus-trial-data_task4/*.xml",
	"SemEval_Task4_data/corpus_*/corpus_trackB_CAT/*.xml",
}

// article is one document of the set: its sentences as tokens, the first of them the title.
type article struct {
	ID, Address string
	Published   string // YYYY-MM-DD
	Sentences   [][]string
}

type cat struct {
	ID      string `xml:"doc_id,attr"`
	Address string `xml:"src_url,attr"`
	Tokens  []struct {
		Sentence int    `xml:"sentence,attr"`
		Text     string `xml:",chardata"`
	} `xml:"token"`
}

// articles reads the documents below a folder, in the order of their names.
func articles(folder string) ([]article, error) {
	var out []article
	for _, pattern := range folders {
		names, err := filepath.Glob(filepath.Join(folder, pattern))
		if err != nil {
			return nil, err
		}
		slices.Sort(names)
		for _, name := range names {
			a, err := readArticle(name)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", filepath.Base(name), err)
			}
			out = append(out, a)
		}
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("%s holds no documents; name the folder that has Corpus-trial-data_task4 in it", folder)
	}
	return out, nil
}

func readArticle(name string) (article, error) {
	body, err := os.ReadFile(name)
	if err != nil {
		return article{}, err
	}
	var c cat
	if err := xml.Unmarshal(body, &c); err != nil {
		return article{}, err
	}
	a := article{ID: c.ID, Address: strings.Replace(c.Address, "http://", "https://", 1)}
	last := -1
	for _, t := range c.Tokens {
		if t.Sentence != last {
			a.Sentences = append(a.Sentences, nil)
			last = t.Sentence
		}
		n := len(a.Sentences) - 1
		a.Sentences[n] = append(a.Sentences[n], strings.TrimSpace(t.Text))
	}
	if a.ID == "" || len(a.Sentences) < 3 {
		return article{}, fmt.Errorf("no id or no text; is it a document of the set?")
	}
	if a.Published, err = published(a.Sentences[1]); err != nil {
		return article{}, err
	}
	return a, nil
}

// published reads the line below the title. The set has the date a second time, as a value; in five documents that
// is another day or no date at all, and the line is right by what the text tells.
func published(line []string) (string, error) {
	day, err := time.Parse("January 2 , 2006", strings.Join(line, " "))
	if err != nil {
		return "", fmt.Errorf("the second sentence is not a date: %w", err)
	}
	return day.Format(time.DateOnly), nil
}
