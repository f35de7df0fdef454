package agi

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"net"
	"slices"
	"strconv"
	"sync"
	"time"
)

// maxOutstanding is how many replies may be owed in one session. More than one
// only happens when callers gave up waiting.
const maxOutstanding = 32

// Session is one call in the hands of a handler, from the request header to the
// end of the connection. Its methods can be used by many goroutines; Asterisk
// runs the commands in the order in which they were sent.
//
// After a hang-up Asterisk still runs those commands that need no living
// channel, such as SET VARIABLE. The context that a handler gets is cancelled by
// then; context.WithoutCancel makes one that is not.
type Session struct {
	Request

	conn    net.Conn
	timeout time.Duration           // for a command whose context has no deadline
	cancel  context.CancelCauseFunc // of the handler's context

	closed chan struct{} // closed when nothing can be sent any more
	reader sync.WaitGroup

	sending sync.Mutex // held while a line is written, so that replies are expected in that order

	mu      sync.Mutex // never held while waiting
	err     error      // why closed is closed
	pending []pending  // who waits, in the order of the commands
	probes  int        // how often Interrupt was called
}

// pending is a command whose reply is owed.
type pending struct {
	reply chan Reply // has room for one
	token string     // what an interruption has in its reply, else ""
}

// newSession starts reading replies. The caller must end it with close.
func newSession(req Request, conn net.Conn, br *bufio.Reader, timeout time.Duration, cancel context.CancelCauseFunc) *Session {
	s := &Session{Request: req, conn: conn, timeout: timeout, cancel: cancel, closed: make(chan struct{})}
	s.reader.Go(func() { s.read(br) })
	return s
}

// close ends the session and waits for its reader.
func (s *Session) close() {
	s.fail(ErrClosed)
	s.reader.Wait()
}

// fail ends the connection; the first reason stays.
func (s *Session) fail(why error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.err != nil {
		return
	}
	s.err = why
	close(s.closed)
	s.cancel(why)
	// Nothing can be done about an error while closing, and nothing is lost by it.
	_ = s.conn.Close()
}

// read hands each reply to the command that waits longest, until the connection
// ends. It never waits for a command, so a hang-up is noticed at once.
func (s *Session) read(br *bufio.Reader) {
	for stray := 0; ; {
		reply, err := readReply(br)
		switch {
		case errors.Is(err, errHangupLine):
			s.cancel(ErrHungUp)
		case errors.Is(err, errStrayLine):
			// The tail of a value with a ")" before its newline looks like this.
			if stray++; stray > maxStrayLines {
				s.fail(fmt.Errorf("%w: %d lines that are no replies", ErrMalformed, stray))
				return
			}
		case errors.Is(err, ErrMalformed):
			s.fail(err)
			return
		case err != nil:
			s.fail(fmt.Errorf("%w: connection: %v", ErrHungUp, err))
			return
		case reply.Code == codeTrying:
		default:
			if !s.deliver(reply) {
				s.fail(fmt.Errorf("%w: a reply without a command", ErrMalformed))
				return
			}
		}
	}
}

func (s *Session) deliver(reply Reply) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	// A stream that a later command interrupted has no reply of its own.
	if i := slices.IndexFunc(s.pending, func(p pending) bool { return p.token != "" && p.token == reply.Value }); i > 0 {
		for _, p := range s.pending[:i] {
			p.reply <- Reply{Code: codeOK, EndPos: -1, Interrupted: true}
		}
		s.pending = s.pending[i:]
	}
	if len(s.pending) == 0 {
		return false
	}
	s.pending[0].reply <- reply
	s.pending = s.pending[1:]
	return true
}

// Interrupt ends the command that Asterisk runs, if that is one which listens to
// its connection: WAIT FOR DIGIT, which then has the result 1, and STREAM FILE
// and the SAY commands, whose reply is then Interrupted. Any further command
// does that too (res_agi.c hands its end of the connection to ast_waitstream);
// after a stream use this one, because only its reply tells whether the stream
// had ended by itself.
func (s *Session) Interrupt(ctx context.Context) error {
	s.mu.Lock()
	s.probes++
	token := "interrupt-" + strconv.Itoa(s.probes)
	s.mu.Unlock()
	line, err := formatCommand("GET FULL VARIABLE", []string{token})
	if err != nil {
		return err
	}
	_, err = s.send(ctx, line, token)
	return err
}

