// Code generated from spec.json (Asterisk 22.10.1) by ari/internal/generate. DO NOT EDIT.

package ari

import (
	"context"
)

// Sounds are the operations of Asterisk's resource "sounds".
type Sounds struct{ c *Client }

// SoundListParams are the parameters of List. Zero values stand for the defaults.
type SoundListParams struct {
	Lang   string
	Format string
}

// List is GET /sounds, since Asterisk 12.0.0.
func (r Sounds) List(ctx context.Context, params SoundListParams) ([]Sound, error) {
	q := newRequest(opSoundsList, "GET")
	q.path("sounds")
	if params.Lang != "" {
		q.text("lang", params.Lang)
	}
	if params.Format != "" {
		q.text("format", params.Format)
	}
	var out []Sound
	err := r.c.call(ctx, q, &out)
	return out, err
}

// Get is GET /sounds/{soundId}, since Asterisk 12.0.0.
func (r Sounds) Get(ctx context.Context, soundID string) (*Sound, error) {
	q := newRequest(opSoundsGet, "GET")
	q.path("sounds/")
	q.segment(soundID)
	out := new(Sound)
	if err := r.c.call(ctx, q, out); err != nil {
		return nil, err
	}
	return out, nil
}
