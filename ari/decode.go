package ari

import (
	"bytes"
	"encoding/json"
	"errors"
	"time"
)

// errNoType is the error of a message that is JSON but says no type.
var errNoType = errors.New("ari: the message has no type")

// Decode makes an event from one message of the events socket. It keeps nothing of data. Every message makes an event: what
// the spec does not know is an *Unknown, what cannot be read a *BadMessage.
func Decode(data []byte, readAt time.Time) Event {
	ev := decode(data)
	ev.EventMeta().ReadAt = readAt
	return ev
}

func decode(data []byte) Event {
	name, err := messageType(data)
	if err != nil {
		return &BadMessage{Raw: bytes.Clone(data), Err: err}
	}
	ev := newEvent(name)
	if ev == nil {
		return unknown(name, data)
	}
	if err := json.Unmarshal(data, ev); err != nil {
		return &BadMessage{Raw: bytes.Clone(data), Err: err}
	}
	return ev
}

func unknown(name, data []byte) Event {
	u := &Unknown{Type: string(name), Raw: bytes.Clone(data)}
	if err := json.Unmarshal(data, &u.Meta); err != nil {
		return &BadMessage{Raw: u.Raw, Err: err}
	}
	return u
}

// messageType finds the type of a message. Asterisk writes it first, so this rarely reads more than the first bytes.
func messageType(data []byte) ([]byte, error) {
	if rest, ok := bytes.CutPrefix(data, []byte(`{"type":"`)); ok {
		if end := bytes.IndexByte(rest, '"'); end > 0 && bytes.IndexByte(rest[:end], '\\') < 0 {
			return rest[:end], nil
		}
	}
	var m struct {
		Type string `json:"type"`
	}
	if err := json.Unmarshal(data, &m); err != nil {
		return nil, err
	}
	if m.Type == "" {
		return nil, errNoType
	}
	return []byte(m.Type), nil
}
