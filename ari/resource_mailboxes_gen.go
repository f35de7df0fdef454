// Code generated from spec.json (Asterisk 22.10.1) by ari/internal/generate. DO NOT EDIT.

package ari

import (
	"context"
)

// Mailboxes are the operations of Asterisk's resource "mailboxes".
type Mailboxes struct{ c *Client }

// List is GET /mailboxes, since Asterisk 12.1.0.
func (r Mailboxes) List(ctx context.Context) ([]Mailbox, error) {
	q := newRequest(opMailboxesList, "GET")
	q.path("mailboxes")
	var out []Mailbox
	err := r.c.call(ctx, q, &out)
	return out, err
}

// Get is GET /mailboxes/{mailboxName}, since Asterisk 12.1.0.
func (r Mailboxes) Get(ctx context.Context, mailboxName string) (*Mailbox, error) {
	q := newRequest(opMailboxesGet, "GET")
	q.path("mailboxes/")
	q.segment(mailboxName)
	out := new(Mailbox)
	if err := r.c.call(ctx, q, out); err != nil {
		return nil, err
	}
	return out, nil
}

// Update is PUT /mailboxes/{mailboxName}, since Asterisk 12.1.0.
func (r Mailboxes) Update(ctx context.Context, mailboxName string, oldMessages, newMessages int) error {
	q := newRequest(opMailboxesUpdate, "PUT")
	q.path("mailboxes/")
	q.segment(mailboxName)
	q.number("oldMessages", oldMessages)
	q.number("newMessages", newMessages)
	return r.c.call(ctx, q, nil)
}

// Delete is DELETE /mailboxes/{mailboxName}, since Asterisk 12.1.0.
func (r Mailboxes) Delete(ctx context.Context, mailboxName string) error {
	q := newRequest(opMailboxesDelete, "DELETE")
	q.path("mailboxes/")
	q.segment(mailboxName)
	return r.c.call(ctx, q, nil)
}
