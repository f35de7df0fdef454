package main

import (
	"encoding/json"
	"fmt"
	"io"
	"math"
	"os"
	"os/exec"
	"slices"
	"strings"
	"text/tabwriter"
	"time"
)

// result is what the JSON file holds.
type result struct {
	At       time.Time       `json:"at"`
	Commit   string          `json:"commit"`
	Machine  string          `json:"machine"`
	Asterisk string          `json:"asterisk"`
	Entry    string          `json:"entry"` // how calls reach the applications
	Quick    bool            `json:"quick"`
	Rounds   []measurement   `json:"rounds"`
	First    []firstResult   `json:"first_command"`
	Ramp     []measurement   `json:"ramp,omitempty"`
	Waiting  []waitingResult `json:"waiting_calls,omitempty"`
	Queue    *queueResult    `json:"queue,omitempty"`
	Budgets  []budget        `json:"budgets"`
}

// measurement is one variant at one rate.
type measurement struct {
	Variant string  `json:"variant"`
	Round   int     `json:"round,omitempty"`
	Rate    float64 `json:"rate"`
	loadResult
	Asterisk cost           `json:"asterisk"`
	App      *cost          `json:"app,omitempty"`
	First    *firstCommands `json:"first_command,omitempty"`
	Pages    *pagesResult   `json:"pages,omitempty"`
}

// cost is what one process took.
type cost struct {
	CPU  float64 `json:"cpu_ms_per_call"`
	Peak int64   `json:"peak_bytes"`
}

// firstCommands are the times from StasisStart to the first command, in
// milliseconds: upper bounds of the histogram's buckets.
type firstCommands struct {
	Calls int     `json:"calls"`
	P50   float64 `json:"p50_ms"`
	P99   float64 `json:"p99_ms"`
}

// settle makes figures that JSON cannot hold -1: above the last bucket, or no call at all.
func (f *firstCommands) settle() {
	if f == nil {
		return
	}
	for _, v := range []*float64{&f.P50, &f.P99} {
		if math.IsInf(*v, 1) || math.IsNaN(*v) {
			*v = -1
		}
	}
}

// firstResult are the times to the first command at a rate, beside calls that hold long prompts.
type firstResult struct {
	Rate        float64 `json:"rate"`
	Holds       int     `json:"holds"`
	Failed      int     `json:"failed"`
	HoldsFailed int     `json:"holds_failed"`
	firstCommands
}

// waitingResult is the memory of a simulated call that waits.
type waitingResult struct {
	Where string  `json:"where"`
	Bytes float64 `json:"bytes_per_call"`
}

// budget is one line of what was promised.
type budget struct {
	What  string  `json:"what"`
	Got   float64 `json:"got"`
	Limit float64 `json:"limit"`
	Unit  string  `json:"unit,omitempty"`
	// AtLeast says that Got must not be below Limit, rather than above.
	AtLeast bool `json:"at_least,omitempty"`
	Met     bool `json:"met"`
}

func newResult(s settings, a asteriskInfo) *result {
	commit, err := exec.Command("git", "describe", "--always", "--dirty").Output()
	if err != nil {
		commit = []byte("unknown") // not a clone
	}
	return &result{
		At: time.Now().UTC().Truncate(time.Second), Commit: strings.TrimSpace(string(commit)), Machine: machine(),
		Asterisk: a.version, Entry: s.entry, Quick: s.quick,
	}
}

// median of the variant's rounds.
func (r *result) median(variant string, of func(measurement) float64) float64 {
	var values []float64
	for _, m := range r.Rounds {
		if m.Variant == variant {
			values = append(values, of(m))
		}
	}
	if len(values) == 0 {
		return math.NaN()
	}
	slices.Sort(values)
	return (values[(len(values)-1)/2] + values[len(values)/2]) / 2
}

func asteriskCPU(m measurement) float64 { return m.Asterisk.CPU }

