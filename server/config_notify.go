package server

import (
	"crypto/x509"
	"fmt"
	"net/netip"
	"os"
	"strings"
	"time"

	"callflow/notify"
)

// Outbox says how what leaves after a call is delivered.
type Outbox struct {
	// SMTP is the mail server; without Server no mail is sent, and mails wait.
	SMTP notify.SMTP
	// SMTPRoots is a PEM file of whom to believe about the mail server's
	// certificate, "" for whom the operating system believes.
	SMTPRoots string
	// WebhookSecret signs web requests; without it they go unsigned.
	WebhookSecret string
	// WebhookAllow are private networks that flows may send web requests to,
	// such as 10.1.2.0/24.
	WebhookAllow []string
	// RetryFirst, RetryMost and GiveUp say when a letter is tried again, and
	// until when; see [notify.Options].
	RetryFirst, RetryMost, GiveUp time.Duration
	// LinkURL is where people's browsers reach callflow, such as
	// https://pbx.example.org; Public when empty. LinkLife is how long a link to
	// a message in a mail works.
	LinkURL  string
	LinkLife time.Duration
}

func defaultOutbox() Outbox {
	return Outbox{
		SMTP:       notify.SMTP{Security: notify.STARTTLS, Timeout: 30 * time.Second},
		RetryFirst: 10 * time.Second, RetryMost: time.Hour, GiveUp: 72 * time.Hour,
		LinkLife: 30 * 24 * time.Hour,
	}
}

// MailServer is the mail server with its certificates read.
func (o Outbox) MailServer() (notify.SMTP, error) {
	s := o.SMTP
	if o.SMTPRoots == "" {
		return s, nil
	}
	text, err := os.ReadFile(o.SMTPRoots)
	if err != nil {
		return s, fmt.Errorf("reading the certificates for the mail server: %w; correct --smtp-ca", err)
	}
	s.Roots = x509.NewCertPool()
	if !s.Roots.AppendCertsFromPEM(text) {
		return s, fmt.Errorf("the file %s has no certificate in PEM; correct --smtp-ca", o.SMTPRoots)
	}
	return s, nil
}

// networks are the private networks that may be reached.
func (o Outbox) networks() ([]netip.Prefix, error) {
	return networks("--webhook-allow", o.WebhookAllow)
}

func (o Outbox) check() error {
	if _, err := o.networks(); err != nil {
		return err
	}
	if o.RetryFirst <= 0 || o.RetryMost < o.RetryFirst || o.GiveUp <= 0 {
		return fmt.Errorf("the outbox cannot try again after %s, then at most %s, for %s: make each longer than the one before", o.RetryFirst, o.RetryMost, o.GiveUp)
	}
	if o.LinkURL != "" && !strings.HasPrefix(o.LinkURL, "https://") && !strings.HasPrefix(o.LinkURL, "http://") {
		return fmt.Errorf("the address %q is not one that a browser reaches: write it as https://HOST with --link-url", o.LinkURL)
	}
	return nil
}
