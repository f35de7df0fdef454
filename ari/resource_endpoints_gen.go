// Code generated from spec.json (Asterisk 22.10.1) by ari/internal/generate. DO NOT EDIT.

package ari

import (
	"context"
)

// Endpoints are the operations of Asterisk's resource "endpoints".
type Endpoints struct{ c *Client }

// List is GET /endpoints, since Asterisk 12.0.0.
func (r Endpoints) List(ctx context.Context) ([]Endpoint, error) {
	q := newRequest(opEndpointsList, "GET")
	q.path("endpoints")
	var out []Endpoint
	err := r.c.call(ctx, q, &out)
	return out, err
}

// EndpointSendMessageParams are the parameters of SendMessage. Zero values stand for the defaults.
type EndpointSendMessageParams struct {
	To        string // required
	From      string // required
	Body      string
	Variables map[string]string
}

// SendMessage is PUT /endpoints/sendMessage, since Asterisk 13.0.0.
func (r Endpoints) SendMessage(ctx context.Context, params EndpointSendMessageParams) error {
	q := newRequest(opEndpointsSendMessage, "PUT")
	q.path("endpoints/sendMessage")
	q.text("to", params.To)
	q.text("from", params.From)
	if params.Body != "" {
		q.bodyKey("body", params.Body)
	}
	if len(params.Variables) > 0 {
		q.bodyKey("variables", params.Variables)
	}
	return r.c.call(ctx, q, nil)
}

// EndpointReferParams are the parameters of Refer. Zero values stand for the defaults.
type EndpointReferParams struct {
	To        string // required
	From      string // required
	ReferTo   string // required
	ToSelf    bool
	Variables map[string]string
}

// Refer is POST /endpoints/refer, since Asterisk 18.20.0, 20.5.0.
func (r Endpoints) Refer(ctx context.Context, params EndpointReferParams) error {
	q := newRequest(opEndpointsRefer, "POST")
	q.path("endpoints/refer")
	q.text("to", params.To)
	q.text("from", params.From)
	q.text("refer_to", params.ReferTo)
	if params.ToSelf {
		q.flag("to_self", params.ToSelf)
	}
	if len(params.Variables) > 0 {
		q.bodyKey("variables", params.Variables)
	}
	return r.c.call(ctx, q, nil)
}

// ListByTech is GET /endpoints/{tech}, since Asterisk 12.0.0.
func (r Endpoints) ListByTech(ctx context.Context, tech string) ([]Endpoint, error) {
	q := newRequest(opEndpointsListByTech, "GET")
	q.path("endpoints/")
	q.segment(tech)
	var out []Endpoint
	err := r.c.call(ctx, q, &out)
	return out, err
}

// Get is GET /endpoints/{tech}/{resource}, since Asterisk 12.0.0.
func (r Endpoints) Get(ctx context.Context, tech, resource string) (*Endpoint, error) {
	q := newRequest(opEndpointsGet, "GET")
	q.path("endpoints/")
	q.segment(tech)
	q.path("/")
	q.segment(resource)
	out := new(Endpoint)
	if err := r.c.call(ctx, q, out); err != nil {
		return nil, err
	}
	return out, nil
}

// EndpointSendMessageToEndpointParams are the parameters of SendMessageToEndpoint. Zero values stand for the defaults.
type EndpointSendMessageToEndpointParams struct {
	From      string // required
	Body      string
	Variables map[string]string
}

// SendMessageToEndpoint is PUT /endpoints/{tech}/{resource}/sendMessage, since Asterisk 13.0.0.
func (r Endpoints) SendMessageToEndpoint(ctx context.Context, tech, resource string, params EndpointSendMessageToEndpointParams) error {
	q := newRequest(opEndpointsSendMessageToEndpoint, "PUT")
	q.path("endpoints/")
	q.segment(tech)
	q.path("/")
	q.segment(resource)
	q.path("/sendMessage")
	q.text("from", params.From)
	if params.Body != "" {
		q.bodyKey("body", params.Body)
	}
	if len(params.Variables) > 0 {
		q.bodyKey("variables", params.Variables)
	}
	return r.c.call(ctx, q, nil)
}

// EndpointReferToEndpointParams are the parameters of ReferToEndpoint. Zero values stand for the defaults.
type EndpointReferToEndpointParams struct {
	From      string // required
	ReferTo   string // required
	ToSelf    bool
	Variables map[string]string
}

// ReferToEndpoint is POST /endpoints/{tech}/{resource}/refer, since Asterisk 18.20.0, 20.5.0.
func (r Endpoints) ReferToEndpoint(ctx context.Context, tech, resource string, params EndpointReferToEndpointParams) error {
	q := newRequest(opEndpointsReferToEndpoint, "POST")
	q.path("endpoints/")
	q.segment(tech)
	q.path("/")
	q.segment(resource)
	q.path("/refer")
	q.text("from", params.From)
	q.text("refer_to", params.ReferTo)
	if params.ToSelf {
		q.flag("to_self", params.ToSelf)
	}
	if len(params.Variables) > 0 {
		q.bodyKey("variables", params.Variables)
	}
	return r.c.call(ctx, q, nil)
}