func appCPU(m measurement) float64 {
	if m.App == nil {
		return 0
	}
	return m.App.CPU
}

func totalCPU(m measurement) float64 { return asteriskCPU(m) + appCPU(m) }

func firstP99(m measurement) float64 {
	if m.First == nil {
		return math.NaN()
	}
	return m.First.P99
}

// pages are those of all rounds, nil when none were open.
func (r *result) pages() *pagesResult {
	var all *pagesResult
	for _, m := range r.Rounds {
		if p := m.Pages; p != nil {
			if all == nil {
				all = &pagesResult{Open: p.Open}
			}
			all.Events, all.LetGo, all.Resets = all.Events+p.Events, all.LetGo+p.LetGo, all.Resets+p.Resets
		}
	}
	return all
}

// highest is the highest rate up to which the variant had no failure.
func (r *result) highest(variant string) float64 {
	best := 0.0
	for _, m := range r.Ramp {
		if m.Variant != variant {
			continue
		}
		if m.Failed > 0 {
			break
		}
		best = m.Rate
	}
	return best
}

// conclude works out the budgets.
func (r *result) conclude() {
	add := func(b budget) {
		b.Met = b.Got <= b.Limit
		if b.AtLeast {
			b.Met = b.Got >= b.Limit
		}
		r.Budgets = append(r.Budgets, b)
	}
	add(budget{What: "callflow's CPU a call ÷ the bare loop's", Got: r.median("callflow", appCPU) / r.median("bare loop", appCPU), Limit: 2})
	add(budget{What: "Asterisk + callflow CPU a call ÷ dialplan's Asterisk", Got: r.median("callflow", totalCPU) / r.median("dialplan", totalCPU), Limit: 1.25})
	if dialplan := r.highest("dialplan"); dialplan > 0 {
		add(budget{What: "highest rate without a failure ÷ dialplan's", Got: r.highest("callflow") / dialplan, Limit: 0.9, AtLeast: true})
	}
	for _, f := range r.First {
		what := fmt.Sprintf("StasisStart to first command, p99 at %g calls/s", f.Rate)
		if f.Holds > 0 {
			what += fmt.Sprintf(", %d calls in long prompts", f.Holds)
		}
		add(budget{What: what, Got: f.P99, Limit: 5, Unit: "ms"})
	}
	if p := r.pages(); p != nil {
		add(budget{What: fmt.Sprintf("the same in the rounds, with %d pages open", p.Open), Got: r.median(withPages, firstP99), Limit: 5, Unit: "ms"})
	}
	for _, w := range r.Waiting {
		add(budget{What: "memory of a call that waits: " + w.Where, Got: w.Bytes / 1024, Limit: 16, Unit: "KiB"})
	}
	failed := 0
	for _, m := range r.Rounds {
		failed += m.Failed
	}
	for _, f := range r.First {
		failed += f.Failed + f.HoldsFailed
	}
	if r.Queue != nil {
		failed += r.Queue.Failed
	}
	add(budget{What: "failed calls, beside the search for the highest rate", Got: float64(failed)})
}

func (r *result) met() bool {
	return !slices.ContainsFunc(r.Budgets, func(b budget) bool { return !b.Met })
}

