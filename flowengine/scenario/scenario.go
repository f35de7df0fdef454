// Package scenario is a second view of flows that are one chain: an ordered list
// of actions. Their order decides; an action that does not take the call goes on
// to the next one, and the end of the list hangs up.
package scenario

import (
	"slices"

	"callflow/flowengine"
	"callflow/wording"
)

// action is a kind of action with the node that does it.
type action struct {
	// name is how the file calls it, nodeType what does it.
	name, nodeType string
	// main is the param that stands right behind the name; empty for none.
	main string
	// takes is the outcome of having taken the call: it ends after that. It is
	// empty for actions that never do.
	takes string
	// on are the outcomes that go on to the next action.
	on []string
}

// actions are what a scenario is made of.
var actions = []action{
	{name: "answer", nodeType: "answer", main: "delay_ms", on: []string{"done"}},
	{name: "play", nodeType: "greeting", main: "audio", on: []string{"done"}},
	{name: "distribute", nodeType: "queue", main: "queue", takes: "answered", on: []string{"timeout"}},
	{name: "call", nodeType: "dial", main: "targets", takes: "answered", on: []string{"busy", "unanswered"}},
	{name: "transfer", nodeType: "transfer", main: "number", takes: "done", on: []string{"no_match", "failed"}},
	{name: "detect", nodeType: "menu", main: "prompt", on: []string{"invalid"}},
	{name: "hang up", nodeType: "hangup", main: "cause"},
}

func named(name string) (action, bool) {
	i := slices.IndexFunc(actions, func(a action) bool { return a.name == name })
	if i < 0 {
		return action{}, false
	}
	return actions[i], true
}

func ofType(nodeType string) (action, bool) {
	i := slices.IndexFunc(actions, func(a action) bool { return a.nodeType == nodeType })
	if i < 0 {
		return action{}, false
	}
	return actions[i], true
}

func actionNames() []string {
	names := make([]string, len(actions))
	for i, a := range actions {
		names[i] = a.name
	}
	return names
}

// fields are what any action may have beside its params.
var fields = []string{"label", "note", "skip", "sensitive"}

// maxDepth is how deep menus may stand in each other.
const maxDepth = 8

// problem is a finding about the form of a scenario.
func problem(line int, format string, args ...any) flowengine.Finding {
	return flowengine.Finding{Level: flowengine.LevelError, Code: "bad_scenario", Line: line}.Saying(wording.Say(format, args...))
}
