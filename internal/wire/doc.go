// Package wire turns incoming bytes into readable coverage, and editions into feeds. It owns the formats: plain
// text in any character set, web pages, RSS, Atom and JSON Feed. Bytes go in, text comes out, with the name and
// version of the decoder that made it, because every span of a reading is counted in that text. It never reaches
// for a network, a file or a clock, and it treats every byte as written by somebody who means harm: sizes, depths
// and counts are limited before a library sees the input.
package wire

// Limits on one incoming report. What goes beyond is refused with a sentence, or cut with a warning where the rest
// is still good.
const (
	// MaxReport is the most bytes of one report, after decompression.
	MaxReport = 8 << 20
	// MaxItems is the most items taken from one feed; the newest come first in a feed, so the rest is old.
	MaxItems = 1000

	maxXMLDepth  = 64
	maxXMLTokens = 200_000
	maxHTMLDepth = 512
	// maxHTMLTags is where the article extractor would take too long; a page beyond it is read whole instead.
	maxHTMLTags = 30_000
	maxTitle    = 500
)
