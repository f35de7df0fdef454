package api

import (
	"context"
	"crypto/rand"
	"fmt"
	"math/big"

	"callflow/flowengine"
	"callflow/store"
	"callflow/web/access"
)

// BoxPath is a path's mailbox.
type BoxPath struct {
	Box string `path:"box" maxLength:"80" doc:"The box: user:NAME or group:NAME." example:"user:alice"`
}

// MailboxSettings is a box: what is set for it, and how many messages are in it.
type MailboxSettings struct {
	store.Mailbox
	GreetingS float64 `json:"greeting_s,omitempty" doc:"How long its own greeting is, in seconds."`
}

func boxSettings(m store.Mailbox) MailboxSettings {
	return MailboxSettings{m, m.GreetingLength.Seconds()}
}

// settled is what people set about it.
func (m MailboxSettings) settled() any {
	return []any{m.Box, m.Number, m.HasPIN, m.Greeting}
}

func (a *API) mailboxSettings() {
	const tag = "Voicemail"
	at := "/mailboxes/{box}"
	Register(a, Route{Method: "GET", Path: at, Right: access.View, Tag: tag, Summary: "Show a mailbox"}, a.showMailbox)
	Register(a, Route{Method: "PATCH", Path: at, Right: access.Admin, Tag: tag, Summary: "Change a mailbox",
		Description: "Its number and its PIN open it from any telephone; the user's own opens it anyhow."}, a.setMailbox)
	Register(a, Route{Method: "PUT", Path: at + "/pin", Right: access.Admin, Tag: tag, Summary: "Give a mailbox a PIN, or take it away"}, a.setPIN)
	Register(a, Route{Method: "POST", Path: at + "/pin", Right: access.Admin, Tag: tag, Secret: true, Summary: "Give a mailbox a new PIN of six digits",
		Description: "It is shown this once."}, a.makePIN)
}

func (a *API) mailbox(ctx context.Context, in BoxPath) (MailboxSettings, error) {
	m, err := a.store.Mailbox(ctx, company(ctx), in.Box)
	return boxSettings(m), err
}

func (a *API) showMailbox(ctx context.Context, in *BoxPath) (*tagged[MailboxSettings], error) {
	return versioned(a.mailbox(ctx, *in))
}

func (a *API) setMailbox(ctx context.Context, in *struct {
	BoxPath
	IfMatch
	Body struct {
		Number   *string `json:"number,omitempty" doc:"Its owner types this from another telephone; empty for none."`
		Greeting *string `json:"greeting,omitempty" doc:"The sound of the audio library, as audio:NAME, that callers hear; empty for the flow's greeting."`
		Unlock   bool    `json:"unlock,omitempty" doc:"Let a PIN open it again after too many wrong ones."`
	}
}) (*tagged[MailboxSettings], error) {
	change := store.MailboxChange{Number: in.Body.Number, Unlock: in.Body.Unlock}
	if in.Body.Greeting != nil {
		greeting, err := a.boxGreeting(ctx, *in.Body.Greeting)
		if err != nil {
			return nil, err
		}
		change.Greeting = &greeting
	}
	return edit(a, in.IfMatch, "The mailbox "+in.Box, func() (MailboxSettings, error) { return a.mailbox(ctx, in.BoxPath) }, func(MailboxSettings) error {
		_, _, err := a.store.SetMailbox(ctx, company(ctx), in.Box, change)
		return err
	})
}

// boxGreeting is a sound of the library as a box's greeting.
func (a *API) boxGreeting(ctx context.Context, ref string) (store.MailboxGreeting, error) {
	if ref == "" {
		return store.MailboxGreeting{}, nil
	}
	r, ok := flowengine.ParseRef(ref)
	if !ok || r.Kind != "audio" {
		return store.MailboxGreeting{}, &store.InvalidError{Field: "greeting", Value: ref, Problem: "name a sound of the library, such as audio:away"}
	}
	sound, err := a.store.Audio(ctx, company(ctx), r.Name)
	return store.MailboxGreeting{Hash: sound.Hash, Length: sound.Duration}, err
}

func (a *API) setPIN(ctx context.Context, in *struct {
	BoxPath
	Body struct {
		PIN string `json:"pin" doc:"4 to 12 digits; empty: no PIN opens the box."`
	}
}) (*tagged[MailboxSettings], error) {
	m, _, err := a.store.SetMailbox(ctx, company(ctx), in.Box, store.MailboxChange{PIN: &in.Body.PIN})
	return versioned(boxSettings(m), err)
}

// NewPIN is a PIN that was made.
type NewPIN struct {
	PIN string `json:"pin"`
}

func (a *API) makePIN(ctx context.Context, in *BoxPath) (*body[NewPIN], error) {
	n, err := rand.Int(rand.Reader, big.NewInt(1_000_000))
	if err != nil {
		return nil, fmt.Errorf("make a PIN: %w", err)
	}
	pin := fmt.Sprintf("%06d", n)
	_, _, err = a.store.SetMailbox(ctx, company(ctx), in.Box, store.MailboxChange{PIN: &pin})
	return answer(NewPIN{pin}, err)
}
