// Package web is callflow's HTTP side: the API, the sounds that Asterisk fetches,
// health for whoever watches the process, and metrics for Prometheus.
package web

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"
	"github.com/rs/zerolog"
)

// Check tells whether one part works; nil means that it does.
type Check func(ctx context.Context) error

// Options are what a Server is made of.
type Options struct {
	// Addr is the TCP address to listen on, such as "127.0.0.1:8080".
	Addr string
	// Audio serves /audio/.
	Audio http.Handler
	// Messages serves /messages/.
	Messages http.Handler
	// Links serve /recordings/.
	Links http.Handler
	// API serves /api/.
	API http.Handler
	// Pages serve all other addresses: the console and the builder.
	Pages http.Handler
	// Metrics are served at /metrics.
	Metrics prometheus.Gatherer
	// Alive are the parts without which the process should be restarted, for
	// /healthz; Ready those without which it should get no calls, for /readyz.
	Alive, Ready map[string]Check
	Log          zerolog.Logger
}

// Server is the HTTP server.
type Server struct {
	http   http.Server
	addr   string
	log    zerolog.Logger
	listen net.Listener
	done   chan struct{}
}

// New makes a server; it listens from Start on.
func New(o Options) (*Server, error) {
	mux := http.NewServeMux()
	mux.Handle("GET /audio/", o.Audio)
	if o.Messages != nil {
		mux.Handle("GET /messages/", o.Messages)
	}
	if o.Links != nil {
		mux.Handle("GET /recordings/{recording}", o.Links)
	}
	if o.API != nil {
		api, err := compressed(o.API)
		if err != nil {
			return nil, err
		}
		mux.Handle("/api/", api)
	}
	if o.Pages != nil {
		mux.Handle("/", o.Pages)
	}
	mux.Handle("GET /metrics", promhttp.HandlerFor(o.Metrics, promhttp.HandlerOpts{}))
	mux.Handle("GET /healthz", answer(o.Alive))
	mux.Handle("GET /readyz", answer(o.Ready))
	return &Server{
		addr: o.Addr, log: o.Log,
		http: http.Server{
			Handler: mux, ReadHeaderTimeout: 5 * time.Second, IdleTimeout: 2 * time.Minute,
		},
	}, nil
}

// Start listens and serves until Stop.
func (s *Server) Start() error {
	listener, err := net.Listen("tcp", s.addr)
	if err != nil {
		return fmt.Errorf("listening for HTTP on %s: %w; end what uses that address, or choose another with --http", s.addr, err)
	}
	s.listen, s.done = listener, make(chan struct{})
	go func() {
		defer close(s.done)
		if err := s.http.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			s.log.Error().Err(err).Msg("HTTP server ended")
		}
	}()
	return nil
}

// Addr is the address that it listens on, nil before Start.
func (s *Server) Addr() net.Addr {
	if s.listen == nil {
		return nil
	}
	return s.listen.Addr()
}

// Stop ends it, waiting for requests under way as long as the context allows.
// It may be called twice, and without Start.
func (s *Server) Stop(ctx context.Context) error {
	if s.done == nil {
		return nil
	}
	err := s.http.Shutdown(ctx)
	if err != nil {
		err = errors.Join(err, s.http.Close())
	}
	<-s.done
	return err
}

// answer runs the checks and tells of each: 200 when all hold, else 503.
func answer(checks map[string]Check) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(r.Context(), 2*time.Second)
		defer cancel()
		status, parts := http.StatusOK, map[string]string{}
		for name, check := range checks {
			parts[name] = "ok"
			if err := check(ctx); err != nil {
				status, parts[name] = http.StatusServiceUnavailable, err.Error()
			}
		}
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Cache-Control", "no-store")
		w.WriteHeader(status)
		if err := json.NewEncoder(w).Encode(parts); err != nil {
			return // the client has gone; there is nobody to tell
		}
	})
}
