//go:build integration

package integration

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"callflow/flowengine"
	"callflow/store"
)

// trace is what the database says of one call that is over.
type trace struct {
	s     *story
	call  store.Call
	steps []flowengine.StepDone
}

// Trace waits for the end of the caller's last call and reads what it was.
func (p *person) Trace() *trace {
	p.s.Helper()
	return p.s.traceOf(p.name, func(c store.Call) bool { return c.Caller == p.number })
}

// traceOf is the trace of the newest call that fits.
func (s *story) traceOf(what string, fits func(store.Call) bool) *trace {
	s.Helper()
	tr := &trace{s: s}
	err := eventually(patience, func() error {
		calls := s.calls()
		for i := len(calls) - 1; i >= 0; i-- {
			if !fits(calls[i]) {
				continue
			}
			if tr.call = calls[i]; tr.call.Ended.IsZero() {
				return fmt.Errorf("the call of %s has not ended; its path: %s", what, tr.call.Path)
			}
			return nil
		}
		return fmt.Errorf("there is no call of %s in the database", what)
	})
	s.must(err)
	tr.steps, err = s.c.store.Steps(context.Background(), tr.call.ID)
	s.must(err)
	return tr
}

// Is checks the whole path: "NODE OUTCOME" for each step.
func (tr *trace) Is(steps ...string) *trace {
	tr.s.Helper()
	var is []string
	for _, step := range tr.steps {
		is = append(is, step.Node+" "+step.Outcome)
	}
	if got, want := strings.Join(is, ", "), strings.Join(steps, ", "); got != want {
		tr.s.Errorf("the call went\n     %s\nnot  %s%s", got, want, tr.text())
	}
	return tr
}

// Ended checks how the call ended.
func (tr *trace) Ended(reason flowengine.EndReason) *trace {
	tr.s.Helper()
	if tr.call.Outcome != reason {
		tr.s.Errorf("the call ended as %q (%s), not as %q%s", tr.call.Outcome, tr.call.Why, reason, tr.text())
	}
	return tr
}

// step is the last step in that node.
func (tr *trace) step(node string) flowengine.StepDone {
	tr.s.Helper()
	for i := len(tr.steps) - 1; i >= 0; i-- {
		if tr.steps[i].Node == node {
			return tr.steps[i]
		}
	}
	tr.s.Fatalf("the call was never in %s%s", node, tr.text())
	return flowengine.StepDone{}
}

// Says checks that the last step in a node tells something: in why, in its details, or in its warnings.
func (tr *trace) Says(node, text string) *trace {
	tr.s.Helper()
	step := tr.step(node)
	if all := fmt.Sprint(step.Why, step.Details, step.Warnings); !strings.Contains(all, text) {
		tr.s.Errorf("%s does not say %q, but %s", node, text, all)
	}
	return tr
}

// Took is how long the last step in a node took.
func (tr *trace) Took(node string) time.Duration {
	tr.s.Helper()
	step := tr.step(node)
	return step.Left.Sub(step.Entered)
}

// took checks how long the last step in a node took.
func (tr *trace) Lasted(node string, least, most time.Duration) *trace {
	tr.s.Helper()
	if d := tr.Took(node); d < least || d > most {
		tr.s.Errorf("%s took %s, not %s to %s%s", node, d, least, most, tr.text())
	}
	return tr
}

// text is the trace for a person who looks for why a test failed.
func (tr *trace) text() string {
	var b strings.Builder
	for _, s := range tr.steps {
		fmt.Fprintf(&b, "\n  %d %s %s (%s): %s %v %v", s.Seq, s.Node, s.Outcome, s.Left.Sub(s.Entered).Round(time.Millisecond), s.Why, s.Details, s.Warnings)
	}
	return b.String()
}

// Messages are the messages in somebody's box.
func (s *story) Messages(box string) []store.Voicemail {
	s.Helper()
	messages, err := s.c.store.Voicemails(context.Background(), s.company, store.VoicemailFilter{Box: box, Limit: 10_000})
	s.must(err)
	return messages
}

// Recording is where the sound of a recording is.
func (s *story) Recording(r store.Recording) string {
	return filepath.Join(s.c.data(), "recordings", r.File)
}
