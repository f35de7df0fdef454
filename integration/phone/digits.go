package phone

import (
	"errors"
	"fmt"
	"strings"
	"time"
)

// ErrDigit is returned for a key that a telephone does not have.
var ErrDigit = errors.New("a key is one of 0-9, *, # and A-D")

// digitKeys are the keys in the order of their RFC 4733 event codes (section 3.2).
const digitKeys = "0123456789*#ABCD"

// digitEvent returns the RFC 4733 event code of a key.
func digitEvent(key rune) (uint8, error) {
	i := strings.IndexRune(digitKeys, key)
	if i < 0 {
		return 0, fmt.Errorf("%w, not %q", ErrDigit, key)
	}
	return uint8(i), nil
}

// encodeDigit writes the four bytes of an RFC 4733 event (section 2.3): duration in samples since the key went down, at
// -10 dBm0.
func encodeDigit(event uint8, end bool, duration uint16) [4]byte {
	flags := byte(10)
	if end {
		flags |= 0x80
	}
	return [4]byte{event, flags, byte(duration >> 8), byte(duration)}
}

// decodeDigit reads an RFC 4733 event; ok is false when it is no key.
func decodeDigit(payload []byte) (key byte, end, ok bool) {
	if len(payload) < 4 || int(payload[0]) >= len(digitKeys) {
		return 0, false, false
	}
	return digitKeys[payload[0]], payload[1]&0x80 != 0, true
}

// pressSettings say how long keys are held and how far apart they are.
type pressSettings struct {
	hold, pause time.Duration
}

// PressOption changes how Press and PressInfo send.
type PressOption func(*pressSettings)

// Hold sets how long each key is down, in steps of 20 ms, at least 40 ms. The default is 120 ms.
func Hold(d time.Duration) PressOption { return func(s *pressSettings) { s.hold = d } }

// Pause sets how long nothing is pressed after each key, in steps of 20 ms. The default is 100 ms.
func Pause(d time.Duration) PressOption { return func(s *pressSettings) { s.pause = d } }

func newPressSettings(options []PressOption) pressSettings {
	s := pressSettings{hold: 120 * time.Millisecond, pause: 100 * time.Millisecond}
	for _, o := range options {
		o(&s)
	}
	s.hold = max(s.hold, 2*frameTime)
	s.pause = max(s.pause, 0)
	return s
}

// infoDigits reads the body of a SIP INFO with the content type application/dtmf-relay ("Signal=5\r\nDuration=160") or
// application/dtmf ("5"), which no RFC describes and every PBX understands.
func infoDigits(contentType string, body []byte) (byte, bool) {
	text := strings.TrimSpace(string(body))
	if strings.EqualFold(contentType, "application/dtmf-relay") {
		signal := ""
		for line := range strings.Lines(text) {
			name, value, _ := strings.Cut(line, "=")
			if strings.EqualFold(strings.TrimSpace(name), "Signal") {
				signal = strings.TrimSpace(value)
			}
		}
		text = signal
	} else if !strings.EqualFold(contentType, "application/dtmf") {
		return 0, false
	}
	if len(text) != 1 || !strings.Contains(digitKeys, strings.ToUpper(text)) {
		return 0, false
	}
	return strings.ToUpper(text)[0], true
}
