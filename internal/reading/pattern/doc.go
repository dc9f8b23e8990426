// Package pattern knows the words by which a text belongs to a track of a briefing, and by which its news is a
// statement of some kind. It reads the lists that come with the program, one for each template of a briefing, and a
// desk's own, and finds the longest pattern that begins at a word. What it makes of a text is not its business.
package pattern
