package server

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/rs/zerolog"

	"callflow/flowengine"
	"callflow/media"
	"callflow/store"
)

// mailboxes is the engine's Mailboxes port of one company: rows in the store,
// messages in the folder of recordings, greetings in the library of sounds.
type mailboxes struct {
	company string
	store   *store.Store
	library *media.Library
	folder  string // of recordings
	public  string // where Asterisk fetches sounds
	links   *messageLinks
	log     zerolog.Logger
	// kept is told of a recording that is not needed in Asterisk any more.
	kept func(call, name string)
}

// Owner implements [flowengine.Mailboxes].
func (m *mailboxes) Owner(ctx context.Context, endpoint string) (string, error) {
	return m.store.EndpointOwner(ctx, m.company, endpoint)
}

// MayOpen implements [flowengine.Mailboxes].
func (m *mailboxes) MayOpen(ctx context.Context, user, box string) (bool, error) {
	kind, name, _ := strings.Cut(box, ":")
	if kind == "user" {
		return strings.EqualFold(user, name), nil
	}
	group, err := m.store.Group(ctx, m.company, name)
	if err != nil {
		return false, err
	}
	for _, member := range group.Members {
		if strings.EqualFold(member, user) {
			return true, nil
		}
	}
	return false, nil
}

// OpenByPIN implements [flowengine.Mailboxes].
func (m *mailboxes) OpenByPIN(ctx context.Context, number, pin string) (string, error) {
	box, locked, err := m.store.OpenMailbox(ctx, m.company, number, pin)
	if locked {
		m.log.Warn().Str("company", m.company).Str("number", number).Msg("a mailbox is locked after too many wrong PINs")
	}
	return box, err
}

// Count implements [flowengine.Mailboxes].
func (m *mailboxes) Count(ctx context.Context, box string) (flowengine.MessageCount, error) {
	return m.store.MessageCount(ctx, m.company, box)
}

// Next implements [flowengine.Mailboxes].
func (m *mailboxes) Next(ctx context.Context, box string, after flowengine.MessagePlace) (flowengine.Message, error) {
	v, old, err := m.store.NextVoicemail(ctx, m.company, box, after)
	if err != nil {
		return flowengine.Message{}, err
	}
	message := m.message(v)
	message.Old = old
	return message, nil
}

// Message implements [flowengine.Mailboxes].
func (m *mailboxes) Message(ctx context.Context, box string, id int64) (flowengine.Message, error) {
	v, err := m.voicemail(ctx, box, id)
	if err != nil {
		return flowengine.Message{}, err
	}
	return m.message(v), nil
}

// voicemail is a message of that box.
func (m *mailboxes) voicemail(ctx context.Context, box string, id int64) (store.Voicemail, error) {
	v, err := m.store.Voicemail(ctx, m.company, id)
	if err == nil && !strings.EqualFold(v.Box, box) {
		return store.Voicemail{}, flowengine.ErrNoSuch
	}
	return v, err
}

func (m *mailboxes) message(v store.Voicemail) flowengine.Message {
	return flowengine.Message{
		ID: v.ID, Heard: !v.Heard.IsZero(), Caller: v.Recording.Caller, Left: v.Recording.Started,
		Sound: flowengine.Media{
			URI: m.public + m.links.path(v.Recording.File), Duration: v.Recording.Duration, Ref: fmt.Sprintf("message:%d", v.ID),
		},
	}
}

// inName makes changes in the name of whoever is in the box.
func inName(ctx context.Context, box string) context.Context {
	return store.WithActor(ctx, "phone:"+box)
}

// MarkHeard implements [flowengine.Mailboxes].
func (m *mailboxes) MarkHeard(ctx context.Context, box string, id int64, heard bool) error {
	v, err := m.voicemail(ctx, box, id)
	if err != nil || !v.Heard.IsZero() == heard {
		return err
	}
	_, err = m.store.MarkVoicemail(inName(ctx, box), m.company, id, store.VoicemailMark{Heard: &heard})
	return err
}

// Delete implements [flowengine.Mailboxes].
func (m *mailboxes) Delete(ctx context.Context, box string, id int64) error {
	_, err := m.voicemail(ctx, box, id)
	if err == nil {
		var v store.Voicemail
		if v, err = m.store.RemoveVoicemail(inName(ctx, box), m.company, id); err == nil {
			err = os.Remove(filepath.Join(m.folder, v.Recording.File))
		}
	}
	if errors.Is(err, flowengine.ErrNoSuch) || errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// Greeting implements [flowengine.Mailboxes].
func (m *mailboxes) Greeting(ctx context.Context, box string) (flowengine.GreetingSound, error) {
	g, err := m.store.MailboxGreeting(ctx, m.company, box)
	if err != nil {
		return flowengine.GreetingSound{}, err
	}
	return m.greeting(media.Sound{Hash: g.Hash, Duration: g.Length}, box), nil
}

func (m *mailboxes) greeting(s media.Sound, box string) flowengine.GreetingSound {
	return flowengine.GreetingSound{ID: s.Hash, Sound: flowengine.Media{
		URI: m.public + media.Path(s.Hash), Duration: s.Duration, Ref: "greeting of " + box,
	}}
}

// KeepGreeting implements [flowengine.Mailboxes].
func (m *mailboxes) KeepGreeting(ctx context.Context, box string, r flowengine.Recording, wav io.Reader) (flowengine.GreetingSound, error) {
	sound, err := m.library.Add(ctx, wav, r.Name)
	if err == nil || errors.Is(err, media.ErrSilent) {
		m.kept(r.Call, r.Name)
	}
	if errors.Is(err, media.ErrSilent) {
		return flowengine.GreetingSound{}, flowengine.ErrSilent
	}
	if err != nil {
		return flowengine.GreetingSound{}, err
	}
	return m.greeting(sound, box), nil
}

// SetGreeting implements [flowengine.Mailboxes]. The file of the greeting before
// it goes when nobody has needed it for a while.
func (m *mailboxes) SetGreeting(ctx context.Context, box string, g flowengine.GreetingSound) error {
	_, _, err := m.store.SetMailbox(inName(ctx, box), m.company, box, store.MailboxChange{
		Greeting: &store.MailboxGreeting{Hash: g.ID, Length: g.Sound.Duration},
	})
	return err
}
