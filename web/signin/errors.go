package signin

import (
	"errors"
	"fmt"
	"time"
)

// The refusals of an attempt to sign in. They say nothing about which names exist.
var (
	ErrWrongPassword = errors.New("the name or the password is wrong")
	ErrCodeNeeded    = errors.New("type the code that your authenticator shows, or one of your recovery codes")
	ErrWrongCode     = errors.New("this code is wrong, too old, or has been used; type the one that your authenticator shows now")
)

// WaitError refuses attempts for a while.
type WaitError struct{ Wait time.Duration }

func (e *WaitError) Error() string {
	return fmt.Sprintf("there were too many attempts; try again in %s", e.Wait.Round(time.Second))
}

// Seconds to wait, rounded up, for Retry-After.
func (e *WaitError) Seconds() int { return int((e.Wait + time.Second - 1) / time.Second) }
