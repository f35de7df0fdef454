// Package agi serves FastAGI: Asterisk's dialplan opens a TCP connection with
// AGI(agi://host/script), says which call it is about, and then runs the
// commands that come back, until this side closes the connection.
//
// The protocol is lines of text, described by res/res_agi.c of Asterisk; what
// is used here was seen on version 22. Asterisk waits for ever for a command of
// a connected server, so every handler must end in bounded time.
package agi

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"runtime/debug"
	"sync"
	"time"

	"github.com/rs/zerolog"
)

// Options say how a Server works. Zero values mean the defaults.
type Options struct {
	Addr    string  // where to listen; default 127.0.0.1:4573, the port that Asterisk assumes
	Handler Handler // for example a Mux
	Logger  zerolog.Logger

	HeaderTimeout  time.Duration // for the whole request header; default 10 s
	CommandTimeout time.Duration // for a command without a deadline of its own; default 30 s
	MaxSessions    int           // connections at a time, further ones are closed; default 1000
}

// Server is a FastAGI server. Use New, Start and Stop.
type Server struct {
	opts     Options
	sessions chan struct{} // holds one for each connection
	refused  zerolog.Logger

	draining, forced context.Context // done when Stop begins, and when its patience ends
	drain, force     context.CancelFunc

	mu       sync.Mutex
	listener net.Listener
	running  sync.WaitGroup // the accept loop and every connection
}

// New makes a server that does not listen yet.
func New(opts Options) *Server {
	if opts.Addr == "" {
		opts.Addr = "127.0.0.1:4573"
	}
	if opts.Handler == nil {
		opts.Handler = Mux{}
	}
	if opts.HeaderTimeout <= 0 {
		opts.HeaderTimeout = 10 * time.Second
	}
	if opts.CommandTimeout <= 0 {
		opts.CommandTimeout = 30 * time.Second
	}
	if opts.MaxSessions <= 0 {
		opts.MaxSessions = 1000
	}
	s := &Server{opts: opts, sessions: make(chan struct{}, opts.MaxSessions)}
	s.refused = opts.Logger.Sample(&zerolog.BurstSampler{Burst: 1, Period: 10 * time.Second})
	s.draining, s.drain = context.WithCancel(context.Background())
	s.forced, s.force = context.WithCancel(context.Background())
	return s
}

// Start listens and returns. A server can be started once.
func (s *Server) Start(ctx context.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.listener != nil || s.draining.Err() != nil {
		return errors.New("agi: the server has been started or stopped before")
	}
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", s.opts.Addr)
	if err != nil {
		return fmt.Errorf("agi: cannot serve FastAGI; choose another address or end what uses this one: %w", err)
	}
	s.listener = l
	s.running.Go(func() { s.accept(l) })
	return nil
}

// Addr is where the server listens, with the port that was chosen if Options
// said port 0. It is nil before Start.
func (s *Server) Addr() net.Addr {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.listener == nil {
		return nil
	}
	return s.listener.Addr()
}

// Stop takes no more connections, lets handlers end until ctx is done, and then
// cancels them and closes their connections. It returns when all have returned:
// nil if none had to be cancelled, else ctx's error. It can be called again, and
// without Start.
func (s *Server) Stop(ctx context.Context) error {
	s.mu.Lock()
	s.drain()
	if s.listener != nil {
		// An error here means that it is closed, which is what is wanted.
		_ = s.listener.Close()
	}
	s.mu.Unlock()

	ended := make(chan struct{})
	go func() { s.running.Wait(); close(ended) }()
	select {
	case <-ended:
		s.force()
		return nil
	case <-ctx.Done():
		s.force()
		<-ended
		return ctx.Err()
	}
}

func (s *Server) accept(l net.Listener) {
	for {
		conn, err := l.Accept()
		if err != nil {
			if s.draining.Err() != nil {
				return
			}
			// Usually too many open files: it passes when calls end.
			s.opts.Logger.Error().Err(err).Msg("agi: accept failed, trying again")
			select {
			case <-time.After(100 * time.Millisecond):
				continue
			case <-s.draining.Done():
				return
			}
		}
		select {
		case s.sessions <- struct{}{}:
			s.running.Go(func() {
				defer func() { <-s.sessions }()
				s.serve(conn)
			})
		default:
			s.refused.Warn().Int("sessions", s.opts.MaxSessions).Msg("agi: too many connections, one refused")
			_ = conn.Close() // it has not been used
		}
	}
}

// serve takes one connection from its header to its end.
func (s *Server) serve(conn net.Conn) {
	start := time.Now()
	log := s.opts.Logger.With().Stringer("peer", conn.RemoteAddr()).Logger()
	br := newReader(conn)

	// A connection that has not said what it wants does not delay Stop.
	undrain := context.AfterFunc(s.draining, func() { _ = conn.Close() })
	_ = conn.SetReadDeadline(start.Add(s.opts.HeaderTimeout)) // fails only if closed; then so does reading
	req, err := readRequest(br)
	if !undrain() && err == nil {
		err = ErrClosed
	}
	if err == nil {
		err = conn.SetReadDeadline(time.Time{})
	}
	if err != nil {
		_ = conn.Close() // the first error is the one that counts
		if errors.Is(err, io.EOF) {
			log.Debug().Msg("agi: connection without a request")
		} else {
			log.Warn().Err(err).Msg("agi: request refused")
		}
		return
	}

	ctx, cancel := context.WithCancelCause(context.Background())
	defer cancel(ErrClosed)
	session := newSession(req, conn, br, s.opts.CommandTimeout, cancel)
	unforce := context.AfterFunc(s.forced, func() { session.fail(ErrClosed) })
	err = s.handle(ctx, session)
	unforce()
	session.close()

	event := log.Info()
	if err != nil && !errors.Is(err, ErrHungUp) {
		event = log.Warn().Err(err)
	}
	event.Str("call", req.Variable("agi_uniqueid")).Str("script", req.Script).
		Bool("hungup", errors.Is(err, ErrHungUp)).Dur("took", time.Since(start)).Msg("agi: session ended")
}

// handle runs the handler and turns a panic of it into an error, so that one
// call cannot end the others.
func (s *Server) handle(ctx context.Context, session *Session) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("agi: handler panicked: %v\n%s", p, debug.Stack())
		}
	}()
	return s.opts.Handler.ServeAGI(ctx, session)
}
