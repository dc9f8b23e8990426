// Package page turns an edition into what readers see: pages, fragments of pages, feeds, the box and the embed. It owns
// the templates, the style sheets, the words of the page's furniture and the addresses below a briefing. A page is a
// function of the edition: the same edition gives the same bytes, whoever asks and whenever. It writes to an io.Writer
// and touches nothing else; it never reads a clock and never tells one reader from another.
//
// Every link within the site is relative, so that the same page works from any host, below any path and from a file.
// No page carries an inline style or script: it works under "default-src 'none'; style-src 'self'; script-src 'self';
// img-src 'self' data:".
package page
