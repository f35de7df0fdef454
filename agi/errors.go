package agi

import (
	"errors"
	"fmt"
)

var (
	// ErrHungUp says that the channel of a session has ended: Asterisk sent its
	// HANGUP line, refused a command with 511, or closed the connection.
	ErrHungUp = errors.New("agi: the call has been hung up")

	// ErrClosed says that this side has ended the session, because its handler
	// returned or the server stops.
	ErrClosed = errors.New("agi: session closed")

	// ErrMalformed says that the peer does not speak AGI, or broke one of the
	// limits on lines. The connection is closed.
	ErrMalformed = errors.New("agi: malformed input from the peer")

	// ErrBadCommand says that a command cannot be sent: it has a control
	// character that would end the line early, or is longer than Asterisk reads.
	// Nothing has been sent and the session goes on.
	ErrBadCommand = errors.New("agi: command cannot be sent")
)

// ReplyError is a reply other than 200: Asterisk did not run the command.
type ReplyError struct {
	// Code is 510 (unknown command), 511 (not permitted on a channel that has
	// been hung up, or in an intercept routine) or 520 (wrong syntax).
	Code int
	// Command is the name that was sent, without its arguments.
	Command string
	// Text is Asterisk's message; for 520 the usage, which can have many lines.
	Text string
}

func (e *ReplyError) Error() string {
	return fmt.Sprintf("agi: %s: Asterisk replied %d %s", e.Command, e.Code, e.Text)
}

// Is makes a 511 an ErrHungUp, so that a handler asks one question only.
func (e *ReplyError) Is(target error) bool {
	return target == ErrHungUp && e.Code == codeDead
}