// print writes tables for people.
func (r *result) print(w io.Writer) {
	fmt.Fprintf(w, "\n%s, Asterisk %s, calls enter by %s, commit %s\n\n", r.Machine, r.Asterisk, r.Entry, r.Commit)
	fmt.Fprintln(w, "CPU a call, in ms; memory is the most that was in RAM; medians of the rounds.")
	r.printVariants(w)
	if len(r.Ramp) > 0 {
		fmt.Fprintln(w, "\nOther rates")
		t := table(w)
		fmt.Fprintln(t, "  variant\trate/s\tcalls\tfailed\tresent\tAsterisk\tapp\ttotal")
		for _, m := range r.Ramp {
			fmt.Fprintf(t, "  %s\t%g\t%d\t%d\t%d\t%.2f\t%s\t%.2f\n", m.Variant, m.Rate, m.Calls, m.Failed, m.Resent, m.Asterisk.CPU, dash(m.App), totalCPU(m))
		}
		t.Flush()
	}
	if q := r.Queue; q != nil {
		fmt.Fprintf(w, "\n%d callers who wait in a queue, with music: %.2f ms of callflow's CPU and %.1f ms of Asterisk's a caller and minute\n",
			q.Callers, q.Callflow, q.Asterisk)
	}
	if p := r.pages(); p != nil {
		fmt.Fprintf(w, "\n%d open pages were told %d events; %d streams were let go, %d told to read anew. First command, p99: %g ms, without pages %g ms\n",
			p.Open, p.Events, p.LetGo, p.Resets, r.median(withPages, firstP99), r.median("callflow", firstP99))
	}
	fmt.Fprintln(w, "\nBudgets")
	t := table(w)
	for _, b := range r.Budgets {
		verdict, sign := "ok", "≤"
		if !b.Met {
			verdict = "MISSED"
		}
		if b.AtLeast {
			sign = "≥"
		}
		fmt.Fprintf(t, "  %s\t%s\t%s %s\t%s\n", b.What, amount(b.Got, b.Unit), sign, amount(b.Limit, b.Unit), verdict)
	}
	t.Flush()
	if r.Quick {
		fmt.Fprintln(w, "\nThis was the quick run: too short, and too slow, for the figures to mean much.")
	}
}

func (r *result) printVariants(w io.Writer) {
	t := table(w)
	fmt.Fprintln(t, "  variant\trate/s\tcalls\tfailed\tresent\tAsterisk\tapp\ttotal\tAsterisk MiB\tapp MiB")
	for _, v := range []string{"dialplan", "bare loop", "callflow", withPages} {
		if v == withPages && r.pages() == nil {
			continue
		}
		calls, failed, resent, rate := 0, 0, 0, 0.0
		var asteriskPeak, appPeak int64
		var app *cost
		for _, m := range r.Rounds {
			if m.Variant != v {
				continue
			}
			calls, failed, resent, rate = calls+m.Calls, failed+m.Failed, resent+m.Resent, m.Rate
			asteriskPeak = max(asteriskPeak, m.Asterisk.Peak)
			if m.App != nil {
				appPeak = max(appPeak, m.App.Peak)
				app = &cost{CPU: r.median(v, appCPU)}
			}
		}
		memory := "–"
		if app != nil {
			memory = fmt.Sprintf("%.0f", float64(appPeak)/(1<<20))
		}
		fmt.Fprintf(t, "  %s\t%g\t%d\t%d\t%d\t%.2f\t%s\t%.2f\t%.0f\t%s\n", v, rate, calls, failed, resent,
			r.median(v, asteriskCPU), dash(app), r.median(v, totalCPU), float64(asteriskPeak)/(1<<20), memory)
	}
	t.Flush()
}

func table(w io.Writer) *tabwriter.Writer { return tabwriter.NewWriter(w, 0, 0, 2, ' ', 0) }

func dash(c *cost) string {
	if c == nil {
		return "–"
	}
	return fmt.Sprintf("%.2f", c.CPU)
}

func amount(v float64, unit string) string {
	return strings.TrimSpace(fmt.Sprintf("%.4g %s", v, unit))
}

// write writes the JSON. What could not be measured is -1 there.
func (r *result) write(file string) error {
	for i := range r.First {
		r.First[i].settle()
	}
	for _, m := range append(r.Rounds, r.Ramp...) {
		m.First.settle()
	}
	for i := range r.Budgets {
		if got := r.Budgets[i].Got; math.IsInf(got, 0) || math.IsNaN(got) {
			r.Budgets[i].Got = -1
		}
	}
	text, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(file, append(text, '\n'), 0o644)
}
