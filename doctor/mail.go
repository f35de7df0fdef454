package doctor

import (
	"context"
	"time"
)

// mail looks whether the mail server takes callflow's mail. Nothing is sent.
func (l *look) mail() {
	const look = "correct --smtp-server, --smtp-tls, --smtp-user and its password; letters wait meanwhile"
	server, err := l.Mail()
	if err != nil {
		l.fail("mail", err.Error(), look)
		return
	}
	if server.Server == "" {
		l.warn("mail", "no mail server is set, so that mails wait in the outbox", "set --smtp-server and --smtp-from, if messages are to go out by mail")
		return
	}
	ctx, cancel := context.WithTimeout(l.ctx, 10*time.Second)
	defer cancel()
	if err := server.Try(ctx); err != nil {
		l.fail("mail", err.Error(), look)
		return
	}
	l.ok("mail", "%s takes mail from %s (%s)", server.Server, server.From, server.Security)
}
