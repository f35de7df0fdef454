//go:build integration

package integration

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"callflow/ari"
	"callflow/integration/phone"
)

// pbx is a private Asterisk of scripts/asterisk.
type pbx struct {
	instance string
	env      map[string]string
	client   *ari.Client // for questions only; it never connects as an application
}

// findAsterisk takes the Asterisk that the environment names, or brings up one of its own, which down stops.
func findAsterisk() (p *pbx, down func() error, err error) {
	p = &pbx{instance: os.Getenv("CALLFLOW_ASTERISK_INSTANCE")}
	if p.instance == "" {
		p.instance = fmt.Sprintf("integration-%d", os.Getpid())
		down = func() error {
			_, err := script("asterisk", "--instance", p.instance, "down", "--remove")
			return err
		}
	}
	if _, err := script("asterisk", "--instance", p.instance, "up"); err != nil {
		return p, down, err
	}
	if err := p.readEnv(); err != nil {
		return p, down, err
	}
	p.client, err = ari.New(ari.Options{
		URL: p.env["ASTERISK_ARI_URL"], User: p.env["ASTERISK_ARI_USER"], Password: p.env["ASTERISK_ARI_PASSWORD"],
		App: "integration", Transport: ari.HTTP,
	})
	return p, down, err
}

// readEnv reads where it is.
func (p *pbx) readEnv() error {
	out, err := script("asterisk", "--instance", p.instance, "env")
	if err != nil {
		return err
	}
	p.env = map[string]string{}
	for line := range strings.Lines(out) {
		if key, value, ok := strings.Cut(strings.TrimSpace(line), "="); ok {
			p.env[key] = value
		}
	}
	return nil
}

func (p *pbx) close() {
	if p.client != nil {
		p.client.Close()
	}
}

// restart ends it with all its calls and starts it again, in the same place: everybody else goes on asking there.
func (p *pbx) restart(t *testing.T) {
	t.Helper()
	before := p.env
	if _, err := script("asterisk", "--instance", p.instance, "restart"); err != nil {
		t.Fatal(err)
	}
	if err := p.readEnv(); err != nil {
		t.Fatal(err)
	}
	for key, value := range p.env {
		if key != "ASTERISK_PID" && value != before[key] {
			t.Fatalf("after its restart Asterisk's %s is %s, not %s", key, value, before[key])
		}
	}
}

// cli gives it a command.
func (p *pbx) cli(t *testing.T, command string) string {
	t.Helper()
	out, err := script("asterisk", "--instance", p.instance, "cli", command)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// channels are its channels, its own for messages aside.
func (p *pbx) channels(ctx context.Context) ([]ari.Channel, error) {
	all, err := p.client.Channels().List(ctx)
	if err != nil {
		return nil, fmt.Errorf("listing Asterisk's channels: %w", err)
	}
	var channels []ari.Channel
	for _, c := range all {
		if !strings.HasPrefix(c.Name, "Message/") {
			channels = append(channels, c)
		}
	}
	return channels, nil
}

func (p *pbx) bridges(ctx context.Context) ([]ari.Bridge, error) {
	bridges, err := p.client.Bridges().List(ctx)
	if err != nil {
		return nil, fmt.Errorf("listing Asterisk's bridges: %w", err)
	}
	return bridges, nil
}

// empty waits until it has no channel and no bridge, and says what is left.
func (p *pbx) empty(d time.Duration) error {
	return p.without(d, func(ari.Channel) bool { return true }, func(ari.Bridge) bool { return true })
}

// without waits until none of its channels and bridges is one of those.
func (p *pbx) without(d time.Duration, channel func(ari.Channel) bool, bridge func(ari.Bridge) bool) error {
	ctx, cancel := context.WithTimeout(context.Background(), d+10*time.Second)
	defer cancel()
	return eventually(d, func() error {
		channels, err := p.channels(ctx)
		bridges, err2 := p.bridges(ctx)
		if err := errors.Join(err, err2); err != nil {
			return err
		}
		var left []string
		for _, c := range channels {
			if channel(c) {
				left = append(left, fmt.Sprintf("channel %s (%s, %s, in %s %s)", c.ID, c.Name, c.State, c.Dialplan.AppName, c.Dialplan.AppData))
			}
		}
		for _, b := range bridges {
			if bridge(b) {
				left = append(left, fmt.Sprintf("bridge %s (%s) with %v", b.ID, b.BridgeType, b.Channels))
			}
		}
		if left != nil {
			return fmt.Errorf("Asterisk still has %s", strings.Join(left, ", "))
		}
		return nil
	})
}

// prompts are Asterisk's own recordings, by name.
var prompts = struct {
	sync.Mutex
	byName map[string]*phone.Recording
}{byName: map[string]*phone.Recording{}}

// prompt is one of Asterisk's own recordings, as phones recognise it.
func (p *pbx) prompt(t testing.TB, name string) *phone.Recording {
	t.Helper()
	prompts.Lock()
	defer prompts.Unlock()
	if r := prompts.byName[name]; r != nil {
		return r
	}
	pcm, err := phone.LoadWAV(filepath.Join(p.env["ASTERISK_STATE"], "data", "sounds", "en", name+".wav"))
	if err != nil {
		t.Fatalf("Asterisk's own sound: %v", err)
	}
	prompts.byName[name] = phone.Audio(name, pcm)
	return prompts.byName[name]
}
