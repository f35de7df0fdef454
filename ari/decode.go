package ari

import (
	"encoding/json"
	"errors"
	"strings"
	"time"
)

// errNoType is the error of a message that is JSON but says no type.
var errNoType = errors.New("ari: the message has no type")

// Decode makes an event from one message of the events socket. Every message makes an event: one whose type the spec does
// not have an *Unknown, one that cannot be read a *BadMessage. The event's strings are parts of the message and keep it in
// memory; clone the few that outlive a call.
func Decode(message string, readAt time.Time) Event {
	ev := decode(message)
	ev.EventMeta().ReadAt = readAt
	return ev
}

func decode(message string) Event {
	name, err := messageType(message)
	if err != nil {
		return &BadMessage{Raw: []byte(message), Err: err}
	}
	ev := newEvent(name)
	if ev == nil {
		return unknown(name, message)
	}
	if unmarshal(message, ev) {
		return ev
	}
	ev = newEvent(name) // an empty one again
	if err := json.Unmarshal([]byte(message), ev); err != nil {
		return &BadMessage{Raw: []byte(message), Err: err}
	}
	return ev
}

func unknown(name, message string) Event {
	u := &Unknown{Type: name, Raw: []byte(message)}
	if err := json.Unmarshal(u.Raw, &u.Meta); err != nil {
		return &BadMessage{Raw: u.Raw, Err: err}
	}
	return u
}

// messageType finds the type of a message. Asterisk writes it first, so this rarely reads more than the first bytes.
func messageType(message string) (string, error) {
	if rest, ok := strings.CutPrefix(message, `{"type":"`); ok {
		if end := strings.IndexByte(rest, '"'); end > 0 && plain(rest[:end]) {
			return rest[:end], nil
		}
	}
	var m struct {
		Type string `json:"type"`
	}
	if err := json.Unmarshal([]byte(message), &m); err != nil {
		return "", err
	}
	if m.Type == "" {
		return "", errNoType
	}
	return m.Type, nil
}

// plain tells if a string is written the way it reads.
func plain(s string) bool {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c == '\\' || c > '~' {
			return false
		}
	}
	return true
}
