// Code generated from spec.json (Asterisk 22.10.1) by ari/internal/generate. DO NOT EDIT.

package ari

import (
	"context"
)

// Playbacks are the operations of Asterisk's resource "playbacks".
type Playbacks struct{ c *Client }

// Get is GET /playbacks/{playbackId}, since Asterisk 12.0.0.
func (r Playbacks) Get(ctx context.Context, playbackID string) (*Playback, error) {
	q := newRequest(opPlaybacksGet, "GET")
	q.path("playbacks/")
	q.segment(playbackID)
	out := new(Playback)
	if err := r.c.call(ctx, q, out); err != nil {
		return nil, err
	}
	return out, nil
}

// Stop is DELETE /playbacks/{playbackId}, since Asterisk 12.0.0.
func (r Playbacks) Stop(ctx context.Context, playbackID string) error {
	q := newRequest(opPlaybacksStop, "DELETE")
	q.path("playbacks/")
	q.segment(playbackID)
	return r.c.call(ctx, q, nil)
}

// Control is POST /playbacks/{playbackId}/control, since Asterisk 12.0.0.
func (r Playbacks) Control(ctx context.Context, playbackID, operation string) error {
	q := newRequest(opPlaybacksControl, "POST")
	q.path("playbacks/")
	q.segment(playbackID)
	q.path("/control")
	q.text("operation", operation)
	return r.c.call(ctx, q, nil)
}
