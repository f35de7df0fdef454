package main

import (
	"fmt"
	"slices"

	"callflow/authoring"
	"callflow/flowengine"
)

// lacking says what flows lack whose called flows have changed. Calls go on: an
// outcome that is not connected goes by done.
func (in *invocation) lacking(callers []authoring.Caller) {
	for _, c := range callers {
		s := &source{Report: c.Report}
		in.out.printf("%s: %s, which calls it, has %s now; its calls go on as they can:\n",
			in.out.in(yellow, "warning"), clean(c.Flow), plural(s.count(flowengine.LevelError), "error"))
		in.out.findings(s, false)
	}
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
