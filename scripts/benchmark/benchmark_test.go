package main

import (
	"context"
	"math"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestScrape(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte("# TYPE x histogram\nx_bucket{le=\"0.001\"} 90\nx_bucket{le=\"0.005\"} 99\nx_bucket{le=\"+Inf\"} 100\nx_sum 1\nx_count 100\ny_bucket{le=\"1\"} 7\n"))
	}))
	defer server.Close()
	h, err := scrape(context.Background(), server.URL, "x")
	if err != nil {
		t.Fatal(err)
	}
	if h.count() != 100 || h.quantile(0.5) != 0.001 || h.quantile(0.99) != 0.005 || !math.IsInf(h.quantile(0.999), 1) {
		t.Errorf("%v: %v, %v, %v", h, h.quantile(0.5), h.quantile(0.99), h.quantile(0.999))
	}
	if d := h.since(h); d.count() != 0 || !math.IsNaN(d.quantile(0.5)) {
		t.Errorf("nothing happened, and it says %v", d)
	}
	if _, err := scrape(context.Background(), server.URL, "z"); err == nil {
		t.Error("a histogram that is not there was found")
	}
}

func TestReadStatistics(t *testing.T) {
	file := filepath.Join(t.TempDir(), "s.csv")
	text := "StartTime;SuccessfulCall(P);SuccessfulCall(C);FailedCall(P);FailedCall(C);Retransmissions(C);\n" +
		"2026-11-20\t10:00:00;1;1;0;0;0;\n2026-11-20\t10:00:01;1;9;0;2;3;\n"
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	r, err := readStatistics(file)
	if err != nil || r.Calls != 11 || r.Failed != 2 || r.Resent != 3 {
		t.Errorf("%+v, %v", r, err)
	}
	if err := os.WriteFile(file, []byte("a;b;\n1;2;\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := readStatistics(file); err == nil {
		t.Error("statistics without the columns were read")
	}
}

func TestConclude(t *testing.T) {
	at := func(variant string, asterisk, app float64) measurement {
		m := measurement{Variant: variant, Rate: 120, Asterisk: cost{CPU: asterisk}}
		if app > 0 {
			m.App = &cost{CPU: app}
		}
		return m
	}
	ramp := func(variant string, rate float64, failed int) measurement {
		return measurement{Variant: variant, Rate: rate, loadResult: loadResult{Failed: failed}}
	}
	paged := at(withPages, 7, 3)
	paged.Pages, paged.First = &pagesResult{Open: 200, Events: 9000, Resets: 1}, &firstCommands{P99: math.Inf(1)}
	r := &result{
		Rounds: []measurement{at("dialplan", 8, 0), at("dialplan", 6, 0), at("bare loop", 7, 1), at("callflow", 7, 2.5), paged},
		First:  []firstResult{{Rate: 100, firstCommands: firstCommands{P99: 3}}, {Rate: 100, Holds: 40, firstCommands: firstCommands{P99: 7.5}}},
		Ramp: []measurement{
			ramp("dialplan", 120, 0), ramp("callflow", 120, 0), ramp("dialplan", 140, 0), ramp("callflow", 140, 1), ramp("dialplan", 160, 3),
		},
		Waiting: []waitingResult{{Where: "menu", Bytes: 8192}},
		Queue:   &queueResult{Callers: 200, Callflow: 1.25, Asterisk: 90},
	}
	r.conclude()
	var out strings.Builder
	r.print(&out)
	if r.met() {
		t.Error("the budgets were met")
	}
	for _, want := range []string{"2.5  ", "1.357", "MISSED", "0.8571", "7.5 ms", "8 KiB", "1.25 ms of callflow", "200 open pages were told 9000 events", "+Inf ms"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("%q is not in\n%s", want, out.String())
		}
	}
	if err := r.write(filepath.Join(t.TempDir(), "r.json")); err != nil {
		t.Error(err)
	}
}

func TestPages(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "Bearer secret" {
			http.Error(w, "who is it?", http.StatusUnauthorized)
			return
		}
		_, _ = w.Write([]byte("retry: 2000\n\nid: 1\nevent: call\ndata: {}\n\nid: 2\nevent: reset\ndata: {}\n\n"))
	}))
	defer server.Close()
	ctx, cancel := context.WithCancel(t.Context())
	p := &pages{opened: 2, cancel: cancel}
	for range 2 {
		if err := p.follow(ctx, server.URL, "secret"); err != nil {
			t.Fatal(err)
		}
	}
	p.group.Wait() // the server ends the streams
	if got, want := *p.close(), (pagesResult{Open: 2, Events: 4, Resets: 2, LetGo: 2}); got != want {
		t.Errorf("%+v, and not %+v", got, want)
	}
	if err := p.follow(t.Context(), server.URL, "wrong"); err == nil || !strings.Contains(err.Error(), "who is it?") {
		t.Errorf("a wrong token: %v", err)
	}
}

func TestSettings(t *testing.T) {
	s, err := parse([]string{"--quick", "--rate", "40"})
	if err != nil || s.rate != 40 || s.rampFrom != 40 || s.length != 5*time.Second {
		t.Errorf("%+v, %v", s, err)
	}
	for _, args := range [][]string{{"--entry", "agi"}, {"--rate", "0"}, {"more"}} {
		if _, err := parse(args); err == nil {
			t.Errorf("%v was taken", args)
		}
	}
}

func TestProcess(t *testing.T) {
	if _, err := cpuOf(os.Getpid()); err != nil {
		t.Error(err)
	}
	if peak, err := peakOf(os.Getpid()); err != nil || peak < 1<<20 {
		t.Errorf("%d, %v", peak, err)
	}
}
