//go:build integration

package integration

import (
	"context"
	"fmt"
	"os"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"callflow/notify/smtptest"
	"callflow/store"
)

// mailFlags send mail through a server of the tests.
func mailFlags(server *smtptest.Server) []string {
	return []string{"--smtp-server", server.Addr(), "--smtp-tls", "none", "--smtp-from", "pbx@example.org", "--smtp-timeout", "5s",
		"--outbox-retry", "200ms", "--outbox-retry-most", "2s"}
}

// mailRun is many messages by mail while the mail server and callflow have a bad day.
type mailRun struct {
	*story
	server  *smtptest.Server
	calls   int
	made    atomic.Int64
	gate    sync.RWMutex   // closed while callflow is away, so that nobody reaches the fallback
	allowed map[string]int // Message-IDs that the server had taken, and callflow did not know, when it was killed
	kills   int
	fell    int // how often a kill fell between the server's answer and the disk
	before  int // how many mails the server had taken when callflow was killed last
}

// Mails about messages get through a server that is down, back, slow and refusing in turn, and callflow being killed in each of
// these: none is lost, and only what fell between the server's answer and its being on disk comes twice. CALLFLOW_MAIL_RUN is how many.
func TestMailsSurviveTheirServerAndCallflow(t *testing.T) {
	calls := 15
	if n, err := strconv.Atoi(os.Getenv("CALLFLOW_MAIL_RUN")); err == nil && n > 0 {
		calls = n
	}
	c, err := alone(t), error(nil)
	if c.binary, err = plainBinary(); err != nil {
		t.Fatal(err)
	}
	server := smtptest.New(t, smtptest.Options{})
	c.more = mailFlags(server)
	r := &mailRun{story: begin(t, c.runs(t)), server: server, calls: calls, allowed: map[string]int{}}
	r.ExpectsError("dead letter")
	r.User("alice", "PJSIP/nobody")
	number := r.Line(`
start: box
nodes:
  box: {type: voicemail, params: {box: "user:alice", greeting: "", min_s: 0.1, email: {to: "alice@example.org"}}, next: {done: bye}}
  bye: {type: hangup}
`)
	var callers sync.WaitGroup
	var next atomic.Int64
	for range min(10, calls) {
		caller := r.Caller()
		callers.Go(func() {
			for next.Add(1) <= int64(r.calls) {
				r.leaves(caller, number)
			}
		})
	}
	r.day()
	callers.Wait()
	r.server.RefuseBy(nil)
	r.server.Slow(0)
	r.server.Up()
	r.delivered()
	r.compare()
}

// leaves is one call with a message.
func (r *mailRun) leaves(caller *person, number string) {
	r.gate.RLock()
	caller.Dials(number)
	caller.IsAnswered()
	<-time.After(200 * time.Millisecond) // a checkpoint takes up to 50 ms, and a busy machine longer
	r.gate.RUnlock()
	caller.Speaks(time.Second)
	caller.HangsUp()
	r.made.Add(1)
}

// day takes the server through its states, and kills callflow in each.
func (r *mailRun) day() {
	states := []struct {
		name string
		set  func()
	}{
		{"down", r.server.Down},
		{"back", r.server.Up},
		{"slow", func() { r.server.Slow(300 * time.Millisecond) }},
		{"refusing for now", func() { r.server.Slow(0); r.server.Refuse(451) }},
		{"refusing for good", func() { r.server.Refuse(550) }},
		{"well", func() { r.server.RefuseBy(nil) }},
	}
	for i, state := range states {
		state.set()
		r.until(int64(r.calls) * int64(2*i+1) / int64(2*len(states)))
		r.kill(state.name)
		r.until(int64(r.calls) * int64(i+1) / int64(len(states)))
	}
}

// until waits for that many calls to be over.
func (r *mailRun) until(made int64) {
	r.Helper()
	r.must(eventually(20*time.Minute, func() error {
		if n := r.made.Load(); n < made {
			return fmt.Errorf("%d of %d calls were made", n, made)
		}
		return nil
	}))
}

