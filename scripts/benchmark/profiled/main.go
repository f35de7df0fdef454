// Command profiled is `callflow serve` with a CPU profile of its whole life,
// for scripts/bench --profile. It takes its settings from the environment.
//
//	profiled FILE
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"runtime/pprof"
	"syscall"
	"time"

	"github.com/rs/zerolog"

	"callflow/server"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: profiled FILE")
		os.Exit(2)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := serve(ctx, os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "profiled:", err)
		os.Exit(1)
	}
}

func serve(ctx context.Context, file string) (err error) {
	out, err := os.Create(file)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, out.Close()) }()
	if err := pprof.StartCPUProfile(out); err != nil {
		return err
	}
	defer pprof.StopCPUProfile()
	cfg := server.Defaults()
	for name, into := range map[string]*string{
		"DB": &cfg.Database, "ARI": &cfg.ARI, "ARI_USER": &cfg.ARIUser, "ARI_PASSWORD": &cfg.ARIPassword, "HTTP": &cfg.HTTP, "AGI": &cfg.AGI,
	} {
		if value := os.Getenv("CALLFLOW_" + name); value != "" {
			*into = value
		}
	}
	cfg.Drain = 2 * time.Second
	return server.Run(ctx, cfg, zerolog.New(os.Stderr).Level(zerolog.WarnLevel).With().Timestamp().Logger())
}
