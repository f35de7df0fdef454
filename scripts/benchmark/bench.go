package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"time"
)

// asteriskInfo is the private Asterisk, as scripts/asterisk tells of it.
type asteriskInfo struct {
	pid                          int
	sip, ari, user, password     string
	http, agi, version, instance string
}

func fromEnvironment() (asteriskInfo, error) {
	get := os.Getenv
	a := asteriskInfo{
		sip: get("ASTERISK_SIP"), ari: get("ASTERISK_ARI_URL"), user: get("ASTERISK_ARI_USER"), password: get("ASTERISK_ARI_PASSWORD"),
		http: get("ASTERISK_HTTP"), agi: get("ASTERISK_AGI"), version: get("ASTERISK_VERSION"), instance: get("ASTERISK_INSTANCE"),
	}
	var err error
	if a.pid, err = strconv.Atoi(get("ASTERISK_PID")); err != nil || a.sip == "" || a.ari == "" {
		return a, errors.New("no Asterisk is named in the environment; start this with scripts/bench")
	}
	return a, nil
}

// bench is one run.
type bench struct {
	settings
	asterisk asteriskInfo
	callflow *program
	loop     *program
	variants []*variant
	result   *result
	token    string // by which pages follow calls
}

// variant is one way of handling the reference call.
type variant struct {
	name   string
	number string
	app    *program // nil for dialplan
	pages  int      // how many pages of the console follow the calls
}

// The numbers that flows answer.
const (
	ivrNumber   = "7000"
	holdNumber  = "7001"
	queueNumber = "7002"
)

// withPages is the variant with pages of the console open.
const withPages = "callflow, pages"

// start loads the flows and brings the applications up.
func (b *bench) start(ctx context.Context) error {
	if err := b.loadFlows(ctx); err != nil {
		return err
	}
	if err := b.newToken(ctx); err != nil {
		return err
	}
	environment := []string{
		"CALLFLOW_ARI=" + b.asterisk.ari, "CALLFLOW_ARI_USER=" + b.asterisk.user, "CALLFLOW_ARI_PASSWORD=" + b.asterisk.password,
		"CALLFLOW_HTTP=" + b.asterisk.http, "CALLFLOW_AGI=" + b.asterisk.agi, "CALLFLOW_LOG_LEVEL=warn", "CALLFLOW_LOG_FORMAT=json",
		"CALLFLOW_DRAIN=2s", "CALLFLOW_DB=" + b.database(),
	}
	server := []string{b.settings.callflow, "serve"}
	if b.profile != "" {
		server = []string{b.profiled, b.profile}
	}
	var err error
	if b.callflow, err = launch(filepath.Join(b.work, "callflow.log"), environment, server[0], server[1:]...); err != nil {
		return err
	}
	if b.loop, err = launch(filepath.Join(b.work, "bareloop.log"), []string{"ASTERISK_ARI_PASSWORD=" + b.asterisk.password},
		b.bareloop, b.asterisk.ari, b.asterisk.user, "bareloop"); err != nil {
		return err
	}
	b.variants = []*variant{
		{name: "dialplan", number: "ivr-dialplan"},
		{name: "bare loop", number: b.entry + "-bareloop", app: b.loop},
		{name: "callflow", number: ivrNumber, app: b.callflow},
	}
	if b.entry == "stasis" {
		b.variants[2].number = "stasis-callflow"
	}
	if b.pages > 0 {
		b.variants = append(b.variants, &variant{name: withPages, number: b.variants[2].number, app: b.callflow, pages: b.pages})
	}
	if err := b.ready(ctx); err != nil {
		return err
	}
	// Everything has been loaded and used once before anything is measured.
	for _, v := range b.variants {
		r, err := b.place(ctx, v, min(b.rate, 10), 10)
		if err != nil {
			return err
		}
		if r.Failed > 0 {
			return fmt.Errorf("%d of %d trial calls by %s failed; see %s and the logs beside it", r.Failed, r.Calls, v.name, filepath.Join(b.work, "ivr.errors"))
		}
	}
	return nil
}

