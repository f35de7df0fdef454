package agi

import (
	"context"
	"errors"
	"fmt"
	"strings"
)

// Handler takes one session. Its context is cancelled, with the cause ErrHungUp,
// when the call ends, and with ErrClosed when the server stops for good. When it
// returns, the connection is closed and the dialplan goes on; an error is logged.
//
// Asterisk sets AGISTATUS to SUCCESS however a session ends, once the connection
// was made: a dialplan must look at a variable that the handler sets.
type Handler interface {
	ServeAGI(ctx context.Context, s *Session) error
}

// HandlerFunc makes a Handler of a function.
type HandlerFunc func(ctx context.Context, s *Session) error

// ServeAGI calls f.
func (f HandlerFunc) ServeAGI(ctx context.Context, s *Session) error { return f(ctx, s) }

// ErrNoScript says that the address asks for a script that does not exist.
var ErrNoScript = errors.New("agi: no such script")

// asyncScript is the path that people try when they look for Async AGI.
const asyncScript = "async"

// Mux chooses the handler by the path of the address: the handler under "route"
// serves agi://host/route. Paths have no slash at either end. A path without a
// handler, and Async AGI, get a line on Asterisk's console that says so.
type Mux map[string]Handler

// ServeAGI implements Handler.
func (m Mux) ServeAGI(ctx context.Context, s *Session) error {
	if h, ok := m[s.Script]; ok {
		return h.ServeAGI(ctx, s)
	}
	message := fmt.Sprintf("callflow has no AGI script %q; check the address in the dialplan", printable(s.Script, 80))
	if s.Script == asyncScript || strings.HasPrefix(s.Script, asyncScript+"/") {
		message = "callflow does not serve Async AGI; use Stasis(), or AGI(agi://HOST/route) to choose before it"
	}
	err := fmt.Errorf("%w: %s", ErrNoScript, message)
	if told := s.Verbose(ctx, 1, message); told != nil {
		return errors.Join(err, told)
	}
	return err
}
