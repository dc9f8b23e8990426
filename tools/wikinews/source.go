package main

import (
	"encoding/xml"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
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
	Times []struct {
		Function string `xml:"functionInDocument,attr"`
		Value    string `xml:"value,attr"`
	} `xml:"Markables>TIMEX3"`
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
	for _, t := range c.Times {
		if t.Function == "CREATION_TIME" {
			a.Published = t.Value
		}
	}
	last := -1
	for _, t := range c.Tokens {
		if t.Sentence != last {
			a.Sentences = append(a.Sentences, nil)
			last = t.Sentence
		}
		n := len(a.Sentences) - 1
		a.Sentences[n] = append(a.Sentences[n], strings.TrimSpace(t.Text))
	}
	if a.ID == "" || a.Published == "" || len(a.Sentences) < 3 {
		return article{}, fmt.Errorf("no id, no date or no text; is it a document of the set?")
	}
	return a, nil
}
