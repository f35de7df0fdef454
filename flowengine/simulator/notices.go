package simulator

import (
	"context"
	"fmt"
	"time"

	"callflow/flowengine"
)

// Told says how people are told, by user; see [flowengine.Notice]. Everybody
// has the address NAME@example.org.
type Told map[string]NoticeSetting

// NoticeSetting is how one user is told.
type NoticeSetting struct {
	// Voicemail is link, sound or "".
	Voicemail string `yaml:"voicemail"`
	// Missed is mail, webhook, both or "".
	Missed string `yaml:"missed"`
	// Webhook is where web requests go.
	Webhook string `yaml:"webhook"`
}

var _ flowengine.Notices = Told(nil)

// Of returns how a user is told.
func (t Told) Of(_ context.Context, user string) (flowengine.Notice, error) {
	s := t[user]
	return flowengine.Notice{
		Name: user, Email: user + "@example.org", Voicemail: s.Voicemail, Webhook: s.Webhook,
		MissedMail: s.Missed == "mail" || s.Missed == "both", MissedWebhook: s.Missed == "webhook" || s.Missed == "both",
	}, nil
}

// Link is an address that leads nowhere.
func (Told) Link(recording int64, _ time.Time) string {
	return fmt.Sprintf("https://pbx.example.org/recordings/%d", recording)
}

// Zone is UTC.
func (Told) Zone(context.Context) *time.Location { return time.UTC }
