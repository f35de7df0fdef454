// Command benchmark measures what callflow costs: the same call through plain
// dialplan, through a bare event loop, and through a flow with its history on,
// with the same caller, interleaved in one run. scripts/bench starts it.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"
)

// settings are what the command line says.
type settings struct {
	quick     bool
	rate      float64       // calls a second in the rounds
	rounds    int           // each variant is measured so often
	length    time.Duration // of one measurement
	ramp      bool          // look for the highest clean rate
	rampFrom  float64
	rampTo    float64
	rampStep  float64
	firstRate float64 // calls a second while the time to the first command is measured
	holds     int     // calls that hold long prompts meanwhile
	entry     string  // how calls reach the applications: broadcast or stasis
	queued    int
	pages     int // pages of the console that are open in one of the variants
	memory    bool
	strict    bool

	callflow, bareloop, profiled string // the programs

	profile string // where callflow's CPU profile goes, "" for none
	source  string // the folder of scenarios and flows
	work    string // the folder to work in
	out     string // where the JSON goes
}

func parse(args []string) (settings, error) {
	var s settings
	f := flag.NewFlagSet("scripts/bench", flag.ContinueOnError)
	f.BoolVar(&s.quick, "quick", false, "a minute, at low rates: to see that everything works")
	f.Float64Var(&s.rate, "rate", 120, "calls a second in the rounds")
	f.IntVar(&s.rounds, "rounds", 3, "how often each variant is measured")
	f.DurationVar(&s.length, "length", 20*time.Second, "how long each measurement lasts")
	f.BoolVar(&s.ramp, "ramp", true, "look for the highest rate without a failure")
	f.Float64Var(&s.rampFrom, "ramp-from", 0, "the rate at which to start looking; as --rate when 0")
	f.Float64Var(&s.rampTo, "ramp-to", 400, "the rate at which to stop looking")
	f.Float64Var(&s.rampStep, "ramp-step", 20, "how much faster each time")
	f.Float64Var(&s.firstRate, "first-rate", 100, "calls a second while the time to the first command is measured")
	f.IntVar(&s.holds, "holds", 40, "calls that hold long prompts meanwhile")
	f.IntVar(&s.queued, "queued", 200, "callers who wait in a queue while their CPU is measured; 0 leaves it out")
	f.IntVar(&s.pages, "pages", 200, "pages of the console that follow the calls in a variant of their own; 0 leaves it out")
	f.StringVar(&s.entry, "entry", "broadcast", "how calls reach the applications: broadcast, as in asterisk-etc, or stasis")
	f.BoolVar(&s.memory, "memory", true, "measure the memory of waiting calls too")
	f.BoolVar(&s.strict, "strict", false, "end with status 1 when a budget is missed")
	f.StringVar(&s.callflow, "callflow", "", "the program callflow (set by scripts/bench)")
	f.StringVar(&s.bareloop, "bareloop", "", "the program bareloop (set by scripts/bench)")
	f.StringVar(&s.profiled, "profiled", "", "the program profiled (set by scripts/bench)")
	f.StringVar(&s.profile, "profile", "", "write a CPU profile of callflow to this file, for go tool pprof; it costs a little itself")
	f.StringVar(&s.source, "source", "scripts/benchmark", "the folder of scenarios and flows (set by scripts/bench)")
	f.StringVar(&s.work, "work", ".run/bench", "the folder to work in (set by scripts/bench)")
	f.StringVar(&s.out, "json", "", "write the results to this file; WORK/result.json when empty")
	if err := f.Parse(args); err != nil {
		return s, err
	}
	given := map[string]bool{}
	f.Visit(func(set *flag.Flag) { given[set.Name] = true })
	if s.quick {
		s.hurry(given)
	}
	if s.rampFrom == 0 {
		s.rampFrom = s.rate
	}
	if s.out == "" {
		s.out = filepath.Join(s.work, "result.json")
	}
	switch {
	case f.NArg() > 0:
		return s, fmt.Errorf("unexpected %q; see --help", f.Arg(0))
	case s.entry != "broadcast" && s.entry != "stasis":
		return s, fmt.Errorf("--entry is broadcast or stasis, not %q", s.entry)
	case s.rate <= 0 || s.firstRate <= 0 || s.rounds < 1 || s.length < time.Second || s.rampStep <= 0:
		return s, fmt.Errorf("rates, rounds and lengths have to be above 0, and a measurement at least 1s long")
	}
	return s, nil
}

// hurry makes it quick where nothing else was asked for.
func (s *settings) hurry(given map[string]bool) {
	for name, set := range map[string]func(){
		"rate":       func() { s.rate = 20 },
		"rounds":     func() { s.rounds = 1 },
		"length":     func() { s.length = 5 * time.Second },
		"ramp-to":    func() { s.rampTo = 30 },
		"ramp-step":  func() { s.rampStep = 10 },
		"first-rate": func() { s.firstRate = 20 },
		"holds":      func() { s.holds = 5 },
		"queued":     func() { s.queued = 20 },
		"pages":      func() { s.pages = 20 },
	} {
		if !given[name] {
			set()
		}
	}
}

func main() {
	s, err := parse(os.Args[1:])
	if err != nil {
		if err != flag.ErrHelp {
			fmt.Fprintln(os.Stderr, "bench:", err)
		}
		os.Exit(2)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	met, err := run(ctx, s)
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
	if s.strict && !met {
		os.Exit(1)
	}
}

// run measures everything and prints it; met says whether every budget holds.
func run(ctx context.Context, s settings) (met bool, err error) {
	asterisk, err := fromEnvironment()
	if err != nil {
		return false, err
	}
	if err := os.MkdirAll(s.work, 0o755); err != nil {
		return false, err
	}
	b := &bench{settings: s, asterisk: asterisk, result: newResult(s, asterisk)}
	defer b.stop()
	if err := b.start(ctx); err != nil {
		return false, err
	}
	for _, part := range []func(context.Context) error{b.rounds, b.firstCommand, b.highestRates, b.inQueue, b.waitingMemory} {
		if err := part(ctx); err != nil {
			return false, err
		}
	}
	b.stop()
	b.result.conclude()
	b.result.print(os.Stdout)
	if err := b.result.write(s.out); err != nil {
		return false, err
	}
	fmt.Printf("\nWritten to %s\n", s.out)
	if s.profile != "" {
		fmt.Printf("Where callflow's CPU went: go tool pprof -top %s\n", s.profile)
	}
	return b.result.met(), nil
}
