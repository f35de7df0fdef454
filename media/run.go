package media

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"time"
)

// program is one run of an external program, without a shell.
type program struct {
	name      string
	args      []string
	stdin     io.Reader
	timeout   time.Duration
	maxOutput int64    // bytes
	env       []string // NAME=value, beside PATH
}

// run returns what the program wrote. Errors: ErrNoProgram, ErrTimeout,
// ErrTooLarge, ctx's, or *exitError when it failed by itself.
func (p program) run(ctx context.Context) ([]byte, error) {
	timed, cancel := context.WithTimeoutCause(ctx, p.timeout, ErrTimeout)
	defer cancel()
	cmd := exec.CommandContext(timed, p.name, p.args...)
	// Nothing of our environment: it has secrets, and sox takes options from it.
	cmd.Env = append([]string{"PATH=" + os.Getenv("PATH"), "HOME=/nonexistent", "LC_ALL=C.UTF-8"}, p.env...)
	cmd.WaitDelay = 2 * time.Second // for children that keep the pipes open
	cmd.Stdin = p.stdin
	stdout, stderr := &capped{limit: p.maxOutput}, &capped{limit: 4 << 10, drop: true}
	cmd.Stdout, cmd.Stderr = stdout, stderr
	err := cmd.Run()
	switch {
	case stdout.over:
		return nil, fmt.Errorf("%w: %s wrote more than %d bytes", ErrTooLarge, p.name, p.maxOutput)
	case err == nil:
		return stdout.buf.Bytes(), nil
	case timed.Err() != nil:
		return nil, context.Cause(timed)
	}
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return nil, &exitError{p.name, lastLine(stderr.buf.String()), err}
	}
	return nil, sayWhy(err)
}

// exitError is a program that ended with a status other than 0.
type exitError struct {
	program, said string
	err           error
}

func (e *exitError) Error() string { return fmt.Sprintf("%s: %v: %s", e.program, e.err, e.said) }
func (e *exitError) Unwrap() error { return e.err }

// capped keeps up to limit bytes. What is over that ends the program, or is
// dropped.
//
// The buffer is not embedded: io.Copy would use its ReadFrom, which has no limit.
type capped struct {
	buf   bytes.Buffer
	limit int64
	drop  bool
	over  bool
}

func (c *capped) Write(b []byte) (int, error) {
	if room := c.limit - int64(c.buf.Len()); int64(len(b)) > room {
		if !c.drop {
			c.over = true
			return 0, ErrTooLarge
		}
		c.buf.Write(b[:room])
		return len(b), nil
	}
	return c.buf.Write(b)
}

func lastLine(s string) string {
	s = strings.TrimSpace(s)
	return s[strings.LastIndexByte(s, '\n')+1:]
}
