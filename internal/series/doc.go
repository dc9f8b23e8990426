// Package series knows numbers through time: amounts as decimal text, the rates at which money is converted, and by which rule.
//
// No amount passes through a binary fraction.
package series
