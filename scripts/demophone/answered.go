package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"callflow/integration/phone"
)

// What the two of an answered call hum, in hertz.
const (
	callerHums = 700
	aliceHums  = 1100
)

// answeredCall dials a number as a caller outside, answers as alice, and prints
// "connected" when each has heard the other. The call goes on until the input
// ends; then the caller hangs up.
func answeredCall(ctx context.Context, number, from string, until io.Reader) (err error) {
	setup, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	var phones []*phone.Phone
	defer func() {
		for _, p := range phones {
			err = errors.Join(err, p.Close())
		}
	}()
	for _, user := range []string{"caller", "alice"} {
		p, err := open(ctx, user)
		if err != nil {
			return err
		}
		phones = append(phones, p)
	}
	caller, alice := phones[0], phones[1]
	if err := alice.Register(setup); err != nil {
		return err
	}
	call, err := caller.Dial(setup, number, phone.From(from))
	if err != nil {
		return err
	}
	in, err := alice.Incoming(setup)
	if err != nil {
		return err
	}
	if err := in.Ring(); err != nil {
		return err
	}
	hers, err := in.Answer(setup)
	if err != nil {
		return err
	}
	call.Hum(callerHums)
	hers.Hum(aliceHums)
	if err := call.Hears(setup, phone.Tone(aliceHums)); err != nil {
		return fmt.Errorf("the caller hears no alice: %w", err)
	}
	if err := hers.Hears(setup, phone.Tone(callerHums)); err != nil {
		return fmt.Errorf("alice hears no caller: %w", err)
	}
	fmt.Println("connected")
	if _, err := io.Copy(io.Discard, until); err != nil {
		return err
	}
	closing, done := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer done()
	if err := call.Hangup(closing); err != nil {
		return err
	}
	_, err = hers.Ended(closing)
	return err
}
