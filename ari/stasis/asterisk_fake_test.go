package stasis_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"callflow/ari"
	"callflow/ari/aritest"
	"callflow/ari/stasis"
	"callflow/flowengine"

	"github.com/rs/zerolog"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// fake is an Asterisk that keeps channels, playbacks and recordings, and says what a test has it say. Its application is
// "test".
type fake struct {
	*aritest.Server
	t      *testing.T
	driver *stasis.Driver
	calls  chan held
	ran    chan error
	seen   struct {
		sync.Mutex
		overflows int
		first     int
		active    int
	}

	mu        sync.Mutex
	channels  map[string]string // state by id
	bridges   map[string]bool
	playbacks map[string]string // target by id
	live      map[string]bool
	stored    map[string]int // seconds
	before    map[string]func(aritest.Request) *aritest.Response
	sent      int
	looks     int
}

// held is a call that the driver has handed over.
type held struct {
	ctx  context.Context
	call *stasis.Call
	in   flowengine.Incoming
	cp   flowengine.Checkpoint
	over func()
}

type realClock struct{}

func (realClock) Now() time.Time { return time.Now() }

// newFake starts an Asterisk with a driver connected to it.
func newFake(t *testing.T, change ...func(*stasis.Options)) *fake {
	t.Helper()
	f := &fake{Server: aritest.New(t), t: t, calls: make(chan held, 100), ran: make(chan error, 5),
		channels: map[string]string{}, bridges: map[string]bool{}, playbacks: map[string]string{}, live: map[string]bool{},
		stored: map[string]int{}, before: map[string]func(aritest.Request) *aritest.Response{}}
	f.Answer(f.answer)
	f.start(change...)
	return f
}

func (f *fake) start(change ...func(*stasis.Options)) {
	f.t.Helper()
	o := f.Options()
	o.Disallow = stasis.Unused()
	client, err := ari.New(o)
	if err != nil {
		f.t.Fatal(err)
	}
	f.t.Cleanup(client.Close)
	n := 0
	options := stasis.Options{
		Client: client, Clock: realClock{}, Log: zerolog.New(zerolog.NewTestWriter(f.t)),
		NewID: func() string { n++; return fmt.Sprintf("c%d", n) },
		Handle: func(ctx context.Context, call *stasis.Call, in flowengine.Incoming) {
			f.hold(ctx, call, in, flowengine.Checkpoint{})
		},
		Resume: func(ctx context.Context, call *stasis.Call, cp flowengine.Checkpoint) { f.hold(ctx, call, cp.Call, cp) },
		Metrics: stasis.Metrics{
			FirstCommand: func(time.Duration) { f.seen.Lock(); f.seen.first++; f.seen.Unlock() },
			Overflow:     func() { f.seen.Lock(); f.seen.overflows++; f.seen.Unlock() },
			Active:       func(n int) { f.seen.Lock(); f.seen.active = n; f.seen.Unlock() },
		},
	}
	for _, c := range change {
		c(&options)
	}
	driver, err := stasis.New(options)
	if err != nil {
		f.t.Fatal(err)
	}
	f.driver = driver
	go func() { f.ran <- driver.Run(context.Background()) }()
	f.t.Cleanup(driver.Stop)
	f.Opened()
	f.connected(client)
	f.compared()
}

func (f *fake) connected(client *ari.Client) {
	f.t.Helper()
	f.eventually("a connection", func() bool { return client.Health().Connected })
}

// compared waits until the driver has looked at what Asterisk has, once more.
func (f *fake) compared() {
	f.t.Helper()
	f.looks++
	f.eventually("a comparison", func() bool {
		n := 0
		for _, q := range f.Requests() {
			if strings.HasPrefix(q.URI, "applications/") {
				n++
			}
		}
		return n >= f.looks
	})
}

// eventually waits for what other goroutines bring about.
func (f *fake) eventually(what string, is func() bool) {
	f.t.Helper()
	for until := time.Now().Add(10 * time.Second); !is(); time.Sleep(time.Millisecond) {
		if time.Now().After(until) {
			f.t.Fatalf("%s did not come; asked of Asterisk: %s", what, f.asked())
		}
	}
}

func (f *fake) hold(ctx context.Context, call *stasis.Call, in flowengine.Incoming, cp flowengine.Checkpoint) {
	done := make(chan struct{})
	var once sync.Once
	over := func() { once.Do(func() { close(done) }) }
	stop := context.AfterFunc(ctx, func() {
		if context.Cause(ctx) == flowengine.ErrHandedOver {
			over()
		}
	})
	defer stop()
	f.calls <- held{ctx, call, in, cp, over}
	<-done
}

