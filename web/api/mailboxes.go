package api

import (
	"context"
	"crypto/rand"
	"fmt"
	"math/big"

	"callflow/flowengine"
	"callflow/store"
	"callflow/web/access"
	"callflow/wording"
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
	return []any{m.Box, m.Number, m.PINVersion, m.Greeting}
}

func (a *API) mailboxSettings() {
	const tag = "Voicemail"
	at := "/mailboxes/{box}"
	Register(a, Route{Method: "PATCH", Path: at, Right: access.Admin, Tag: tag, Summary: "Change a mailbox",
		Description: "Its number and its PIN open it from any telephone; the user's own opens it anyhow."}, a.setMailbox)
	a.boxRoutes(tag, at, access.View, access.Admin, func(_ context.Context, box string) (string, error) { return box, nil },
		func(_ context.Context, box string) (string, error) { return box, nil })
	Register(a, Route{Method: "GET", Path: "/me/mailboxes", Right: access.Own, Tag: "Me", Summary: "List my box and those of my groups"}, a.listOwnBoxes)
	a.boxRoutes("Me", "/me/mailboxes/{box}", access.Own, access.Own, a.anyOwnBox, a.ownBox)
}

// picking says which box a path means to who asks, or refuses it.
type picking func(ctx context.Context, box string) (string, error)

// boxRoutes are what people do with a box of their own, and administrators with any.
func (a *API) boxRoutes(tag, at string, look, change access.Right, looks, changes picking) {
	Register(a, Route{Method: "GET", Path: at, Right: look, Tag: tag, Summary: "Show a mailbox"},
		func(ctx context.Context, in *BoxPath) (*tagged[MailboxSettings], error) {
			box, err := looks(ctx, in.Box)
			if err != nil {
				return nil, err
			}
			return versioned(a.mailbox(ctx, BoxPath{box}))
		})
	Register(a, Route{Method: "PUT", Path: at + "/pin", Right: change, Tag: tag, Summary: "Give a mailbox a PIN, or take it away"},
		func(ctx context.Context, in *struct {
			BoxPath
			IfMatch
			Body struct {
				PIN string `json:"pin" doc:"4 to 12 digits; empty: no PIN opens the box."`
			}
		}) (*tagged[MailboxSettings], error) {
			box, err := changes(ctx, in.Box)
			if err != nil {
				return nil, err
			}
			return a.changeBox(ctx, box, in.IfMatch, store.MailboxChange{PIN: &in.Body.PIN})
		})
	Register(a, Route{Method: "POST", Path: at + "/pin", Right: change, Tag: tag, Secret: true, Summary: "Give a mailbox a new PIN of six digits",
		Description: "It is shown this once."},
		func(ctx context.Context, in *struct {
			BoxPath
			IfMatch
		}) (*tagged[NewPIN], error) {
			box, err := changes(ctx, in.Box)
			if err != nil {
				return nil, err
			}
			return a.makePIN(ctx, box, in.IfMatch)
		})
	a.greetingRoutes(tag, at+"/greeting", look, change, looks, changes)
}

// changeBox changes a box that may be somebody else's to change as well.
func (a *API) changeBox(ctx context.Context, box string, m IfMatch, change store.MailboxChange) (*tagged[MailboxSettings], error) {
	return edit(a, m, wording.Say("The mailbox %s", box), func() (MailboxSettings, error) { return a.mailbox(ctx, BoxPath{box}) }, func(MailboxSettings) error {
		_, _, err := a.store.SetMailbox(ctx, company(ctx), box, change)
		return err
	})
}

func (a *API) mailbox(ctx context.Context, in BoxPath) (MailboxSettings, error) {
	m, err := a.store.Mailbox(ctx, company(ctx), in.Box)
	return boxSettings(m), err
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
	return a.changeBox(ctx, in.Box, in.IfMatch, change)
}

// boxGreeting is a sound of the library as a box's greeting.
func (a *API) boxGreeting(ctx context.Context, ref string) (store.MailboxGreeting, error) {
	if ref == "" {
		return store.MailboxGreeting{}, nil
	}
	r, ok := flowengine.ParseRef(ref)
	if !ok || r.Kind != "audio" {
		return store.MailboxGreeting{}, &store.InvalidError{Field: "greeting", Value: ref, Problem: wording.Of("name a sound of the library, such as audio:away")}
	}
	sound, err := a.store.Audio(ctx, company(ctx), r.Name)
	return store.MailboxGreeting{Hash: sound.Hash, Length: sound.Duration}, err
}

// NewPIN is a PIN that was made.
type NewPIN struct {
	PIN string `json:"pin"`
}

func (a *API) makePIN(ctx context.Context, box string, m IfMatch) (*tagged[NewPIN], error) {
	n, err := rand.Int(rand.Reader, big.NewInt(1_000_000))
	if err != nil {
		return nil, fmt.Errorf("make a PIN: %w", err)
	}
	pin := fmt.Sprintf("%06d", n)
	set, err := a.changeBox(ctx, box, m, store.MailboxChange{PIN: &pin})
	if err != nil {
		return nil, err
	}
	return &tagged[NewPIN]{set.ETag, NewPIN{pin}}, nil
}
