package main

import (
	"context"
	"time"
)

// mail looks whether the mail server takes callflow's mail. Nothing is sent.
func (d *doctor) mail() {
	outbox := d.in.config.Outbox
	if outbox.SMTP.Server == "" {
		d.warn("mail", "no mail server is set, so that mails wait in the outbox", "set --smtp-server and --smtp-from, if messages are to go out by mail")
		return
	}
	server, err := outbox.MailServer()
	if err == nil {
		ctx, cancel := context.WithTimeout(d.in.ctx, 10*time.Second)
		defer cancel()
		err = server.Try(ctx)
	}
	if err != nil {
		d.fail("mail", err.Error(), "correct --smtp-server, --smtp-tls, --smtp-user and its password; letters wait meanwhile")
		return
	}
	d.ok("mail", "%s takes mail from %s (%s)", outbox.SMTP.Server, outbox.SMTP.From, outbox.SMTP.Security)
}
