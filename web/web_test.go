package web

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/rs/zerolog"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestHealthTellsTheTruth(t *testing.T) {
	trouble := errors.New("the socket to Asterisk is down")
	broken := false
	s, err := New(Options{
		Addr: "127.0.0.1:0", Audio: http.NotFoundHandler(), Metrics: prometheus.NewRegistry(), Log: zerolog.Nop(),
		Alive: map[string]Check{"store": func(context.Context) error { return nil }},
		Ready: map[string]Check{"asterisk": func(context.Context) error {
			if broken {
				return trouble
			}
			return nil
		}},
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Start(); err != nil {
		t.Fatal(err)
	}
	client := &http.Client{Transport: &http.Transport{}}
	t.Cleanup(func() {
		client.CloseIdleConnections()
		for range 2 {
			if err := s.Stop(context.Background()); err != nil {
				t.Error(err)
			}
		}
	})
	get := func(path string) (int, string) {
		t.Helper()
		reply, err := client.Get("http://" + s.Addr().String() + path)
		if err != nil {
			t.Fatal(err)
		}
		defer reply.Body.Close()
		body, err := io.ReadAll(reply.Body)
		if err != nil {
			t.Fatal(err)
		}
		return reply.StatusCode, string(body)
	}
	if code, body := get("/readyz"); code != 200 || !strings.Contains(body, `"asterisk":"ok"`) {
		t.Errorf("ready: got %d %s", code, body)
	}
	broken = true
	if code, body := get("/readyz"); code != 503 || !strings.Contains(body, trouble.Error()) {
		t.Errorf("not ready: got %d %s", code, body)
	}
	if code, _ := get("/healthz"); code != 200 {
		t.Errorf("alive though not ready: got %d", code)
	}
}

func TestAddressInUse(t *testing.T) {
	options := Options{Addr: "127.0.0.1:0", Audio: http.NotFoundHandler(), Metrics: prometheus.NewRegistry(), Log: zerolog.Nop()}
	first, err := New(options)
	if err != nil {
		t.Fatal(err)
	}
	if err := first.Start(); err != nil {
		t.Fatal(err)
	}
	defer first.Stop(context.Background())
	options.Addr = first.Addr().String()
	second, err := New(options)
	if err != nil {
		t.Fatal(err)
	}
	if err := second.Start(); err == nil || !strings.Contains(err.Error(), "--http") {
		t.Errorf("an address in use: got %v, want an error that says what to do", err)
	}
	if err := second.Stop(context.Background()); err != nil {
		t.Error(err)
	}
}
