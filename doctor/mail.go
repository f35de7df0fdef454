package doctor

import (
	"context"
	"time"
)

// mail looks whether the mail server takes callflow's mail. Nothing is sent.
func (l *look) mail() {
	look := say("correct --smtp-server, --smtp-tls, --smtp-user and its password; letters wait meanwhile")
	server, err := l.Mail()
	if err != nil {
		l.fail("mail", say("%v", err), look)
		return
	}
	if server.Server == "" {
		l.warn("mail", say("no mail server is set, so that mails wait in the outbox"), say("set --smtp-server and --smtp-from, if messages are to go out by mail"))
		return
	}
	ctx, cancel := context.WithTimeout(l.ctx, 10*time.Second)
	defer cancel()
	if err := server.Try(ctx); err != nil {
		l.fail("mail", say("%v", err), look)
		return
	}
	l.ok("mail", "%s takes mail from %s (%s)", server.Server, server.From, server.Security)
}
