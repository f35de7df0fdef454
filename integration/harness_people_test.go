//go:build integration

package integration

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"callflow/integration/phone"
	"callflow/store"
)

// person is somebody at a telephone. What a person does fails the test when it does not work.
type person struct {
	s       *story
	name    string
	number  string // a caller's own
	voice   int    // in hertz
	phone   *phone.Phone
	in      *phone.Incoming // what rings
	call    *phone.Call     // what goes on
	dialled time.Time
	dialogs []string // the SIP Call-IDs of all calls that this person made
}

// Caller is somebody outside, with a number of their own.
func (s *story) Caller() *person {
	s.Helper()
	return s.caller(phone.Config{User: "sipp"})
}

// QuietCaller is a caller whose telephone sends no packets while there is nothing to say.
func (s *story) QuietCaller() *person {
	s.Helper()
	return s.caller(phone.Config{User: "sipp", Quiet: true})
}

func (s *story) caller(config phone.Config) *person {
	s.Helper()
	n := serial.Add(1)
	p := s.person(fmt.Sprintf("the caller %d", n), config)
	p.number = fmt.Sprintf("04120%05d", n)
	return p
}

// Phone is a user of the company, with a telephone that is rung at its address.
func (s *story) Phone(name string) *person {
	s.Helper()
	p := s.person(name, phone.Config{User: name})
	s.User(name, p.Endpoint())
	return p
}

// User adds a user with those endpoints.
func (s *story) User(name string, endpoints ...string) {
	s.Helper()
	u := store.User{Name: name}
	for _, e := range endpoints {
		u.Phones = append(u.Phones, store.Phone{Endpoint: e})
	}
	_, err := s.c.store.AddUser(s.Context(), s.company, u)
	s.must(err)
}

// Group adds a group of users.
func (s *story) Group(name string, members ...string) {
	s.Helper()
	_, err := s.c.store.AddGroup(s.Context(), s.company, store.Group{Name: name, Members: members})
	s.must(err)
}

// Registered is a person whose telephone Asterisk knows by that name, one of those in its pjsip.conf.
func (s *story) Registered(name string) *person {
	s.Helper()
	s.reserve(name)
	p := s.person(name, phone.Config{User: name, Password: asterisk.env["ASTERISK_PHONE_PASSWORD"]})
	s.must(p.phone.Register(within(s, patience)))
	return p
}

// carrier is the name under which the trunk is reserved: after those of telephones.
const carrier = "the carrier"

// Carrier is who takes the calls to outside, at the one address of the trunk.
func (s *story) Carrier() *person {
	s.Helper()
	s.reserve(carrier)
	return s.person(carrier, phone.Config{User: "carrier", Listen: asterisk.env["ASTERISK_TRUNK"]})
}

// reservations are locks by name.
var reservations sync.Map

// reserve lets no other story have what Asterisk knows by that name, until this one ends. Names are reserved in alphabetical order, so
// that no two stories wait for each other.
func (s *story) reserve(name string) {
	s.Helper()
	if slices.Contains(s.reserved, name) {
		return
	}
	if n := len(s.reserved); n > 0 && s.reserved[n-1] > name {
		s.Fatalf("%s has to be reserved before %s", name, s.reserved[n-1])
	}
	lock, _ := reservations.LoadOrStore(name, new(sync.Mutex))
	lock.(*sync.Mutex).Lock()
	s.Cleanup(lock.(*sync.Mutex).Unlock)
	s.reserved = append(s.reserved, name)
}

func (s *story) person(name string, config phone.Config) *person {
	s.Helper()
	config.Server = asterisk.env["ASTERISK_SIP"]
	p, err := phone.New(s.Context(), config)
	s.must(err)
	who := &person{s: s, name: name, voice: voiceTones[s.voices%len(voiceTones)], phone: p}
	s.voices++
	s.people = append(s.people, who)
	s.Cleanup(func() {
		if err := p.Close(); err != nil {
			s.Errorf("%s's phone: %v", name, err)
		}
		if s.Failed() {
			s.Logf("messages of %s:\n%s", name, p.Trace())
		}
	})
	return who
}

// Endpoint is how Asterisk dials the phone, registered or not.
func (p *person) Endpoint() string {
	return fmt.Sprintf("PJSIP/trunk/sip:%s@%s", strings.ReplaceAll(p.phone.User(), " ", "-"), p.phone.Addr())
}

// must fails the test with who could not do what.
func (p *person) must(doing string, err error) {
	p.s.Helper()
	if err != nil {
		p.s.Fatalf("%s could not %s: %v", p.name, doing, err)
	}
}

