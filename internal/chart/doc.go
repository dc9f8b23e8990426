// Package chart draws what readers see of maps and of numbers as SVG: complete by itself, without scripts, in light and dark, in few
// bytes; and as PNG cards for chats and networks.
//
// It gets shapes, numbers and words, and gives bytes; the same input gives the same bytes. It never knows where they come from, and
// writes no word of its own.
package chart
