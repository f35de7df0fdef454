// Package simulator runs flows on a virtual clock, without Asterisk and with
// the same engine.
//
// A [World] is everything that would outlive a crash of callflow: the caller,
// the legs, what plays and what is recorded, and the clock. A [Call] is the
// driver of one process, attached to a World; a killed process leaves its World
// behind, and the next one attaches to it again. A [Script] says what the people
// in the World do. [Run] puts a flow, a script and the real engine together.
//
// Nothing here uses the wall clock, randomness or a second goroutine: the
// clock moves only inside [Call.Next], to whatever happens first, so that the
// same script gives the same trace, always.
package simulator