func (p *person) soon() context.Context { return within(p.s, patience) }

// talking is the person's call.
func (p *person) talking() *phone.Call {
	p.s.Helper()
	if p.call == nil {
		p.s.Fatalf("%s is in no call", p.name)
	}
	return p.call
}

// Dials calls a number.
func (p *person) Dials(number string, options ...phone.DialOption) {
	p.s.Helper()
	if p.number != "" {
		options = append([]phone.DialOption{phone.From(p.number), phone.Header("X-Callflow-Line", "sipp")}, options...)
	}
	p.dialled = time.Now()
	call, err := p.phone.Dial(p.soon(), number, options...)
	p.must("dial "+number, err)
	p.call = call
	p.dialogs = append(p.dialogs, call.ID())
}

// IsAnswered waits until somebody, or callflow, answers.
func (p *person) IsAnswered() {
	p.s.Helper()
	p.must("be answered", p.talking().Answered(p.soon()))
}

// IsNotAnswered checks that nobody has answered yet.
func (p *person) IsNotAnswered() {
	p.s.Helper()
	if p.talking().IsAnswered() {
		p.s.Fatalf("%s was answered already", p.name)
	}
}

// IsCalled waits for a call, and does nothing about it.
func (p *person) IsCalled() *phone.Incoming {
	p.s.Helper()
	in, err := p.phone.Incoming(p.soon())
	p.must("be called", err)
	p.in = in
	return in
}

// Rings waits for a call, and lets the telephone ring.
func (p *person) Rings() {
	p.s.Helper()
	p.IsCalled()
	p.must("ring", p.in.Ring())
}

// IsNotCalled checks that nobody calls within that time.
func (p *person) IsNotCalled(d time.Duration) {
	p.s.Helper()
	in, err := p.phone.Incoming(within(p.s, d))
	if err == nil {
		p.s.Fatalf("%s is called by %s", p.name, in.From())
	}
	if !errors.Is(err, context.DeadlineExceeded) {
		p.must("wait", err)
	}
}

// Answers picks up.
func (p *person) Answers() {
	p.s.Helper()
	call, err := p.in.Answer(p.soon())
	p.must("answer", err)
	p.call = call
}

// Declines refuses the call that rings.
func (p *person) Declines() { p.s.Helper(); p.must("decline", p.in.Decline()) }

// IsBusy refuses the call because of another.
func (p *person) IsBusy() { p.s.Helper(); p.must("be busy", p.in.Busy()) }

// StopsRinging waits until the caller has given up.
func (p *person) StopsRinging() {
	p.s.Helper()
	_, err := p.in.Canceled(p.soon())
	p.must("stop ringing", err)
}

// HangsUp ends the person's call.
func (p *person) HangsUp() { p.s.Helper(); p.must("hang up", p.talking().Hangup(p.soon())) }

// IsHungUp waits until the other side has ended the call.
func (p *person) IsHungUp() phone.Ending {
	p.s.Helper()
	end, err := p.talking().Ended(p.soon())
	p.must("be hung up", err)
	if end.ByUs {
		p.s.Fatalf("%s hung up, where callflow should have", p.name)
	}
	return end
}

// IsRefused waits until the call is refused with that SIP status.
func (p *person) IsRefused(status int) {
	p.s.Helper()
	if end := p.IsHungUp(); end.Status != status {
		p.s.Fatalf("%s's call was refused with %s, not with %d", p.name, end, status)
	}
}

// Presses presses keys as RFC 4733 has them, PressesByInfo as SIP INFO. The call may end with the last key: callflow is told of
// a key before it is let go.
func (p *person) Presses(keys string) {
	p.s.Helper()
	p.pressed(keys, p.talking().Press(p.soon(), keys))
}

func (p *person) PressesByInfo(keys string) {
	p.s.Helper()
	p.pressed(keys, p.talking().PressInfo(p.soon(), keys))
}

func (p *person) pressed(keys string, err error) {
	p.s.Helper()
	if !errors.Is(err, phone.ErrCallEnded) {
		p.must("press "+keys, err)
	}
}

// Speaks speaks for that time, in the person's own voice, and returns then.
func (p *person) Speaks(d time.Duration) {
	p.s.Helper()
	p.must("speak", p.talking().SendTone(within(p.s, d+patience), p.voice, d))
}

// Hums speaks until Hush.
func (p *person) Hums() { p.s.Helper(); p.talking().Hum(p.voice) }
