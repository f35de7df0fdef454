package ari

import (
	"encoding/json"
	"errors"
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

// messageType finds the type of a message. Asterisk mostly writes it first.
func messageType(message string) (string, error) {
	d := scanner{data: message}
	for more := d.first('{', '}'); more; more = d.next('}') {
		if d.name() == "type" {
			if name := d.text(); !d.bad && name != "" {
				return name, nil // if the rest is no JSON, the decoder says so
			}
			break
		}
		d.raw()
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
