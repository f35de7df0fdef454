package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"callflow/integration/phone"
)

// The numbers that scripts/demo gives to the sample.
const (
	openNumber   = "100"
	closedNumber = "101"
)

// scene is one call and what the history has to say about it.
type scene struct {
	title string
	from  string // the caller's number
	act   func(ctx context.Context, p *people) error
	want  expectation
}

func scenes() []scene {
	return []scene{
		{
			title: "A caller presses 1 and talks to Alice", from: "0412345678", act: talksToAlice,
			want: expectation{
				path:     []string{"welcome done", "hours slot:open", "menu key:1", "sales answered", "goodbye hangup"},
				outcome:  "completed",
				answered: "user:alice",
			},
		},
		{
			title: "A caller presses a wrong key, twice, and leaves a message", from: "0298765432", act: leavesAMessage,
			want: expectation{
				path:    []string{"welcome done", "hours slot:open", "menu invalid", "message done", "goodbye hangup"},
				outcome: "completed",
				message: "user:alice",
			},
		},
		{
			title: "A caller outside business hours", from: "0733334444", act: findsItClosed,
			want: expectation{
				path:    []string{"welcome done", "hours no_match", "closed done", "goodbye hangup"},
				outcome: "completed",
			},
		},
	}
}

// people are the phones, and what they say.
type people struct {
	caller *phone.Phone
	alice  *phone.Phone
	from   string
	speech map[string][]int16
}

// gather opens the phones.
func gather(ctx context.Context) (*people, error) {
	p := &people{speech: map[string][]int16{}}
	for _, name := range []string{"caller", "alice", "message"} {
		pcm, err := phone.LoadWAV(filepath.Join(os.Getenv("DEMO_FOLDER"), name+".wav"))
		if err != nil {
			return nil, err
		}
		p.speech[name] = pcm
	}
	var err error
	if p.caller, err = open(ctx, "caller"); err != nil {
		return nil, err
	}
	if p.alice, err = open(ctx, "alice"); err != nil {
		return nil, errors.Join(err, p.close())
	}
	if err := p.alice.Register(ctx); err != nil {
		return nil, errors.Join(err, p.close())
	}
	return p, nil
}

func open(ctx context.Context, user string) (*phone.Phone, error) {
	return phone.New(ctx, phone.Config{User: user, Password: os.Getenv("ASTERISK_PHONE_PASSWORD"), Server: os.Getenv("ASTERISK_SIP")})
}

func (p *people) close() error {
	var err error
	for _, ph := range []*phone.Phone{p.caller, p.alice} {
		if ph != nil {
			err = errors.Join(err, ph.Close())
		}
	}
	return err
}

// tell says what happens, as it happens.
func tell(who, what string, args ...any) {
	fmt.Printf("  %s  %-7s %s\n", time.Now().Format("15:04:05"), who, fmt.Sprintf(what, args...))
}

// dials calls a number and hears the welcome.
func (p *people) dials(ctx context.Context, number string) (*phone.Call, error) {
	tell("caller", "dials %s from %s", number, p.from)
	call, err := p.caller.Dial(ctx, number, phone.From(p.from))
	if err != nil {
		return nil, err
	}
	if err := call.Hears(ctx, phone.Speech()); err != nil {
		return nil, err
	}
	tell("caller", "hears the welcome")
	return call, nil
}

// hearsMenu returns when the menu speaks: it answers the call.
func hearsMenu(ctx context.Context, call *phone.Call) error {
	if err := call.Answered(ctx); err != nil {
		return err
	}
	call.ListenFromNow()
	if err := call.Hears(ctx, phone.Speech()); err != nil {
		return err
	}
	tell("caller", "hears the menu")
	return nil
}

func talksToAlice(ctx context.Context, p *people) error {
	call, err := p.dials(ctx, openNumber)
	if err != nil {
		return err
	}
	if err := hearsMenu(ctx, call); err != nil {
		return err
	}
	tell("caller", "presses 1")
	if err := call.Press(ctx, "1"); err != nil {
		return err
	}
	in, err := p.alice.Incoming(ctx)
	if err != nil {
		return err
	}
	tell("alice", "is rung, and sees %s", in.From())
	if err := in.Ring(); err != nil {
		return err
	}
	time.Sleep(1500 * time.Millisecond) // as people do, before they pick up
	hers, err := in.Answer(ctx)
	if err != nil {
		return err
	}
	tell("alice", "picks up")
	if err := hers.Hears(ctx, phone.Speech()); err != nil {
		return err
	}
	tell("alice", "hears the whisper: a call for sales")
	hers.Talk(p.speech["alice"])
	call.Talk(p.speech["caller"])
	if err := call.Hears(ctx, phone.Audio("what Alice says", p.speech["alice"])); err != nil {
		return err
	}
	tell("caller", "hears what Alice says")
	if err := hers.Hears(ctx, phone.Audio("what the caller says", p.speech["caller"])); err != nil {
		return err
	}
	tell("alice", "hears what the caller says")
	time.Sleep(time.Second)
	tell("alice", "hangs up")
	if err := hers.Hangup(ctx); err != nil {
		return err
	}
	return p.hangsUp(ctx, call)
}

func leavesAMessage(ctx context.Context, p *people) error {
	call, err := p.dials(ctx, openNumber)
	if err != nil {
		return err
	}
	for range 2 {
		if err := hearsMenu(ctx, call); err != nil {
			return err
		}
		tell("caller", "presses 9, which is not in the menu")
		if err := call.Press(ctx, "9"); err != nil {
			return err
		}
		call.ListenFromNow()
		if err := call.Hears(ctx, phone.Speech()); err != nil {
			return err
		}
		tell("caller", "hears that it is none of the choices")
		// What is pressed too early counts as well; this caller listens first.
		if err := call.HearsSilence(ctx, 150*time.Millisecond); err != nil {
			return err
		}
	}
	if err := call.Hears(ctx, phone.Speech()); err != nil {
		return err
	}
	tell("caller", "is asked to leave a message")
	if err := call.HearsSilence(ctx, 900*time.Millisecond); err != nil { // the beep breaks a shorter one
		return err
	}
	tell("caller", "speaks for %.1f s", float64(len(p.speech["message"]))/8000)
	if err := call.SendAudio(ctx, p.speech["message"]); err != nil {
		return err
	}
	tell("caller", "presses #")
	// It ends message and call, often before the key is let go.
	if err := call.Press(ctx, "#"); err != nil && !errors.Is(err, phone.ErrCallEnded) {
		return err
	}
	return p.hangsUp(ctx, call)
}

func findsItClosed(ctx context.Context, p *people) error {
	call, err := p.dials(ctx, closedNumber)
	if err != nil {
		return err
	}
	return p.hangsUp(ctx, call)
}

// hangsUp waits for callflow to end the call.
func (p *people) hangsUp(ctx context.Context, call *phone.Call) error {
	end, err := call.Ended(ctx)
	if err != nil {
		return err
	}
	if end.ByUs {
		return fmt.Errorf("the call %s", end)
	}
	tell("caller", "hears the line close")
	return nil
}
