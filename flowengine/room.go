package flowengine

import (
	"context"
	"strings"
	"time"
)

// ConferSpec says how a caller takes part in a conference.
type ConferSpec struct {
	// Room is the conference's name, within the company.
	Room      string
	Moderator bool
	// NeedsModerator makes the caller wait until a moderator is there.
	NeedsModerator bool
	// EndsWithModerator makes the caller leave with the last moderator.
	EndsWithModerator bool
	// Record makes this call record the conversation, if no other one does.
	Record bool
	// Wait is what is heard while there is nobody to talk to: music, or else an
	// audio, again and again.
	Wait      Indication
	WaitAudio string
	// Leave are the keys of which any leaves the conference.
	Leave string
	// Resumed is set when the caller took part before a restart.
	Resumed bool
}

// Conferred is how a caller's part in a conference ended.
type Conferred struct {
	// Talked is how long the caller was together with somebody, since the
	// last start of callflow.
	Talked time.Duration
	// Most is how many were there at once.
	Most int
	// Key is the key that ended it, 0 when it ended with the moderator or its time.
	Key byte
	// Unsupported says that what drives the call has no conferences.
	Unsupported bool
}

// settling is how long after a restart nobody is missed in a conference: the
// others come back one by one.
const settling = 5 * time.Second

// RoomName is the name of a company's room: small letters, digits, - and _, so
// that it can be part of other names.
func RoomName(company, room string) string {
	plain := func(text string) string {
		return strings.Map(func(r rune) rune {
			if 'a' <= r && r <= 'z' || '0' <= r && r <= '9' || r == '-' {
				return r
			}
			return '_'
		}, strings.ToLower(text))
	}
	return plain(company) + "~" + plain(room)
}

// conference is one caller's part in a conference while it lasts.
type conference struct {
	s         *Session
	call      Conferrer
	spec      ConferSpec
	now       RoomChanged
	known     bool // that somebody told who is there
	joined    bool
	since     time.Time // of the conversation
	moderated bool      // a moderator was there
	settled   time.Time
	waiting   bool // the wait audio plays
	out       Conferred
}

// Confer lets the caller take part in a conference until a key, its end, or the
// caller's leaving. The time does not count for the session's limit.
func (s *Session) Confer(ctx context.Context, spec ConferSpec) (Conferred, error) {
	if s.gone {
		return Conferred{}, ErrHungUp
	}
	call, ok := s.call.(Conferrer)
	if !ok {
		return Conferred{Unsupported: true}, nil
	}
	if err := s.Answer(ctx); err != nil {
		return Conferred{}, err
	}
	s.ForgetDigits()
	c := &conference{s: s, call: call, spec: spec}
	if spec.Resumed {
		c.settled = s.Now().Add(settling)
	}
	err := call.EnterRoom(ctx, RoomSpec{Name: RoomName(s.at.Company, spec.Room), Moderator: spec.Moderator, Records: spec.Record})
	if err != nil {
		return Conferred{}, s.failed(ctx, "entering the conference", err)
	}
	err = c.run(ctx)
	c.stopsTalking()
	s.at.Exempt += s.Now().Sub(s.at.Entered)
	s.ForgetDigits()
	if err != nil {
		return c.out, err
	}
	if err := call.LeaveRoom(ctx); err != nil {
		return c.out, s.failed(ctx, "leaving the conference", err)
	}
	return c.out, nil
}

func (c *conference) run(ctx context.Context) error {
	s := c.s
	limit := s.at.Entered.Add(s.engine.Limits.Conversation)
	for {
		until := limit
		if now := s.Now(); now.Before(c.settled) {
			until = c.settled
		}
		event, err := s.pump(ctx, until)
		if err != nil {
			return err
		}
		switch event := event.(type) {
		case RoomChanged:
			c.now, c.known = event, true
			if event.Joined && !c.joined { // since before a restart
				c.joined, c.since = true, s.Now()
			}
			c.out.Most = max(c.out.Most, event.Members)
		case Digit:
			if event.From == Caller && strings.IndexByte(c.spec.Leave, event.Key) >= 0 {
				c.out.Key = event.Key
				return nil
			}
			continue
		case PlayEnded:
			if event.To != Caller {
				continue
			}
			c.waiting = false
			if event.Failed {
				s.Warn("%s could not be played, so music was.", c.spec.WaitAudio)
				c.spec.WaitAudio, c.spec.Wait = "", Indication{Music: "default"}
			}
		case Elapsed:
			if !s.Now().Before(limit) {
				s.Warn("The conference reached its limit of %s and was ended for this caller.", s.engine.Limits.Conversation)
				return nil
			}
		}
		if ended, err := c.follow(ctx); ended || err != nil {
			return err
		}
	}
}

// follow does what follows from who is in the room.
func (c *conference) follow(ctx context.Context) (ended bool, err error) {
	if !c.known {
		return false, nil
	}
	s := c.s
	open := c.now.Members > 1 && (!c.spec.NeedsModerator || c.now.Moderators > 0)
	settles := s.Now().Before(c.settled)
	switch {
	case c.now.Moderators > 0:
		c.moderated = true
	case c.moderated && c.spec.EndsWithModerator && !settles:
		return true, nil
	}
	switch {
	case open && !c.joined:
		if err := c.call.JoinRoom(ctx); err != nil {
			return false, s.failed(ctx, "joining the conference", err)
		}
		c.joined, c.since, c.waiting = true, s.Now(), false
	case !open && c.joined && !settles:
		if err := c.call.QuitRoom(ctx); err != nil {
			return false, s.failed(ctx, "waiting in the conference", err)
		}
		c.stopsTalking()
	}
	if c.joined {
		return false, c.record(ctx)
	}
	return false, c.wait(ctx)
}

// record records the conversation if that is this call's to do. After a restart
// who records may be about to come back.
func (c *conference) record(ctx context.Context) error {
	if !c.now.Record || c.s.RecordsCall() || c.s.Now().Before(c.settled) {
		return nil
	}
	_, err := c.s.RecordCall(ctx, CallRecordingSpec{Room: RoomName(c.s.at.Company, c.spec.Room)})
	return err
}

// wait lets the caller hear something while there is nobody to talk to.
func (c *conference) wait(ctx context.Context) error {
	s := c.s
	if c.spec.WaitAudio == "" {
		if err := s.call.Indicate(ctx, c.spec.Wait); err != nil {
			return s.failed(ctx, "letting the caller hear music", err)
		}
		return nil
	}
	if c.waiting {
		return nil
	}
	if err := s.call.Play(ctx, Caller, s.media(ctx, c.spec.WaitAudio)); err != nil {
		return s.failed(ctx, "playing "+c.spec.WaitAudio, err)
	}
	c.waiting = true
	return nil
}

func (c *conference) stopsTalking() {
	if c.joined {
		c.out.Talked += c.s.Now().Sub(c.since)
		c.joined = false
	}
}