// event sends an event with the members given, as JSON with single quotes.
func (f *fake) event(format string, args ...any) {
	f.Send(f.compose(format, args...))
}

func (f *fake) compose(format string, args ...any) string {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.sent++
	at := time.Unix(1_800_000_000+int64(f.sent), 0).UTC().Format("2006-01-02T15:04:05.000-0700")
	return `{"application":"test","timestamp":"` + at + `",` + strings.ReplaceAll(fmt.Sprintf(format, args...), "'", `"`) + `}`
}

func channelJSON(id, state string) string {
	return fmt.Sprintf(`{'id':'%s','name':'PJSIP/x','state':'%s','caller':{'name':'Ann','number':'0412'},'connected':{'name':'','number':''},`+
		`'dialplan':{'context':'callflow','exten':'100','priority':2,'app_name':'Stasis','app_data':'test,100'},'creationtime':'','language':'en'}`, id, state)
}

// arrives is a caller, and the call as the driver hands it over.
func (f *fake) arrives(id string) held {
	f.t.Helper()
	f.set(id, ari.ChannelStateRing)
	f.event(`'type':'StasisStart','args':['100'],'channel':%s`, channelJSON(id, ari.ChannelStateRing))
	return f.next()
}

func (f *fake) next() held {
	f.t.Helper()
	select {
	case h := <-f.calls:
		f.t.Cleanup(h.over)
		return h
	case <-time.After(10 * time.Second):
		f.t.Fatal("no call was handed over")
		return held{}
	}
}

func (f *fake) set(id, state string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if state == "" {
		delete(f.channels, id)
	} else {
		f.channels[id] = state
	}
}

// leaves is a channel's end, with its events.
func (f *fake) leaves(id string, cause int) {
	f.set(id, "")
	for _, m := range f.leaving(id, cause) {
		f.Send(m)
	}
}

func (f *fake) leaving(id string, cause int) []string {
	ch := channelJSON(id, ari.ChannelStateUp)
	messages := []string{f.compose(`'type':'StasisEnd','channel':%s`, ch)}
	if strings.HasPrefix(id, "test.") || f.count("POST applications/test/subscription") > 0 {
		messages = append(messages, f.compose(`'type':'ChannelDestroyed','cause':%d,'cause_txt':'','channel':%s`, cause, ch))
	}
	return messages
}

func (f *fake) finished(id, state string) string {
	return f.compose(`'type':'PlaybackFinished','playback':{'id':'%s','media_uri':'sound:x','target_uri':'channel:x','state':'%s'}`, id, state)
}

func (f *fake) recording(event, name string) string {
	return f.compose(`'type':'%s','recording':{'name':'%s','format':'wav','state':'done','target_uri':'channel:x'}`, event, name)
}

// when has requests that begin so answered by a function; nil from it goes on to the usual answer.
func (f *fake) when(request string, do func(aritest.Request) *aritest.Response) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.before[request] = do
}

// asked are the requests so far that do something, METHOD path.
func (f *fake) asked() []string {
	var list []string
	for _, q := range f.Requests() {
		path, _, _ := strings.Cut(q.URI, "?")
		if q.Method != "GET" {
			list = append(list, q.Method+" "+path)
		}
	}
	return list
}

func (f *fake) count(request string) int {
	n := 0
	for _, a := range f.asked() {
		if strings.HasPrefix(a, request) {
			n++
		}
	}
	return n
}

func (f *fake) must(err error) {
	f.t.Helper()
	if err != nil {
		f.t.Fatal(err)
	}
}

// expect is the next event of a call.
func (f *fake) expect(h held, want flowengine.Event) {
	f.t.Helper()
	got, err := h.call.Next(h.ctx, time.Now().Add(5*time.Second))
	if err != nil {
		f.t.Fatalf("waiting for %T: %v", want, err)
	}
	if got != want {
		f.t.Fatalf("%T%+v came, not %T%+v", got, got, want, want)
	}
}

// quiet says that nothing comes any more. A digit is sent behind what there might be, and is what comes.
func (f *fake) quiet(h held) {
	f.t.Helper()
	f.event(`'type':'ChannelDtmfReceived','digit':'D','duration_ms':100,'channel':%s`, channelJSON(h.in.Channel, ari.ChannelStateUp))
	f.expect(h, flowengine.Digit{Key: 'D'})
}

func (f *fake) answered(h held) {
	f.t.Helper()
	f.must(h.call.Answer(h.ctx))
}

func (f *fake) play(h held, uri string) {
	f.t.Helper()
	f.must(h.call.Play(h.ctx, flowengine.Caller, flowengine.Media{URI: uri}))
}
