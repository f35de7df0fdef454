// Package doctor looks whether everything that callflow needs is there and
// works, and says what to do where it does not. `callflow doctor` asks it, and
// so does a running callflow for its page on its health.
//
// Nothing is changed by looking, and each look has a limit of time.
package doctor

import (
	"context"

	"github.com/rs/zerolog"

	"callflow/notify"
	"callflow/store"
	"callflow/wording"
)

// State says how well it is with what was looked at.
type State string

// The states. Warn works, though not all that might.
const (
	OK   State = "ok"
	Warn State = "warn"
	Fail State = "fail"
)

// Finding is what one look found.
type Finding struct {
	State State `json:"state"`
	// What was looked at, in a word or two of English.
	What string `json:"what"`
	// Found says what is there or not, Do what to do about it; that is empty when
	// all is well.
	Found wording.Phrase `json:"found"`
	Do    wording.Phrase `json:"do,omitzero"`
}

// Options say where to look.
type Options struct {
	// Store is the database of a callflow that runs; without one the file
	// Database is opened, and closed again.
	Store    *store.Store
	Database string
	// Company is whose numbers and sounds are looked at.
	Company string
	// Data is the folder of sounds and recordings, Sounds that of the audio library.
	Data, Sounds string
	// Speech is the program that speaks texts, "" for espeak-ng.
	Speech string
	// ARI is Asterisk's address, and App the Stasis application's name.
	ARI, ARIUser, ARIPassword, App string
	// Mail is the mail server; it is asked for when it is looked at.
	Mail func() (notify.SMTP, error)
	// Beside says that the callflow that looks is the one that runs: what it
	// knows of itself is not looked at from outside.
	Beside bool
	// HTTP is where another callflow may run, HOST:PORT.
	HTTP string
	Log  zerolog.Logger
}

// Part is some looks that belong together. It tells each finding as soon as it
// is there.
type Part func(ctx context.Context, tell func(Finding))

// Parts are all looks, in the order in which people want to read them. They
// may be taken at the same time.
func Parts(o Options) []Part {
	looks := []func(*look){(*look).database, (*look).folders, (*look).programs, (*look).asterisk, (*look).mail}
	if !o.Beside {
		looks = append(looks, (*look).server)
	}
	parts := make([]Part, len(looks))
	for i, take := range looks {
		parts[i] = func(ctx context.Context, tell func(Finding)) { take(&look{Options: o, ctx: ctx, tell: tell}) }
	}
	return parts
}

// look is one part under way.
type look struct {
	Options
	ctx  context.Context
	tell func(Finding)
}

func (l *look) ok(what, found string, args ...any) {
	l.tell(Finding{State: OK, What: what, Found: wording.Say(found, args...)})
}

func (l *look) warn(what string, found, do wording.Phrase) {
	l.tell(Finding{State: Warn, What: what, Found: found, Do: do})
}

func (l *look) fail(what string, found, do wording.Phrase) {
	l.tell(Finding{State: Fail, What: what, Found: found, Do: do})
}

func say(format string, args ...any) wording.Phrase { return wording.Say(format, args...) }