// loadFlows makes the database anew with the flows and their numbers.
func (b *bench) loadFlows(ctx context.Context) error {
	for _, suffix := range []string{"", "-wal", "-shm"} {
		if err := os.Remove(b.database() + suffix); err != nil && !errors.Is(err, os.ErrNotExist) {
			return err
		}
	}
	for _, args := range [][]string{
		{"user", "add", "nobody", "--phone", "PJSIP/nobody"},
		{"queue", "add", "bench", "nobody"},
		{"queue", "pause", "nobody"},
		{"flow", "import", filepath.Join(b.source, "ivr.yaml"), filepath.Join(b.source, "hold.yaml"), filepath.Join(b.source, "queue.yaml"), "--publish"},
		{"number", "add", ivrNumber, "--flow", "Reference IVR"},
		{"number", "add", "stasis-callflow", "--flow", "Reference IVR"},
		{"number", "add", holdNumber, "--flow", "Long prompts"},
		{"number", "add", queueNumber, "--flow", "Waiting"},
	} {
		command := exec.CommandContext(ctx, b.settings.callflow, append([]string{"--db", b.database()}, args...)...)
		if out, err := command.CombinedOutput(); err != nil {
			return fmt.Errorf("callflow %s: %w\n%s", strings.Join(args, " "), err, out)
		}
	}
	return nil
}

func (b *bench) database() string { return filepath.Join(b.work, "callflow.db") }

// ready waits until both applications have their sockets to Asterisk.
func (b *bench) ready(ctx context.Context) error {
	deadline := time.Now().Add(20 * time.Second)
	for _, wait := range []struct {
		what string
		done func() bool
	}{
		{"callflow", func() bool { return answersReady(ctx, b.asterisk.http) }},
		{"bareloop", func() bool { return b.loop.said("connected") }},
	} {
		for !wait.done() {
			if time.Now().After(deadline) {
				return fmt.Errorf("%s did not connect to Asterisk; see %s.log", wait.what, filepath.Join(b.work, wait.what))
			}
			select {
			case <-ctx.Done():
				return ctx.Err()
			case <-b.callflow.done:
				return fmt.Errorf("callflow ended; see %s", b.callflow.log)
			case <-b.loop.done:
				return fmt.Errorf("bareloop ended; see %s", b.loop.log)
			case <-time.After(50 * time.Millisecond):
			}
		}
	}
	return nil
}

func (b *bench) stop() {
	for _, p := range []*program{b.callflow, b.loop} {
		if p != nil {
			p.end()
		}
	}
}

// sipPort is the first of the ports of this Asterisk's range that are ours.
func (b *bench) sipPort() (int, error) {
	_, port, err := net.SplitHostPort(b.asterisk.sip)
	if err != nil {
		return 0, err
	}
	n, err := strconv.Atoi(port)
	return n + 40, err
}

// place places reference calls for a variant.
func (b *bench) place(ctx context.Context, v *variant, rate float64, calls int) (loadResult, error) {
	port, err := b.sipPort()
	if err != nil {
		return loadResult{}, err
	}
	l := load{scenario: "ivr", number: v.number, rate: rate, calls: calls, port: port, name: "ivr"}
	r, err := l.run(ctx, b.asterisk, b.source, b.work)
	if err == nil && r.late(l) {
		fmt.Fprintf(os.Stderr, "  SIPp took %.0f s for calls of %.0f s: the machine cannot place %g a second\n", r.Seconds, float64(calls)/rate, rate)
		r.Failed = max(r.Failed, 1)
	}
	return r, err
}

