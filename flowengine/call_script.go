package flowengine

import "context"

// Scripter is a [Call] that can be lent to an AGI script of somebody else's.
// Not every driver can.
type Scripter interface {
	// RunScript hands the call to a script. [ScriptEnded] follows when the call
	// is back; until then Hangup is the only other command. What is heard ends
	// before. A script of that name that runs since before a restart goes on.
	RunScript(ctx context.Context, script ScriptSpec) error
}

// ScriptSpec says which script to run and what it leaves behind.
type ScriptSpec struct {
	// Name is unique to the call and step; letters, digits, dots and dashes.
	Name string
	// URL is such as agi://127.0.0.1/lookup, Args what the script gets.
	URL  string
	Args []string
	// Returns are the channel variables that are read when it has ended.
	Returns []string
}

// ScriptEnded says that a call is back from a script.
type ScriptEnded struct {
	Name string
	// Status is Asterisk's AGISTATUS: SUCCESS, FAILURE, NOTFOUND or HANGUP.
	Status string
	// Problem says why the script was not run at all, "" when it was.
	Problem string
	// Answered says whether the call is answered now, by whomever.
	Answered bool
	// Values are those of the variables asked for, "" for one without.
	Values map[string]string
}

func (ScriptEnded) isEvent() {}
