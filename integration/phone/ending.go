package phone

import (
	"fmt"
	"regexp"
	"strconv"
	"time"

	"github.com/emiago/sipgo/sip"
)

// Ending says how a call ended.
type Ending struct {
	ByUs   bool      // we hung up, gave up or declined
	Status int       // SIP status that refused the call, 300 to 699; 0 if it was answered, or ended by CANCEL
	Phrase string    // the text of the status
	Cause  int       // Q.850 cause that the other side gave (RFC 3326), such as 16 for normal clearing; 0 if none
	Reason string    // its Reason header as it was, may be empty
	At     time.Time // when we knew
	Err    error     // why the call could not be made or went on no more, when no message said so
}

// String is short text for a failed test.
func (e Ending) String() string {
	who := "by the other side"
	if e.ByUs {
		who = "by us"
	}
	text := "ended " + who
	if e.Status != 0 {
		text += fmt.Sprintf(", %d %s", e.Status, e.Phrase)
	}
	if e.Cause != 0 {
		text += fmt.Sprintf(", cause %d", e.Cause)
	}
	if e.Err != nil {
		text += ", " + e.Err.Error()
	}
	return text
}

// EndedError says that a call ended while something else was waited for. It is an ErrCallEnded.
type EndedError struct {
	What   string // what was waited for
	Ending Ending
}

// Error is a sentence.
func (e *EndedError) Error() string { return e.What + ": the call " + e.Ending.String() }

// Unwrap makes the error an ErrCallEnded.
func (e *EndedError) Unwrap() error { return ErrCallEnded }

var reasonCause = regexp.MustCompile(`(?i)^\s*Q\.850\s*;.*\bcause=(\d+)`)

// reasonOf reads the Reason headers of a message (RFC 3326): the Q.850 cause, and the header that has it, or else the first.
func reasonOf(headers []sip.Header) (cause int, reason string) {
	for _, h := range headers {
		if reason == "" {
			reason = h.Value()
		}
		if found := reasonCause.FindStringSubmatch(h.Value()); found != nil {
			cause, _ = strconv.Atoi(found[1]) // too large a number is no cause
			return cause, h.Value()
		}
	}
	return 0, reason
}