// kill is kill -9 in the middle of everything, and a new start.
func (r *mailRun) kill(during string) {
	r.Helper()
	r.gate.Lock()
	defer r.gate.Unlock()
	r.must(r.c.signal(syscall.SIGKILL))
	<-r.c.exited
	r.must(eventually(10*time.Second, func() error {
		if n := r.server.Busy(); n > 0 {
			return fmt.Errorf("the server still takes %d mails", n)
		}
		return nil
	}))
	known := map[string]bool{}
	for _, l := range r.letters("sent") {
		known[l.Letter] = true
	}
	between := map[string]bool{}
	taken := r.server.Taken()
	for _, m := range taken[r.before:] { // since the last time
		if id := strings.TrimSuffix(m.ID, "@example.org"); !known[id] {
			between[id] = true
		}
	}
	r.before = len(taken)
	for id := range between {
		r.allowed[id]++
		r.fell++
	}
	r.kills++
	r.Logf("killed with the server %s, after %d calls: %d mails were between the server's 250 and the disk", during, r.made.Load(), len(between))
	r.must(r.c.start())
}

func (r *mailRun) letters(state string) []store.Letter {
	r.Helper()
	l, err := r.c.store.Letters(context.Background(), store.LetterFilter{Company: r.company, State: state})
	r.must(err)
	return l
}

// delivered waits for the last letter, sending dead ones again as an operator would.
func (r *mailRun) delivered() {
	r.Helper()
	r.must(eventually(5*time.Minute, func() error {
		if n := len(r.expected()); n < r.calls {
			return fmt.Errorf("%d of %d calls have their message", n, r.calls)
		}
		if dead := r.letters("dead"); len(dead) > 0 {
			r.Logf("%d dead letters are sent again: %s", len(dead), dead[0].Reason)
			if out, err := r.c.command("outbox", "retry", "--state", "dead", "--company", r.company).CombinedOutput(); err != nil {
				return fmt.Errorf("%w: %s", err, out)
			}
		}
		if sent, all := len(r.letters("sent")), len(r.letters("")); sent < all || sent == 0 {
			return fmt.Errorf("%d of %d letters are sent", sent, all)
		}
		return nil
	}))
}

// expected are the ids of the letters that there must be, by the history.
func (r *mailRun) expected() map[string]bool {
	r.Helper()
	ids := map[string]bool{}
	for _, c := range r.story.calls() {
		trace, err := r.c.store.Steps(context.Background(), c.ID)
		r.must(err)
		for _, step := range trace {
			if step.Type == "voicemail" {
				ids[fmt.Sprintf("%s-%d-0", step.Call, step.Seq)] = true
			}
		}
	}
	return ids
}

// compare is the point of it all.
func (r *mailRun) compare() {
	r.Helper()
	came := map[string]int{}
	for _, m := range r.server.Taken() {
		came[strings.TrimSuffix(m.ID, "@example.org")]++
		if m.Header("From") != "<pbx@example.org>" || m.To[0] != "alice@example.org" {
			r.Errorf("a mail from %s to %s", m.Header("From"), m.To)
		}
	}
	expected := r.expected()
	lost, twice, unexplained := 0, 0, 0
	for id := range expected {
		if came[id] == 0 {
			lost++
			r.Errorf("the mail %s is lost", id)
		}
	}
	for id, n := range came {
		if !expected[id] {
			r.Errorf("the mail %s belongs to no message", id)
		}
		if n > 1 {
			twice += n - 1
		}
		if n > 1+r.allowed[id] {
			unexplained++
			r.Errorf("the mail %s came %d times, and %d kills fell into it", id, n, r.allowed[id])
		}
	}
	r.Logf("%d messages, %d kills, %d mails came, %d of them again after a kill between 250 and disk (of which there were %d), lost %d, unexplained %d",
		len(expected), r.kills, len(r.server.Taken()), twice, r.fell, lost, unexplained)
	if messages := len(r.Messages("user:alice")); messages != len(expected) {
		r.Logf("%d of the messages have a sound", messages)
	}
}
