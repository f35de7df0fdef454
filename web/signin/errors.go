package signin

import (
	"time"

	"callflow/wording"
)

// The refusals of an attempt to sign in. They say nothing about which names exist.
var (
	ErrWrongPassword = wording.Errorf("the name or the password is wrong")
	ErrCodeNeeded    = wording.Errorf("type the code that your authenticator shows, or one of your recovery codes")
	ErrWrongCode     = wording.Errorf("this code is wrong, too old, or has been used; type the one that your authenticator shows now")
)

// WaitError refuses attempts for a while.
type WaitError struct{ Wait time.Duration }

func (e *WaitError) Error() string { return e.In(wording.English) }

// In is the error for who reads a language.
func (e *WaitError) In(l wording.Language) string {
	return wording.Say("there were too many attempts; try again in %s", e.Wait.Round(time.Second)).In(l)
}

// Seconds to wait, rounded up, for Retry-After.
func (e *WaitError) Seconds() int { return int((e.Wait + time.Second - 1) / time.Second) }
