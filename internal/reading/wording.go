package reading

import "livebrief/internal/brief"

// wording is a trie of phrases, word by word. Phrases are written in lower case and without possessive endings, as
// tokens are.
type wording struct {
	next map[string]*wording
	is   int // what the phrase that ends here says; 0 when none ends
}

// wordings makes a trie of lists of phrases: what they say, then the phrases, parted by bars.
func wordings(lists map[int]string) *wording {
	root := &wording{}
	for is, list := range lists {
		for _, f := range phrasesOf(list) {
			at := root
			for _, t := range f {
				if at.next == nil {
					at.next = map[string]*wording{}
				}
				if at.next[t.low] == nil {
					at.next[t.low] = &wording{}
				}
				at = at.next[t.low]
			}
			at.is = is
		}
	}
	return root
}

// phrasesOf cuts a list at its bars.
func phrasesOf(list string) [][]token {
	var out [][]token
	var f []token
	for _, t := range tokens(list, brief.Span{End: len(list)}, nil) {
		if t.low != "|" {
			f = append(f, t)
			continue
		}
		out = append(out, f)
		f = nil
	}
	return append(out, f)
}

// longest finds the longest phrase that begins at token i: how many tokens it has and what it says, 0 when none does.
func (w *wording) longest(f []token, i int) (n, is int) {
	for at, k := w, i; k < len(f); k++ {
		if at = at.next[f[k].low]; at == nil {
			break
		}
		if at.is != 0 {
			n, is = k+1-i, at.is
		}
	}
	return n, is
}
