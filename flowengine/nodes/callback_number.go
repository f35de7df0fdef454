package nodes

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"callflow/flowengine"
)

// callbackNumber is who is called back.
type callbackNumber struct {
	// Number is for people, Endpoint for dialling.
	Number   string `json:"number"`
	Endpoint string `json:"endpoint"`
}

// number finds out whom to call back; why says what keeps it from being done.
func (n *Callback) number(ctx context.Context, s *flowengine.Session) (to callbackNumber, why string, err error) {
	known := s.Call().CallerNumber
	if n.Number != "caller" {
		known = s.Text(n.Number)
	}
	if known != "" && !n.Ask {
		return n.reach(ctx, s, known)
	}
	for range 3 {
		digits, err := s.Collect(ctx, flowengine.CollectSpec{
			Prompt: sound(s, n.Prompt), BargeIn: true, First: 8 * time.Second, Inter: 4 * time.Second,
			Enough: func(digits string) bool { return strings.HasSuffix(digits, "#") || len(digits) > 20 },
		})
		if err != nil {
			return to, "", err
		}
		digits = strings.TrimSuffix(digits, "#")
		switch {
		case digits == "":
			why = "The caller typed no number."
			continue
		case digits == "1" && known != "":
			return n.reach(ctx, s, known)
		}
		if to, why, err = n.typed(ctx, s, digits); err != nil || why == "" {
			return to, why, err
		}
	}
	return to, why, nil
}

// typed reads a number that the caller typed. It must be in the caller's
// country, or in the company's when the caller is not known: nobody makes us
// call the other end of the world.
func (n *Callback) typed(ctx context.Context, s *flowengine.Session, digits string) (to callbackNumber, why string, err error) {
	numbering := s.Services().Numbering
	if numbering == nil {
		return to, "", errors.New("this callflow cannot read telephone numbers")
	}
	number, err := numbering.Read(ctx, digits)
	if errors.Is(err, flowengine.ErrNoNumber) {
		return to, fmt.Sprintf("The caller typed %s, which is no telephone number.", digits), nil
	}
	if err != nil {
		return to, "", err
	}
	home, err := numbering.Country(ctx)
	if err != nil {
		return to, "", err
	}
	if caller, err := numbering.Read(ctx, s.Call().CallerNumber); err == nil && caller.Country != "" {
		home = caller.Country
	}
	if number.Country == "" || number.Country != home {
		return to, fmt.Sprintf("The caller typed %s, which is not in the caller's country.", number.E164), nil
	}
	return n.reach(ctx, s, number.E164)
}

// reach finds the endpoint of a number: by the company's outbound template, or
// the telephone that calls, for a caller inside.
func (n *Callback) reach(ctx context.Context, s *flowengine.Session, number string) (to callbackNumber, why string, err error) {
	to.Number = number
	public := number
	if numbering := s.Services().Numbering; numbering != nil {
		read, err := numbering.Read(ctx, number)
		switch {
		case err == nil:
			public = read.E164
		case !errors.Is(err, flowengine.ErrNoNumber):
			return to, "", err
		case number == s.Call().CallerNumber && s.Call().Endpoint != "":
			to.Endpoint = s.Call().Endpoint
			return to, "", nil
		default:
			return to, fmt.Sprintf("%s is no telephone number that can be called back.", number), nil
		}
	}
	to.Number = public
	if to.Endpoint, err = s.Services().Directory.Outbound(ctx, public); err != nil {
		if ctx.Err() != nil {
			return to, "", context.Cause(ctx)
		}
		return to, fmt.Sprintf("%s cannot be called back: %v.", public, err), nil
	}
	return to, "", nil
}
