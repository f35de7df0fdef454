package server

import (
	"context"
	"fmt"
	"net/netip"
	"path/filepath"
	"time"

	"callflow/web/signin"
)

// SignIn says how people sign in.
type SignIn struct {
	// Idle ends a session in which nothing has been asked for that long, Life one
	// that is that old.
	Idle, Life time.Duration
	// Proxies are the networks whose X-Forwarded-For is believed, such as
	// 127.0.0.1; a TLS proxy in front of callflow is one.
	Proxies []string
}

func defaultSignIn() SignIn {
	return SignIn{Idle: 4 * time.Hour, Life: 24 * time.Hour, Proxies: []string{"127.0.0.0/8", "::1"}}
}

func (c SignIn) check() error {
	if c.Idle < time.Minute || c.Life < c.Idle {
		return fmt.Errorf("sessions cannot end after %s of nothing, and after %s at all: make the first a minute or more, and the second no shorter, with --session-idle and --session-life", c.Idle, c.Life)
	}
	_, err := networks("--proxies", c.Proxies)
	return err
}

// networks reads addresses and networks, such as 10.1.2.0/24.
func networks(flag string, texts []string) ([]netip.Prefix, error) {
	var all []netip.Prefix
	for _, text := range texts {
		p, err := netip.ParsePrefix(text)
		if err != nil {
			var a netip.Addr
			if a, err = netip.ParseAddr(text); err == nil {
				p = netip.PrefixFrom(a, a.BitLen())
			}
		}
		if err != nil {
			return nil, fmt.Errorf("the network %q in %s is none: write it as 10.1.2.0/24", text, flag)
		}
		all = append(all, p)
	}
	return all, nil
}

// BrowserURL is where people's browsers reach callflow.
func (c Config) BrowserURL() string {
	switch {
	case c.Outbox.LinkURL != "":
		return c.Outbox.LinkURL
	case c.Public != "":
		return c.Public
	}
	return "http://" + c.HTTP
}

func (s *Server) newDoor() (err error) {
	proxies, err := networks("--proxies", s.cfg.SignIn.Proxies)
	if err != nil {
		return err
	}
	s.door, err = signin.New(signin.Options{
		Store: s.store, KeyFile: filepath.Join(s.cfg.DataFolder(), "signin.key"), Public: s.cfg.BrowserURL(),
		Idle: s.cfg.SignIn.Idle, Life: s.cfg.SignIn.Life, Proxies: proxies, Now: time.Now, Log: s.log,
	})
	return err
}

// inviteFirst tells how the first admin gets in, when there is none.
func (s *Server) inviteFirst(ctx context.Context) {
	link, err := s.door.FirstLink(ctx)
	if err != nil {
		s.log.Error().Err(err).Msg("a link for the first admin cannot be made")
		return
	}
	if link == "" {
		return
	}
	s.log.Info().Str("link", link).Msg("there is no admin yet: open the link to become the first")
	if s.cfg.Out != nil {
		// Nobody reads it if it cannot be written; the log has it too.
		_, _ = fmt.Fprintf(s.cfg.Out, "There is no admin yet. Open this link to become the first; it works once, for a day:\n\n   %s\n\n", link)
	}
}
