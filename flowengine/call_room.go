package flowengine

import "context"

// Conferrer is a [Call] that can talk with other calls in a room. Not every
// driver can. A room is there as long as it has members.
type Conferrer interface {
	// EnterRoom makes the call a member of a room, not heard by the others yet.
	// [RoomChanged] follows, and again whenever who is in the room has changed.
	// A member since before a restart of callflow is one again by it.
	EnterRoom(ctx context.Context, r RoomSpec) error
	// JoinRoom lets the caller and the others who have joined hear each other.
	// What plays to the caller ends. With a caller who has joined it does nothing.
	JoinRoom(ctx context.Context) error
	// QuitRoom takes the caller out of the conversation; the call stays a member.
	QuitRoom(ctx context.Context) error
	// LeaveRoom ends the membership.
	LeaveRoom(ctx context.Context) error
}

// RoomSpec is what a call is in a room.
type RoomSpec struct {
	// Name is unique among the rooms of all companies; see [RoomName].
	Name string
	// Moderator says that the caller is one.
	Moderator bool
	// Records says that the call can record what is said in the room.
	Records bool
}

// RoomChanged says who is in the call's room.
type RoomChanged struct {
	// Members are all calls in it, this one too; Moderators those that are.
	Members, Moderators int
	// Joined says that this call is in the conversation.
	Joined bool
	// Record says that this call is the one that is to record: the first
	// member of those that can.
	Record bool
}

func (RoomChanged) isEvent() {}
