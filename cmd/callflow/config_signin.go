package main

import (
	"strings"

	"github.com/urfave/cli/v2"

	"callflow/server"
)

// signInFlags say how people sign in.
func signInFlags() []cli.Flag {
	d := server.Defaults().SignIn
	return []cli.Flag{
		&cli.DurationFlag{Name: "session-idle", Usage: "the `TIME` without a request after which somebody has to sign in again", EnvVars: env("SESSION_IDLE"), Value: d.Idle},
		&cli.DurationFlag{Name: "session-life", Usage: "the `TIME` after which everybody has to sign in again", EnvVars: env("SESSION_LIFE"), Value: d.Life},
		&cli.StringFlag{Name: "proxies", Usage: "believe these `NETWORKS` about whom a request comes from (X-Forwarded-For)", EnvVars: env("PROXIES"), Value: strings.Join(d.Proxies, " ")},
	}
}

// signInConfig is what the flags say about it.
func signInConfig(c *cli.Context) server.SignIn {
	s := server.Defaults().SignIn
	if hasFlag(c, "session-idle") {
		s.Idle, s.Life = c.Duration("session-idle"), c.Duration("session-life")
		s.Proxies = strings.Fields(strings.ReplaceAll(c.String("proxies"), ",", " "))
	}
	return s
}
