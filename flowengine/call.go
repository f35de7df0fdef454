package flowengine

import (
	"context"
	"errors"
	"io"
	"time"
)

// Call is the port through which the engine drives one live call. Drivers
// (ARI, FastAGI, the simulator) implement it and pass the conformance suite in
// flowengine/calltest.
//
// A Call starts things and reports what happens: commands return as soon as
// they are given, and [Call.Next] is the one place where a call waits. The
// blocking operations that nodes use (Play, Collect, Ring, Talk, Record) are
// methods of [Session], written once on top of this port.
//
// One goroutine owns a call and makes all its method calls but Wake. The context that
// the driver gives to [Engine.Run] is cancelled with cause [ErrHungUp] when
// the caller leaves.
//
// What only some drivers can do is a port of its own, which their calls have
// beside this one: [Monitor], [Scripter], [Conferrer].
//
// Everything started has a name that the engine chooses and that is the same
// after a restart: a driver that finds the thing of that name alive attaches
// to it instead of starting it again. That is the whole of recovery.
type Call interface {
	// Answer takes the call. A second Answer does nothing. In a call that
	// callflow makes it waits until the one who is called has answered;
	// [ErrHungUp] says that nobody did.
	Answer(ctx context.Context) error

	// Indicate lets the caller hear that something goes on; it lasts until the
	// next Indicate, Bridge, or Play to the caller ends it.
	Indicate(ctx context.Context, i Indication) error

	// Play starts one medium to a party. [PlayEnded] follows. One medium plays
	// to a party at a time; the engine keeps to that.
	Play(ctx context.Context, to Party, m Media) error
	// StopPlay ends what plays to the party; PlayEnded follows as for a
	// medium that ran out. With nothing playing it does nothing.
	StopPlay(ctx context.Context, to Party) error

	// Record starts recording the caller. [RecordEnded] follows, also when
	// the caller hangs up. An answered call is required.
	Record(ctx context.Context, r RecordSpec) error
	// StopRecord ends the recording and keeps it; RecordEnded follows.
	StopRecord(ctx context.Context, name string) error
	// FetchRecording opens a finished recording as a WAV file. It works after
	// the caller has left. [ErrNoRecording] when there is none of that name.
	FetchRecording(ctx context.Context, name string) (io.ReadCloser, error)

	// Dial starts ringing an endpoint. [LegRinging], [LegAnswered] and
	// [LegEnded] follow; an endpoint that cannot be rung is a LegEnded, not an error.
	Dial(ctx context.Context, l LegSpec) error
	// HangupLeg ends a leg; LegEnded follows if the leg was still there.
	HangupLeg(ctx context.Context, leg Party, c Cause) error

	// Bridge connects the caller with an answered leg until one of them leaves
	// (LegEnded, or the context's end) or Unbridge.
	Bridge(ctx context.Context, b BridgeSpec) error
	// Unbridge takes the caller out of the conversation and ends the leg.
	Unbridge(ctx context.Context) error

	// Aside runs work that takes time beside the call, such as a web request,
	// on a goroutine of its own. [AsideEnded] follows. One work runs at a time;
	// the engine keeps to that. The work minds the context given to it here.
	Aside(ctx context.Context, work func(ctx context.Context))
	// Wake lets Next return [Woken], once however often it was called
	// meanwhile. It may be called from any goroutine, and after the call's end,
	// when it does nothing.
	Wake()

	// Hangup ends the call. It is the last method called but FetchRecording, and
	// Next, which still tells the end of a recording.
	Hangup(ctx context.Context, c Cause) error

	// Next waits for the next event, at most until the given time, when it
	// returns [Elapsed]. A cancelled context ends it with the context's cause.
	Next(ctx context.Context, until time.Time) (Event, error)
}

// Party names who is meant: the caller, or a leg by the id in its LegSpec.
type Party string

// Caller is the party that called in.
const Caller Party = ""

// The errors that drivers return.
var (
	// ErrHungUp says that the caller has left.
	ErrHungUp = errors.New("the caller hung up")
	// ErrNoRecording says that there is no recording of that name.
	ErrNoRecording = errors.New("there is no such recording")
	// ErrHandedOver ends a session that its driver gives up without ending the
	// call, because this process is stopping: the next one resumes it from its
	// checkpoint.
	ErrHandedOver = errors.New("the call is left to the next start of callflow")
)

// Indication is what a caller hears while nothing is played.
type Indication struct {
	// Ringing is the country's ringing tone (or SIP 180 before the answer).
	Ringing bool
	// Music is a music-on-hold class.
	Music string
}

// Media is something that can be played: one medium.
type Media struct {
	// URI is "http://…/x.wav", or one of Asterisk's own: "sound:beep",
	// "digits:12", "number:5", "characters:ab", "tone:busy".
	URI string
	// Duration is how long it plays, 0 when unknown.
	Duration time.Duration
	// Ref is what the flow calls it, such as "audio:welcome", for the trace.
	Ref string
}

// RecordSpec says how to record the caller.
type RecordSpec struct {
	// Name is unique to the call and step; letters, digits, dots and dashes.
	Name string
	// Max is the longest recording; it ends by itself then.
	Max time.Duration
	// Silence ends the recording after that much silence; 0 means never.
	Silence time.Duration
	// FinishOn are the keys of which any ends the recording; "" for none.
	FinishOn string
	// Beep plays a beep before.
	Beep bool
}

// LegSpec says whom to ring and how.
type LegSpec struct {
	// ID is the party's name from now on; unique in the call.
	ID Party
	// Endpoint is an Asterisk dial string, such as "PJSIP/alice".
	Endpoint string
	// CallerNumber and CallerName are shown to the one who is rung.
	CallerNumber, CallerName string
	// Attach is set after a restart: the leg was rung before, so report what
	// has become of it and never ring it again.
	Attach bool
}

// BridgeSpec says how to connect the caller with a leg.
type BridgeSpec struct {
	Leg Party
	// Record, when set, is the name under which the conversation is recorded.
	Record string
}

// Event is something that happened on a call.
type Event interface{ isEvent() }

type (
	// Digit is a key that a party pressed: 0 to 9, *, #, A to D.
	Digit struct {
		From Party
		Key  byte
	}
	// PlayEnded says that nothing plays to the party any more. Failed means
	// that the medium could not be played at all.
	PlayEnded struct {
		To     Party
		Failed bool
	}
	// RecordEnded says that a recording is complete. Failed means that there
	// is none.
	RecordEnded struct {
		Name     string
		Duration time.Duration
		Failed   bool
	}
	// LegRinging says that an endpoint rings.
	LegRinging struct{ Leg Party }
	// LegAnswered says that somebody picked up.
	LegAnswered struct{ Leg Party }
	// LegEnded says that a leg is gone, whether or not it had answered.
	LegEnded struct {
		Leg   Party
		Cause Cause
		// Refused is true when the endpoint was busy, declined, or could not
		// be reached, as opposed to ringing out or ending a conversation.
		Refused bool
	}
	// AsideEnded says that the work given to Aside has returned.
	AsideEnded struct{}
	// Woken says that somebody called Wake: what the call waits for beside
	// Asterisk has changed.
	Woken struct{}
	// Elapsed says that the time given to Next has come.
	Elapsed struct{}
)

func (Digit) isEvent()       {}
func (PlayEnded) isEvent()   {}
func (RecordEnded) isEvent() {}
func (LegRinging) isEvent()  {}
func (LegAnswered) isEvent() {}
func (LegEnded) isEvent()    {}
func (AsideEnded) isEvent()  {}
func (Woken) isEvent()       {}
func (Elapsed) isEvent()     {}
