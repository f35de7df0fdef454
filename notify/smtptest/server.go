// Package smtptest is a mail server for tests: a real one, on a real port, that
// can be down, slow, or refuse, and remembers what it took.
package smtptest

import (
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/mail"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
)

// Server is a mail server.
type Server struct {
	t    testing.TB
	addr string
	o    Options

	mu       sync.Mutex
	running  *smtp.Server
	listener net.Listener
	done     chan struct{} // closed when nobody listens any more
	stopping chan struct{} // closed when the server goes down
	data     sync.WaitGroup
	slow     time.Duration
	refuse   func(step Step, to string) error
	taken    []Mail
	sessions int
	busy     int // mails that are being taken
}

// Options say what kind of server it is.
type Options struct {
	// TLS is the server's certificate; nil means that it has none.
	TLS *tls.Config
	// Implicit speaks TLS from the first byte on, else STARTTLS is offered.
	Implicit bool
	// User and Password, when set, must be given.
	User, Password string
}

// Step is where in the dialogue a server refuses.
type Step string

// The steps.
const (
	AtMail Step = "MAIL"
	AtRcpt Step = "RCPT"
	AtData Step = "DATA"
)

// Mail is a mail that the server took.
type Mail struct {
	// ID is its Message-ID, without the angle brackets.
	ID       string
	From     string
	To       []string
	Text     string
	Accepted time.Time // just before the 250 went out
}

// Header is one header of the mail.
func (m Mail) Header(name string) string {
	message, err := mail.ReadMessage(strings.NewReader(m.Text))
	if err != nil {
		return "unreadable: " + err.Error()
	}
	return message.Header.Get(name)
}

// New starts a server on a free port of the loopback, until the test's end.
func New(t testing.TB, o Options) *Server {
	t.Helper()
	s := &Server{t: t, o: o, addr: "127.0.0.1:0"}
	s.Up()
	t.Cleanup(s.Down)
	return s
}

// Addr is HOST:PORT, the same after Down and Up.
func (s *Server) Addr() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.addr
}

// Up starts the server again.
func (s *Server) Up() {
	s.t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.running != nil {
		return
	}
	listener, err := net.Listen("tcp", s.addr)
	if err != nil {
		s.t.Fatalf("the mail server cannot listen: %v", err)
	}
	s.addr = listener.Addr().String()
	server := smtp.NewServer(s)
	server.Domain = "mail.test"
	server.AllowInsecureAuth = s.o.TLS == nil
	server.ErrorLog = silent{}
	server.ReadTimeout, server.WriteTimeout = time.Minute, time.Minute
	server.TLSConfig = s.o.TLS
	if s.o.Implicit {
		listener = tls.NewListener(listener, s.o.TLS)
	}
	s.running, s.listener, s.done, s.stopping = server, listener, make(chan struct{}), make(chan struct{})
	go func(done chan struct{}) {
		defer close(done)
		_ = server.Serve(listener) // it ends with Down
	}(s.done)
}

// Down stops the server: connections are broken off, and nobody listens.
func (s *Server) Down() {
	s.mu.Lock()
	server, listener, done := s.running, s.listener, s.done
	s.running = nil
	if server != nil {
		close(s.stopping)
	}
	s.mu.Unlock()
	if server == nil {
		return
	}
	server.Close()   // and with it all connections
	listener.Close() // which the server may not know yet
	<-done
	s.data.Wait()
}

// Slow makes the server wait before it takes a mail.
func (s *Server) Slow(d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.slow = d
}

// Refuse makes the server refuse with a code such as 451 or 550, 0 for not.
func (s *Server) Refuse(code int) {
	if code == 0 {
		s.RefuseBy(nil)
		return
	}
	s.RefuseBy(func(step Step, _ string) error {
		if step != AtRcpt {
			return nil
		}
		return &smtp.SMTPError{Code: code, EnhancedCode: smtp.EnhancedCode{code / 100, 2, 0}, Message: "not today"}
	})
}

// RefuseBy asks for each step whether to refuse.
func (s *Server) RefuseBy(refuse func(step Step, to string) error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.refuse = refuse
}

// Error is a refusal with a code.
func Error(code int, text string) error {
	return &smtp.SMTPError{Code: code, EnhancedCode: smtp.EnhancedCode{code / 100, 0, 0}, Message: text}
}

// Taken are the mails that the server took, in their order.
func (s *Server) Taken() []Mail {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Mail(nil), s.taken...)
}

// Sessions counts the connections.
func (s *Server) Sessions() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.sessions
}

// NewSession implements [smtp.Backend].
func (s *Server) NewSession(*smtp.Conn) (smtp.Session, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.sessions++
	return &session{server: s}, nil
}

func (s *Server) behaviour() (time.Duration, func(Step, string) error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	refuse := s.refuse
	if refuse == nil {
		refuse = func(Step, string) error { return nil }
	}
	return s.slow, refuse
}

func (s *Server) count(n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.busy += n
}

// Busy is how many mails the server is taking at this moment.
func (s *Server) Busy() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.busy
}

// wait is the slowness that is tested; false when the server goes down meanwhile.
func (s *Server) wait(d time.Duration) bool {
	s.mu.Lock()
	stopping := s.stopping
	s.mu.Unlock()
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-stopping:
		return false
	}
}

type session struct {
	server   *Server
	from     string
	to       []string
	signedIn bool
}

// AuthMechanisms implements [smtp.AuthSession].
func (s *session) AuthMechanisms() []string {
	if s.server.o.User == "" {
		return nil
	}
	return []string{sasl.Plain}
}

// Auth implements [smtp.AuthSession].
func (s *session) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, user, password string) error {
		if user != s.server.o.User || password != s.server.o.Password {
			return errors.New("wrong user or password")
		}
		s.signedIn = true
		return nil
	}), nil
}

// Mail implements [smtp.Session].
func (s *session) Mail(from string, _ *smtp.MailOptions) error {
	if s.server.o.User != "" && !s.signedIn {
		return smtp.ErrAuthRequired
	}
	s.from = from
	_, refuse := s.server.behaviour()
	return refuse(AtMail, "")
}

// Rcpt implements [smtp.Session].
func (s *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	_, refuse := s.server.behaviour()
	if err := refuse(AtRcpt, to); err != nil {
		return err
	}
	s.to = append(s.to, to)
	return nil
}

// Data implements [smtp.Session].
func (s *session) Data(r io.Reader) error {
	s.server.data.Add(1)
	defer s.server.data.Done()
	s.server.count(1)
	defer s.server.count(-1)
	text, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	slow, refuse := s.server.behaviour()
	if slow > 0 && !s.server.wait(slow) {
		return errors.New("the server went down")
	}
	if err := refuse(AtData, strings.Join(s.to, ",")); err != nil {
		return err
	}
	message, err := mail.ReadMessage(strings.NewReader(string(text)))
	if err != nil {
		return fmt.Errorf("the mail cannot be read: %w", err)
	}
	s.server.mu.Lock()
	defer s.server.mu.Unlock()
	s.server.taken = append(s.server.taken, Mail{
		ID: strings.Trim(message.Header.Get("Message-Id"), "<>"), From: s.from, To: s.to, Text: string(text), Accepted: time.Now(),
	})
	return nil
}

// Reset implements [smtp.Session].
func (s *session) Reset() { s.from, s.to = "", nil }

// Logout implements [smtp.Session].
func (s *session) Logout() error { return nil }

// silent drops what the server says about connections that were broken off.
type silent struct{}

func (silent) Printf(string, ...any) {}
func (silent) Println(...any)        {}
