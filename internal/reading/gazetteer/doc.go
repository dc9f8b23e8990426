// Package gazetteer knows places by their names: the countries, the regions and towns around a war in Ukraine, the
// large towns of the world, and what a desk adds in a file of its own. It owns the names and positions, and finds
// them by the words that a name consists of; whether a text means a place by such words is the reader's business.
//
// The data are those of GeoNames under CC BY 4.0; README.md beside this file gives the credit and the command that
// makes them. They are unpacked once, when they are first asked for. An Index never changes.
package gazetteer
