// Package basemap is what control maps of Ukraine are drawn on: its outline and oblasts, the land around, rivers, lakes
// and towns, reduced from Natural Earth. It holds data and gives them as shapes and lines; it draws nothing.
//
// Ukraine's outline is the union of its oblasts with Crimea and Sevastopol, within the borders that the United Nations
// recognise. The land around is one area without names, and no border of Ukraine is among the borders: Natural Earth's
// own country layer draws who holds what. Whoever shows the map says so and gives the Credit.
package basemap
