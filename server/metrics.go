package server

import (
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"

	"callflow/ari"
	"callflow/flowengine"
	"callflow/store"
)

// metrics are what /metrics shows. docs/operations.md says what each is for.
type metrics struct {
	registry     *prometheus.Registry
	started      prometheus.Counter
	ended        *prometheus.CounterVec
	steps        *prometheus.CounterVec
	firstCommand prometheus.Histogram
	overflows    prometheus.Counter
	letters      *prometheus.CounterVec
	active       prometheus.Gauge
	capped       *prometheus.CounterVec

	mu       sync.Mutex
	byDriver map[string]int // calls in progress
}

func newMetrics(connected func() float64, client func() ari.Stats, journal func() store.JournalStats, inQueues func() int) *metrics {
	m := &metrics{
		registry: prometheus.NewRegistry(), byDriver: map[string]int{},
		started: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "callflow_calls_started_total", Help: "Calls that came in."}),
		ended: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "callflow_calls_ended_total", Help: "Calls that have ended, by reason."}, []string{"reason"}),
		steps: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "callflow_steps_total", Help: "Nodes that calls have gone through, by type."}, []string{"type"}),
		firstCommand: prometheus.NewHistogram(prometheus.HistogramOpts{
			Name: "callflow_first_command_seconds", Help: "From reading a call's StasisStart to writing the first command for it.",
			Buckets: []float64{.0002, .0005, .001, .002, .003, .004, .005, .0075, .01, .025, .05, .1, .5, 1}}),
		overflows: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "callflow_mailbox_overflows_total", Help: "Calls that were ended because their events came faster than they were handled."}),
	}
	m.letters = prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: "callflow_outbox_tries_total", Help: "Tries of delivering letters, by kind and how they ended."}, []string{"kind", "result"})
	m.capped = prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: "callflow_caps_refused_total", Help: "Phones outside that were not rung, or got no text, because a cap said so, by cap."}, []string{"cap"})
	m.active = prometheus.NewGauge(prometheus.GaugeOpts{Name: "callflow_calls_active", Help: "Calls in progress."})
	m.registry.MustRegister(m.started, m.ended, m.steps, m.firstCommand, m.overflows, m.active, m.capped, m.letters,
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}),
		gauge("callflow_ari_connected", "Whether the socket to Asterisk is up.", connected),
		counter("callflow_ari_connects_total", "Connections made to Asterisk.", func() float64 { return float64(client().Connects) }),
		counter("callflow_ari_requests_total", "Requests to Asterisk.", func() float64 { return float64(client().Requests) }),
		counter("callflow_ari_failures_total", "Requests to Asterisk that failed.", func() float64 { return float64(client().Failures) }),
		counter("callflow_ari_events_total", "Events from Asterisk.", func() float64 { return float64(client().Events) }),
		gauge("callflow_queue_waiting", "Callers who wait in queues.", func() float64 { return float64(inQueues()) }),
		gauge("callflow_history_waiting", "Records of history that wait to be written.", func() float64 { return float64(journal().Waiting) }),
		counter("callflow_history_dropped_total", "Records of history that were dropped because the disk could not be written for too long.",
			func() float64 { return float64(journal().Dropped) }),
	)
	return m
}

// calls sets how many calls a driver has.
func (m *metrics) calls(driver string, n int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.byDriver[driver] = n
	sum := 0
	for _, n := range m.byDriver {
		sum += n
	}
	m.active.Set(float64(sum))
}

func gauge(name, help string, value func() float64) prometheus.Collector {
	return prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: name, Help: help}, value)
}

func counter(name, help string, value func() float64) prometheus.Collector {
	return prometheus.NewCounterFunc(prometheus.CounterOpts{Name: name, Help: help}, value)
}

func yes(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

// countingJournal counts what passes it on the way to the store.
type countingJournal struct {
	flowengine.Journal
	metrics *metrics
}

func (j countingJournal) CallStarted(c flowengine.CallStarted) {
	j.metrics.started.Inc()
	j.Journal.CallStarted(c)
}

func (j countingJournal) StepDone(s flowengine.StepDone) {
	j.metrics.steps.WithLabelValues(s.Type).Inc()
	j.Journal.StepDone(s)
}

func (j countingJournal) CallEnded(e flowengine.CallEnded) {
	j.metrics.ended.WithLabelValues(string(e.Reason)).Inc()
	j.Journal.CallEnded(e)
}

// wallClock is the operating system's time.
type wallClock struct{}

// Now implements [flowengine.Clock].
func (wallClock) Now() time.Time { return time.Now() }
