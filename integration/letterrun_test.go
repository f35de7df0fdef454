//go:build integration

package integration

import (
	"context"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"callflow/store"
)

// The letters of TestTextsAndWebhooksSurvive: each call posts three web requests and two texts.
const (
	letterCalls = 20
	webhooks    = 3 * letterCalls
	texts       = 2 * letterCalls
)

// receiver is a web server that takes web requests, refuses them, or takes them and never says so.
type receiver struct {
	mu      sync.Mutex
	refuses bool
	silent  bool           // takes, and does not answer
	took    map[string]int // how often, by Webhook-Id
	held    int            // of those that wait for an answer
	changed chan struct{}  // closed at each change, and made anew
}

func newReceiver() *receiver { return &receiver{took: map[string]int{}, changed: make(chan struct{})} }

func (r *receiver) ServeHTTP(w http.ResponseWriter, request *http.Request) {
	// The server notices that a client has left once it has read what that sent.
	_, _ = io.Copy(io.Discard, request.Body) // what stands in it does not matter
	answer := make(chan struct{})
	r.change(func() {
		switch {
		case r.refuses:
			w.WriteHeader(http.StatusServiceUnavailable)
			close(answer)
		case r.silent:
			r.took[request.Header.Get("Webhook-Id")]++
			r.held++
		default:
			r.took[request.Header.Get("Webhook-Id")]++
			close(answer)
		}
	})
	select {
	case <-answer:
	case <-request.Context().Done():
		r.change(func() { r.held-- })
	}
}

func (r *receiver) change(what func()) {
	r.mu.Lock()
	defer r.mu.Unlock()
	what()
	close(r.changed)
	r.changed = make(chan struct{})
}

// all is what was taken so far. What a callflow sent that was killed may still come.
func (r *receiver) all() map[string]int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return maps.Clone(r.took)
}

// until waits until something is true of what was taken and what is held.
func (r *receiver) until(ctx context.Context, what string, is func(taken, held int) bool) error {
	for {
		r.mu.Lock()
		taken, held, changed := len(r.took), r.held, r.changed
		r.mu.Unlock()
		if is(taken, held) {
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return fmt.Errorf("waiting until %s: %d requests were taken, %d are held", what, taken, held)
		}
	}
}

// letterRun is what left callflow, and when it was killed.
type letterRun struct {
	*story
	web   *receiver
	alice *person
	read  map[string]int // texts that came, by what they say
	// underway is how often callflow was killed while it sent a letter: so often may it come again.
	underway map[string]int
}

// Web requests and texts that wait in the outbox outlive kill -9: when nothing can be reached, when a server has taken requests and
// not said so, and in the middle of sending texts. None is lost; again comes only what was on its way, under the id that it had.
func TestTextsAndWebhooksSurvive(t *testing.T) {
	c, err := alone(t), error(nil)
	if c.binary, err = plainBinary(); err != nil {
		t.Fatal(err)
	}
	cable := c.cable(t)
	r := &letterRun{web: newReceiver(), read: map[string]int{}, underway: map[string]int{}}
	server := httptest.NewServer(r.web)
	t.Cleanup(server.Close)
	c.more = []string{"--agi", asterisk.env["ASTERISK_AGI"], "--webhook-allow", "127.0.0.1", "--outbox-retry", "200ms", "--outbox-retry-most", "1s"}
	r.story = begin(t, c.runs(t))
	r.alice = r.Registered("alice")
	r.User("alice", "PJSIP/alice")
	hook := `type: webhook, params: {url: "` + server.URL + `", wait: false}`
	text := func(which string) string {
		return `type: sms_send, params: {to: "user:alice", text: "` + which + ` of {{ caller.number }}"}`
	}
	number := r.Line(`
start: h1
nodes:
  h1: {` + hook + `, next: {done: t1}}
  t1: {` + text("first") + `, next: {done: h2, failure: wrong}}
  h2: {` + hook + `, next: {done: t2}}
  t2: {` + text("second") + `, next: {done: h3, failure: wrong}}
  h3: {` + hook + `, next: {done: bye}}
  bye: {type: hangup, params: {cause: busy}}
  wrong: {type: hangup, params: {cause: congestion}}
`)

	r.web.change(func() { r.web.refuses = true })
	cable.cut()
	callers := r.calls("agi-" + number)
	r.kill("nothing could be reached")
	r.must(r.web.until(within(t, patience), "none is answered", func(_, held int) bool { return held == 0 }))

	const atOnce = 8 // the outbox sends so many web requests at once
	r.web.change(func() { r.web.refuses = false })
	r.must(c.launch()) // it is not ready: there is no Asterisk
	r.must(r.web.until(within(t, patience), "a third is taken", func(taken, _ int) bool { return taken >= webhooks/3 }))
	r.web.change(func() { r.web.silent = true })
	r.must(r.web.until(within(t, patience), "all that go at once are held, or all are taken", func(taken, held int) bool { return held == atOnce || taken == webhooks }))
	r.kill("the server had taken requests and not answered")
	r.must(r.web.until(within(t, patience), "callflow has let go", func(_, held int) bool { return held == 0 }))
	r.web.change(func() { r.web.silent = false })

	cable.mend()
	r.must(c.launch())
	r.reads(texts / 4)
	r.kill("texts were sent")
	r.must(c.start())
	r.must(eventually(2*time.Minute, func() error {
		if sent := len(r.inOutbox("sent")); sent != webhooks+texts {
			return fmt.Errorf("%d of %d letters are sent", sent, webhooks+texts)
		}
		return nil
	}))
	r.compare(callers)
}

