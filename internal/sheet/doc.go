// Package sheet reads the tables in which publishers hand out numbers: CSV in every dialect that they use, and workbooks. It gives
// cells as text with where they stand, and says what it found odd; what a cell means is for others to say.
//
// Bytes in, rows out: it opens no file and knows no clock.
package sheet
