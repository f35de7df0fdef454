package flowengine

import (
	"context"
	"time"
)

// Notices knows how people want to be told of what happened without them.
type Notices interface {
	// Of returns how a user ("alice") is told; [ErrNoSuch] when there is none.
	Of(ctx context.Context, user string) (Notice, error)
	// Link is an address at which a recording can be listened to for a while,
	// by whoever knows it.
	Link(recording int64, from time.Time) string
	// Zone is the company's time zone, for times in mails.
	Zone(ctx context.Context) *time.Location
}

// Notice is how one user is told.
type Notice struct {
	// Name is the user's, such as "alice".
	Name string
	// Email is empty when none is known.
	Email string
	// Voicemail says whether messages come by mail: "", VoicemailLink or VoicemailSound.
	Voicemail string
	// MissedMail and MissedWebhook say how missed calls are told.
	MissedMail, MissedWebhook bool
	// Webhook is where web requests go.
	Webhook string
}

// How a message comes by mail.
const (
	VoicemailLink  = "link"  // an address to listen to it
	VoicemailSound = "sound" // the sound goes with the mail
)
