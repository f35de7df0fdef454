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