// calls are the calls that post the letters, at once as many as have a caller; each is over, and on disk. They are their callers.
func (r *letterRun) calls(number string) []*person {
	r.Helper()
	callers := make([]*person, letterCalls)
	for i := range callers {
		callers[i] = r.Caller()
	}
	var group sync.WaitGroup
	for first := range 5 {
		group.Go(func() {
			for i := first; i < letterCalls; i += 5 {
				callers[i].Dials(number)
				callers[i].IsRefused(textSent)
			}
		})
	}
	group.Wait()
	for _, caller := range callers {
		caller.Trace().Is("h1 done", "t1 done", "h2 done", "t2 done", "h3 done", "bye hangup")
	}
	if waiting := len(r.inOutbox("")); waiting != webhooks+texts {
		r.Fatalf("%d letters are in the outbox, not %d", waiting, webhooks+texts)
	}
	return callers
}

// kill is kill -9. It notes what was on its way.
func (r *letterRun) kill(when string) {
	r.Helper()
	r.must(r.c.signal(syscall.SIGKILL))
	<-r.c.exited
	sending := r.inOutbox("sending")
	for _, l := range sending {
		r.underway[l.Letter]++
	}
	r.Logf("killed when %s: %d letters were sent, %d on their way", when, len(r.inOutbox("sent")), len(sending))
}

func (r *letterRun) inOutbox(state string) []store.Letter {
	r.Helper()
	all, err := r.c.store.Letters(context.Background(), store.LetterFilter{Company: r.company, State: state, Limit: 1000})
	r.must(err)
	return all
}

// reads waits until so many texts have come.
func (r *letterRun) reads(n int) {
	r.Helper()
	for ; n > 0; n-- {
		r.read[r.alice.Reads().Body]++
	}
}

// compare is the point of it all.
func (r *letterRun) compare(callers []*person) {
	r.Helper()
	again := 0
	// What is missing comes within patience, or never.
	for len(r.read) < texts {
		r.reads(1)
	}
	// All letters are sent: what comes again is there.
	for {
		text, err := r.alice.phone.Text(within(r, 200*time.Millisecond))
		if err != nil {
			break
		}
		r.read[text.Body]++
	}
	took := r.web.all()
	ids := map[string]string{} // of the texts, by what they say
	for _, caller := range callers {
		call := caller.Trace().call.ID
		for seq, which := range map[int]string{2: "first", 4: "second"} {
			ids[which+" of "+caller.number] = fmt.Sprintf("%s-%d-0", call, seq)
		}
		for _, seq := range []int{1, 3, 5} {
			id := fmt.Sprintf("%s-%d-0", call, seq)
			n := took[id]
			again += max(0, n-1)
			if n == 0 || n > 1+r.underway[id] {
				r.Errorf("the web request %s came %d times, and was on its way at %d kills", id, n, r.underway[id])
			}
			delete(took, id)
		}
	}
	for id := range took {
		r.Errorf("a web request with the id %q came, which nobody has posted", id)
	}
	for body, n := range r.read {
		id := ids[body]
		again += n - 1
		if id == "" || n > 1+r.underway[id] {
			r.Errorf("the text %q came %d times, and was on its way at %d kills", strings.TrimSpace(body), n, r.underway[id])
		}
	}
	r.Logf("%d web requests and %d texts, 3 kills, none lost, %d came again", webhooks, texts, again)
}