// measure places calls for a variant, and tells what they cost.
func (b *bench) measure(ctx context.Context, v *variant, rate float64, length time.Duration) (measurement, error) {
	m := measurement{Variant: v.name, Rate: rate}
	if err := sleep(ctx, time.Second); err != nil { // what the last one left is done with
		return m, err
	}
	pids := []int{b.asterisk.pid}
	if v.app != nil {
		pids = append(pids, v.app.pid())
	}
	before := make([]time.Duration, len(pids))
	for i, pid := range pids {
		var err error
		if err = forgetPeak(pid); err == nil {
			before[i], err = cpuOf(pid)
		}
		if err != nil {
			return m, err
		}
	}
	var open *pages
	if v.pages > 0 {
		var err error
		if open, err = b.open(ctx, v.pages); err != nil {
			return m, err
		}
		defer open.cancel()
	}
	first, err := b.firstCommands(ctx, v)
	if err != nil {
		return m, err
	}
	r, err := b.place(ctx, v, rate, int(rate*length.Seconds()))
	if err != nil {
		return m, err
	}
	if err := sleep(ctx, 500*time.Millisecond); err != nil { // the history is written after the call
		return m, err
	}
	m.loadResult = r
	if open != nil {
		m.Pages = open.close()
	}
	if m.First, err = first(ctx); err != nil {
		return m, err
	}
	for i, pid := range pids {
		after, err := cpuOf(pid)
		if err != nil {
			return m, err
		}
		peak, err := peakOf(pid)
		if err != nil {
			return m, err
		}
		cost := cost{CPU: (after - before[i]).Seconds() * 1000 / float64(max(r.Calls, 1)), Peak: peak}
		if i == 0 {
			m.Asterisk = cost
		} else {
			m.App = &cost
		}
	}
	return m, nil
}

// rounds measures each variant several times, in an order that changes.
func (b *bench) rounds(ctx context.Context) error {
	for round := range b.settings.rounds {
		for i := range b.variants {
			v := b.variants[(round+i)%len(b.variants)]
			fmt.Fprintf(os.Stderr, "Round %d of %d: %s at %g calls/s for %s\n", round+1, b.settings.rounds, v.name, b.rate, b.length)
			m, err := b.measure(ctx, v, b.rate, b.length)
			if err != nil {
				return err
			}
			m.Round = round + 1
			b.result.Rounds = append(b.result.Rounds, m)
		}
	}
	return nil
}

// firstCommand measures the time to the first command, alone and while other
// calls hold long prompts.
func (b *bench) firstCommand(ctx context.Context) error {
	flow := b.variants[2]
	for _, holds := range []int{0, b.holds} {
		if holds == 0 && len(b.result.First) > 0 {
			continue
		}
		fmt.Fprintf(os.Stderr, "Time to the first command at %g calls/s, with %d calls in long prompts\n", b.firstRate, holds)
		held, err := b.hold(ctx, holdNumber, holds, b.length+6*time.Second)
		if err != nil {
			return err
		}
		first, err := b.firstCommands(ctx, flow)
		if err != nil {
			return err
		}
		r, err := b.place(ctx, flow, b.firstRate, int(b.firstRate*b.length.Seconds()))
		if err != nil {
			return err
		}
		took, err := first(ctx)
		if err != nil {
			return err
		}
		kept, err := held()
		if err != nil {
			return err
		}
		b.result.First = append(b.result.First, firstResult{
			Rate: b.firstRate, Holds: holds, Failed: r.Failed, HoldsFailed: kept.Failed, firstCommands: *took,
		})
	}
	return nil
}

// firstCommands begins to measure the times to the first command; what it
// returns tells of them. Only callflow's are measured: nil for the others.
func (b *bench) firstCommands(ctx context.Context, v *variant) (told func(context.Context) (*firstCommands, error), err error) {
	if v.app != b.callflow {
		return func(context.Context) (*firstCommands, error) { return nil, nil }, nil
	}
	url := "http://" + b.asterisk.http + "/metrics"
	before, err := scrape(ctx, url, firstCommandMetric)
	if err != nil {
		return nil, err
	}
	return func(ctx context.Context) (*firstCommands, error) {
		after, err := scrape(ctx, url, firstCommandMetric)
		if err != nil {
			return nil, err
		}
		added := after.since(before)
		return &firstCommands{Calls: int(added.count()), P50: added.quantile(0.5) * 1000, P99: added.quantile(0.99) * 1000}, nil
	}, nil
}

