// Package chart draws what readers see of maps as SVG: complete by itself, without scripts, in light and dark, in few bytes.
//
// It gets shapes and words, and gives bytes; the same input gives the same bytes. It never knows where a map comes from, and
// writes no word of its own.
package chart
