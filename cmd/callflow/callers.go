package main

import (
	"fmt"
	"slices"
	"strings"

	"callflow/flowengine"
)

// recheckCallers checks the live revisions of the flows that call those which
// have changed, keeps what was found, and says what they lack now. Calls go on:
// an outcome that is not connected goes by done.
func (in *invocation) recheckCallers(changed []*source) error {
	var callers []string
	mine := map[string]bool{}
	for _, s := range changed {
		mine[strings.ToLower(s.name())] = true
		uses, err := in.uses("flow", s.name())
		if err != nil {
			return err
		}
		for _, u := range uses {
			if u.Kind == "flow" && u.Live && !slices.Contains(callers, u.Name) {
				callers = append(callers, u.Name)
			}
		}
	}
	for _, name := range callers {
		if mine[strings.ToLower(name)] {
			continue // it was checked with the others
		}
		live, err := in.store.LiveRevision(in.ctx, in.company, name)
		if err != nil {
			return err
		}
		s, err := in.load(name, live.Number)
		if err != nil {
			return err
		}
		if err := in.recheck(s); err != nil {
			return err
		}
		if n := s.count(flowengine.LevelError); n > 0 && !in.Bool("json") {
			in.out.printf("%s: %s, which calls it, has %s now; its calls go on as they can:\n",
				in.out.in(yellow, "warning"), clean(name), plural(n, "error"))
			in.out.findings(s, false)
		}
	}
	return nil
}

// calledBy are the flows that call a flow, and the unwanted callers whose calls
// run it, as people read them.
func (in *invocation) calledBy(flow string) ([]string, error) {
	uses, err := in.uses("flow", flow)
	callers := []string{}
	for _, u := range uses {
		text := u.String()
		if u.Kind == "flow" {
			text = fmt.Sprintf("%s (node %s of revision %d)", u.Name, u.Node, u.Revision)
		}
		if !slices.Contains(callers, text) {
			callers = append(callers, text)
		}
	}
	return callers, err
}
