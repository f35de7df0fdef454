// Package fastagi drives calls over FastAGI: the dialplan hands a channel over
// with AGI(agi://HOST/flow,NUMBER), and the same engine runs the same flows on
// it as on ARI.
//
// AGI gives one command after another to one channel, and Asterisk tells
// nothing by itself but a hang-up. So a call has a hand: one goroutine that
// does what the engine asked for, in order, and in between lets Asterisk wait
// for a digit. A further command ends such a wait, and a stream too. What
// Asterisk hears while it is in no command it throws away: that is the time
// from a reply to the next command, at most two milliseconds.
//
// A phone is rung by a Local channel, whose far half opens a session of its own
// (agi://HOST/leg) and dials; the phone's channel opens one before it rings
// (agi://HOST/made), to say what it is called, and one when somebody picks up
// (agi://HOST/answered), in which a whisper plays and a digit confirms. The
// dialplan's Bridge then takes the phone's channel into the caller's
// conversation. asterisk-etc/extensions.conf has the contexts for that.
//
// [Lacks] says what cannot be done this way.
package fastagi

import "callflow/flowengine"

// Lacks are the capabilities that FastAGI does not have.
func Lacks() []flowengine.Capability { return flowengine.DriverLacks(flowengine.DriverAGI) }
