package flowengine

import "context"

// Monitor is a [Call] whose whole conversation with the caller can be recorded,
// whatever happens in it: prompts, menus, talks. Not every driver can.
//
// One recording of this kind runs at a time; the engine keeps to that.
type Monitor interface {
	// Monitor records what the caller says and hears, from now on until
	// StopMonitor or the caller's end. [RecordEnded] follows, and
	// FetchRecording has it then. After a restart, the recording of that name
	// goes on. An answered call is required.
	Monitor(ctx context.Context, m MonitorSpec) error
	// PauseMonitor leaves out of the recording what is said and heard until
	// ResumeMonitor; it is the shorter for it. Each may be given twice.
	PauseMonitor(ctx context.Context, name string) error
	ResumeMonitor(ctx context.Context, name string) error
	// StopMonitor ends the recording and keeps it.
	StopMonitor(ctx context.Context, name string) error
}

// MonitorSpec says how to record a call.
type MonitorSpec struct {
	// Name is as in [RecordSpec].
	Name string
	// Stereo keeps the caller on the left and what the caller hears on the
	// right; otherwise both are mixed.
	Stereo bool
	// Room, when set, is the room of a [RoomSpec] that is recorded in place of
	// what the caller says and hears: what all who are in it say, mixed. It ends
	// with the room too.
	Room string
}
