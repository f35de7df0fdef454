package main

import (
	"fmt"
	"os"
	"strings"

	"github.com/urfave/cli/v2"

	"callflow/notify"
	"callflow/server"
)

// notifyFlags say how what leaves after a call is delivered.
func notifyFlags() []cli.Flag {
	d := server.Defaults().Outbox
	return []cli.Flag{
		&cli.StringFlag{Name: "smtp-server", Usage: "send mail through `HOST:PORT`; without it mails wait", EnvVars: env("SMTP_SERVER")},
		&cli.StringFlag{Name: "smtp-tls", Usage: "`HOW` the mail server is spoken to: starttls, tls or none", EnvVars: env("SMTP_TLS"), Value: d.SMTP.Security},
		&cli.StringFlag{Name: "smtp-ca", Usage: "believe the certificates in this PEM `FILE` about the mail server", EnvVars: env("SMTP_CA"), DefaultText: "the system's"},
		&cli.StringFlag{Name: "smtp-user", Usage: "sign in to the mail server as this `USER`", EnvVars: env("SMTP_USER")},
		&cli.StringFlag{Name: "smtp-password-file", Usage: "the `FILE` with that user's password; or set CALLFLOW_SMTP_PASSWORD", EnvVars: env("SMTP_PASSWORD_FILE")},
		&cli.StringFlag{Name: "smtp-from", Usage: "the `ADDRESS` that mails come from", EnvVars: env("SMTP_FROM")},
		&cli.DurationFlag{Name: "smtp-timeout", Usage: "how much `TIME` each step with the mail server may take", EnvVars: env("SMTP_TIMEOUT"), Value: d.SMTP.Timeout},
		&cli.StringFlag{Name: "webhook-secret-file", Usage: "the `FILE` with the secret that signs web requests; or set CALLFLOW_WEBHOOK_SECRET", EnvVars: env("WEBHOOK_SECRET_FILE")},
		&cli.StringFlag{Name: "webhook-allow", Usage: "private `NETWORKS` that flows may send web requests to, such as \"10.1.2.0/24 127.0.0.1\"", EnvVars: env("WEBHOOK_ALLOW")},
		&cli.DurationFlag{Name: "outbox-retry", Usage: "the `TIME` after which a letter is tried again, doubled each time", EnvVars: env("OUTBOX_RETRY"), Value: d.RetryFirst},
		&cli.DurationFlag{Name: "outbox-retry-most", Usage: "the longest `TIME` between two tries", EnvVars: env("OUTBOX_RETRY_MOST"), Value: d.RetryMost},
		&cli.DurationFlag{Name: "outbox-give-up", Usage: "the `TIME` after which a letter is given up", EnvVars: env("OUTBOX_GIVE_UP"), Value: d.GiveUp},
		&cli.StringFlag{Name: "link-url", Usage: "the `URL` by which browsers reach callflow, such as https://pbx.example.org: for links, and for how cookies are set", EnvVars: env("LINK_URL"), DefaultText: "as --public"},
		&cli.DurationFlag{Name: "link-life", Usage: "the `TIME` for which links in mails work", EnvVars: env("LINK_LIFE"), Value: d.LinkLife},
	}
}

// outboxConfig is what the flags say about it.
func outboxConfig(c *cli.Context) (o server.Outbox, err error) {
	o = server.Defaults().Outbox
	if !hasFlag(c, "smtp-server") {
		return o, nil
	}
	o.SMTP = notify.SMTP{
		Server: c.String("smtp-server"), Security: c.String("smtp-tls"), User: c.String("smtp-user"),
		From: c.String("smtp-from"), Timeout: c.Duration("smtp-timeout"),
	}
	o.SMTPRoots = c.String("smtp-ca")
	o.WebhookAllow = strings.Fields(strings.ReplaceAll(c.String("webhook-allow"), ",", " "))
	o.RetryFirst, o.RetryMost, o.GiveUp = c.Duration("outbox-retry"), c.Duration("outbox-retry-most"), c.Duration("outbox-give-up")
	o.LinkURL, o.LinkLife = strings.TrimSuffix(c.String("link-url"), "/"), c.Duration("link-life")
	if o.SMTP.Password, err = secret("CALLFLOW_SMTP_PASSWORD", "smtp-password-file", c.String("smtp-password-file")); err != nil {
		return o, err
	}
	o.WebhookSecret, err = secret("CALLFLOW_WEBHOOK_SECRET", "webhook-secret-file", c.String("webhook-secret-file"))
	return o, err
}

// secret comes from the environment or a file, never from the command line,
// where others could read it.
func secret(variable, flag, file string) (string, error) {
	if value := os.Getenv(variable); value != "" || file == "" {
		return value, nil
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return "", fmt.Errorf("reading a secret: %w; correct --%s", err, flag)
	}
	value := strings.TrimSpace(string(text))
	if value == "" {
		return "", fmt.Errorf("the file %s of --%s is empty: write the secret into it", file, flag)
	}
	return value, nil
}
