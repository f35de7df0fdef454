// Package stasis drives calls on Asterisk through ARI: it implements
// [flowengine.Call] for the channels that the dialplan hands to callflow's
// Stasis application.
//
// A [Driver] has one ARI client. The client's reader calls [Driver.route] for
// each event, which finds the call that the event belongs to and puts it into
// that call's mailbox. One goroutine owns each call: it runs the flow, and
// inside [Call.Next] (or while a command waits for something) it takes the
// events from the mailbox and moves the call's own state along. So nothing in
// a [Call] is locked but the little that the reader has to see.
//
// Everything that callflow makes in Asterisk has a name that begins with the
// application's name and the call's id (see names.go). After a restart it is
// found by that name: reconcile.go and resume.go.
//
// # What was measured
//
// On Asterisk 22.10.1, with software phones; the code relies on it.
//
//   - What a channel hears is one generator at a time: ring, moh, silence and
//     play each replace the one before, at once and without a stop. Joining a
//     bridge ends ringing; music and silence go on in the bridge and have to be
//     stopped before. After a play there is no RTP at all until something else
//     is started.
//   - POST ring is SIP 180 before the answer, and the country's tone in band
//     after a 183 and on an answered channel.
//   - digits:, characters: and number: cannot be stopped (500); the sounds that
//     they are made of can, as one list.
//   - number: with something that is no number, and a URI of an unknown kind,
//     start and never finish.
//   - A second dial of a channel hangs it up.
//   - Stopping a recording that is queued answers 204 and does nothing.
//   - maxDurationSeconds of 2 records 3 s.
//   - A finished recording may have no file: nothing had been said.
//   - The terminating key of a recording is also an event.
//   - A channel that is hung up gives StasisEnd within a millisecond, a playback
//     then being PlaybackFinished with state failed before it.
//   - An attended transfer brings two StasisStarts with replace_channel, a blind
//     one brings one and then, when its number is callflow's, a new call from
//     the other half of the Local channel.
package stasis
