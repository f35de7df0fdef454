package ari

import (
	"strings"
	"time"
)

// Event is what the handler of Run receives: a pointer to one of Asterisk's events, as *StasisStart, or to one of this
// package's own: *Connected, *Disconnected, *ConnectFailed, *BadMessage, *Unknown.
//
// The strings of an event are parts of one message, about 700 bytes, and any of them keeps it in memory. What is kept for the
// length of a call may be so; clone what is kept longer or in great numbers.
type Event interface {
	// EventType is the type's name as Asterisk writes it.
	EventType() string
	// EventMeta is what all events have.
	EventMeta() *Meta

	decoder
}

// Meta is what all events have.
type Meta struct {
	Application string `json:"application"`
	Timestamp   Time   `json:"timestamp"`
	AsteriskID  string `json:"asterisk_id,omitempty"`

	// ReadAt is when the message had been read from the socket, before it was decoded.
	ReadAt time.Time `json:"-"`
}

// EventMeta returns itself.
func (m *Meta) EventMeta() *Meta { return m }

// decode is for events that do not come from Asterisk's descriptions: encoding/json reads those.
func (m *Meta) decode(d *scanner) { d.bad = true }

// member reads one member that all events have; any other is passed over.
func (m *Meta) member(d *scanner, name string) {
	switch name {
	case "application":
		m.Application = d.text()
	case "timestamp":
		m.Timestamp = d.time()
	case "asterisk_id":
		m.AsteriskID = d.text()
	default:
		d.other(name)
	}
}

// Unknown is an event of a type that the spec does not have, kept raw.
type Unknown struct {
	Meta
	Type string
	Raw  []byte // the whole message
}

// EventType is the type that the message names.
func (u *Unknown) EventType() string { return u.Type }

// BadMessage is a message on the socket that is no event: not JSON, without a type, or of another shape than its type's. The
// connection goes on.
type BadMessage struct {
	Meta
	Raw []byte
	Err error
}

// EventType is "BadMessage".
func (*BadMessage) EventType() string { return "BadMessage" }

// Connected says that the socket is open, its event filter set, and its requests answered. It comes before the first event of
// that socket. What happened since the last Disconnected has to be asked for.
type Connected struct {
	Meta
	Version   string        // Asterisk's, such as "22.10.1"
	Transport TransportKind // how requests go from now on
	Again     bool          // false for the first connection of this Run
}

// EventType is "Connected".
func (*Connected) EventType() string { return "Connected" }

// Disconnected says that the socket of the last Connected is gone. Run reconnects by itself.
type Disconnected struct {
	Meta
	Err error
}

// EventType is "Disconnected".
func (*Disconnected) EventType() string { return "Disconnected" }

// ConnectFailed says that an attempt to connect failed, and when the next one is made.
type ConnectFailed struct {
	Meta
	Attempt int // 1 for the first since the last connection
	Err     error
	RetryIn time.Duration
}

// EventType is "ConnectFailed".
func (*ConnectFailed) EventType() string { return "ConnectFailed" }

// EventChannel returns the channel that an event is about, or nil: the channel of channel and bridge events, the peer of Dial.
func EventChannel(ev Event) *Channel { return eventChannel(ev) }

// EventChannelID returns the id of the channel that an event is about, or "". Beside what EventChannel finds, playbacks and
// recordings of a channel name it; those of a bridge do not.
func EventChannelID(ev Event) string {
	var target string
	switch ev := ev.(type) {
	case *PlaybackStarted:
		target = ev.Playback.TargetURI
	case *PlaybackContinuing:
		target = ev.Playback.TargetURI
	case *PlaybackFinished:
		target = ev.Playback.TargetURI
	case *RecordingStarted:
		target = ev.Recording.TargetURI
	case *RecordingFinished:
		target = ev.Recording.TargetURI
	case *RecordingFailed:
		target = ev.Recording.TargetURI
	default:
		if ch := eventChannel(ev); ch != nil {
			return ch.ID
		}
		return ""
	}
	id, ok := strings.CutPrefix(target, "channel:")
	if !ok {
		return ""
	}
	return id
}
