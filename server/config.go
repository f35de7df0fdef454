package server

import (
	"errors"
	"fmt"
	"io"
	"net/url"
	"path/filepath"
	"time"
)

// Config is everything that an operator can set. The zero value is not usable;
// start from [Defaults].
type Config struct {
	// Version is callflow's, as the API tells it.
	Version string
	// Database is the SQLite file; Data is the folder of sounds and recordings.
	Database string
	Data     string

	// ARI is Asterisk's address, such as http://127.0.0.1:8088, and App the
	// Stasis application's name, the same across restarts.
	ARI         string
	ARIUser     string
	ARIPassword string
	App         string
	// Transport is auto, websocket or http.
	Transport string
	// PhonePassword is that of the endpoint callflow-browser, for the console's
	// phone; "" for none.
	PhonePassword string

	// HTTP is the address for sounds, health and metrics; Public is how
	// Asterisk reaches it, http://HTTP when empty.
	HTTP   string
	Public string
	// AGI is the address of the FastAGI server, "" for none.
	AGI string
	// ScriptHosts are the hosts whose AGI scripts flows may lend calls to.
	ScriptHosts []string

	Spoken
	// Drain is how long calls may take to end after SIGTERM.
	Drain time.Duration

	// Outbox says how what leaves after a call is delivered.
	Outbox Outbox
	// SignIn says how people sign in.
	SignIn SignIn
	// Out gets what the operator has to see at the start, beside the log; nil for none.
	Out io.Writer
}

// Defaults are the settings of a callflow beside an Asterisk on one machine.
func Defaults() Config {
	return Config{
		Database: "callflow.db",
		ARI:      "http://127.0.0.1:8088", ARIUser: "callflow", App: "callflow", Transport: "auto",
		HTTP: "127.0.0.1:8080", AGI: "127.0.0.1:4573",
		Drain: 30 * time.Second, Outbox: defaultOutbox(), SignIn: defaultSignIn(),
		ScriptHosts: []string{"127.0.0.1", "::1", "localhost"},
	}
}

// DataFolder is where sounds and recordings are: Data, or a folder beside the
// database.
func (c Config) DataFolder() string {
	if c.Data != "" {
		return c.Data
	}
	return filepath.Join(filepath.Dir(c.Database), "callflow-data")
}

// SoundFolder is where the audio library keeps its files.
func (c Config) SoundFolder() string { return filepath.Join(c.DataFolder(), "sounds") }

// RecordingFolder is where recordings and messages are kept.
func (c Config) RecordingFolder() string { return filepath.Join(c.DataFolder(), "recordings") }

// check finds what is wrong before anything is started.
func (c Config) check() error {
	u, err := url.Parse(c.ARI)
	if err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") {
		return fmt.Errorf("the ARI address %q is not one: write it as http://HOST:8088 with --ari", c.ARI)
	}
	if c.ARIUser == "" || c.ARIPassword == "" {
		return fmt.Errorf("ARI needs a user and a password: set --ari-user, and CALLFLOW_ARI_PASSWORD or --ari-password-file, to what Asterisk's ari.conf says")
	}
	if c.App == "" {
		return fmt.Errorf("the Stasis application has no name: set --app to the one in the dialplan")
	}
	return errors.Join(c.Outbox.check(), c.SignIn.check())
}
