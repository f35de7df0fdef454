package notify

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/mail"
	"strconv"
	"time"

	gomail "github.com/wneessen/go-mail"
)

// How the connection to a mail server is made safe.
const (
	STARTTLS = "starttls" // asked for after connecting; without it nothing is sent
	TLS      = "tls"      // from the first byte on
	NoTLS    = "none"     // only for a server on the same machine
)

// SMTP says how mails are handed to a mail server.
type SMTP struct {
	// Server is HOST:PORT.
	Server string
	// Security is STARTTLS, TLS or NoTLS.
	Security string
	// User and Password sign in; no User means without.
	User, Password string
	// From is the sender of all mails, such as "callflow <pbx@example.org>".
	From string
	// Roots are whom to believe about the server's certificate; nil means whom
	// the operating system believes.
	Roots *x509.CertPool
	// Timeout bounds each step of the dialogue, 30 s when 0.
	Timeout time.Duration
}

func (s *SMTP) check() (*mail.Address, error) {
	host, port, err := net.SplitHostPort(s.Server)
	if n, bad := strconv.Atoi(port); err != nil || host == "" || bad != nil || n < 1 || n > 65535 {
		return nil, fmt.Errorf("the mail server %q is no address: write HOST:PORT, such as smtp.example.org:587", s.Server)
	}
	switch s.Security {
	case STARTTLS, TLS, NoTLS:
	default:
		return nil, fmt.Errorf("the mail server's security %q is not known: use %s, %s or %s", s.Security, STARTTLS, TLS, NoTLS)
	}
	if (s.User == "") != (s.Password == "") {
		return nil, errors.New("signing in to the mail server needs both a user and a password, or neither")
	}
	from, err := address(s.From)
	if err != nil {
		return nil, fmt.Errorf("the sender of mails: %w; write it such as pbx@example.org", err)
	}
	return from, nil
}

// client makes a client for one connection. The context cuts the connection off.
func (s *SMTP) client(ctx context.Context) (*gomail.Client, error) {
	host, port, err := net.SplitHostPort(s.Server)
	if err != nil {
		return nil, err
	}
	number, err := strconv.Atoi(port)
	if err != nil {
		return nil, err
	}
	timeout := s.Timeout
	if timeout == 0 {
		timeout = 30 * time.Second
	}
	secure := &tls.Config{ServerName: host, RootCAs: s.Roots, MinVersion: tls.VersionTLS12}
	dial := func(_ context.Context, network, addr string) (net.Conn, error) {
		dialer := &net.Dialer{Timeout: timeout}
		conn, err := dialer.DialContext(ctx, network, addr)
		if err != nil {
			return nil, err
		}
		context.AfterFunc(ctx, func() { conn.Close() })
		if s.Security != TLS {
			return conn, nil
		}
		c := tls.Client(conn, secure)
		if err := c.HandshakeContext(ctx); err != nil {
			conn.Close()
			return nil, err
		}
		return c, nil
	}
	options := []gomail.Option{
		gomail.WithPort(number), gomail.WithTimeout(timeout), gomail.WithTLSConfig(secure),
		gomail.WithDialContextFunc(dial), gomail.WithoutNoop(),
	}
	switch s.Security {
	case STARTTLS:
		options = append(options, gomail.WithTLSPolicy(gomail.TLSMandatory))
	case TLS:
		options = append(options, gomail.WithTLSPolicy(gomail.NoTLS), gomail.WithSSL())
	default:
		options = append(options, gomail.WithTLSPolicy(gomail.NoTLS))
	}
	if s.User != "" {
		options = append(options, s.signIn(), gomail.WithUsername(s.User), gomail.WithPassword(s.Password))
	}
	return gomail.NewClient(host, options...)
}

// signIn chooses the way to sign in. A password never goes out in clear: the
// ways that would send it so are left out where the connection is not safe.
func (s *SMTP) signIn() gomail.Option {
	if s.Security != TLS {
		return gomail.WithSMTPAuth(gomail.SMTPAuthAutoDiscover) // which knows about STARTTLS
	}
	return gomail.WithOpportunisticSMTPAuth(gomail.SMTPAuthSCRAMSHA256, gomail.SMTPAuthSCRAMSHA1,
		gomail.SMTPAuthCramMD5, gomail.SMTPAuthPlain, gomail.SMTPAuthLogin)
}

// send takes one message to the server. What the server has taken is sent,
// whatever goes wrong after that.
func (s *SMTP) send(ctx context.Context, message *gomail.Msg) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	client, err := s.client(ctx)
	if err != nil {
		return fmt.Errorf("the mail server's settings: %w", err)
	}
	if err := client.DialWithContext(ctx); err != nil {
		return fmt.Errorf("the mail server %s cannot be used: %w", s.Server, err)
	}
	err = client.Send(message)
	if message.IsDelivered() {
		_ = client.Close() // QUIT is good manners, and no more
		return nil
	}
	_ = client.Close() // as above
	return s.refusal(err)
}

// refusal tells a refusal for good from one for now.
func (s *SMTP) refusal(err error) error {
	var refused *gomail.SendError
	if !errors.As(err, &refused) {
		return s.untaken(err)
	}
	explained := s.untaken(errors.New(withoutMessage(refused)))
	// 5xx is for good, RFC 5321 section 4.2.1. Without a code the connection broke.
	if code := refused.ErrorCode(); code >= 500 {
		return Permanent(explained)
	}
	return explained
}

// withoutMessage is the error's text without the Message-ID, which the letter has.
func withoutMessage(err *gomail.SendError) string {
	text := err.Error()
	if at := len(", affected message ID: ") + len(err.MessageID()); err.MessageID() != "" && len(text) > at {
		text = text[:len(text)-at]
	}
	return text
}

func (s *SMTP) untaken(err error) error {
	return fmt.Errorf("the mail server %s did not take the mail: %w", s.Server, err)
}

// Try signs in to the server and leaves again, to see whether that works.
func (s SMTP) Try(ctx context.Context) error {
	if _, err := s.check(); err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	client, err := s.client(ctx)
	if err != nil {
		return fmt.Errorf("the mail server's settings: %w", err)
	}
	if err := client.DialWithContext(ctx); err != nil {
		return fmt.Errorf("the mail server %s cannot be used: %w", s.Server, err)
	}
	_ = client.Close() // QUIT is good manners, and no more
	return nil
}
