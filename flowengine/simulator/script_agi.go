package simulator

import (
	"context"
	"errors"
	"fmt"
	"time"

	"callflow/flowengine"
)

var _ flowengine.Scripter = (*Call)(nil)

// AGIScript is what a simulated AGI script does with a call. The zero value
// has it for a second and gives it back with SUCCESS.
type AGIScript struct {
	// Takes is how long it has the call.
	Takes time.Duration `yaml:"takes"`
	// Status is Asterisk's AGISTATUS, such as FAILURE for one out of reach.
	Status string `yaml:"status"`
	// Answers says that it answers the call.
	Answers bool `yaml:"answers"`
	// HangsUp says that the caller leaves in it.
	HangsUp bool `yaml:"hangs_up"`
	// Sets are the channel variables that it sets.
	Sets map[string]string `yaml:"sets"`
}

// lending is a script that has the call.
type lending struct {
	spec  flowengine.ScriptSpec
	owner *Call
	ended *flowengine.ScriptEnded // nil while it has the call
}

// RunScript lends the call to a script of [Script].AGI, or attaches to one that
// an earlier process lent it to.
func (c *Call) RunScript(ctx context.Context, spec flowengine.ScriptSpec) error {
	if err := c.usable(ctx); err != nil {
		return err
	}
	w := c.w
	if l := w.lent; l != nil && l.spec.Name == spec.Name {
		if l.owner == c {
			return fmt.Errorf("the script %s has the call already", spec.Name)
		}
		l.owner = c
		if l.ended != nil {
			w.emitTo(c, *l.ended)
		}
		return nil
	}
	if w.bridged != nil {
		return errors.New("handing the call to a script: the caller is in a conversation")
	}
	w.stopIndication()
	if p := w.playing(flowengine.Caller); p != nil {
		w.endPlayback(p, false, true)
	}
	w.silence++
	w.lend(c, spec)
	return nil
}

func (w *World) lend(c *Call, spec flowengine.ScriptSpec) {
	script, ok := w.script.AGI[spec.URL]
	if !ok {
		script = w.script.AGI["*"]
	}
	if script.Takes == 0 && script.Status == "" {
		script.Takes = time.Second
	}
	if script.Status == "" {
		script.Status = "SUCCESS"
	}
	l := &lending{spec: spec, owner: c}
	w.lent = l
	w.hear(flowengine.Caller, "script "+spec.URL)
	heard := len(w.heard) - 1
	w.after(script.Takes, func() {
		w.heard[heard].For = w.since() - w.heard[heard].At
		if w.gone {
			return
		}
		if script.HangsUp {
			w.CallerHangsUp()
			return
		}
		w.answered = w.answered || script.Answers
		ended := flowengine.ScriptEnded{Name: spec.Name, Status: script.Status, Answered: w.answered, Values: map[string]string{}}
		for _, name := range spec.Returns {
			ended.Values[name] = script.Sets[name]
		}
		l.ended = &ended
		w.emitTo(l.owner, ended)
	})
}

// AnyScript allows every AGI script.
type AnyScript struct{}

// Allowed is always nil.
func (AnyScript) Allowed(string) error { return nil }