// Command sends a command, such as "SET VARIABLE", and waits for its reply. The
// arguments are quoted here. Without a deadline in ctx the server's
// CommandTimeout holds; a command that plays, records or waits needs its own.
//
// The error is a *ReplyError for a reply other than 200, ErrHungUp when the call
// has ended, ErrBadCommand when nothing was sent, or the context's. A caller who
// gives up leaves the session in order: the late reply is thrown away.
func (s *Session) Command(ctx context.Context, name string, args ...string) (Reply, error) {
	if _, ok := ctx.Deadline(); !ok {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, s.timeout)
		defer cancel()
	}
	owed, err := s.Begin(ctx, name, args...)
	if err != nil {
		return Reply{}, err
	}
	return owed.Wait(ctx)
}

// Owed is a command that was sent and whose reply is owed.
type Owed struct {
	session *Session
	name    string
	reply   <-chan Reply
}

// Begin sends a command and does not wait for its reply. ctx bounds the sending.
// The errors are Command's.
func (s *Session) Begin(ctx context.Context, name string, args ...string) (*Owed, error) {
	line, err := formatCommand(name, args)
	if err != nil {
		return nil, err
	}
	if ctx.Err() != nil {
		return nil, fmt.Errorf("agi: %s: %w", name, context.Cause(ctx))
	}
	reply, err := s.send(ctx, line, "")
	if err != nil {
		return nil, fmt.Errorf("agi: %s: %w", name, err)
	}
	return &Owed{session: s, name: name, reply: reply}, nil
}

// Reply has the reply when it comes. One of Wait and Reply may be used, once.
func (o *Owed) Reply() <-chan Reply { return o.reply }

// Wait waits for the reply, until ctx ends; it can then be called again. The
// errors are Command's.
func (o *Owed) Wait(ctx context.Context) (Reply, error) {
	var reply Reply
	select {
	case reply = <-o.reply:
	case <-ctx.Done():
		return Reply{}, fmt.Errorf("agi: %s: no reply: %w", o.name, context.Cause(ctx))
	case <-o.session.closed:
		select {
		case reply = <-o.reply: // it came just before the end
		default:
			return Reply{}, fmt.Errorf("agi: %s: %w", o.name, o.session.err)
		}
	}
	if reply.Code != codeOK {
		return reply, &ReplyError{Code: reply.Code, Command: o.name, Text: reply.Text}
	}
	return reply, nil
}

// send writes a line in one piece and returns where its reply will arrive.
func (s *Session) send(ctx context.Context, line, token string) (<-chan Reply, error) {
	s.sending.Lock()
	defer s.sending.Unlock()
	wait, err := s.expect(token)
	if err != nil {
		return nil, err
	}
	deadline, _ := ctx.Deadline()
	if err = s.conn.SetWriteDeadline(deadline); err == nil {
		_, err = s.conn.Write([]byte(line))
	}
	if err != nil {
		// Part of the line may be out, so the connection is of no more use.
		s.fail(fmt.Errorf("%w: connection: %v", ErrHungUp, err))
		return nil, s.err
	}
	return wait, nil
}

// expect takes the next place in the line of those who wait for a reply.
func (s *Session) expect(token string) (<-chan Reply, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.err != nil {
		return nil, s.err
	}
	if len(s.pending) >= maxOutstanding {
		return nil, fmt.Errorf("%w: Asterisk owes %d replies", ErrBadCommand, maxOutstanding)
	}
	wait := make(chan Reply, 1)
	s.pending = append(s.pending, pending{wait, token})
	return wait, nil
}

// GetVariable reads a channel variable or a dialplan function such as
// CALLERID(num). It returns false if the variable is not set. Asterisk 22 cuts
// the value to 1023 bytes.
func (s *Session) GetVariable(ctx context.Context, name string) (string, bool, error) {
	reply, err := s.Command(ctx, "GET VARIABLE", name)
	return reply.Value, err == nil && reply.Result == "1", err
}

// SetVariable sets a channel variable or a dialplan function.
func (s *Session) SetVariable(ctx context.Context, name, value string) error {
	_, err := s.Command(ctx, "SET VARIABLE", name, value)
	return err
}

// Verbose writes a line to Asterisk's console and log, shown from verbosity
// level (1 to 4) on. Control characters become spaces; a long text is cut.
func (s *Session) Verbose(ctx context.Context, level int, message string) error {
	_, err := s.Command(ctx, "VERBOSE", printable(message, 900), strconv.Itoa(level))
	return err
}

// Hangup ends the call.
func (s *Session) Hangup(ctx context.Context) error {
	reply, err := s.Command(ctx, "HANGUP")
	if err == nil && reply.Result != "1" {
		err = fmt.Errorf("agi: HANGUP: Asterisk replied result=%s", reply.Result)
	}
	return err
}
