package flowengine_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"callflow/flowengine"
	"callflow/flowengine/simulator"
)

func TestWorkBesideTheCall(t *testing.T) {
	refused := errors.New("refused")
	for name, test := range map[string]struct {
		work func(context.Context) error
		want string
	}{
		"that succeeds": {func(context.Context) error { return nil }, ""},
		"that fails":    {func(context.Context) error { return refused }, "refused"},
		"that panics":   {func(context.Context) error { panic("oops") }, "oops"},
		"with a limit": {func(ctx context.Context) error {
			if _, limited := ctx.Deadline(); !limited {
				return errors.New("no limit")
			}
			return nil
		}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			var got error
			simulate(t, "start: n\nnodes: {n: {type: scripted, next: {done: h}}, h: {type: hangup}}\n", simulator.Options{}, simulator.Script{},
				func(ctx context.Context, s *flowengine.Session) (flowengine.Result, error) {
					got = s.Aside(ctx, time.Second, test.work)
					return flowengine.Result{Outcome: "done"}, nil
				})
			if test.want == "" && got != nil || test.want != "" && (got == nil || !strings.Contains(got.Error(), test.want)) {
				t.Errorf("Aside returned %v, want %q", got, test.want)
			}
		})
	}
}

func TestWorkIsDoneWithoutTheCallerToo(t *testing.T) {
	worked := 0
	simulate(t, "start: g\nnodes: {g: {type: greeting, params: {say: one two three four five six seven}, next: {done: h, hung_up: n}}, n: {type: scripted, next: {done: h}}, h: {type: hangup}}\n",
		simulator.Options{}, simulator.Script{HangupAfter: time.Second},
		func(ctx context.Context, s *flowengine.Session) (flowengine.Result, error) {
			err := s.Aside(ctx, time.Second, func(ctx context.Context) error {
				worked++
				return ctx.Err()
			})
			if err != nil {
				t.Errorf("Aside returned %v", err)
			}
			return flowengine.Result{Outcome: "done"}, nil
		})
	if worked != 1 {
		t.Errorf("the work was done %d times, not once", worked)
	}
}

// A text is sent for a caller who has left, too, and goes to the outbox when nobody can be asked.
func TestATextIsSentWithoutItsCallerToo(t *testing.T) {
	texts := &unreachable{refuses: errors.New("not connected")}
	bag := &simulator.Mailbag{}
	simulate(t, "start: n\nnodes: {n: {type: scripted, next: {done: h, hung_up: h}}, h: {type: hangup}}\n",
		simulator.Options{Services: flowengine.Services{Texts: texts, Outbox: bag}}, simulator.Script{HangupAfter: time.Second},
		func(ctx context.Context, s *flowengine.Session) (flowengine.Result, error) {
			err := s.Wait(ctx, time.Minute)
			if !errors.Is(err, flowengine.ErrHungUp) {
				t.Errorf("the caller is still there: %v", err)
			}
			queued, err := s.SendText(ctx, 0, flowengine.TextMessage{From: "100", To: "user:alice", Body: "hello"}, time.Second)
			if !queued || err != nil {
				t.Errorf("queued %t, %v", queued, err)
			}
			return flowengine.Result{Outcome: "done"}, nil
		})
	if letters := bag.All(); len(letters) != 1 || letters[0].ID != texts.got.ID || texts.got.ID == "" {
		t.Errorf("the outbox has %+v, the carrier got %+v", letters, texts.got)
	}
}

// unreachable is a carrier that cannot be reached.
type unreachable struct {
	refuses error
	got     flowengine.TextMessage
}

func (l *unreachable) Send(_ context.Context, m flowengine.TextMessage) error {
	l.got = m
	return l.refuses
}
