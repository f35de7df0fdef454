//go:build integration

package integration

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"callflow/flowengine"
	"callflow/integration/phone"
	"callflow/queue"
)

// queueRun is many callers of two priorities in one queue, served by a few agents.
type queueRun struct {
	*story
	agents  []*agentPhone
	wrapUp  time.Duration
	mu      sync.Mutex
	offers  []offer
	served  int
	half    chan struct{} // closed when half of the callers have been served
	callers int
}

// offer is a telephone that rings for a caller.
type offer struct {
	at            time.Time
	caller, agent string
	answered      bool
}

// agentPhone is an agent at work.
type agentPhone struct {
	*person
	takes     *phone.Incoming // the call that it is in, or about to answer
	restUntil time.Time       // the end of the wrap-up
}

// sizeOf is a size from the environment.
func sizeOf(t *testing.T, variable string, byDefault int) int {
	t.Helper()
	text := os.Getenv(variable)
	if text == "" {
		return byDefault
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 {
		t.Fatalf("%s is %q, and no number of them", variable, text)
	}
	return n
}

// CALLFLOW_QUEUE_CALLERS callers by SIPp wait for CALLFLOW_QUEUE_AGENTS agents, and callflow is killed with kill -9 when half of them
// have been served: within each priority they are offered in the order of their arrival, no agent is rung while in a call or in
// wrap-up, and everybody is served once. What a waiting caller costs is printed.
func TestQueueRun(t *testing.T) {
	callers, agents := sizeOf(t, "CALLFLOW_QUEUE_CALLERS", 24), sizeOf(t, "CALLFLOW_QUEUE_AGENTS", 4)
	c, err := alone(t), error(nil)
	if c.binary, err = plainBinary(); err != nil {
		t.Fatal(err)
	}
	r := &queueRun{story: begin(t, c.runs(t)), wrapUp: time.Second, half: make(chan struct{}), callers: callers}
	r.Queue("support", func(d *queue.Definition) {
		d.Strategy, d.WrapUpS, d.RingS = queue.LongestIdle, r.wrapUp.Seconds(), 5
	})
	for i := range agents {
		a := &agentPhone{person: r.Phone(fmt.Sprintf("agent-%d", i+1))}
		r.Joins("support", queue.Member{User: a.name, Priority: 1})
		r.acts(a.name, "support", flowengine.QueuePause)
		r.agents = append(r.agents, a)
	}
	patient := "timeout_s: 3600, no_agents_timeout_s: 3600, "
	lines := []string{r.queueLine(patient + "priority: 2, " + escape), r.queueLine(patient + "priority: 5, " + escape)}

	sipp := r.call(lines)
	r.must(eventually(time.Minute, func() error {
		select {
		case err := <-sipp:
			r.Fatalf("SIPp ended before anybody was served: %v", err)
		default:
		}
		if n := r.waiting(); n != callers {
			return fmt.Errorf("%d of %d callers wait", n, callers)
		}
		return nil
	}))
	window := 5 * time.Second
	if callers >= 100 {
		window = 20 * time.Second
	}
	cost := r.cost(window)

	working, stop := context.WithCancel(context.Background())
	var group sync.WaitGroup
	for _, a := range r.agents {
		group.Go(func() { r.works(working, a) })
		r.acts(a.name, "support", flowengine.QueueResume)
	}
	began := time.Now()
	<-r.half
	r.must(c.signal(syscall.SIGKILL))
	<-c.exited
	killed := time.Now()
	r.must(c.start())
	away := time.Since(killed)
	if err := <-sipp; err != nil {
		r.Errorf("SIPp: %v", err)
	}
	took := time.Since(began)
	stop()
	group.Wait()
	r.must(r.callsClosed())
	r.judge(took, away, cost)
}

// call has SIPp call, each caller with a number of its own, the priorities mixed.
func (r *queueRun) call(lines []string) (ended <-chan error) {
	r.Helper()
	var list strings.Builder
	list.WriteString("SEQUENTIAL\n")
	for i := range r.callers {
		fmt.Fprintf(&list, "0255%06d;%s\n", i, lines[rand.IntN(len(lines))])
	}
	file := filepath.Join(r.c.folder, "callers.csv")
	r.must(os.WriteFile(file, []byte(list.String()), 0o644))
	address, err := freeAddress()
	r.must(err)
	_, port, _ := strings.Cut(address, ":")
	command := exec.Command("sipp", asterisk.env["ASTERISK_SIP"], "-sf", "testdata/waits.xml", "-inf", file, "-i", "127.0.0.1", "-p", port,
		"-r", "20", "-m", strconv.Itoa(r.callers), "-l", strconv.Itoa(r.callers), "-nostdin", "-trace_err", "-error_file", filepath.Join(r.c.folder, "sipp.errors"))
	var out strings.Builder
	command.Stdout, command.Stderr = &out, &out
	r.must(command.Start())
	result := make(chan error, 1)
	go func() {
		err := command.Wait()
		if err != nil {
			screen := out.String()
			err = fmt.Errorf("%w\n%s", err, screen[max(0, len(screen)-3000):])
		}
		result <- err
	}()
	r.Cleanup(func() { _ = command.Process.Kill() }) // it has ended, unless the test failed
	return result
}

func (r *queueRun) waiting() int {
	now, err := r.c.store.QueuesNow(context.Background(), r.company, time.Now(), "support")
	if err != nil {
		return -1
	}
	return len(now[0].Waiting)
}

// cost is callflow's processor time for a caller who waits a minute.
func (r *queueRun) cost(d time.Duration) time.Duration {
	r.Helper()
	before := r.cpu()
	<-time.After(d)
	return time.Duration(float64(r.cpu()-before) / float64(r.callers) / d.Minutes())
}

// cpu is the processor time that callflow has taken.
func (r *queueRun) cpu() time.Duration {
	r.Helper()
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", r.c.process.Process.Pid))
	r.must(err)
	fields := strings.Fields(string(text[strings.LastIndexByte(string(text), ')')+1:]))
	var ticks int64
	for _, f := range fields[11:13] {
		n, err := strconv.ParseInt(f, 10, 64)
		r.must(err)
		ticks += n
	}
	return time.Duration(ticks) * 10 * time.Millisecond // USER_HZ is 100
}

// works is an agent who takes calls: some at once, some late, some not at all.
func (r *queueRun) works(ctx context.Context, a *agentPhone) {
	var group sync.WaitGroup
	defer group.Wait()
	for {
		in, err := a.phone.Incoming(ctx)
		if err != nil {
			return
		}
		group.Go(func() { r.takes(a, in) })
	}
}

func (r *queueRun) takes(a *agentPhone, in *phone.Incoming) {
	o := offer{at: time.Now(), caller: in.From(), agent: a.name}
	r.mu.Lock()
	switch {
	case a.takes != nil && !a.takes.IsCanceled(): // what a killed callflow let ring, the next one cancels first
		r.Errorf("%s is rung for %s while in a call", a.name, o.caller)
	case o.at.Before(a.restUntil):
		r.Errorf("%s is rung for %s, %s before the end of the wrap-up", a.name, o.caller, a.restUntil.Sub(o.at))
	}
	a.takes = in
	r.mu.Unlock()
	o.answered = r.answers(a, in)
	r.mu.Lock()
	defer r.mu.Unlock()
	if a.takes == in {
		a.takes = nil
	}
	r.offers = append(r.offers, o)
	if o.answered {
		if r.served++; r.served == r.callers/2 {
			close(r.half)
		}
	}
}

// answers takes a call, mostly, and talks for a while.
func (r *queueRun) answers(a *agentPhone, in *phone.Incoming) bool {
	if err := in.Ring(); err != nil {
		return false // it was cancelled
	}
	if rand.IntN(10) == 0 {
		if err := in.Decline(); err != nil {
			r.Logf("%s could not decline: %v", a.name, err) // the ringing was over
		}
		return false
	}
	hesitates, decides := context.WithTimeout(context.Background(), time.Duration(100+rand.IntN(600))*time.Millisecond)
	defer decides()
	if _, err := in.Canceled(hesitates); err == nil {
		return false
	}
	call, err := in.Answer(within(r, patience))
	if err != nil {
		return false
	}
	<-time.After(time.Duration(1000+rand.IntN(2000)) * time.Millisecond)
	over := time.Now() // callflow learns of it later
	if err := call.Hangup(within(r, patience)); err != nil && !errors.Is(err, phone.ErrCallEnded) {
		r.Errorf("%s could not hang up: %v", a.name, err)
	}
	r.mu.Lock()
	a.restUntil = over.Add(r.wrapUp)
	r.mu.Unlock()
	return true
}

// arrival is a caller as the history has them.
type arrival struct {
	caller   string
	priority int
	entered  string
	outcome  string
	agent    string
}

// abreast is how much later a telephone may ring than one that was told to later: they are rung by calls of their own.
const abreast = 300 * time.Millisecond

// judge checks what happened, and prints the figures.
func (r *queueRun) judge(took, away, cost time.Duration) {
	r.Helper()
	first, answers := map[string]time.Time{}, map[string]int{}
	slices.SortFunc(r.offers, func(a, b offer) int { return a.at.Compare(b.at) })
	for _, o := range r.offers {
		if _, known := first[o.caller]; !known {
			first[o.caller] = o.at
		}
		if o.answered {
			answers[o.caller]++
		}
	}
	lost, twice, disorder := 0, 0, 0
	arrivals := r.arrivals()
	if len(arrivals) != r.callers {
		r.Errorf("%d of %d callers were in the queue", len(arrivals), r.callers)
	}
	latest := map[int]time.Time{}
	for _, a := range arrivals {
		switch n := answers[a.caller]; {
		case n == 0:
			lost++
			r.Errorf("%s was never served; the history says %q", a.caller, a.outcome)
		case n > 1:
			twice++
			r.Errorf("%s was served %d times", a.caller, n)
		}
		if a.outcome != "answered" || a.agent == "" {
			r.Errorf("the history says of %s: %q, by %q", a.caller, a.outcome, a.agent)
		}
		at := first[a.caller]
		if at.Before(latest[a.priority].Add(-abreast)) {
			disorder++
			r.Errorf("%s (priority %d) is offered %s before one who came earlier", a.caller, a.priority, latest[a.priority].Sub(at))
		}
		if at.After(latest[a.priority]) {
			latest[a.priority] = at
		}
	}
	r.Logf("%d callers, %d agents, served in %s with callflow away for %s in the middle; %d offers; lost %d, served twice %d, out of order %d; "+
		"callflow's CPU for a caller who waits a minute: %s", r.callers, len(r.agents), took.Round(time.Second), away.Round(10*time.Millisecond),
		len(r.offers), lost, twice, disorder, cost.Round(10*time.Microsecond))
}

// arrivals are the visits of the queue, in the order of arrival within each priority.
func (r *queueRun) arrivals() (all []arrival) {
	r.Helper()
	db, err := sql.Open("sqlite3", "file:"+r.c.database()+"?mode=ro")
	r.must(err)
	defer db.Close()
	rows, err := db.Query(`SELECT caller, priority, entered, coalesce(outcome, ''), agent FROM queue_visits`)
	r.must(err)
	defer rows.Close()
	for rows.Next() {
		var a arrival
		r.must(rows.Scan(&a.caller, &a.priority, &a.entered, &a.outcome, &a.agent))
		all = append(all, a)
	}
	r.must(rows.Err())
	slices.SortFunc(all, func(a, b arrival) int {
		return cmp.Or(cmp.Compare(a.priority, b.priority), cmp.Compare(a.entered, b.entered))
	})
	return all
}
