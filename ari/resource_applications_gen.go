// Code generated from spec.json (Asterisk 22.10.1) by ari/internal/generate. DO NOT EDIT.

package ari

import (
	"context"
)

// Applications are the operations of Asterisk's resource "applications".
type Applications struct{ c *Client }

// List is GET /applications, since Asterisk 13.0.0.
func (r Applications) List(ctx context.Context) ([]Application, error) {
	q := newRequest(opApplicationsList, "GET")
	q.path("applications")
	var out []Application
	err := r.c.call(ctx, q, &out)
	return out, err
}

// Get is GET /applications/{applicationName}, since Asterisk 13.0.0.
func (r Applications) Get(ctx context.Context, applicationName string) (*Application, error) {
	q := newRequest(opApplicationsGet, "GET")
	q.path("applications/")
	q.segment(applicationName)
	out := new(Application)
	if err := r.c.call(ctx, q, out); err != nil {
		return nil, err
	}
	return out, nil
}

// Subscribe is POST /applications/{applicationName}/subscription, since Asterisk 13.0.0.
func (r Applications) Subscribe(ctx context.Context, applicationName string, eventSource []string) (*Application, error) {
	q := newRequest(opApplicationsSubscribe, "POST")
	q.path("applications/")
	q.segment(applicationName)
	q.path("/subscription")
	q.list("eventSource", eventSource)
	out := new(Application)
	if err := r.c.call(ctx, q, out); err != nil {
		return nil, err
	}
	return out, nil
}

// Unsubscribe is DELETE /applications/{applicationName}/subscription, since Asterisk 13.0.0.
func (r Applications) Unsubscribe(ctx context.Context, applicationName string, eventSource []string) (*Application, error) {
	q := newRequest(opApplicationsUnsubscribe, "DELETE")
	q.path("applications/")
	q.segment(applicationName)
	q.path("/subscription")
	q.list("eventSource", eventSource)
	out := new(Application)
	if err := r.c.call(ctx, q, out); err != nil {
		return nil, err
	}
	return out, nil
}

// Filter is PUT /applications/{applicationName}/eventFilter, since Asterisk 13.26.0, 16.3.0.
func (r Applications) Filter(ctx context.Context, applicationName string, filter EventFilter) (*Application, error) {
	q := newRequest(opApplicationsFilter, "PUT")
	q.path("applications/")
	q.segment(applicationName)
	q.path("/eventFilter")
	q.body(filter)
	out := new(Application)
	if err := r.c.call(ctx, q, out); err != nil {
		return nil, err
	}
	return out, nil
}
