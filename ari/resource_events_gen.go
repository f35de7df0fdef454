// Code generated from spec.json (Asterisk 22.10.1) by ari/internal/generate. DO NOT EDIT.

package ari

import (
	"context"
)

// Events are the operations of Asterisk's resource "events".
type Events struct{ c *Client }

// EventUserEventParams are the parameters of UserEvent. Zero values stand for the defaults.
type EventUserEventParams struct {
	Application string // required
	Source      []string
	Variables   map[string]string
}

// UserEvent is POST /events/user/{eventName}, since Asterisk 12.3.0.
func (r Events) UserEvent(ctx context.Context, eventName string, params EventUserEventParams) error {
	q := newRequest(opEventsUserEvent, "POST")
	q.path("events/user/")
	q.segment(eventName)
	q.text("application", params.Application)
	if len(params.Source) > 0 {
		q.list("source", params.Source)
	}
	if len(params.Variables) > 0 {
		q.bodyKey("variables", params.Variables)
	}
	return r.c.call(ctx, q, nil)
}

// ClaimChannel is POST /events/claim, since Asterisk 20.17.0, 22.7.0, 23.1.0.
func (r Events) ClaimChannel(ctx context.Context, channelID, application string) error {
	q := newRequest(opEventsClaimChannel, "POST")
	q.path("events/claim")
	q.text("channelId", channelID)
	q.text("application", application)
	return r.c.call(ctx, q, nil)
}