// hold starts calls that listen for that long; what it returns waits for their end.
func (b *bench) hold(ctx context.Context, number string, calls int, length time.Duration) (held func() (loadResult, error), err error) {
	if calls == 0 {
		return func() (loadResult, error) { return loadResult{}, nil }, nil
	}
	port, err := b.sipPort()
	if err != nil {
		return nil, err
	}
	l := load{scenario: "hold", number: number, rate: 20, calls: calls, hold: length, port: port + 40, name: "hold"}
	var r loadResult
	ended := make(chan error, 1)
	go func() {
		var err error
		r, err = l.run(ctx, b.asterisk, b.source, b.work)
		ended <- err
	}()
	// All of them listen when the measurement begins.
	if err := sleep(ctx, time.Duration(float64(calls)/l.rate*float64(time.Second))+time.Second); err != nil {
		<-ended
		return nil, err
	}
	return func() (loadResult, error) {
		err := <-ended
		return r, err
	}, nil
}

// highestRates looks for the highest rate without a failure, of dialplan and
// callflow side by side.
func (b *bench) highestRates(ctx context.Context) error {
	if !b.ramp {
		return nil
	}
	variants := []*variant{b.variants[0], b.variants[2]}
	over := map[*variant]bool{}
	length := min(b.length, 12*time.Second)
	for rate := b.rampFrom; rate <= b.rampTo && len(over) < len(variants); rate += b.rampStep {
		for _, v := range variants {
			if over[v] {
				continue
			}
			fmt.Fprintf(os.Stderr, "Highest rate: %s at %g calls/s for %s\n", v.name, rate, length)
			m, err := b.measure(ctx, v, rate, length)
			if err != nil {
				return err
			}
			b.result.Ramp = append(b.result.Ramp, m)
			if m.Failed > 0 {
				over[v] = true
				// Calls that were given up may still be there.
				if err := sleep(ctx, 5*time.Second); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

var perCall = regexp.MustCompile(`BenchmarkWaitingCalls/(\w+)\S*.*?\s([0-9.]+) B/call`)

// waitingMemory runs the Go benchmark of 10,000 simulated calls that wait.
func (b *bench) waitingMemory(ctx context.Context) error {
	if !b.memory {
		return nil
	}
	fmt.Fprintln(os.Stderr, "Memory of 10,000 simulated calls that wait")
	out, err := exec.CommandContext(ctx, "go", "test", "-run", "^$", "-bench", "^BenchmarkWaitingCalls$", "-benchtime", "1x",
		"./flowengine/simulator").CombinedOutput()
	if err != nil {
		return fmt.Errorf("the benchmark of waiting calls: %w\n%s", err, out)
	}
	for _, found := range perCall.FindAllStringSubmatch(string(out), -1) {
		bytes, err := strconv.ParseFloat(found[2], 64)
		if err != nil {
			return err
		}
		b.result.Waiting = append(b.result.Waiting, waitingResult{Where: found[1], Bytes: bytes})
	}
	if len(b.result.Waiting) == 0 {
		return fmt.Errorf("the benchmark of waiting calls printed no result:\n%s", out)
	}
	return nil
}

func sleep(ctx context.Context, d time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(d):
		return nil
	}
}

// machine describes where this ran, in a line.
func machine() string {
	model := runtime.GOARCH
	if text, err := os.ReadFile("/proc/cpuinfo"); err == nil {
		if _, rest, ok := strings.Cut(string(text), "model name\t: "); ok {
			model, _, _ = strings.Cut(rest, "\n")
		}
	}
	return fmt.Sprintf("%d × %s", runtime.NumCPU(), model)
}
