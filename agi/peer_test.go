package agi

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rs/zerolog"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// peer plays Asterisk's side of a connection.
type peer struct {
	t    *testing.T
	conn net.Conn
	br   *bufio.Reader
}

func (p *peer) Says(text string) {
	p.t.Helper()
	if _, err := io.WriteString(p.conn, text); err != nil {
		p.t.Fatalf("Asterisk cannot send %.60q: %v", text, err)
	}
}

func (p *peer) Reads(want string) {
	p.t.Helper()
	_ = p.conn.SetReadDeadline(time.Now().Add(10 * time.Second))
	line, err := p.br.ReadString('\n')
	if err != nil || strings.TrimSuffix(line, "\n") != want {
		p.t.Fatalf("Asterisk reads %q, %v; want %q", line, err, want)
	}
}

func (p *peer) SeesTheEnd() {
	p.t.Helper()
	_ = p.conn.SetReadDeadline(time.Now().Add(10 * time.Second))
	if rest, err := io.ReadAll(p.br); len(rest) > 0 || errors.Is(err, context.DeadlineExceeded) || isTimeout(err) {
		p.t.Fatalf("Asterisk reads %q, %v; want the end of the connection", rest, err)
	}
	_ = p.conn.Close()
}

func isTimeout(err error) bool {
	var t net.Error
	return errors.As(err, &t) && t.Timeout()
}

// logs is a log that can be read while it is written.
type logs struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *logs) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(b)
}

func (l *logs) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// start runs a server on a free port and stops it when the test ends.
func start(t *testing.T, opts Options) (*Server, *logs) {
	t.Helper()
	out := new(logs)
	opts.Addr, opts.Logger = "127.0.0.1:0", zerolog.New(out)
	s := New(opts)
	if err := s.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { stop(t, s) })
	return s, out
}

// stop waits for the end of every session, and so for their last lines in the log.
func stop(t *testing.T, s *Server) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	if err := s.Stop(ctx); err != nil {
		t.Errorf("Stop: %v", err)
	}
}

// dial connects to a server as Asterisk does.
func dial(t *testing.T, s *Server) *peer {
	t.Helper()
	conn, err := net.Dial("tcp", s.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	return &peer{t, conn, bufio.NewReader(conn)}
}

// request is a header for a script, with arguments.
func request(script string, args ...string) string {
	var b strings.Builder
	b.WriteString("agi_network: yes\nagi_network_script: " + script + "\nagi_uniqueid: 1.2\nagi_extension: 100\n")
	for i, arg := range args {
		b.WriteString("agi_arg_" + string(rune('1'+i)) + ": " + arg + "\n")
	}
	return b.String() + "\n"
}
